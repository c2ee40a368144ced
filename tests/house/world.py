"""A small world in which every address of the program leads somewhere: a round, its letter, its evenings, its people."""

from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from uuid import uuid4

from django.apps import apps
from django.urls import URLPattern, get_resolver

from stormoede.accounts import actors
from stormoede.accounts.models import Link, Proposal, Staff
from stormoede.api.actions import hooks, keys, postings
from stormoede.calls import queries as calls_queries
from stormoede.calls.actions import calls
from stormoede.calls.core.plans import CallPlan
from stormoede.contributions.actions import drafts, handing_in, looking, sharing
from stormoede.contributions.actions import files as files_in
from stormoede.contributions.actions.drafts import Typed
from stormoede.contributions.actions.looking import Accepted
from stormoede.contributions.models import Questionnaire, Writer
from stormoede.contributions.queries.places import Place, Sitting, link_subject
from stormoede.contributions.tests import post
from stormoede.events.actor import system
from stormoede.letters.actions import enclosures, releases, trials
from stormoede.letters.models import Letter
from stormoede.mail.actions import incoming
from stormoede.mail.models import Message
from stormoede.meetings.actions import registrations
from stormoede.meetings.models import Registration, Session
from stormoede.members.actions import audiences, imports
from stormoede.members.models import Body, Group, Leave, Mandate
from stormoede.passages.core.kinds import Basis
from stormoede.passages.models import Passage
from stormoede.rounds import files
from stormoede.talks.actions import plans, requests, speakers, talks, tours
from stormoede.talks.core.plans import Asked, SpeakerPlan, Spot, TourPlan
from stormoede.talks.queries.tours import page_subject
from tests import cast
from tests.house import tree

AT = datetime(2025, 2, 10, 9, 0, tzinfo=UTC)
BY = system("cast")


