"""The ring turns: a new key signs, the older ones read, and what was made with a dropped one opens nothing."""

import pytest

from stormoede.accounts import addresses, onetimes
from stormoede.accounts.actions import codes, links
from stormoede.accounts.models import CodeRequest
from stormoede.events.actor import system
from stormoede.lib import clock, keys
from stormoede.lib.keys import KeyFault, KeyRing
from stormoede.mail.models import Message
from tests import cast

pytestmark = pytest.mark.django_db
BY = system("test")
OLD = KeyRing(((0, b"o" * 32),))
BOTH = KeyRing(((0, b"o" * 32), (1, b"n" * 32)))
NEW = KeyRing(((1, b"n" * 32),))


@pytest.fixture(autouse=True)
def _fresh(settings):
    settings.KEYS = OLD


def test_old_links_open_until_their_key_is_dropped(settings):
    link = cast.link(cast.person())
    old = addresses.token_of(link)
    settings.KEYS = BOTH
    new = addresses.token_of(link)
    assert old != new
    assert [cast.Browser().get(f"/p/{token}").status_code for token in (old, new)] == [303, 303]
    settings.KEYS = NEW
    assert [cast.Browser().get(f"/p/{token}").status_code for token in (old, new)] == [404, 303]


def test_open_pages_sign_ins_and_codes_live_through_a_rotation(settings):
    who, colleague = cast.person(), cast.staff()
    link, member, desk = cast.link(who), cast.Browser(), cast.Browser().sign_in(colleague)
    member.open(link)
    page = f"/mig/{link.handle}/adresse"
    member.post(page, {"act": "ask"})
    code = codes.code_of(CodeRequest.objects.get())
    secret = onetimes.address_of(cast.staff("Ida Bo"), clock.wall()).rpartition("/")[2]
    settings.KEYS = BOTH
    assert member.get(page).status_code == 200
    assert member.post(page, {"act": "code", "code": code}).status_code == 302
    assert desk.get("/staff/passkeys/").status_code == 200
    assert onetimes.staff_of(secret, clock.wall()) is not None
    settings.KEYS = NEW
    assert cast.Browser().get(page).status_code == 404
    assert onetimes.staff_of(secret, clock.wall()) is None


def test_after_a_leak_everybody_is_sent_a_new_link_once(settings):
    alive, ended, unreachable = cast.person("Ida Bo"), cast.person("Bo Dam"), cast.person("Gry Lo", "")
    for who in (alive, ended, unreachable):
        cast.link(who)
    links.revoke_all(ended.pk, by=BY, at=clock.wall())
    settings.KEYS = NEW
    assert links.send_all(by=BY, at=clock.wall()) == 1
    assert links.send_all(by=BY, at=clock.wall()) == 0
    assert [mail.person for mail in Message.objects.all()] == [str(alive.pk)]


def test_the_file_turns_and_is_never_half(tmp_path):
    ring = keys.create(tmp_path)
    assert keys.rotate(tmp_path) == 1
    turned = keys.load(tmp_path)
    assert turned.roots[0] == ring.roots[0]
    assert (turned.newest, turned.older) == (1, (0,))
    for number in (1, 7):
        with pytest.raises(KeyFault):
            keys.drop(tmp_path, number)
    keys.drop(tmp_path, 0)
    assert keys.load(tmp_path).roots == (turned.roots[1],)
    assert [file.name for file in tmp_path.iterdir()] == ["root.key"]


def test_a_ring_does_not_print_itself():
    assert "o" * 8 not in repr(OLD) + str(OLD) + f"{OLD}"
