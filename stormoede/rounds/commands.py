"""``stormoede round load FILE.toml``, ``stormoede round export KEY`` and ``stormoede round next KEY``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from stormoede.lib.command_line import named
from stormoede.lib.wording import noted as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the command line."""
    round = named(subparsers, "round", _("load a round from its file, or write it back"))
    acts = round.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)
    load = named(acts, "load", _("make the round a TOML file tells, once"))
    load.add_argument("file", type=Path, metavar="FILE.toml")
    load.set_defaults(run=_run_load)
    export = named(acts, "export", _("write the file that would make this round, to standard output"))
    export.add_argument("key", metavar="KEY", help=_("the round's key, such as oea26"))
    export.set_defaults(run=_run_export)
    following = named(acts, "next", _("make next year's round out of one, every date a proposal to be confirmed"))
    following.add_argument("key", metavar="KEY", help=_("the round's key, such as oea26"))
    following.add_argument(
        "--key", dest="new_key", metavar="NEW", help=_("the new round's key; one number up when unset")
    )
    following.add_argument("--short", metavar="NAME", help=_("what people call it; one number up when unset"))
    following.add_argument("--title", metavar="TEXT", help=_("its title; a year on when unset"))
    following.set_defaults(run=_run_next)


def _run_load(args: argparse.Namespace) -> int:
    from django.utils.translation import ngettext

    from stormoede.events.actor import system
    from stormoede.lib import clock
    from stormoede.rounds import files

    round = files.load(_text(args.file), by=system("cli"), at=clock.round_now())
    number = round.tracks.count()
    told = ngettext("%(count)s track", "%(count)s tracks", number) % {"count": number}
    print(f"{round.key}: {round.short}, {told}")
    return 0


def _text(file: Path) -> str:
    """The text of the file, once the virus scanner has nothing against it. Raises Refusal."""
    from django.utils.translation import gettext as _

    from stormoede.mail import uploads
    from stormoede.rounds.refusals import FileRefused

    try:
        content = file.read_bytes()
        uploads.look(content, "a round's file")
        return content.decode("utf-8-sig")
    except OSError as fault:
        raise FileRefused(str(file), _("The file cannot be opened.")) from fault
    except UnicodeDecodeError as fault:
        raise FileRefused(str(file), _("The file is not text in UTF-8.")) from fault


def _run_export(args: argparse.Namespace) -> int:
    from stormoede.rounds import files, queries

    print(files.dump(queries.by_key(args.key)), end="")
    return 0


def _run_next(args: argparse.Namespace) -> int:
    from stormoede.events.actor import system
    from stormoede.lib import clock, words
    from stormoede.rounds import queries
    from stormoede.rounds.actions import following
    from stormoede.rounds.core.next_year import Names, proposed

    round = queries.by_key(args.key)
    names = proposed(round.key, round.short, round.title)
    chosen = Names(args.new_key or names.key, args.short or names.short, args.title or names.title)
    made = following.make(round, chosen, by=system("cli"), at=clock.round_now())
    print(f"{made.key}: {made.short}, {made.title}")
    for due in queries.calendar(made):
        if not due.hangs_on:
            day = words.day_year(words.local_day(due.at, made.time_zone), made.language)
            when = day if due.whole_day else words.moment_year(due.at, made.time_zone, made.language)
            print(f"  {when:<46} {due.what}")
    return 0
