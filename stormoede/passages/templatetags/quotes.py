"""A quote on a page: struck out with the reason when its source no longer says it."""

from django import template

from stormoede.passages.queries import ShownQuote

register = template.Library()


@register.inclusion_tag("passages/quote.html")
def quote(shown: ShownQuote) -> dict[str, ShownQuote]:
    """``shown`` comes from passages/queries.py, which has just held it against its source."""
    return {"quote": shown}
