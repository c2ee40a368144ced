"""Limits that outlive the process: rows that count, named by a keyed hash, so the table tells nobody's address."""

import hmac
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F

from stormoede.accounts import keyring
from stormoede.accounts.models import Limit

LABEL = "limit"


def _bucket(kind: str, who: str) -> str:
    _, key = keyring.signing(LABEL)
    return hmac.digest(key, f"{kind}\0{who}".encode(), "sha256").hex()


def _window(at: datetime, length: timedelta) -> datetime:
    seconds = int(length.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


@transaction.atomic
def use(kind: str, who: str, *, most: int, within: timedelta, at: datetime) -> bool:
    """Count one ``kind`` for ``who``; False when there have been ``most`` in the window that ``at`` lies in (real time)."""
    bucket, window = _bucket(kind, who), _window(at, within)
    Limit.objects.bulk_create([Limit(bucket=bucket, window=window)], ignore_conflicts=True)
    return bool(Limit.objects.filter(bucket=bucket, window=window, used__lt=most).update(used=F("used") + 1))


def forget(at: datetime) -> int:
    """Take windows away that are over."""
    return Limit.objects.filter(window__lte=at - timedelta(days=1)).delete()[0]
