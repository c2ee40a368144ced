"""What became of a mail, from the answer that came back: accepted, refused for good, or put off and until when."""

import random
from datetime import datetime, timedelta

from stormoede.lib import clock
from stormoede.mail.actions.results import Result
from stormoede.mail.core.backoff import delay
from stormoede.mail.core.replies import ConnectionFault, Reply, one_line
from stormoede.mail.kitchen import Job, NotNow
from stormoede.mail.models import Message
from stormoede.mail.recipes import Unbuildable, Withheld
from stormoede.mail.troubles import BROKEN

State = Message.State
# Greylisting wants some minutes; a code somebody waits for is tried sooner. A mail is put off as long as it takes.
_FIRST = {Message.Priority.NOW: timedelta(seconds=5), Message.Priority.URGENT: timedelta(seconds=15)}
_FIRST_OTHERWISE = timedelta(minutes=2)
_CEILING = timedelta(hours=4)
_RELAY_FIRST, _RELAY_CEILING = timedelta(seconds=5), timedelta(minutes=5)


def _spread() -> float:
    return random.random()  # noqa: S311 - spreads load, keeps no secret


def _put_off(job: Job, code: int | None, text: str) -> Result:
    first = _FIRST.get(Message.Priority(job.message.priority), _FIRST_OTHERWISE)
    next_at = clock.wall() + delay(job.message.attempts + 1, first, _CEILING, _spread())
    return Result(job.message.pk, job.message.person, State.DEFERRED, code, text, next_at)


def unbuilt(job: Job, fault: Unbuildable | NotNow) -> Result:
    """A mail that could not be made: for good or taken back when its recipe says so, put off when the recipe broke."""
    if isinstance(fault, NotNow):
        return _put_off(job, None, f"{BROKEN}{fault}")
    state = State.CANCELLED if isinstance(fault, Withheld) else State.UNBUILDABLE
    return Result(job.message.pk, job.message.person, state, None, one_line(str(fault)))


def answered(job: Job, outcome: Reply | ConnectionFault) -> Result:
    """A mail that was offered to a server."""
    if isinstance(outcome, ConnectionFault):
        return _put_off(job, None, one_line(str(outcome)))
    if outcome.accepted or outcome.refused:
        state = State.ACCEPTED if outcome.accepted else State.REFUSED
        return Result(job.message.pk, job.message.person, state, outcome.code, outcome.text)
    return _put_off(job, outcome.code, outcome.text)


def relay_again_at(faults: int, now: datetime) -> datetime:
    """When to try a relay again that has failed ``faults`` times in a row."""
    return now + delay(faults, _RELAY_FIRST, _RELAY_CEILING, _spread())
