"""Keys: which one a program has shown, and all there are."""

from datetime import datetime

from django.db.models import QuerySet

from stormoede.api.core import keys
from stormoede.api.core.scopes import Scope
from stormoede.api.models import ApiKey
from stormoede.api.refusals import NoSuchKey


def holding(key: str, now: datetime) -> ApiKey | None:
    """The key a program has shown, while it opens anything."""
    return ApiKey.objects.filter(digest=keys.digest(key), revoked_at__isnull=True, ends_at__gt=now).first()


def listing() -> QuerySet[ApiKey]:
    """Every key, those that open something first, the newest first."""
    return ApiKey.objects.order_by("revoked_at", "-made_at", "pk")


def reading_people(now: datetime) -> list[str]:
    """The names of the programs whose keys open people's names and addresses, in order."""
    found = ApiKey.objects.filter(revoked_at__isnull=True, ends_at__gt=now).values_list("name", "scopes")
    return sorted({name for name, scopes in found if Scope.PERSONAL.value in scopes})


def is_open(key: ApiKey, now: datetime) -> bool:
    """Whether the key opens anything."""
    return key.revoked_at is None and key.ends_at > now


def ending_in(ending: str) -> ApiKey:
    """The one key that has not been revoked and ends in ``ending``. Raises NoSuchKey."""
    found = list(ApiKey.objects.filter(ending=ending, revoked_at__isnull=True)[:2])
    if len(found) != 1:
        raise NoSuchKey(ending)
    return found[0]
