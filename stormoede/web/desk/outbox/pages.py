"""One mail: its head, its text, its HTML, what is attached, the raw bytes, and what can still be done about it."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.lib import clock, seen, words
from stormoede.lib.refusal import Refusal
from stormoede.mail import showing, troubles
from stormoede.mail.actions import outbox
from stormoede.mail.models import Message
from stormoede.mail.recipes import Unbuildable
from stormoede.mail.showing import Shown
from stormoede.web import withheld
from stormoede.web.desk.by import by
from stormoede.web.desk.outbox import lists, mending, reveal_links

_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
# The HTML of a mail has styles of its own and nothing else: no script, no picture, no form, no way out of its frame.
_FRAMED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_FILE = "sandbox; default-src 'none'; frame-ancestors 'none'"


def _shown(message: Message) -> Shown:
    return showing.show(message, reveal=reveal_links())


@staff_only(Permission.ADDRESSES, reads="message:{pk}")
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail."""
    message = get_object_or_404(Message.objects.select_related("batch"), pk=pk)
    try:
        shown, fault = _shown(message), ""
    except Unbuildable as no:
        shown, fault = None, _(str(no) or "The recipe gave nothing for this mail.")
    (row,) = lists.rows([message])
    assert isinstance(request.user, Staff)
    return render(
        request,
        "web/desk/mail.html",
        {
            "message": message,
            "row": row,
            "raw": troubles.raw(message),
            "shown": shown,
            "fault": fault,
            "names_others": shown is not None and showing.names_others(message, shown),
            "masked": not reveal_links(),
            "links": _links(shown) if shown and reveal_links() else [],
            "may_act": may(request.user, Permission.RELEASE),
            "mends": _mends(request.user, message),
            "seen": seen.mark(row.person.email) if row.person else "",
        },
    )


def _mends(who: Staff, message: Message) -> mending.AddressForm | None:
    """The form that corrects the address of a mail that was refused, for one who may."""
    found = mending.person_of(message) if may(who, Permission.INBOX) else None
    return mending.AddressForm(initial={"email": found.email}) if found else None


def _links(shown: Shown) -> list[str]:
    return list(dict.fromkeys(_LINK.findall(shown.content.text)))


def _file_view(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A part of a mail as an answer of its own; where there is none, the mail's page says why. One with a virus is kept apart."""

    @wraps(serve)
    def view(request: HttpRequest, pk: int, **more: int) -> HttpResponse:
        message = get_object_or_404(Message, pk=pk)
        try:
            shown = _shown(message)
            return (serve is not html and _kept_apart(request, shown)) or serve(message, shown, **more)
        except (Unbuildable, IndexError):
            return redirect("outbox-mail", pk=pk)

    return staff_only(Permission.ADDRESSES)(view)


def _kept_apart(request: HttpRequest, shown: Shown) -> HttpResponse | None:
    """What is said in place of a mail that carries a virus."""
    said = (withheld.answer(request, hashlib.sha256(one.content).hexdigest()) for one in shown.files)
    return next((answer for answer in said if answer), None)


def _download(name: str, kind: str, data: bytes) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Security-Policy": _FILE, "Content-Disposition": disposition or "attachment"}
    return HttpResponse(data, content_type=kind, headers=headers)


@_file_view
def html(message: Message, shown: Shown) -> HttpResponse:
    """The mail's HTML, for the frame on its page."""
    return HttpResponse(shown.content.html, headers={"Content-Security-Policy": _FRAMED})


@_file_view
def raw(message: Message, shown: Shown) -> HttpResponse:
    """The mail's bytes, as a mail program opens them."""
    return _download(f"mail-{message.pk}.eml", "message/rfc822", shown.data)


@_file_view
def file(message: Message, shown: Shown, number: int) -> HttpResponse:
    """One attached file."""
    found = shown.files[number]
    return _download(found.name, found.type, found.content)


@require_POST
@staff_only(Permission.RELEASE)
def again(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put a mail back into the queue."""
    get_object_or_404(Message, pk=pk)
    try:
        outbox.try_again(pk, by=by(request), at=clock.round_now())
        messages.success(request, _("The mail is sent once more."))
    except Refusal as no:
        messages.error(request, str(no), extra_tags="stop")
    return redirect("outbox-mail", pk=pk)


@require_POST
@staff_only(Permission.RELEASE)
def all_again(request: HttpRequest) -> HttpResponseBase:
    """Put all that the list was narrowed to back into the queue, as far as they were lost."""
    lost = lists.wanted(request.POST)
    number = outbox.try_all_again(lost.values_list("pk", flat=True), by=by(request), at=clock.round_now())
    told = ngettext("%(count)s mail is sent once more.", "%(count)s mails are sent once more.", number)
    if number:
        messages.success(request, told % {"count": words.number(number, get_language() or "en")})
    else:
        messages.error(request, _("Nothing was there to send once more."), extra_tags="stop")
    return redirect("outbox")


@require_POST
@staff_only(Permission.RELEASE)
def cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a mail out of the queue."""
    get_object_or_404(Message, pk=pk)
    try:
        outbox.cancel(pk, now=clock.wall(), by=by(request), at=clock.round_now())
        messages.success(request, _("The mail has been taken out and is not sent."))
    except Refusal as no:
        messages.error(request, str(no), extra_tags="stop")
    return redirect("outbox-mail", pk=pk)


urlpatterns = [
    path("desk/outbox/", lists.listing, name="outbox"),
    path("desk/outbox/again", all_again, name="outbox-all-again"),
    path("desk/outbox/<int:pk>/", mail, name="outbox-mail"),
    path("desk/outbox/<int:pk>/html", html, name="outbox-html"),
    path("desk/outbox/<int:pk>/mail.eml", raw, name="outbox-raw"),
    path("desk/outbox/<int:pk>/files/<int:number>", file, name="outbox-file"),
    path("desk/outbox/<int:pk>/again", again, name="outbox-again"),
    path("desk/outbox/<int:pk>/address", mending.address, name="outbox-address"),
    path("desk/outbox/<int:pk>/cancel", cancel, name="outbox-cancel"),
]
