"""``stormoede person find|export|erase``: what is kept about one, and its erasure; ``stormoede privacy``: the papers the law asks for."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stormoede.lib.command_line import named
from stormoede.lib.wording import noted as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from stormoede.protection.queries.mentions import Mention
    from stormoede.protection.queries.plans import Plan


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``person`` to the command line."""
    person = named(subparsers, "person", _("what is kept about one person: find, give a copy, erase"))
    acts = person.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)
    find = named(acts, "find", _("the numbers of those whose name or address has these letters in it"))
    find.add_argument("text", metavar="TEXT")
    find.set_defaults(run=_find)
    export = named(acts, "export", _("write everything that is kept about a person to a zip file"))
    export.add_argument("id", metavar="ID", help=_("the person's number, as `person find` tells it"))
    export.add_argument("file", nargs="?", type=Path, metavar="FILE.zip", help=_("unset, one named for the number"))
    export.set_defaults(run=_export)
    erase = named(acts, "erase", _("erase a person; what was counted stays counted"))
    erase.add_argument("id", metavar="ID", help=_("the person's number, as `person find` tells it"))
    how = erase.add_mutually_exclusive_group(required=True)
    how.add_argument("--dry-run", action="store_true", help=_("say what would go, and change nothing"))
    how.add_argument("--yes", action="store_true", help=_("do it; it cannot be undone"))
    erase.add_argument("--words", action="store_true", help=_("also what the person said for themselves"))
    erase.set_defaults(run=_erase)
    privacy = named(subparsers, "privacy", _("the papers the law asks for, made of what the program keeps"))
    papers = privacy.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)
    for name, told in (
        ("record", _("the record of processing (article 30), as Markdown")),
        ("agreement", _("an agreement with whoever runs the machines (article 28), as Markdown")),
    ):
        paper = named(papers, name, told)
        paper.add_argument("--language", choices=["da", "en"], default="da", help=_("da unless said"))
        paper.set_defaults(run=_paper, paper=name)


def _paper(args: argparse.Namespace) -> int:
    from stormoede.protection import papers

    print(papers.make(args.paper, args.language).strip())
    return 0


def _find(args: argparse.Namespace) -> int:
    from django.db.models import Q

    from stormoede.members.models import Person

    named = Q(name__icontains=args.text) | Q(email__icontains=args.text)
    found = (
        Person.objects.filter(named, erased_at__isnull=True).select_related("organisation").order_by("sort_key", "pk")
    )
    for one in found:
        place = one.organisation.name if one.organisation else ""
        print(f"{one.pk}  {one.name}  {one.email}  {place}".rstrip())
    return 0 if found else 1


def _export(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import translation
    from django.utils.translation import gettext as _

    from stormoede.events.actor import system
    from stormoede.lib import clock
    from stormoede.lib.refusal import Refusal
    from stormoede.protection import packing
    from stormoede.protection.actions import copies

    at = clock.round_now()
    with translation.override(settings.LANGUAGE_CODE):
        copy = copies.give(args.id, by=system("command line"), at=at)
        content = packing.as_zip(copy, at)
    to = args.file or Path(f"person-{copy.who.id}.zip")
    try:
        to.touch(mode=0o600, exist_ok=False)
        to.write_bytes(content)
    except OSError as fault:
        raise Refusal(f"{to}: " + _("The file cannot be written, or is there already.")) from fault
    told = {"file": to, "rows": copy.count, "files": len(copy.files)}
    print(_("%(file)s: rows %(rows)s, files %(files)s.") % told)
    return 0


def _erase(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import translation
    from django.utils.translation import gettext as _

    from stormoede.events.actor import system
    from stormoede.lib import clock
    from stormoede.protection.actions import erasures
    from stormoede.protection.queries import finding, mentions, plans

    with translation.override(settings.LANGUAGE_CODE):
        who = finding.somebody(args.id)
        if args.dry_run:
            _tell(plans.plan(who, words=args.words))
            return 0
        erasures.erase(args.id, words=args.words, by=system("command line"), at=clock.round_now())
        left = mentions.of(who)
        _tell_mentions(left)
    print(_("%(number)s has been erased.") % {"number": who.id})
    return 1 if left else 0


def _tell(plan: "Plan") -> None:
    from django.utils.translation import gettext as _

    print(f"{plan.who.id}  {plan.who.name}")
    for line in plan.lines:
        if line.any:
            counted = {"goes": line.goes, "emptied": line.emptied, "stays": line.stays}
            told = _("goes %(goes)s, emptied %(emptied)s, stays %(stays)s") % counted
            print(f"\n{line.one.what}\n  {told}\n  {line.one.erased}")
    print()
    _tell_mentions(plan.mentions)
    print(_("Nothing has been changed: this was a preview."))


def _tell_mentions(mentions: "Sequence[Mention]") -> None:
    from django.utils.translation import gettext as _

    text = _("The name or the address still stands in %(mention)s. Others wrote that: look at it.")
    for mention in mentions:
        print(text % {"mention": mention})
