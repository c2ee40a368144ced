"""A tour as core/assignment.py wants it: who asks, who can, and who is placed already; one row to one value, and all at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from stormoede.contributions.queries.standing import name_of
from stormoede.lib import words
from stormoede.members.models import Group, GroupMembership
from stormoede.talks.core import days, plans
from stormoede.talks.core.assignment import Able, Ask, Placing, Short, Wish
from stormoede.talks.core.plans import Span
from stormoede.talks.models import Form, Speaker, SpeakerRequest, Talk, Tour

LIVING = (Talk.State.PROPOSED, Talk.State.OFFERED, Talk.State.ACCEPTED, Talk.State.HELD)
TOLD = (Talk.State.OFFERED, Talk.State.ACCEPTED)
# What a speaker said no to, or was ill for, they are not proposed for again.
_NOT_AGAIN = (Talk.Over.SPEAKER, Talk.Over.ILL)


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a proposal is made of. Two that are equal give the same plan. ``loose`` are proposals that may be moved."""

    asks: tuple[Ask, ...]
    ables: tuple[Able, ...]
    fixed: tuple[Placing, ...]
    loose: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Engaged:
    """Talks that somebody has, as values, and what to call the requests they are for."""

    placings: tuple[Placing, ...]
    names: Mapping[int, str]


def requests(tour: Tour) -> QuerySet[SpeakerRequest]:
    """Every request, also those withdrawn, with all that ``ask`` needs."""
    return _asking(SpeakerRequest.objects.filter(tour=tour)).order_by("pk")


def one_request(pk: int) -> SpeakerRequest:
    """A request with all that ``ask`` needs."""
    return _asking(SpeakerRequest.objects.filter(pk=pk)).get()


def speakers(tour: Tour) -> QuerySet[Speaker]:
    """Every speaker, also those who have left, with all that ``able`` needs."""
    return _speaking(Speaker.objects.filter(tour=tour)).order_by("person__sort_key", "pk")


def one_speaker(pk: int) -> Speaker:
    """A speaker with all that ``able`` needs."""
    return _speaking(Speaker.objects.filter(pk=pk)).get()


def on_their_way(tour: Tour) -> QuerySet[Talk]:
    """The talks proposed, offered, accepted and held, with all that ``placing`` needs."""
    return _placed(Talk.objects.filter(request__tour=tour, state__in=LIVING)).order_by("starts", "pk")


def ask(request: SpeakerRequest) -> Ask:
    """A row of ``requests`` as a value."""
    wishes = tuple(Wish(wish.rank, wish.starts, wish.ends) for wish in request.wishes.all())
    place = request.site.code if request.site else ""
    return Ask(request.pk, place, region(request), request.side, request.form, wishes)


def able(speaker: Speaker) -> Able:
    """A row of ``speakers`` as a value: without the times they have said no to, are ill, or have left."""
    spans = [(one.starts, one.ends) for one in speaker.openings.all()]
    return Able(
        id=speaker.pk,
        side=speaker.side,
        home=speaker.home.code,
        regions=frozenset(speaker.regions),
        openings=() if speaker.left_at else tuple(plans.without(spans, _away(speaker))),
        per_week=speaker.per_week,
        reach_km=speaker.reach_km,
        on_site=speaker.on_site,
        online=speaker.online,
    )


def placing(talk: Talk, *, ask: int | None = None, speaker: int | None = None) -> Placing:
    """A row of ``on_their_way`` as a value; fixed unless it is a mere proposal."""
    return Placing(
        ask=ask if ask is not None else talk.request_id,
        speaker=speaker if speaker is not None else talk.speaker_id,
        starts=talk.starts,
        ends=talk.ends,
        form=talk.form,
        place=talk.request.site.code if talk.request.site else "",
        rank=talk.rank,
        km=talk.km,
        fixed=talk.fixed or talk.state != Talk.State.PROPOSED,
    )


def short(request: SpeakerRequest) -> Short | None:
    """Why the last proposal placed nobody with the request; None when it did, or was not asked."""
    return Short.read(request.lack) if request.lack else None


def tentative(ask: Ask, able: Able, starts: datetime, ends: datetime, form: str) -> Placing:
    """``able`` with ``ask`` then, as if somebody placed them so: what ``clashes`` is asked about."""
    rank = next((wish.rank for wish in ask.wishes if (wish.starts, wish.ends) == (starts, ends)), None)
    km = days.km(able.home, ask.place) if form == Form.ON_SITE else 0
    return Placing(ask.id, able.id, starts, ends, form, ask.place, rank, km)


