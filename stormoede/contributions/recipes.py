"""The mails of this room: a receipt for what was handed in, and the news that one is asked to write along."""

from collections.abc import Mapping, Sequence

from django.utils import translation
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from stormoede.accounts import addresses
from stormoede.accounts import queries as accounts
from stormoede.accounts.models import Link
from stormoede.contributions.acknowledgements import acknowledged
from stormoede.contributions.actions.corrections import CORRECTED
from stormoede.contributions.actions.drafts import INVITED
from stormoede.contributions.actions.handing_in import RECEIPT
from stormoede.contributions.actions.submissions import ACKNOWLEDGED
from stormoede.contributions.models import Answer, Contribution, Version
from stormoede.contributions.queries import versions
from stormoede.contributions.queries.places import link_subject
from stormoede.contributions.queries.standing import name_of
from stormoede.lib import words
from stormoede.mail import then
from stormoede.mail.looks import Block, Bullets, Button, Paragraph, Small
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Recipe, Unbuildable
from stormoede.members.models import Person
from stormoede.passages.core.kinds import Basis, Fate
from stormoede.passages.models import Ruling
from stormoede.rounds.mails import Told, written
from stormoede.rounds.models import Round, Track


def receipt(messages: Sequence[Message], *, reveal: bool) -> Mapping[int, Content | Unbuildable]:
    """What was received: which questions are answered, the decision, the files; never the words themselves."""
    return {message.pk: _one(message, reveal) for message in messages}


def invited(messages: Sequence[Message], *, reveal: bool) -> Mapping[int, Content | Unbuildable]:
    """Somebody is asked to write along."""
    return {message.pk: _one(message, reveal) for message in messages}


def corrected(messages: Sequence[Message], *, reveal: bool) -> Mapping[int, Content | Unbuildable]:
    """The desk has corrected or erased words that somebody handed in."""
    return {message.pk: _one(message, reveal) for message in messages}


RECIPES: Mapping[str, Recipe] = {
    RECEIPT: receipt,
    INVITED: invited,
    CORRECTED: corrected,
    ACKNOWLEDGED: acknowledged,
}


def _one(message: Message, reveal: bool) -> Content | Unbuildable:
    person = Person.objects.select_related("organisation").filter(pk=message.person, erased_at__isnull=True).first()
    if person is None or not person.email:
        return Unbuildable(gettext_noop("The person has no mail address."))
    pk, _colon, ruling = message.ref.partition(":")[2].partition(":")
    rows = Version.objects.select_related(
        "contribution__questionnaire__track__round", "contribution__body__organisation"
    )
    version = rows.filter(pk=pk).first() if message.kind in {RECEIPT, CORRECTED} else None
    found = version.contribution if version else _contribution(pk)
    if found is None:
        return Unbuildable(gettext_noop("The input it is about is gone."))
    as_then = then.of([message], Track, Round)
    version, found = version and as_then.row(message, version), as_then.row(message, found)
    owner = found.questionnaire.track.round
    with translation.override(person.language or owner.language):
        if version is None:
            return _asked(person, found, owner, reveal)
        page = _page(person, found, owner, reveal)
        if message.kind == CORRECTED:
            ruled = Ruling.objects.filter(pk=ruling).first()
            return (
                _ruled(person, version, ruled, page)
                if ruled
                else Unbuildable(gettext_noop("What was decided of it is gone."))
            )
        return _mail(person, owner, _("We have received your answer"), _received(person, version), page)


def _contribution(pk: str) -> Contribution | None:
    try:
        rows = Contribution.objects.select_related("questionnaire__track__round", "body__organisation")
        return rows.filter(pk=pk).first()
    except ValueError:
        return None


def _asked(person: Person, found: Contribution, owner: Round, reveal: bool) -> Content:
    """For somebody of the body their own page; for somebody asked by mail a link to that draft alone."""
    about = link_subject(found.pk, owner.key)
    link = accounts.link_of(person.pk, Link.Purpose.DRAFT, about)
    if link is None or link.revoked_at is not None:
        page = _page(person, found, owner, reveal)
        return _mail(person, owner, _("Will you write along?"), _invited(person, found), page)
    told = [
        *_invited(person, found)[:-1],
        Paragraph(_("The link is yours alone and opens this draft and nothing else. It works until the mayor, the chair or the secretary has handed the answer in. A code is sent to this address first.")),
        Paragraph(_("If you do not know what this is about, leave it: nobody is told that you have read it.")),
    ]  # fmt: skip
    return _mail(person, owner, _("Will you write along?"), told, addresses.of(link, reveal=reveal))


