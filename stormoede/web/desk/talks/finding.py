"""The row an address is about, or Http404; and what the pages of a tour have in common."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from stormoede.accounts.permissions import Permission
from stormoede.talks.models import Speaker, SpeakerRequest, Talk, Tour
from stormoede.web.desk.members import allowed


def tour_of(key: str, track: str) -> Tour:
    found = Tour.objects.select_related("track__round")
    return get_object_or_404(found, track__round__key=key, track__key=track)


def request_of(tour: Tour, pk: int) -> SpeakerRequest:
    found = SpeakerRequest.objects.select_related("body__organisation", "body__group", "site", "tour__track__round")
    return get_object_or_404(found.prefetch_related("wishes"), tour=tour, pk=pk)


def speaker_of(tour: Tour, pk: int) -> Speaker:
    found = Speaker.objects.select_related("person__organisation", "home", "tour__track__round")
    return get_object_or_404(found.prefetch_related("openings"), tour=tour, pk=pk)


def talk_of(tour: Tour, pk: int) -> Talk:
    found = Talk.objects.select_related("speaker__person", "request__body__organisation", "request__body__group", "request__tour__track__round")  # fmt: skip
    return get_object_or_404(found, request__tour=tour, pk=pk)


def about(request: HttpRequest, tour: Tour, here: str = "") -> dict[str, object]:
    """What every page of a tour shows. ``here`` is which of its three pages this is."""
    may_edit = allowed(request, Permission.TALKS)
    return {"round": tour.track.round, "tour": tour, "may_edit": may_edit, "here": here}
