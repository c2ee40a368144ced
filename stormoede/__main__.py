"""``python -m stormoede`` is the same as ``stormoede``."""

import sys

from stormoede.cli import main

sys.exit(main())
