"""What the steps of the story are called on its button, in words that say what will happen."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: Mapping[str, "str | Promise"] = {
    "sent": _("The letter is sent"),
    "answering": _("Answers come in"),
    "last-days": _("Two days to the deadline"),
    "deadline": _("The deadline passes"),
    "links": _("The links go out"),
    "first-door": _("The first evening begins"),
    "first-over": _("The first evening ends"),
    "second-door": _("The second evening begins"),
    "booklet-sent": _("The booklet is sent"),
    "days-set": _("The councils set their days"),
    "discussing": _("The councils discuss and answer"),
    "answers-in": _("The last region's deadline passes"),
    "syntheses-in": _("The regions have gathered it up"),
    "over": _("The town halls are over"),
    "called": _("A meeting is called at short notice"),
    "call-door": _("The door of the called meeting opens"),
    "call-over": _("The called meeting is over"),
}
