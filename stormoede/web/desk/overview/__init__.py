"""The round's first page: what is due, what waits for a person, how far the letter has come, and where.

``state`` reads, ``funnel``, ``steps``, ``waiting`` and ``regions`` make what is shown of it, ``page`` shows it.
"""
