"""Attachments of a draft: put in, taken out, fetched. They are kept as they came and given back as a file to keep."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts.guards import members_only
from stormoede.accounts.visits import Level
from stormoede.contributions.actions import files
from stormoede.contributions.models import Attachment
from stormoede.contributions.queries import versions
from stormoede.lib.refusal import Refusal
from stormoede.web import withheld
from stormoede.web.input import here
from stormoede.web.input.here import DRAFT, PAGE


@members_only(PAGE, Level.L2, also=DRAFT)
@require_POST
def add(request: HttpRequest, handle: str, track: str, whose: str) -> HttpResponseBase:
    """Keep the files of the form, for the question it names."""
    at_hand = here.writing(request, handle, track, whose)
    key = request.POST.get("question", "")
    question = at_hand.place.questionnaire.questions.filter(key=key, kind="file").first()
    given = request.FILES.getlist("file")
    if not given:
        messages.error(request, _("Choose a file first."))
    for file in given:
        size = file.size or 0
        # What is too large is not read into memory; the action says so.
        content = file.read() if size <= files.LARGEST else b"\0" * (files.LARGEST + 1)
        try:
            files.add(
                at_hand.contribution.pk, file.name or "", content, question, at_hand.visit.person.pk,
                by=at_hand.visit.actor, at=at_hand.at,
            )  # fmt: skip
        except Refusal as no:
            messages.error(request, f"{file.name}: {no}")
    return at_hand.to("draft", f"#files-{key}")


@members_only(PAGE, Level.L2, also=DRAFT)
@require_POST
def remove(request: HttpRequest, handle: str, track: str, whose: str, file: UUID) -> HttpResponseBase:
    """Take a file out of the draft."""
    at_hand = here.writing(request, handle, track, whose)
    files.remove(at_hand.contribution.pk, file, by=at_hand.visit.actor, at=at_hand.at)
    return at_hand.to("draft", "#files")


@members_only(PAGE, Level.L2, also=DRAFT)
@require_safe
def fetch(request: HttpRequest, handle: str, track: str, whose: str, file: UUID) -> HttpResponseBase:
    """A file of the draft for those who write it; of what was handed in for those who read it."""
    at_hand = here.find(request, handle, track, whose)
    found = Attachment.objects.filter(pk=file, contribution=at_hand.contribution).first()
    if found is None or not (at_hand.place.writes or versions.held(found)):
        raise Http404
    if at_hand.invited and found.removed_at is not None:
        raise Http404
    return given(request, found)


def given(request: HttpRequest, file: Attachment) -> HttpResponse:
    """The file as it came, to keep: no browser opens it as a page of ours. One with a virus is kept apart."""
    if kept := withheld.answer(request, file.digest):
        return kept
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
