"""``stormoede letter preview``: a letter as one recipient gets it, as text, HTML, PDF or a whole mail."""

import argparse
from typing import TYPE_CHECKING

from stormoede.lib.command_line import named
from stormoede.lib.wording import noted as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from stormoede.letters.models import Letter
    from stormoede.letters.queries.previews import Preview
    from stormoede.members.models import Person

FORMATS = ("text", "html", "pdf", "eml")


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``letter`` to the command line."""
    letter = named(subparsers, "letter", _("letters of a round"))
    verbs = letter.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)
    preview = named(verbs, "preview", _("show a letter as one recipient gets it; personal links are masked"))
    preview.add_argument("key", metavar="KEY", help=_("round/letter, or the letter's key when only one round has it"))
    preview.add_argument(
        "--for", dest="address", metavar="ADDRESS", help=_("the recipient; the first who gets mail when unset")
    )
    preview.add_argument("--format", choices=FORMATS, default="text", help=_("text, html, pdf or eml (a whole mail)"))
    preview.set_defaults(run=run_preview)


def run_preview(args: argparse.Namespace) -> int:
    """Write the letter to standard output."""
    import sys

    from stormoede.letters.queries import previews
    from stormoede.lib import clock

    letter = _letter(args.key)
    shown = previews.of(letter, _person(letter, args.address), clock.round_now())
    made = _made(shown, args.format)
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


def _letter(key: str) -> "Letter":
    from django.utils.translation import gettext as _

    from stormoede.letters.models import Letter
    from stormoede.letters.refusals import Unknown

    round_key, _slash, letter_key = key.rpartition("/")
    found = Letter.objects.filter(key=letter_key).select_related("round", "audience")
    if round_key:
        found = found.filter(round__key=round_key)
    letters = list(found[:2])
    if not letters:
        raise Unknown(_("There is no letter “%(key)s”.") % {"key": key})
    if len(letters) > 1:
        raise Unknown(_("Several rounds have a letter “%(key)s”. Write round/letter.") % {"key": key})
    return letters[0]


def _person(letter: "Letter", address: str | None) -> "Person":
    from zoneinfo import ZoneInfo

    from django.utils.translation import gettext as _

    from stormoede.letters.queries import recipients
    from stormoede.letters.refusals import Unknown
    from stormoede.lib import clock

    on = clock.round_now().astimezone(ZoneInfo(letter.round.time_zone)).date()
    people = recipients.of(letter, on).select_related("organisation").order_by("sort_key", "pk")
    # Without an address one gets no mail, so such a person is shown only when there is nobody else.
    person = (
        people.filter(email__iexact=address).first() if address else people.exclude(email="").first() or people.first()
    )
    if person is None:
        raise Unknown(
            _("Nobody in the audience has the address “%(address)s”.") % {"address": address}
            if address
            else _("Nobody is in the audience, so there is nobody to send the letter to.")
        )
    return person


def _made(shown: "Preview", form: str) -> bytes:
    from django.utils.translation import gettext as _

    from stormoede.letters.paper import PaperFault
    from stormoede.letters.refusals import Unknown
    from stormoede.mail.recipes import Unbuildable

    if form == "text":
        return f"{_('Subject')}: {shown.subject}\n\n{shown.text}\n".encode()
    if form == "html":
        return shown.html.encode()
    try:
        made = _mail(shown) if form == "eml" else shown.pdf
    except PaperFault as fault:
        raise Unknown(_("The letter could not be set as PDF:") + f" {fault}") from fault
    except Unbuildable as why:
        raise Unknown(_("No mail can be made of the letter:") + f" {why}") from why
    if made is None:
        raise Unknown(_("The letter has no text for paper."))
    return made


def _mail(shown: "Preview") -> bytes:
    from stormoede.letters import recipes
    from stormoede.lib import clock
    from stormoede.mail import bytes as mail_bytes
    from stormoede.mail.models import Message

    message = Message(kind=recipes.LETTER, mark="0" * 32, date=clock.round_now())
    content = recipes.content(shown.frozen, shown.composed, shown.reader, shown.pdf, message, shown.person)
    return mail_bytes.build(message, content)
