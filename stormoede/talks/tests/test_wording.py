"""Every reason and every clash is a whole sentence, in both languages."""

import pytest
from django.utils import translation

from stormoede.talks import wording
from stormoede.talks.core.assignment import Clash, Kind, Lack, Missed, Short, Why

NAMES = {1: "Odense", 2: "Aarhus", 3: "Vejle", 4: "Faxe"}


def test_why_somebody_was_placed_is_said() -> None:
    why = Why(2, 3, could=2, km=142, nearer=1, same_day=1, same_week=1, missed=((1, Missed.TAKEN),))
    with translation.override("en"):
        said = wording.placed(why)
    assert said == (
        "Their wish number 2 of 3. At their wish number 1 those who can are needed elsewhere. 2 others could then. "
        "1 of them lives nearer. 142 km from home. 1 other talk that day."
    )
    with translation.override("da"):
        assert wording.placed(why) == (
            "Deres ønske nr. 2 af 3. Ved deres ønske nr. 1 er der brug for dem, der kan, andre steder. 2 andre kunne også. "
            "1 af dem bor nærmere. 142 km hjemmefra. 1 andet oplæg samme dag."
        )


def test_the_only_time_taken_online_is_said_briefly() -> None:
    with translation.override("en"):
        assert wording.placed(Why(1, 1, 0, 0, 0, 0, 0)) == "The time they wished for. Nobody else can then."


@pytest.mark.parametrize("language", ["en", "da"])
def test_there_is_a_sentence_for_everything(language: str) -> None:
    with translation.override(language):
        said = [wording.left(Short(lack, 2, 80, (1, 2, 3, 4)), NAMES.__getitem__) for lack in Lack]
        said += [wording.clash(Clash(kind, 1, 3), NAMES.__getitem__) for kind in Kind]
        said.append(wording.how_far())
    assert len(set(said)) == len(Lack) + len(Kind) + 1
    assert all(one.endswith(".") and "%" not in one for one in said)


def test_who_has_them_instead_is_named() -> None:
    with translation.override("en"):
        said = wording.left(Short(Lack.ELSEWHERE, 1, held_by=(1, 2, 3, 4)), NAMES.__getitem__)
    assert (
        said == "1 speaker could take it, but is with others at the times wished for: Odense, Aarhus, Vejle and 1 more."
    )
