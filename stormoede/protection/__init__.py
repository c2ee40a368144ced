"""What the house owes the people it knows: a copy of what is kept about one, its erasure, and an end to everything kept.

It knows no field of its own but what the rooms below declare in their ``privacy.py``: a room that keeps something new says there how
it is found, erased and for how long it is kept, and is done.
"""
