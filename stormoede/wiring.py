"""The one file that ties rooms upwards: kinds of tracks, sections of a round's file, mail recipes, event handlers, what is due.

``install`` runs once when the program starts, from the top app's ``ready``.
"""

from stormoede.events import handlers


def install() -> None:
    """Hand every lower room what it needs to know of the higher ones."""
    handlers.install({})
