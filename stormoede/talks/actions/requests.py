"""A body asks for a speaker, changes what it asked for, or needs none after all."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor, ActorKind
from stormoede.lib import words
from stormoede.mail.actions import formers, outbox
from stormoede.members.core import addresses
from stormoede.members.models import Body, Organisation
from stormoede.members.refusals import EditedMeanwhile
from stormoede.talks.actions import endings, entries, mails
from stormoede.talks.actions.holds import hold
from stormoede.talks.core import plans
from stormoede.talks.core.plans import Asked, Fault, Problem
from stormoede.talks.models import SpeakerRequest, Talk, Tour, Wish
from stormoede.talks.queries import marks
from stormoede.talks.queries import tours as queries
from stormoede.talks.queries.plans import TOLD
from stormoede.talks.refusals import AskedAlready, AskedTooLate, BodyElsewhere, FormRefused, RequestOver

_KINDS = (Body.Kind.COUNCIL, Body.Kind.REGIONAL_COUNCIL)
_COLUMNS = ("side", "form", "topic", "place", "note", "contact_name")
# What mails tell of a request. Whom to ask is a person, of whom mails keep nothing.
_TOLD = ("topic", "note", "site")


@transaction.atomic
def ask(tour: Tour, body: Body, asked: Asked, *, by: Actor, at: datetime) -> SpeakerRequest:
    """The body asks; its contact is told that we have it. After the deadline only the desk asks for it.

    Raises BodyElsewhere, AskedTooLate, AskedAlready, FormRefused.
    """
    hold()
    if body.kind not in _KINDS:
        raise BodyElsewhere
    _refuse_late(tour, by, at)
    if queries.open_request(tour, body) is not None:
        raise AskedAlready
    made = SpeakerRequest(tour=tour, body=body, asked_at=at, asked_by=str(by))
    _set(made, asked, [], at)
    record("speaker_request.asked", queries.request_subject(made), by=by, at=at, data={"tour": tour.pk})
    outbox.enqueue_one(mails.asked(made), at=at)
    return made


@transaction.atomic
def change(request: SpeakerRequest, asked: Asked, *, mark: str = "", by: Actor, at: datetime) -> None:
    """Ask for something else. A talk that is on its way stays as it is but for what it is about, where, and whom to ask.

    Who has it in the calendar is told. Raises RequestOver, AskedTooLate, FormRefused, and EditedMeanwhile when it says something
    else than ``mark``.
    """
    request = _held(request)
    if mark and mark != marks.of_request(request):
        raise EditedMeanwhile
    talk = queries.living(request)
    if talk is not None and talk.state == Talk.State.HELD:
        raise RequestOver
    _refuse_late(request.tour, by, at, talk)
    kept = [(wish.starts, wish.ends) for wish in request.wishes.all()]
    was = (request.topic, request.place)
    _set(request, asked, kept, at)
    record("speaker_request.edited", queries.request_subject(request), by=by, at=at, data={"tour": request.tour_id})
    if talk is not None:
        _carry_on(talk, request, was, at)


@transaction.atomic
def withdraw(request: SpeakerRequest, *, by: Actor, at: datetime) -> None:
    """No speaker is needed: a talk on its way is taken back, and whoever was told of it is told. Raises RequestOver."""
    request = _held(request)
    talk = queries.living(request)
    if talk is not None and (talk.state == Talk.State.HELD or talk.starts <= at):
        raise RequestOver
    if talk is not None:
        endings.end(talk, Talk.Over.WITHDRAWN, by=by, at=at)
    request.withdrawn_at, request.withdrawn_by = at, str(by)
    request.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("speaker_request.taken_back", queries.request_subject(request), by=by, at=at, data={"tour": request.tour_id})


def _held(request: SpeakerRequest) -> SpeakerRequest:
    hold()
    found = SpeakerRequest.objects.select_related("tour__track__round", "body__organisation", "body__group")
    request = found.get(pk=request.pk)
    if request.withdrawn_at is not None:
        raise RequestOver
    return request


def _refuse_late(tour: Tour, by: Actor, at: datetime, talk: Talk | None = None) -> None:
    """One may ask until the tour's deadline; who has an agreed talk may say where it is as long as it is to come."""
    agreed = talk is not None and talk.state == Talk.State.ACCEPTED and talk.starts > at
    if by.kind is not ActorKind.STAFF and at > tour.ask_by and not agreed:
        raise AskedTooLate


def _set(request: SpeakerRequest, asked: Asked, kept: list[plans.Span], at: datetime) -> None:
    """Write what is asked; a wish of ``kept`` may have passed meanwhile."""
    tour, zone = request.tour, request.tour.track.round.time_zone
    days = [words.local_day(starts, zone) for starts, _ends in asked.wishes]
    found = plans.asked_faults(asked, days, tour.first, tour.last, at)
    faults = [one for one in found if not (one.problem is Problem.PASSED and asked.wishes[one.number - 1] in kept)]
    email = addresses.tidy(asked.contact_email)
    if not email:
        faults.append(Fault("contact_email", Problem.ADDRESS))
    site = _site(request.body, asked)
    if site is None and asked.form != SpeakerRequest.Wanted.ONLINE:
        faults.append(Fault("site", Problem.SITE))
    if faults:
        raise FormRefused(faults)
    for name in _COLUMNS:
        setattr(request, name, getattr(asked, name).strip())
    request.contact_email, request.site = email or "", site
    if request.pk:
        formers.keep(request, _TOLD)
    request.save()
    Wish.objects.filter(request=request).delete()
    Wish.objects.bulk_create(
        Wish(request=request, rank=rank, starts=starts, ends=ends)
        for rank, (starts, ends) in enumerate(asked.wishes, 1)
    )


def _site(body: Body, asked: Asked) -> Organisation | None:
    if asked.site:
        return Organisation.objects.filter(code=asked.site).first()
    return body.organisation


def _carry_on(talk: Talk, request: SpeakerRequest, was: tuple[str, str], at: datetime) -> None:
    """What a talk on its way has of the request it has from now on, and who is to know is told."""
    moved = talk.form == "on_site" and talk.place == was[1] != request.place
    changed = {name: True for name, one in (("topic", request.topic != was[0]), ("place", moved)) if one}
    if moved:
        talk.place = request.place
    if changed:
        talk.sequence += talk.state in TOLD
        formers.keep(talk, ("place",))
        talk.save(update_fields=["place", "sequence"])
    talk.request = request
    if talk.state == Talk.State.ACCEPTED:
        entries.settle(talk, changed or None, at=at)
    elif talk.state == Talk.State.OFFERED and changed:
        outbox.enqueue_one(mails.offer(talk), at=at)
