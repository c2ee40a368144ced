"""A page that is the same for many but for a handful of words is rendered once for all, and filled for each.

So are the member's page, which thousands open, and the round's first page on the desk, which is asked for all day.
What is shared makes the frame's key, so that a frame is never shown where anything in it is otherwise. What is a person's own
goes in through slots and nowhere else: a frame is rendered without a person and without their request.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from stormoede.lib import clock
from stormoede.web import form_mark
from stormoede.web.message_cookie import Messages

type Own = Mapping[str, str | Sequence[Mapping[str, str]]]

# Unguessable, so that nobody's name can be taken for a slot; letters and digits only, so that it stands in addresses too.
_MARK = f"slot{secrets.token_hex(8)}"
_SLOT = re.compile(f"{_MARK}([a-z0-9]+)z")
_MOST = 512


@dataclass(frozen=True, slots=True)
class _Frame:
    """A page taken apart: text at even places, names of slots at odd ones."""

    pieces: tuple[str, ...]


def page(
    request: HttpRequest,
    template: str,
    shared: Mapping[str, object],
    own: Own,
    *,
    status: int = 200,
    path: str = "",
) -> HttpResponse:
    """The page for this reader. ``shared`` values are hashable; ``own`` ones are plain text, found under ``own`` there.

    ``path`` is the address where the page itself depends on it: the desk marks in its navigation where one is.
    """
    if _is_apart(request, path):
        return HttpResponse(render_to_string(template, {**shared, "own": own}, request), status=status)
    names = tuple((name, value if isinstance(value, str) else len(value)) for name, value in _shape(own))
    frame = _frame(template, get_language() or "", tuple(shared.items()), names, path)
    flat = {"csrf": form_mark.mark(request), "path": request.get_full_path(), **_flat(own)}
    told = [escape(flat[piece]) if place % 2 else piece for place, piece in enumerate(frame.pieces)]
    return HttpResponse("".join(told), status=status)


def _is_apart(request: HttpRequest, path: str) -> bool:
    """Does the page hold what no frame has: a told story's clock in the head, a message from the act before, a question?"""
    said = Messages.cookie_name in request.COOKIES or bool(request.META.get("QUERY_STRING"))
    return clock.installed() is not None or (bool(path) and said)


@lru_cache(maxsize=_MOST)
def _frame(
    template: str,
    language: str,
    shared: tuple[tuple[str, object], ...],
    shape: tuple[tuple[str, int | str], ...],
    path: str,
) -> _Frame:
    nobody = HttpRequest()
    nobody.path = nobody.path_info = path or _slot("path")
    own = {name: _slot(name) if value == "" else [_Row(name, n) for n in range(int(value))] for name, value in shape}
    text = render_to_string(template, {**dict(shared), "own": own, "csrf_token": _slot("csrf")}, nobody)
    return _Frame(tuple(_SLOT.split(text)))


class _Row(dict[str, str]):
    """One row of a list of the person's own: each of its keys is a slot."""

    def __init__(self, name: str, number: int) -> None:
        super().__init__()
        self._head = f"{name}{number}x"

    def __missing__(self, key: str) -> str:
        return _slot(self._head + key)


def _slot(name: str) -> str:
    return f"{_MARK}{name}z"


def _shape(own: Own) -> list[tuple[str, str | Sequence[Mapping[str, str]]]]:
    return [(name, "" if isinstance(value, str) else value) for name, value in own.items()]


def _flat(own: Own) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in own.items():
        if isinstance(value, str):
            flat[name] = value
        else:
            flat |= {f"{name}{n}x{key}": told for n, row in enumerate(value) for key, told in row.items()}
    return flat
