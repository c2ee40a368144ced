"""Reads: a tour and what is in it, as rows and as the values that speakers are placed by."""
