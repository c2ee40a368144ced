"""Columns of lists of people, for pages and files. Mail addresses are for those who may see them."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from stormoede.members.models import Person
from stormoede.web.desk.lists import Column


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


def _place(person: Person) -> tuple[str, str]:
    place = person.organisation
    return (place.code, place.name) if place else ("", "")
