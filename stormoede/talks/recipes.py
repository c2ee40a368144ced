"""The mails of this room: the way to a speaker's page, an offer, the talk with its calendar entry, and the asking for notes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_noop

from stormoede.accounts import addresses
from stormoede.accounts import queries as accounts
from stormoede.accounts.models import Link
from stormoede.deliberations import queries as deliberations
from stormoede.mail import then
from stormoede.mail.calendar import Method
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Recipe, Unbuildable, Withheld, each
from stormoede.mail.then import Then
from stormoede.members.models import Person
from stormoede.rounds.mails import written
from stormoede.rounds.models import Round, Track
from stormoede.talks import telling
from stormoede.talks.actions import mails
from stormoede.talks.models import Speaker, SpeakerRequest, Talk, TalkEntry, Tour
from stormoede.talks.queries import entries
from stormoede.talks.queries.tours import page_subject
from stormoede.talks.told import News

type Written = Mapping[int, Content | Unbuildable]
type Known = Mapping[tuple[UUID, str], Link]

_OF_TALK = (
    "request__body__organisation", "request__body__group", "request__site", "request__tour__track__round",
    "speaker__person", "speaker__tour__track__round",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Data:
    """What the messages of one batch are about, by the kind and number of their ``ref``."""

    rows: Mapping[str, Talk | TalkEntry | Speaker | SpeakerRequest]
    links: Known
    then: Then


@dataclass(frozen=True, slots=True)
class _To:
    """Who gets a mail, in which language."""

    name: str
    address: str
    language: str


def write(messages: Sequence[Message], *, reveal: bool) -> Written:
    """A mail of this room, whichever it is."""
    data = _read(messages)
    return each(messages, lambda message: _content(message, data, reveal))


RECIPES: Mapping[str, Recipe] = dict.fromkeys(
    (mails.LINK, mails.ASKED, mails.OFFER, mails.OVER, mails.ENTRY, mails.NOTES), write
)


def _read(messages: Sequence[Message]) -> _Data:
    """Seven statements at most, however many messages."""
    wanted: dict[str, set[int]] = {}
    for message in messages:
        kind, _colon, pk = message.ref.partition(":")
        wanted.setdefault(kind, set()).add(int(pk))
    rows: dict[str, Talk | TalkEntry | Speaker | SpeakerRequest] = {}
    for kind, pks in wanted.items():
        rows |= {f"{kind}:{pk}": row for pk, row in _FIND[kind](pks).items()}
    return _Data(rows, _links(rows.values()), then.of(messages, Talk, SpeakerRequest, Tour, Track, Round))


def _talks(pks: Iterable[int]) -> Mapping[int, Talk]:
    return Talk.objects.select_related(*_OF_TALK).in_bulk(pks)


def _entries(pks: Iterable[int]) -> Mapping[int, TalkEntry]:
    related = ["person", *(f"talk__{name}" for name in _OF_TALK)]
    return TalkEntry.objects.select_related(*related).in_bulk(pks)


def _speakers(pks: Iterable[int]) -> Mapping[int, Speaker]:
    return Speaker.objects.select_related("person", "tour__track__round").in_bulk(pks)


def _requests(pks: Iterable[int]) -> Mapping[int, SpeakerRequest]:
    related = ("body__organisation", "body__group", "site", "tour__track__round")
    return SpeakerRequest.objects.select_related(*related).in_bulk(pks)


_FIND: Mapping[str, Callable[[Iterable[int]], Mapping[int, Talk | TalkEntry | Speaker | SpeakerRequest]]] = {
    "talk": _talks,
    "talk_entry": _entries,
    "speaker": _speakers,
    "speaker_request": _requests,
}


def _links(rows: Iterable[Talk | TalkEntry | Speaker | SpeakerRequest]) -> Known:
    """The speakers' pages and the pages of councils, of all who get one of these mails."""
    speakers = [one for one in map(_speaker, rows) if one is not None]
    pages = {page_subject(one) for one in speakers}
    found = dict(accounts.links(Link.Purpose.SPEAKER, pages, [one.person_id for one in speakers])) if pages else {}
    guests = [row for row in rows if isinstance(row, TalkEntry) and not row.speaks and row.person_id]
    if guests:
        councils = {_council_page(row.talk) for row in guests}
        found |= accounts.links(Link.Purpose.PAGE, councils, [row.person_id for row in guests if row.person_id])
    return found


def _council_page(talk: Talk) -> str:
    return deliberations.page_subject(talk.request.tour.track.round, talk.request.body)


