"""Rounds, as other programs read them."""

from django.db.models import Q

from stormoede.api.core import shapes
from stormoede.api.queries.wanted import Wanted, page
from stormoede.calls.models import Call
from stormoede.calls.queries import KIND as CALL
from stormoede.rounds.models import Round, Track


def listing(wanted: Wanted) -> list[tuple[int, shapes.Round]]:
    """A page of rounds with their tracks, but no call that has not been sent. Two statements."""
    found = Round.objects.all()
    if wanted.since is not None:
        found = found.filter(edited_at__gte=wanted.since)
    rounds = page(found, wanted)
    tracks: dict[int, list[shapes.Track]] = {round.pk: [] for round in rounds}
    called = Call.objects.filter(called_at__isnull=False).values("meeting__track")
    own = Track.objects.filter(~Q(kind=CALL) | Q(pk__in=called), round__in=list(tracks))
    for track in own.order_by("round", "position"):
        tracks[track.round_id].append(shapes.Track(track.key, track.kind, track.title))
    return [(round.pk, _told(round, tracks[round.pk])) for round in rounds]


def _told(round: Round, tracks: list[shapes.Track]) -> shapes.Round:
    return shapes.Round(
        key=round.key,
        short=round.short,
        title=round.title,
        language=round.language,
        time_zone=round.time_zone,
        starts_on=round.starts_on,
        ends_on=round.ends_on,
        edited_at=round.edited_at,
        tracks=tuple(tracks),
    )
