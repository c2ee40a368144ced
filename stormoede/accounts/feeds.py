"""A calendar program asks for a feed: no cookie, no page, only the secret in its address."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from stormoede.accounts import addresses, alarms, queries
from stormoede.accounts.models import Feed
from stormoede.accounts.permissions import Permission, may
from stormoede.accounts.views import exchange


def too_many(request: HttpRequest) -> HttpResponse | None:
    """The answer to a network that has sent many bad addresses this minute."""
    return exchange.too_many(request)


def asked(request: HttpRequest, at: datetime) -> Feed | None:
    """The feed the request's secret stands for, while its owner may look at rounds. At most one statement."""
    reading = addresses.read(exchange.secret_of(request), Feed.PURPOSE)
    if reading is None:
        alarms.bad_link(request, Feed.PURPOSE)
        return None
    found = queries.feed(reading.handle, at)
    return found if found and may(found.staff, Permission.READ) else None
