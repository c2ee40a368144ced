"""One drain of the outbox, from the first claim to the last answer written down."""

import heapq
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from django.db import DatabaseError

from stormoede.lib import clock
from stormoede.mail import kitchen, verdicts
from stormoede.mail.actions import claims
from stormoede.mail.actions.results import Result
from stormoede.mail.core.replies import ConnectionFault, RelayFault, Reply
from stormoede.mail.gate import Gate
from stormoede.mail.kitchen import Job, NotNow
from stormoede.mail.lanes import Answer, Lane
from stormoede.mail.ledger import Ledger
from stormoede.mail.recipes import Unbuildable
from stormoede.mail.transports import Transport

_CHUNK = 100
# How often, while sending, it is asked whether something more urgent has come or a batch was paused.
_LOOK_SECONDS = 0.25
# A conversation that takes longer than this is broken off.
_HANG_SECONDS = 180.0
_DATABASE = "The database cannot be written."


@dataclass(frozen=True, slots=True)
class Rules:
    """How long a lease is, after how many mails or seconds to end, and who may call it off."""

    lease: timedelta
    limit: int | None
    seconds: float | None
    stop: threading.Event


@dataclass(slots=True)
class _Flight:
    job: Job
    since: float


class Dispatch:
    """The state of one drain. ``run`` is called once; ``tally``, ``fault`` and ``again_at`` tell the outcome."""

    def __init__(
        self, transport: Transport, holder: str, at: Callable[[], datetime], rules: Rules, ledger: Ledger
    ) -> None:
        self.tally: Counter[str] = Counter()
        self.fault = ""
        self.again_at: datetime | None = None
        self._transport, self._holder, self._at, self._rules, self._ledger = transport, holder, at, rules, ledger
        self._gate = Gate(transport.name, transport.per_minute)
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._waiting: list[Job] = []
        self._idle: list[Lane] = []
        self._flying: dict[Lane, _Flight] = {}
        self._room = transport.connections
        self._opened = self._taken = self._misses = 0
        self._closed = False
        self._full: int | None = None
        self._began, self._looked = time.monotonic(), 0.0
        self._leased_until = clock.wall() + rules.lease

    def run(self) -> None:
        """Send until nothing is left. Whatever happens, leases are given back and lanes end."""
        try:
            if not self._ledger.pay():
                self._stop(_DATABASE)
                return
            self.again_at, self.fault = self._gate.shut(clock.wall())
            if self.again_at is None:
                self._room = 1 if self._gate.doubtful else self._room
                self._loop()
        except DatabaseError:
            self._stop(_DATABASE)
            while self._flying:
                self._collect()
        finally:
            self._put_down()

    def _loop(self) -> None:
        while True:
            self._keep_leases()
            self._look()
            self._hand_out()
            if self._flying:
                self._collect()
            elif self._closed or not self._waiting:
                return

    def _stop(self, why: str = "") -> None:
        self._closed = True
        self.fault = self.fault or why

    def _keep_leases(self) -> None:
        """Renew in good time. Where some are lost, this program has slept too long: let go of all that is not under way."""
        wall = clock.wall()
        if wall < self._leased_until - self._rules.lease * 3 / 4:
            return
        kept = claims.renew(self._holder, until=wall + self._rules.lease)
        self._leased_until = wall + self._rules.lease
        if kept < len(self._waiting) + len(self._flying):
            self._let_go(self._waiting)

    def _let_go(self, jobs: Sequence[Job]) -> None:
        gone = {job.message.pk for job in jobs}
        claims.release(self._holder, gone)
        self._taken -= len(gone)
        self._waiting = [job for job in self._waiting if job.message.pk not in gone]
        heapq.heapify(self._waiting)

    def _look(self) -> None:
        """Claim when nothing is left; now and then look for something more urgent, and for pauses."""
        now = time.monotonic()
        late = self._rules.seconds is not None and now - self._began > self._rules.seconds
        if late or self._rules.stop.is_set():
            self._stop()
        if self._closed or (self._waiting and not self._dry() and now - self._looked < _LOOK_SECONDS):
            return
        self._looked = now
        paused = claims.paused({job.message.batch_id for job in self._waiting if job.message.batch_id is not None})
        if paused:
            self._let_go([job for job in self._waiting if job.message.batch_id in paused])
        self._claim(below=self._waiting[0].message.priority if self._waiting else None)

    def _claim(self, below: int | None) -> None:
        left = _CHUNK if self._rules.limit is None else min(_CHUNK, self._rules.limit - self._taken)
        if left <= 0:
            self._full = None
            return
        wall = clock.wall()
        claimed = claims.claim(self._holder, limit=left, now=wall, until=wall + self._rules.lease, below=below)
        if not self._waiting and not self._flying:
            self._leased_until = wall + self._rules.lease
        self._taken += len(claimed)
        full = claimed[-1].priority if len(claimed) == left else None
        # A look for what is more urgent still says nothing of the rest of those that a whole claim was of.
        if full is not None or below is None or self._full is None or below > self._full:
            self._full = full
        for job in kitchen.jobs(claimed):
            heapq.heappush(self._waiting, job)

    def _dry(self) -> bool:
        """A whole claim of urgent mails has been handed out: look for the rest of them before the bulk goes on."""
        return self._full is not None and bool(self._waiting) and self._waiting[0].message.priority > self._full

    def _hand_out(self) -> None:
        """Give every free lane its next mail, opening lanes as far as there is room."""
        while self._waiting and not self._closed and len(self._flying) < self._room:
            if self._dry():
                self._look()
                continue
            wall = clock.wall()
            if wall > self._leased_until - self._rules.lease / 2:
                return
            if not self._gate.pass_one(self._waiting[0].message.priority, len(self._waiting), wall):
                self.again_at = self._gate.opens(wall)
                self._stop()
                return
            self._send(heapq.heappop(self._waiting))

    def _send(self, job: Job) -> None:
        try:
            envelope = job.envelope()
        except (Unbuildable, NotNow) as fault:
            self._gate.unused()
            self._settle([verdicts.unbuilt(job, fault)])
            return
        lane = self._idle.pop() if self._idle else self._new_lane()
        self._flying[lane] = _Flight(job, time.monotonic())
        lane.hand(envelope)

    def _new_lane(self) -> Lane:
        self._opened += 1
        lane = Lane(self._transport, self._answers, self._opened)
        lane.start()
        return lane

    def _collect(self) -> None:
        """Wait for answers and write down all that have come; then their lanes are free."""
        try:
            answers = [self._answers.get(timeout=_LOOK_SECONDS)]
        except Empty:
            self._break_off_hangs()
            return
        while not self._answers.empty():
            answers.append(self._answers.get())
        flown = [(self._flying.pop(answer.lane).job, answer) for answer in answers]
        self._settle([verdicts.answered(job, a.outcome) for job, a in flown if not isinstance(a.outcome, RelayFault)])
        for job, answer in flown:
            if isinstance(answer.outcome, RelayFault):
                answer.lane.finish()
                heapq.heappush(self._waiting, job)
            else:
                self._idle.append(answer.lane)
        for _, answer in flown:
            self._weigh(answer.outcome)

    def _weigh(self, outcome: Reply | ConnectionFault | RelayFault) -> None:
        """One lost connection is an accident; nothing but lost connections is a relay that is down.

        A lane that is not let in is one connection too many as long as others are, and a relay that is down when none is.
        """
        if isinstance(outcome, Reply):
            self._misses = 0
            if self._gate.doubtful:
                self._room = self._transport.connections
                with suppress(DatabaseError):
                    self._gate.worked(self._at())
        elif isinstance(outcome, RelayFault):
            self._room = len(self._flying) + len(self._idle)
            if self._room == 0:
                self._relay_failed(str(outcome))
        else:
            self._misses += 1
            if self._misses >= max(3, 2 * self._transport.connections):
                self._relay_failed(str(outcome))

    def _relay_failed(self, why: str) -> None:
        if self._closed:
            return
        self._stop(why)
        with suppress(DatabaseError):
            self.again_at = self._gate.failed(why, clock.wall(), self._at())

    def _break_off_hangs(self) -> None:
        for lane, flight in self._flying.items():
            if time.monotonic() - flight.since > _HANG_SECONDS:
                lane.abort()
                flight.since = time.monotonic()

    def _settle(self, results: Sequence[Result]) -> None:
        if not results:
            return
        if not self._ledger.settle(results, self._holder, self._at()):
            self._stop(_DATABASE)
        self.tally.update(result.state.value for result in results)

    def _put_down(self) -> None:
        """End the lanes, whose connections stay for the next drain, and give back what was not sent."""
        for lane in self._idle:
            lane.finish()
        for lane in self._idle:
            lane.join(5)
        # Where the database says no, leases and the minute's rest run out by themselves.
        with suppress(DatabaseError):
            if self._waiting:
                claims.release(self._holder, [job.message.pk for job in self._waiting])
            self._gate.close(clock.wall())
