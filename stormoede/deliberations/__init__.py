"""Councils and regional councils take the round's matter up: when, who sees to it, with what papers, until when.

Nouns: Matter (what they are asked to discuss), Deliberation (one body's), RegionDeadline; the kit is made, never kept.
This room must not know how input is written and handed in; it is told (inputs.py) that it has been.
"""
