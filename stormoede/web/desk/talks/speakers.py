"""``…/talks/<track>/speakers/``: who goes out, what they can take, their links; added from the member list or by name and address."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.deliberations.queries import region_names
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.actions import people
from stormoede.members.models import Person
from stormoede.members.queries import finding
from stormoede.members.refusals import EditedMeanwhile
from stormoede.talks.actions import illness, speakers
from stormoede.talks.core import hours
from stormoede.talks.forms.fields import SIDES, refuse
from stormoede.talks.forms.speakers import IllForm, NewSpeakerForm, SideForm
from stormoede.talks.models import Speaker, Talk, Tour
from stormoede.talks.queries import marks
from stormoede.web import conflicts, talk_words
from stormoede.web.desk.by import by
from stormoede.web.desk.history import glances, subjects
from stormoede.web.desk.history.telling import Told
from stormoede.web.desk.lists import Listed, Narrow
from stormoede.web.desk.members import allowed
from stormoede.web.desk.talks import lists, reading
from stormoede.web.desk.talks.finding import about, done, found, marked, speaker_of, tour_of
from stormoede.web.desk.talks.lists import Going, Placed
from stormoede.web.desk.talks.reading import Whole
from stormoede.web.speaker import openings

_MOST, _PAST = 12, 50


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """Everybody who goes out, with what they have been given."""
    tour = tour_of(key, track)
    here = reading.whole(tour)
    said = {"yes": _("Have said when they can"), "no": _("Have not said")}
    sides = [(word, str(words)) for word, words in SIDES[1:]]
    form = Narrow(request.GET, _("Name"), side=(_("Speaks for"), sides), told=(_("Days"), said.items()))
    listed = Listed(request, lists.speakers(), start="name")
    rows = listed.rows(_narrowed(_going(here), form))
    file = listed.file(f"{tour.track.title} {_('Speakers')}", lambda: rows)
    if file is not None:
        return file
    values = {"rows": rows, "form": form, "list": listed, "narrowed": form.narrowed}
    return render(request, "web/desk/talks/speakers.html", {**about(request, tour, "speakers"), **values})


def _going(here: Whole) -> Iterator[Going]:
    zone = here.tour.track.round.time_zone
    for speaker in here.here:
        talks = [talk for talk in here.talks.values() if talk.speaker_id == speaker.pk]
        states = [talk.state for talk in talks]
        spans = [(one.starts, one.ends) for one in speaker.openings.all()]
        yield Going(
            speaker,
            talk_words.side(speaker),
            talk_words.takes(speaker, [here.regions.get(code, code) for code in speaker.regions]),
            len(hours.by_day(spans, zone)),
            states.count(Talk.State.PROPOSED),
            states.count(Talk.State.OFFERED),
            states.count(Talk.State.ACCEPTED) + states.count(Talk.State.HELD),
            sum(talk.km for talk in talks),
        )


def _narrowed(rows: Iterable[Going], form: Narrow) -> Iterator[Going]:
    side, told = form.value("side"), form.value("told")
    for row in rows:
        fits = form.fits(row.speaker.person.name or "", row.speaker.home.name)
        if fits and side in ("", row.speaker.side) and told in ("", "yes" if row.speaker.told_at else "no"):
            yield row


@staff_only(Permission.TALKS)
def new(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Find somebody on the member list, or write name and address."""
    tour = tour_of(key, track)
    person, anew = _person(request.GET.get("person", "")), bool(request.GET.get("anew"))
    words = " ".join(request.GET.get("q", "")[:100].split())
    form: SideForm | None = None
    if person is not None or anew:
        made = NewSpeakerForm if person is None else SideForm
        start: dict[str, object] = {"per_week": 2, "on_site": True, "online": True}
        if person is not None and person.organisation:
            start["home"] = person.organisation.code
        form = made(request.POST or None, region_names(), initial=start)
        if form.is_valid():
            try:
                speaker = _add(tour, person, form, request)
            except Refusal as no:
                refuse(form, no)
            else:
                messages.success(
                    request, _("%(name)s is added, and gets a mail with the link.") % {"name": speaker.person.name}
                )
                return redirect("tour-speaker", key=key, track=track, pk=speaker.pk)
    may_see = allowed(request, Permission.ADDRESSES)
    known = finding.people(words, _MOST, addresses=may_see) if words else []
    values = {"person": person, "anew": anew, "words": words, "people": known, "form": form}
    status = 422 if form and form.errors else 200
    return render(request, "web/desk/talks/speaker_new.html", {**about(request, tour), **values}, status=status)


