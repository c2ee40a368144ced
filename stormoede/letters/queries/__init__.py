"""Reads of letters: content as it would be frozen, readers, checks, figures."""
