"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass, Rows, Term
from stormoede.meetings.actions import expiring

_SHOWS = {"meeting": "meeting__track__title", "date": "seat__starts", "wished_date": "wish__starts"}

CLASSES = (
    DataClass(
        "answers",
        frozenset({"Registration", "Arrival"}),
        _("What you have answered, which seat you have or wait for, and when you went in to the meeting."),
        _("So that you have a seat, get your link, and are not reminded when you have answered."),
        _("%(answers)s after the round. After that only the figures are left."),
        rows=(
            Rows("Registration", ("person",), shows=_SHOWS),
            Rows(
                "Arrival", ("person",), shows={"meeting": "session__meeting__track__title", "date": "session__starts"}
            ),
        ),
        terms=(
            Term(
                "answers",
                365,
                _("Who answered, and who came"),
                waiting=expiring.waiting,
                oldest=expiring.first,
                go=expiring.unname,
            ),
        ),
        erased=_(
            "Answers and attendance stay without a name, so that the figures are right. A seat on a date to come is given back."
        ),
    ),
)
IMPERSONAL = frozenset({"Meeting", "Session"})
