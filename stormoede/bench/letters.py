"""A letter to 2,432 members, from release to accepted by a local SMTP server, which runs in a process of its own.

With a PDF each, held against typst and smtplib alone: the same data set by bare typst and sent by bare smtplib, with a
thread a processor. Without PDF, the sending process' own processor time a letter, SMTP included.
"""

import base64
import os
import resource
import smtplib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stormoede.bench.report import Bench, Figure, figure
from stormoede.bench.sink import Sink
from stormoede.lib.env import EnvironmentFault
from stormoede.lib.wording import told as _

if TYPE_CHECKING:
    from stormoede.letters.models import Letter
    from stormoede.rounds.models import Round

MEMBERS, SHARE, LIMIT_MS, TURNS = 2432, 0.8, 1.5, 8
ROUND_FILE = Path(__file__).parents[2] / "rounds" / "oea26.toml"


@dataclass(frozen=True, slots=True)
class Took:
    """What something took: seconds by the clock, and seconds of this process' processor."""

    wall: float = 0.0
    processor: float = 0.0

    def __add__(self, more: "Took") -> "Took":
        return Took(self.wall + more.wall, self.processor + more.processor)


def took(do: Callable[[], None]) -> Took:
    """Do it, and say what it took."""
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    do()
    after = resource.getrusage(resource.RUSAGE_SELF)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(time.perf_counter() - wall, processor)


def run(given: Bench) -> Figure:
    """Letters with their PDFs a second, of what typst and smtplib alone can do. The two take turns, so that what else the
    machine does falls on both."""
    members = given.size or MEMBERS
    round = _round(members)
    with Sink() as sink:
        freezing, plain = _without_pdf(round, sink.port)
        own = _letter(round, "own", paper=True)
        ours, alone = took(lambda: _release(own)), Took()
        sheets = _sheets(own, members)
        for turn in range(TURNS):
            alone += _alone(sheets[turn::TURNS], sink.port)
            ours += took(partial(_drain, sink.port, len(sheets[turn::TURNS])))
        arrived = sink.stat().accepted
    if arrived != 4 * members:
        raise RuntimeError(f"{arrived} mails arrived, {4 * members} expected")
    return figure(
        "letters",
        _short(members / ours.wall),
        "letters a second",
        _short(members / alone.wall),
        limit_is="typst and smtplib alone",
        members=members,
        ratio_promised=SHARE,
        processor_ratio=_short(alone.processor / ours.processor),
        pdf_ms_each=_short(ours.processor / members * 1000),
        alone_ms_each=_short(alone.processor / members * 1000),
        without_pdf_ms_each=_short(plain.processor / members * 1000),
        without_pdf_limit_ms=LIMIT_MS,
        freeze_s=_short(freezing.wall),
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        held=alone.wall / ours.wall >= SHARE and plain.processor / members * 1000 <= LIMIT_MS,
    )


def _without_pdf(round: "Round", port: int) -> tuple[Took, Took]:
    """What freezing a letter takes, and all from release to accepted: the second of two, when the program is warm."""
    freezing = whole = Took()
    for turn in range(2):
        letter = _letter(round, f"plain-{turn}", paper=False)
        freezing = took(partial(_release, letter))
        whole = freezing + took(partial(_drain, port))
    return freezing, whole


def _short(value: float) -> float:
    """``value`` as a figure shows it."""
    return float(f"{value:.2f}")


def _round(members: int) -> "Round":
    """ØA26 as its file tells it, with members in all councils."""
    from stormoede.bench import crowd
    from stormoede.members.actions import denmark
    from stormoede.members.models import Body
    from stormoede.rounds import files

    if not ROUND_FILE.exists():
        raise EnvironmentFault(_("This measurement needs rounds/oea26.toml, which stands beside the program's source."))
    denmark.load(by=crowd.BY, at=crowd.SENT)
    councils = list(Body.objects.filter(kind=Body.Kind.COUNCIL, organisation__isnull=False).order_by("pk"))
    for first in range(0, members, crowd.BATCH):
        crowd.seat(range(first, min(first + crowd.BATCH, members)), councils)
    return files.load(ROUND_FILE.read_text(encoding="utf-8"), by=crowd.BY, at=crowd.SENT)


