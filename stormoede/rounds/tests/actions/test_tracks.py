"""Tracks and notices: added, edited, moved and taken away, each under the round's edit number."""

from datetime import timedelta

import pytest

from stormoede.events.models import Event
from stormoede.rounds import kinds
from stormoede.rounds.actions import notices, tracks
from stormoede.rounds.models import Notice, Round, Track
from stormoede.rounds.refusals import EditedMeanwhile, RoundInUse, TrackKeyTaken
from stormoede.rounds.tests.makers import AT, BY, Told, known, make, track
from tests import cast

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def keys(round: Round) -> list[str]:
    return [track.key for track in round.tracks.all()]


def notice(round: Round, title: str = "Drøftelser på KKR-møder", when: str = "I april") -> Track:
    return notices.add(
        round, title=title, text="Tekst", when=when, edit_number=round.edit_number, by=BY, at=LATER
    )  # fmt: skip


def test_a_notice_gets_a_key_from_its_title() -> None:
    round = make()
    first, second = notice(round), notice(round)
    assert (first.key, second.key) == ("droeftelser-paa-kkr-moeder", "droeftelser-paa-kkr-moeder-2")
    assert (first.kind, first.notice.when, round.edit_number) == ("notice", "I april", 2)


def test_a_notice_is_written_anew() -> None:
    track = notice(make())
    notices.edit(track, title="KKR", text="", when="I maj", edit_number=1, by=BY, at=LATER)
    fresh = Track.objects.get()
    assert (fresh.title, fresh.text, fresh.notice.when, fresh.key) == ("KKR", "", "I maj", track.key)
    assert Event.objects.order_by("id").last().act == "track.edited"


def test_a_second_desk_overwrites_no_track() -> None:
    round = make()
    track = notice(round)
    notices.edit(track, title="Deres", text="", when="", edit_number=1, by=BY, at=LATER)
    stale = Track.objects.select_related("round").get()
    for act in (
        lambda: notices.edit(stale, title="Min", text="", when="", edit_number=1, by=BY, at=LATER),
        lambda: tracks.move(stale, up=True, edit_number=1, by=BY, at=LATER),
        lambda: tracks.remove(stale, edit_number=1, by=BY, at=LATER),
        lambda: notices.add(stale.round, title="Ny", text="", when="", edit_number=1, by=BY, at=LATER),
    ):
        with pytest.raises(EditedMeanwhile):
            act()
    assert [(track.title, track.notice.when) for track in Track.objects.all()] == [("Deres", "")]


def test_tracks_change_places() -> None:
    with known(told=Told()):
        round = make()
        for key in ("a", "b", "c"):
            track(round, key)

        def move(key: str, *, up: bool) -> list[str]:
            moved = Track.objects.select_related("round").get(key=key)
            tracks.move(moved, up=up, edit_number=moved.round.edit_number, by=BY, at=LATER)
            return keys(round)

        assert move("c", up=True) == ["a", "c", "b"]
        assert move("a", up=False) == ["c", "a", "b"]
        assert move("c", up=True) == ["c", "a", "b"]
        assert move("b", up=False) == ["c", "a", "b"]


def test_a_key_is_used_once_in_a_round() -> None:
    with known(told=Told()):
        round = make()
        track(round, "a")
        track(make("oea27"), "a")
        with pytest.raises(TrackKeyTaken):
            track(round, "a")


def test_a_track_goes_with_what_its_kind_keeps() -> None:
    round = make()
    kept, gone = notice(round), notice(round)
    tracks.remove(gone, edit_number=2, by=BY, at=LATER)
    assert list(Track.objects.all()) == [kept]
    assert list(Notice.objects.values_list("track", flat=True)) == [kept.pk]
    assert notice(Round.objects.get()).key == gone.key


def test_a_track_that_somebody_has_answered_stays() -> None:
    with known(told=Told(answerers=[cast.person()])):
        answered = track(make(), "a")
        with pytest.raises(RoundInUse):
            tracks.remove(answered, edit_number=0, by=BY, at=LATER)
    assert Track.objects.exists()
    assert Round.objects.get().edit_number == 0


def test_what_a_notice_answers_as_a_kind() -> None:
    track = notice(make())
    kind = kinds.of(track)
    assert kind.dates(track) == ()
    assert not kind.answered(track).exists()
    assert kind.due(track, at=LATER) == 0
    danish, english = kind.facts(track, "da"), kind.facts(track, "en")
    assert danish.fields == {
        f"{track.key}.titel": "Drøftelser på KKR-møder",
        f"{track.key}.tekst": "Tekst",
        f"{track.key}.hvornår": "I april",
    }
    assert set(english.fields) == {f"{track.key}.{name}" for name in ("title", "text", "when")}
    assert (danish.occasions, danish.answers) == ((), False)


def test_a_notice_is_carried_over_to_the_next_round() -> None:
    old = notice(make())
    new = make("oea27", short="ØA27")
    copied = tracks.append(new, key=old.key, kind="notice", title=old.title, text=old.text, by=BY, at=LATER)
    kinds.of(old).copy(old, new, by=BY, at=LATER)
    assert (copied.notice.when, old.notice.when) == ("I april", "I april")
