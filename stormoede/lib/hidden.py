"""A value that must not be written down by accident."""

ENVIRON_KEY = "stormoede.secret"


class Hidden:
    """Holds a text; prints, formats and pickles as nothing of it. ``reveal`` is the one way in."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The text itself."""
        return self.__text

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type["Hidden"], tuple[str]]:
        return Hidden, ("***",)
