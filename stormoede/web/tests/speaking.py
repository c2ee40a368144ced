"""A tour with councils that ask and speakers who can, for the tests of its pages. Everybody is invented."""

from datetime import UTC, date, datetime, timedelta

from stormoede.accounts.models import Link
from stormoede.deliberations.tests import makers
from stormoede.events.actor import system
from stormoede.members.models import Body
from stormoede.rounds.models import Round
from stormoede.rounds.tests import makers as rounds
from stormoede.talks.actions import plans, requests, speakers, talks, tours
from stormoede.talks.core.plans import Asked, SpeakerPlan, Spot, TourPlan
from stormoede.talks.models import Speaker, SpeakerRequest, Talk, Tour
from stormoede.talks.queries.tours import page_subject
from tests import cast

AT = makers.AT
BY = system("test")
LENGTH = timedelta(minutes=45)
ASK_BY = datetime(2025, 3, 28, 11, 0, 59, tzinfo=UTC)
# Tuesday 1 April, 17.00 in Copenhagen.
FIRST = datetime(2025, 4, 1, 15, tzinfo=UTC)
SECOND = FIRST + timedelta(days=1)


def tour() -> Tour:
    round = Round.objects.filter(key="oea26").first() or rounds.make()
    plan = TourPlan("Besøg hos jer", "Vi kommer gerne.", date(2025, 3, 31), date(2025, 4, 25), ASK_BY)
    return tours.begin(round, plan, by=BY, at=AT)


def speaker(
    of: Tour, name: str = "Karen Lund", home: str = "0420", *, side: str = "board", can: bool = True, per_week: int = 2
) -> Speaker:
    """Somebody who can every evening of the tour, unless they have not said."""
    person = cast.person(name)
    made = speakers.add(of, person, SpeakerPlan(side, home, per_week=per_week), by=BY, at=AT)
    if can:
        days = [datetime(2025, 3, 31, 14, tzinfo=UTC) + timedelta(days=n) for n in range(26)]
        speakers.say_openings(made, [(day, day + timedelta(hours=6)) for day in days], by=BY, at=AT)
    return Speaker.objects.get(pk=made.pk)


def ask(of: Tour, body: Body, *starts: datetime, side: str = "", form: str = "on_site") -> SpeakerRequest:
    wishes = tuple((at, at + LENGTH) for at in starts or (FIRST,))
    asked = Asked(
        side, form, "Økonomiaftalen", "Rådhuset, sal 2", "", "Gitte Rask", "gitte.rask@kommune.example", wishes
    )
    return requests.ask(of, body, asked, by=BY, at=AT)


def place(asked: SpeakerRequest, who: Speaker, starts: datetime = FIRST, *, form: str = "on_site") -> Talk:
    spot = Spot(starts, starts + LENGTH, form)
    return plans.place(asked, who.pk, spot, confirmed=True, by=BY, at=AT)


def agreed(asked: SpeakerRequest, who: Speaker, starts: datetime = FIRST) -> Talk:
    """A talk the speaker has said yes to."""
    talk = place(asked, who, starts)
    talks.offer([talk], by=BY, at=AT)
    talks.accept(talk, by=BY, at=AT)
    talk.refresh_from_db()
    return talk


def page_of(who: Speaker) -> tuple[cast.Browser, str]:
    """The speaker's browser, with their page open."""
    found = cast.Browser(headers={"accept-language": "da"})
    link = Link.objects.get(purpose=Link.Purpose.SPEAKER, subject=page_subject(who))
    return found, found.open(link).url


def told(response: object) -> str:
    return " ".join(response.content.decode().split())
