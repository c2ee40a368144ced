"""Words for the story's steps."""

from django import template

from stormoede.story.titles import TITLES

register = template.Library()


@register.filter
def step_title(key: str) -> str:
    """What the step is called."""
    return str(TITLES[key])
