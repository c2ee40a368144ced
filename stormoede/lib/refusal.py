"""An anticipated no: an exception whose text is a translated sentence for the one who asked."""


class Refusal(Exception):
    """Raised by actions when a wish cannot be met. ``str()`` of it is shown as it is."""


class PlacedRefusal(Refusal):
    """Something in a file cannot be used. ``where`` is the place as the file has it (``[0].name``), ``why`` a sentence."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}" if where else why)
        self.where = where
        self.why = why
