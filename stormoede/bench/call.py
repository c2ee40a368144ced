"""500 people are called to a meeting this afternoon while a letter to 2,432 members is being sent.

From the press to the last of the 500 accepted by a local SMTP server, held against a bare loop that sends the same mails over
one connection. All of them are accepted before the letter goes on: at most those letters that were under way come between.
"""

import base64
import json
import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from stormoede.bench import letters
from stormoede.bench.report import Bench, Figure, figure
from stormoede.bench.sink import Received, Sink

if TYPE_CHECKING:
    from stormoede.rounds.models import Round

MEMBERS, CALLED, CONNECTIONS, UNDER_WAY = 2432, 500, 4, 100
AT = datetime(2025, 5, 14, 11, 0, tzinfo=UTC)
_CALENDAR = b"text/calendar"
_LOOK = 0.005
_PATIENCE = 300.0


def run(given: Bench) -> Figure:
    """Seconds from the press to the last acceptance, and those of the bare loop."""
    members = given.size or MEMBERS
    called = min(CALLED, members)
    round = letters._round(members)
    store = given.folder / "call.mails"
    store.unlink(missing_ok=True)
    with Sink(store) as sink, ThreadPoolExecutor(1) as pool:
        letters._release(letters._letter(round, "under-way", paper=False))
        sending = pool.submit(_drain, sink.port)
        _until(store, lambda seen: len(seen) >= min(UNDER_WAY, members // 4))
        audience = _audience(called)
        pressed = time.perf_counter()
        _call(round, audience)
        written = time.perf_counter() - pressed
        seen = _until(store, lambda found: found.count(True) >= called)
        took = time.perf_counter() - pressed
        sending.result()
        received = sink.received()
        alone = _alone([one for one in received if _CALENDAR in one.data], sink.port)
    last = len(seen) - 1 - seen[::-1].index(True)
    between = seen[seen.index(True) : last].count(False)
    if len(received) != members + called:
        raise RuntimeError(f"{len(received)} mails arrived, {members + called} expected")
    return figure(
        "call",
        float(f"{took:.3f}"),
        "seconds from the press to the last acceptance",
        float(f"{alone:.3f}"),
        limit_is="the same mails in a bare SMTP loop",
        called=called,
        letters_waiting=members,
        press_s=float(f"{written:.3f}"),
        letters_between=between,
        letters_between_limit=CONNECTIONS,
        held=between <= CONNECTIONS,
    )


def _audience(called: int) -> int:
    from stormoede.bench import crowd
    from stormoede.members.actions import audiences
    from stormoede.members.models import Person

    chosen = [
        str(pk) for pk in Person.objects.exclude(email="").order_by("sort_key").values_list("pk", flat=True)[:called]
    ]
    return audiences.save("called", "Called", {"any": [{"people": chosen}]}, by=crowd.BY, at=AT).pk


def _call(round: "Round", audience: int) -> None:
    """What the press does."""
    from stormoede.bench import crowd
    from stormoede.calls.actions import calls
    from stormoede.calls.core.plans import CallPlan

    lines = "Kort nyt fra forhandlingerne, og tid til spørgsmål.\nVi begynder til tiden."
    plan = CallPlan("Status på forhandlingerne", lines, AT + timedelta(hours=2, minutes=30))
    calls.begin(round, audience, plan, uuid4(), by=crowd.BY, at=AT)


def _drain(port: int) -> None:
    """The worker: passes until nothing is left."""
    from django.db import connections

    from stormoede.lib import clock
    from stormoede.mail import sender
    from stormoede.mail.transports import Smtp

    relay = Smtp("127.0.0.1", port, security="none", connections=CONNECTIONS)
    try:
        while sender.drain(relay, worker="bench", at=clock.wall).handled:
            pass
    finally:
        relay.close()
        connections.close_all()


def _until(store: Path, enough: Callable[[list[bool]], bool]) -> list[bool]:
    """Wait until ``enough`` of what has arrived; each mail is True when it is a call, in the order of arrival."""
    seen: list[bool] = []
    for line in _lines(store):
        if line:
            seen.append(_is_call(line))
        elif enough(seen):
            return seen
    return seen


def _lines(store: Path) -> Iterator[str]:
    """Whole lines as they are written, and an empty one whenever there is nothing new."""
    ends = time.monotonic() + _PATIENCE
    while not store.exists():
        time.sleep(_LOOK)
    with store.open(encoding="utf-8") as file:
        held = ""
        while time.monotonic() < ends:
            held += file.readline()
            if held.endswith("\n"):
                yield held
                held = ""
            else:
                yield ""
                time.sleep(_LOOK)
    raise RuntimeError("the mails did not arrive in time")


def _is_call(line: str) -> bool:
    return _CALENDAR in base64.b64decode(json.loads(line)[2])


def _alone(mails: Sequence[Received], port: int) -> float:
    """The same bytes by smtplib alone, one after the other."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for mail in mails:
            server.sendmail(mail.sender, list(mail.recipients), mail.data)
    return time.perf_counter() - began
