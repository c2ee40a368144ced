"""What each process of `serve --only pages` runs: the pages, and the bell to the workers."""

from stormoede import wire
from stormoede.wsgi import application

__all__ = ["application"]

wire.tell()
