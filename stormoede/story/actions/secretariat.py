"""What the invented secretariat does if the one at the keyboard has not: releasing the letters, pasting the meeting's address."""

from dataclasses import replace
from datetime import datetime

from stormoede.accounts import actors
from stormoede.accounts.models import Staff
from stormoede.letters.actions import releases, trials
from stormoede.letters.models import Letter
from stormoede.letters.queries import asking
from stormoede.lib.refusal import Refusal
from stormoede.meetings.actions import meetings
from stormoede.meetings.models import Session
from stormoede.members.models import Person
from stormoede.story.core import cast, script

ROUND = "oea26"


def work(after: datetime, until: datetime) -> None:
    """Do what the secretariat does in the time after ``after`` and up to ``until``."""
    if after < script.LETTER_AT <= until:
        release(ROUND, "invitation", script.LETTER_AT)
    if after < script.REMINDER_AT <= until:
        release(ROUND, "paamindelse", script.REMINDER_AT)
    if after < script.ADDRESSES_AT <= until:
        _paste_addresses(script.ADDRESSES_AT)


def release(round: str, key: str, at: datetime) -> None:
    """Test a letter and let it go: a reminder for its hour, any other at once."""
    letter = Letter.objects.filter(round__key=round, key=key, released_at__isnull=True).first()
    if letter is None:
        return
    secretary = Staff.objects.get(email=cast.SECRETARY.email)
    writer = Staff.objects.get(email=cast.WRITER.email)
    reader = writer if letter.edited_by == str(actors.staff(secretary)) else secretary
    by = actors.staff(reader)
    someone = Person.objects.filter(name=cast.MEMBER.name).first()
    if someone is None:
        return
    try:
        trials.send(letter, to=reader.email, person=someone.pk, edit_number=letter.edit_number, by=by, at=at)
        releases.release(letter, by=by, at=at, release_at=asking.hour(letter))
    except Refusal:
        # The one at the keyboard has left the letter unready; the story goes on without it, as a real round would.
        return


def _paste_addresses(at: datetime) -> None:
    by = actors.staff(Staff.objects.get(email=cast.SECRETARY.email))
    evenings = Session.objects.filter(meeting__track__round__key=ROUND, join_url="", place="").order_by("starts")
    for number, evening in enumerate(evenings, 1):
        plan = meetings.date_plan(evening)
        meetings.edit_date(
            evening.pk, replace(plan, join_url=f"https://moede.example/oea26-aften-{number}"), by=by, at=at
        )
