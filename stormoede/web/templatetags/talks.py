"""What the pages about speakers ask of Python: how far a talk is, and what was asked for, in the words lists and files use."""

from django import template

from stormoede.talks.models import Speaker, SpeakerRequest, Talk
from stormoede.web import talk_words

register = template.Library()
register.filter("form_words", talk_words.form)


@register.inclusion_tag("web/desk/talks/state.html")
def talk_state(talk: Talk) -> dict[str, object]:
    """How far a talk is, as a chip."""
    return {"chip": talk_words.chip(talk.state, talk)}


@register.inclusion_tag("web/desk/talks/state.html")
def request_state(request: SpeakerRequest, talk: Talk | None) -> dict[str, object]:
    """How far a request is, as a chip."""
    return {"chip": talk_words.chip(talk_words.standing(request, talk), talk)}


@register.filter
def side_words(one: Speaker | SpeakerRequest) -> str:
    """Whom a speaker speaks for, or who is asked for."""
    return talk_words.side(one) if isinstance(one, Speaker) else talk_words.whom(one)
