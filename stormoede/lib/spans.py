"""From-to times that stay on one line: browsers and mail programs break 19.00-20.30 after its hyphen."""

import re

_SPAN = re.compile(r"(?<![\w.:])(?:kl\.[ \N{NO-BREAK SPACE}])?\d{1,2}[.:]\d\d[-\N{EN DASH}]\d{1,2}[.:]\d\d(?![\w:])")


def unbroken(html: str, opening: str) -> str:
    """``html``, text without tags, with each from-to time in a span that ``opening`` opens."""
    return _SPAN.sub(lambda found: f"{opening}{found[0]}</span>", html)
