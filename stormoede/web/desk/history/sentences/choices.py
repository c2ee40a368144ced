"""What a sentence can be, and the ways one is chosen."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise

type Choose = Callable[[Mapping[str, Any]], Promise]
type Sentence = Promise | Choose


def whether(name: str, yes: Promise, no: Promise) -> Choose:
    """``yes`` where the event says so under ``name``."""
    return lambda data: yes if data.get(name) else no


def by(name: str, otherwise: Promise, **sentences: Promise) -> Choose:
    """By what stands under ``name``."""
    return lambda data: sentences.get(str(data.get(name) or ""), otherwise)
