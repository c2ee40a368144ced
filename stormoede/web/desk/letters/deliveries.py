"""Who a letter is for, and what became of it for each."""

from collections.abc import Iterable
from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.letters.models import Delivery, Letter
from stormoede.letters.queries import figures, recipients, standing
from stormoede.lib import clock
from stormoede.lib.cells import Cell
from stormoede.mail import tide
from stormoede.mail.models import Message
from stormoede.members.models import Person
from stormoede.members.queries import people as members
from stormoede.members.queries.audiences import is_fixed
from stormoede.web.desk.letters.finding import day, granted, letter_of
from stormoede.web.desk.lists import Column, Listed, Narrow, moment, named
from stormoede.web.desk.paging import Paginator
from stormoede.web.desk.people_lists import address, reaching, who
from stormoede.web.desk.tabled import cell, chip, head, link, rows, text, when

_PER_PAGE = 50
# What a state is called, and its ring.
State = Message.State


class DeliveryRow(TypedDict):
    """What the lists tell of a delivery."""

    person: Person
    name: str
    ring: str
    why: str
    message: Message | None


_WORDS = {
    State.QUEUED.value: (gettext_lazy("In the queue"), ""),
    State.DEFERRED.value: (gettext_lazy("Put off by the receiver"), "now"),
    State.ACCEPTED.value: (gettext_lazy("Delivered"), "done"),
    State.REFUSED.value: (gettext_lazy("Refused"), "stop"),
    State.UNBUILDABLE.value: (gettext_lazy("Could not be made"), "stop"),
    State.CANCELLED.value: (gettext_lazy("Taken back"), "stop"),
    figures.UNREACHABLE: (gettext_lazy("No mail address"), "stop"),
}


def _told(state: str) -> tuple[str, str]:
    word, ring = _WORDS[state]
    return str(word), ring


@staff_only(Permission.ADDRESSES)
@require_safe
def deliveries(request: HttpRequest, key: str, letter: str) -> HttpResponse:
    """Each delivery with its state and its reason; ``state=lost`` is everybody the letter did not reach."""
    own = letter_of(key, letter)
    wanted = request.GET.get("state", "")
    states = figures.LOST if wanted == "lost" else (wanted,) if wanted in figures.STATES else ()
    form, listed = Narrow(request.GET, _("Name")), Listed(request, _columns(own.round.time_zone), start="name")
    found = listed.query(named(figures.deliveries(own, states), form.value("q")))
    file = listed.file(f"{own.title} {_('Deliveries')}", lambda: map(row_of, found))
    if file is not None:
        return file
    page = Paginator(found, _PER_PAGE, rows=figures.shown).get_page(request.GET.get("page"))
    told = tide.kept(("letter", own.pk), lambda: figures.of_letter(own))
    tabs = [("", _("All"), told.asked), ("lost", _("Not reached"), told.lost)]
    tabs += [(state, _told(state)[0], getattr(told, state)) for state in figures.STATES if getattr(told, state)]
    context = {
        "round": own.round,
        "letter": own,
        "form": form,
        "list": listed,
        "kept": [("state", wanted)] if states else [],
        "page": page,
        "rows": _drawn(own, map(row_of, page)),
        "tabs": [(value, name, count, value == (wanted if states else "")) for value, name, count in tabs],
    }
    return render(request, "web/desk/letter_deliveries.html", context)


def _columns(zone: str) -> list[Column[DeliveryRow]]:
    return [
        *who(_person, "person__", beside=True),
        address(_person, "person__", opt=None),
        Column("state", _("State"), lambda row: row["name"], by=("message__state", "person__sort_key")),
        Column("why", _("Why"), lambda row: row["why"], opt=None),
        Column("when", _("When"), lambda row: _settled(row["message"], zone), by=("message__settled_at",), opt="opt"),
    ]


def _drawn(letter: Letter, found: Iterable[DeliveryRow]) -> SafeString:
    """The lines of a page, each with the way to the letter as that person reads it."""
    reads, nowhere, nobody = _reads(letter), _("None"), _("Erased")
    lines = []
    for row in found:
        person, place, message = row["person"], row["person"].organisation, row["message"]
        waits = text(_("Not yet") if message else _("Not sent"))
        lines.append(
            (
                head(link(f"{reads}{person.pk}", person.name or nobody)),
                cell(text(place.name if place else nowhere), "opt"),
                cell(chip(row["ring"], row["name"], row["why"])),
                cell(when(message.settled_at) if message and message.settled_at else waits, "opt"),
            )
        )
    return rows(lines)


