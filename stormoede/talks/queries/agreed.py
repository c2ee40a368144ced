"""The talks that are agreed, as dates of the round: in its calendar, and in nothing that dates make due."""

from django.utils.translation import gettext as _

from stormoede.contributions.queries.standing import name_of
from stormoede.rounds import queries as rounds
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Round
from stormoede.talks.models import Form, Talk
from stormoede.talks.queries.entries import where


def calendar(round: Round) -> list[DueDate]:
    """All dates of the round in order, and among them its talks."""
    return sorted([*rounds.calendar(round), *of_round(round)], key=lambda due: (due.at, due.key))


def of_round(round: Round) -> list[DueDate]:
    """Each talk a speaker has said yes to, or held: with whom and where, not who gives it. One statement."""
    found = Talk.objects.filter(request__tour__track__round=round, state__in=[Talk.State.ACCEPTED, Talk.State.HELD])
    talks = found.select_related("request__body__organisation", "request__body__group", "request__site")
    return [_due(talk) for talk in talks.order_by("starts", "pk")]


def _due(talk: Talk) -> DueDate:
    return DueDate(
        talk.starts,
        f"talk-{talk.pk}",
        _("Talk: %(other)s") % {"other": name_of(talk.request.body)},
        ends=talk.ends,
        detail=_("Online") if talk.form == Form.ONLINE else where(talk),
    )
