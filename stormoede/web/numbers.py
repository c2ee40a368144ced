"""Numbers of rows, as forms and addresses bring them."""


def number(text: str) -> int | None:
    """The number that ``text`` is, if it may be a row's: no database takes one of more digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
