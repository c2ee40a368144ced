"""A letter on its page: how it looks to any recipient, what is checked, and what can be done with it now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.letters import paper, recipes
from stormoede.letters.forms import EnclosureForm, ReleaseForm
from stormoede.letters.models import Letter
from stormoede.letters.queries import asking, checks, figures, previews, recipients, standing
from stormoede.letters.queries.checks import Review
from stormoede.letters.queries.figures import Delivered
from stormoede.letters.queries.previews import Preview
from stormoede.lib import clock
from stormoede.members.models import Person
from stormoede.web.desk.history import subjects
from stormoede.web.desk.history.glances import glance
from stormoede.web.desk.letters.finding import day, granted, letter_of, names

_MATCHES = 8
_VIEWS = ("mail", "paper", "text")


@dataclass(frozen=True, slots=True)
class Shown:
    """One way of looking at the letter, for one recipient."""

    preview: Preview | None
    view: str
    search: str
    matches: list[Person]
    pdf: bytes | None
    fault: str

    @property
    def pages(self) -> int:
        return paper.pages(self.pdf) if self.pdf else 0


@staff_only(Permission.READ)
@require_safe
def page(request: HttpRequest, key: str, letter: str) -> HttpResponse:
    """The letter, a recipient's at a time."""
    return show(request, letter_of(key, letter))


def show(request: HttpRequest, letter: Letter, form: ReleaseForm | None = None) -> HttpResponse:
    """The page, with ``form`` when a release was refused for what was typed."""
    at = clock.round_now()
    told = figures.of_letter(letter) if letter.sent_at else Delivered()
    stands = standing.of(letter, told)
    who = names([letter.edited_by, letter.released_by])
    looked = None if letter.released_at else checks.review(letter, at=at)
    context = {
        "round": letter.round,
        "letter": letter,
        "standing": stands,
        "stopped": standing.stopped_by(letter) if looked else "",
        "writer": who.get(letter.edited_by, ""),
        "releaser": who.get(letter.released_by, ""),
        "review": looked,
        "shown": _shown(request, letter, looked, at),
        "file_name": recipes.file_name_of(letter.key, letter.round.key),
        "figures": told,
        "form": form or _release_form(letter),
        "minutes": _minutes(looked.counted.reachable) if looked else 0,
        "may_write": granted(request, Permission.LETTERS),
        "may_release": granted(request, Permission.RELEASE),
        "may_see_addresses": granted(request, Permission.ADDRESSES),
        "files": (looked.frozen if looked else previews.frozen(letter, at)).content.enclosures,
        "file_form": EnclosureForm(),
        "reminders": Letter.objects.filter(about=letter).order_by("days_before", "key"),
        "past": glance(subjects.of_letter(letter), reverse("letter-history", args=[letter.round.key, letter.key])),
        "own": letter.round.two_people_release and letter.edited_by == f"staff:{request.user.pk}",
    }
    return render(request, "web/desk/letter.html", context, status=422 if form and form.errors else 200)


def _release_form(letter: Letter) -> ReleaseForm:
    initial: dict[str, object] = {"edit_number": letter.edit_number, "when": ReleaseForm.NOW}
    own = asking.hour(letter)
    if own is not None:
        initial["when"] = ReleaseForm.LATER
    elif letter.release_at is not None:
        hour = letter.release_at.astimezone(ZoneInfo(letter.round.time_zone)).replace(tzinfo=None)
        initial |= {"when": ReleaseForm.LATER, "hour": hour}
    return ReleaseForm(None, letter.round.time_zone, own, initial=initial)


def _minutes(messages: int) -> int:
    """How long sending takes where the relay takes only so many a minute; 0 is not known."""
    limit = int(str(settings.MAIL_RELAY["per_minute"]))
    return -(-messages // limit) if limit else 0


def _shown(request: HttpRequest, letter: Letter, looked: Review | None, at: datetime) -> Shown:
    search = " ".join(request.GET.get("find", "").split())[:80]
    people = recipients.readers(letter, day(at, letter.round))
    matches = list(recipients.readers(letter, day(at, letter.round), search)[:_MATCHES]) if search else []
    chosen = _chosen(request, people) or (matches[0] if len(matches) == 1 else people.exclude(email="").first())
    if chosen is None:
        return Shown(None, "mail", search, matches, None, "")
    frozen = looked.frozen if looked else previews.frozen(letter, at)
    preview = previews.of_frozen(frozen, chosen, request.GET.get("language", ""))
    view = request.GET.get("view", "mail")
    view = view if view in _VIEWS and (view != "paper" or preview.has_paper) else "mail"
    try:
        return Shown(preview, view, search, matches, preview.pdf, "")
    except paper.PaperFault as fault:
        return Shown(preview, view, search, matches, None, str(fault))


def _chosen(request: HttpRequest, people: QuerySet[Person]) -> Person | None:
    try:
        return people.filter(pk=UUID(request.GET["for"])).first()
    except (KeyError, ValueError):
        return None


def _preview(request: HttpRequest, letter: Letter) -> Preview:
    """The letter for the one the address names, or for the first; 404 where there is nobody."""
    at = clock.round_now()
    people = recipients.readers(letter, day(at, letter.round))
    person = _chosen(request, people) if "for" in request.GET else people.first()
    if person is None:
        raise Http404
    return previews.of_frozen(previews.frozen(letter, at), person, request.GET.get("language", ""))


@staff_only(Permission.READ)
@require_safe
@csp_override(
    {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "frame-ancestors": ["'none'"], "sandbox": [""]}
)
def mail(request: HttpRequest, key: str, letter: str) -> HttpResponse:
    """The mail's HTML as it is sent, on a page of its own where nothing runs and no link leads out of the frame."""
    return HttpResponse(_preview(request, letter_of(key, letter)).html)


@staff_only(Permission.READ)
@require_safe
@csp_override({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "frame-ancestors": ["'self'"]})
def pdf(request: HttpRequest, key: str, letter: str) -> HttpResponse:
    """The letter on paper for one recipient."""
    own = letter_of(key, letter)
    try:
        made = _preview(request, own).pdf
    except paper.PaperFault as fault:
        raise Http404 from fault
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{recipes.file_name_of(own.key, own.round.key)}"'
    return response
