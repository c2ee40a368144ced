"""Periods and data as a person reads them."""

from collections.abc import Mapping

from django.utils.translation import ngettext

from stormoede.lib.privacy import DataClass
from stormoede.protection import declared

YEAR = 365


def period(days: int) -> str:
    """A number of days in words: in years where it is whole years."""
    if days % YEAR == 0:
        return ngettext("%(number)s year", "%(number)s years", days // YEAR) % {"number": days // YEAR}
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}


def kept(one: DataClass, days: Mapping[str, int]) -> str:
    """How long a class is kept, with the periods ``days`` in it."""
    text = str(one.kept)
    if "%(" not in text:
        return text
    return text % {key: period(days.get(key, term.days)) for key, term in declared.terms().items()}
