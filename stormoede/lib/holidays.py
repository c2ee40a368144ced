"""Days on which nobody in Denmark calls a meeting: public holidays, and the half ones (1 May, Constitution Day, Christmas Eve)."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

_LANGUAGES = {"da": "da", "en": "en_US"}


@lru_cache(maxsize=64)
def of_year(year: int, language: str) -> Mapping[date, str]:
    """The holidays of a year, with their names in ``language``. Store bededag is one until 2023."""
    # Here, so that only those who ask for a holiday wait for the countries of the world.
    import holidays

    found = holidays.country_holidays(
        "DK", years=year, categories=("public", "optional"), language=_LANGUAGES.get(language, "en_US")
    )
    return dict(sorted(found.items()))


def name(day: date, language: str) -> str:
    """What ``day`` is called, or nothing when it is a day like others."""
    return of_year(day.year, language).get(day, "")
