"""What strangers are told: about data, and about who can use the pages."""

import pytest

from stormoede.protection import declared, words
from tests.house.world import World

pytestmark = pytest.mark.django_db


def test_what_article_13_asks_for_stands_on_the_page_behind_every_link(client, settings):
    here = World()
    settings.DPO = "Dorte Dam, dpo@kl.example"
    here.round.contact_phone = "33 70 33 70"
    here.round.save(update_fields=["contact_phone"])
    page = client.get("/privatliv/").content.decode()
    for told in (
        here.round.sender_name, here.round.mailbox, "33 70 33 70", "Dorte Dam", "artikel 6, stk. 1, litra f", "medlemsliste", "Intet parti",
        "EU og EØS", "rettet eller slettet", "begrænset", "kopi med", "indsigelse", "Datatilsynet", "Du bestemmer selv",
    ):  # fmt: skip
        assert told.lower() in page.lower(), told
    for one in declared.classes():
        assert str(one.one.what) in page
        assert words.kept(one.one, {}).split(".")[0] in page
    assert 'href="/privatliv/"' in client.get("/link/").content.decode()


def test_who_can_use_the_pages_is_told_with_mail_and_telephone_and_where_to_complain(client, settings):
    here = World()
    here.round.contact_phone = "33 70 33 70"
    here.round.save(update_fields=["contact_phone"])
    page = client.get("/tilgaengelighed/").content.decode()
    assert here.round.mailbox in page and "33 70 33 70" in page and "was.digst.dk" in page
    assert 'href="/was"' not in page
    assert client.get("/was").headers["Location"] == "/tilgaengelighed/"
    settings.WAS_URL = "https://www.was.digst.dk/stormoede-example"
    assert 'href="/was"' in client.get("/tilgaengelighed/").content.decode()
    assert client.get("/was").headers["Location"] == settings.WAS_URL
