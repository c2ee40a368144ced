"""What is placed is placed by one at a time, across all tours: a person may speak in several."""

from collections.abc import Sequence

from stormoede.talks.models import Speaker, Talk, Tour
from stormoede.talks.refusals import SpeakerGone, TalkOver

_OF_TALK = (
    "request__tour__track__round", "request__body", "request__site", "speaker__person", "speaker__tour__track__round",
)  # fmt: skip


def hold() -> None:
    """Hold every tour until the transaction ends."""
    list(Tour.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def held(talk: Talk) -> Talk:
    """The talk as it stands now, everything held. Raises TalkOver when it is gone."""
    hold()
    return read([talk])[0]


def read(talks: Sequence[Talk]) -> list[Talk]:
    """The talks as they stand now, in their order, as part of an act that holds the tours. Raises TalkOver when one is gone."""
    found = Talk.objects.select_related(*_OF_TALK).in_bulk([talk.pk for talk in talks])
    if any(talk.pk not in found for talk in talks):
        raise TalkOver
    return [found[talk.pk] for talk in talks]


def held_speaker(speaker: Speaker) -> Speaker:
    """The speaker as they stand now, everything held. Raises SpeakerGone when they have left."""
    hold()
    return read_speakers([speaker])[0]


def read_speakers(speakers: Sequence[Speaker]) -> list[Speaker]:
    """The speakers as they stand now, as part of an act that holds the tours. Raises SpeakerGone when one has left."""
    known = Speaker.objects.select_related("tour__track__round", "person").filter(left_at__isnull=True)
    found = known.in_bulk([speaker.pk for speaker in speakers])
    if any(speaker.pk not in found for speaker in speakers):
        raise SpeakerGone
    return [found[speaker.pk] for speaker in speakers]
