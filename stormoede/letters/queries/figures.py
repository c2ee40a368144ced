"""How letters fare: figures for the desk, and every delivery with its state and reason."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, Min, Q, QuerySet, Value, When

from stormoede.letters.models import Delivery, Letter
from stormoede.lib.prepared import Keyed
from stormoede.mail.models import Message
from stormoede.rounds.models import Round

State = Message.State
UNREACHABLE = "unreachable"
# The states a delivery can be in, in the order they are told.
STATES = (*(state.value for state in State), UNREACHABLE)
LOST = (State.REFUSED.value, State.UNBUILDABLE.value, State.CANCELLED.value, UNREACHABLE)
_FURTHEST = (State.ACCEPTED.value, State.QUEUED.value, State.DEFERRED.value, *LOST)


def _in(state: str) -> Q:
    return Q(message__isnull=True) if state == UNREACHABLE else Q(message__state=state)


_COUNTED = {state: Count("pk", filter=_in(state)) for state in STATES}


@dataclass(frozen=True, slots=True)
class Delivered:
    """People a letter was for, by how far it came. Every person is counted once in ``asked`` and in one other figure."""

    asked: int = 0
    queued: int = 0
    deferred: int = 0
    accepted: int = 0
    refused: int = 0
    unbuildable: int = 0
    cancelled: int = 0
    unreachable: int = 0

    @property
    def lost(self) -> int:
        """Those the letter did not reach and, as it stands, will not."""
        return self.refused + self.unbuildable + self.cancelled + self.unreachable

    @property
    def waiting(self) -> int:
        return self.queued + self.deferred

    @property
    def messages(self) -> int:
        return self.asked - self.unreachable


def delivered(round: Round) -> Delivered:
    """The round's letters together: a person counts once, by the letter that came furthest. Two statements.

    Reminders and corrections ask nobody who was not asked before.
    """
    sent = list(Letter.objects.filter(round=round, nature=Letter.Nature.FIRST, sent_at__isnull=False)[:2])
    if not sent:
        return Delivered()
    if len(sent) == 1:
        return of_letter(sent[0])
    steps = [When(_in(state), then=Value(rank)) for rank, state in enumerate(_FURTHEST)]
    people = (
        Delivery.objects.filter(letter__round=round, letter__nature="first")
        .values("person")
        .annotate(best=Min(Case(*steps)))
    )
    counted = {state: Count("person", filter=Q(best=rank)) for rank, state in enumerate(_FURTHEST)}
    return Delivered(**people.aggregate(asked=Count("person"), **counted))


def reminded(round: Round) -> int:
    """How many reminders of the round have been delivered."""
    sent = Delivery.objects.filter(letter__round=round, letter__nature=Letter.Nature.REMINDER)
    return sent.filter(message__state=State.ACCEPTED).count()


def of_letter(letter: Letter) -> Delivered:
    """One letter's deliveries. One statement."""
    return Delivered(**Delivery.objects.filter(letter=letter).aggregate(asked=Count("pk"), **_COUNTED))


def by_letter(round: Round) -> dict[UUID, Delivered]:
    """The figures of each of the round's letters that has been sent. One statement."""
    rows = Delivery.objects.filter(letter__round=round).values_list("letter_id").order_by()
    counted = rows.annotate(asked=Count("pk"), **_COUNTED)
    return {letter: Delivered(asked, **dict(zip(STATES, counts, strict=True))) for letter, asked, *counts in counted}


def deliveries(letter: Letter, states: Collection[str] = ()) -> QuerySet[Delivery]:
    """The letter's deliveries with person, organisation and message, in Danish order; only ``states`` where any are said."""
    found = Delivery.objects.filter(letter=letter).select_related("person__organisation", "message")
    if states:
        wanted = Q()
        for state in states:
            wanted |= _in(state)
        found = found.filter(wanted)
    return found.order_by("person__sort_key", "person_id")


_TOLD = (
    "person__name", "person__email", "person__organisation__name",
    "message__state", "message__reply_code", "message__reply_text", "message__settled_at",
)  # fmt: skip
# Deliveries of a page of a list, with what is told of each.
shown = Keyed(lambda: Delivery.objects.select_related("person__organisation", "message").only(*_TOLD))
