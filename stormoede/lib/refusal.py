"""An anticipated no: an exception whose text is a translated sentence for the one who asked."""


class Refusal(Exception):
    """Raised by actions when a wish cannot be met. ``str()`` of it is shown as it is."""
