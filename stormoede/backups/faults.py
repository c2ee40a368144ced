"""Why a backup or a restore does not happen, as a sentence for the operator."""

from stormoede.lib.env import EnvironmentFault
from stormoede.lib.wording import told as _


class BackupFault(EnvironmentFault):
    """It cannot be done, and nothing was changed."""


class NotWhole(BackupFault):
    """The file is cut off or damaged."""

    def __init__(self, why: str) -> None:
        super().__init__(_("The backup cannot be used: %(why)s. Nothing was changed.", why=why))
