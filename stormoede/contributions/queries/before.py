"""What was there before a mail: earlier ones from the same councils, who has been told how often, and by when it had to come."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from stormoede.contributions.models import Backer, Reading, Submission
from stormoede.contributions.queries import questionnaires
from stormoede.contributions.queries.questionnaires import Deadlines
from stormoede.intake.core import kinds
from stormoede.mail.models import Message
from stormoede.members.models import Body
from stormoede.rounds.models import Round

State = Submission.State


@dataclass(slots=True)
class Earlier:
    """A mail that waits or counts: whose it is, what its words come to, and whether another took its place."""

    pk: int
    sender: str
    print: str
    replaced: bool
    bodies: frozenset[int]


@dataclass(slots=True)
class Before:
    """Read once for many mails of a round; those that are written down meanwhile are added."""

    earlier: list[Earlier]
    told: Counter[str]
    asked: Sequence[tuple[Collection[str], Deadlines]] = field(default_factory=list)

    def same(self, bodies: Collection[int], sender: str) -> list[Earlier]:
        """What came from just these councils or, where nobody knows which, from this address. The newest first."""
        wanted = frozenset(bodies)
        found = [one for one in self.earlier if one.bodies == wanted and (wanted or (sender and one.sender == sender))]
        return found[::-1]

    def is_late(self, at: datetime, bodies: Sequence[Body]) -> bool:
        """After the deadline of each it is from; of whoever is asked first, where nobody knows."""
        for asked, deadlines in self.asked:
            own = [body for body in bodies if body.kind in asked]
            if own or not bodies:
                return all(at > deadlines.of(body) for body in own) if own else at > deadlines.of(None)
        return False


def read(round: Round, kind: str, on: date, at: datetime) -> Before:
    """Five statements. ``kind`` is the receipts' that are counted."""
    rows = Submission.objects.filter(round=round, state__in=(State.WAITING, State.ACCEPTED)).order_by("pk")
    backers: dict[int, set[int]] = {}
    for submission, body in Backer.objects.filter(submission__round=round).values_list("submission_id", "body_id"):
        backers.setdefault(submission, set()).add(body)
    earlier = [
        Earlier(pk, sender, print, replaced is not None, frozenset(backers.get(pk, ())))
        for pk, sender, print, replaced in rows.values_list("pk", "sender", "print", "replaced_by")
    ]
    sent = Message.objects.filter(kind=kind, date__gt=at - timedelta(days=1)).values_list("person", "address")
    told = Counter(person or address for person, address in sent)
    asked = [(one.bodies, questionnaires.deadlines(one, on)) for one in questionnaires.of_round(round)]
    return Before(earlier, told, asked)


def file_names(ids: Collection[int]) -> Mapping[int, set[str]]:
    """The names of the files that count, by submission. One statement."""
    found: dict[int, set[str]] = {pk: set() for pk in ids}
    rows = Reading.objects.filter(submission__in=list(ids), taken=True).exclude(kind=kinds.MAIL)
    for submission, name in rows.values_list("submission_id", "name"):
        found[submission].add(name)
    return found
