"""The desk's pages about other programs: an administrator makes, closes, tries and mends; what is secret is shown once."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from stormoede import cli
from stormoede.accounts.models import Staff
from stormoede.api.actions import hooks, postings
from stormoede.api.actions.postings import Failure
from stormoede.api.core.scopes import Scope
from stormoede.api.models import ApiKey, Hook, Posting
from stormoede.events.actions.records import record
from stormoede.events.actor import system
from stormoede.events.models import Event
from stormoede.rounds import files
from tests import cast
from tests.house import tree

pytestmark = pytest.mark.django_db
BY, AT = system("cast"), datetime(2026, 3, 1, tzinfo=UTC)
PAGE = "/desk/programs/"
TEXT = re.compile(r"(sm_[\w-]{43}|whsec_[\w+/=]+)")


@pytest.fixture
def admin() -> cast.Browser:
    return cast.desk(Staff.Role.ADMIN, "Per Holst")


@pytest.fixture
def hook() -> Hook:
    return hooks.make("https://analyse.example/h", ["letter.sent"], by=BY, at=AT)[0]


def page(answer) -> str:
    return answer.content.decode()


def test_a_key_is_shown_once_and_works_until_it_is_closed(admin: cast.Browser) -> None:
    made = admin.post(
        f"{PAGE}keys/new", {"name": "Analyse", "scopes": ["rounds", "personal"], "days": "30", "digest": "x"}
    )
    (text,) = TEXT.findall(page(made))
    assert "no-store" in made.headers["Cache-Control"]
    (key,) = ApiKey.objects.all()
    assert (key.scopes, key.made_by.partition(":")[0]) == (["rounds", "personal"], "staff")
    assert text not in repr(ApiKey.objects.values_list())
    assert text not in page(admin.get(PAGE))
    assert f"…{text[-4:]}" in page(admin.get(PAGE))

    def read() -> int:
        return cast.Browser().get("/api/v1/rounds", headers={"Authorization": f"Bearer {text}"}).status_code

    assert read() == 200
    admin.post(f"{PAGE}keys/{key.pk}/revoke")
    assert read() == 401
    assert "åbner ikke for noget mere" in page(admin.post(f"{PAGE}keys/{key.pk}/revoke", follow=True))
    assert set(Event.objects.filter(act__startswith="key.").values_list("act", flat=True)) == {
        "key.made", "key.used", "key.revoked",
    }  # fmt: skip


def test_a_key_ends_by_itself() -> None:
    text = cast.Browser()
    assert cli.main(["api", "make-key", "Analyse", "--scopes", "rounds", "--days", "1"]) == 0
    ApiKey.objects.update(made_at=AT, ends_at=AT + timedelta(days=1))
    assert text.get("/api/v1/rounds").status_code == 401
    assert "udløbet" in page(cast.desk(Staff.Role.ADMIN, "Per Holst").get(PAGE))


@pytest.mark.parametrize(
    "form",
    [{"name": "", "scopes": ["rounds"], "days": "30"}, {"name": "x", "days": "30"}, {"name": "x", "scopes": ["all"], "days": "30"},
     {"name": "x", "scopes": ["personal"], "days": "30"}, {"name": "x", "scopes": ["rounds"], "days": "4000"}],
)  # fmt: skip
def test_a_key_that_cannot_be_made(admin: cast.Browser, form: dict[str, object]) -> None:
    assert 'role="alert"' in page(admin.post(f"{PAGE}keys/new", form))
    assert not ApiKey.objects.exists()


def test_the_command_line_makes_lists_and_closes_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["api", "make-key", "Analyse", "--scopes", "rounds,answers", "--days", "30"]) == 0
    (text,) = TEXT.findall(capsys.readouterr().out)
    assert cli.main(["api", "keys"]) == 0
    listed = capsys.readouterr().out
    assert f"…{text[-4:]}" in listed
    assert "aldrig brugt  rounds,answers  Analyse" in listed
    assert text not in listed
    assert cli.main(["api", "revoke-key", text[-4:]]) == 0
    assert cli.main(["api", "revoke-key", text[-4:]]) == 2
    assert cli.main(["api", "make-key", "x", "--scopes", "rounds,everything"]) == 2
    assert "En nøgle kan ikke læse »everything«. Den kan læse rounds, members," in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["api", "make-key", "--help"])
    helped = capsys.readouterr().out
    assert [scope for scope in Scope if scope not in helped] == []


def test_a_hook_is_made_its_secret_shown_once_and_renewed(admin: cast.Browser) -> None:
    form = {
        "address": "https://analyse.example/h",
        "letters": ["letter.sent"],
        "answers": ["registration.answered", "x.y"],
    }
    answer = admin.post(f"{PAGE}hooks/new", form)
    assert 'role="alert"' in page(answer)
    answer = admin.post(f"{PAGE}hooks/new", {**form, "answers": ["registration.answered"]})
    (secret,) = TEXT.findall(page(answer))
    (hook,) = Hook.objects.all()
    assert set(hook.acts) == {"letter.sent", "registration.answered"}
    here = f"{PAGE}hooks/{hook.pk}/"
    assert secret not in page(admin.get(here))
    (renewed,) = TEXT.findall(page(admin.post(f"{here}secret")))
    assert renewed != secret
    assert "begge hemmeligheder" in page(admin.get(here))
    admin.post(f"{here}retire")
    assert "begge hemmeligheder" not in page(admin.get(here))
    admin.post(f"{here}edit", {"address": "https://analyse.example/h2", "letters": ["letter.sent"]})
    hook.refresh_from_db()
    assert (hook.address, set(hook.acts)) == ("https://analyse.example/h2", {"letter.sent"})
    assert "Ret webhooken" in page(admin.get(f"{here}edit"))
    admin.post(f"{here}remove")
    assert not Hook.objects.exists()


@pytest.mark.parametrize("address", ["http://analyse.example/", "https://10.0.0.1/", "https://localhost/", "analyse"])
def test_a_hook_goes_nowhere_inside(admin: cast.Browser, address: str) -> None:
    assert 'role="alert"' in page(admin.post(f"{PAGE}hooks/new", {"address": address, "letters": ["letter.sent"]}))
    assert 'role="alert"' in page(admin.post(f"{PAGE}hooks/new", {"address": "https://analyse.example/"}))
    assert not Hook.objects.exists()


def test_what_went_wrong_is_shown_and_mended(admin: cast.Browser, hook: Hook) -> None:
    here, by = f"{PAGE}hooks/{hook.pk}/", {"by": BY, "at": AT}
    record("letter.sent", "letter:1", **by)
    postings.derive(hook, now=AT)
    posting = Posting.objects.get()
    postings.put_off(posting, Failure("answered 500", 500), 0.5, **by, now=AT)
    assert "Modtageren svarede 500" in page(admin.get(here))
    posting.refresh_from_db()
    postings.put_off(posting, Failure("answered 500", 500), 0.5, **by, now=AT + timedelta(days=3))
    shown = page(admin.get(here))
    assert "Opgivet" in shown
    assert "Send dem alle igen" in shown
    admin.post(f"{here}all-again")
    posting.refresh_from_db()
    assert posting.state == Posting.State.WAITING
    postings.delivered(posting, 204, **by, now=AT)
    assert "Et brev er sendt" in page(admin.get(f"{here}?state=delivered&q=letter"))
    assert "Et brev er sendt</th>" not in page(admin.get(f"{here}?state=failed"))
    admin.post(f"{PAGE}postings/{posting.pk}/again")
    posting.refresh_from_db()
    assert posting.state == Posting.State.WAITING


def test_a_hook_is_tried_stopped_and_started(admin: cast.Browser, hook: Hook) -> None:
    here = f"{PAGE}hooks/{hook.pk}/"
    admin.post(f"{here}test")
    assert Posting.objects.get().event is None
    assert "En prøve" in page(admin.get(here))
    admin.post(f"{here}stop")
    assert "Start den først" in page(admin.post(f"{here}test", follow=True))
    assert "Start den først" in page(admin.post(f"{here}all-again", follow=True))
    admin.post(f"{here}start")
    hook.refresh_from_db()
    assert hook.stopped_at is None
    Hook.objects.update(stopped_at=AT, stopped_why="gone")
    assert "410" in page(admin.get(here))
    Hook.objects.update(kid=200, stopped_at=None, stopped_why="")
    assert "Lav en ny hemmelighed" in page(admin.get(here))


def test_the_overview_tells_and_an_administrator_mends(admin: cast.Browser, hook: Hook) -> None:
    files.load((tree.TOP / "rounds" / "oea26.toml").read_text(encoding="utf-8"), by=BY, at=AT)
    told = "1 webhook kommer ikke frem"
    assert told not in page(admin.get("/desk/rounds/oea26/"))
    Hook.objects.update(failing_since=AT, again_at=AT, faults=3, fault="no answer in time")
    assert told in page(admin.get("/desk/rounds/oea26/"))
    assert cast.desk(Staff.Role.SECRETARIAT, "Ida Lo").get(PAGE).status_code == 403
