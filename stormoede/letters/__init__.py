"""Asking: letters composed, merged, tested, released, and every delivery accounted for.

Nouns: Letter, LetterText, LetterVersion, Delivery. A letter knows tracks only through ``rounds/kinds.py``.
"""
