"""From the environment to a server in another process: the worker's own step sends what waits."""

import pytest

from stormoede import wiring
from stormoede.bench.sink import Sink
from stormoede.mail import transports
from stormoede.mail.models import Message
from stormoede.mail.tests.makers import queue, recipe
from tests.smtp_sink import smtp_sink  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    wiring.relay.cache_clear()
    yield
    wiring.relay.cache_clear()


def test_the_workers_step_sends_what_waits(settings, smtp_sink: Sink) -> None:  # noqa: F811 - the fixture
    settings.MAIL_RELAY = settings.MAIL_RELAY | {"host": "127.0.0.1", "port": smtp_sink.port, "security": "none"}
    queue(5)
    with recipe():
        assert wiring.send_outbox("w") == 5
        assert wiring.send_outbox("w") == 0
    arrived = smtp_sink.received()
    assert {mail.recipients[0] for mail in arrived} == {f"m{n}@faaborg.example" for n in range(5)}
    assert smtp_sink.stat().accepted == 5
    assert smtp_sink.stat().connections <= settings.MAIL_RELAY["connections"]
    wiring.transport().close()


def test_without_a_relay_mails_stay_where_they_are(settings) -> None:
    assert transports.configured() is None
    queue(1)
    assert wiring.send_outbox("w") == 0
    assert Message.objects.get().state == "queued"


def test_the_environments_relay_is_taken_as_it_is_said(settings) -> None:
    oauth = ("https://login.example/token", "client", "secret", "scope")
    settings.MAIL_RELAY = settings.MAIL_RELAY | {"host": "relay.example", "per_minute": 30, "oauth": oauth}
    relay = transports.configured()
    assert (relay.name, relay.security, relay.per_minute) == ("relay.example:587", "starttls", 30)
    assert relay.oauth.client == "client"
    assert "secret" not in repr(relay)
