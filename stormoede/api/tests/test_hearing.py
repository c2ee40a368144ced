"""What a program reads of councils' discussions, of requests for speakers and of talks: days and states, and nobody's words."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from stormoede.api.core.acts import href
from stormoede.api.tests.makers import Program
from stormoede.contributions.models import Backer
from stormoede.deliberations.actions import deliberations
from stormoede.deliberations.actions.deliberations import Said
from stormoede.deliberations.models import Matter
from stormoede.deliberations.tests import makers as councils
from stormoede.events.models import Event
from stormoede.members.models import Body
from stormoede.talks.actions import notes, plans, requests, talks
from stormoede.talks.core.plans import Spot
from stormoede.talks.models import Talk
from stormoede.talks.tests import makers
from stormoede.talks.tests.makers import AT, BY, DESK
from tests.house.world import World

pytestmark = pytest.mark.django_db
SECRETS = ["Økonomiaftalen", "Mona Friis", "mona.friis", "Kom ad bagdøren", "HEMMELIG", "Ida er forkølet"]


def rows(path: str) -> Sequence[dict[str, Any]]:
    answer = Program().ask(path)
    assert answer.status_code == 200, answer.content
    return answer.json()["data"]


def agreed(code: str = "0430") -> Talk:
    """A council has a talk in its hall, said yes to."""
    of = makers.tour()
    speaker = makers.speaker(of)
    asked = makers.request(of, code, makers.at(0), makers.at(1), note="Kom ad bagdøren")
    talk = plans.place(asked, speaker.pk, Spot(*makers.at(1), "on_site"), by=BY, at=AT)
    return makers.agree(talk)


def test_a_request_tells_what_is_asked_and_how_far_it_is() -> None:
    talk = agreed()
    (told,) = rows("speaker_requests?round=oea26&organisation=0430")
    assert {**told, "wishes": len(told["wishes"])} == {
        "id": talk.request_id, "round": "oea26", "track": talk.request.tour.track.key, "kind": "council",
        "organisation": "0430", "region": None, "side": None, "form": "on_site", "site": "0430", "wishes": 2,
        "state": "accepted", "asked_at": "2025-03-10T12:00:00Z", "withdrawn_at": None,
    }  # fmt: skip
    assert [wish["starts"] for wish in told["wishes"]] == ["2025-04-07T10:00:00Z", "2025-04-08T10:00:00Z"]
    assert rows("speaker_requests?organisation=0461") == []


def test_a_talk_tells_when_where_and_by_whom() -> None:
    talk = agreed()
    assert rows(f"talks?speaker={talk.speaker.person_id}&request={talk.request_id}&state=accepted") == [
        {
            "id": talk.pk, "round": "oea26", "track": talk.request.tour.track.key, "request": talk.request_id,
            "speaker": str(talk.speaker.person_id), "starts": "2025-04-08T10:00:00Z", "ends": "2025-04-08T10:45:00Z",
            "form": "on_site", "place": "Byrådssalen", "state": "accepted", "state_at": "2025-03-10T12:00:00Z",
        }
    ]  # fmt: skip
    assert rows("talks?state=held") == []


def test_a_request_follows_its_talk_and_what_has_changed_is_found() -> None:
    of = makers.tour()
    speaker = makers.speaker(of)
    asked = makers.request(of, "0430")
    states = []

    def look(moment: timedelta) -> None:
        since = f"{AT + moment:%Y-%m-%dT%H:%M:%SZ}"
        states.append([one["state"] for one in rows(f"speaker_requests?updated_since={since}")])
        states.append([one["state"] for one in rows(f"talks?updated_since={since}")])

    days = [timedelta(days=day) for day in range(1, 5)]
    talk = plans.place(asked, speaker.pk, Spot(*makers.at(0), "on_site"), by=BY, at=AT + days[0])
    look(days[0])
    talks.offer([talk], by=DESK, at=AT + days[1])
    look(days[1])
    talks.cancel(talk, "Ida er forkølet", by=DESK, at=AT + days[2])
    look(days[2])
    requests.withdraw(asked, by=BY, at=AT + days[3])
    look(days[3])
    assert states == [[], [], ["offered"], ["offered"], ["open"], ["cancelled"], ["withdrawn"], []]
    assert [one["state"] for one in rows("speaker_requests?state=withdrawn")] == ["withdrawn"]
    assert rows("speaker_requests?state=open") == []


def test_a_talk_that_was_held_says_so() -> None:
    talk = agreed()
    notes.hold_talks(talk.request.tour, by=BY, at=talk.ends)
    assert [one["state"] for one in rows("talks?state=held")] == ["held"]
    assert [one["state"] for one in rows("speaker_requests?state=held")] == ["held"]


def test_a_proposal_that_nobody_was_told_of_does_not_come_out() -> None:
    of = makers.tour()
    speaker = makers.speaker(of)
    talk = plans.place(makers.request(of), speaker.pk, Spot(*makers.at(0), "on_site"), by=BY, at=AT)
    assert rows("talks") == []
    assert Program().ask(f"talks/{talk.pk}").status_code == 404
    assert [one["state"] for one in rows("speaker_requests")] == ["open"]


def test_nobodys_words_come_out() -> None:
    talk = agreed()
    Talk.objects.update(link="https://teams.example/HEMMELIG", words="Ida er forkølet")
    matter = councils.matter()
    deliberations.plan(matter, talk.request.body, Said(date(2025, 3, 1), "Mona Friis", "m@x.example"), by=BY, at=AT)
    Talk.objects.update(form="online")
    everything = "".join(
        Program().ask(f"{name}?limit=500").content.decode() for name in ("talks", "speaker_requests", "deliberations")
    )
    assert str(talk.pk) in everything
    assert [word for word in (*SECRETS, "m@x.example", "Byrådssalen") if word in everything] == []


def test_a_discussion_tells_its_day_and_how_far_it_is() -> None:
    matter = councils.matter()
    body = councils.council("0430", "Faaborg-Midtfyn")
    assert rows("deliberations") == []
    deliberations.plan(matter, body, Said(date(2025, 3, 1)), by=BY, at=AT)
    (told,) = rows("deliberations?round=oea26&organisation=0430")
    own = f"{matter.pk}:{body.pk}"
    assert told == {
        "id": own, "round": "oea26", "track": matter.track.key, "kind": "council", "organisation": "0430",
        "region": None, "planned_on": "2025-03-01", "sent_at": None, "standing": "held", "edited_at": "2025-03-10T12:00:00Z",
    }  # fmt: skip
    assert Program().ask(f"deliberations/{own}").json() == told
    assert Program().ask(f"deliberations/{matter.pk}:{body.pk + 1}").status_code == 404
    assert Program().ask(f"deliberations/{matter.pk}").status_code == 404


def test_input_that_has_come_in_says_more_than_the_day() -> None:
    here = World()
    matter = Matter.objects.get(track__key="droeftelser")
    deliberations.plan(matter, here.body, Said(date(2025, 3, 1)), by=BY, at=AT)
    (told,) = rows("deliberations")
    assert (told["standing"], told["sent_at"]) == ("sent", "2025-02-10T09:00:00Z")
    assert rows("deliberations?updated_since=2025-03-10T12:00:01Z") == []
    assert len(rows("deliberations?updated_since=2025-03-10T12:00:00Z")) == 1
    other = Body.objects.get(kind="regional_council")
    Backer.objects.update(body=other)
    assert [one["standing"] for one in rows("deliberations")] == ["held"]


def test_what_a_hook_names_is_read_there() -> None:
    talk = agreed()
    deliberations.plan(councils.matter(), talk.request.body, Said(date(2025, 3, 1)), by=BY, at=AT)
    program, found = Program(), 0
    for event in Event.objects.all():
        address = href(event.act, event.subject)
        if address and event.act.partition(".")[0] in {"talk", "speaker_request", "deliberation"}:
            assert program.ask(address.removeprefix("/api/v1/")).status_code == 200, address
            found += 1
    assert found >= 4
