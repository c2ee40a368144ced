"""What each process of `serve --only pages` runs: the pages, and the bell to the workers."""

from stormoede import wire
from stormoede.story import clocks
from stormoede.wsgi import application

__all__ = ["application"]

clocks.follow()
wire.tell()