def _page(person: Person, found: Contribution, owner: Round, reveal: bool) -> str:
    """The person's own page, or the council's for its secretary; empty when they have none."""
    subjects = [f"round:{owner.key}"]
    if found.body and found.body.organisation:
        subjects.insert(0, f"council:{found.body.organisation.code}:{owner.key}")
    elif found.body and found.body.group:
        subjects.insert(0, f"regional:{found.body.group.code}:{owner.key}")
    links = accounts.links(Link.Purpose.PAGE, subjects, [person.pk])
    link = next((links[person.pk, subject] for subject in subjects if (person.pk, subject) in links), None)
    return addresses.of(link, reveal=reveal) if link else ""


def _invited(person: Person, found: Contribution) -> list[Block]:
    place = name_of(found.body) if found.body else ""
    return [
        Paragraph(_("Dear %(name)s") % {"name": person.name}),
        Paragraph(
            _("You are asked to help write the answer of %(place)s to “%(title)s”.")
            % {"place": place, "title": found.questionnaire.track.title}
        ),
        Paragraph(_("Open your page and choose the draft. What you type is saved as you type it.")),
    ]


def _ruled(person: Person, version: Version, ruled: Ruling, page: str) -> Content:
    """What was done and why; never the words, which may be what had to go."""
    found = version.contribution
    owner, erased = found.questionnaire.track.round, ruled.now == Fate.ERASED.value
    answer = Answer.objects.filter(text=ruled.text_id).first()
    about = answer.asked if answer else _("a minority statement")
    told = {"sender": owner.sender_name, "number": version.number, "about": about}
    act = _("%(sender)s has erased the words in your version %(number)s about “%(about)s”.") if erased else _("%(sender)s has corrected the words in your version %(number)s about “%(about)s”.")  # fmt: skip
    blocks: list[Block] = [
        Paragraph(_("Dear %(name)s") % {"name": person.name}),
        Paragraph(act % told),
        Paragraph(_("The reason: %(reason)s") % {"reason": ruled.reason}),
        Paragraph(_("Your draft is as you left it. Change it there too before you hand in a new version. Write to us if you do not agree.")),
    ]  # fmt: skip
    subject = _("Words of yours have been erased") if erased else _("Words of yours have been corrected")
    return _mail(person, owner, subject, blocks, page)


def _received(person: Person, version: Version) -> list[Block]:
    found, language = version.contribution, get_language() or "da"
    told = versions.read(version)
    zone = found.questionnaire.track.round.time_zone
    moment = words.moment_year(version.handed_in_at, zone, language)
    whose = name_of(found.body) if found.body else person.name
    lines = [_("Received %(moment)s") % {"moment": moment}, _("Version %(number)s") % {"number": version.number}]
    if version.decided_on:
        day = words.plain_day_year(version.decided_on, language)
        told_of = {"day": day, "reference": version.reference}
        lines.append((_("Decided %(day)s %(reference)s") % told_of).strip())
    count = len(told.minorities)
    lines += (
        [ngettext("%(count)s minority statement", "%(count)s minority statements", count) % {"count": count}]
        if count
        else []
    )
    lines.append(_("For the public") if version.basis == Basis.PUBLIC.value else _("Internal (§ 25)"))
    answered = [one.asked for one in told.said]
    files = [file.name for one in told.said for file in one.files] + [file.name for file in told.files]
    blocks: list[Block] = [
        Paragraph(_("Dear %(name)s") % {"name": person.name}),
        Paragraph(
            _("We have received the answer of %(whose)s to “%(title)s”.")
            % {"whose": whose, "title": found.questionnaire.track.title}
        ),
        Bullets(tuple((line,) for line in lines)),
        Paragraph(_("These questions are answered:")),
        Bullets(tuple((title,) for title in answered) or ((_("None"),),)),
    ]
    if files:
        blocks += [Paragraph(_("These files came along:")), Bullets(tuple((name,) for name in files))]
    return [*blocks, Paragraph(_("You can change it and hand in a new version. The older one is kept."))]


def _mail(person: Person, owner: Round, subject: str, content: list[Block], page: str) -> Content:
    if page:
        content.append(Button(page, _("Open the page"), _("The page")))
    footer: list[Block] = [Small((_("Questions?") + f" {owner.contact_name}, {owner.contact_email}",))]
    # A question keeps its own mark.
    told = f"{subject} {owner.short}" if subject.endswith("?") else f"{subject}: {owner.short}"
    return written(owner, person.name, person.email, Told(told, subject, "", content, footer))
