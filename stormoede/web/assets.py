"""Addresses of static files carry a mark of their content, so that a browser keeps them until they change."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Marked(StaticFilesStorage):
    """``web/css/base.css`` becomes ``/static/web/css/base.css?v=1a2b3c4d``. Files lie in the rooms; nothing is collected."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        mark = _mark(name or "")
        return f"{address}?v={mark}" if mark else address


@cache
def _mark(name: str) -> str:
    """The first digits of the file's hash; "" where there is no such file."""
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:8] if isinstance(found, str) else ""
