"""What the answers call things is what the rooms call them, and the description has every one."""

from stormoede.api import outgoing, wording
from stormoede.api.core import hearing, shapes
from stormoede.api.core.acts import TOLD
from stormoede.api.document import document
from stormoede.api.resources import RESOURCES
from stormoede.deliberations.core.standings import Standing
from stormoede.mail.models import Message
from stormoede.members.models import Body, Mandate
from stormoede.talks.models import Form, Side, SpeakerRequest, Talk
from tests.house import tree


def test_the_words_are_those_of_the_rooms() -> None:
    assert {one.value for one in shapes.BodyKind} == set(Body.Kind.values)
    assert {one.value for one in shapes.Role} == set(Mandate.Role.values)
    assert {one.value for one in hearing.DiscussionStanding} == {one.value for one in Standing}
    assert {one.value for one in hearing.TalkState} == {*Talk.State.values} - {"proposed"}
    assert {one.value for one in hearing.TalkForm} == set(Form.values)
    assert {one.value for one in hearing.WantedForm} == set(SpeakerRequest.Wanted.values)
    assert {one.value for one in hearing.SpeakerSide} == set(Side.values)
    assert {one.value for one in shapes.DeliveryState} == {*Message.State.values, "unreachable"}


def test_hooks_are_told_of_events_that_are_recorded_and_have_a_name() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for file in tree.sources()
        if tree.room(file) not in {None, "api", "web"} and not tree.is_test(file)
    )
    assert [act for act in TOLD if f'"{act}"' not in code] == []
    assert [act for _group, names in wording.ACTS.values() for act in names if act not in TOLD] == []
    assert {act for _group, names in wording.ACTS.values() for act in names} == set(TOLD)


def test_everything_is_described() -> None:
    told = document()
    assert told["openapi"] == "3.1.0"
    assert len(told["paths"]) == 2 * len(RESOURCES)
    for path in told["paths"].values():
        assert {"200", "401", "403", "405", "429"} <= set(path["get"]["responses"])
    for schema in told["components"]["schemas"].values():
        assert all(own.get("description") for own in schema.get("properties", {}).values())


def test_what_goes_wrong_has_words() -> None:
    assert set(outgoing._WORDS.values()) <= set(wording.FAULTS)
    assert wording.fault("answered 503") == "Modtageren svarede 503"
    assert wording.fault("the certificate is not accepted: self-signed") == "Certifikatet godtages ikke: self-signed"
    assert wording.fault("no route to host") == "no route to host"