class World:
    """The people are made at once, what they look at with them. Nothing here depends on the real clock but sign-ins."""

    def __init__(self):
        self.member = cast.person("Karen Lund")
        self.other = cast.person("Jens Friis")
        council = Body.objects.create(kind="council", organisation=self.member.organisation, name="Kommunalbestyrelsen")
        for person in (self.other, self.member):
            self.seat = Mandate.objects.create(
                person=person, body=council, role="member", valid_from=AT.date() - timedelta(900)
            )
        self.round = files.load((tree.TOP / "rounds" / "oea26.toml").read_text(encoding="utf-8"), by=BY, at=AT)
        letter = Letter.objects.select_related("round").get(round=self.round, key="invitation")
        enclosures.add(letter, "Program.txt", b"Velkomst", by=BY, at=AT)
        letter.refresh_from_db()
        me = {"to": "sofie.ravn@kl.example", "person": self.member.pk, "edit_number": letter.edit_number}
        trials.send(letter, **me, by=BY, at=AT)
        releases.release(letter, by=BY, at=AT)
        self.audience = audiences.save("world", "World", {"any": [{"roles": ["mayor"]}]}, by=BY, at=AT)
        self.list = imports.receive("list.csv", b"Kommunekode;Navn\r\n0430;Karen Lund\r\n", by=BY, at=AT)
        times = {"closes": datetime.now(UTC) + timedelta(days=400)}
        self.body = council
        self._speak(times)
        self.page = cast.link(self.member, Link.Purpose.PAGE, f"round:{self.round.key}", **times)
        secretary = cast.person("Gitte Holm Rask")
        Mandate.objects.create(person=secretary, body=council, role="secretary", valid_from=AT.date() - timedelta(900))
        seat = f"council:{self.member.organisation.code}:{self.round.key}"
        self.council = cast.link(secretary, Link.Purpose.PAGE, seat, **times)
        group = Group.objects.create(kind="regional_council", code="syddanmark", name="KKR Syddanmark", sort_key="kkr")
        Body.objects.create(kind="regional_council", group=group, name="KKR Syddanmark")
        seat = f"regional:{group.code}:{self.round.key}"
        self.regional = cast.link(secretary, Link.Purpose.PAGE, seat, **times)
        self._people_change()
        self.off = cast.link(self.member, Link.Purpose.REMINDERS_OFF, f"round:{self.round.key}", **times)
        self.evening = Session.objects.all()[0]
        registrations.answer(
            self.evening.meeting_id, self.member.pk, self.evening.pk, by=actors.person(self.member), at=AT
        )
        self._send_in()
        self.door = cast.link(self.member, Link.Purpose.DOOR, f"session:{self.evening.pk}", **times)
        self._call(times)
        self._mails()
        self._programs()

    def _programs(self):
        """Another program may read rounds, and is told of letters."""
        self.key, _ = keys.make("Analyse", ["rounds"], 30, by=BY, at=AT)
        self.hook, _ = hooks.make("https://analyse.example/haendelser", ["letter.sent"], by=BY, at=AT)
        self.posting = postings.test(self.hook, by=BY, at=AT, now=AT)

    def _mails(self):
        """The member has been written to, and has written to the round's mailbox."""
        self.message = Message.objects.create(
            key="world", kind="letters.letter", ref="x", person=str(self.member.pk), date=AT, mark="a" * 32
        )
        raw = (
            f"From: {self.member.email}\nSubject: Torsdag\nMessage-ID: <world@faaborg.example>\n\nJeg kommer torsdag.\n"
        )
        self.incoming = incoming.receive(raw.encode(), at=AT)
        row = post.brought(
            post.mail("Hermed vores input.", ("Input.txt", b"Vi har 12 pladser."), sender=self.member.email), AT
        )
        self.sent = post.sent(row)
        taken = Accepted([self.body.pk], {one.pk for one in self.sent.readings.filter(taken=True)})
        looking.accept(self.sent.pk, taken, by=BY, at=AT)

    def _people_change(self):
        """A leave to come, and a proposal that waits."""
        away = {"valid_from": AT.date() + timedelta(300), "valid_to": AT.date() + timedelta(330)}
        self.leave = Leave.objects.create(mandate=self.seat, **away)
        about = {"person": self.member, "organisation": self.member.organisation, "subject": f"round:{self.round.key}"}
        values = {"kind": "address", "email": "ny@x.example", "proposed_at": AT, "proposed_by": "x"}
        self.proposal = Proposal.objects.create(**values, **about)

    def _call(self, times):
        """The member is called to a meeting this afternoon."""
        called = audiences.save("called", "Called", {"any": [{"people": [str(self.member.pk)]}]}, by=BY, at=AT)
        plan = CallPlan("Status", "Kort nyt.", AT + timedelta(hours=4))
        made = calls.begin(self.round, called.pk, plan, uuid4(), by=BY, at=AT)
        self.called = cast.link(self.member, Link.Purpose.PAGE, calls_queries.subject(made, self.round), **times)

    def _speak(self, times):
        """The council has asked for a speaker, and the member is to be it."""
        days = (self.round.starts_on + timedelta(50), self.round.starts_on + timedelta(80))
        self.tour = tours.begin(self.round, TourPlan("Besøg", "", *days, AT + timedelta(days=40)), by=BY, at=AT)
        takes = SpeakerPlan("board", self.member.organisation.code)
        self.speaker = speakers.add(self.tour, self.member, takes, by=BY, at=AT)
        begins = datetime.combine(days[0], time(17), UTC)
        span = (begins, begins + timedelta(minutes=45))
        asked = Asked("", "online", "Økonomi", "", "", "Gitte Rask", "gitte@x.example", (span,))
        self.asked = requests.ask(self.tour, self.body, asked, by=BY, at=AT)
        spot = Spot(*span, "online")
        self.talk = plans.place(self.asked, self.speaker.pk, spot, confirmed=True, by=BY, at=AT)
        talks.offer([self.talk], by=BY, at=AT)
        talks.accept(self.talk, by=BY, at=AT)
        self.speaking = cast.link(self.member, Link.Purpose.SPEAKER, page_subject(self.speaker), **times)

    def _send_in(self):
        """The member's own view, handed in with a file and given outside once."""
        found = Questionnaire.objects.get(track__round=self.round)
        by = actors.person(self.member)
        draft = drafts.begin(found, None, self.member, by=by, at=AT)
        sitting = Sitting(draft.pk, self.member.pk, False)
        drafts.save(sitting, Typed("vigtigst.1", "Flere hænder", 0), by=by, at=AT)
        self.file = files_in.add(draft.pk, "notat.pdf", b"%PDF", None, self.member.pk, by=by, at=AT)
        self.version = handing_in.hand_in(
            Place(found, None, draft, True, True), self.member, Basis.INTERNAL, by=by, at=AT
        )
        asked = drafts.begin(found, self.body, self.member, by=by, at=AT)
        Writer.objects.create(contribution=asked, person=self.member, invited_at=AT, invited_by=str(BY))
        about = link_subject(asked.pk, self.round.key)
        self.draft = cast.link(self.member, Link.Purpose.DRAFT, about, closes=self.page.closes)
        sharing.share(self.version, sharing.recipients("x@avis.example"), whole=False, reason="Test", by=BY, at=AT)

    @cached_property
    def visitors(self):
        """Everybody who might come, by name: a browser each."""
        member = cast.Browser()
        for link in (self.page, self.council, self.regional, self.off, self.door, self.called, self.draft):
            member.open(link)
        # A browser holds eight links, and the door's own is the eighth beside these.
        speaker = cast.Browser()
        speaker.open(self.speaking)
        return {
            "stranger": cast.Browser(),
            "member": member,
            "speaker": speaker,
            "reader": cast.desk(Staff.Role.READER, "Lise Bak"),
            "secretary": cast.desk(Staff.Role.SECRETARIAT, "Sofie Ravn"),
            "admin": cast.desk(Staff.Role.ADMIN, "Per Holst"),
        }

    def browser(self, visitor, path):
        """The browser in which ``visitor`` opens ``path``: a member's links do not all fit into one."""
        return self.visitors["speaker" if visitor == "member" and path.startswith("/oplaegsholder/") else visitor]

    def value(self, route, path, name, may_open):
        """What stands in the place ``name`` of ``path``, so that something is there to see."""
        if name == "handle":
            if route == "regional-council":
                return self.regional.handle
            if route.startswith("called"):
                return self.called.handle
            return self.council.handle if route.startswith("council") else self._links[may_open.purpose].handle
        if name == "number" and route.startswith("contribution"):
            return 1
        if route.startswith("submission") and name in {"pk", "part", "passage"}:
            return {"pk": self.sent.pk, "part": 0, "passage": Passage.objects.get(text__words="Vi har 12 pladser.").pk}[
                name
            ]
        if name == "pk" and "/contributions/" in path:
            return self.version.contribution_id
        if name == "pk" and "/talks/" in path:
            of = {"/speakers/": self.speaker, "/requests/": self.asked}
            return next((row.pk for part, row in of.items() if part in path), self.talk.pk)
        if name in {"pk", "id"}:
            return next((row.pk for start, row in self._rows.items() if path.startswith(start)), 1)
        if route == "speaker-kit" and name == "track":
            return "droeftelser"
        if name == "track" and ("/talks/" in path or route.startswith("council-talk")):
            return self.tour.track.key
        if name == "track" and route.startswith(("contribution", "draft", "question", "passage")):
            return "input"
        if name == "track" and route.removeprefix("live-").startswith("meeting"):
            return "stormoeder"
        if name == "track" and route.startswith(("matter", "deliberation", "council")):
            return "droeftelser"
        if name == "track" and route.removeprefix("live-").startswith("call"):
            return "indkaldelse-1"
        return self._names[name]

    @cached_property
    def _links(self):
        return {"p": self.page, "d": self.door, "u": self.off, "k": self.draft, "t": self.speaking}

    @cached_property
    def _rows(self):
        """Whose row an address is about, by how it begins."""
        return {
            "/desk/staff/": Staff.objects.get(role=Staff.Role.READER),
            "/desk/outbox/": self.message,
            "/desk/inbox/": self.incoming,
            "/desk/members/": self.member,
        }

    @cached_property
    def _names(self):
        return {
            "key_id": self.key.pk,
            "hook_id": self.hook.pk,
            "posting_id": self.posting.pk,
            "name": self.round.key,
            "rest": "v2/rounds",
            "session": self.evening.pk,
            "registration": Registration.objects.get(meeting=self.evening.meeting_id).pk,
            "key": self.round.key,
            "round": self.round.key,
            "letter": "invitation",
            "track": "kkr",
            "slug": self.evening.slug,
            "body": self.body.pk,
            "ending": "docx",
            "number": 0,
            "whose": "egen",
            "question": "situation",
            "file": self.file.pk,
            "copy": 1,
            "paper": "record",
            "language": "da",
            "passage": Passage.objects.all()[0].pk,
            "text": Passage.objects.all()[0].text_id,
            "code": self.member.organisation.code,
            "person_id": self.member.pk,
            "seat": self.seat.pk,
            "leave": self.leave.pk,
            "import_id": self.list.pk,
            "audience_key": self.audience.key,
            "proposal_id": self.proposal.pk,
            "talk": self.talk.pk,
            "staff_id": Staff.objects.get(role=Staff.Role.READER).pk,
        }


def routes():
    """Every address: its name, its pattern and its view. Those of other people's programs are none of ours to name."""

    def walk(patterns, prefix):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.name or "", prefix + str(pattern.pattern), pattern
            else:
                yield from walk(pattern.url_patterns, prefix + str(pattern.pattern))

    return list(walk(get_resolver().url_patterns, "/"))


def contents():
    """Every row of every table."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
