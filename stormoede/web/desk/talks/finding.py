"""The row an address is about, or Http404; and what the pages of a tour have in common."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from stormoede.accounts.permissions import Permission
from stormoede.lib.refusal import Refusal
from stormoede.talks.models import Speaker, SpeakerRequest, Talk, Tour
from stormoede.web.desk.finding import here as round_here
from stormoede.web.desk.members import allowed


def tour_of(key: str, track: str) -> Tour:
    found = get_object_or_404(Tour.objects.select_related("track__round"), track__round__key=key, track__key=track)
    round_here(found.track.round)
    return found


def request_of(tour: Tour, pk: int) -> SpeakerRequest:
    found = SpeakerRequest.objects.select_related("body__organisation", "body__group", "site", "tour__track__round")
    return get_object_or_404(found.prefetch_related("wishes"), tour=tour, pk=pk)


def speaker_of(tour: Tour, pk: int) -> Speaker:
    found = Speaker.objects.select_related("person__organisation", "home", "tour__track__round")
    return get_object_or_404(found.prefetch_related("openings"), tour=tour, pk=pk)


def talk_of(tour: Tour, pk: int) -> Talk:
    found = Talk.objects.select_related("speaker__person", "request__body__organisation", "request__body__group", "request__tour__track__round")  # fmt: skip
    return get_object_or_404(found, request__tour=tour, pk=pk)


def found[R: Speaker | SpeakerRequest](rows: Iterable[R], pk: int) -> R:
    """The one of ``rows`` that have been read already. Http404 when it is none of them."""
    for row in rows:
        if row.pk == pk:
            return row
    raise Http404


def about(request: HttpRequest, tour: Tour, here: str = "") -> dict[str, object]:
    """What every page of a tour shows. ``here`` is which of its three pages this is."""
    may_edit = allowed(request, Permission.TALKS)
    return {"round": tour.track.round, "tour": tour, "may_edit": may_edit, "here": here}


def done[R](
    request: HttpRequest, act: Callable[[], R], told: str | Callable[[R], str], back: HttpResponseBase
) -> HttpResponseBase:
    """Do what a button is for, say so or say why not, and go ``back``."""
    try:
        made = act()
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, told if isinstance(told, str) else told(made))
    return back


def marked(request: HttpRequest) -> bool:
    """Whether the box beside the button has its mark; it is said when it has none."""
    if request.POST.get("sure"):
        return True
    messages.error(request, _("Put a mark in the box first"))
    return False
