"""Playing the story without a browser: to an hour, told in figures, with its mails and files written into a folder."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from stormoede.calls import queries as calls
from stormoede.deliberations import queries as deliberations
from stormoede.letters.queries import figures as letters
from stormoede.lib import words
from stormoede.lib.refusal import Refusal
from stormoede.mail import bytes as mail_bytes
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content
from stormoede.meetings import queries as meetings
from stormoede.meetings.models import Meeting
from stormoede.rounds.models import Round
from stormoede.story import queries
from stormoede.story.actions import tellings
from stormoede.talks.models import Talk, Tour

_ZONE = "Europe/Copenhagen"
_MANY = 200


class CannotGoBack(Refusal):
    """The story runs forward only."""

    def __init__(self, now: datetime) -> None:
        hour = words.moment_year(now, _ZONE, translation.get_language() or "da")
        super().__init__(_("The story has already come to %(hour)s, and it runs forward only.") % {"hour": hour})


@dataclass(slots=True)
class Written:
    """What was written, counted. ``known`` are the mails, ``seen`` the attachments that have been written."""

    mails: int = 0
    papers: int = 0
    entries: int = 0
    known: set[int] = field(default_factory=set)
    seen: set[bytes] = field(default_factory=set)


def play(to: datetime, settle: Callable[[], int]) -> None:
    """Play to ``to`` through ``settle``, the worker's passes until nothing is left. Raises CannotGoBack."""
    where = queries.position()
    now = where.now if where else queries.now()
    if to < now:
        raise CannotGoBack(now)
    tellings.to(to)
    settle()


def line(label: str, *counts: int) -> str:
    """A label, and its figures below those of the other lines."""
    language = translation.get_language() or "da"
    return (f"{label:<34}" + "".join(f"{words.number(count, language):>8}" for count in counts)).rstrip()


def figures() -> Iterator[str]:
    """The round in figures, a line each, in the language of the day."""
    for round in Round.objects.filter(key=queries.plot().key):
        sent = letters.delivered(round)
        yield line(_("Asked"), sent.asked)
        yield line(_("Delivered"), sent.accepted)
        yield line(_("Refused by the receiver"), sent.refused)
        yield line(_("Not reachable by mail"), sent.unreachable)
        yield line(_("Reminders delivered"), letters.reminded(round))
    yield from _met()
    for call in calls.of_round(Round.objects.get(key=queries.plot().key)).filter(called_at__isnull=False):
        answers = calls.tally(call)
        yield call.meeting.track.title
        yield line("  " + _("Called"), answers.called)
        yield line("  " + _("Coming"), answers.coming)
        yield line("  " + _("Cannot come"), answers.cannot)
        yield line("  " + _("A deputy comes"), answers.deputies)
        yield line("  " + _("Have not answered"), answers.silent)
        yield line("  " + _("Came"), answers.came)
    for matter in deliberations.of_round(Round.objects.get(key=queries.plot().key)):
        yield matter.track.title
        for standing, count in deliberations.figures(deliberations.lines(matter, at=queries.now())).items():
            yield line(f"  {deliberations.TITLES[standing]}", count)
    for label, counts in _tours():
        yield line(label, *counts)
    yield line(_("Mails in all"), Message.objects.count())


def _met() -> Iterator[str]:
    language, signed_up = translation.get_language() or "da", _("Signed up")
    for meeting in Meeting.objects.filter(track__round__key=queries.plot().key, track__kind="meetings"):
        told = meetings.figures(meeting)
        yield meeting.track.title
        for date in told.dates:
            day = words.day(words.local_day(date.starts, _ZONE), language)
            yield line(f"  {signed_up} {day}", date.seats)
        yield line("  " + _("Cannot come"), told.cannot)
        yield line("  " + _("Ask after the deadline"), told.asking)
        yield line("  " + _("Links sent"), told.links)
        yield line("  " + _("Came"), told.came)


def _tours() -> Iterator[tuple[str, tuple[int, ...]]]:
    for tour in Tour.objects.filter(track__round__key=queries.plot().key).select_related("track"):
        talks = Talk.objects.filter(request__tour=tour)
        yield tour.track.title, ()
        yield "  " + _("Asked for a speaker"), (tour.requests.filter(withdrawn_at=None).count(),)
        yield "  " + _("Talks agreed"), (talks.filter(state=Talk.State.ACCEPTED).count(),)
        yield "  " + _("Talks held"), (talks.filter(state=Talk.State.HELD).count(),)


def tell(to: datetime, settle: Callable[[], int], folder: Path) -> Written:
    """Play to ``to``, and write what each step has brought before the next: a link is forgotten a month after its time."""
    written, now = Written(), queries.now()
    for hour in sorted({step.at for step in queries.plot().steps if now < step.at < to} | {to}):
        play(hour, settle)
        write(folder, written)
    return written


def told(written: Written, folder: Path) -> str:
    """What was written, in the language of the day."""
    text = _("Delivered mails: %(mails)s, PDFs: %(papers)s, calendar files: %(entries)s. All in %(folder)s")
    language = translation.get_language() or "da"
    counts = {"mails": written.mails, "papers": written.papers, "entries": written.entries}
    return text % {**{name: words.number(count, language) for name, count in counts.items()}, "folder": folder}


def write(folder: Path, written: Written) -> None:
    """Write every new mail as .eml, and each calendar file and PDF they carry once, into ``folder``."""
    for name in ("mails", "calendar", "letters"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for message, content in _built(written.known):
        written.known.add(message.pk)
        written.mails += 1
        stem = f"{message.pk:05}-{re.sub(r'[^a-z0-9]+', '-', message.kind)}"
        (folder / "mails" / f"{stem}.eml").write_bytes(mail_bytes.build(message, content))
        if content.calendar:
            written.entries += 1
            (folder / "calendar" / f"{stem}.ics").write_bytes(content.calendar)
        for attachment in content.attachments:
            if attachment.type == "application/pdf" and attachment.content not in written.seen:
                written.seen.add(attachment.content)
                written.papers += 1
                (folder / "letters" / f"{stem}-{attachment.name}").write_bytes(attachment.content)


def _built(known: Collection[int]) -> Iterator[tuple[Message, Content]]:
    """Every mail that was accepted and is not among the ``known``, with what it is made of, in the order they were made."""
    accepted = Message.objects.filter(state=Message.State.ACCEPTED).order_by("pk").values_list("pk", flat=True)
    for some in batched((pk for pk in accepted if pk not in known), _MANY):
        batch = list(Message.objects.filter(pk__in=some).order_by("pk"))
        for kind in sorted({message.kind for message in batch}):
            ofkind = [message for message in batch if message.kind == kind]
            contents = recipes.of(kind)(ofkind, reveal=True)
            for message in ofkind:
                content = contents[message.pk]
                if isinstance(content, Content):
                    yield message, content
