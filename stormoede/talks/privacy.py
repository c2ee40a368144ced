"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass, Fate, Rows, Term
from stormoede.talks.actions import expiring

_WHERE = {"council": "request__body__name", "tour": "request__tour__track__title"}

CLASSES = (
    DataClass(
        "speakers",
        frozenset({"Speaker", "Opening", "Talk", "TalkEntry", "TalkNotes"}),
        _(
            "When and where you can speak, where you are asked to, what you answer, that you were ill when you were to, and that you have told what you heard."
        ),
        _("So that you are asked for talks you can give, and never for two at once."),
        _(
            "%(speakers)s after the round. After that only the figures are left, and your notes as a text without a name."
        ),
        rows=(
            Rows("Speaker", ("person",), fate=Fate.EMPTIED, empties={"ill_from": None, "ill_until": None}),
            Rows("Speaker", ("person",), tagged=("set_by",), shows={"tour": "tour__track__title"}),
            Rows("Opening", ("speaker__person",), fate=Fate.GOES, shows={"tour": "speaker__tour__track__title"}),
            Rows("Talk", ("speaker__person",), tagged=("state_by",), shows=_WHERE),
            Rows("TalkEntry", ("person",), shows={"council": "talk__request__body__name"}),
            Rows("TalkEntry", said=("email",), fate=Fate.EMPTIED, empties={"name": "", "email": ""}),
            Rows("TalkNotes", ("talk__speaker__person",), tagged=("written_by",), shows={"words": "text__words"}),
        ),
        terms=(
            Term(
                "speakers",
                365,
                _("Who spoke, and whom one could ask"),
                waiting=expiring.waiting,
                oldest=expiring.first,
                go=expiring.forget,
            ),
        ),
        erased=_(
            "Talks that have been held stay without a name. Talks to come are taken back, and the councils are told."
        ),
    ),
    DataClass(
        "speaker_requests",
        frozenset({"SpeakerRequest"}),
        _("Who asked for a speaker for a council, and whom the speaker can ask about it."),
        _("So that the speaker and the council find each other."),
        _("%(speakers)s after the round."),
        rows=(
            Rows(
                "SpeakerRequest",
                said=("contact_email",),
                fate=Fate.EMPTIED,
                empties={"contact_name": "", "contact_email": ""},
            ),
            Rows(
                "SpeakerRequest",
                tagged=("asked_by", "withdrawn_by"),
                said=("contact_email",),
                shows={"council": "body__name", "tour": "tour__track__title"},
            ),
        ),
        erased=_("The council's request stays; the name and address of whom to ask go."),
    ),
)
IMPERSONAL = frozenset({"Tour", "Wish"})
