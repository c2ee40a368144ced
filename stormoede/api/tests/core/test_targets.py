"""A hook goes out into the world by https, and nowhere inside."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormoede.api.core import targets
from stormoede.api.core.targets import No

OUTSIDE = ip_address("93.184.216.34")
INSIDE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fd12::3", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
    "2002:a9fe:a9fe::1", "2001:0:7f00:1::", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_nowhere_inside(address: str) -> None:
    inside = ip_address(address)
    assert targets.verdict("https", [inside], ()) == No.INSIDE
    assert targets.verdict("https", [OUTSIDE, inside], ()) == No.INSIDE
    literal = f"[{address}]" if ":" in address else address
    assert targets.fault_of(f"https://{literal}/hook", ()) == No.INSIDE


@given(st.ip_addresses(v=4).filter(lambda one: not one.is_global))
def test_no_way_of_writing_an_inner_address_gets_in(address: IPv4Address) -> None:
    number = int(address)
    carried = [0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80]
    for one in [address, *map(IPv6Address, carried)]:
        assert not targets.is_outside(one)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_out_into_the_world_by_https_alone(address: str) -> None:
    assert targets.verdict("https", [ip_address(address)], ()) is None
    assert targets.verdict("http", [ip_address(address)], ()) == No.PLAIN


def test_into_a_network_that_has_been_opened() -> None:
    let = (ip_network("10.1.0.0/16"),)
    assert targets.verdict("http", [ip_address("10.1.2.3")], let) is None
    assert targets.verdict("https", [ip_address("10.2.0.1")], let) == No.INSIDE
    assert targets.verdict("http", [ip_address("10.1.2.3"), OUTSIDE], let) == No.PLAIN


@pytest.mark.parametrize(
    "address",
    ["", "x", "ftp://a.example/", "https://", "https:///x", "https://a:b@c.example/", "https://a.example/#x",
     "https://a.example:99999/", "https://[::1", "https://a b.example/", "javascript:alert(1)", "https://æ.example/"],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    assert targets.fault_of(address, ()) == No.FORM


def test_what_is_one() -> None:
    assert targets.fault_of("https://analyse.example/hooks?a=1", ()) is None
    assert targets.taken_apart("https://Analyse.example:8443/h?a=1") == ("https", "analyse.example", 8443, "/h?a=1")
    assert targets.fault_of("http://analyse.example/", ()) == No.PLAIN
    assert targets.fault_of("https://localhost/", ()) == No.INSIDE
