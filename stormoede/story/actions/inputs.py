"""Invented councils write and hand in, as their mayors would on their pages."""

from datetime import datetime

from stormoede.accounts import actors
from stormoede.contributions.actions import drafts, handing_in
from stormoede.contributions.actions.drafts import Typed
from stormoede.contributions.models import Questionnaire
from stormoede.contributions.queries import places, questionnaires
from stormoede.contributions.queries.places import Sitting, Visitor
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Body, Mandate
from stormoede.passages.core.kinds import Basis
from stormoede.story.core.inputs import INPUTS, Sent


def work(after: datetime, until: datetime) -> None:
    """Do what councils do in the time after ``after`` and up to ``until``."""
    for sent in INPUTS:
        if after < sent.at <= until:
            _send(sent)


def _send(sent: Sent) -> None:
    """What the page would refuse is left undone: the one at the keyboard may have been quicker."""
    found = questionnaires.whole(Questionnaire.objects.filter(track__round__key="oea26", track__key="input")).first()
    body = Body.objects.filter(organisation__code=sent.code, kind=Body.Kind.COUNCIL).first()
    seat = Mandate.objects.filter(body=body, role=Mandate.Role.MAYOR).select_related("person").first() if body else None
    if found is None or body is None or seat is None:
        return
    by = actors.person(seat.person)
    draft = drafts.begin(found, body, seat.person, by=by, at=sent.at)
    if draft.fields.exists():
        return
    for number, (name, value) in enumerate(sent.values.items()):
        drafts.save(Sitting(draft.pk, seat.person.pk, fresh=number > 0), Typed(name, value, 0), by=by, at=sent.at)
    place = places.place(found, str(body.pk), Visitor(seat.person, sent.at.date()))
    if sent.draft or place is None:
        return
    try:
        handing_in.hand_in(place, seat.person, Basis.INTERNAL, by=by, at=sent.at)
    except Refusal:
        return