def _letter(round: "Round", key: str, *, paper: bool) -> "Letter":
    """The round's invitation once more, tested, with a PDF for each recipient or with none."""
    from stormoede.bench import crowd
    from stormoede.letters.actions import drafts, trials
    from stormoede.letters.core.drafts import Draft, Text
    from stormoede.letters.models import Letter
    from stormoede.mail.models import Message
    from stormoede.members.models import Person

    first = Letter.objects.get(round=round, key="invitation")
    written = first.texts.get(language=round.language)
    text = Text(written.subject, written.preheader, written.heading, written.mail, written.paper_heading, written.paper)
    texts = {round.language: text if paper else replace(text, paper_heading="", paper="")}
    draft = Draft(first.title, first.audience_id, first.dated, personal_paper=paper, texts=texts)
    letter = drafts.make(round, key, draft, by=crowd.BY, at=crowd.SENT)
    person = Person.objects.order_by("sort_key")[0]
    trials.send(letter, to="bench@kl.example", person=person.pk, edit_number=0, by=crowd.BY, at=crowd.SENT)
    Message.objects.filter(kind="letters.test").delete()
    letter.refresh_from_db()
    return letter


def _release(letter: "Letter") -> None:
    from stormoede.bench import crowd
    from stormoede.letters.actions import releases

    releases.release(letter, by=crowd.BY, at=crowd.SENT)


def _drain(port: int, limit: int | None = None) -> None:
    """Send what waits, as the worker does, at most ``limit`` mails."""
    from stormoede.lib import clock
    from stormoede.mail import sender
    from stormoede.mail.transports import Smtp

    relay = Smtp("127.0.0.1", port, security="none", connections=4)
    report = sender.drain(relay, worker="bench", at=clock.wall, limit=limit)
    relay.close()
    if report.fault or report.handled != report.accepted:
        raise RuntimeError(f"not all were accepted: {report}")


def _alone(sheets: Sequence[str], port: int) -> Took:
    """The same sheets by typst and smtplib alone, a thread a processor; what is sent is as large as ours."""
    threads = os.cpu_count() or 1
    parts = [sheets[n::threads] for n in range(threads)]
    with ThreadPoolExecutor(threads) as pool:

        def send() -> None:
            for begun in [pool.submit(_by_itself, part, port) for part in parts]:
                begun.result()

        return took(send)


def _sheets(letter: "Letter", members: int) -> Sequence[str]:
    """The data of every recipient's sheet, ready beforehand."""
    from stormoede.letters import recipes
    from stormoede.letters.queries import previews, readers
    from stormoede.lib import clock
    from stormoede.members.models import Person

    frozen = previews.frozen(letter, clock.wall())
    people = list(Person.objects.select_related("organisation")[:members])
    facing = [
        reader
        for first in range(0, members, 500)
        for reader in readers.of(people[first : first + 500], frozen, reveal=False).values()
    ]
    return [recipes.sheet_data(frozen.for_language("da"), reader) or "" for reader in facing]


def _by_itself(sheets: Sequence[str], port: int) -> None:
    import typst

    from stormoede.letters import paper

    head = "Subject: x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    filling = "x" * 70 + "\r\n"
    compiler = typst.Compiler(
        str(paper.SHEET), root=str(paper.SHEET.parent), font_paths=paper.fonts(), ignore_system_fonts=True
    )
    with smtplib.SMTP("127.0.0.1", port) as server:
        for sheet in sheets:
            made = compiler.compile(
                sys_inputs={"letter": sheet}, format="pdf", pdf_standards=["ua-1"], timestamp=1738922400
            )
            assert isinstance(made, bytes)
            # Ours also carries text and HTML: ten kilobytes of lines stand for them.
            data = head.encode() + base64.encodebytes(made).replace(b"\n", b"\r\n") + (filling * 140).encode()
            server.sendmail("kl@kl.example", ["member@kommune.example"], data)
