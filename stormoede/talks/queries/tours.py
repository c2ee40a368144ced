"""Which tours there are, and one speaker's place in theirs."""

from uuid import UUID

from django.db.models import QuerySet

from stormoede.members.models import Body, Person
from stormoede.talks.models import Speaker, SpeakerRequest, Talk, Tour

KIND = "talks"


def open_request(tour: Tour, body: Body) -> SpeakerRequest | None:
    """What the body asks for, if it does."""
    found = SpeakerRequest.objects.filter(tour=tour, body=body, withdrawn_at__isnull=True)
    return found.select_related("site", "tour__track__round").prefetch_related("wishes").first()


def asked(tour_track: int) -> QuerySet[Person]:
    """Everybody who sits in a body that has asked."""
    bodies = SpeakerRequest.objects.filter(tour__track=tour_track, withdrawn_at__isnull=True).values("body")
    return Person.objects.filter(mandates__body__in=bodies, erased_at__isnull=True).distinct()


def page_subject(speaker: Speaker) -> str:
    """What the link to a speaker's page is for, as accounts names it."""
    return f"speaker:{speaker.pk}:{speaker.tour.track.round.key}"


def speaker_of(subject: str, person: UUID) -> Speaker | None:
    """The speaker whose page a link of ``person`` opens, also one who has left the tour; None when there is none."""
    kind, _, rest = subject.partition(":")
    pk = rest.partition(":")[0]
    if kind != "speaker" or not pk.isdigit():
        return None
    found = Speaker.objects.filter(pk=int(pk), person=person)
    return found.select_related("tour__track__round", "person", "home").prefetch_related("openings").first()


def living(request: SpeakerRequest) -> Talk | None:
    """The talk on its way to who asked."""
    found = Talk.objects.filter(request=request).exclude(state__in=[Talk.State.DECLINED, Talk.State.CANCELLED])
    return found.select_related("speaker__person", "request__tour__track__round").first()


def request_subject(request: SpeakerRequest) -> str:
    """The request as events name it."""
    return f"speaker_request:{request.pk}"


def speaker_subject(speaker: Speaker) -> str:
    """The speaker as events name them."""
    return f"speaker:{speaker.pk}"


def talk_subject(talk: Talk) -> str:
    """The talk as events name it."""
    return f"talk:{talk.pk}"


def tour_subject(tour: Tour) -> str:
    """The tour as events name it."""
    return f"tour:{tour.pk}"
