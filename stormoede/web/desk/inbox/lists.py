"""The list of mails that came in: those that wait first asked for, all of them findable."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.mail import queries, tide
from stormoede.mail.models import Incoming
from stormoede.mail.queries import WantedIncoming
from stormoede.members.models import Person
from stormoede.members.queries import people
from stormoede.web.desk import mail_order, tabled
from stormoede.web.desk.inbox.words import CLAIMS, HOW, Word, of
from stormoede.web.desk.lists import Column, Listed, moment
from stormoede.web.desk.paging import Paginator
from stormoede.web.desk.tabled import NOTHING, cell, chip, head, link, muted, stamped, text
from stormoede.web.templatetags.roof import page_of

_PER_PAGE = 50
_AT_A_TIME = 2000
_MOST_PEOPLE = 500
STATES: Mapping[str, Promise] = {Incoming.State.WAITING: _("Waits for you"), Incoming.State.DONE: _("Done")}


class FilterForm(forms.Form):
    """What the list is narrowed to. Nothing said is what waits; "all" is everything."""

    state = forms.ChoiceField(label=_("Where it stands"), required=False)
    claim = forms.ChoiceField(label=_("What it is"), required=False)
    q = forms.CharField(label=_("Person, address or subject"), required=False, max_length=160)

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data)
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search"})
        self._choose("state", [("", STATES["waiting"]), ("done", STATES["done"]), ("all", _("All"))])
        self._choose("claim", [("", _("All")), *CLAIMS.items()])

    def _choose(self, name: str, choices: Sequence[tuple[str, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(word)) for key, word in choices]

    @property
    def wanted(self) -> WantedIncoming:
        self.is_valid()
        state = self.cleaned_data.get("state", "") or Incoming.State.WAITING.value
        words = self.cleaned_data.get("q", "").strip()
        return WantedIncoming(
            state="" if state == "all" else state,
            claim=self.cleaned_data.get("claim", ""),
            people=_ids(words) if words else None,
            words=words,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    mail: Incoming
    person: Person | None
    word: Word
    kind: str
    how: str


def _ids(words: str) -> list[str]:
    found = people.listing(people.Wanted(search=words), on=clock.round_now().date())
    return [str(pk) for pk in found.values_list("pk", flat=True)[:_MOST_PEOPLE]]


def rows(mails: Sequence[Incoming]) -> list[Row]:
    """The mails with their people. One statement."""
    ids = {UUID(mail.person) for mail in mails if mail.person}
    known = Person.objects.select_related("organisation").in_bulk(ids)
    return [
        Row(
            mail,
            known.get(UUID(mail.person)) if mail.person else None,
            of(mail),
            str(CLAIMS.get(mail.claim, mail.claim)),
            str(HOW.get(mail.done_how, "")),
        )
        for mail in mails
    ]


@staff_only(Permission.ADDRESSES)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The mails, the newest first."""
    form = FilterForm(request.GET)
    wanted, listed = form.wanted, Listed(request, _columns())
    orders = {"who": mail_order.by_person(mail_order.told("sender_key")), "about": mail_order.told("subject_key")}
    found = listed.query(queries.inbox(wanted).alias(**orders))
    file = listed.file(gettext("Inbox"), lambda: _everything(found))
    if file is not None:
        return file
    page = Paginator(found, _PER_PAGE, rows=queries.shown_incoming).get_page(request.GET.get("page"))
    tally = tide.kept(("inbox",), queries.inbox_tally)
    values = {
        "form": form,
        "list": listed,
        "page": page,
        "rows": _drawn(rows(list(page.object_list))),
        "waiting": sum(number for (_claim, state), number in tally.items() if state == Incoming.State.WAITING),
        "all": sum(tally.values()),
        "narrowed": bool(wanted.claim or wanted.words or wanted.state != Incoming.State.WAITING),
        "mailboxes": queries.mailboxes_down(),
        "no_mailbox": not settings.MAILBOX["host"] and not tally,
    }
    return render(request, "web/desk/inbox.html", values)


def _columns() -> list[Column[Row]]:
    return [
        Column("from", gettext("From"), _sender, by=("who", "-received_at")),
        Column("address", gettext("Mail address"), lambda row: row.mail.sender, opt=None),
        Column("organisation", gettext("Municipality"), _place, opt=None),
        Column("subject", gettext("Subject"), lambda row: row.mail.subject, by=("about", "-received_at")),
        Column("kind", gettext("What it is"), lambda row: str(row.word.word), by=("claim", "verdict", "-received_at")),
        Column("done", gettext("Done"), lambda row: row.how, opt=None),
        Column(
            "received", gettext("Came in"), lambda row: moment(row.mail.received_at), by=("received_at",), opt="opt"
        ),
    ]


def _drawn(found: Iterable[Row]) -> SafeString:
    """The lines of a page."""
    return tabled.rows(
        (
            head(
                link(
                    page_of(row.mail.pk, "inbox-mail"),
                    _sender(row) or ("" if row.person else gettext("Unknown sender")),
                ),
                muted(text(_place(row))) if _place(row) else NOTHING,
            ),
            cell(text(row.mail.subject or gettext("No subject"))),
            cell(chip(row.word.tone, str(row.word.word), row.how)),
            cell(stamped(row.mail.received_at), "opt"),
        )
        for row in found
    )


def _sender(row: Row) -> str:
    return row.person.name if row.person else row.mail.sender_name or row.mail.sender


def _place(row: Row) -> str:
    return row.person.organisation.name if row.person and row.person.organisation else ""


def _everything(found: QuerySet[Incoming]) -> Iterator[Row]:
    for some in batched(found.iterator(_AT_A_TIME), _AT_A_TIME):
        yield from rows(some)
