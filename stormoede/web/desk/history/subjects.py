"""Which events are about a person, a municipality, a letter, a meeting or one of its dates: newest first, and what each speaks of.

The ids of what hangs on one thing are read first, each kind in one statement. A meeting's answers may be a hundred thousand,
and a municipality's people a thousand, so there the database looks them up by itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Func, Q, QuerySet
from django.utils.translation import gettext as _

from stormoede.accounts.models import Link, Proposal
from stormoede.contributions.models import Contribution, Version
from stormoede.contributions.queries.standing import name_of
from stormoede.deliberations.models import Deliberation
from stormoede.events.models import Event
from stormoede.letters.models import Letter
from stormoede.lib.prepared import Keyed
from stormoede.mail.models import Incoming, Message
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.members.models import Organisation, Person
from stormoede.talks.models import Speaker, SpeakerRequest, Talk
from stormoede.talks.queries.tours import request_subject, speaker_subject, talk_subject
from stormoede.web.desk.history.telling import About
from stormoede.web.templatetags.roof import page_of

type Speaking = Callable[[Sequence[Event]], Mapping[str, About]]


@dataclass(frozen=True, slots=True)
class Source:
    """``find`` words which events they are, newest first; ``about`` says of some of them what they speak of.

    ``among`` says which of some subjects are told of, where to ask the database for the whole of them costs much.
    """

    find: Callable[[], QuerySet[Event]]
    about: Speaking
    among: Callable[[Set[str]], Set[str]] | None = None

    @property
    def events(self) -> QuerySet[Event]:
        return self.find()


def of_person(person: Person) -> Source:
    """What was done to them, their seats, their links, and what they have answered, sent in and written."""
    answers = dict(Registration.objects.filter(person=person).values_list("pk", "meeting__track__title"))
    sent = dict(Contribution.objects.filter(person=person).values_list("pk", "questionnaire__track__title"))
    told = {
        **_titled("registration", answers),
        **_titled("contribution", sent),
        **_titled("version", _versions(sent)),
        **_same("message", Message.objects.filter(person=str(person.pk)), _("A mail")),
        **_same("incoming", Incoming.objects.filter(person=str(person.pk)), _("A mail from them")),
    }
    others = [*_subjects("link", Link.objects.filter(person=person)), *_subjects("proposal", Proposal.objects.filter(person=person))]  # fmt: skip
    return Source(lambda: _newest([f"person:{person.pk}", *others, *told]), lambda _events: told)


def of_organisation(place: Organisation) -> Source:
    """What was done to its people and their seats, what its bodies discuss and send in, and what was proposed."""
    people = Person.objects.filter(organisation=place, erased_at=None).order_by()
    talks = Deliberation.objects.filter(body__organisation=place)
    rows = talks.values_list("matter_id", "body_id", "matter__track__title")
    sent = dict(Contribution.objects.filter(body__organisation=place).values_list("pk", "questionnaire__track__title"))
    told = {
        **{f"deliberation:{matter}:{body}": About(title, "") for matter, body, title in rows},
        **_titled("contribution", sent),
        **_titled("version", _versions(sent)),
        **_same("proposal", Proposal.objects.filter(organisation=place), _("A proposal")),
    }

    def find() -> QuerySet[Event]:
        named = people.annotate(subject=Named("person", F("pk"))).values("subject")
        return Event.objects.filter(Q(subject__in=list(told)) | Q(subject__in=named)).order_by("-id")

    return Source(find, lambda events: {**_people(people, events), **told})


def _people(people: QuerySet[Person], events: Sequence[Event]) -> dict[str, About]:
    """Whom the events are about. One statement."""
    wanted = {event.subject.partition(":")[2] for event in events if event.subject.startswith("person:")}
    rows = people.filter(pk__in=wanted).values_list("pk", "name")
    return {f"person:{pk}": About(name, page_of(pk, "member")) for pk, name in rows}


def of_letter(letter: Letter) -> Source:
    """From the first draft on, with the pauses of its sending."""
    subjects = [f"letter:{letter.pk}", *([f"batch:{letter.batch_id}"] if letter.batch_id else [])]
    return Source(lambda: _newest(subjects), lambda _events: {})


def of_meeting(meeting: Meeting) -> Source:
    """What was done to it and its dates, who answered what, and who came."""

    def own() -> list[str]:
        dates = (f"session:{pk}" for pk in meeting.sessions.values_list("pk", flat=True))
        return [f"meeting:{meeting.pk}", f"track:{meeting.track_id}", *dates]

    return _with_answers(own, Registration.objects.filter(meeting=meeting))


def of_date(date: Session) -> Source:
    """What was done to it, and to the answers of those who are on it or wait for it."""
    answers = Registration.objects.filter(Q(seat=date) | Q(wish=date))
    return _with_answers(lambda: [f"session:{date.pk}"], answers)


def of_speaker_request(asked: SpeakerRequest) -> Source:
    """What was done to the request, and to every talk that was thought of for it, also those that are gone."""
    talks = Q(subject__gte="talk:", subject__lt="talk;", data__request=asked.pk)
    own = Q(subject=request_subject(asked))
    return Source(lambda: Event.objects.filter(own | talks).order_by("-id"), lambda _events: {})


def of_speaker(speaker: Speaker) -> Source:
    """What was done to the speaker, and to the talks they have or had been told of; each by the council it is with."""
    rows = Talk.objects.filter(speaker=speaker).select_related("request__body__organisation", "request__body__group")
    told = {talk_subject(talk): About(name_of(talk.request.body), "") for talk in rows}
    return Source(lambda: _newest([speaker_subject(speaker), *told]), lambda _events: told)


def _with_answers(own: Callable[[], Sequence[str]], answers: QuerySet[Registration]) -> Source:
    def find() -> QuerySet[Event]:
        named = answers.order_by().annotate(subject=Named("registration", F("pk"))).values("subject")
        return Event.objects.filter(Q(subject__in=own()) | Q(subject__in=named)).order_by("-id")

    def among(subjects: Set[str]) -> Set[str]:
        found = answers.filter(pk__in=_ids(subjects)).values_list("pk", flat=True)
        return {*subjects & {*own()}, *(f"registration:{pk}" for pk in found)}

    return Source(find, _answering, among)


def _answering(events: Sequence[Event]) -> Mapping[str, About]:
    """Whose the answers are. One statement."""
    found = ((one.pk, one.person) for one in _ANSWERS(_ids({event.subject for event in events})))
    return {
        f"registration:{pk}": About(who.name or _("erased"), page_of(who.pk, "member") if who.name else "")
        for pk, who in found
    }


_ANSWERS = Keyed(lambda: Registration.objects.select_related("person").only("person__name"))


def _ids(subjects: Set[str]) -> list[UUID]:
    """The answers among ``subjects``."""
    return [UUID(one.partition(":")[2]) for one in subjects if one.startswith("registration:")]


class Named(Func):
    """An id as events name it, "kind:id"; of ids with hyphens, which SQLite keeps without."""

    output_field = CharField()
    _SPANS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))

    def __init__(self, kind: str, field: F) -> None:
        super().__init__(field)
        self.kind = kind

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **more: Any) -> Any:  # noqa: ANN401 - Django's own
        if connection.vendor == "sqlite":
            parts = " || '-' || ".join(f"substr(%(expressions)s, {start}, {n})" for start, n in self._SPANS)
            return super().as_sql(compiler, connection, template=f"'{self.kind}:' || {parts}", **more)
        return super().as_sql(compiler, connection, template=f"'{self.kind}:' || (%(expressions)s)::text", **more)


def _newest(subjects: Iterable[str]) -> QuerySet[Event]:
    return Event.objects.filter(subject__in=list(subjects)).order_by("-id")


def _subjects(kind: str, rows: QuerySet[Any]) -> list[str]:
    return [f"{kind}:{pk}" for pk in rows.values_list("pk", flat=True)]


def _same(kind: str, rows: QuerySet[Any], words: str) -> dict[str, About]:
    return dict.fromkeys(_subjects(kind, rows.order_by()), About(words, ""))


def _titled(kind: str, titles: Mapping[Any, str]) -> dict[str, About]:
    return {f"{kind}:{pk}": About(title, "") for pk, title in titles.items()}


def _versions(sent: Mapping[Any, str]) -> dict[Any, str]:
    rows = Version.objects.filter(contribution__in=list(sent)).values_list("pk", "contribution_id") if sent else ()
    return {pk: sent[contribution] for pk, contribution in rows}
