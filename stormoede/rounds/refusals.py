"""The anticipated noes of this room."""

from stormoede.lib.refusal import Refusal


class FileRefused(Refusal):
    """A round's file cannot be used. ``where`` is the place in the file (``tracks[0].deadline``)."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why
