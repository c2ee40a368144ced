"""Parts without models and without domain words: clock, environment, Danish text and dates.

Nothing here may know of rounds, letters, people or meetings.
"""
