"""The one file that ties rooms upwards: kinds of tracks, sections of a round's file, mail recipes, event handlers, what is due.

``install`` runs once when the program starts, from the top app's ``ready``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Protocol

from stormoede.accounts import recipes as accounts_recipes
from stormoede.accounts import senders, upkeep
from stormoede.accounts.actions import lost, proposals
from stormoede.api import telling
from stormoede.calls import recipes as calls_recipes
from stormoede.calls.kinds import Calls
from stormoede.calls.queries import KIND as CALL
from stormoede.contributions import claiming, heard, reading
from stormoede.contributions import recipes as contributions_recipes
from stormoede.contributions import scans as contributions_scans
from stormoede.contributions.inputs import Inputs
from stormoede.contributions.kinds import KIND as CONTRIBUTIONS
from stormoede.contributions.kinds import Contributions
from stormoede.deliberations import inputs
from stormoede.deliberations.actions.matters import KIND as DELIBERATIONS
from stormoede.deliberations.kinds import Deliberations
from stormoede.events import handlers
from stormoede.events.handlers import Handler
from stormoede.letters import recipes as letters_recipes
from stormoede.letters import scans as letters_scans
from stormoede.letters.actions import due as letters_due
from stormoede.letters.sections import LetterSection
from stormoede.lib import clock
from stormoede.mail import claimants, fetching, mailbox, recipes, scans, sender, sorting, transports
from stormoede.mail.actions import incoming
from stormoede.mail.claimants import Claimant
from stormoede.mail.mailbox import Letterbox
from stormoede.mail.transports import Transport
from stormoede.meetings import recipes as meetings_recipes
from stormoede.meetings import replies
from stormoede.meetings.actions import departures
from stormoede.meetings.kinds import Meetings
from stormoede.members import answers
from stormoede.members import upkeep as members_upkeep
from stormoede.members.directory import Directory
from stormoede.members.sections import AudienceSection
from stormoede.protection.actions import periods
from stormoede.rounds import kinds, sections
from stormoede.rounds import senders as rounds_senders
from stormoede.rounds.actions import due as rounds_due
from stormoede.rounds.actions.notices import KIND as NOTICE
from stormoede.rounds.answers import TrackAnswers
from stormoede.rounds.notices import Notices
from stormoede.story.actions import beats
from stormoede.story.core.cast import GONE
from stormoede.story.queries import is_story
from stormoede.talks import recipes as talks_recipes
from stormoede.talks import replies as talks_replies
from stormoede.talks.actions import illness
from stormoede.talks.hearing import Hearing
from stormoede.talks.kinds import Talks
from stormoede.talks.queries.tours import KIND as TALKS
from stormoede.web.desk import outbox

# The worker's other tasks wait no longer than this for a large letter; sending goes on in the next pass.
SENDING_SECONDS = 5.0


class Due(Protocol):
    """Does what ``at`` makes due, and says how many things it did; doing it twice is harmless."""

    def __call__(self, *, at: datetime) -> int: ...


# A story comes first: what its beat makes due is done in the same pass.
DUE: Sequence[Due] = (
    beats.run,
    incoming.run,
    reading.run,
    rounds_due.run,
    letters_due.run,
    upkeep.run,
    members_upkeep.run,
    periods.run,
    departures.run,
    telling.run,
    telling.tidy,
)


# Who is offered a mail that came in, in order. The inbox takes what nobody else has, so it stays the last.
CLAIMANTS: Sequence[Claimant] = (
    sorting.bounce,
    sorting.automatic_reply,
    talks_replies.claim,
    replies.claim,
    claiming.claim,
    sorting.inbox,
)


def send_outbox(worker: str) -> int:
    """Send what waits in the outbox, under leases of ``worker``. Returns how many messages were settled or put off.

    Without a relay in the environment mails stay where they are.
    """
    way = transport()
    if way is None:
        return 0
    return sender.drain(way, worker=worker, at=clock.round_now, seconds=SENDING_SECONDS).handled


def transport() -> Transport | None:
    """The way mails leave this program: to the relay of the environment, or nowhere but the outbox while a story is told."""
    return relay() or (_here() if is_story() else None)


@cache
def relay() -> Transport | None:
    """The environment's relay: one object, because it keeps connections open between passes."""
    return transports.configured()


@cache
def _here() -> Transport:
    return transports.Here(refused_domain=GONE)


@cache
def letterbox() -> Letterbox | None:
    """The round's mailbox, as the environment names it."""
    return mailbox.configured()


def fetch_mail() -> int:
    """Look into the mailbox now, if it is time. Returns how many mails were new."""
    box = letterbox()
    return fetching.look(box, at=clock.round_now) if box else 0


def scan_files() -> int:
    """Show the virus scanner what it has not seen, and wait for it. Returns how many files it looked at."""
    return scans.look(clock.round_now)


def tell_hooks(worker: str) -> int:
    """Tell the hooks what is due now, and wait for it. Returns how many postings were tried."""
    return telling.send(telling.out(), worker, at=clock.round_now)


def hooks_wait() -> bool:
    """Whether a hook is to be told something now. One statement."""
    return telling.waits()


# Who is told of what has happened.
HANDLERS: Mapping[str, Sequence[Handler]] = {
    lost.ACT: [lost.answer],
    proposals.ACT: [proposals.answer],
    "import.applied": [departures.of_all],
    "mandate.ended": [departures.of_person],
    "leave.given": [departures.of_person],
    "leave.ended": [departures.of_person],
    "leave.edited": [departures.of_person],
    "person.erased": [departures.of_erased, illness.of_erased],
    "person.address_corrected": [illness.of_address],
}


def install() -> None:
    """Hand every lower room what it needs to know of the higher ones."""
    claimants.install(CLAIMANTS, Directory())
    handlers.install(HANDLERS)
    outbox.install(is_story)
    senders.install(rounds_senders.of_subject)
    kinds.install(
        {
            "meetings": Meetings(),
            CALL: Calls(),
            DELIBERATIONS: Deliberations(),
            CONTRIBUTIONS: Contributions(),
            TALKS: Talks(),
            NOTICE: Notices(),
        }
    )
    inputs.install(Inputs())
    scans.install([scans.mails, contributions_scans.unscanned, letters_scans.unscanned])
    heard.install(Hearing())
    answers.install(TrackAnswers())
    sections.install({"audiences": AudienceSection()}, {"letters": LetterSection()})
    recipes.install(
        {
            **accounts_recipes.RECIPES,
            letters_recipes.LETTER: letters_recipes.letter,
            letters_recipes.TRIAL: letters_recipes.trial,
            **meetings_recipes.RECIPES,
            **contributions_recipes.RECIPES,
            **calls_recipes.RECIPES,
            **talks_recipes.RECIPES,
        }
    )
