"""The address of a database: taken apart, and the way to another machine encrypted."""

import re

import pytest

from stormoede import environment
from stormoede.lib import env


@pytest.mark.parametrize(
    ("address", "host", "tls"),
    [
        ("postgresql://u:p@db.example/name", "db.example", "require"),
        ("postgresql://u:p@10.0.0.7:5433/name", "10.0.0.7", "require"),
        ("postgresql://u:p@localhost/name", "localhost", ""),
        ("postgresql://u:p@127.0.0.1/name", "127.0.0.1", ""),
        ("postgresql://u@[::1]/name", "::1", ""),
        ("postgresql://u@/name?host=/run/postgresql", "/run/postgresql", ""),
        ("postgresql://u@:5432/name?host=%2Frun%2Fpostgresql", "/run/postgresql", ""),
        ("postgresql:///name", "", ""),
        ("postgresql://u@db.example/name?sslmode=disable", "db.example", "disable"),
        ("postgresql://u@db.example/name?sslmode=verify-full&sslrootcert=/etc/ca.pem", "db.example", "verify-full"),
    ],
)
def test_the_way_to_another_machine_is_encrypted_unless_it_is_said_otherwise(address, host, tls):
    found = env.database(address)
    assert (found.host, found.tls) == (host, tls)
    assert found.roots == ("/etc/ca.pem" if "ca.pem" in address else "")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    "more", ["sslmode=prefer", "sslmode=allow", "sslmode=", "ssl=true", "sslmode=require&options=x"]
)
def test_what_would_fall_back_or_is_not_known_is_refused(more):
    with pytest.raises(ValueError, match="after"):
        env.database(f"postgresql://u@db.example/name?{more}")


WRONG = {
    "STORMOEDE_PROXIES": ["proxy.example", "10.0.0.0/8,x", "300.1.1.1"],
    "STORMOEDE_METRICS": ["everybody", "10.0.0.0/99"],
    "STORMOEDE_HOOKS_TO": ["inside.example"],
    "STORMOEDE_ORIGIN": ["https://[", "https://x.example:port"],
    "STORMOEDE_DATABASE": ["postgresql://u@h.example:port/name", "postgresql://u@[/name"],
    "STORMOEDE_SCAN": ['/usr/bin/scan "half'],
    "STORMOEDE_WAS_URL": ["https://["],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_what_cannot_be_used_stops_the_start_in_words_of_our_own(name, value):
    """A proxy by its name let the program start, and every page fail."""
    with pytest.raises(env.EnvironmentFault) as told:
        environment.verify({name: value})
    assert re.match(rf"{name} kan ikke bruges: (er |har |»\S+« er ikke )", str(told.value)), told.value


def test_addresses_and_networks_are_taken_as_they_are_written():
    assert env.places("127.0.0.1, 10.0.0.0/8,2001:db8::/32") == ("127.0.0.1", "10.0.0.0/8", "2001:db8::/32")
    assert env.places("") == ()
