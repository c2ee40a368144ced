"""A room is entered through its doors: what it does, what it answers, what it remembers. The rest is its own business."""

import ast

import pytest

from tests.house import tree

pytestmark = pytest.mark.xdist_group("code")
# Every room has these, where it has them at all.
EVERYWHERE = {"actions", "queries", "models", "core", "forms", "permissions", "privacy", "refusals"}
# What a room offers besides, each a promise to its neighbours above.
OFFERED = {
    "events": {"actor", "handlers"},
    "mail": {
        "bytes", "calendar", "claimants", "feed", "fetching", "looks", "mailbox", "recipes", "scans", "sender", "showing", "sorting",
        "then", "tide", "transports", "troubles", "uploads",
    },
    "members": {"leave_forms", "answers", "directory", "sections", "upkeep", "wording"},
    "accounts": {
        "access", "actors", "addresses", "alarms", "bursts", "feeds", "guards", "handles", "keyring", "mail_replies", "network", "onetimes", "passes", "printed",
        "recipes",
        "senders", "sessions", "signins", "upkeep", "visits",
    },
    "rounds": {
        "answers", "endings", "files", "following", "kinds", "mails", "notices", "sections", "senders", "sentences",
    },
    "passages": set(),
    "intake": {"children"},
    "letters": {"compose", "paper", "recipes", "scans", "sections"},
    "documents": {"files"},
    "deliberations": {"inputs", "kinds", "kits"},
    "meetings": {"entries", "kinds", "marks", "recipes", "replies", "sheets", "spread", "tallies"},
    "contributions": {
        "claiming", "corrections", "heard", "inputs", "kinds", "paper", "reading", "recipes", "scans", "tables", "wording",
    },
    "calls": {"kinds", "recipes", "telling"},
    "talks": {"hearing", "kinds", "recipes", "replies", "wording"},
    "api": {"telling", "wording"},
    "protection": {"declared", "ledger", "packing", "papers"},
    "web": {"assets", "desk", "faults", "hide_token", "probes", "request_log"},
    "story": {"clocks", "context", "parts"},
}  # fmt: skip
# Measuring and looking at an installation go where they must.
VISITORS = {"bench", "fitness"}


def entries():
    """Each import of one room by another, or by the top of the house: where, which room, which of its modules."""
    for file in tree.sources():
        own = tree.room(file)
        if tree.is_test(file) or own in VISITORS:
            continue
        for node in tree.nodes(file):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("stormoede."):
                continue
            _, other, *inside = node.module.split(".")
            if other in OFFERED and other != own:
                for module in inside[:1] or [alias.name for alias in node.names]:
                    yield tree.place(file, node.lineno), other, module


def test_rooms_are_entered_through_their_doors():
    wrong = [
        (place, f"{room}.{module}") for place, room, module in entries() if module not in EVERYWHERE | OFFERED[room]
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_no_door_is_there_for_nobody():
    used = {(room, module) for _, room, module in entries()}
    settings = (tree.PACKAGE / "settings.py").read_text(encoding="utf-8") + (tree.PACKAGE / "urls.py").read_text()
    idle = {
        f"{room}.{module}"
        for room, modules in OFFERED.items()
        for module in modules
        if (room, module) not in used and f"stormoede.{room}.{module}." not in settings
    }
    assert idle == set()
