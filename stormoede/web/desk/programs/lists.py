"""What the lists of keys, hooks and postings tell, on the page and as files."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stormoede.api import wording
from stormoede.api.core.acts import TEST
from stormoede.api.core.scopes import Scope
from stormoede.api.models import ApiKey, Hook, Posting
from stormoede.api.queries import keys
from stormoede.api.queries.hooks import Line
from stormoede.web.desk.lists import Column, moment

State = Posting.State


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as the page shows it."""

    key: ApiKey
    open: bool
    scopes: list["str | Promise"]


def key_rows(now: datetime) -> list[KeyRow]:
    """Every key, those that open something first."""
    return [
        KeyRow(key, keys.is_open(key, now), [wording.SCOPES[Scope(scope)] for scope in key.scopes])
        for key in keys.listing()
    ]


def of_keys() -> list[Column[KeyRow]]:
    """The columns of the keys."""
    words = {True: _("open"), False: _("closed")}
    return [
        Column("program", _("Program"), lambda row: row.key.name),
        Column("ending", _("Ends in"), lambda row: row.key.ending, opt=None),
        Column("scopes", _("May read"), lambda row: ", ".join(map(str, row.scopes)), opt="opt"),
        Column("state", _("Where it stands"), lambda row: words[row.open], rank=lambda row: not row.open),
        Column("ends", _("Until"), lambda row: moment(row.key.ends_at), opt=None),
        Column("used", _("Last used"), lambda row: moment(row.key.last_used_at), opt="opt"),
    ]


def standing(hook: Hook) -> str:
    """How a hook stands, in a few words."""
    if hook.stopped_why == Hook.Stopped.GONE:
        return _("stopped by the receiver")
    if hook.stopped_at is not None:
        return _("stopped")
    return _("does not arrive") if hook.faults else _("runs")


def of_hooks() -> list[Column[Line]]:
    """The columns of the hooks."""
    return [
        Column("address", _("Address"), lambda row: row.hook.address),
        Column("standing", _("Where it stands"), lambda row: standing(row.hook)),
        Column("waiting", _("On its way"), lambda row: row.waiting, opt="opt num"),
        Column("failed", _("Given up"), lambda row: row.failed, opt="opt num"),
    ]


def told(state: str) -> tuple[str, str]:
    """What a posting's state is called, and its ring."""
    return {
        State.WAITING.value: (_("On its way"), "now"),
        State.DELIVERED.value: (_("Delivered"), "done"),
        State.FAILED.value: (_("Given up"), "stop"),
    }[state]


def act_of(posting: Posting) -> str:
    """The word of the event a posting tells of."""
    return posting.event.act if posting.event else TEST


def of_postings() -> list[Column[Posting]]:
    """The columns of a hook's postings."""
    return [
        Column("what", _("What"), lambda row: str(wording.act(act_of(row))), by=("event__act",)),
        Column("word", _("Event"), act_of, opt=None),
        Column("number", _("Event's number"), lambda row: row.event_id, by=("event_id",), opt=None),
        Column("state", _("Where it stands"), lambda row: told(row.state)[0], by=("state",)),
        Column("fault", _("What went wrong"), lambda row: wording.fault(row.fault), opt=None),
        Column("attempts", _("Times tried"), lambda row: row.attempts, by=("attempts",), opt=None),
        Column("when", _("When"), lambda row: moment(row.tried_at or row.made_at), by=("made_at",), opt="opt"),
    ]
