"""Stormøde runs a round of member dialogue: ask, meet, hear, understand, answer."""
