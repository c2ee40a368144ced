"""Meeting: one meeting on several dates, registrations, places, the waiting list, the door, arrivals.

Nouns: Meeting, Session (one date of a meeting), Registration (a person's answer), Arrival.
One person, one seat. This room must not know how letters are written.
"""
