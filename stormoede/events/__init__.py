"""The append-only record of what happened: who did what to what, and when.

Nouns: Event, Actor, act, subject. Events name people by id only. This room must not know any other
room; who listens to an act is said in ``stormoede/wiring.py``.
"""
