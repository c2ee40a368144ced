"""Whatever anybody does in whatever order: nobody in two places, nothing fixed moved, one talk a request, and no wrong calendar.

The acts are the room's own, on the database. Mails lie in the outbox until they are sent, in the order the outbox would send
them, to the calendar of each address.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import combinations

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from stormoede.lib.refusal import Refusal
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content
from stormoede.talks import recipes
from stormoede.talks.actions import illness, plans, requests, speakers, talks
from stormoede.talks.core.plans import Spot
from stormoede.talks.models import SpeakerRequest, Talk, TalkEntry
from stormoede.talks.queries.plans import LIVING
from stormoede.talks.tests import makers
from stormoede.talks.tests.makers import AT, BY, DESK
from tests.calendars import Calendar
from tests.examples import examples, played

COUNCILS = ("0430", "0440", "0101", "0851")
SPEAKERS = (("Ida Bech", "0461"), ("Bo Lind", "0101"))
council_ = st.integers(0, len(COUNCILS) - 1)
speaker_ = st.integers(0, len(SPEAKERS) - 1)
time_ = st.tuples(st.integers(0, 2), st.sampled_from([9, 10, 13, 18]))
times_ = st.lists(time_, min_size=1, max_size=3, unique=True)
form_ = st.sampled_from(["on_site", "online"])


class Tour(RuleBasedStateMachine):
    """Four councils, two speakers, a secretariat."""

    @initialize()
    def begin(self) -> None:
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.tour = makers.tour()
        self.speakers = [makers.speaker(self.tour, name, home, per_week=3) for name, home in SPEAKERS]
        self.moves = 0
        makers.council(COUNCILS[0])
        makers.secretary(COUNCILS[0])

    def teardown(self) -> None:
        if not hasattr(self, "whole"):
            return
        try:
            self.all_calendars_are_right()
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    @property
    def at(self) -> datetime:
        return AT + timedelta(seconds=self.moves)

    def do(self, act: Callable[[], object]) -> None:
        """An act that may be refused. Each takes a little time."""
        self.moves += 1
        with suppress(Refusal):
            act()

    def request_of(self, council: int) -> SpeakerRequest | None:
        found = SpeakerRequest.objects.filter(body__organisation__code=COUNCILS[council], withdrawn_at=None)
        return found.select_related("body").first()

    def talk_of(self, council: int) -> Talk | None:
        found = Talk.objects.filter(request__body__organisation__code=COUNCILS[council], state__in=LIVING)
        return found.select_related("speaker__person").first()

    @rule(council=council_, wishes=times_, form=st.sampled_from(["on_site", "either"]), contact=st.booleans())
    def asks(self, council: int, wishes: list[tuple[int, int]], form: str, contact: bool) -> None:
        email = "nora@kommune.example" if contact else "mona.friis@kommune.example"
        told = makers.asked(*(makers.at(*one) for one in wishes), form=form, contact_email=email)
        if known := self.request_of(council):
            self.do(lambda: requests.change(known, told, by=BY, at=self.at))
        else:
            body = makers.council(COUNCILS[council])
            self.do(lambda: requests.ask(self.tour, body, told, by=BY, at=self.at))

    @rule(council=council_)
    def withdraws(self, council: int) -> None:
        if known := self.request_of(council):
            self.do(lambda: requests.withdraw(known, by=BY, at=self.at))

    @rule()
    def proposes(self) -> None:
        before = self.settled()
        self.do(lambda: plans.propose(self.tour, by=DESK, at=self.at))
        assert self.settled() == before

    def settled(self) -> list[dict[str, object]]:
        """What a proposal must not touch."""
        return [row for row in Talk.objects.order_by("pk").values() if row["fixed"] or row["state"] != "proposed"]

    @rule(council=council_, speaker=speaker_, time=time_, form=form_, sure=st.booleans())
    def places(self, council: int, speaker: int, time: tuple[int, int], form: str, sure: bool) -> None:
        if known := self.request_of(council):
            spot, who = Spot(*makers.at(*time), form), self.speakers[speaker].pk
            self.do(lambda: plans.place(known, who, spot, confirmed=sure, by=DESK, at=self.at))

    @rule(council=council_, act=st.sampled_from(["fix", "unfix", "free", "offer", "cancel"]))
    def desk_does(self, council: int, act: str) -> None:
        if talk := self.talk_of(council):
            do = {"fix": talks.fix, "unfix": talks.unfix, "free": plans.free, "cancel": talks.cancel}
            if act == "offer":
                self.do(lambda: talks.offer([talk], by=DESK, at=self.at))
            else:
                self.do(lambda: do[act](talk, by=DESK, at=self.at))

    @rule()
    def offers_all(self) -> None:
        self.do(lambda: talks.offer_all(self.tour, by=DESK, at=self.at))

    @rule(council=council_, act=st.sampled_from(["accept", "accept", "decline", "fall_ill"]))
    def speaker_says(self, council: int, act: str) -> None:
        if talk := self.talk_of(council):
            others = [row for row in Talk.objects.order_by("pk").values() if row["request_id"] != talk.request_id]
            self.do(lambda: getattr(talks, act)(talk, by=makers.voice(talk), at=self.at))
            after = [row for row in Talk.objects.order_by("pk").values() if row["request_id"] != talk.request_id]
            assert after == others

    @rule(council=council_, time=time_, form=form_, sure=st.booleans())
    def changes(self, council: int, time: tuple[int, int], form: str, sure: bool) -> None:
        if talk := self.talk_of(council):
            spot = Spot(*makers.at(*time), form, "Rådhuset")
            self.do(lambda: talks.change(talk, spot, confirmed=sure, by=DESK, at=self.at))

    @rule(speaker=speaker_, day=st.integers(0, 3), well=st.booleans())
    def is_ill(self, speaker: int, day: int, well: bool) -> None:
        who = self.speakers[speaker]
        self.do(lambda: illness.fall_ill(who, makers.at(day)[0], by=DESK, at=self.at))
        if well:
            self.do(lambda: illness.recover(who, by=DESK, at=self.at))

    @rule(speaker=speaker_)
    def goes_and_comes_back(self, speaker: int) -> None:
        who = self.speakers[speaker]
        plan = makers.SpeakerPlan("secretariat", SPEAKERS[speaker][1])
        self.do(lambda: speakers.leave(who, by=DESK, at=self.at))
        self.do(lambda: speakers.add(self.tour, who.person, plan, by=DESK, at=self.at))

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        if not hasattr(self, "whole"):
            return
        living = list(Talk.objects.filter(state__in=LIVING).order_by("starts"))
        for one, other in combinations(living, 2):
            assert one.request_id != other.request_id
            assert one.speaker_id != other.speaker_id or one.ends <= other.starts
        assert not Talk.objects.filter(state__in=LIVING, request__withdrawn_at__isnull=False).exists()

    @invariant()
    def each_change_is_told_once(self) -> None:
        if not hasattr(self, "whole"):
            return
        told = Message.objects.filter(kind="talks.entry").values_list("ref", "facts__sequence")
        count = Counter(ref for ref, _sequence in told)
        assert len(set(told)) == len(told)
        assert count == {f"talk_entry:{one.pk}": one.sequence + 1 for one in TalkEntry.objects.all()}

    def all_calendars_are_right(self) -> None:
        found = list(Message.objects.filter(kind__startswith="talks.").order_by("priority", "pk"))
        written = recipes.write(found, reveal=True)
        calendars: defaultdict[str, Calendar] = defaultdict(Calendar)
        for one in found:
            content = written[one.pk]
            if isinstance(content, Content) and content.calendar:
                calendars[content.to_address].take(content.calendar)
        held = {uid.partition("@")[0]: at for calendar in calendars.values() for uid, at in calendar.entries.items()}
        living = TalkEntry.objects.filter(out_at__isnull=True).select_related("talk")
        assert held == {one.uid: one.talk.starts for one in living}
        assert {one.talk.state for one in living} <= {"accepted"}
        agreed = Talk.objects.filter(state="accepted").values_list("pk", flat=True)
        assert {one.talk_id for one in living} == set(agreed)


@pytest.mark.brief
@pytest.mark.django_db
def test_no_sequence_of_acts_gives_what_must_never_be() -> None:
    played(Tour, examples(24), 16)


@pytest.mark.long
@pytest.mark.django_db
def test_no_long_sequence_does_either() -> None:
    played(Tour, examples(40), 40)
