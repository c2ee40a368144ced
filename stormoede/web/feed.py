"""``/f/<secret>``: a round's calendar for the calendar program of one member of staff. Asked for without a cookie, and only told."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts import feeds, guards
from stormoede.accounts.guards import anyone
from stormoede.lib import clock, words
from stormoede.mail.feed import FeedEntry, feed
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Round
from stormoede.talks.queries import agreed


@anyone
@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The calendar; for an address that is closed or was never made, nothing."""
    if refusal := feeds.too_many(request):
        return guards.personal(refusal)
    at = clock.round_now()
    found = feeds.asked(request, at)
    round = Round.objects.filter(key=found.subject.partition(":")[2]).first() if found else None
    if found is None or round is None:
        return guards.personal(HttpResponse(status=404))
    with translation.override(found.staff.language or round.language):
        name = _("%(round)s: the calendar") % {"round": round.short}
        content = feed(name, [_entry(round, due) for due in agreed.calendar(round)], stamp=at)
    return guards.personal(HttpResponse(content, content_type="text/calendar; charset=utf-8"))


def _entry(round: Round, due: DueDate) -> FeedEntry:
    summary = f"{round.short}: {due.what}"
    return FeedEntry(
        uid=f"{due.key}.{round.key}@{urlsplit(settings.ORIGIN).hostname}",
        starts=words.local_day(due.at, round.time_zone) if due.whole_day else due.at,
        ends=due.ends,
        summary=_("Proposed: %(what)s") % {"what": summary} if due.proposed else summary,
        location=due.detail,
        url=f"{settings.ORIGIN}/desk/rounds/{round.key}/calendar/",
        tentative=due.proposed,
    )
