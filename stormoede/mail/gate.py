"""The way to one relay: is it known to be down, and how much may it still be handed this minute?"""

from datetime import datetime, timedelta

from stormoede.events.actor import system
from stormoede.mail.actions import relays
from stormoede.mail.models import Message, Relay
from stormoede.mail.verdicts import relay_again_at


class Gate:
    """One drain's view of a relay's row. Without a limit and without faults it costs one read."""

    def __init__(self, name: str, per_minute: int) -> None:
        self._name = name
        self._per_minute = per_minute
        self._permits = 0
        self._faults = 0

    def shut(self, now: datetime) -> tuple[datetime | None, str]:
        """Until when the relay is left alone, and why; None when it may be tried."""
        relay = Relay.objects.filter(name=self._name).first()
        self._faults = relay.faults if relay else 0
        if relay and relay.again_at and relay.again_at > now:
            return relay.again_at, relay.fault
        return None, ""

    @property
    def doubtful(self) -> bool:
        """The relay failed last time: try it with one connection first."""
        return self._faults > 0

    def pass_one(self, priority: int, wanted: int, now: datetime) -> bool:
        """May one mail pass? A tenth of every minute is kept for what is more urgent than bulk."""
        if not self._per_minute:
            return True
        if not self._permits:
            bulk = priority >= Message.Priority.BULK
            limit = self._per_minute - (self._per_minute // 10 if bulk else 0)
            share = max(1, min(wanted, self._per_minute // 10))
            self._permits = relays.allow(self._name, wanted=share, limit=limit, now=now)
        if not self._permits:
            return False
        self._permits -= 1
        return True

    def unused(self) -> None:
        """The mail that passed was not sent after all."""
        if self._per_minute:
            self._permits += 1

    def opens(self, now: datetime) -> datetime:
        """When the next minute's mails may pass."""
        return now.replace(second=0, microsecond=0) + timedelta(minutes=1)

    def close(self, now: datetime) -> None:
        """Give back what was taken of this minute and not used."""
        if self._permits:
            relays.give_back(self._name, count=self._permits, now=now)
            self._permits = 0

    def failed(self, fault: str, now: datetime, at: datetime) -> datetime:
        """The relay cannot be used. Returns when to try again."""
        again_at = relay_again_at(self._faults + 1, now)
        relays.down(self._name, fault or "?", now=now, again_at=again_at, by=system("mail"), at=at)
        return again_at

    def worked(self, at: datetime) -> None:
        """The relay answered about a mail."""
        if self._faults:
            relays.up(self._name, by=system("mail"), at=at)
            self._faults = 0
