"""What is said of a file beside its name: that it is kept apart, or that no scanner has looked at it."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stormoede.mail import queries
from stormoede.mail.models import Scan

register = template.Library()


@register.simple_tag
def scanned(digest: str) -> SafeString:
    """Nothing for a file that was found clean. Without a scanner no statement is sent."""
    found = queries.scan_of(digest) if settings.SCAN else None
    if found is None or found.state == Scan.State.FAILED:
        return format_html('<span class="muted small">{}</span>', _("not checked for viruses"))
    if found.state == Scan.State.CLEAN:
        return SafeString("")
    words = _("a virus was found; it is kept apart")
    return format_html('<span class="chip stop"><span class="ring stop" aria-hidden="true"></span>{}</span>', words)
