"""Whose a mail is: the address it came to first, then the thread, the sender, the sender's domain, the names in the text.

Each rule only proposes; a person looks in any case. Where what is written speaks for another council than the rule that matched, that is
said as a doubt, and where several send in together, all of them are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from stormoede.contributions.core.councils import Said


class Rule(StrEnum):
    """What said whose a mail is, the surest first."""

    ALIAS = "alias"
    THREAD = "thread"
    SENDER = "sender"
    DOMAIN = "domain"
    NAME = "name"
    NOBODY = "nobody"
    DESK = "desk"


class Doubt(StrEnum):
    """What a person should look at twice."""

    NAMES_ANOTHER = "names_another"
    SEVERAL = "several"
    SENDER_ALONE = "sender_alone"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a mail: bodies by each rule, and what is named where one says whose words these are, nearest first."""

    alias: Sequence[int] = ()
    thread: Sequence[int] = ()
    sender: Sequence[int] = ()
    domain: Sequence[int] = ()
    named: Sequence[Said] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Whose it is taken to be, by which rule."""

    bodies: tuple[int, ...]
    rule: Rule
    doubt: Doubt = Doubt.NONE


def match(clues: Clues) -> Match:
    """The first rule that names exactly one body has it; those named as speaking together are added to it."""
    joint = next((said.bodies for said in clues.named if said.joint), ())
    named = next((said.bodies for said in clues.named if said.bodies), ())
    several = False
    for rule in (Rule.ALIAS, Rule.THREAD, Rule.SENDER, Rule.DOMAIN):
        bodies = tuple(dict.fromkeys(getattr(clues, rule.value)))
        if len(bodies) == 1:
            return _own(bodies[0], rule, joint, named)
        # Of several that one rule names, the text may name the one.
        own = [body for body in bodies if body in named]
        if len(own) == 1 and not joint:
            return Match((own[0],), rule)
        several = several or len(bodies) > 1
    if joint:
        return Match(joint, Rule.NAME)
    if len(named) == 1:
        return Match(named, Rule.NAME)
    return Match((), Rule.NOBODY, Doubt.SEVERAL if several or named else Doubt.NONE)


def _own(body: int, rule: Rule, joint: Sequence[int], named: Sequence[int]) -> Match:
    if joint:
        together = tuple(dict.fromkeys((body, *joint)))
        return Match(together, rule, Doubt.NONE if body in joint else Doubt.NAMES_ANOTHER)
    if named and body not in named:
        return Match((body,), rule, Doubt.NAMES_ANOTHER)
    # Anybody can write a name above a mail, so that it proposes and nothing more.
    alone = rule in {Rule.SENDER, Rule.DOMAIN} and not named
    return Match((body,), rule, Doubt.SENDER_ALONE if alone else Doubt.NONE)


# Addresses that anybody can have say nothing of whose they are.
FREE = frozenset({
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.dk", "outlook.com", "outlook.dk", "live.dk", "live.com", "msn.com", "yahoo.com",
    "yahoo.dk", "icloud.com", "me.com", "mac.com", "mail.dk", "mail.tele.dk", "privat.dk", "jubii.dk", "ofir.dk", "stofanet.dk", "youmail.dk",
    "webspeed.dk", "proton.me", "protonmail.com", "gmx.net", "gmx.com", "aol.com", "post.tele.dk", "privat.example", "gmail.example",
})  # fmt: skip


def domain_of(address: str) -> str:
    """The part of an address that can say whose it is; empty where it says nothing."""
    host = address.rpartition("@")[2].lower().strip(".")
    return "" if host in FREE else host
