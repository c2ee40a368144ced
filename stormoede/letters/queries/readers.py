"""Readers of a letter: people with their titles and their own links, many at a time in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from stormoede.accounts import addresses
from stormoede.accounts.models import Link
from stormoede.letters.compose import Frozen, Reader
from stormoede.members.models import Person
from stormoede.members.queries import people as members

# The purposes of the two addresses in a mail.
PAGE, OFF = Link.Purpose.PAGE, Link.Purpose.REMINDERS_OFF


class Own(NamedTuple):
    """So much of a link's row as its address is made of."""

    purpose: str
    handle: str = ""
    generation: int = 0


_MASKED: Mapping[str, Own] = {purpose: Own(purpose) for purpose in (PAGE.value, OFF.value)}


def link_subject(round_key: str) -> str:
    """What the links of a round's letters are for."""
    return f"round:{round_key}"


def of(people: Sequence[Person], frozen: Frozen, *, reveal: bool) -> Mapping[UUID, Reader]:
    """The readers of ``people`` (with their organisations), each in the language of their letter.

    With ``reveal`` False a mask stands in place of each link, whether they have it yet or not.
    """
    links = _links([person.pk for person in people], frozen.content.round_key) if reveal else {}
    readers: dict[UUID, Reader] = {}
    for language in {frozen.for_language(person.language).language for person in people}:
        theirs = [person for person in people if frozen.for_language(person.language).language == language]
        titles = members.titles([person.pk for person in theirs], language, on=frozen.made_on)
        if later := [person.pk for person in theirs if person.pk not in titles]:
            # Who has joined since is called what they have become.
            titles |= members.titles(later, language)
        with override(language):
            for person in theirs:
                own = links.get(person.pk, {}) if reveal else _MASKED
                readers[person.pk] = _reader(person, titles.get(person.pk, ""), frozen, own, reveal)
    return readers


def _links(people: Sequence[UUID], round_key: str) -> Mapping[UUID, dict[str, Own]]:
    found: dict[UUID, dict[str, Own]] = {}
    rows = Link.objects.filter(person_id__in=people, purpose__in=[PAGE, OFF], subject=link_subject(round_key))
    # A letter has two for each reader: their rows are not made into links.
    for person, purpose, handle, generation in rows.values_list("person_id", "purpose", "handle", "generation"):
        found.setdefault(person, {})[purpose] = Own(purpose, handle, generation)
    return found


def _reader(person: Person, title: str, frozen: Frozen, links: Mapping[str, Own], reveal: bool) -> Reader:
    place = person.organisation
    because = (
        _("You receive this mail because you are %(title)s.") % {"title": title}
        if title
        else _("You receive this mail because you are on the member list of %(sender)s.")
        % {"sender": frozen.content.letterhead.sender}
    )
    return Reader(
        name=person.name,
        role=title,
        municipality=(place.full_name or place.name) if place else "",
        place_name=place.name if place else "",
        page=addresses.of(links[PAGE], reveal=reveal) if PAGE in links else "",
        off=addresses.of(links[OFF], reveal=reveal) if OFF in links else "",
        because=because,
    )
