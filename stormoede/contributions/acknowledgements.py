"""The one mail that tells a sender what was understood of theirs: which council, which files, how many words, and where to correct it."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils import translation
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from stormoede.accounts import mail_replies
from stormoede.contributions import corrections, wording
from stormoede.contributions.models import Reading, Submission
from stormoede.contributions.queries.standing import name_of
from stormoede.intake.core import kinds
from stormoede.intake.core.values import State
from stormoede.lib import words
from stormoede.mail import then
from stormoede.mail.looks import Block, Bullets, Button, Look, Paragraph, Small, render
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Unbuildable
from stormoede.members.models import Body, Person
from stormoede.rounds.models import Round


def acknowledged(messages: Sequence[Message], *, reveal: bool) -> Mapping[int, Content | Unbuildable]:
    """What was understood; never the words themselves."""
    return {message.pk: _one(message, reveal) for message in messages}


def _one(message: Message, reveal: bool) -> Content | Unbuildable:
    pk = message.ref.partition(":")[2]
    found = Submission.objects.select_related("round", "incoming").filter(pk=pk).first()
    if found is None:
        return Unbuildable(gettext_noop("The mail that was answered is gone."))
    found = then.of([message], Round).row(message, found)
    person = Person.objects.filter(pk=message.person, erased_at__isnull=True).first() if message.person else None
    address = person.email if person else message.address
    if not address:
        return Unbuildable(gettext_noop("The sender has no mail address."))
    owner = found.round
    with translation.override(person.language if person and person.language else owner.language):
        subject = f"{_('We have received your mail')}: {owner.short}"
        footer: list[Block] = [Small((_("Questions?") + f" {owner.contact_name}, {owner.contact_email}",))]
        language = get_language() or owner.language
        look = Look(language, subject, owner.sender_name, "", _("We have received your mail"), list(_blocks(message, found, reveal)), footer)  # fmt: skip
        text, html = render(look)
    return Content(
        to_name=person.name if person else (found.incoming.sender_name if found.incoming else ""),
        to_address=address, from_name=owner.sender_name, from_address=owner.mailbox, reply_to=owner.mailbox, subject=subject,
        text=text, html=html, headers=_head(found),
    )  # fmt: skip


def _head(found: Submission) -> Mapping[str, str]:
    """A program answers, and says so, that no other program may answer it; and the mail stands with what it answers."""
    thread = mail_replies.thread(found.incoming) if found.incoming else {}
    return {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", **thread}


def _blocks(message: Message, found: Submission, reveal: bool) -> Iterator[Block]:
    zone, language = found.round.time_zone, get_language() or "da"
    told = {
        "subject": found.subject or _("without a subject"),
        "moment": words.moment_year(found.arrived_at, zone, language),
    }
    yield Paragraph(_("We have received your mail “%(subject)s” %(moment)s. This is what we have understood.") % told)
    yield Bullets(tuple((line,) for line in _understood(message, found)))
    readings = [one for one in found.readings.all() if one.state != State.PASSED and not _is_nothing(one)]
    if readings:
        yield Paragraph(_("This is what we have read:"))
        yield Bullets(tuple((f"{wording.name(one)}: {wording.advice(one) or wording.state(one)}",) for one in readings))
    yield Paragraph(_("A colleague looks at it before it counts. Nothing is lost: your mail is kept as it came."))
    yield Paragraph(_("Is something wrong? Say so on the page below, or answer this mail."))
    yield Button(corrections.address(found, reveal=reveal), _("Correct it"), _("Correct it"))


def _is_nothing(one: Reading) -> bool:
    return one.kind == kinds.MAIL and one.state == State.EMPTY


def _understood(message: Message, found: Submission) -> Iterator[str]:
    # As it was understood when the mail was written; those of earlier versions tell how it is taken today.
    ids = message.facts.get("bodies", [one.body_id for one in found.backers.all()])
    known = Body.objects.select_related("organisation").in_bulk(ids)
    bodies = [name_of(known[pk]) for pk in ids if pk in known]
    newer_than = Submission.objects.filter(pk=message.facts.get("newer_than", found.newer_than_id)).first()
    language = get_language() or "da"
    if not bodies:
        yield _("We cannot see which council it is from. Tell us.")
    elif len(bodies) == 1:
        yield _("It is from: %(names)s") % {"names": bodies[0]}
    else:
        yield _("It is from these together: %(names)s") % {"names": words.listing(bodies, language)}
    if newer_than:
        moment = words.moment_year(newer_than.arrived_at, found.round.time_zone, language)
        yield _("It takes the place of what you sent %(moment)s") % {"moment": moment}
    if found.late:
        yield _("It came after the deadline.")
