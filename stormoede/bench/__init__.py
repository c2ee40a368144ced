"""Measuring what the product promises: one module a figure, each with ``run(setting) -> Figure``.

``stormoede bench NAME`` runs one, on a database of its own that is gone afterwards.
"""
