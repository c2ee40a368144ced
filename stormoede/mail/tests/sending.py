"""A sending program for the tests that kill it: ``make N | send PORT LEASE``. mother.py starts it."""

import json
import time
from datetime import timedelta

from django.db import connection
from django.db.models import Count

from stormoede.lib.lines import hang_up


def _make(count: int) -> None:
    from stormoede.events.models import Event
    from stormoede.mail.models import Batch, Message, Relay
    from stormoede.mail.tests.makers import queue

    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            for model in (Event, Batch, Message, Relay):
                editor.create_model(model)
    queue(count)


def _send(port: int, lease: float) -> None:
    from stormoede.mail.models import Message
    from stormoede.mail.sender import drain
    from stormoede.mail.tests.makers import at, recipe
    from stormoede.mail.transports import Smtp

    smtp = Smtp("127.0.0.1", port, "none", connections=4)
    with recipe():
        print("sending", flush=True)
        while Message.objects.filter(settled_at__isnull=True).exists():
            drain(smtp, worker="w", at=at, lease=timedelta(seconds=lease))
            time.sleep(0.02)
    print(json.dumps(dict(Message.objects.values_list("state").annotate(n=Count("id")))), flush=True)


def main(arguments: list[str]) -> None:
    if arguments[0] == "make":
        _make(int(arguments[1]))
    else:
        _send(int(arguments[1]), float(arguments[2]))
    hang_up()
