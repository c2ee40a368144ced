"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.contributions.actions import erasures, forgetting
from stormoede.lib.privacy import DataClass, Fate, Rows, Term

_OWN = "version__contribution__person"

CLASSES = (
    DataClass(
        "drafts",
        frozenset({"Contribution", "Writer", "DraftField", "Aside"}),
        _("What you have typed in a draft, when, and who was asked to write with you."),
        _("So that nothing typed is lost, and that those who write together see each other's text."),
        _("%(input)s after the round, as what was handed in."),
        rows=(
            Rows("Writer", ("person",), fate=Fate.GOES),
            Rows("Aside", ("person",), fate=Fate.GOES),
            Rows("DraftField", ("contribution__person",), fate=Fate.GOES),
            Rows("DraftField", ("saved_by",)),
            Rows(
                "Contribution",
                ("person", "written_by"),
                shows={"council": "body__name", "in": "questionnaire__track__title"},
            ),
        ),
        terms=(
            Term(
                "input",
                5 * 365,
                _("Drafts, files and names of what was sent in"),
                waiting=erasures.waiting,
                oldest=erasures.first,
                go=erasures.forget,
            ),
        ),
        erased=_("The person's own drafts go. A council's draft stays without their name."),
    ),
    DataClass(
        "handed_in",
        frozenset({"Version", "Answer", "Minority", "Attachment", "Enclosure"}),
        _(
            "What you or your council have handed in, who handed it in and when, the council's decision, and attached files."
        ),
        _("So that the association knows what you mean, and you can see what it received."),
        _("%(input)s after the round. If your name is erased, the words stand as a member's."),
        rows=(
            Rows("Version", ("contribution__person", "handed_in_by"), shows={"council": "contribution__body__name"}),
            Rows("Answer", (_OWN,), shows={"question": "question__title", "words": "text__words"}),
            Rows("Minority", named=("who",), fate=Fate.EMPTIED),
            Rows("Minority", (_OWN,)),
            Rows(
                "Attachment",
                ("contribution__person",),
                fate=Fate.GOES,
                only={"contribution__versions__isnull": True},
            ),
            Rows("Attachment", ("contribution__person",), fate=Fate.EMPTIED, words=True),
            Rows("Attachment", named=("name",), fate=Fate.EMPTIED),
            Rows("Attachment", ("contribution__person", "added_by")),
            Rows("Enclosure", (_OWN,)),
        ),
        erased=_(
            "What a council handed in stays, and so do a member's own words unless they are to go as well; the name goes, also from minority statements and names of files."
        ),
        before=(erasures.take_out,),
    ),
    DataClass(
        "submissions",
        frozenset({"Submission", "Reading"}),
        _("Mails with input: from which address, when, what was read out of the files, and whose it was taken to be."),
        _("So that what you mail counts for your council, and nothing of it is lost."),
        _("%(mailed)s after the round, as what was handed in."),
        rows=(
            Rows(
                "Reading",
                ("submission__person",),
                said=("sender", "submission__sender"),
                fate=Fate.EMPTIED,
                words=True,
                empties={"words": "", "blocks": [], "count": 0},
            ),
            Rows(
                "Reading",
                ("submission__person",),
                said=("sender", "submission__sender"),
                fate=Fate.EMPTIED,
                empties={"name": "", "sender": "", "within": []},
            ),
            Rows(
                "Submission",
                ("person",),
                said=("sender", "subject", "correction"),
                fate=Fate.EMPTIED,
                empties={"sender": "", "subject": "", "correction": "", "person": None},
            ),
        ),
        terms=(
            Term(
                "mailed",
                5 * 365,
                _("Who mailed what was sent in, and the names of its files"),
                waiting=forgetting.waiting,
                oldest=forgetting.first,
                go=forgetting.forget,
            ),
        ),
        erased=_(
            "What a council mailed stays, and the person's own words unless they are to go as well; the sender and the names of files go."
        ),
    ),
    DataClass(
        "sharings",
        frozenset({"Sharing"}),
        _("To which addresses outside the round something was given, by whom and why."),
        _("So that it can be seen who has got what."),
        _("%(input)s after the round."),
        rows=(Rows("Sharing", said=("recipients",), fate=Fate.EMPTIED),),
        erased=_("That something was given outside stays, the address goes."),
    ),
)
IMPERSONAL = frozenset({"Backer", "Questionnaire", "GroupDeadline", "Question"})
