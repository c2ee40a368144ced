"""Sending the outbox. The caller's thread claims, builds and writes down; lanes (threads) only talk SMTP.

A lane gets its next mail after the last answer was committed, so a kill at any instant loses nothing and doubles at most
one mail a connection. Answers that come in together are written in one transaction.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from stormoede.mail.dispatch import Dispatch, Rules
from stormoede.mail.ledger import Ledger
from stormoede.mail.transports import Transport

LEASE = timedelta(seconds=90)
# Results that could not be written yet. They belong to this program, whichever drain brought them in.
_LEDGER = Ledger()


@dataclass(frozen=True, slots=True)
class Report:
    """What a drain did. ``fault`` says why it ended early; ``again_at`` (real time) when it is worth coming back, if known."""

    accepted: int = 0
    deferred: int = 0
    refused: int = 0
    unbuildable: int = 0
    withheld: int = 0
    fault: str = ""
    again_at: datetime | None = None

    @property
    def handled(self) -> int:
        return self.accepted + self.deferred + self.refused + self.unbuildable + self.withheld


def drain(
    transport: Transport,
    *,
    worker: str,
    at: Callable[[], datetime],
    limit: int | None = None,
    seconds: float | None = None,
    lease: timedelta = LEASE,
    stop: threading.Event | None = None,
) -> Report:
    """Send what may be sent now, most urgent first, and return when nothing is left to do at this moment.

    ``worker`` names the caller (at most 40 characters count), ``at`` gives the round's time for the record. ``limit`` ends
    it after so many mails, ``seconds`` after so long, ``stop`` as soon as the open conversations have ended. It raises nothing for a relay that is
    down or a database that cannot write: the report says so, and what was not sent stays in the outbox.
    """
    holder = f"{worker[:40]} {secrets.token_hex(4)}"
    rules = Rules(lease=lease, limit=limit, seconds=seconds, stop=stop or threading.Event())
    dispatch = Dispatch(transport, holder, at, rules, _LEDGER)
    dispatch.run()
    tally = dispatch.tally
    return Report(
        accepted=tally["accepted"],
        deferred=tally["deferred"],
        refused=tally["refused"],
        unbuildable=tally["unbuildable"],
        withheld=tally["cancelled"],
        fault=dispatch.fault,
        again_at=dispatch.again_at,
    )
