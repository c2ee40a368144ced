"""The yearly round: its facts, its tracks, its calendar, read from and written to TOML.

Nouns: Round, Signatory, Track, kind. What a kind of track can answer is said in ``kinds.py``.
"""
