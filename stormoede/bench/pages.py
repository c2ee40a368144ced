"""What the two pages cost that are opened most: the member's and the round's first one on the desk.

A server of the product's own, one client over HTTP, processor time of server and database together, held against a static file
from the same server. Statements are counted with 2,432 members and with many more: they must be equally many.
"""

from collections.abc import Mapping
from typing import Any

from stormoede.bench import crowd, visitors
from stormoede.bench.report import Bench, Figure, figure
from stormoede.bench.visitors import Page
from stormoede.lib import clock

FEW, MANY = 2432, 100_000
MEMBER_MS, DESK_MS, MEMBER_BYTES = 6.0, 10.0, 60_000


def run(given: Bench) -> Figure:
    """The figure is the member's page; everything else stands beside it."""
    made = crowd.fill(FEW, clock.wall())
    crowd.settle()
    member, desk = _pages(made)
    counted = {"few": _statements(member, desk)}
    with visitors.server() as server:
        costs = {name: server.cost(page) for name, page in _named(member, desk).items()}
        sizes = server.weight(member)
    crowd.grow(made, given.size or MANY)
    crowd.settle()
    counted["many"] = _statements(member, desk)
    with visitors.server() as server:
        costs |= {f"{name}_many": server.cost(page, 40) for name, page in _named(member, desk).items()}
    return figure(
        "pages",
        round(costs["member"], 2),
        "ms of processor",
        MEMBER_MS,
        **_detail(costs, sizes, counted, len(made.people)),
    )


def _named(member: Page, desk: Page) -> dict[str, Page]:
    return {"static": Page(visitors.STATIC), "member": member, "desk": desk}


def _detail(
    costs: Mapping[str, float], sizes: tuple[int, int], counted: Mapping[str, tuple[int, ...]], members: int
) -> dict[str, Any]:
    whole, small = sizes
    return {
        "desk_ms": round(costs["desk"], 2),
        "desk_limit_ms": DESK_MS,
        "static_ms": round(costs["static"], 2),
        "member_to_static": round(costs["member"] / costs["static"], 1),
        "desk_to_static": round(costs["desk"] / costs["static"], 1),
        "member_bytes": whole,
        "member_bytes_limit": MEMBER_BYTES,
        "member_bytes_gzip": small,
        "member_statements": counted["few"][0],
        "desk_statements": counted["few"][1],
        "many_members": members,
        "member_statements_many": counted["many"][0],
        "desk_statements_many": counted["many"][1],
        "member_ms_many": round(costs["member_many"], 2),
        "desk_ms_many": round(costs["desk_many"], 2),
        "held": costs["member"] <= MEMBER_MS and costs["desk"] <= DESK_MS and whole <= MEMBER_BYTES
        and counted["few"] == counted["many"],
    }  # fmt: skip


def _pages(made: crowd.Crowd) -> tuple[Page, Page]:
    """A member who has not answered yet, with their link opened; and staff at the desk."""
    from stormoede.accounts import addresses
    from stormoede.accounts.actions import links
    from stormoede.meetings.models import Registration

    answered = set(Registration.objects.values_list("person_id", flat=True))
    person = next(pk for pk in made.people if pk not in answered)
    link = links.ensure("p", [person], f"round:{made.round.key}")[person]
    opened = addresses.of(link).split("/", 3)[3]
    return Page("/" + opened), Page(f"/desk/rounds/{made.round.key}/", _signed_in(made))


def _signed_in(made: crowd.Crowd) -> str:
    from django.conf import settings
    from django.http import HttpRequest

    from stormoede.accounts import session_cookie, signins
    from stormoede.accounts.sessions import SessionStore

    request = HttpRequest()
    request.session = SessionStore()
    signins.begin(request, made.staff, signins.Means.PASSKEY, clock.wall())
    request.session.save()
    assert request.session.session_key is not None
    return f"{settings.SESSION_COOKIE_NAME}={session_cookie.write(request.session.session_key, clock.wall())}"


def _statements(*pages: Page) -> tuple[int, ...]:
    """How many statements each page costs, seen from inside."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from stormoede.wsgi import application

    found = []
    for page in pages:
        ready = visitors.opened(page, lambda asked: visitors.inside(application, asked))
        with CaptureQueriesContext(connection) as seen:
            visitors.inside(application, ready)
        found.append(len(seen))
    return tuple(found)
