"""Why a backup or a restore does not happen, as a sentence for the operator."""

from stormoede.lib.env import EnvironmentFault


class BackupFault(EnvironmentFault):
    """It cannot be done, and nothing was changed."""


class NotWhole(BackupFault):
    """The file is cut off or damaged."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The backup cannot be used: {why}. Nothing was changed.")
