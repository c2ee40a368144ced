"""All input in one document: 98 councils have sent in two pages each, and a negotiator takes the paper along.

The figure is how long it takes from the press to both files, DOCX and PDF, reading included. Beside it stands what the
typesetter alone takes for the same pages.
"""

import time
from datetime import date, timedelta
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
# With these the whole answer of a council fills two pages as the document is set.
_EACH = 15


def run(given: Bench) -> Figure:
    """Seconds from the press to both files."""
    from stormoede.contributions import paper
    from stormoede.contributions.paper import Copy
    from stormoede.contributions.queries import gathered
    from stormoede.documents import pdf
    from stormoede.documents.core import sheet
    from stormoede.documents.files import FORMS
    from stormoede.lib import words

    made = crowd.fill(COUNCILS)
    later = crowd.AT + timedelta(days=1)
    answers = _answers(made, given.size or COUNCILS)
    crowd.settle()
    # The first document starts the typesetter and its typefaces, which every later one finds ready.
    pdf.write(paper.document(gathered.gather(made.round, later.date(), public=True), Copy(1, "KL", later)))

    began, used = time.monotonic(), time.process_time()
    told = paper.document(
        gathered.gather(made.round, words.local_day(later, made.round.time_zone)), Copy(1, "KL", later)
    )
    read = time.monotonic()
    docx = FORMS["docx"].write(told)
    written = time.monotonic()
    paged = FORMS["pdf"].write(told)
    done, spent = time.monotonic(), time.process_time() - used
    alone = _typeset(sheet.write(told).replace("kommune", "region"), told.dated)
    detail: dict[str, Any] = {
        "answers": answers,
        "pages": _pages(paged),
        "read_s": round(read - began, 2),
        "docx_s": round(written - read, 2),
        "docx_bytes": len(docx),
        "pdf_s": round(done - written, 2),
        "pdf_bytes": len(paged),
        "processor_s": round(spent, 2),
        "typesetter_alone_s": round(alone, 2),
        "pdf_to_typesetter": round((done - written) / alone, 2),
        "held": done - began <= LIMIT_SECONDS,
    }
    return figure("document", round(done - began, 2), "s", LIMIT_SECONDS, **detail)


def _typeset(data: str, dated: date) -> float:
    """The same pages with a word changed, since the typesetter remembers what it has set."""
    from stormoede.documents import pdf

    began = time.monotonic()
    pdf._compiled(data, dated)
    return time.monotonic() - began


def _pages(paged: bytes) -> int:
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(paged)).pages)


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
