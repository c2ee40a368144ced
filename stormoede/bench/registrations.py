"""A whole sign-up: the page, the answer, the receipt. Eight clients at once over HTTP, each a member of their own.

The figure is processor time of a page server and the database together, for the three requests and nothing else. Beside it stands
what one process for everything needs, which also sends each receipt, until a local SMTP server in a process of its own has them all;
it is held against the same limit. So does what this machine needs for the same statements without us (pgbench, or sqlite3 alone),
and what two other systems needed for theirs, measured elsewhere.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, Queue
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from stormoede import environment
from stormoede.bench import bare, crowd, visitors
from stormoede.bench.bare import Statement
from stormoede.bench.report import Bench, Figure, figure
from stormoede.bench.sink import Sink
from stormoede.bench.visitors import Answer, Page, Wire
from stormoede.lib import clock
from stormoede.lib.env import EnvironmentFault
from stormoede.lib.wording import told as _

CLIENTS, WARM, MEMBERS = 8, 80, 2432
LIMIT_MS, LIMIT_STATEMENTS = 10.0, 12
ELSEWHERE = {
    "pretix_2026_8_ms_elsewhere": 883,
    "pretix_2026_8_statements_elsewhere": 291,
    "indico_3_3_14_ms_elsewhere": 316,
    "indico_3_3_14_statements_elsewhere": 85,
}
_CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_DATE = re.compile(rb'name="choice" value="(\d+)"')
_HIDDEN = re.compile(rb'type="hidden" name="(handle|meeting)" value="([^"]+)"')


class Member:
    """One member's browser: opens the link once, then signs up."""

    def __init__(self, link: str) -> None:
        self.link = link
        self.cookies: dict[str, str] = {}
        self.page = ""

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def took(self, answer: Answer) -> None:
        """Keep the cookies of an answer."""
        for name, value in re.findall(r"(?:^|, )([\w-]+)=([^;,]+);", answer.headers.get("set-cookie", "")):
            self.cookies[name] = value

    def form(self, body: bytes) -> bytes:
        """The answer as a browser sends it: the first date."""
        fields = {name.decode(): value.decode() for name, value in _HIDDEN.findall(body)}
        token, date = _CSRF.search(body), _DATE.search(body)
        if token is None or date is None:
            raise EnvironmentFault(_("The member's page has no question, so there is nothing to measure."))
        fields |= {"csrfmiddlewaretoken": token[1].decode(), "choice": date[1].decode()}
        return urlencode(fields).encode()


def run(given: Bench) -> Figure:
    """Milliseconds of processor for one sign-up."""
    made = crowd.fill(max(given.size, MEMBERS), clock.wall())
    members = _members(made)
    crowd.settle()
    for _one in _inside(members.pop()):
        # The first sign-up of a process reads what the next ones know: it is not the one to count.
        pass
    statements = bare.recorded(lambda: _inside(members.pop()))
    signed = _signed()
    half = len(members) // 2
    with Sink() as sink:
        _name(sink)
        receipts, static_beside = _served(members[:half], done=_until_sent)
        if sink.stat().accepted < half:
            raise EnvironmentFault(_("Not everybody who signed up was sent a receipt, so the figure says nothing."))
    cost, static = _served(members[half:], "--only", "pages")
    if _signed() - signed != len(members):
        raise EnvironmentFault(_("Not everybody who signed up has a seat, so the figure says nothing."))
    beside = {
        "with_receipts_ms": round(receipts, 2),
        "with_receipts_is": "one process for everything, which also sends each receipt",
        "with_receipts_static_ms": round(static_beside, 2),
        "with_receipts_held": receipts <= LIMIT_MS,
    }
    return _figure(cost, static, beside, statements, len(members) - half - WARM)


def _name(relay: Sink) -> None:
    """Servers begun from now on send their mails there."""
    said = {
        environment.SMTP_HOST: "127.0.0.1",
        environment.SMTP_PORT: str(relay.port),
        environment.SMTP_SECURITY: "none",
    }
    os.environ.update({setting.name: value for setting, value in said.items()})


def _until_sent() -> None:
    """Wait until no mail is left in the outbox."""
    from stormoede.mail.models import Message

    for _turn in range(600):
        if not Message.objects.filter(settled_at__isnull=True).exists():
            return
        time.sleep(0.1)
    raise EnvironmentFault(_("The receipts were not sent, so there is nothing to measure."))


