"""Writing a letter: one form, a list of the fields there are, and a preview that is made from what is in the form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import time
from itertools import chain, count
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.letters import compose
from stormoede.letters.actions import drafts
from stormoede.letters.compose import Frozen
from stormoede.letters.core import fields
from stormoede.letters.forms import CorrectionForm, LetterForm, NewLetterForm, NewReminderForm, ReminderForm, languages
from stormoede.letters.models import Letter, LetterText
from stormoede.letters.queries import contents, previews, recipients, starters
from stormoede.letters.queries.previews import Preview
from stormoede.letters.refusals import AlreadyReleased, EditedMeanwhile, KeyTaken
from stormoede.lib import clock
from stormoede.lib.danish import slug
from stormoede.members.models import Audience, Person
from stormoede.rounds.models import Round
from stormoede.web.desk.by import by
from stormoede.web.desk.finding import round_of
from stormoede.web.desk.letters.finding import day, letter_of
from stormoede.web.numbers import number

CONFLICT = 409
_FORMS: Mapping[Letter.Nature, type[LetterForm]] = {
    Letter.Nature.FIRST: LetterForm,
    Letter.Nature.REMINDER: ReminderForm,
    Letter.Nature.CORRECTION: CorrectionForm,
}


@staff_only(Permission.LETTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, key: str) -> HttpResponseBase:
    """Make a letter. The button "Show" keeps nothing."""
    round = round_of(key)
    form = NewLetterForm(request.POST or None, round)
    if request.method == "POST" and "show" not in request.POST and form.is_valid():
        try:
            letter = drafts.make(round, form.cleaned_data["key"], form.told, by=by(request), at=clock.round_now())
        except KeyTaken as no:
            form.add_error("key", str(no))
        else:
            messages.success(request, _("The letter is saved as a draft."))
            return redirect("letter", key=key, letter=letter.key)
    return _written(request, form, round, None)


@staff_only(Permission.LETTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Write a reminder of a letter, from a draft that is short."""
    about = letter_of(key, letter)
    if about.nature == Letter.Nature.REMINDER:
        return redirect("letter", key=key, letter=letter)
    form = NewReminderForm(request.POST or None, about.round)
    if request.method != "POST":
        form.initial = _begun(about)
    elif "show" not in request.POST and form.is_valid():
        at = clock.round_now()
        try:
            made = drafts.make(about.round, form.cleaned_data["key"], form.told, about=about, by=by(request), at=at)
        except KeyTaken as no:
            form.add_error("key", str(no))
        else:
            messages.success(request, _("The reminder is saved as a draft."))
            return redirect("letter", key=key, letter=made.key)
    return _written(request, form, about.round, None, about=about)


def _begun(about: Letter) -> dict[str, Any]:
    """A reminder as it is offered: five days before the deadline, at eight."""
    title, texts = starters.reminder(about)
    typed = {f"{code}_{name}": value for code, text in texts.items() for name, value in asdict(text).items()}
    return {"title": title, "key": _free_key(about), "days_before": 5, "clock": time(8), **typed}


def _free_key(about: Letter) -> str:
    wanted = slug(_("reminder"))
    taken = set(Letter.objects.filter(round=about.round).values_list("key", flat=True))
    return next(free for free in chain([wanted], (f"{wanted}-{n}" for n in count(2))) if free not in taken)


@staff_only(Permission.LETTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Edit a letter that is not released. A second desk is told, and keeps what it typed."""
    own = letter_of(key, letter)
    form = _FORMS[Letter.Nature(own.nature)](request.POST or None, own.round, own)
    status = 200
    if request.method == "POST" and "show" not in request.POST and form.is_valid():
        number = form.cleaned_data["edit_number"] or 0
        try:
            drafts.edit(own, form.told, edit_number=number, by=by(request), at=clock.round_now())
        except (EditedMeanwhile, AlreadyReleased) as no:
            form.add_error(None, str(no))
            status = CONFLICT
        else:
            messages.success(request, _("The letter is saved."))
            return redirect("letter", key=key, letter=letter)
    if own.released_at is not None and request.method != "POST":
        messages.warning(request, str(AlreadyReleased()))
        return redirect("letter", key=key, letter=letter)
    return _written(request, form, own.round, own, status, about=own.about)


def _written(
    request: HttpRequest,
    form: LetterForm,
    round: Round,
    letter: Letter | None,
    status: int = 200,
    about: Letter | None = None,
) -> HttpResponse:
    shown = "show" in request.POST
    if shown:
        form.errors.clear()
    context = {
        "round": round,
        "letter": letter,
        "about": about,
        "form": form,
        "shown": list(_shown(form, round, letter or about)),
        "known": [(name, list(_known(round, code))) for code, name in languages(round.language)],
        "now": letter_of(round.key, letter.key) if letter and status == CONFLICT else None,
    }
    return render(request, "web/desk/letter_write.html", context, status=status)


def _shown(form: LetterForm, round: Round, letter: Letter | None) -> Iterator[Preview]:
    """The letter as the form has it, in each language that has words, for the first of its readers."""
    at = clock.round_now()
    on = day(at, round)
    typed = form.texts(form.data) if form.is_bound else form.texts(form.initial)
    texts = [LetterText(language=code, **asdict(text)) for code, text in typed.items() if text]
    if not texts:
        return
    audience = _audience(form, letter)
    draft = Letter(round=round, audience=audience, key=letter.key if letter else "letter")
    draft.personal_paper = "personal_paper" in form.fields and bool(form["personal_paper"].value())
    content = contents.of(draft, on=on, texts=texts)
    frozen = Frozen(content, on, compose.whole(content))
    people = recipients.of(draft, on).exclude(email="") if audience.pk else Person.objects.none()
    person = people.select_related("organisation").order_by("sort_key", "pk").first() or Person(id=UUID(int=0))
    for words in content.words:
        yield previews.of_frozen(frozen, person, words.language)


def _audience(form: LetterForm, letter: Letter | None) -> Audience:
    chosen = str(form["audience"].value() or "") if "audience" in form.fields else ""
    found = Audience.objects.filter(pk=number(chosen) or 0).first()
    return found or (letter.audience if letter else Audience(name="", spec={}))


@dataclass(frozen=True, slots=True)
class Known:
    """A field a letter may use, as it is typed, and what stands there: the value, or whose it is."""

    typed: Sequence[str]
    value: str


def _known(round: Round, language: str) -> Iterator[Known]:
    """The fields there are in ``language``: the reader's own, the blocks, and the round's with their values."""
    place = 0 if language == "en" else 1
    told = {"name": _("the recipient's name"), "role": _("the recipient's role"), "page": _("the recipient's own page")}
    told |= {"municipality": _("the recipient's municipality"), "place name": _("its name alone")}
    told |= {"dates": _("the dates, as cards or rows"), "button": _("the button to the recipient's page")}
    told |= {"signatures": _("the signatories")}
    facts, _dates = contents.facts(round, language)
    for names in (*fields.NAMES, *fields.BLOCKS):
        if value := told.get(names[0]) or facts.get(names[0]):
            yield Known([fields.as_typed(names[place])], value)
    given = {names[0] for names in fields.NAMES}
    rows: dict[str, list[str]] = {}
    for name, value in facts.items():
        if name not in given and value:
            rows.setdefault(value, []).append(fields.as_typed(name))
    yield from (Known(typed, value) for value, typed in rows.items())
