"""A round's file: TOML that a secretariat can read, loaded once, and written back.

Nothing is half loaded: every fault found is named with its place, line and reason, and then nothing is kept.
``load(dump(load(x)))`` is ``load(x)``; comments and spacing are not kept.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import tomli_w
from django.db import transaction

from stormoede.events.actor import Actor
from stormoede.lib.refusal import PlacedRefusal, Refusal
from stormoede.rounds import kinds, queries, sections, sentences
from stormoede.rounds.actions import rounds, tracks
from stormoede.rounds.core import facts, lines
from stormoede.rounds.core.tables import Fault, Problem, Reader, Unreadable, twice
from stormoede.rounds.core.wrapping import wrap
from stormoede.rounds.kinds import Table
from stormoede.rounds.models import Round, Track
from stormoede.rounds.refusals import FileRefused, Reason, sentence
from stormoede.rounds.sections import Section

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def load(text: str, *, by: Actor, at: datetime) -> Round:
    """Make the round that ``text`` tells. Raises FileRefused with every fault found, or RoundExists."""
    places = lines.of(text)
    try:
        with transaction.atomic():
            return _load(_parse(text), by=by, at=at)
    except FileRefused as refused:
        told = [_with_line(reason, places) for reason in refused.reasons]
        raise FileRefused.of(sorted(told, key=lambda reason: reason.line or len(text))) from refused


def dump(round: Round) -> str:
    """The file ``load`` would read."""
    table = {"key": round.key, **facts.table(queries.facts(round))}
    for name, section in sections.before().items():
        table[name] = section.dump(round)
    table["tracks"] = [_dump_track(track) for track in round.tracks.all()]
    for name, section in sections.after().items():
        table[name] = section.dump(round)
    said = {key: value for key, value in table.items() if value != []}
    return wrap(tomli_w.dumps(said, multiline_strings=True))


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix(_BYTE_ORDER_MARK).replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as fault:
        told = re.search(r"at line (\d+)", str(fault))
        line = int(told[1]) if told else text.rstrip().count("\n") + 1
        raise FileRefused.of([Reason("", sentence(Fault("", Problem.SYNTAX)), line)]) from fault


def _load(table: Table, *, by: Actor, at: datetime) -> Round:
    reader = Reader(table)
    key, read = facts.read_key(reader), facts.read(reader)
    told = {name: reader.raw_tables(name) for name in sections.every()}
    heads = [_head(inner) for inner in reader.tables("tracks")]
    for number, name in twice(head.key for head in heads):
        reader.fault(f"tracks[{number}].key", Problem.TWICE, name=name)
    with _placed(""):
        reader.done()
    round = rounds.make(key, read, by=by, at=at)
    _load_sections(round, sections.before(), told, by=by, at=at)
    for number, head in enumerate(heads):
        with _placed(f"tracks[{number}]"):
            _load_track(round, head, by=by, at=at)
    _load_sections(round, sections.after(), told, by=by, at=at)
    return round


def _load_sections(
    round: Round, of: Mapping[str, Section], told: Mapping[str, list[Table]], *, by: Actor, at: datetime
) -> None:
    for name, section in of.items():
        with _placed(name):
            section.load(round, told[name], by=by, at=at)


@dataclass(frozen=True, slots=True)
class _Head:
    """What every track has, and what its kind is to read."""

    key: str
    kind: str
    title: str
    text: str
    rest: Table


def _head(reader: Reader) -> _Head:
    key, kind = reader.key("key"), reader.choice("kind", kinds.known())
    title = reader.text("title", limit=facts.LINE)
    return _Head(key, kind, title, reader.text("text", limit=facts.TEXT, default=""), reader.rest())


def _load_track(round: Round, head: _Head, *, by: Actor, at: datetime) -> None:
    track = tracks.append(round, key=head.key, kind=head.kind, title=head.title, text=head.text, by=by, at=at)
    kind = kinds.of(track)
    kind.load(track, head.rest, by=by, at=at)
    if outside := sentences.outside(round, kind.dates(track)):
        raise FileRefused.of([Reason("", why) for why in outside])


def _dump_track(track: Track) -> dict[str, Any]:
    head = {"key": track.key, "kind": track.kind, "title": track.title}
    return head | ({"text": track.text} if track.text else {}) | kinds.of(track).dump(track)


@contextmanager
def _placed(where: str) -> Iterator[None]:
    """Put ``where`` before the places of what is refused within."""
    try:
        yield
    except Unreadable as unreadable:
        told = [Reason(_join(where, fault.where), sentence(fault)) for fault in unreadable.faults]
        raise FileRefused.of(told) from unreadable
    except FileRefused as refused:
        raise FileRefused.of([Reason(_join(where, one.where), one.why) for one in refused.reasons]) from refused
    except PlacedRefusal as refused:
        raise FileRefused(_join(where, refused.where), refused.why) from refused
    except Refusal as refused:
        raise FileRefused(where, str(refused)) from refused


def _join(where: str, inner: str) -> str:
    dot = "." if where and inner and not inner.startswith("[") else ""
    return f"{where}{dot}{inner}"


def _with_line(reason: Reason, places: Mapping[str, int]) -> Reason:
    return reason if reason.line else replace(reason, line=lines.find(places, reason.where))
