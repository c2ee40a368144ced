"""The speaker's own page, behind their personal link."""
