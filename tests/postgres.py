"""A throw-away PostgreSQL server around a command: ``python -m tests.postgres COMMAND…``.

The command finds its address in STORMOEDE_TEST_DATABASE, and the server is gone when it ends.
"""

import os
import subprocess
import sys

from stormoede.bench import cluster


def main(command: list[str]) -> int:
    """Run ``command`` beside a server; its exit code."""
    with cluster.running() as address:
        return subprocess.run(command, env={**os.environ, "STORMOEDE_TEST_DATABASE": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
