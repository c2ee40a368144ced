"""What became of letters, as other programs read it."""

from dataclasses import replace

from django.db.models import Q

from stormoede.api.core import shapes
from stormoede.api.queries.wanted import Wanted, page
from stormoede.letters.models import Delivery

# What a state narrows; "unreachable" is no state of a mail, but the lack of one.
STATE = "state"


def listing(wanted: Wanted) -> list[tuple[int, shapes.Delivery]]:
    """A page of deliveries. One statement. What mail servers wrote is left out: it quotes addresses."""
    found = Delivery.objects.select_related("message", "letter__round")
    if wanted.since is not None:
        since = wanted.since
        moved = Q(message__settled_at__gte=since) | Q(message__date__gte=since)
        found = found.filter(moved | Q(message__isnull=True, version__made_at__gte=since))
    narrowed = dict(wanted.narrowed)
    match narrowed.pop(STATE, None):
        case None:
            pass
        case shapes.DeliveryState.UNREACHABLE.value:
            narrowed["message__isnull"] = True
        case state:
            narrowed["message__state"] = state
    return [(delivery.pk, _told(delivery)) for delivery in page(found, replace(wanted, narrowed=narrowed))]


def _told(delivery: Delivery) -> shapes.Delivery:
    message = delivery.message
    return shapes.Delivery(
        id=delivery.pk,
        round=delivery.letter.round.key,
        letter=delivery.letter.key,
        person=delivery.person_id,
        state=shapes.DeliveryState(message.state) if message else shapes.DeliveryState.UNREACHABLE,
        code=message.reply_code if message else None,
        attempts=message.attempts if message else 0,
        queued_at=message.date if message else None,
        settled_at=message.settled_at if message else None,
        message=message.pk if message else None,
    )