def situation(tour: Tour, at: datetime, only: Collection[int] | None = None) -> Situation:
    """What a proposal at ``at`` is made of. With ``only``, just those requests are open, and every talk on its way stays."""
    talks, found = list(on_their_way(tour)), [one for one in requests(tour) if one.withdrawn_at is None]
    loose = {talk.pk for talk in talks if only is None and _loose(talk)}
    held = {talk.request_id for talk in talks if talk.pk not in loose}
    wanted = [one for one in found if one.pk not in held and (only is None or one.pk in only)]
    who = [one for one in speakers(tour) if one.left_at is None]
    fixed = [placing(talk) for talk in talks if talk.pk not in loose]
    return Situation(
        asks=tuple(_still(ask(one), tour, at) for one in wanted),
        ables=tuple(able(one) for one in sorted(who, key=lambda one: one.pk)),
        fixed=(*fixed, *elsewhere(tour, who).placings),
        loose=tuple(sorted(loose)),
    )


def elsewhere(tour: Tour, who: Sequence[Speaker]) -> Engaged:
    """The talks that the same people have in other tours; their requests count as nobody's here."""
    mine = {one.person_id: one.pk for one in who}
    rows = list(_placed(Talk.objects.filter(speaker__person__in=mine, state__in=LIVING).exclude(request__tour=tour)))
    found = [placing(talk, ask=-talk.request_id, speaker=mine[talk.speaker.person_id]) for talk in rows]
    return Engaged(tuple(found), {-talk.request_id: name_of(talk.request.body) for talk in rows})


def others(speaker: Speaker, but: int) -> Engaged:
    """All that the speaker is placed with, in other tours too, except for the request ``but``."""
    rows = list(_placed(Talk.objects.filter(speaker=speaker, state__in=LIVING).exclude(request=but)))
    away = elsewhere(speaker.tour, [speaker])
    names = {talk.request_id: name_of(talk.request.body) for talk in rows}
    return Engaged((*map(placing, rows), *away.placings), {**names, **away.names})


def called(request: int) -> str:
    """What to call one request that nothing else is read of: the name of its council."""
    found = SpeakerRequest.objects.select_related("body__organisation", "body__group").filter(pk=abs(request))
    return next((name_of(one.body) for one in found), "")


def inside(tour: Tour, starts: datetime) -> bool:
    """Whether a time is on a day of the tour."""
    return tour.first <= words.local_day(starts, tour.track.round.time_zone) <= tour.last


def region(request: SpeakerRequest) -> str:
    """The regional council's part of the country that a request is from, by that group's code; "" when it is in none."""
    if request.body.group is not None:
        return str(request.body.group.code)
    if request.body.organisation is None:
        return ""
    day = request.tour.first
    found = [one for one in request.body.organisation.group_memberships.all() if _valid(one, day)]
    return found[0].group.code if found else ""


def _valid(one: GroupMembership, day: date) -> bool:
    return (one.valid_from is None or one.valid_from <= day) and (one.valid_to is None or day <= one.valid_to)


def _asking(rows: "QuerySet[SpeakerRequest]") -> "QuerySet[SpeakerRequest]":
    council = GroupMembership.objects.filter(group__kind=Group.Kind.REGIONAL_COUNCIL).select_related("group")
    related = rows.select_related("tour__track__round", "body__organisation", "body__group", "site")
    return related.prefetch_related("wishes", Prefetch("body__organisation__group_memberships", council.order_by("pk")))


def _speaking(rows: "QuerySet[Speaker]") -> "QuerySet[Speaker]":
    return rows.select_related("tour__track__round", "person__organisation", "home").prefetch_related(
        "openings", "talks"
    )


def _placed(rows: "QuerySet[Talk]") -> "QuerySet[Talk]":
    return rows.select_related(
        "request__tour__track__round", "request__site", "request__body__organisation", "request__body__group",
        "speaker__person", "speaker__home",
    )  # fmt: skip


def _loose(talk: Talk) -> bool:
    return talk.state == Talk.State.PROPOSED and not talk.fixed


def _still(one: Ask, tour: Tour, at: datetime) -> Ask:
    """A request with the wishes that have not passed, on the days the tour has now: it may have been made shorter."""
    left = tuple(wish for wish in one.wishes if wish.starts > at and inside(tour, wish.starts))
    return Ask(one.id, one.place, one.region, one.side, one.form, left)


def _away(speaker: Speaker) -> list[Span]:
    """When a speaker cannot, whatever their openings say: what they said no to, and whole days and times of illness."""
    zone = ZoneInfo(speaker.tour.track.round.time_zone)
    over = [talk for talk in speaker.talks.all() if talk.over in _NOT_AGAIN]
    spans = [_day(talk.starts, zone) if talk.over == Talk.Over.ILL else (talk.starts, talk.ends) for talk in over]
    if speaker.ill_from is not None:
        spans.append((speaker.ill_from, speaker.ill_until or _NEVER))
    return spans


_NEVER = datetime(9999, 12, 30, tzinfo=ZoneInfo("UTC"))


def _day(at: datetime, zone: ZoneInfo) -> Span:
    day = words.local_day(at, str(zone))
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)
