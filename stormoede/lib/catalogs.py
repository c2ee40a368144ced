"""One catalogue of words for each language.

Django means to join the catalogues of all rooms whose plurals are made alike, but holds a function against its code: they are
never equal, so it keeps one for each room, and looks for every word on a page in nineteen places.
"""

from collections.abc import Callable
from typing import Any, Protocol

from django.utils.translation import trans_real


class _Words(Protocol):
    """A room's words of one language, as gettext reads them."""

    _catalog: dict[object, str]
    plural: Callable[[int], int]


class _Catalogue(Protocol):
    """Django's, of all rooms together."""

    _catalogs: list[dict[object, str]]
    _plurals: list[Callable[[int], int]]


def join() -> None:
    """From now on, catalogues whose plurals are made alike are one; of two sentences for one word, the last room's holds, as before."""
    catalogue: Any = trans_real.TranslationCatalog
    catalogue.update = _update


def _update(self: _Catalogue, more: _Words) -> None:
    if more.plural.__code__ == self._plurals[0].__code__:
        self._catalogs[0].update(more._catalog)
    else:
        self._catalogs.insert(0, more._catalog.copy())
        self._plurals.insert(0, more.plural)
