"""``…/requests/<request>/``: one request, its talk and why, who can at which wish; and a speaker placed with it by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.queries.standing import name_of
from stormoede.lib import clock, words
from stormoede.lib.refusal import Refusal
from stormoede.talks import wording
from stormoede.talks.actions import plans
from stormoede.talks.core.assignment import Ask, Why
from stormoede.talks.core.plans import Span
from stormoede.talks.forms.fields import refuse
from stormoede.talks.forms.talks import PlaceForm
from stormoede.talks.models import SpeakerRequest, Talk
from stormoede.talks.queries import plans as queries
from stormoede.talks.refusals import Doubtful, TalkUnderWay
from stormoede.web import talk_words
from stormoede.web.desk.by import by
from stormoede.web.desk.history import glances, subjects
from stormoede.web.desk.history.telling import Told
from stormoede.web.desk.members import allowed
from stormoede.web.desk.talks import reading
from stormoede.web.desk.talks.finding import about, found, tour_of
from stormoede.web.desk.talks.reading import Whole

_MOST = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """One speaker at one wish: what speaks against it, or how it can be."""

    clashes: str
    how: str


@dataclass(frozen=True, slots=True)
class Row:
    """One speaker at every wish."""

    name: str
    origin: str
    cells: Sequence[Cell]


@staff_only(Permission.READ)
def one(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """The request. By POST a speaker is placed with it: what cannot be is refused, what is doubtful takes a mark."""
    tour, at = tour_of(key, track), clock.round_now()
    here = reading.whole(tour)
    asked, talk = found(here.requests.values(), pk), here.talks.get(pk)
    form: PlaceForm | None = None
    doubts: Sequence[str] = ()
    if (
        allowed(request, Permission.TALKS)
        and asked.withdrawn_at is None
        and not (talk and talk.state == Talk.State.HELD)
    ):
        form = PlaceForm(
            request.POST or None, _speakers(here), _wishes(asked, tour.track.round.time_zone), tour.minutes
        )
        if form.is_valid():
            speaker, sure = int(form.cleaned_data["speaker"]), bool(request.POST.get("sure"))
            try:
                plans.place(asked, speaker, form.spot, confirmed=sure, by=by(request), at=at)
            except (Doubtful, TalkUnderWay) as doubt:
                doubts = doubt.sentences
            except Refusal as no:
                refuse(form, no)
            else:
                messages.success(request, _("The speaker has been placed. Send the offer when it is as it should be."))
                return redirect("request", key=key, track=track, pk=pk)
    return _page(request, here, asked, form, doubts, at)


def _page(request: HttpRequest, here: Whole, asked: SpeakerRequest, form: PlaceForm | None, doubts: Sequence[str], at: datetime) -> HttpResponse:  # fmt: skip
    talk = here.talks.get(asked.pk)
    values = {
        **about(request, here.tour),
        "asked": asked,
        "name": name_of(asked.body),
        "talk": talk,
        "clashes": reading.talk_clashes(here, talk, at) if talk else (),
        "why": _why(talk),
        "left": _left(here, asked),
        "before": [_before(one, here) for one in _past(asked)],
        "wishes": asked.wishes.all(),
        "matrix": list(_matrix(here, asked)) if form is not None else (),
        "how_far": wording.how_far(),
        "form": form,
        "doubts": doubts,
        "past": _past_acts(asked),
    }
    wrong = doubts or (form is not None and form.errors)
    return render(request, "web/desk/talks/request.html", values, status=422 if wrong else 200)


def _past_acts(asked: SpeakerRequest) -> list[Told]:
    source = subjects.of_speaker_request(asked)
    return glances.told(source, list(source.events[:_MOST]))


def _speakers(here: Whole) -> Iterator[tuple[str, str]]:
    for speaker in here.here:
        yield str(speaker.pk), f"{speaker.person.name} ({talk_words.side(speaker)}, {speaker.home.name})"


def _wishes(asked: SpeakerRequest, zone: str) -> dict[str, tuple[Span, str]]:
    language = get_language() or "en"
    return {
        str(wish.rank): ((wish.starts, wish.ends), f"{wish.rank}. {words.moment(wish.starts, zone, language)}")
        for wish in asked.wishes.all()
    }


def _why(talk: Talk | None) -> str:
    if talk is None:
        return ""
    return wording.placed(Why.read(talk.reason)) if talk.reason else _("Placed by hand.")


def _left(here: Whole, asked: SpeakerRequest) -> str:
    """Why the last proposal placed nobody with it, while nobody is."""
    short = None if asked.pk in here.talks else queries.short(asked)
    return wording.left(short, here.called) if short else ""


def _past(asked: SpeakerRequest) -> Iterator[Talk]:
    """The talks of this request that are not to be, the newest first."""
    rows = Talk.objects.filter(request=asked, state__in=(Talk.State.DECLINED, Talk.State.CANCELLED))
    yield from rows.select_related("speaker__person").order_by("-state_at", "-pk")


def _before(talk: Talk, here: Whole) -> str:
    at = words.plain_moment(talk.state_at, here.tour.track.round.time_zone, get_language() or "en")
    told = {"name": talk.speaker.person.name or _("erased"), "moment": at, "state": talk_words.ended(talk)}
    return f"{_('%(name)s: %(state)s, %(moment)s.') % told} {talk.words}".strip()


def _matrix(here: Whole, asked: SpeakerRequest) -> Iterator[Row]:
    ask = here.asks[asked.pk]
    for speaker in here.here:
        cells = [_cell(here, speaker.pk, ask, wish.starts, wish.ends) for wish in ask.wishes]
        yield Row(speaker.person.name or _("erased"), f"{talk_words.side(speaker)}, {speaker.home.name}", cells)


def _cell(here: Whole, speaker: int, ask: Ask, starts: datetime, ends: datetime) -> Cell:
    forms = {"on_site": _("On site"), "online": _("Online")}
    first: list[str] = []
    for placing, clashes in here.tried(speaker, ask, starts, ends):
        if not clashes:
            far = _("%(km)s km") % {"km": placing.km} if placing.km else ""
            return Cell("", ", ".join(filter(None, (forms[placing.form], far))))
        first = first or clashes
    return Cell(" ".join(first), "")
