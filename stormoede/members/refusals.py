"""The anticipated noes of this room, in the language of the one who asked."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stormoede.lib.refusal import PlacedRefusal, Refusal
from stormoede.members.core.audiences import SpecFault


class SpecRefused(Refusal):
    """A description of an audience does not say who is meant."""

    def __init__(self, fault: SpecFault) -> None:
        sentences = {
            "shape": _("The description cannot be read."),
            "empty": _("Say who is in the audience."),
            "unknown word": _("“%(value)s” is not a role or a body."),
            "unknown person": _("There is no person “%(value)s”."),
            "unknown organisation": _("There is no organisation “%(value)s”."),
            "unknown group": _("There is no region or regional council “%(value)s”."),
            "unknown audience": _("There is no audience “%(value)s”."),
            "circle": _("“%(value)s” would lead back to this audience."),
            "too deep": _("“%(value)s” names audiences that name audiences, too many times over."),
        }
        super().__init__(sentences[fault.what] % {"value": fault.value})
        self.fault = fault


class SectionRefused(PlacedRefusal):
    """A table of audiences in a round's file cannot be used. ``where`` is the place in the list (``[0]``)."""


class AudienceTaken(Refusal):
    """There is an audience with that key already, and it says something else."""

    def __init__(self, key: str) -> None:
        super().__init__(_("There is an audience “%(key)s” already.") % {"key": key})


class AudienceUsed(Refusal):
    """An audience cannot go while others name it."""

    def __init__(self, names: str) -> None:
        super().__init__(_("It is named by %(names)s. Change that first.") % {"names": names})


class AudienceNeeded(Refusal):
    """An audience cannot go while something is for those in it."""

    def __init__(self) -> None:
        super().__init__(_("A letter or a meeting is for those in it, so it stays."))


class EditedMeanwhile(Refusal):
    """Somebody else has edited it since the page was opened; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has edited this since you opened the page. Nothing of theirs is overwritten."))


class AudienceEdited(Refusal):
    """Somebody else has changed the audience since the one who saves saw it."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed the audience meanwhile. Nothing has been overwritten."))


class NameMissing(Refusal):
    """A person or an audience needs a name."""

    def __init__(self) -> None:
        super().__init__(_("Write a name of at most 160 characters."))


class AddressRefused(Refusal):
    """A mail address cannot be used."""

    def __init__(self) -> None:
        super().__init__(_("Write a mail address like name@kommune.example."))


class NumberTaken(Refusal):
    """The association's number belongs to another person."""

    def __init__(self, number: str) -> None:
        super().__init__(_("Number %(number)s belongs to another person.") % {"number": number})


class MandateOver(Refusal):
    """A mandate cannot end before it began, or later than it already has."""

    def __init__(self) -> None:
        super().__init__(_("The day must lie between the mandate's first and last day."))


class LeaveOutside(Refusal):
    """A leave lies within the mandate it is from."""

    def __init__(self) -> None:
        super().__init__(_("The leave must lie between the mandate's first and last day."))


class LeaveTwice(Refusal):
    """One mandate has one leave at a time."""

    def __init__(self) -> None:
        super().__init__(_("There is a leave in those days already. End that first."))


class StandInSits(Refusal):
    """Whoever stands in does not sit in the same body meanwhile."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s sits there already in those days.") % {"name": name})


class PersonErased(Refusal):
    """A person who has been erased is never changed."""

    def __init__(self) -> None:
        super().__init__(_("This person has been erased."))


class TableRefused(Refusal):
    """A member list has no row of headers that names people and organisations."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The list has no row of headers with a name and a municipality. "
                "Use headers like Kommunekode, Kommune, Navn, E-mail, Rolle and Organ."
            )
        )


class ImportGone(Refusal):
    """The import has been applied or thrown away."""

    def __init__(self) -> None:
        super().__init__(_("This import has already been carried out or thrown away."))


class QuestionsLeft(Refusal):
    """There are questions without an answer."""

    def __init__(self, number: int) -> None:
        one = ngettext("%(number)s question has no answer.", "%(number)s questions have no answer.", number)
        super().__init__(one % {"number": number})


class PreviewOutdated(Refusal):
    """The member list has changed since the preview was shown."""

    def __init__(self) -> None:
        super().__init__(_("The members have changed since you saw the preview. Look through it again."))


class ListWaits(Refusal):
    """A member list that nobody has decided on may hold the one who is to be erased."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "The member list “%(name)s” waits for a decision and may hold this person. Carry it out or throw it away first."
            )
            % {"name": name}
        )
