"""Stormøde runs a round of member dialogue: ask, meet, hear, understand, answer."""

__version__ = "0.1.0"