def _speaker(row: object) -> Speaker | None:
    if isinstance(row, TalkEntry):
        return row.talk.speaker
    return row.speaker if isinstance(row, Talk) else row if isinstance(row, Speaker) else None


def _content(message: Message, data: _Data, reveal: bool) -> Content:
    row = data.rows.get(message.ref)
    if row is None:
        raise Unbuildable(gettext_noop("What it is about is gone."))
    row = data.then.row(message, row)
    _refuse_overtaken(message, row)
    to = _to(row)
    if not to.address:
        raise Unbuildable(gettext_noop("There is no mail address."))
    round = _round(row)
    with translation.override(to.language or round.language):
        news = _news(message, row, to, data, reveal)
        told = telling.told(message.kind, news)
        calendar = _calendar(message, row, to, told.method) if told.method else None
        return written(round, to.name, to.address, told, calendar)


def _refuse_overtaken(message: Message, row: object) -> None:
    """A mail that still waits and is not true any more stays: an offer taken back, an entry that is out, notes that are written."""
    if message.settled_at is not None:
        return
    if message.kind == mails.OFFER and isinstance(row, Talk):
        if row.state != Talk.State.OFFERED or int(message.facts["sequence"]) < row.sequence:
            raise Withheld(gettext_noop("The offer stands no more."))
    elif message.kind == mails.ENTRY and isinstance(row, TalkEntry):
        # Overtaken by a cancelling that may have gone out already: the entry must not come back.
        if row.out_at is not None and int(message.facts["sequence"]) < row.sequence:
            raise Withheld(gettext_noop("The talk is not to be."))
    elif message.kind == mails.NOTES and isinstance(row, Talk) and hasattr(row, "notes"):
        raise Withheld(gettext_noop("The notes are written."))


def _to(row: Talk | TalkEntry | Speaker | SpeakerRequest) -> _To:
    if isinstance(row, SpeakerRequest):
        return _To(row.contact_name, row.contact_email, "")
    if isinstance(row, TalkEntry):
        return _person(row.person) if row.person else _To(row.name, row.email, "")
    return _person(row.speaker.person if isinstance(row, Talk) else row.person)


def _person(who: Person) -> _To:
    return _To(who.name, "" if who.erased_at is not None else who.email, who.language)


def _round(row: Talk | TalkEntry | Speaker | SpeakerRequest) -> Round:
    talk = row.talk if isinstance(row, TalkEntry) else row
    return (talk.request if isinstance(talk, Talk) else talk).tour.track.round


def _news(
    message: Message, row: Talk | TalkEntry | Speaker | SpeakerRequest, to: _To, data: _Data, reveal: bool
) -> News:
    talk = row.talk if isinstance(row, TalkEntry) else row if isinstance(row, Talk) else None
    speaker = _speaker(row)
    facts = message.facts
    link = _page(row, data.links)
    return News(
        act=str(facts.get("act", "")),
        name=to.name,
        round=_round(row),
        speaks=row.speaks if isinstance(row, TalkEntry) else not isinstance(row, SpeakerRequest),
        page=addresses.of(link, reveal=reveal) if link else "",
        at=message.date,
        speaker=speaker,
        request=talk.request if talk else row if isinstance(row, SpeakerRequest) else None,
        talk=talk,
        starts=_moment(facts.get("starts")) or (talk.starts if talk else None),
        ends=_moment(facts.get("ends")) or (talk.ends if talk else None),
        changed=frozenset(name for name in ("time", "form", "place", "link", "topic", "changed") if facts.get(name)),
        was=_moment(facts.get("was")),
    )


def _page(row: Talk | TalkEntry | Speaker | SpeakerRequest, links: Known) -> Link | None:
    if isinstance(row, TalkEntry) and not row.speaks:
        return links.get((row.person_id, _council_page(row.talk))) if row.person_id else None
    speaker = _speaker(row)
    return links.get((speaker.person_id, page_subject(speaker))) if speaker else None


def _calendar(message: Message, row: object, to: _To, method: Method) -> bytes | None:
    if not isinstance(row, TalkEntry):
        return None
    facts = message.facts
    starts, ends = _moment(facts.get("starts")), _moment(facts.get("ends"))
    return entries.entry(
        row,
        entries.Occasion(
            sequence=int(facts.get("sequence", 0)),
            stamp=message.date,
            starts=starts or row.talk.starts,
            ends=ends or row.talk.ends,
            name=to.name,
            address=to.address,
        ),
        method,
    )


def _moment(told: object) -> datetime | None:
    return datetime.fromisoformat(told) if isinstance(told, str) else None
