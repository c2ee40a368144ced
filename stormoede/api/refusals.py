"""Why something about keys or hooks cannot be done, said to the one who asked."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from stormoede.lib.refusal import Refusal


class NameMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Write which program the key is for, in at most 80 characters."))


class ScopeMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Choose at least one thing the key may read. Personal data alone opens nothing."))


class ScopeUnknown(Refusal):
    def __init__(self, word: str, words: Iterable[str]) -> None:
        told = {"word": word, "words": ", ".join(words)}
        super().__init__(_("A key cannot read “%(word)s”. It can read %(words)s.") % told)


class DaysRefused(Refusal):
    def __init__(self) -> None:
        super().__init__(_("A key is valid for 1 to 365 days."))


class KeyOver(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The key opens nothing any more."))


class NoSuchKey(Refusal):
    def __init__(self, wanted: str) -> None:
        super().__init__(_("There is no key that ends in “%(wanted)s”, or more than one.") % {"wanted": wanted})


class AddressRefused(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Write a whole address that begins with https://, without a name, password or # in it."))


class AddressInside(Refusal):
    def __init__(self) -> None:
        super().__init__(_("That address is inside a network of its own, where hooks may not go."))


class ActsMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Choose at least one thing to be told of."))


class HookStopped(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The hook is stopped. Start it first."))


class NoSecret(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The key behind the secret is gone. Make a new secret."))


class AlreadyWaiting(Refusal):
    def __init__(self) -> None:
        super().__init__(_("It is on its way already."))
