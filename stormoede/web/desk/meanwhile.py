"""An audience that two desks compose at a time: what the second had before them, and what it says now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from stormoede.members.models import Audience
from stormoede.members.queries.described import Describer
from stormoede.web import conflicts


def seen(request: HttpRequest, found: Audience | None) -> datetime | None:
    """When the audience had been changed, as the page that is sent had it before it; none for a new one."""
    if found is None:
        return None
    try:
        return parse_datetime(conflicts.seen(request, found.edited_at.isoformat())) or found.edited_at
    except ValueError:
        return found.edited_at


def told(request: HttpRequest, found: Audience, describe: Describer, conflict: bool) -> Mapping[str, Any]:
    """The mark of what the page had before it, and with ``conflict`` what the audience says now."""
    mark = conflicts.seen(request, found.edited_at.isoformat())
    return {"seen": mark, "differences": _now(found, describe) if conflict else []}


def _now(found: Audience, describe: Describer) -> list[tuple[str, str]]:
    """Its name, who is in it, and who is left out."""
    parts = [
        (label, "\n".join(describe.part(one) for one in found.spec.get(word, [])))
        for word, label in (("any", _("Who is in the audience")), ("but", _("But not")))
    ]
    return [(_("Name"), found.name), *((label, words) for label, words in parts if words)]
