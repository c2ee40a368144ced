import pytest

from stormoede.meetings.core import addresses
from stormoede.meetings.core.addresses import Fault


@pytest.mark.parametrize(
    "address",
    [
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%22Tid%22%3a%22x%22%7d",
        "https://meet.jit.si/stormoede-oea26",
        "https://jitsi.kommune.example:8443/rum#config.startWithAudioMuted=true",
    ],
)
def test_addresses_that_may_be_used(address):
    assert addresses.fault(address) is None


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://169.254.169.254/", Fault.NOT_HTTPS),
        ("https://169.254.169.254/", Fault.HOST),
        ("https://[::1]/", Fault.HOST),
        ("https://2130706433/", Fault.HOST),
        ("https://localhost/", Fault.HOST),
        ("https://printer.local/", Fault.HOST),
        ("javascript:alert(1)", Fault.NOT_HTTPS),
        ("JAVASCRIPT:alert(1)//https://teams.microsoft.com", Fault.NOT_HTTPS),
        ("data:text/html,x", Fault.NOT_HTTPS),
        ("//teams.microsoft.com/x", Fault.NOT_HTTPS),
        ("https://a@b.example", Fault.USER_PART),
        ("https://teams.microsoft.com@evil.example/", Fault.USER_PART),
        ("https://:pw@evil.example/", Fault.USER_PART),
        ("https://teams.microsoft.com\\@evil.example/", Fault.CHARACTERS),
        ("https://teams.microsoft.com/\nSet-Cookie: a=b", Fault.CHARACTERS),
        ("https://teams.microsoft.com/ x", Fault.CHARACTERS),
        ('https://teams.microsoft.com/"onload', Fault.CHARACTERS),
        ("https://teаms.microsoft.com/", Fault.CHARACTERS),
        ("https://[teams", Fault.HOST),
        ("https://x.example:99999/", Fault.HOST),
        ("https://", Fault.HOST),
        ("https://x.example/" + "a" * 2000, Fault.LONG),
    ],
)
def test_addresses_that_are_refused(address, fault):
    assert addresses.fault(address) is fault
