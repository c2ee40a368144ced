"""Passages: every text that was heard, kept whole, and cut into pieces that can be pointed at.

Nouns: Text (the exact words, their source, when and whose), Passage (a piece of a text by its offsets), Quote (words taken from a
text, held against it each time they are shown), Ruling (somebody changed what a text or a passage counts as, and why).
This room must not know which way a text came.
"""
