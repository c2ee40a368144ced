"""``/desk/rounds/<round>/letters/…``: write, test, release, and see what became of each letter."""
