"""The secretaries of bodies get the page where they set the day and take the kit."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stormoede.accounts.actions import links
from stormoede.accounts.models import Link
from stormoede.deliberations import queries
from stormoede.deliberations.models import Matter
from stormoede.deliberations.refusals import NoSecretary
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import words
from stormoede.members.models import Body, Person
from stormoede.rounds import queries as rounds
from stormoede.rounds.models import Round


@transaction.atomic
def invite(matter: Matter, body: Body, *, by: Actor, at: datetime) -> int:
    """Mail each secretary of ``body`` the address of its page; the same address however often. Returns how many there are.

    Raises NoSecretary when nobody can be reached.
    """
    on = words.local_day(at, matter.track.round.time_zone)
    people = list(queries.secretaries(body, on=on).exclude(email=""))
    if not people:
        raise NoSecretary
    for link in pages(matter.track.round, body, people).values():
        links.send(link, at=at)
    record("deliberation.invited", queries.subject(matter, body), by=by, at=at, data={"people": len(people)})
    return len(people)


def pages(round: Round, body: Body, people: list[Person]) -> dict[UUID, Link]:
    """The link of each of ``people`` to the page of ``body`` in ``round``, made where there is none."""
    ids = [person.pk for person in people]
    about = queries.page_subject(round, body)
    return links.ensure(Link.Purpose.PAGE, ids, about, closes=rounds.pages_close(round))
