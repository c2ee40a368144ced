"""What every page's head shows of the story: where the clock stands and what comes next. Nothing outside a story, nor on the phone in it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from stormoede.lib import clock
from stormoede.story import queries
from stormoede.story.frames import framed


def story(request: HttpRequest) -> dict[str, object]:
    """``story`` for templates: the position of the story clock, read only when a page asks for it."""
    if clock.installed() is None or framed(request):
        return {}
    return {"story": SimpleLazyObject(queries.position)}
