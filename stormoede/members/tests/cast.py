"""What this room's tests begin with."""

from datetime import UTC, date, datetime

from stormoede.events.actor import Actor, ActorKind
from stormoede.members.actions import denmark, imports
from stormoede.members.actions.imports import Result

BY = Actor(ActorKind.STAFF, "test")
AT = datetime(2025, 2, 7, 9, 0, tzinfo=UTC)
ON = date(2025, 2, 7)


def load_denmark() -> None:
    denmark.load(by=BY, at=AT)


def csv_list(*rows: str, header: str = "Kommunekode;Kommune;Navn;E-mail;Rolle;Organ;Fra;Til;Medlemsnr") -> bytes:
    """A member list as Excel saves it."""
    return "\r\n".join([header, *rows, ""]).encode()


def bring_in(content: bytes, answers: dict[str, str] | None = None, complete: tuple[str, ...] = ()) -> Result:
    """Receive a list and carry it out at once."""
    kept = imports.receive("list.csv", content, by=BY, at=AT)
    return imports.apply(kept.pk, answers or {}, complete, leave_questions=True, by=BY, at=AT)
