"""Rows of a long list as HTML. Put together here: a template costs ten times as much for each of a page's fifty.

Whatever is handed in as text is escaped; ``Html`` is what these functions have made.
"""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import NewType

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words

Html = NewType("Html", str)
NOTHING = Html("")


def rows(lines: Iterable[Iterable[Html]]) -> SafeString:
    """The body of a table: each line's cells in a row."""
    return mark_safe("".join(f"<tr>{''.join(cells)}</tr>\n" for cells in lines))  # noqa: S308 - escaped, one by one


def text(told: str) -> Html:
    return Html(escape(told))


def mailbox(told: str) -> Html:
    """A mail address, which is broken after its @ where it does not fit on a phone."""
    return Html(escape(told).replace("@", "@<wbr>"))


def link(address: str, told: str, more: Html = NOTHING) -> Html:
    return Html(f'<a href="{escape(address)}">{escape(told)}{more}</a>')


def muted(inside: Html) -> Html:
    return Html(f'<span class="muted">{inside}</span>')


def when(at: datetime) -> Html:
    """A moment in few words, in the zone of the page."""
    return text(words.short_moment(at, timezone.get_current_timezone_name(), get_language() or "en"))


def clock(at: datetime) -> Html:
    """The time of day, in the zone of the page."""
    return text(words.clock(at, timezone.get_current_timezone_name(), get_language() or "en"))


def stamped(at: datetime) -> Html:
    """The same, and what programs read of it."""
    return Html(f'<time datetime="{timezone.localtime(at).isoformat()}">{when(at)}</time>')


def head(inside: Html, below: Html = NOTHING) -> Html:
    """The cell that says which row it is."""
    return Html(f'<th scope="row">{inside}{below}</th>')


def cell(inside: Html, opt: str = "") -> Html:
    """``opt`` is its class, if it has one."""
    return Html(f'<td class="{opt}">{inside}</td>' if opt else f"<td>{inside}</td>")


def seat(title: str) -> Html:
    """Where somebody sits today."""
    return cell(text(capfirst(title) or _("No seat today")), "opt")


def chip(tone: str, told: str, why: str = "") -> Html:
    """How something stands, and why where that is said."""
    ring = f'<span class="ring {tone}" aria-hidden="true"></span>'
    said = muted(text(why)) if why else ""
    return Html(f'<span class="chip {tone}">{ring}{escape(told)}</span>{said}')
