"""``/desk/search/``: one field for people, municipalities and letters. It stands in the head of every page of the desk."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.letters.models import Letter
from stormoede.letters.queries import titled
from stormoede.members.models import Organisation, Person
from stormoede.members.queries import finding
from stormoede.members.queries import people as members
from stormoede.web.desk.members import allowed, today

_MOST, _LONGEST = 12, 100


@dataclass(frozen=True, slots=True)
class Found:
    """A person that was meant, with their seat in words."""

    person: Person
    seat: str


@staff_only(Permission.READ)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the words mean, the likeliest first. Nine statements, however many there are."""
    words = " ".join(request.GET.get("q", "")[:_LONGEST].split())
    addresses = allowed(request, Permission.ADDRESSES)
    people = finding.people(words, _MOST + 1, addresses=addresses) if words else []
    titles = members.titles([one.pk for one in people], get_language() or "en", on=today()) if people else {}
    places: list[Organisation] = finding.organisations(words) if words else []
    letters: list[Letter] = titled.containing(words) if words else []
    values = {
        "words": words,
        "people": [Found(one, titles.get(one.pk, "")) for one in people[:_MOST]],
        "more": len(people) > _MOST,
        "places": places[:_MOST],
        "letters": letters[:_MOST],
        "number": min(len(people), _MOST) + len(places[:_MOST]) + len(letters[:_MOST]),
        "addresses": addresses,
    }
    return render(request, "web/desk/search.html", values)


urlpatterns: list[URLPattern] = [path("desk/search/", search, name="search")]