def _add(tour: Tour, person: Person | None, form: SideForm, request: HttpRequest) -> Speaker:
    """The speaker, who is mailed the way to their page if they can be."""
    actor, at, told = by(request), clock.round_now(), form.cleaned_data
    with transaction.atomic():
        who = person or people.find_or_make(told["name"], told["email"], None, by=actor, at=at)
        speaker = speakers.add(tour, who, form.plan(told["side"]), by=actor, at=at)
        if who.email:
            speakers.invite([speaker], by=actor, at=at)
    return speaker


def _person(text: str) -> Person | None:
    try:
        return Person.objects.filter(pk=UUID(text), erased_at=None).select_related("organisation").first()
    except ValueError:
        return None


@staff_only(Permission.READ)
def one(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """A speaker: their talks, and what they can; by POST the desk says it for them."""
    tour, at = tour_of(key, track), clock.round_now()
    here = reading.whole(tour)
    speaker = found(here.speakers, pk)
    form = openings.both(speaker, here.regions, request.POST if request.method == "POST" else None)
    more = conflicts.mark(request, marks.of_speaker(speaker))
    if allowed(request, Permission.TALKS) and speaker.left_at is None and form.valid:
        try:
            days, mark = form.days.has_changed(), str(more["seen"])
            openings.say(speaker, form, days=days, mark=mark, by=by(request), at=at)
        except EditedMeanwhile as no:
            more = conflicts.told(no, more, *((one, one.initial) for one in (form.takes, form.days)))
        except Refusal as no:
            form.takes.add_error(None, str(no))
        else:
            messages.success(request, _("It has been saved."))
            return redirect("tour-speaker", key=key, track=track, pk=pk)
    own = sorted((one for one in here.talks.values() if one.speaker_id == pk), key=lambda talk: talk.starts)
    values = {
        **about(request, tour, "speakers"),
        "speaker": speaker,
        "side": talk_words.side(speaker),
        "where": talk_words.takes(speaker, [here.regions.get(code, code) for code in speaker.regions]),
        "talks": [Placed(talk, here.called(talk.request_id), "", reading.talk_clashes(here, talk, at)) for talk in own],
        "both": form,
        "form": form.takes,
        "ill": IllForm(),
        "addresses": allowed(request, Permission.ADDRESSES),
        "past": _past(speaker),
        **more,
    }
    status = conflicts.status(more, form.takes.errors or form.days.errors)
    return render(request, "web/desk/talks/speaker.html", values, status=status)


def _past(speaker: Speaker) -> list[Told]:
    source = subjects.of_speaker(speaker)
    return glances.told(source, list(source.events[:_PAST]))


@staff_only(Permission.TALKS)
@require_POST
def send(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """Mail them the link to their own page; the same link however often."""
    speaker = speaker_of(tour_of(key, track), pk)
    back, told = redirect("tour-speaker", key=key, track=track, pk=pk), _("The link is on its way.")
    return done(request, lambda: speakers.invite([speaker], by=by(request), at=clock.round_now()), told, back)


@staff_only(Permission.TALKS)
@require_POST
def leave(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """They give no more talks. It takes a mark as well as a press."""
    speaker = speaker_of(tour_of(key, track), pk)
    back = redirect("tour-speaker", key=key, track=track, pk=pk)
    if not marked(request):
        return back
    told = _("%(name)s is out of the tour.") % {"name": speaker.person.name}
    return done(request, lambda: speakers.leave(speaker, by=by(request), at=clock.round_now()), told, back)


@staff_only(Permission.TALKS)
@require_POST
def ill(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """They are ill until a day, or until they are well: their talks are freed, and proposed to others. Or they are well again."""
    speaker, form, at = speaker_of(tour_of(key, track), pk), IllForm(request.POST), clock.round_now()
    back = redirect("tour-speaker", key=key, track=track, pk=pk)
    if request.POST.get("act") == "well":
        told = _("%(name)s is well again.") % {"name": speaker.person.name}
        return done(request, lambda: illness.recover(speaker, by=by(request), at=at), told, back)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
        return back
    until = form.until(speaker.tour.track.round.time_zone)
    told = _("Their talks are free, the councils are told, and others are proposed.")
    return done(request, lambda: illness.fall_ill(speaker, until, by=by(request), at=at), told, back)
