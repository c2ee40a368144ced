"""Columns of lists of people, for pages and files. Mail addresses are for those who may see them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stormoede.members.models import Person
from stormoede.web.desk.lists import Column
from stormoede.web.desk.tabled import Html, cell, chip, head, link, mailbox, rows, seat, text
from stormoede.web.templatetags.roof import page_of


def who[R](
    of: Callable[[R], Person], at: str | None = None, *, beside: bool = False, numbered: bool = True
) -> list[Column[R]]:
    """Name, number, code and municipality of a row's person.

    ``at`` is where a database has them, "person__"; None: the rows are at hand. ``beside``: the page has the municipality in
    a column of its own.
    """
    name = () if at is None else (f"{at}sort_key",)
    place = () if at is None else (f"{at}organisation__sort_key", *name)
    number = [Column[R]("number", _("Member number"), lambda row: of(row).number, opt=None)] if numbered else []
    return [
        Column("name", _("Name"), lambda row: of(row).name, by=name),
        *number,
        Column("code", _("Code"), lambda row: _place(of(row))[0], opt=None),
        Column("organisation", _("Municipality"), lambda row: _place(of(row))[1], place, "opt" if beside else None),
    ]


def address[R](of: Callable[[R], Person], at: str = "", opt: str | None = "") -> Column[R]:
    """The mail address."""
    return Column("email", _("Mail address"), lambda row: of(row).email, by=(f"{at}email",), opt=opt)


def reaching(reach: str, people: int, reachable: int) -> int:
    """How many of ``people`` are listed: all of them, or those who have an address ("yes") or none ("no")."""
    return {"yes": reachable, "no": people - reachable}.get(reach, people)


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody, and where they sit today, empty where they do not."""

    person: Person
    seat: str


def seated(found: Iterable[Row], addresses: bool, *, to_place: bool = False) -> SafeString:
    """The lines of a page: who, of which municipality, in which seat, and how they are reached. ``to_place`` leads there."""
    nowhere = text(_("None"))
    lines = []
    for row in found:
        person, place = row.person, row.person.organisation
        name = head(link(page_of(person.pk, "member"), person.name))
        told = text(place.name) if place else nowhere
        if place and to_place:
            told = link(page_of(place.code, "organisation"), place.name)
        lines.append((name, cell(told, "opt"), seat(row.seat), cell(_reached(person, addresses))))
    return rows(lines)


def _reached(person: Person, addresses: bool) -> Html:
    if not person.email:
        return chip("stop", _("No address"))
    return mailbox(person.email) if addresses else text(_("Has an address"))


def _place(person: Person) -> tuple[str, str]:
    place = person.organisation
    return (place.code, place.name) if place else ("", "")
