"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass, Fate, Rows, Term
from stormoede.members.actions import erasures
from stormoede.members.models import Mandate
from stormoede.members.queries import offices

# Offices that one alone holds: they name the person who held them.
SINGULAR = [role for role in Mandate.Role.values if role != Mandate.Role.MEMBER]

CLASSES = (
    DataClass(
        "person",
        frozenset({"Person", "Mandate", "Leave", "Import"}),
        _(
            "Your name, mail address, language and municipality, what you have been elected to, and when you are on leave from it."
        ),
        _("So that the letter reaches those who hold office, and nobody else."),
        _("As long as you hold office, and %(person)s more."),
        rows=(
            Rows("Leave", ("mandate__person",), fate=Fate.GOES, shows={"seat": "mandate__body__name"}),
            Rows(
                "Mandate",
                ("person",),
                fate=Fate.GOES,
                only={"role__in": SINGULAR},
                shows={"body": "body__name", "organisation": "body__organisation__name"},
            ),
            Rows("Mandate", ("person",)),
            Rows(
                "Person",
                ("id",),
                fate=Fate.EMPTIED,
                empties={
                    "name": lambda at: erasures.nameless(),
                    "sort_key": "",
                    "email": "",
                    "number": None,
                    "language": "",
                    "erased_at": lambda at: at,
                },
                shows={"organisation": "organisation__name"},
            ),
        ),
        terms=(
            Term(
                "person",
                365,
                _("People who have left office"),
                waiting=lambda before: len(offices.left_before(before)),
                oldest=offices.first_left,
                people=offices.left_before,
            ),
        ),
        erased=_(
            "Name, mail address, number and language go, and so do leaves and the offices that one alone holds. Municipality and ordinary seats stay without a name, so that the figures are right."
        ),
        before=(lambda who, *, words, by, at: erasures.refuse_while_a_list_waits(who.name, who.email),),
    ),
)
IMPERSONAL = frozenset({"Organisation", "Alias", "Group", "GroupMembership", "Body", "Audience"})
