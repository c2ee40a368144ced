"""Finding people and organisations by any part of what they are called: for the field in the desk's head.

A name is looked for in the keys of Danish order, which know neither case nor accents and write aa as å: the key of a word's part
stands within the key of the name. Such a look goes through all names, in an index that holds nothing but them, and ends with
the last row wanted; a hundred thousand names cost about ten milliseconds when nobody is found, and any part of a word is found,
which an index of beginnings could not. Numbers and addresses are looked up from their beginning, in their own indexes.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from stormoede.lib.danish import name_key, sort_key
from stormoede.members.models import Alias, Organisation, Person

_LAST = "\U0010ffff"


def people(search: str, most: int, *, addresses: bool) -> list[Person]:
    """The first ``most`` people meant, those whose name begins so before those it stands in. Four statements at most.

    Without ``addresses`` they are found by name and number only.
    """
    ids = [*_called(search, most), *_known_as(search, most, addresses)]
    found = Person.objects.filter(pk__in=ids, erased_at__isnull=True).select_related("organisation")
    key = sort_key(search)
    return sorted(found, key=lambda one: (not one.sort_key.startswith(key), one.sort_key, str(one.pk)))[:most]


def _called(search: str, most: int) -> Sequence[UUID]:
    """By every word of the name; nobody has a key when they are erased."""
    keys = [key for word in search.split() if (key := sort_key(word))]
    if not keys or "@" in search:
        return ()
    named = Q()
    for key in keys:
        named &= Q(sort_key__contains=key)
    # More than are shown, since those whose name begins with the first word are to stand first.
    return list(Person.objects.filter(named).order_by("sort_key", "id").values_list("id", flat=True)[: most * 4])


def _known_as(search: str, most: int, addresses: bool) -> Sequence[UUID]:
    """By number, and by the beginning of the address."""
    if len(search.split()) != 1:
        return ()
    known = list(Person.objects.filter(number=search).values_list("id", flat=True))
    if addresses:
        known += _addressed(search.lower()).order_by("email").values_list("id", flat=True)[:most]
    return known


def _addressed(beginning: str) -> QuerySet[Person]:
    """Each database has an index for what begins so, and its own words to ask it by."""
    if connection.vendor == "sqlite":
        return Person.objects.filter(email__gte=beginning, email__lt=beginning + _LAST)
    return Person.objects.filter(email__startswith=beginning)


def organisations(search: str) -> list[Organisation]:
    """Those whose name, or another name, has every word, or whose code begins so; in Danish order. Two statements."""
    keys = [key for word in search.split() if (key := name_key(word))]
    code = search.strip().lstrip("0")
    other: dict[int, list[str]] = {}
    for place, key in Alias.objects.values_list("organisation_id", "key"):
        other.setdefault(place, []).append(key)

    def meant(place: Organisation) -> bool:
        names = [name_key(place.name), name_key(place.full_name), *other.get(place.pk, [])]
        called = bool(keys) and any(all(key in name for key in keys) for name in names)
        return called or bool(code.isdigit() and place.code.lstrip("0").startswith(code))

    return [place for place in Organisation.objects.order_by("sort_key", "pk") if meant(place)]
