"""One text of an answer at the desk: corrected, or erased when it should not have been there. Both with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.actions import corrections, handing_in
from stormoede.contributions.queries import versions
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.passages.models import Quote, Text
from stormoede.web.desk.by import by
from stormoede.web.desk.contributions import finding
from stormoede.web.desk.contributions.one import whose


@staff_only(Permission.CONTRIBUTIONS, reads="contribution:{pk}")
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, key: str, track: str, pk: UUID, number: int, text: int) -> HttpResponseBase:
    """The whole text in a box, to be corrected; and, apart, the way to take it away."""
    found = finding.contribution(key, track, pk)
    version = finding.version(found, number)
    shown = get_object_or_404(Text, pk=text, pk__in=handing_in.text_ids(version))
    told, problem, files = request.POST, "", versions.files(version)
    act, who, at = told.get("act", ""), by(request), clock.round_now()
    if act in {"correct", "erase"}:
        try:
            if act == "correct":
                words = told.get("words", "").replace("\r\n", "\n")
                corrections.correct(version, text, words, told.get("reason", ""), by=who, at=at)
                messages.success(request, _("The text has been corrected, and whoever sent it is told why."))
                return redirect("contribution-one", key=key, track=track, pk=pk)
            if told.get("sure") == "yes":
                older = told.get("older") == "yes"
                chosen = [file.pk for file in files if str(file.pk) in told.getlist("file")]
                corrections.erase(version, text, told.get("reason", ""), older=older, files=chosen, by=who, at=at)
                messages.success(request, _("The words have been erased, and whoever sent them is told why."))
                return redirect("contribution-one", key=key, track=track, pk=pk)
            problem = _("Put the mark before you erase. What is erased cannot be brought back.")
        except Refusal as no:
            problem = str(no)
    values = {
        "round": found.questionnaire.track.round, "track": found.questionnaire.track, "contribution": found,
        "whose": whose(found), "version": version, "text": shown, "told": told, "act": act, "problem": problem,
        "words": told.get("words", shown.words) if act == "correct" else shown.words,
        "files": [(file, str(file.pk) in told.getlist("file")) for file in files if file.digest],
        "quotes": Quote.objects.filter(text=shown).count(),
        "older": Text.objects.filter(replaced_by=shown, erased_at__isnull=True).exists(),
    }  # fmt: skip
    return render(request, "web/desk/contribution_text.html", values, status=422 if problem else 200)
