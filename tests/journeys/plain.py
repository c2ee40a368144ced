"""Makes a site without a round: keys and tables, nothing else."""

import json
import os
from pathlib import Path

from stormoede.lib import keys


def make() -> None:
    keys.create(Path(os.environ["STORMOEDE_KEYS"]))
    os.environ["DJANGO_SETTINGS_MODULE"] = "stormoede.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


if __name__ == "__main__":
    make()
    print(json.dumps({}))
