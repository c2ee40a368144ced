"""What somebody had before them when they began to write, as a mark: so that two desks never overwrite one another.

The mark is carried by the form. An act that is given one looks, under its lock, whether the thing still says the same.
"""

import hashlib


def mark(*values: object) -> str:
    """The same for the same values, which are frozen ones: what they say is all that they are."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:24]
