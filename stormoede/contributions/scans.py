"""Attachments that no virus scanner has looked at."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from stormoede.contributions.models import Attachment
from stormoede.mail.scans import Unscanned, without_verdict


def unscanned(at: datetime) -> Iterable[Unscanned]:
    """Those without a verdict, the newest first."""
    found = without_verdict(Attachment.objects.order_by("-added_at"), at)
    for pk, digest in found.values_list("pk", "digest"):
        yield Unscanned(digest, f"attachment:{pk}", partial(_content, pk))


def _content(pk: UUID) -> bytes:
    return bytes(Attachment.objects.values_list("content", flat=True).get(pk=pk))
