"""Makes a site with a round of these weeks, three mayors to call, and Sofie signed in at the desk; tells her cookie.

``python -m tests.journeys.called link NAME PURPOSE`` says somebody's link, ``… code NAME`` the code last mailed to them.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta

from tests.journeys import plain

MAYORS = ("Henning Brandt", "Karen Lund", "Ole Friis")


def make() -> dict[str, str]:
    plain.make()
    from django.conf import settings

    from stormoede.calls.tests import makers
    from stormoede.meetings.tests import house
    from tests import cast

    today = datetime.now(UTC).date()
    house.round_(starts_on=today - timedelta(30), ends_on=today + timedelta(30))
    makers.audience(tuple(cast.person(name) for name in MAYORS))
    name = settings.SESSION_COOKIE_NAME
    return {"cookie": name, "Sofie Ravn": cast.desk().cookies[name].value}


def _start() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "stormoede.settings"
    import django

    django.setup()


def link(name: str, purpose: str) -> str:
    """The address in somebody's mail: p is their page, s a deputy's door."""
    _start()
    from stormoede.accounts import addresses
    from stormoede.accounts.models import Link

    return addresses.of(Link.objects.get(person__name=name, purpose=purpose))


def code(name: str) -> str:
    _start()
    from stormoede.accounts.actions.codes import code_of
    from stormoede.accounts.models import CodeRequest

    return code_of(CodeRequest.objects.filter(person__name=name).latest("asked_at"))


if __name__ == "__main__":
    asked = {"link": link, "code": code}.get(sys.argv[1] if sys.argv[1:] else "")
    print(json.dumps(asked(*sys.argv[2:]) if asked else make()))
