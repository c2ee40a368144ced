"""Backups: one file with every row and every file, which restores into either database; and the upgrade, which begins with one.

The room walks the models and the data folder as it finds them, so that whatever a room keeps is in it. Left out are the keys, and
the rows a room's ``privacy.py`` calls ``FLEETING``. Restoring writes rows as they were, without acts and events: docs/adr/0009.
"""
