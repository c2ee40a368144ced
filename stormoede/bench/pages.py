"""What the pages cost that are opened most: the member's, the round's first one on the desk, the figures by municipality, each list.

A server of the product's own, one client over HTTP, processor time of server and database together, held against a static file
from the same server. Statements are counted with 2,432 members and with many more: they must be equally many. Of the
municipalities and the lists the cost is told as they stand and ``moved``, with an act before each question, so that nothing
can be remembered; of the lists also ``answered``, when what has happened is that somebody answered.
"""

from collections.abc import Mapping
from typing import Any

from stormoede.bench import crowd, heaps, visitors
from stormoede.bench.report import Bench, Figure, figure
from stormoede.bench.visitors import Page
from stormoede.lib import clock

FEW, MANY = 2432, 100_000
MEMBER_MS, DESK_MS, MEMBER_BYTES = 6.0, 10.0, 60_000
TABLE_MS, LIST_MS = 25.0, 30.0
_ROUND = "/desk/rounds/oea26/"
TABLE = f"{_ROUND}municipalities/"
LISTS = {
    "members": "/desk/members/",
    "organisations": "/desk/organisations/",
    "audience": "/desk/audiences/everybody/",
    "outbox": "/desk/outbox/",
    "asked": f"{TABLE}people/",
    "silent": f"{TABLE}people/?state=silent",
    "lost": f"{TABLE}people/?state=lost",
    "deliveries": f"{_ROUND}letters/invitation/deliveries",
    "recipients": f"{_ROUND}letters/invitation/recipients",
    "seats": f"{_ROUND}meetings/stormoeder/dates/{{date}}/",
    "cannot": f"{_ROUND}meetings/stormoeder/cannot/",
    "inbox": "/desk/inbox/",
    "inbox_all": "/desk/inbox/?state=all",
    "audiences": "/desk/audiences/",
    "rounds": "/desk/rounds/",
    "letters": f"{_ROUND}letters/",
    "sent_in": f"{_ROUND}contributions/",
    "by_mail": f"{_ROUND}contributions/by-mail/",
    "calendar": f"{_ROUND}calendar/",
    "meeting_history": f"{_ROUND}meetings/stormoeder/history/",
    "date_history": f"{_ROUND}meetings/stormoeder/dates/{{date}}/history/",
    "letter_history": f"{_ROUND}letters/invitation/history",
    "place_history": "/desk/organisations/0165/history/",
    "search": "/desk/search/?q=lund+skov",
}


def run(given: Bench) -> Figure:
    """The figure is the member's page; everything else stands beside it."""
    made = crowd.fill(FEW, clock.wall())
    heaps.pile(made)
    crowd.settle()
    member, desk = _pages(made)
    table, lists = Page(TABLE, desk.cookie), _lists(made, desk.cookie)
    counted = {"few": _statements(member, desk, table, *lists.values())}
    with visitors.server() as server:
        costs = {name: server.cost(page) for name, page in _named(member, desk).items()}
        sizes = server.weight(member)
        costs |= {"table": server.cost(table, 100), "table_moved": server.cost(table, 20, _act)}
        costs |= {"desk_moved": server.cost(desk, 20, _act)}
    crowd.grow(made, given.size or MANY)
    heaps.pile(made)
    crowd.settle()
    counted["many"] = _statements(member, desk, table, *lists.values())
    with visitors.server() as server:
        # As often as of the few, so that what a server does once when it has started weighs the same in both.
        costs |= {f"{name}_many": server.cost(page) for name, page in _named(member, desk).items()}
        costs |= {f"list_{name}": server.cost(page, 40) for name, page in lists.items()}
        costs |= {f"list_{name}_moved": server.cost(page, 5, _act) for name, page in lists.items()}
        costs |= {f"list_{name}_answered": server.cost(page, 5, _answer) for name, page in lists.items()}
    return figure(
        "pages",
        round(costs["member"], 2),
        "ms of processor",
        MEMBER_MS,
        **_detail(costs, sizes, counted, len(made.people)),
    )


_PAGES = ("member", "desk", "table", *LISTS)


def _named(member: Page, desk: Page) -> dict[str, Page]:
    return {"static": Page(visitors.STATIC), "member": member, "desk": desk}


def _detail(
    costs: Mapping[str, float], sizes: tuple[int, int], counted: Mapping[str, tuple[int, ...]], members: int
) -> dict[str, Any]:
    whole, small = sizes
    return {
        "desk_ms": round(costs["desk"], 2),
        "desk_moved_ms": round(costs["desk_moved"], 2),
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
        "table_ms": round(costs["table"], 2),
        "table_moved_ms": round(costs["table_moved"], 2),
        "table_limit_ms": TABLE_MS,
        "list_limit_ms": LIST_MS,
        **{f"{name}_ms": round(costs[name], 2) for name in costs if name.startswith("list_")},
        "statements": dict(zip(_PAGES, counted["few"], strict=True)),
        "statements_differ": _differing(counted),
        "held": _held(costs, whole) and counted["few"] == counted["many"],
    }


def _differing(counted: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, int]]:
    """The pages that ask more or fewer statements of many members than of few: how many of few, of many."""
    both = zip(_PAGES, counted["few"], counted["many"], strict=True)
    return {name: (few, many) for name, few, many in both if few != many}


def _held(costs: Mapping[str, float], whole: int) -> bool:
    lists = max(costs[f"list_{name}"] for name in LISTS)
    first = costs["member"] <= MEMBER_MS and costs["desk"] <= DESK_MS and whole <= MEMBER_BYTES
    return first and costs["table"] <= TABLE_MS and lists <= LIST_MS


def _lists(made: crowd.Crowd, cookie: str) -> dict[str, Page]:
    date = str(made.sessions[0].pk)
    return {name: Page(path.format(date=date), cookie) for name, path in LISTS.items()}


def _act() -> None:
    """Something happens, so that what was remembered is not asked for again."""
    _happens("round.edited", "round:oea26")


def _answer() -> None:
    from stormoede.meetings.models import Registration

    _happens("registration.answered", f"registration:{Registration.objects.values_list('pk', flat=True)[0]}")


def _happens(act: str, subject: str) -> None:
    from stormoede.events.actions.records import record

    record(act, subject, by=crowd.BY, at=clock.wall())


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
    """How many statements each page costs, seen from inside, while nothing happens.

    The lower of two looks: when a minute ends between two, the figures of the minute are counted anew.
    """
    from stormoede.wsgi import application

    found = []
    for page in pages:
        ready = visitors.opened(page, lambda asked: visitors.inside(application, asked))
        found.append(min(_counted(ready) for _look in range(2)))
    return tuple(found)


def _counted(page: Page) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from stormoede.wsgi import application

    with CaptureQueriesContext(connection) as seen:
        visitors.inside(application, page)
    return len(seen)
