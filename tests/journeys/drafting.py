"""Makes a site with a council's draft begun, written by its secretary and its mayor; the last line tells their links.

``python -m tests.journeys.drafting code NAME`` says the code last mailed to somebody; ``… typed`` says what the database holds.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.journeys import plain

TOP = Path(__file__).parent.parent.parent


def make() -> dict[str, Any]:
    plain.make()
    from stormoede.accounts import actors, addresses
    from stormoede.contributions.actions import drafts
    from stormoede.contributions.models import Questionnaire
    from stormoede.events.actor import system
    from stormoede.members.models import Body, Mandate
    from stormoede.rounds import files
    from stormoede.rounds.models import Round
    from tests import cast

    at, now = datetime(2025, 2, 10, 9, tzinfo=UTC), datetime.now(UTC)
    lone, henning = cast.person("Lone Friis"), cast.person("Henning Brandt")
    council = Body.objects.create(kind="council", organisation=lone.organisation, name="Kommunalbestyrelsen")
    office = Body.objects.create(kind="administration", organisation=lone.organisation, name="Forvaltningen")
    for person, body, role in ((lone, office, "secretary"), (henning, council, "mayor")):
        Mandate.objects.create(person=person, body=body, role=role, valid_from=at.date() - timedelta(900))
    files.load((TOP / "rounds" / "oea26.toml").read_text(encoding="utf-8"), by=system("journey"), at=at)
    # A round that ended long ago is cleared away while one looks.
    Round.objects.update(starts_on=now.date() - timedelta(60), ends_on=now.date() + timedelta(60))
    found = Questionnaire.objects.get()
    draft = drafts.begin(found, council, lone, by=actors.person(lone), at=at)
    links = {one: cast.link(one, "p", "round:oea26", closes=now + timedelta(days=2)) for one in (lone, henning)}
    told: dict[str, Any] = {one.name.split()[0].lower(): addresses.of(link) for one, link in links.items()}
    told |= {
        f"{one.name.split()[0].lower()}_draft": f"/input/{link.handle}/input/{council.pk}/"
        for one, link in links.items()
    }
    return told | {"contribution": str(draft.pk)}


def code(name: str) -> dict[str, str]:
    """The code last asked for by ``name``."""
    _start()
    from stormoede.accounts.actions.codes import code_of
    from stormoede.accounts.models import CodeRequest

    asked = CodeRequest.objects.filter(person__name=name).order_by("-asked_at").first()
    return {"code": code_of(asked) if asked else ""}


def _start() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "stormoede.settings"
    import django

    django.setup()


if __name__ == "__main__":
    print(json.dumps(code(sys.argv[2]) if sys.argv[1:2] == ["code"] else make()))
