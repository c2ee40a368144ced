"""Reads that cross the room's tables."""
