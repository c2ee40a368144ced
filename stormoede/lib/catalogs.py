"""One catalogue of words for each language.

Django means to join the catalogues of all rooms whose plurals are made alike, but holds a function against its code: they are
never equal, so it keeps one for each room, and looks for every word on a page in nineteen places.
"""

from gettext import GNUTranslations
from typing import Any

from django.utils.translation import trans_real


def join() -> None:
    """From now on, catalogues whose plurals are made alike are one; of two sentences for one word, the last room's holds, as before."""
    kept: Any = trans_real
    kept.TranslationCatalog.update = _update


def _update(self: Any, more: GNUTranslations) -> None:  # noqa: ANN401 - Django's own, without a type
    found: Any = more
    if found.plural.__code__ == self._plurals[0].__code__:
        self._catalogs[0].update(found._catalog)
    else:
        self._catalogs.insert(0, found._catalog.copy())
        self._plurals.insert(0, found.plural)
