"""All input in one document: 98 councils have sent in two pages each, and a negotiator takes the paper along.

The figure is how long it takes from the press to both files, DOCX and PDF, reading included. Beside it stands what the
typesetter alone takes for the same pages.
"""

import time
from datetime import date, datetime, timedelta
from typing import Any

from stormoede.bench import crowd
from stormoede.bench.report import Bench, Figure, figure

COUNCILS, LIMIT_SECONDS = 98, 3.0
QUESTIONS = ("Situationen i vores kommune", "Det, der presser mest", "Hvad vi beder om", "Hvad vi selv kan bidrage med")
_SENTENCES = (
    "Udgifterne til det specialiserede socialområde stiger hurtigere end vores budget, og det gælder især børn og unge.",
    "Vi har i år brugt 14,2 mio. kr. mere, end vi havde sat af, og det kan ikke hentes på de øvrige områder.",
    "Kommunalbestyrelsen beder om, at demografien bliver dækket fuldt ud, også for de ældste over 80 år.",
    "Anlægsrammen er for lille til de skoler og plejehjem, der skal bygges, og priserne er steget siden sidste aftale.",
    "Vi ønsker færre krav om dokumentation og længere frister, så medarbejderne kan bruge tiden hos borgerne.",
)
# So many that a council's answer fills two pages as the document is set: 98 of them make 196 pages.
_EACH = 15


def run(given: Bench) -> Figure:
    """Seconds from the press to both files."""
    made = crowd.fill(COUNCILS)
    answers = _answers(made, given.size or COUNCILS)
    crowd.settle()
    later = crowd.AT + timedelta(days=1)
    _made(made, later, public=True)  # The first document starts the typesetter and its typefaces.
    times, files = _made(made, later)
    alone = _typeset(files["data"].decode(), later.date())
    whole = times["read_s"] + times["docx_s"] + times["pdf_s"]
    detail: dict[str, Any] = {
        "answers": answers,
        "words": len(files["data"].split()),
        **{name: round(seconds, 2) for name, seconds in times.items()},
        "docx_bytes": len(files["docx"]),
        "pdf_bytes": len(files["pdf"]),
        "typesetter_alone_s": round(alone, 2),
        "pdf_to_typesetter": round(times["pdf_s"] / alone, 2),
        "held": whole <= LIMIT_SECONDS,
    }
    return figure("document", round(whole, 2), "s", LIMIT_SECONDS, **detail)


def _made(made: crowd.Crowd, at: datetime, *, public: bool = False) -> tuple[dict[str, float], dict[str, bytes]]:
    """Both files, and how long each part took."""
    from stormoede.contributions import paper
    from stormoede.contributions.paper import Copy
    from stormoede.contributions.queries import gathered
    from stormoede.documents.core import sheet
    from stormoede.documents.files import FORMS

    used, began = time.process_time(), time.monotonic()
    told = paper.document(gathered.gather(made.round, at.date(), public=public), Copy(1, "KL", at))
    read = time.monotonic()
    docx = FORMS["docx"].write(told)
    written = time.monotonic()
    pdf = FORMS["pdf"].write(told)
    done = time.monotonic()
    spent = time.process_time() - used
    times = {"read_s": read - began, "docx_s": written - read, "pdf_s": done - written, "processor_s": spent}
    return times, {"docx": docx, "pdf": pdf, "data": sheet.write(told).encode()}


def _typeset(data: str, dated: date) -> float:
    """The same pages with a word changed, since the typesetter remembers what it has set."""
    from stormoede.documents import pdf

    began = time.monotonic()
    pdf.typeset(data.replace("kommune", "region"), dated)
    return time.monotonic() - began


def _answers(made: crowd.Crowd, councils: int) -> int:
    """Every council hands in: the first of its members writes it down as its secretary does."""
    from stormoede.accounts import actors
    from stormoede.contributions.actions import drafts, handing_in, questionnaires
    from stormoede.contributions.actions.drafts import Typed
    from stormoede.contributions.core.plans import Plan
    from stormoede.contributions.core.questions import Question
    from stormoede.contributions.queries import places
    from stormoede.contributions.queries.places import Visitor
    from stormoede.members.models import Body, Person
    from stormoede.passages.core.kinds import Basis
    from stormoede.rounds.models import Track

    track = Track.objects.create(round=made.round, key="input", kind="contributions", position=2, title="Input")
    asked = [Question(f"q{number}", title) for number, title in enumerate(QUESTIONS)]
    found = questionnaires.make(track, Plan(made.meeting.deadline), asked, {}, by=crowd.BY, at=crowd.AT)
    people = {person.organisation_id: person for person in Person.objects.filter(pk__in=made.people)}
    bodies = Body.objects.filter(kind=Body.Kind.COUNCIL, organisation__in=people).select_related("organisation")
    for number, body in enumerate(bodies.order_by("pk")[:councils]):
        assert body.organisation is not None
        who = people[body.organisation.pk]
        here = Visitor(who, crowd.AT.date(), f"council:{body.organisation.code}")
        draft = drafts.begin(found, body, who, by=actors.person(who), at=crowd.AT)
        sitting = places.sitting(draft.pk, here, crowd.AT)
        assert sitting is not None
        for place, question in enumerate(asked):
            typed = Typed(question.key, _words(number + place), 0)
            drafts.save(sitting, typed, by=actors.person(who), at=crowd.AT)
        place_here = places.place(found, str(body.pk), here)
        assert place_here is not None
        handing_in.hand_in(place_here, who, Basis.INTERNAL, by=actors.person(who), at=crowd.AT)
    return found.contributions.count()


def _words(shift: int) -> str:
    """Two paragraphs; each council says the sentences in an order of its own, so that no two texts are alike."""
    told = [_SENTENCES[(shift + n) % len(_SENTENCES)] for n in range(_EACH)]
    half = len(told) // 2
    return f"{' '.join(told[:half])}\n\n{' '.join(told[half:])}"
