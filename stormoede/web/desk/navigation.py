"""Where one can go from a desk page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stormoede.lib.prepared import Prepared
from stormoede.rounds.models import Round


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation. ``apart``: the first of those that belong to no round."""

    label: str
    address: str
    current: bool
    apart: bool = False


# Lists and audiences are reached from the members, and stand under them.
_WITH_MEMBERS = ("/desk/imports/", "/desk/proposals/", "/desk/audiences/")


def places(round: Round | None, path: str) -> list[Place]:
    """The entries, with the deepest one that ``path`` lies under marked as current."""
    known = _of_round(round.key) if round else [(_("Rounds"), "/desk/rounds/")]
    of_the_round = len(known)
    known += [
        (_("Organisations"), "/desk/organisations/"),
        (_("Members"), "/desk/members/"),
        (_("Inbox"), "/desk/inbox/"),
        (_("Outbox"), "/desk/outbox/"),
    ]
    path = next(("/desk/members/" for room in _WITH_MEMBERS if path.startswith(room)), path)
    under = [address for _label, address in known if path.startswith(address)]
    here = max(under, key=len, default="")
    return [
        Place(label, address, address == here, apart=number == of_the_round)
        for number, (label, address) in enumerate(known)
    ]


def newest() -> Round | None:
    """The round one works on while a page is about none: members, mails."""
    return next(iter(_NEWEST()), None)


_NEWEST = Prepared(lambda: Round.objects.order_by("-starts_on", "-pk").only("key")[:1])


def _of_round(key: str) -> list[tuple[str, str]]:
    home = f"/desk/rounds/{key}/"
    return [
        (_("Overview"), home),
        (_("Letters"), f"{home}letters/"),
        (_("Meetings"), f"{home}meetings/"),
        (_("In figures"), f"{home}municipalities/"),
        (_("Calls"), f"{home}calls/"),
        (_("Calendar"), f"{home}calendar/"),
        (_("Discussions"), f"{home}deliberations/"),
        (_("Speakers"), f"{home}talks/"),
        (_("Sent in"), f"{home}contributions/"),
    ]
