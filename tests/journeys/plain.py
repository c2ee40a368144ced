"""Makes a site without a round: keys and tables, nothing else."""

import json
import os
from pathlib import Path

from stormoede.lib import keys
from tests import migrated


def make() -> None:
    """A new installation in the folders the environment names, and Django at work on it."""
    keys.create(Path(os.environ["STORMOEDE_KEYS"]))
    migrated.into(os.environ["STORMOEDE_DATA"])
    os.environ["DJANGO_SETTINGS_MODULE"] = "stormoede.settings"
    import django

    django.setup()


if __name__ == "__main__":
    make()
    print(json.dumps({}))
