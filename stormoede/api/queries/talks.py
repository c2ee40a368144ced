"""Requests for speakers, and the talks that have come of them, as other programs read them."""

from django.db.models import BigIntegerField, Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from stormoede.api.core import hearing
from stormoede.api.core.shapes import BodyKind
from stormoede.api.queries.wanted import Wanted, changed, page
from stormoede.talks.models import Form, SpeakerRequest, Talk, Wish

# What a request's state narrows: it is derived from its talk's.
STATE = "stands"
_LIVING = (Talk.State.OFFERED, Talk.State.ACCEPTED, Talk.State.HELD)


def known() -> QuerySet[Talk]:
    """Every talk but the proposals that nobody has been told of."""
    return Talk.objects.exclude(state=Talk.State.PROPOSED)


def listing(wanted: Wanted) -> list[tuple[int, hearing.Talk]]:
    """A page of talks. One statement."""
    found = known().select_related("speaker", "request__tour__track__round")
    if wanted.since is not None:
        found = found.filter(pk__in=changed("talk", wanted.since, to=BigIntegerField))
    return [(talk.pk, _told(talk)) for talk in page(found, wanted)]


def _told(talk: Talk) -> hearing.Talk:
    track = talk.request.tour.track
    return hearing.Talk(
        id=talk.pk,
        round=track.round.key,
        track=track.key,
        request=talk.request_id,
        speaker=talk.speaker.person_id,
        starts=talk.starts,
        ends=talk.ends,
        form=hearing.TalkForm(talk.form),
        place=talk.place or None if talk.form == Form.ON_SITE else None,
        state=hearing.TalkState(talk.state),
        state_at=talk.state_at,
    )


def requests(wanted: Wanted) -> list[tuple[int, hearing.SpeakerRequest]]:
    """A page of requests with the times wished for. Two statements."""
    talk = Talk.objects.filter(request=OuterRef("pk"), state__in=_LIVING).values("state")
    withdrawn = When(withdrawn_at__isnull=False, then=Value(hearing.RequestState.WITHDRAWN.value))
    stands = Case(
        withdrawn,
        default=Coalesce(Subquery(talk[:1]), Value(hearing.RequestState.OPEN.value)),
        output_field=CharField(),
    )
    found = SpeakerRequest.objects.annotate(**{STATE: stands}).select_related(
        "tour__track__round", "body__organisation", "body__group", "site"
    )
    if wanted.since is not None:
        own = changed("speaker_request", wanted.since, to=BigIntegerField)
        moved = known().filter(pk__in=changed("talk", wanted.since, to=BigIntegerField)).values("request")
        found = found.filter(Q(pk__in=own) | Q(pk__in=moved))
    asked = page(found, wanted)
    wishes: dict[int, list[hearing.WishedTime]] = {request.pk: [] for request in asked}
    for wish in Wish.objects.filter(request__in=list(wishes)).order_by("request", "rank"):
        wishes[wish.request_id].append(hearing.WishedTime(wish.starts, wish.ends))
    return [(request.pk, _asked(request, wishes[request.pk])) for request in asked]


def _asked(request: SpeakerRequest, wishes: list[hearing.WishedTime]) -> hearing.SpeakerRequest:
    track, body = request.tour.track, request.body
    return hearing.SpeakerRequest(
        id=request.pk,
        round=track.round.key,
        track=track.key,
        kind=BodyKind(body.kind),
        organisation=body.organisation.code if body.organisation else None,
        region=body.group.code if body.group else None,
        side=hearing.SpeakerSide(request.side) if request.side else None,
        form=hearing.WantedForm(request.form),
        site=request.site.code if request.site else None,
        wishes=tuple(wishes),
        state=hearing.RequestState(getattr(request, STATE)),
        asked_at=request.asked_at,
        withdrawn_at=request.withdrawn_at,
    )
