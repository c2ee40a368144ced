"""The figures of ``/metrics``: what waits, what went wrong, how quickly pages are answered."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min

from stormoede import __version__
from stormoede.events.models import Event
from stormoede.lib import clock, meters
from stormoede.mail.models import Message, Relay


def told() -> str:
    """All figures as OpenMetrics has them."""
    now = clock.wall()
    lines = [*_program(), *_mails(now), *_events(), *_relays(), *_requests()]
    return "\n".join([*lines, "# EOF\n"])


def _family(name: str, kind: str, about: str) -> Iterator[str]:
    yield f"# TYPE stormoede_{name} {kind}"
    yield f"# HELP stormoede_{name} {about}"


def _sample(name: str, value: float, **labels: str) -> str:
    pairs = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"stormoede_{name}{{{pairs}}} {value}" if pairs else f"stormoede_{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _program() -> Iterator[str]:
    yield from _family("build", "info", "The program and its database.")
    yield _sample("build_info", 1, version=__version__, database=connection.vendor)
    yield from _family("disk_free_bytes", "gauge", "Room where the data are.")
    yield _sample("disk_free_bytes", shutil.disk_usage(settings.DATA).free)


def _mails(now: datetime) -> Iterator[str]:
    counts = dict(Message.objects.values_list("state").annotate(count=Count("id")).order_by("state"))
    yield from _family("mails", "gauge", "Mails in the outbox by state.")
    for state in Message.State:
        yield _sample("mails", counts.get(state.value, 0), state=state.value)
    oldest = Message.objects.filter(state=Message.State.QUEUED, batch__paused_at=None).aggregate(date=Min("date"))[
        "date"
    ]
    yield from _family("mails_waiting_seconds", "gauge", "How long the oldest mail that may go has waited.")
    yield _sample("mails_waiting_seconds", max((now - oldest).total_seconds(), 0) if oldest else 0)


def _events() -> Iterator[str]:
    yield from _family("events", "counter", "Acts on record.")
    yield _sample("events_total", Event.objects.aggregate(last=Max("id"))["last"] or 0)
    yield from _family("events_pending", "gauge", "Acts that the worker has not handed on.")
    yield _sample("events_pending", Event.objects.filter(pending=True).count())


def _relays() -> Iterator[str]:
    yield from _family("relay_up", "gauge", "Does the mail server answer?")
    for name, down in Relay.objects.order_by("name").values_list("name", "down_since"):
        yield _sample("relay_up", int(down is None), relay=name)


def _requests() -> Iterator[str]:
    found = meters.readings(settings.DATA)
    yield from _family("requests", "counter", "Requests answered by this machine's processes.")
    for one in found:
        for name, count in zip(meters.CLASSES, one.statuses, strict=True):
            yield _sample("requests_total", count, process=one.process, status=name)
    yield from _family("request_seconds", "histogram", "How long answers took.")
    bounds = [*map(str, meters.BOUNDS), "+Inf"]
    for one in found:
        sums = list(accumulate(one.buckets))
        for bound, count in zip(bounds, sums, strict=True):
            yield _sample("request_seconds_bucket", count, process=one.process, le=bound)
        yield _sample("request_seconds_count", sums[-1], process=one.process)
        yield _sample("request_seconds_sum", round(one.seconds, 6), process=one.process)
