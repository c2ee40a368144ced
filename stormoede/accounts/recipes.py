"""The mails of this room: a new link, lost links, a code, an address changed, an invitation.

Links, codes and sign-ins are derived here, at the moment a mail is built, and masked where the outbox is only looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from stormoede.accounts import addresses, onetimes, queries, senders
from stormoede.accounts import mail_replies as replies
from stormoede.accounts.actions import mail_replies
from stormoede.accounts.actions.codes import code_of
from stormoede.accounts.models import CodeRequest, Link, Staff
from stormoede.accounts.senders import Sender
from stormoede.mail.looks import Block, Bullets, Button, Figures, Look, Paragraph, Small, render
from stormoede.mail.looks import Link as Anchor
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Unbuildable, each
from stormoede.members.models import Person

type Built = Mapping[int, Content | Unbuildable]
type One = Callable[[Message, bool], Content]


def _each(one: One) -> Callable[..., Built]:
    """A recipe that makes one mail at a time: these are sent by the dozen, not by the thousand."""

    def recipe(messages: Sequence[Message], *, reveal: bool) -> Built:
        return each(messages, lambda message: one(message, reveal))

    return recipe


def _person(pk: str) -> Person:
    found = Person.objects.filter(pk=pk, erased_at__isnull=True).first()
    if found is None:
        raise Unbuildable(_("The person is no longer in the list."))
    if not found.email:
        raise Unbuildable(_("The person has no mail address."))
    return found


def _contact(sender: Sender) -> list[Block]:
    if not sender.contact_email:
        return []
    parts = [sender.contact_name, sender.contact_phone]
    words = "".join(f" {part}," for part in parts if part)
    return [Small((_("Questions?"), f"{words} ", Anchor(f"mailto:{sender.contact_email}")))]


def _mail(
    to: tuple[str, str], sender: Sender, subject: str, preheader: str, content: Sequence[Block], language: str
) -> Content:
    look = Look(language, subject, sender.name, preheader, subject, content, _contact(sender))
    text, html = render(look)
    name, address = to
    return Content(
        name, address, sender.name, sender.address, sender.mailbox or sender.contact_email, subject, text, html
    )


def _language(own: str, sender: Sender) -> str:
    return own or sender.language or "da"


def _link(message: Message, reveal: bool) -> Content:
    """A link that replaces one which has been ended."""
    link = Link.objects.select_related("person").filter(pk=message.ref.partition(":")[2]).first()
    if link is None or link.revoked_at is not None:
        raise Unbuildable(_("The link has been ended."))
    who, sender = _person(str(link.person_id)), senders.of(link.subject, message)
    language = _language(who.language, sender)
    with override(language):
        content: list[Block] = [
            Paragraph(_("Dear %(name)s") % {"name": who.name}),
            Paragraph(
                _("Here is your new link. The old one opens nothing any more, wherever it has been forwarded to.")
            ),
            Button(addresses.of(link, reveal=reveal), _("Open your page"), _("Your page")),
            Paragraph(_("The link is yours alone. What you have answered stands as before.")),
        ]
        return _mail((who.name, who.email), sender, _("Your new link"), sender.about, content, language)


def _lost(message: Message, reveal: bool) -> Content:
    """All pages of one person."""
    who = _person(message.person)
    pages = list(queries.pages_of([who.pk], message.date))
    if not pages:
        raise Unbuildable(_("The person has no page to open."))
    sender = senders.of(pages[-1].subject, message)
    language = _language(who.language, sender)
    with override(language):
        content: list[Block] = [Paragraph(_("Dear %(name)s") % {"name": who.name}), *_pages(pages, message, reveal)]
        content.append(
            Paragraph(_("Did you not ask for it? Then somebody has typed your address. You need do nothing."))
        )
        return _mail((who.name, who.email), sender, _("Your link"), sender.about, content, language)


def _pages(pages: Sequence[Link], message: Message, reveal: bool) -> list[Block]:
    if len(pages) == 1:
        return [
            Paragraph(_("Here is the link you asked for. It is yours alone.")),
            Button(addresses.of(pages[0], reveal=reveal), _("Open your page"), _("Your page")),
        ]
    rows = tuple(((Anchor(addresses.of(page, reveal=reveal), _called(page, message))),) for page in pages)
    return [Paragraph(_("Here are the links you asked for. They are yours alone.")), Bullets(rows)]


def _called(page: Link, message: Message) -> str:
    about = senders.of(page.subject, message).about
    if page.purpose == Link.Purpose.DRAFT:
        return _("%(round)s: the draft you write along in") % {"round": about}
    return _("%(round)s: your talks") % {"round": about} if page.purpose == Link.Purpose.SPEAKER else about


def _code(message: Message, reveal: bool) -> Content:
    """Six digits."""
    asked = CodeRequest.objects.select_related("person", "staff").filter(pk=message.ref.partition(":")[2]).first()
    who = (asked.staff or asked.person) if asked else None
    if asked is None or who is None or not who.email:
        raise Unbuildable(_("The code was asked for too long ago."))
    sender = senders.of("", message)
    language = _language(who.language, sender)
    code = code_of(asked) if reveal else "••••••"
    with override(language):
        content: list[Block] = [
            Paragraph(_("Type this code where you asked for it:")),
            Figures(f"{code[:3]} {code[3:]}"),
            Paragraph(_("It works for ten minutes, once, and only in the browser you asked from.")),
            Paragraph(_("Did you not ask for it? Tell nobody the code. Nothing has been changed.")),
        ]
        subject, preheader = _("Your code"), _("Works for ten minutes")
        return _mail((who.name, who.email), sender, subject, preheader, content, language)


def _address_changed(message: Message, reveal: bool) -> Content:
    """To the old address and to the new one."""
    who = Person.objects.filter(pk=str(message.facts.get("person")), erased_at__isnull=True).first()
    if who is None:
        raise Unbuildable(_("The person is no longer in the list."))
    sender = senders.of("", message)
    language = _language(who.language, sender)
    with override(language):
        content: list[Block] = [
            Paragraph(_("Dear %(name)s") % {"name": who.name}),
            Paragraph(_("From now on we write to %(address)s.") % {"address": who.email}),
            Paragraph(_("Was it not you? Write to us at once, and we will put it right.")),
        ]
        return _mail(
            (who.name, message.address), sender, _("Your mail address has been changed"), "", content, language
        )


def _invitation(message: Message, reveal: bool) -> Content:
    """A colleague's first sign-in."""
    who = Staff.objects.filter(pk=message.ref.partition(":")[2], is_active=True).first()
    if who is None:
        raise Unbuildable(_("The colleague no longer has access."))
    sender = senders.of("", message)
    language = _language(who.language, sender)
    issued = datetime.fromtimestamp(int(str(message.facts["issued"])) * 60, UTC)
    address = onetimes.address_of(who, issued) if reveal else onetimes.masked()
    with override(language):
        content: list[Block] = [
            Paragraph(_("Dear %(name)s") % {"name": who.name}),
            Paragraph(
                _(
                    "You can now work in Stormøde. Open the page on the computer or phone you use, and make your passkey."
                )
            ),
            Button(address, _("Make your passkey"), _("Make your passkey")),
            Paragraph(_("The button works once, within 24 hours.")),
        ]
        subject = _("Make your passkey for Stormøde")
        return _mail((who.name, who.email), sender, subject, _("Works once, within 24 hours"), content, language)


RECIPES = {
    "accounts.link": _each(_link),
    "accounts.lost": _each(_lost),
    "accounts.code": _each(_code),
    "accounts.address_changed": _each(_address_changed),
    "accounts.invitation": _each(_invitation),
    mail_replies.KIND: replies.recipe,
}
