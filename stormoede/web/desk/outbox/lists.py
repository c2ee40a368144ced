"""The list of mails, filtered by where they stand, what they are and who they are for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.lib import clock
from stormoede.lib.danish import sort_key
from stormoede.mail import queries, tide, troubles
from stormoede.mail.models import Message
from stormoede.mail.queries import Wanted
from stormoede.members.models import Person
from stormoede.members.queries import people
from stormoede.web.desk import mail_order, tabled
from stormoede.web.desk.lists import Column, Listed, moment
from stormoede.web.desk.outbox import reveal_links
from stormoede.web.desk.outbox.words import STATES, Look, kind_words
from stormoede.web.desk.paging import Paginator
from stormoede.web.desk.tabled import cell, chip, head, link, stamped, text
from stormoede.web.templatetags.roof import page_of

_PER_PAGE = 50
_AT_A_TIME = 2000
# A name that this many people share is no filter.
_MOST_PEOPLE = 500
_LOST = {Message.State.REFUSED, Message.State.UNBUILDABLE}


class FilterForm(forms.Form):
    """What the list is narrowed to; anything it does not know is taken as empty."""

    state = forms.ChoiceField(label=_("Where it stands"), required=False)
    kind = forms.ChoiceField(label=_("What it is"), required=False)
    person = forms.CharField(label=_("Who it is for"), required=False, max_length=160)

    def __init__(self, data: Mapping[str, str], tally: Mapping[tuple[str, str], int]) -> None:
        super().__init__(data)
        kinds = sorted({kind for kind, _state in tally}, key=lambda kind: sort_key(kind_words(kind)))
        self._choices("state", [(key, str(look.word)) for key, look in STATES.items()])
        self._choices("kind", [(kind, kind_words(kind)) for kind in kinds])

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *choices]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        named = given.get("person", "").strip()
        return Wanted(state=given.get("state", ""), kind=given.get("kind", ""), people=_ids(named) if named else None)


def _ids(named: str) -> list[str]:
    """The ids of the people a search means, and the search itself where it is an id."""
    found = people.listing(people.Wanted(search=named), on=clock.round_now().date()).values_list("pk", flat=True)[
        :_MOST_PEOPLE
    ]
    return [*map(str, found), named]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    message: Message
    person: Person | None
    kind: str
    look: Look
    trouble: str


def named(messages: Iterable[Message]) -> dict[str, Person]:
    """The people these mails are for, by id, in one statement."""
    ids = [message.person for message in messages if _is_id(message.person)]
    return {str(person.pk): person for person in Person.objects.filter(pk__in=ids)}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def rows(messages: Sequence[Message]) -> list[Row]:
    """The mails with what the list says about each."""
    known = named(messages)
    return [Row(m, known.get(m.person), kind_words(m.kind), STATES[m.state], troubles.sentence(m)) for m in messages]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many mails stand somewhere, and the way to them."""

    state: str
    look: Look
    number: int


def figures(tally: Mapping[tuple[str, str], int]) -> list[Figure]:
    """The states that have mails."""
    sums = Counter[str]()
    for (_kind, state), number in tally.items():
        sums[state] += number
    return [Figure(state, look, sums[state]) for state, look in STATES.items() if sums[state]]


def wanted(given: Mapping[str, str]) -> QuerySet[Message]:
    """The mails that a filter means."""
    return queries.listing(FilterForm(given, queries.tally()).wanted)


@staff_only(Permission.ADDRESSES)
def listing(request: HttpRequest) -> HttpResponse:
    """The mails, the newest first."""
    tally = tide.kept("outbox", queries.tally)
    form = FilterForm(request.GET, tally)
    narrowed, listed = form.wanted, Listed(request, _columns())
    found = listed.query(queries.listing(narrowed).alias(to=mail_order.by_person(mail_order.address("address"))))
    file = listed.file(gettext("Outbox"), lambda: _everything(found))
    if file is not None:
        return file
    page = Paginator(found, _PER_PAGE, rows=queries.shown).get_page(request.GET.get("page"))
    return render(
        request,
        "web/desk/outbox.html",
        {
            "form": form,
            "list": listed,
            "page": page,
            "rows": _drawn(rows(list(page.object_list))),
            "figures": figures(tally),
            "narrowed": narrowed,
            "may_act": page.paginator.count > 1 and narrowed.state in _LOST and _may_act(request),
            "relays": queries.relays_down(),
            "no_relay": not settings.MAIL_RELAY["host"] and not reveal_links(),
        },
    )


def _columns() -> list[Column[Row]]:
    return [
        Column("to", gettext("To"), _to, by=("to", "-id")),
        Column("address", gettext("Mail address"), lambda row: row.message.address, opt=None),
        Column("kind", gettext("What"), lambda row: row.kind, by=("kind", "-id")),
        Column("state", gettext("Where it stands"), lambda row: str(row.look.word), by=("state", "-id")),
        Column("trouble", gettext("What went wrong"), lambda row: row.trouble, opt=None),
        Column("dated", gettext("Dated"), lambda row: moment(row.message.date), by=("date",), opt="opt"),
    ]


def _drawn(found: Iterable[Row]) -> SafeString:
    """The lines of a page."""
    return tabled.rows(
        (
            head(link(page_of(row.message.pk, "outbox-mail"), _to(row))),
            cell(text(row.kind)),
            cell(chip(row.look.tone, str(row.look.word), row.trouble)),
            cell(stamped(row.message.date), "opt"),
        )
        for row in found
    )


def _to(row: Row) -> str:
    if row.person:
        return row.person.name or str(row.person.pk)
    return row.message.address or row.message.person


def _everything(found: QuerySet[Message]) -> Iterator[Row]:
    """Each mail with its person, some thousands at a time."""
    for some in batched(found.iterator(_AT_A_TIME), _AT_A_TIME):
        yield from rows(some)


def _may_act(request: HttpRequest) -> bool:
    assert isinstance(request.user, Staff)
    return may(request.user, Permission.RELEASE)
