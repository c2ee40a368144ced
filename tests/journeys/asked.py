"""Makes a site with a round of this month, and six members who have not answered.

The last line of output tells their links, and the cookie of Sofie, who is signed in at the desk.
"""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.journeys import plain

TOP = Path(__file__).parent.parent.parent


def make() -> dict[str, object]:
    plain.make()
    from django.conf import settings

    from stormoede.accounts import addresses
    from stormoede.events.actor import system
    from stormoede.meetings.models import Meeting, Session
    from stormoede.members.models import Body, Mandate
    from stormoede.rounds import files
    from stormoede.rounds.models import Round
    from tests import cast

    at, now = datetime(2025, 2, 10, 9, tzinfo=UTC), datetime.now(UTC)
    people = [cast.person(f"Mette {name}") for name in ("Overgaard", "Holm", "Bak", "Lund", "Skov", "Kær")]
    council = Body.objects.create(kind="council", organisation=people[0].organisation, name="Kommunalbestyrelsen")
    for person in people:
        Mandate.objects.create(person=person, body=council, role="member", valid_from=date(2022, 1, 1))
    files.load((TOP / "rounds" / "oea26.toml").read_text(encoding="utf-8"), by=system("journey"), at=at)
    # A round that ended long ago is cleared away while one looks.
    Round.objects.update(starts_on=now.date() - timedelta(60), ends_on=now.date() + timedelta(60))
    later = timedelta(days=(now - at).days)
    for evening in Session.objects.all():
        Session.objects.filter(pk=evening.pk).update(starts=evening.starts + later, ends=evening.ends + later)
    for meeting in Meeting.objects.all():
        deadline, links_at = meeting.deadline + later, meeting.links_at + later
        Meeting.objects.filter(pk=meeting.pk).update(deadline=deadline, links_at=links_at)
    name = settings.SESSION_COOKIE_NAME
    desk = {"cookie": name, "Sofie Ravn": cast.desk().cookies[name].value}
    return desk | {"pages": [addresses.of(cast.link(person, "p", "round:oea26")) for person in people]}


if __name__ == "__main__":
    print(json.dumps(make()))
