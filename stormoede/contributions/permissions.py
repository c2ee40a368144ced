"""Who writes a body's draft, and who hands it in: by office, and by nothing else but an invitation to write along.

The council's secretary sits in the municipality's administration, so that office counts for the bodies of the same organisation.
"""

from collections.abc import Iterable

from stormoede.members.models import Body, Mandate

# By office in the body itself.
WRITES = frozenset({Mandate.Role.MAYOR, Mandate.Role.CHAIR, Mandate.Role.SECRETARY})
HANDS_IN = frozenset({Mandate.Role.MAYOR, Mandate.Role.CHAIR, Mandate.Role.SECRETARY})


def writes(body: Body, seats: Iterable[Mandate]) -> bool:
    """May a person with these seats read and write the draft of ``body``?"""
    return any(_office(body, seat) and seat.role in WRITES for seat in seats)


def hands_in(body: Body, seats: Iterable[Mandate]) -> bool:
    """May a person with these seats hand in for ``body``, and say who may read it?"""
    return any(_office(body, seat) and seat.role in HANDS_IN for seat in seats)


def reads(body: Body, seats: Iterable[Mandate]) -> bool:
    """May a person with these seats read what ``body`` has handed in? Its own members, and those who write it."""
    return any(seat.body_id == body.pk or _office(body, seat) for seat in seats)


def _office(body: Body, seat: Mandate) -> bool:
    if seat.body_id == body.pk:
        return True
    same = body.organisation_id is not None and seat.body.organisation_id == body.organisation_id
    return same and seat.role == Mandate.Role.SECRETARY