def _reads(letter: Letter) -> str:
    """The address of the letter as somebody reads it, but for who that is."""
    return f"{reverse('letter', args=[letter.round.key, letter.key])}?for="


def _settled(message: Message | None, zone: str) -> Cell:
    return moment(message.settled_at, zone) if message else None


def _person(row: DeliveryRow) -> Person:
    return row["person"]


def _same(person: Person) -> Person:
    return person


def row_of(delivery: Delivery) -> DeliveryRow:
    """What the lists tell of a delivery: to whom, where it stands in words and with which ring, and why."""
    message = delivery.message
    name, ring = _told(message.state if message else figures.UNREACHABLE)
    why = ""
    if message and message.state != State.ACCEPTED:
        why = " ".join(str(part) for part in (message.reply_code, message.reply_text) if part)
    return {"person": delivery.person, "name": name, "ring": ring, "why": why, "message": message}


@staff_only(Permission.ADDRESSES)
@require_safe
def people(request: HttpRequest, key: str, letter: str) -> HttpResponse:
    """Who will get the letter, as the audience is now; ``reach=no`` is those without an address."""
    own = letter_of(key, letter)
    on = day(clock.round_now(), own.round)
    form, reach = Narrow(request.GET, _("Name")), "no" if request.GET.get("reach") == "no" else ""
    listed = Listed(request, [*who(_same, "", beside=True), address(_same, opt="opt")], start="name")
    found = named(recipients.readers(own, on), form.value("q"), "sort_key")
    found = listed.query(found.filter(email="") if reach == "no" else found)
    file = listed.file(f"{own.title} {_('Recipients')}", lambda: found)
    if file is not None:
        return file
    calmly = own.about is None and is_fixed(own.audience.spec)
    counted = tide.kept(("recipients", own.pk, on), lambda: recipients.counted(own, on), calmly=calmly)
    pages = Paginator(found, _PER_PAGE, rows=members.shown, known=_known(own, form, reach, counted))
    page = pages.get_page(request.GET.get("page"))
    context = {
        "round": own.round,
        "letter": own,
        "form": form,
        "list": listed,
        "kept": [("reach", reach)] if reach else [],
        "page": page,
        "rows": _readers(own, page),
        "reach": reach,
        "counted": counted,
    }
    return render(request, "web/desk/letter_people.html", context)


def _readers(letter: Letter, found: Iterable[Person]) -> SafeString:
    reads, none = _reads(letter), _("None")
    return rows(
        (
            head(link(f"{reads}{one.pk}", one.name)),
            cell(text(one.organisation.name if one.organisation else none)),
            cell(text(one.email or none), "opt"),
        )
        for one in found
    )


def _known(letter: Letter, form: Narrow, reach: str, counted: recipients.Counted) -> int | None:
    """How many are listed, where it need not be counted by itself: those it was sent to, or the audience as it is now."""
    if form.value("q") or (letter.sent_at and reach):
        return None
    if letter.sent_at:
        return tide.kept(("got", letter.pk), lambda: recipients.got(letter))
    return reaching(reach, counted.people, counted.reachable)


@staff_only(Permission.READ)
@require_safe
def progress(request: HttpRequest, key: str, letter: str) -> HttpResponse:
    """How far sending has come: the part of the letter's page that moves. 205 when the letter has become a draft again."""
    own = letter_of(key, letter)
    if own.released_at is None:
        return HttpResponse(status=205)
    told = figures.of_letter(own)
    context = {
        "round": own.round,
        "letter": own,
        "figures": told,
        "standing": standing.of(own, told),
        "may_release": granted(request, Permission.RELEASE),
        "may_see_addresses": granted(request, Permission.ADDRESSES),
        # The head of the page tells how far the letter is, too.
        "asked_again": True,
    }
    part = "web/desk/letter_progress.html" if own.sent_at else "web/desk/letter_released.html"
    return render(request, part, context)
