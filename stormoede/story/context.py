from django.http import HttpRequest


def story(request: HttpRequest) -> dict[str, object]:
    """What the page head needs to show the story clock; nothing outside a story."""
    return {}
