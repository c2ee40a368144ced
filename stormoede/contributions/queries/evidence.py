"""What is known of one mail for saying whose it is: the clues that core/matching.py judges."""

from collections.abc import Iterator
from uuid import UUID

from stormoede.contributions.core.matching import Clues
from stormoede.contributions.models import Backer, Contribution, Submission, Version
from stormoede.contributions.queries.known import Known
from stormoede.intake.core import kinds
from stormoede.intake.core.values import Mailed
from stormoede.mail.models import Incoming, Message

_BEGINS, _ENDS = 450, 700


def clues(row: Incoming, mailed: Mailed, known: Known) -> Clues:
    """The clues of a mail that came in and was taken apart."""
    answered = _answered(row.message, known) if row.message else []
    within = next((one.sender for one in mailed.readings if one.sender), "")
    sender = known.of_address(row.sender) or known.of_address(within)
    domain = known.of_domain(row.sender) or known.of_domain(within)
    alias = bool(row.facts.get("addressed"))
    named = [said for place in _places(row, mailed) if (said := known.names.said(place)).bodies]
    return Clues(answered if alias else (), () if alias else answered, sender, domain, named)


def _answered(message: Message, known: Known) -> list[int]:
    """Whose the mail of ours was that is answered: what it was about, else whom it was to."""
    kind, _colon, pk = message.ref.partition(":")
    if kind == "submission" and pk.isdigit():
        found = Backer.objects.filter(submission=int(pk)).values_list("body_id", flat=True)
        if found:
            return list(found)
    if kind == "version" and pk.isdigit():
        body = Version.objects.filter(pk=int(pk)).values_list("contribution__body_id", flat=True).first()
        return [body] if body else []
    if kind == "contribution":
        body = Contribution.objects.filter(pk=pk).values_list("body_id", flat=True).first()
        return [body] if body else []
    return known.of_people([UUID(message.person)]) if message.person else []


def _places(row: Incoming, mailed: Mailed) -> Iterator[str]:
    """Where one says whose words these are, the plainest first."""
    yield row.subject
    files = [one for one in mailed.readings if one.kind != kinds.MAIL]
    for one in files:
        yield one.name.rpartition(".")[0].replace("_", " ")
    for one in files:
        yield one.text[:_BEGINS]
    for one in mailed.readings:
        if one.kind == kinds.MAIL:
            yield one.text[:_BEGINS]
    for one in mailed.readings:
        if one.kind == kinds.MAIL:
            yield (one.around or one.text)[-_ENDS:]
    for one in files:
        yield one.text[-_ENDS:]
    yield row.sender_name


def round_of(message: Message | None) -> int | None:
    """The round a mail of ours was about, when it was about something sent in."""
    if message is None:
        return None
    kind, _colon, pk = message.ref.partition(":")
    if kind == "submission" and pk.isdigit():
        return Submission.objects.filter(pk=int(pk)).values_list("round_id", flat=True).first()
    if kind == "version" and pk.isdigit():
        rows = Version.objects.filter(pk=int(pk))
        return rows.values_list("contribution__questionnaire__track__round_id", flat=True).first()
    if kind == "contribution":
        rows_of = Contribution.objects.filter(pk=pk)
        return rows_of.values_list("questionnaire__track__round_id", flat=True).first()
    return None
