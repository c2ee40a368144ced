"""Makes a site with a round whose first evening's door stands open, and one member with a seat.

The meeting's own address is JOURNEY_JOIN; the last line of output tells the member's links to their page and to the door, and
the cookie of Sofie, who is signed in at the desk.
"""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.journeys import plain

TOP = Path(__file__).parent.parent.parent


def make() -> dict[str, str]:
    plain.make()
    from django.conf import settings

    from stormoede.accounts import actors, addresses
    from stormoede.events.actor import system
    from stormoede.meetings.actions import registrations
    from stormoede.meetings.models import Session
    from stormoede.members.models import Body, Mandate
    from stormoede.rounds import files
    from stormoede.rounds.models import Round
    from tests import cast

    at, now = datetime(2025, 2, 10, 9, tzinfo=UTC), datetime.now(UTC)
    karen = cast.person("Karen Lund")
    council = Body.objects.create(kind="council", organisation=karen.organisation, name="Kommunalbestyrelsen")
    Mandate.objects.create(person=karen, body=council, role="member", valid_from=at.date() - timedelta(900))
    files.load((TOP / "rounds" / "oea26.toml").read_text(encoding="utf-8"), by=system("journey"), at=at)
    # A round that ended long ago has no attendance any more: its time is over, and it goes by itself.
    Round.objects.update(starts_on=now.date() - timedelta(60), ends_on=now.date() + timedelta(60))
    evening = Session.objects.all()[0]
    registrations.answer(evening.meeting_id, karen.pk, evening.pk, by=actors.person(karen), at=at)
    Session.objects.filter(pk=evening.pk).update(
        starts=now + timedelta(minutes=5), ends=now + timedelta(minutes=95), join_url=os.environ["JOURNEY_JOIN"]
    )
    door = cast.link(karen, "d", f"session:{evening.pk}", closes=now + timedelta(hours=3))
    page, name = cast.link(karen, "p", "round:oea26"), settings.SESSION_COOKIE_NAME
    desk = {"cookie": name, "Sofie Ravn": cast.desk().cookies[name].value}
    return {"door": addresses.of(door), "page": addresses.of(page), **desk}


if __name__ == "__main__":
    print(json.dumps(make()))
