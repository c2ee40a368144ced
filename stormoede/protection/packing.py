"""A person's copy as one file: to be read by people (index.html), by machines (data.json), and what is no text beside it."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from stormoede.accounts import access
from stormoede.protection import words
from stormoede.protection.models import Period
from stormoede.protection.queries.copies import Copy


def as_data(copy: Copy, at: datetime) -> Mapping[str, Any]:
    """The copy as JSON has it."""
    days = dict(Period.objects.values_list("term", "days"))
    classes = [
        {
            "class": part.one.key,
            "what": str(part.one.what),
            "why": str(part.one.why),
            "kept": words.kept(part.one, days),
            "basis": str(part.one.basis),
            "rows": part.rows,
        }
        for part in copy.parts
    ]
    return {
        "person": str(copy.who.id),
        "name": copy.who.name,
        "made": at.isoformat(),
        "classes": classes,
        "read": _read(copy),
    }


def _read(copy: Copy) -> list[Mapping[str, str]]:
    """Who of the staff has read what about the person: when, in which role, and what they did."""
    found = access.latest(f"person:{copy.who.id}")
    return [{"at": one.at.isoformat(), "staff": one.staff, "role": one.role, "act": one.act} for one in found]


def as_zip(copy: Copy, at: datetime) -> bytes:
    """The copy as a packed folder."""
    data = as_data(copy, at)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1))
        folder.writestr("index.html", render_to_string("protection/copy.html", {"data": data}))
        for name, content in sorted(copy.files.items()):
            folder.writestr(name, content)
    return out.getvalue()
