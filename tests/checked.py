"""Django's settings for the type checker, which reads them without an installation."""

import tests.environment  # noqa: F401
from stormoede.settings import *  # noqa: F403
