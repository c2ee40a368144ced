"""``stormoede members import FILE``: a member list from the command line."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from stormoede.lib.command_line import named
from stormoede.lib.wording import noted as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Sequence

    from stormoede.members.actions.imports import Result


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``members`` to the command line."""
    members = named(subparsers, "members", _("bring member lists in"))
    acts = members.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)
    bring = named(acts, "import", _("bring a member list in from CSV or XLSX"))
    bring.add_argument("file", type=Path, metavar="FILE", help=_("a list with a row of headers, .csv or .xlsx"))
    bring.add_argument("--preview", action="store_true", help=_("say what would change, and change nothing"))
    bring.add_argument(
        "--complete",
        action="append",
        default=[],
        metavar="CODE",
        help=_("the list is whole for this municipality, or for all it names: seats it does not have end"),
    )
    bring.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Say what would change; unless it is a preview, change it. Exit code 1 when rows were refused or left out."""
    from stormoede.events.actor import system
    from stormoede.lib import clock
    from stormoede.members.actions import denmark, imports
    from stormoede.members.queries.imports import day, plan

    at, by = clock.round_now(), system("command line")
    if not args.preview:
        denmark.load(by=by, at=at)
    complete = _whole(args.complete)
    if args.preview:
        result = imports.figures(plan(_content(args.file), on=day(at), complete=complete))
    else:
        # Only the key is kept: a large list is not to be held twice.
        key = imports.receive(args.file.name, _content(args.file), by=by, at=at).pk
        result = imports.apply(key, {}, complete, leave_questions=True, by=by, at=at)
    _tell(result, args.preview)
    return 1 if result.refused or result.questions else 0


def _whole(told: list[str]) -> list[str]:
    """The codes whose list is said to be whole. Raises Refusal for one that is no organisation's."""
    from django.utils.translation import gettext as _

    from stormoede.lib.refusal import Refusal
    from stormoede.members.core import matching
    from stormoede.members.models import Organisation

    codes = [matching.code(code) for code in told]
    known = {"all", *Organisation.objects.filter(code__in=codes).values_list("code", flat=True)}
    unknown = next((code for code in codes if code not in known), None)
    if unknown:
        raise Refusal(_("There is no municipality “%(value)s”.") % {"value": unknown})
    return codes


def _content(file: Path) -> bytes:
    """What is in the list, once the virus scanner has nothing against it. Raises Refusal."""
    from django.utils.translation import gettext as _

    from stormoede.lib.refusal import Refusal
    from stormoede.mail import uploads

    try:
        content = file.read_bytes()
    except OSError as fault:
        raise Refusal(f"{file}: " + _("The file cannot be opened.")) from fault
    uploads.look(content, "a member list")
    return content


def _tell(result: "Result", preview: bool) -> None:
    from django.utils.translation import gettext as _

    from stormoede.members import wording
    from stormoede.members.core.plan import PersonQuestion

    for row in result.refusals:
        print(_("Row %(row)s is refused: %(reason)s") % {"row": row.row, "reason": wording.refusal(row)})
    for question in result.questions:
        if isinstance(question, PersonQuestion):
            known = ", ".join(f"{other.name} {other.email}".strip() for other in question.candidates)
            text = _("Row %(row)s is left out: %(name)s may be %(known)s. Answer on the desk.")
            print(text % {"row": question.row, "name": question.name, "known": known})
        else:
            text = _("Row %(row)s is left out: “%(text)s” may be %(code)s. Write the code.")
            print(text % {"row": question.row, "text": question.text, "code": question.code})
    text = _(
        "%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(ended)s seats end; %(unreachable)s unreachable."
    )
    print(text % {name: getattr(result, name) for name in ("new", "changed", "unchanged", "ended", "unreachable")})
    if result.kept:
        print(_("Nothing ends in %(places)s, because a row there could not be used.") % {"places": _names(result.kept)})
    if result.absent:
        print(_("Nothing ends in %(places)s: the list has no row there.") % {"places": _names(result.absent)})
    if preview:
        print(_("Nothing has been changed: this was a preview."))


def _names(codes: "Sequence[str]") -> str:
    from django.utils.translation import get_language

    from stormoede.lib import words
    from stormoede.members.models import Organisation

    names = Organisation.objects.filter(code__in=codes).order_by("sort_key").values_list("name", flat=True)
    return words.listing(names, get_language() or "da")
