"""What a round holds, read across its tracks and sections."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from stormoede.lib.prepared import Prepared, preparing
from stormoede.rounds import kinds, sections
from stormoede.rounds.core.facts import RoundFacts, Signature
from stormoede.rounds.kinds import DueDate, Facts
from stormoede.rounds.models import Notice, ProposedDate, Round, Track
from stormoede.rounds.refusals import NoSuchRound


def all_rounds() -> QuerySet[Round]:
    """Every round, newest first, with ``track_count``."""
    return Round.objects.annotate(track_count=Count("tracks")).order_by("-starts_on", "-pk")


_ROUNDS = Prepared(lambda key: Round.objects.filter(key=key), "a key")


def by_key(key: str) -> Round:
    """The round of that key. Raises NoSuchRound."""
    round = next(iter(_ROUNDS(key)), None)
    if round is None:
        raise NoSuchRound(key)
    return round


def calendar(round: Round) -> list[DueDate]:
    """All dates of the round in order: its own, those of its tracks, and those of its letters. What is proposed says so."""
    tracks = _tracks(round)
    of_sections = chain.from_iterable(section.dates(round) for section in sections.after().values())
    dates = sorted([*_own_dates(round), *_dates(tracks), *of_sections], key=lambda date: (date.at, date.key))
    open_ = proposed_keys(round) if not tracks or any(track.proposed for track in tracks) else ()
    return [replace(due, proposed=due.key in open_ or due.hangs_on in open_) for due in dates] if open_ else dates


def proposed_keys(round: Round) -> set[str]:
    """The keys of the dates that wait for somebody to confirm them; a date may have gone since."""
    return set(round.proposed_dates.filter(confirmed_at__isnull=True).values_list("key", flat=True))


def unconfirmed(track: Track, keys: Collection[str]) -> list[DueDate]:
    """The dates of ``track`` that are among ``keys``: proposed, and not confirmed."""
    mine = any(key.startswith(f"{track.key}.") for key in keys)
    return [due for due in kinds.of(track).dates(track) if due.key in keys] if mine else []


def coming(dates: Sequence[DueDate], at: datetime) -> list[DueDate]:
    """Those of ``dates`` that are not over at ``at``, in order: what is due next stands first."""
    return [due for due in dates if (due.ends or due.at) >= at]


def track_dates(round: Round) -> list[DueDate]:
    """The dates of all tracks, track by track."""
    return list(_dates(_tracks(round)))


def track_facts(round: Round, language: str) -> dict[str, Facts]:
    """What letters may state of each track, by the track's key, in the order of the tracks."""
    return {track.key: kinds.of(track).facts(track, language) for track in _tracks(round)}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A track that is not a meeting, and when it is, in the round's own words. Its dates in the calendar begin with ``key``."""

    key: str
    title: str
    when: str


def notices(round: int) -> Sequence[NoticeLine]:
    """The tracks with words for when they are, in order. One statement."""
    with preparing() as cursor:
        cursor.execute(_NOTICES, [round])
        return [NoticeLine(*row) for row in cursor.fetchall()]


_NOTICES = """
SELECT t.key, t.title, n."when" FROM rounds_notice n JOIN rounds_track t ON t.id = n.track_id
WHERE t.round_id = %s ORDER BY t.position
"""


def when(track: Track) -> str:
    """When a track happens, in words; empty when nothing is said of it."""
    return Notice.objects.filter(track=track).values_list("when", flat=True).first() or ""


def facts(round: Round) -> RoundFacts:
    """The round's own facts, as values."""
    return RoundFacts(
        title=round.title,
        short=round.short,
        language=round.language,
        time_zone=round.time_zone,
        starts_on=round.starts_on,
        ends_on=round.ends_on,
        negotiation=round.negotiation,
        website=round.website,
        letterhead=tuple(round.letterhead),
        two_people_release=round.two_people_release,
        sender_name=round.sender_name,
        sender_department=round.sender_department,
        mailbox=round.mailbox,
        contact_name=round.contact_name,
        contact_email=round.contact_email,
        contact_phone=round.contact_phone,
        signatories=tuple(Signature(one.name, one.title) for one in round.signatories.all()),
    )


def midnight(day: date, tz: str) -> datetime:
    """When ``day`` begins in ``tz``, as an instant in UTC."""
    return datetime.combine(day, time(), ZoneInfo(tz)).astimezone(UTC)


def end(round: Round) -> datetime:
    """The instant after the round's last day."""
    return midnight(round.ends_on + timedelta(days=1), round.time_zone)


def pages_close(round: Round) -> datetime:
    """When the round's personal pages close: a month after its end."""
    return end(round) + _PAGES_LIVE


_PAGES_LIVE = timedelta(days=30)


def _own_dates(round: Round) -> list[DueDate]:
    tz = round.time_zone
    return [
        DueDate(midnight(round.starts_on, tz), "round.starts", _("The round begins"), whole_day=True),
        DueDate(midnight(round.ends_on, tz), "round.ends", _("The round ends"), whole_day=True),
    ]


def _dates(tracks: Sequence[Track]) -> Iterator[DueDate]:
    return chain.from_iterable(kinds.of(track).dates(track) for track in tracks)


_TRACKS = Prepared(
    lambda round: Track.objects.filter(round=round).annotate(
        proposed=Exists(ProposedDate.objects.filter(round=OuterRef("round"), confirmed_at__isnull=True))
    ),
    987_654_321,
)


def _tracks(round: Round) -> list[Any]:
    """The tracks in order, each with ``proposed``: whether any date of the round waits to be confirmed."""
    tracks: list[Any] = _TRACKS(round.pk)
    for track in tracks:
        track.round = round
    return tracks
