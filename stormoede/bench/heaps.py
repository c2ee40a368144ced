"""What lies on the desk beside the answers of a crowd: a mail from everybody, and the acts that their answers left. Rows only."""

from hashlib import sha256

from django.db import transaction

from stormoede.bench import crowd
from stormoede.bench.crowd import Crowd
from stormoede.events.models import Event
from stormoede.lib.danish import sort_key
from stormoede.mail.models import Incoming
from stormoede.meetings.models import Registration


@transaction.atomic
def pile(made: Crowd) -> None:
    """As much as belongs to the crowd as it is now; what was piled up before stays."""
    lying = Incoming.objects.count()
    for first in range(lying, len(made.people), crowd.BATCH):
        numbers = range(first, min(first + crowd.BATCH, len(made.people)))
        Incoming.objects.bulk_create(_mail(number, str(made.people[number])) for number in numbers)
    told = set(Event.objects.filter(act="registration.answered").values_list("subject", flat=True))
    answers = Registration.objects.values_list("pk", "person_id", "seat_id", "cannot")
    acts = (_act(*answer) for answer in answers if f"registration:{answer[0]}" not in told)
    Event.objects.bulk_create(acts, batch_size=crowd.BATCH)


def _mail(number: int, person: str) -> Incoming:
    """One in three still waits."""
    done = number % 3 > 0
    raw = b"From: member%d@kommune.example\r\n\r\nTak for brevet." % number
    return Incoming(
        digest=sha256(raw).hexdigest(), raw=raw, received_at=crowd.AT, arrived_at=crowd.AT, claim="inbox", verdict="",
        state=Incoming.State.DONE if done else Incoming.State.WAITING, person=person, text="Tak for brevet.",
        sender=f"member{number}@kommune.example", subject=f"Sv: Invitation {number}",
        sender_key=sort_key(f"member{number}@kommune.example"), subject_key=sort_key(f"Sv: Invitation {number}"),
        done_at=crowd.AT if done else None, done_by=str(crowd.BY) if done else "", done_how="read" if done else "",
    )  # fmt: skip


def _act(pk: object, person: object, seat: int | None, cannot: bool) -> Event:
    told = {"sequence": 0, "seat": seat, "wish": None, "asks": False, "cannot": cannot}
    before = {"was_seat": None, "was_wish": None, "was_asks": False, "was_cannot": False}
    return Event(
        at=crowd.AT, act="registration.answered", actor_kind="person", actor_id=str(person), pending=False,
        subject=f"registration:{pk}", data=told | before,
    )  # fmt: skip
