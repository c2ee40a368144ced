"""Makes a site two minutes before a meeting whose address fails: four members with a seat, one without, and a colleague at the desk.

``python -m tests.journeys.evening mail`` tells the last mail with the meeting's own address, as it is sent.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.journeys import plain

TOP = Path(__file__).parent.parent.parent
FAILING, WORKING = "https://svigter.example/moedet", "https://virker.example/moedet"
NAMES = ("Karen Lund", "Bo Holm", "Ida Bak", "Per Ravn")
LATE = "Mette Overgaard"


def _django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "stormoede.settings"
    import django

    django.setup()


def make() -> dict[str, str]:
    plain.make()
    from django.conf import settings

    from stormoede.accounts import actors, addresses
    from stormoede.events.actor import system
    from stormoede.meetings.actions import registrations
    from stormoede.meetings.models import Meeting, Session
    from stormoede.members.models import Body, Mandate
    from stormoede.rounds import files
    from stormoede.rounds.models import Round
    from tests import cast

    at, now = datetime(2025, 2, 10, 9, tzinfo=UTC), datetime.now(UTC)
    people = [cast.person(name) for name in (*NAMES, LATE)]
    council = Body.objects.create(kind="council", organisation=people[0].organisation, name="Kommunalbestyrelsen")
    for one in people:
        Mandate.objects.create(person=one, body=council, role="member", valid_from=at.date() - timedelta(900))
    files.load((TOP / "rounds" / "oea26.toml").read_text(encoding="utf-8"), by=system("journey"), at=at)
    # A round that ended long ago is cleared away while one looks.
    Round.objects.update(starts_on=now.date() - timedelta(60), ends_on=now.date() + timedelta(60))
    evening = Session.objects.all()[0]
    for one in people[:-1]:
        registrations.answer(evening.meeting_id, one.pk, evening.pk, by=actors.person(one), at=at)
    starts = now + timedelta(minutes=2)
    Round.objects.update(starts_on=at.date(), ends_on=now.date() + timedelta(days=60))
    Meeting.objects.update(deadline=now - timedelta(days=2), links_at=now - timedelta(days=1))
    Session.objects.filter(pk=evening.pk).update(
        starts=starts, ends=starts + timedelta(minutes=90), join_url=FAILING, meeting_number="312 456 789 01"
    )
    later = starts + timedelta(days=3)
    Session.objects.exclude(pk=evening.pk).update(starts=later, ends=later + timedelta(minutes=90))
    closes = now + timedelta(hours=3)
    doors = {one.name: addresses.of(cast.link(one, "d", f"session:{evening.pk}", closes=closes)) for one in people}
    desk = cast.desk().cookies[settings.SESSION_COOKIE_NAME]
    return doors | {"cookie": settings.SESSION_COOKIE_NAME, "signed_in": desk.value}


def mail() -> dict[str, str]:
    _django()
    from stormoede.mail import recipes
    from stormoede.mail.models import Message
    from stormoede.mail.recipes import Content

    last = Message.objects.filter(kind="meetings.address").latest("pk")
    content = recipes.of(last.kind)([last], reveal=True)[last.pk]
    assert isinstance(content, Content)
    return {"to": content.to_name, "text": content.text}


if __name__ == "__main__":
    print(json.dumps(mail() if sys.argv[1:] == ["mail"] else make()))
