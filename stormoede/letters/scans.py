"""Files with letters that no virus scanner has looked at."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from stormoede.letters.actions.drafts import subject
from stormoede.letters.models import LetterEnclosure, LetterFile
from stormoede.letters.queries import files
from stormoede.mail.scans import Unscanned, without_verdict


def unscanned(at: datetime) -> Iterable[Unscanned]:
    """Those without a verdict that a letter carries."""
    for digest in without_verdict(LetterFile.objects.order_by("digest"), at).values_list("digest", flat=True):
        held = LetterEnclosure.objects.filter(file=digest).select_related("letter__round").order_by("id").first()
        if held is not None:
            yield Unscanned(digest, subject(held.letter), partial(files.content, digest))
