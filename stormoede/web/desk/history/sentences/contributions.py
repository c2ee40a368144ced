"""What is sent in: drafts, versions and files; and what becomes of the words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from stormoede.web.desk.history.sentences.choices import Sentence, by, whether

OF: Mapping[str, Sentence] = {
    "draft.begun": _("%(who)s began a draft."),
    "draft.written": _("%(who)s wrote in the draft."),
    "draft.chosen": whether(
        "mine", _("%(who)s kept their own text where two had written."), _("%(who)s kept the other's text where two had written.")
    ),
    "draft.shared": _("%(who)s asked %(person)s to write along."),
    "draft.unshared": _("%(who)s shares the draft no more with %(person)s."),
    "attachment.added": _("%(who)s put a file with the draft."),
    "attachment.removed": _("%(who)s took a file out of the draft."),
    "attachment.erased": _("%(who)s erased a file."),
    "version.handed_in": _("%(who)s handed in version %(number)s."),
    "version.basis_changed": by(
        "basis",
        _("%(who)s changed who may read the answer."),
        **{
            "public": _("%(who)s made the answer public."),
            "internal-25": _("%(who)s made the answer internal (§ 25)."),
        },
    ),
    "version.shared": _("%(who)s gave a copy of the answer outside."),
    "document.made": _("%(who)s took copy %(number)s of the document with all input."),
    "submission.claimed": _("%(who)s recognised a mail that may be an answer."),
    "submission.read": _("%(who)s read the files of the mail."),
    "submission.corrected": _("%(who)s noted that the sender has corrected the mail."),
    "submission.accepted": _("%(who)s accepted the mail as an answer."),
    "submission.refused": _("%(who)s said that the mail is no answer."),
    "submission.opened_again": _("%(who)s let the mail wait for a look again."),
    "submission.basis_changed": _("%(who)s changed who may read the mail."),
    "text.edited": _("%(who)s corrected the text."),
    "text.erased": _("%(who)s erased the text."),
    "text.basis_changed": _("%(who)s changed who may read the text."),
    "text.kind_changed": _("%(who)s said what a passage counts as."),
    "text.quoted": _("%(who)s kept a quote."),
}  # fmt: skip