def _served(members: Sequence[Member], *only: str, done: Callable[[], None] = lambda: None) -> tuple[float, float]:
    """Milliseconds a sign-up and a static file cost a server; ``done`` waits for what a sign-up leaves to be done."""
    with visitors.server(*only) as server:
        host = server.line.host, server.line.port
        _open(host, members)
        _all(host, members[:WARM])
        done()
        before = server.used()
        _all(host, members[WARM:])
        done()
        cost = (server.used() - before) * 1000 / len(members[WARM:])
        server.line.close()
        return cost, server.cost(Page(visitors.STATIC))


def _figure(
    cost: float, static: float, beside: dict[str, Any], statements: Sequence[Statement], measured: int
) -> Figure:
    alone = bare.cost(statements)
    told: dict[str, Any] = {
        "statements": len(statements),
        "statements_limit": LIMIT_STATEMENTS,
        "signed_up": measured,
        "clients": CLIENTS,
        "value_is": "GET, POST, GET: a page server and the database; its receipts are sent by others",
        "held": cost <= LIMIT_MS and len(statements) <= LIMIT_STATEMENTS,
        **beside,
        "static_ms": round(static, 2),
        "to_static": round(cost / static, 1),
        "bare_ms": round(alone.milliseconds, 2),
        "bare_is": alone.what,
        "to_bare": round(cost / alone.milliseconds, 1),
        **ELSEWHERE,
    }
    return figure("registrations", round(cost, 2), "ms of processor a sign-up", LIMIT_MS, **told)


def _members(made: crowd.Crowd) -> list[Member]:
    """Everybody who has not answered, with a link."""
    from stormoede.accounts import addresses
    from stormoede.accounts.actions import links
    from stormoede.meetings.models import Registration, Session
    from stormoede.members.models import Audience

    Audience.objects.update(spec={"any": [{"bodies": ["council"]}]})
    Session.objects.update(capacity=max(1000, len(made.people)))
    answered = set(Registration.objects.values_list("person_id", flat=True))
    people: list[UUID] = [pk for pk in made.people if pk not in answered]
    ensured = links.ensure("p", people, f"round:{made.round.key}")
    return [Member("/" + addresses.of(ensured[pk]).split("/", 3)[3]) for pk in people]


def _signed() -> int:
    from stormoede.meetings.models import Registration

    return Registration.objects.filter(seat__isnull=False).count()


def _inside(member: Member) -> Iterator[None]:
    """One sign-up without a server. Yields when the link has been opened and what follows counts."""
    from stormoede.wsgi import application

    answer = visitors.inside(application, Page(member.link))
    member.took(answer)
    member.page = answer.headers["location"]
    yield
    shown = visitors.inside(application, Page(member.page, member.cookie))
    member.took(shown)
    sent = visitors.inside(application, Page(member.page + "svar", member.cookie), member.form(shown.body))
    _must(sent, 303)
    _must(visitors.inside(application, Page(member.page, member.cookie)), 200)


def _open(host: tuple[str, int], members: Sequence[Member]) -> None:
    """Every member opens the link; that is not measured."""
    line = Wire(*host)
    for member in members:
        answer = _ask(line, member, "GET", member.link)
        member.page = _must(answer, 303).headers["location"]
    line.close()


def _all(host: tuple[str, int], members: Sequence[Member]) -> None:
    """Eight at a time."""
    left: Queue[Member] = Queue()
    for member in members:
        left.put(member)
    faults: list[Exception] = []
    threads = [threading.Thread(target=_client, args=(host, left, faults)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def _client(host: tuple[str, int], left: "Queue[Member]", faults: list[Exception]) -> None:
    line = Wire(*host)
    try:
        while True:
            _sign_up(line, left.get_nowait())
    except Empty:
        line.close()
    except Exception as fault:
        faults.append(fault)


def _sign_up(line: Wire, member: Member) -> None:
    shown = _must(_ask(line, member, "GET", member.page), 200)
    _must(_ask(line, member, "POST", member.page + "svar", member.form(shown.body)), 303)
    _must(_ask(line, member, "GET", member.page), 200)


def _ask(line: Wire, member: Member, method: str, path: str, body: bytes = b"") -> Answer:
    headers = f"Cookie: {member.cookie}\r\nAccept-Language: da\r\n"
    if method == "POST":
        headers += f"Content-Type: application/x-www-form-urlencoded\r\nOrigin: {line.origin}\r\n"
    answer = line.ask(method, path, headers, body)
    member.took(answer)
    return answer


def _must(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise EnvironmentFault(
            _("%(page)s answered %(status)s, so there is nothing to measure.", page="sign-up", status=answer.status)
        )
    return answer
