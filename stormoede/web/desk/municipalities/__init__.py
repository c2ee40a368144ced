"""The round by municipality, region and role; as a map; and, one by one, who has not answered and who was not reached.

``figures`` reads and adds up, ``narrowing`` filters and orders, ``maps`` draws, ``files`` gives it as tables, ``page`` and ``people`` show it.
"""
