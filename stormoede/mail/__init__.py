"""Messages out (outbox, SMTP) and calendar files (iTIP).

Nouns: Message, Batch, recipe, calendar entry. An outbox row is a recipe, not bytes: building it twice gives
the same bytes. This room knows people by id and address only; the recipes themselves are handed in by ``stormoede/wiring.py``.
"""
