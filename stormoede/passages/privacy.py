"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass, Fate, Rows, Term
from stormoede.passages.actions import expiring

CLASSES = (
    DataClass(
        "texts",
        frozenset({"Text", "Quote", "Ruling"}),
        _("What you or your council have sent in, word for word, who sent it and when, and the words quoted from it."),
        _("So that your words can be read as you wrote them, and every quote held against its source."),
        _(
            "%(texts)s after the round. If your name is erased, the words stand as a member's; they go too if you ask for it."
        ),
        rows=(
            Rows(
                "Text",
                ("person",),
                fate=Fate.EMPTIED,
                only={"body__isnull": True, "erased_at__isnull": True},
                words=True,
            ),
            Rows("Text", ("person",), shows={"council": "body__name"}),
            Rows("Quote", ("text__person",)),
            Rows("Ruling", ("text__person",)),
        ),
        terms=(
            Term(
                "texts",
                5 * 365,
                _("The words of what was sent in"),
                waiting=expiring.waiting,
                oldest=expiring.first,
                go=expiring.forget,
            ),
        ),
        erased=_(
            "The words stand as a member's. When they are to go as well, the person's own go, and the quotes from them; a council's stay."
        ),
        before=(expiring.erase_words,),
    ),
)
IMPERSONAL = frozenset({"Passage"})
