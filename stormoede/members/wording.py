"""What an import has to say, in the language of the one who asked."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from stormoede.members.core.matching import NO_MUNICIPALITY
from stormoede.members.core.rows import Reason, RefusedRow


def refusal(row: RefusedRow) -> str:
    """Why the row is not taken, as a sentence."""
    return _SENTENCES[row.reason]() % {"value": row.value, "code": NO_MUNICIPALITY.lstrip("0")}


_SENTENCES: dict[Reason, Callable[[], str]] = {
    Reason.NAME_MISSING: lambda: _("The row has no name."),
    Reason.NAME_UNREADABLE: lambda: _("The name cannot be read. It may have at most 160 characters."),
    Reason.NUMBER_TOO_LONG: lambda: _("The number has more than 40 characters."),
    Reason.ADDRESS: lambda: _("“%(value)s” is not one mail address."),
    Reason.ROLE: lambda: _("“%(value)s” is not a role. Use member, mayor, deputy mayor, chair or secretary."),
    Reason.BODY: lambda: _("“%(value)s” is not a body. Use council, finance committee, a KKR by name, or board."),
    Reason.WHICH_REGIONAL_COUNCIL: lambda: _("Say which KKR, for example KKR Sjælland."),
    Reason.BODY_ABSENT: lambda: _("%(value)s has no such body."),
    Reason.DATE: lambda: _("“%(value)s” is not a day. Write it like 2022-01-01 or 01-01-2022."),
    Reason.DATE_ORDER: lambda: _("The last day comes before the first."),
    Reason.FIRST_DAY_MISSING: lambda: _("The seat is over, and the row does not say when it began."),
    Reason.ORGANISATION_MISSING: lambda: _("The row names no municipality."),
    Reason.ORGANISATION_UNKNOWN: lambda: _("There is no municipality “%(value)s”."),
    Reason.ORGANISATION_TWO: lambda: _("Code and name mean two municipalities: %(value)s."),
    Reason.NO_MUNICIPALITY: lambda: _(
        "%(code)s is Christiansø, which is not a municipality: it has no council and is run by the Ministry of Defence."
    ),
    Reason.REPEATED: lambda: _("Row %(value)s already says the same."),
    Reason.CONFLICT: lambda: _("The row contradicts row %(value)s about the same person."),
}
