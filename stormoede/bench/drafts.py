"""Saving as one types: 500 people at once, each in a draft of their own, a save each two seconds.

The figure is processor time of server and database for one save over HTTP. Beside it stands what the one row update costs
alone (pgbench, or sqlite3), and how long the slowest saves took.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from stormoede.bench import bare, crowd, visitors
from stormoede.bench.report import Bench, Figure, figure
from stormoede.bench.visitors import Page, Wire
from stormoede.lib import clock
from stormoede.lib.env import EnvironmentFault
from stormoede.lib.wording import told as _

PEOPLE, EVERY, SECONDS, CLIENTS = 500, 2.0, 16.0, 10
LIMIT_MS = 4.0
_CSRF = "c" * 32
_SENTENCE = "Udgifterne til det specialiserede socialområde stiger hurtigere end vores budget. "


@dataclass(slots=True)
class Typist:
    """One who types: where the draft is saved, with which cookies, and what it has come to."""

    path: str
    cookie: str
    handle: str
    grant: str
    revision: int = 0
    step: int = 0
    text: str = ""
    slow: list[float] = field(default_factory=list)

    def form(self) -> bytes:
        self.step += 1
        self.text = (self.text + _SENTENCE)[-2400:]
        told = {
            "csrfmiddlewaretoken": _CSRF, "handle": self.handle, "grant": self.grant, "name": "situation",
            "value": self.text, "revision": self.revision, "mark": "m" * 32, "step": self.step,
        }  # fmt: skip
        return urlencode(told).encode()


def run(given: Bench) -> Figure:
    """Milliseconds of processor for one save."""
    made = crowd.fill(given.size or PEOPLE, clock.wall())
    typists = _typists(made)
    alone = _bare(typists[-1])
    with visitors.server() as server:
        host = server.line.host, server.line.port
        # Everybody's first save makes the row and notes the sitting; that is not what is measured.
        _all(host, typists, EVERY)
        before, began = server.used(), time.monotonic()
        saves = _all(host, typists, SECONDS)
        cost = (server.used() - before) * 1000 / saves
        lasted = time.monotonic() - began
    slow = sorted(one for typist in typists for one in typist.slow)
    told: dict[str, Any] = {
        "people": len(typists),
        "saves": saves,
        "saves_a_second": round(saves / lasted),
        "median_ms": round(slow[len(slow) // 2] * 1000, 1),
        "slowest_in_a_hundred_ms": round(slow[-len(slow) // 100] * 1000, 1),
        "bare_update_ms": round(alone.milliseconds, 3),
        "bare_is": alone.what,
        "to_bare": round(cost / alone.milliseconds, 1),
        "held": cost <= LIMIT_MS,
    }
    return figure("drafts", round(cost, 2), "ms of processor a save", LIMIT_MS, **told)


def _typists(made: crowd.Crowd) -> list[Typist]:
    """Everybody with the link opened and the draft begun; the address of a draft says whose it is."""
    from django.conf import settings
    from django.core import signing

    from stormoede.accounts import addresses
    from stormoede.accounts.actions import links
    from stormoede.contributions.actions import drafts, questionnaires
    from stormoede.contributions.core.plans import Plan
    from stormoede.contributions.core.questions import Question
    from stormoede.members.models import Person
    from stormoede.rounds.models import Track
    from stormoede.web.input.drafting import SALT
    from stormoede.wsgi import application

    track = Track.objects.create(round=made.round, key="input", kind="contributions", position=2, title="Input")
    plan = Plan(made.meeting.deadline)
    found = questionnaires.make(track, plan, [Question("situation", "Situationen?")], {}, by=crowd.BY, at=crowd.AT)
    opened = links.ensure("p", made.people, f"round:{made.round.key}")
    typists: list[Typist] = []
    for person in Person.objects.filter(pk__in=made.people):
        link = opened[person.pk]
        draft = drafts.begin(found, None, person, by=crowd.BY, at=crowd.AT)
        answer = visitors.inside(application, Page("/" + addresses.of(link).split("/", 3)[3]))
        cookie = f"{answer.headers['set-cookie'].split(';')[0]}; {settings.CSRF_COOKIE_NAME}={_CSRF}"
        grant = signing.dumps([link.handle, str(draft.pk)], salt=SALT)
        typists.append(Typist(f"/input/{link.handle}/input/egen/gem", cookie, link.handle, grant))
    return typists


def _bare(typist: Typist) -> bare.Bare:
    """The one row update alone. The row is put back to where the recorded statement finds it."""
    from stormoede.contributions.models import DraftField
    from stormoede.wsgi import application

    def save() -> Iterator[None]:
        for last in (False, True):
            answer = visitors.inside(application, Page(typist.path, typist.cookie), typist.form())
            if answer.status != 200:
                raise EnvironmentFault(
                    _(
                        "%(page)s answered %(status)s, so there is nothing to measure.",
                        page="save",
                        status=answer.status,
                    )
                )
            typist.revision += 1
            if not last:
                yield

    statements = bare.recorded(save)
    DraftField.objects.update(revision=1, step=0)
    update = [one for one in statements if one.sql.lstrip().startswith("UPDATE contributions_draftfield")]
    cost = bare.cost(update)
    DraftField.objects.update(revision=2, step=2)
    return cost


def _all(host: tuple[str, int], typists: Sequence[Typist], seconds: float) -> int:
    """Everybody types for so long, a save each two seconds; how many saves that were."""
    counts, faults = [0] * CLIENTS, list[Exception]()

    def client(number: int) -> None:
        line = Wire(*host)
        mine = typists[number::CLIENTS]
        began = time.monotonic()
        try:
            for turn in range(int(seconds / EVERY)):
                for place, typist in enumerate(mine):
                    due = began + turn * EVERY + place * EVERY / len(mine)
                    time.sleep(max(0.0, due - time.monotonic()))
                    _save(line, typist)
                    counts[number] += 1
        except Exception as fault:
            faults.append(fault)
        finally:
            line.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(counts)


def _save(line: Wire, typist: Typist) -> None:
    headers = f"Cookie: {typist.cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nOrigin: {line.origin}\r\n"
    began = time.monotonic()
    answer = line.ask("POST", typist.path, headers, typist.form())
    typist.slow.append(time.monotonic() - began)
    if answer.status != 200:
        raise EnvironmentFault(
            _("%(page)s answered %(status)s, so there is nothing to measure.", page="save", status=answer.status)
        )
    typist.revision += 1
