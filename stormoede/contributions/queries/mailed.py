"""What came by mail: what waits for a look, what stands, and what a mail is to others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet

from stormoede.contributions.models import Backer, Reading, Submission
from stormoede.contributions.queries.standing import name_of
from stormoede.lib.danish import sort_key
from stormoede.members.models import Body
from stormoede.passages.core.kinds import Basis, Kind
from stormoede.passages.models import Passage, Text
from stormoede.rounds.models import Round

State = Submission.State
# What the sender has said was understood wrongly after somebody looked waits once more.
CORRECTED = Q(corrected_at__isnull=False, decided_at__lt=F("corrected_at"))
WAITS = Q(state__in=(State.WAITING, State.UNREAD)) | CORRECTED
STANDS = Q(state=State.ACCEPTED, replaced_by__isnull=True)


def of_round(round: Round, state: str = "") -> QuerySet[Submission]:
    """The round's submissions, those that came first first; ``state`` empty is what waits, "all" everything."""
    found = Submission.objects.filter(round=round).select_related("incoming", "replaced_by")
    if state == "":
        found = found.filter(WAITS)
    elif state != "all":
        found = found.filter(state=state)
    bodies = Backer.objects.select_related("body__organisation", "body__group")
    readings = Reading.objects.defer("words", "blocks")
    return found.prefetch_related(Prefetch("backers", bodies), Prefetch("readings", readings)).order_by(
        "arrived_at", "pk"
    )


def waiting(round: Round) -> int:
    """How many wait for a look. One statement."""
    return Submission.objects.filter(WAITS, round=round).count()


def tally(round: Round) -> Mapping[str, int]:
    """How many there are by state, the copies as "copies"."""
    rows = Submission.objects.filter(round=round).values_list("state").annotate(n=Count("pk")).order_by()
    return {"copies" if state == State.COPY else state: n for state, n in rows}


def whole(pk: int, round: Round) -> Submission | None:
    """One submission with all that was read out of it."""
    bodies = Backer.objects.select_related("body__organisation", "body__group")
    readings = Reading.objects.select_related("text")
    rows = Submission.objects.filter(pk=pk, round=round).select_related("round", "incoming", "person", "newer_than", "replaced_by", "copy_of")  # fmt: skip
    return rows.prefetch_related(Prefetch("backers", bodies), Prefetch("readings", readings)).first()


def alike(found: Submission) -> list[Submission]:
    """Others of the round that say the same, word for word: copies from the same, and the same words from others."""
    if not found.print:
        return []
    rows = Submission.objects.filter(round=found.round_id, print=found.print).exclude(pk=found.pk)
    bodies = Backer.objects.select_related("body__organisation", "body__group")
    return list(rows.prefetch_related(Prefetch("backers", bodies)).order_by("arrived_at", "pk"))


def others(found: Submission) -> list[Submission]:
    """What else came from the same councils, and is not a copy: what it may take the place of, or stand beside."""
    bodies = [backer.body_id for backer in found.backers.all()]
    rows = Submission.objects.filter(round=found.round_id, state__in=(State.WAITING, State.ACCEPTED)).exclude(
        pk=found.pk
    )
    own = rows.filter(backers__body__in=bodies) if bodies else rows.filter(sender=found.sender)
    return list(own.distinct().order_by("-arrived_at", "-pk")[:20])


@dataclass(frozen=True, slots=True)
class Sent:
    """One accepted mail: whose it is, and its words, each text with its passages and the name of what it stood in."""

    submission: Submission
    bodies: Sequence[Body]
    names: Sequence[str]
    pieces: Sequence[tuple[str, Text]]
    copies: int


def standing(round: Round, *, public: bool = False) -> list[Sent]:
    """What was accepted and stands, in Danish order of councils. Five statements. ``public``: what may go out, and nothing else."""
    rows = Submission.objects.filter(STANDS, round=round)
    if public:
        rows = rows.filter(basis=Basis.PUBLIC.value)
    passages = Prefetch("text__passages", Passage.objects.order_by("position"))
    readings = Reading.objects.filter(text__isnull=False).select_related("text").defer("words", "blocks")
    bodies = Backer.objects.select_related("body__organisation", "body__group")
    found = rows.annotate(same=Count("copies", distinct=True)).prefetch_related(
        Prefetch("readings", readings.prefetch_related(passages)), Prefetch("backers", bodies)
    )
    return sorted(map(_sent, found), key=lambda one: (sort_key(one.names[0] if one.names else ""), one.submission.pk))


def facts(round: Round) -> list[tuple[str, str]]:
    """Whose, and the words: what a person has called a fact in internal mails that stand. Three statements."""
    found = [one for one in standing(round) if one.submission.basis != Basis.PUBLIC.value]
    return [
        (", ".join(one.names), passage.words)
        for one in found
        for _name, text in one.pieces
        for passage in text.passages.all()
        if passage.settled and passage.kind == Kind.FACT.value
    ]


def _sent(found: Submission) -> Sent:
    bodies = [backer.body for backer in found.backers.all()]
    pieces = [(one.name, one.text) for one in found.readings.all() if one.text is not None]
    return Sent(found, bodies, [name_of(body) for body in bodies], pieces, getattr(found, "same", 0))
