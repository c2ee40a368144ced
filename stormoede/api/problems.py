"""What goes wrong, told as RFC 9457 has it: a type that programs know it by, a title, a status, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse, JsonResponse

TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of problem. ``word`` ends its type: urn:stormoede:problem:word."""

    word: str
    status: int
    title: str


BAD_REQUEST = Kind("bad-request", 400, "A parameter cannot be used")
NO_KEY = Kind("no-key", 401, "A valid key is needed")
SCOPE = Kind("scope", 403, "The key does not open this")
NOT_FOUND = Kind("not-found", 404, "There is nothing here")
METHOD = Kind("method", 405, "This can only be read")
TOO_MANY = Kind("too-many", 429, "Too many requests")
KINDS = (BAD_REQUEST, NO_KEY, SCOPE, NOT_FOUND, METHOD, TOO_MANY)


@dataclass(frozen=True)
class Problem(Exception):
    """An anticipated no, to a program."""

    kind: Kind
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """As it is answered."""
        told = {
            "type": f"urn:stormoede:problem:{self.kind.word}",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        return JsonResponse(told, status=self.kind.status, content_type=TYPE, headers=dict(self.headers))
