"""Days of councils' discussions, as other programs read them."""

from dataclasses import replace
from datetime import datetime

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from stormoede.api.core import hearing
from stormoede.api.core.shapes import BodyKind
from stormoede.api.queries.wanted import Wanted, page
from stormoede.contributions.models import Backer, Submission, Version
from stormoede.deliberations.core.standings import standing
from stormoede.deliberations.models import Deliberation
from stormoede.lib import words

# What an id narrows: a matter and a body, with a colon between.
ID = "matter:body"
# When input came by the questionnaire, and by mail.
_COME = ("handed_at", "mailed_at")


def listing(wanted: Wanted, *, at: datetime) -> list[tuple[int, hearing.Deliberation]]:
    """A page of the discussions that something has been said of, as they stand ``at``. One statement."""
    round = OuterRef("matter__track__round")
    body = OuterRef("body")
    handed = Version.objects.filter(contribution__questionnaire__track__round=round, contribution__body=body)
    mailed = Backer.objects.filter(
        body=body,
        submission__round=round,
        submission__state=Submission.State.ACCEPTED,
        submission__replaced_by__isnull=True,
    )
    found = Deliberation.objects.select_related("matter__track__round", "body__organisation", "body__group").annotate(
        handed_at=_latest(handed, "contribution__body", "handed_in_at"),
        mailed_at=_latest(mailed, "body", "submission__arrived_at"),
    )
    if wanted.since is not None:
        since = wanted.since
        come = Exists(handed.filter(handed_in_at__gte=since)) | Exists(mailed.filter(submission__arrived_at__gte=since))
        found = found.filter(Q(set_at__gte=since) | come)
    narrowed = dict(wanted.narrowed)
    if ID in narrowed:
        narrowed["matter"], _, narrowed["body"] = str(narrowed.pop(ID)).partition(":")
    return [(one.pk, _told(one, at)) for one in page(found, replace(wanted, narrowed=narrowed))]


def _latest(found: "QuerySet[Version] | QuerySet[Backer]", by: str, moment: str) -> Subquery:
    latest = found.order_by().values(by).annotate(latest=Max(F(moment))).values("latest")
    return Subquery(latest, output_field=DateTimeField())


def _told(one: Deliberation, at: datetime) -> hearing.Deliberation:
    track, body = one.matter.track, one.body
    moments = [moment for moment in (getattr(one, name) for name in _COME) if moment is not None]
    stands = standing(one.planned_on, bool(moments), words.local_day(at, track.round.time_zone))
    return hearing.Deliberation(
        id=f"{one.matter_id}:{one.body_id}",
        round=track.round.key,
        track=track.key,
        kind=BodyKind(body.kind),
        organisation=body.organisation.code if body.organisation else None,
        region=body.group.code if body.group else None,
        planned_on=one.planned_on,
        sent_at=max(moments, default=None),
        standing=hearing.DiscussionStanding(stands.value),
        edited_at=one.set_at,
    )
