"""What is placed is placed by one at a time, across all tours: a person may speak in several."""

from stormoede.talks.models import Talk, Tour


def hold() -> None:
    """Hold every tour until the transaction ends."""
    list(Tour.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def held(talk: Talk) -> Talk:
    """The talk as it stands now, everything held."""
    hold()
    found = Talk.objects.select_related(
        "request__tour__track__round", "request__body", "request__site", "speaker__person"
    )
    return found.get(pk=talk.pk)
