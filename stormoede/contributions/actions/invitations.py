"""Somebody is asked by mail address to help write one draft: they get a link of their own to it, and to nothing else.

The link ends when the answer has been handed in, when they are let go, and a month after the round. It never hands in.
"""

from datetime import datetime, timedelta

from django.db import transaction

from stormoede.accounts.actions import links
from stormoede.accounts.models import Link
from stormoede.contributions.actions.drafts import INVITED, subject
from stormoede.contributions.models import Contribution, Writer
from stormoede.contributions.queries.places import Place, link_subject
from stormoede.contributions.refusals import NotYours, TooManyInvited, WritesAlready
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.events.models import Event
from stormoede.lib.danish import name_key
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.members.actions import people
from stormoede.members.models import Person
from stormoede.members.refusals import AddressRefused
from stormoede.rounds import queries as rounds

MOST_A_DAY = 10
DAY = timedelta(days=1)


@transaction.atomic
def invite(place: Place, name: str, email: str, *, by: Actor, at: datetime) -> Writer:
    """Mail somebody a link to the body's draft, to write along.

    Raises NotYours, TooManyInvited, WritesAlready, and what members.actions.people says of a name or an address.
    """
    if not place.hands_in or place.contribution is None or place.body is None:
        raise NotYours
    held = Contribution.objects.select_for_update(of=("self",)).get(pk=place.contribution.pk)
    if Event.objects.filter(subject=subject(held), act="draft.shared", at__gt=at - DAY).count() >= MOST_A_DAY:
        raise TooManyInvited(MOST_A_DAY)
    person = _person(place, name, email, by, at)
    if Writer.objects.filter(contribution=held, person=person).exists():
        raise WritesAlready(person.name)
    writer = Writer.objects.create(contribution=held, person=person, invited_at=at, invited_by=str(by))
    link = _link(place, held, person)
    record("draft.shared", subject(held), by=by, at=at, data={"person": str(person.pk), "by_mail": True})
    key = f"invited:{held.pk}:{person.pk}:{link.handle}"
    outbox.enqueue([NewMessage(key, INVITED, subject(held), person=str(person.pk))], at=at)
    return writer


@transaction.atomic
def end(place: Place, *, by: Actor, at: datetime) -> None:
    """The answer has been handed in: every link to its draft ends, and who came by one writes no more."""
    if place.contribution is None:
        return
    about = link_subject(place.contribution.pk, place.questionnaire.track.round.key)
    for link in Link.objects.filter(purpose=Link.Purpose.DRAFT, subject=about, revoked_at__isnull=True):
        links.revoke(link, by=by, at=at)
        if Writer.objects.filter(contribution=place.contribution, person=link.person_id).delete()[0]:
            data = {"person": str(link.person_id)}
            record("draft.unshared", subject(place.contribution), by=by, at=at, data=data)


def _person(place: Place, name: str, email: str, by: Actor, at: datetime) -> Person:
    """Somebody we know by both name and address, or somebody new of the body's organisation."""
    if not email.strip():
        raise AddressRefused
    same = [one for one in Person.objects.filter(email__iexact=email.strip(), erased_at__isnull=True)
            if name_key(one.name) == name_key(name)]  # fmt: skip
    known = min(same, key=lambda one: str(one.pk), default=None)
    organisation = place.body.organisation if place.body else None
    return known or people.make(name, email, organisation, by=by, at=at)


def _link(place: Place, held: Contribution, person: Person) -> Link:
    """The person's link to the draft; one that was closed is made anew, so that the old mail stays dead."""
    round = place.questionnaire.track.round
    about = link_subject(held.pk, round.key)
    Link.objects.filter(person=person, purpose=Link.Purpose.DRAFT, subject=about, revoked_at__isnull=False).delete()
    return links.ensure(Link.Purpose.DRAFT, [person.pk], about, closes=rounds.pages_close(round))[person.pk]
