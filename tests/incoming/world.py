"""What the mails of the corpus speak of: a letter to Mette, and her seat on the first evening."""

from dataclasses import dataclass
from datetime import UTC, datetime

from stormoede.mail import returns
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.core.returns import Use
from stormoede.mail.models import Incoming, Message
from stormoede.meetings.models import Meeting, Registration
from stormoede.meetings.tests import house
from stormoede.members.models import Person
from tests import cast

AT = datetime(2025, 3, 10, 14, 0, tzinfo=UTC)
SENT = datetime(2025, 2, 7, 9, 0, tzinfo=UTC)


@dataclass
class World:
    """One member, one letter, one meeting."""

    mette: Person
    letter: Message
    meeting: Meeting

    def filled(self, text: str) -> bytes:
        """A mail of the corpus, with what is only known now filled in."""
        registration = Registration.objects.get()
        values = {
            "mark": self.letter.mark,
            "host": "127.0.0.1",
            "return": returns.address(self.letter.mark, Use.BOUNCE),
            "answer": returns.address(self.letter.mark, Use.ANSWER),
            "uid": registration.uid,
            "sequence": str(registration.sequence),
            "older": str(registration.sequence - 1),
        }
        for name, value in values.items():
            text = text.replace(f"(({name}))", value)
        return text.encode("utf-8")

    def effect(self, claim: str) -> str:
        """What became of the letter; of a calendar's answer, what became of the seat."""
        if claim != "calendar":
            return Message.objects.get(pk=self.letter.pk).state
        registration = Registration.objects.get()
        if registration.cannot:
            return "cannot"
        dates = house.dates(self.meeting)
        return ["first", "second"][dates.index(registration.seat_id)] if registration.seat_id else "none"

    def state(self) -> tuple[object, ...]:
        """Everything a mail could have changed."""
        return (
            list(Incoming.objects.values("claim", "verdict", "state", "person", "facts", "done_at")),
            list(Message.objects.order_by("id").values("key", "state", "reply_text")),
            list(Registration.objects.values()),
        )


def world() -> World:
    """Mette has had her letter, and has moved from the second evening to the first, so that her entry is not the first one."""
    mette = cast.person("Mette Overgaard", email="mette.overgaard@faaborg.example")
    others = [cast.person(name, email="faelles@faaborg.example") for name in ("Peter Skov", "Anne Dahl")]
    meeting = house.meeting((None, None), people=(mette, *others))
    outbox.enqueue([NewMessage(key="letter:mette", kind="test", ref="x:1", person=str(mette.pk))], at=SENT)
    for choice in reversed(house.dates(meeting)):
        house.answer(meeting, mette, choice)
    Message.objects.update(state=Message.State.ACCEPTED, settled_at=SENT, reply_code=250, reply_text="2.0.0 OK")
    return World(mette, Message.objects.get(key="letter:mette"), meeting)
