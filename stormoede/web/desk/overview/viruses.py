"""Files in which a virus was found, each with a link to where it is: told until the mail is dealt with or the file is gone."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from stormoede.contributions.models import Attachment
from stormoede.letters.models import LetterEnclosure
from stormoede.mail.models import Incoming, Scan
from stormoede.rounds.models import Round
from stormoede.web.desk.overview.waiting import Wait

_MOST = 5


def found(round: Round) -> list[Wait]:
    """What waits for a person because of a virus. One statement while there is none; without a scanner none at all."""
    if not settings.SCAN:
        return []
    infected = Scan.objects.filter(state=Scan.State.INFECTED).values_list("pk", flat=True)
    if not infected.exists():
        return []
    return [*_mails(infected), *_letters(infected, round), *_attachments(infected, round)]


def _wait(name: str, address: str) -> Wait:
    words = _("A virus was found in %(name)s") % {"name": name}
    return Wait("stop", words, address, _("It is kept apart, and nobody can fetch it"))


def _mails(infected: QuerySet[Scan, str]) -> Iterator[Wait]:
    rows = Incoming.objects.filter(digest__in=infected, state=Incoming.State.WAITING).order_by("-id")
    for pk, subject in rows.values_list("pk", "subject")[:_MOST]:
        yield _wait(subject or _("a mail"), reverse("inbox-mail", args=[pk]))


def _letters(infected: QuerySet[Scan, str], round: Round) -> Iterator[Wait]:
    rows = LetterEnclosure.objects.filter(file__in=infected, letter__round=round).order_by("-id")
    for name, letter in rows.values_list("name", "letter__key")[:_MOST]:
        yield _wait(name, reverse("letter", args=[round.key, letter]))


def _attachments(infected: QuerySet[Scan, str], round: Round) -> Iterator[Wait]:
    track = "contribution__questionnaire__track"
    rows = Attachment.objects.filter(digest__in=infected, removed_at__isnull=True, **{f"{track}__round": round})
    for name, key, pk in rows.order_by("-added_at").values_list("name", f"{track}__key", "contribution")[:_MOST]:
        yield _wait(name, reverse("contribution-one", args=[round.key, key, pk]))
