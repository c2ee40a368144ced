"""Makes a told story and prints the cast's ways in: the data of the journeys through the whole round."""

import json
import os
from pathlib import Path

from stormoede import cli
from stormoede.lib import keys
from tests import migrated


def main() -> None:
    keys.create(Path(os.environ["STORMOEDE_KEYS"]))
    migrated.into(os.environ["STORMOEDE_DATA"])
    cli.set_up()
    from stormoede.lib import clock
    from stormoede.story import parts
    from stormoede.story.actions import tellings

    tellings.begin(at=clock.wall())
    print(json.dumps({part.name: part.address for part in parts.sign_ins()}))


if __name__ == "__main__":
    main()
