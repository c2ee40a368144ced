"""The round by municipality, region and role; as a map; and, one by one, who has not answered and who was not reached.

``figures`` reads and adds up, ``narrowing`` filters and orders, ``columns`` tells each figure, ``sums`` has regions and roles, ``maps`` draws, ``page`` and ``people`` show it.
"""
