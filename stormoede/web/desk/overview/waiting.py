"""What waits for a person: each with a link to where it is mended, the most serious first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stormoede.letters.core import drafts
from stormoede.letters.queries.progress import LetterProgress
from stormoede.lib import words
from stormoede.mail.queries import InboxStanding
from stormoede.talks.models import Talk
from stormoede.web.desk.overview import speaking
from stormoede.web.desk.overview.regions import Region
from stormoede.web.desk.overview.state import State

NAMED = 3
_SOON = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits. ``tone`` is the banner's: "stop" when something went wrong, "now" when it is somebody's turn."""

    tone: str
    words: str
    address: str
    detail: str


def waiting(state: State, silent: list[str]) -> list[Wait]:
    """All that waits. ``silent`` names the organisations nobody has signed up from."""
    home = f"/desk/rounds/{state.round.key}/"
    found = [
        *_looks(state, home),
        *_letters(state, home),
        *_meetings(state, home),
        *_speaking(state, home),
        *_silent(state, silent, home),
    ]
    return by_weight(found)


def by_weight(found: Iterable[Wait]) -> list[Wait]:
    """What went wrong before what is somebody's turn, else as they stand."""
    return sorted(found, key=lambda wait: wait.tone != "stop")


def outside(inbox: InboxStanding, hooks: int) -> list[Wait]:
    """What waits between us and others: hooks that do not arrive, for an administrator to mend, and the mailbox."""
    return [*_hooks(hooks), *_inbox(inbox)]


def _hooks(number: int) -> list[Wait]:
    if not number:
        return []
    told = ngettext("%(count)s hook does not arrive", "%(count)s hooks do not arrive", number)
    detail = _("Another program is not told what happens; an administrator can mend it")
    return [Wait("stop", told % {"count": _number(number)}, "/desk/programs/#hooks", detail)]


def silent_of(regions: list[Region]) -> list[str]:
    """The organisations of the regions that nobody has signed up from, in Danish order."""
    return [name for region in regions for name in region.silent]


def _number(n: int) -> str:
    return words.number(n, get_language() or "en")


def _inbox(inbox: InboxStanding) -> Iterator[Wait]:
    if inbox.fault:
        yield Wait("stop", _("The mailbox cannot be read"), "/desk/inbox/", inbox.fault)
    if inbox.waiting:
        told = ngettext("%(count)s mail waits in the inbox", "%(count)s mails wait in the inbox", inbox.waiting)
        detail = _("Answers by mail, returned mails and calendar answers")
        yield Wait("now", told % {"count": _number(inbox.waiting)}, "/desk/inbox/", detail)


def _looks(state: State, home: str) -> Iterator[Wait]:
    if state.looks:
        told = ngettext("%(count)s mail with input waits", "%(count)s mails with input wait", state.looks)
        detail = _("None counts before somebody has looked at it")
        yield Wait("now", told % {"count": _number(state.looks)}, f"{home}contributions/by-mail/", detail)


def _speaking(state: State, home: str) -> Iterator[Wait]:
    """Requests without a speaker, and proposals that nobody has been sent."""
    for tour in state.speaking:
        page = f"{home}talks/{tour.key}/"
        if number := tour.states[speaking.OPEN]:
            told = ngettext("%(count)s council waits for a speaker", "%(count)s councils wait for a speaker", number)
            yield Wait("now", told % {"count": _number(number)}, f"{page}?state=open", tour.title)
        if number := tour.states[Talk.State.PROPOSED]:
            told = ngettext("%(count)s proposed talk has not been offered", "%(count)s proposed talks have not been offered", number)  # fmt: skip
            yield Wait("now", told % {"count": _number(number)}, f"{page}?state=proposed", tour.title)


def _letters(state: State, home: str) -> Iterator[Wait]:
    today = words.local_day(state.at, state.round.time_zone)
    for letter in state.letters:
        page = f"{home}letters/{letter.key}/"
        if letter.failed:
            told = ngettext("%(count)s letter did not arrive", "%(count)s letters did not arrive", letter.failed)
            yield Wait(
                "stop", told % {"count": _number(letter.failed)}, page, _("Mend the address, or send it once more")
            )
        if letter.unreachable:
            told = ngettext(
                "%(count)s person has no mail address", "%(count)s people have no mail address", letter.unreachable
            )
            yield Wait("now", told % {"count": _number(letter.unreachable)}, page, letter.title)
        if letter.paused_at and letter.on_its_way:
            yield Wait("now", _("The sending is paused"), page, letter.title)
        if letter.reminds:
            yield from _reminder(state, letter, page)
        elif not letter.released_at and letter.tested_edit == letter.edit_number:
            yield Wait("now", _("A letter is ready to be released"), page, letter.title)
        elif not letter.released_at and letter.dated and letter.dated <= today:
            yield Wait("now", _("A letter has not been tested and released"), page, letter.title)


def _reminder(state: State, letter: LetterProgress, page: str) -> Iterator[Wait]:
    """A reminder whose hour comes within days, or has just passed, and that nobody has released."""
    zone, until = state.round.time_zone, min((meeting.deadline for meeting in state.meetings), default=None)
    if letter.released_at or letter.reminds is None or until is None or until <= state.at:
        return
    hour = drafts.hour(letter.reminds, until, zone)
    if hour - _SOON > state.at:
        return
    told = {"moment": words.plain_moment(hour, zone, get_language() or "en")}
    if hour <= state.at:
        yield Wait("stop", _("A reminder was to go out on %(moment)s, and is not released") % told, page, letter.title)
    else:
        yield Wait("now", _("A reminder goes out on %(moment)s, when it is released") % told, page, letter.title)


def _meetings(state: State, home: str) -> Iterator[Wait]:
    language, zone = get_language() or "en", state.round.time_zone
    for meeting in state.meetings:
        page = f"{home}meetings/{meeting.key}/"
        # Whom nobody answered before the meeting was over waits for nothing any more.
        if asking := sum(date.asking for date in meeting.dates if date.ends > state.at):
            told = ngettext("%(count)s asks for a late seat", "%(count)s ask for a late seat", asking)
            yield Wait("now", told % {"count": _number(asking)}, page, _("They wait for your answer"))
        for date in meeting.dates:
            if date.lacks_address and date.ends > state.at:
                day = words.plain_day(words.local_day(date.starts, zone), language).replace(" ", words.NO_BREAK)
                needed = words.plain_moment(date.starts - timedelta(minutes=meeting.door_opens), zone, language)
                told = _("The address of the meeting on %(day)s is missing") % {"day": day}
                yield Wait("now", told, page, _("Needed by %(moment)s") % {"moment": needed})


def _silent(state: State, silent: list[str], home: str) -> Iterator[Wait]:
    deadlines = [meeting.deadline for meeting in state.meetings]
    open_still = any(deadline > state.at for deadline in deadlines)
    if not silent or not open_still or not state.invitation:
        return
    told = ngettext(
        "Nobody has signed up from %(count)s municipality",
        "Nobody has signed up from %(count)s municipalities",
        len(silent),
    )
    named = words.listing(silent[:NAMED], get_language() or "en") if len(silent) <= NAMED else ""
    yield Wait("now", told % {"count": _number(len(silent))}, f"{home}municipalities/?only=none", named)
