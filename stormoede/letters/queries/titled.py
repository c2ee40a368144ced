"""Letters by their titles."""

from django.db.models import F

from stormoede.letters.models import Letter
from stormoede.lib.danish import name_key

# So many letters no association has written; a search does not read more titles than that.
_MOST = 2_000


def containing(search: str) -> list[Letter]:
    """The letters in whose title, or round, every word of ``search`` stands, the newest first. One statement."""
    keys = [key for word in search.split() if (key := name_key(word))]
    if not keys:
        return []
    found = Letter.objects.select_related("round").order_by(
        "-round__starts_on", F("dated").desc(nulls_last=True), "title", "key"
    )[:_MOST]
    return [letter for letter in found if _holds(f"{letter.title} {letter.round.short}", keys)]


def _holds(text: str, keys: list[str]) -> bool:
    name = name_key(text)
    return all(key in name for key in keys)
