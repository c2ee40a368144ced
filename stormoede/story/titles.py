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
    "over": _("The town halls are over"),
}
