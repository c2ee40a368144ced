"""A body's own discussion: its day is set, moved or taken back, and somebody sees to it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from stormoede.deliberations import queries
from stormoede.deliberations.models import Deliberation, Matter
from stormoede.deliberations.refusals import AddressRefused, BodyElsewhere, DayOutside
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import seen
from stormoede.members.models import Body
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds.core.tables import is_email


@dataclass(frozen=True, slots=True)
class Said:
    """What a body says of its discussion: on which day, and who sees to it. Nothing of it has to be said."""

    planned_on: date | None = None
    responsible: str = ""
    responsible_email: str = ""


@transaction.atomic
def plan(matter: Matter, body: Body, said: Said, *, mark: str = "", by: Actor, at: datetime) -> None:
    """Keep what is said; saying the same again changes nothing. The secretary of the body says it, or the desk.

    Raises BodyElsewhere, DayOutside or AddressRefused, and EditedMeanwhile when it says something else by now than ``mark``.
    """
    if body.kind != matter.bodies:
        raise BodyElsewhere
    _refuse(matter, said)
    kept = Deliberation.objects.select_for_update().filter(matter=matter, body=body).first()
    before = Said(kept.planned_on, kept.responsible, kept.responsible_email) if kept else Said()
    if before == said:
        return
    if mark and mark != seen.mark(before):
        raise EditedMeanwhile
    if kept is None:
        kept, _new = Deliberation.objects.get_or_create(
            matter=matter, body=body, defaults={"set_at": at, "set_by": str(by)}
        )
    kept.planned_on, kept.responsible, kept.responsible_email = (
        said.planned_on,
        said.responsible,
        said.responsible_email,
    )
    kept.set_at, kept.set_by = at, str(by)
    kept.save()
    day = said.planned_on.isoformat() if said.planned_on else None
    data = {"day": day, "before": before.planned_on.isoformat() if before.planned_on else None}
    record(_act(before, said), queries.subject(matter, body), by=by, at=at, data=data)


def _act(before: Said, said: Said) -> str:
    if said.planned_on == before.planned_on:
        return "deliberation.edited"
    return "deliberation.planned" if said.planned_on else "deliberation.taken_back"


def _refuse(matter: Matter, said: Said) -> None:
    round = matter.track.round
    if said.planned_on and not round.starts_on <= said.planned_on <= round.ends_on:
        raise DayOutside(round.starts_on, round.ends_on)
    if said.responsible_email and not is_email(said.responsible_email):
        raise AddressRefused
