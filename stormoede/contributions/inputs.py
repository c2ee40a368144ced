"""What discussions are told of input (deliberations/inputs.py): who has handed in, and what they are asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max

from stormoede.contributions.core.questions import Kind
from stormoede.contributions.models import Version
from stormoede.contributions.queries import arrivals, questionnaires
from stormoede.rounds.models import Round


class Inputs:
    """Answers deliberations/inputs.py."""

    def received(self, round: Round) -> Mapping[int, datetime]:
        """When each body last handed in, by the body's key."""
        rows = Version.objects.filter(contribution__questionnaire__track__round=round, contribution__body__isnull=False)
        found = rows.values_list("contribution__body_id").annotate(last=Max("handed_in_at"))
        told = {body: last for body, last in found if body is not None}
        for body, last in arrivals.received(round).items():
            told[body] = max(last, told.get(body, last))
        return told

    def questions(self, round: Round, bodies: str) -> Sequence[str]:
        """The questions put to bodies of the kind, in order; where only a file is asked for, there is nothing to discuss."""
        asked = [found for found in questionnaires.of_round(round) if bodies in found.bodies]
        return [question.title for found in asked for question in found.questions.all() if question.kind != Kind.FILE]
