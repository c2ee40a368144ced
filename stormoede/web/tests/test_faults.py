"""What cannot be shown says what the one who came can do: a member has a mail, who has signed in has the desk."""

import pytest

from stormoede.accounts.models import Staff
from tests import cast

pytestmark = pytest.mark.django_db
DANISH = {"headers": {"accept-language": "da"}}


def test_at_the_desk_one_is_led_back_to_it_and_not_to_a_mail() -> None:
    reader = cast.Browser(**DANISH).sign_in(cast.staff(role=Staff.Role.READER))
    answer = reader.get("/desk/rounds/nowhere/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Det kan være fjernet siden" in page and "Gå til skrivebordet" in page and "linket i din mail" not in page


def test_who_presses_a_link_with_a_part_missing_is_told_so() -> None:
    stranger = cast.Browser(**DANISH)
    pressed = stranger.get("/p/abgvi3zwal7ab")
    assert "Der kan mangle en del af det" in pressed.content.decode() and pressed.status_code == 404
    came = stranger.get("/mig/aaaaaaaaaa/").content.decode()
    assert "Åbn linket i din mail" in came and "Der kan mangle" not in came
