"""What a room keeps about people, declared beside its models: one class of data after the other.

Each room's ``privacy.py`` has ``CLASSES`` and ``IMPERSONAL``; together they name every field of its models, which a house test holds
them to. The page /privatliv/ is made of them.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Basis(StrEnum):
    """The ground in the General Data Protection Regulation; a proposal to the one who answers for the data."""

    INTEREST = "6(1)(f)"
    CONSENT = "9(2)(a)"
    DUTY = "6(1)(c)"


@dataclass(frozen=True, slots=True)
class DataClass:
    """Data kept for one purpose and one time. ``fields`` are "Model" (all of it) or "Model.field".

    ``what``, ``why`` and ``kept`` are translated words to the person the data are about.
    """

    key: str
    fields: frozenset[str]
    what: Promise
    why: Promise
    kept: Promise
    basis: Basis = Basis.INTEREST
