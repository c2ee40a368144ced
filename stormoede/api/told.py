"""What a hook is told, as OpenAPI 3.1 describes it: one webhook for each event, and one for a test."""

from django.utils import translation

from stormoede.api import wording
from stormoede.api.core.acts import TEST, TOLD
from stormoede.api.core.schemas import Schema

_HEADERS = {
    "webhook-id": "The same each time this is sent: refuse what you have had.",
    "webhook-timestamp": "When it was sent, in seconds since 1970: refuse what is older than five minutes.",
    "webhook-signature": "HMAC-SHA256 as Standard Webhooks has it; two for a week after the secret was renewed.",
}


def webhooks() -> Schema:
    """Every event a hook can be told of, in the order of the desk's form."""
    with translation.override("en"):
        return {act: {"post": _post(act, str(wording.act(act)))} for act in (*TOLD, TEST)}


def _post(act: str, about: str) -> Schema:
    resource = TOLD.get(act, "")
    read = f"Read at `/api/v1/{resource}/…`, which `href` names." if resource else "Nothing is read by its id."
    return {
        "operationId": f"told_{act.replace('.', '_')}",
        "summary": about,
        "description": f"{about}. {read}",
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": words, "schema": {"type": "string"}}
            for name, words in _HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "allOf": [{"$ref": "#/components/schemas/Told"}, {"properties": {"type": {"const": act}}}]
                    }
                }
            },
        },
        "responses": {
            "2XX": {"description": "It is told."},
            "410": {"description": "The receiver wants to hear no more: the hook is stopped."},
            "default": {"description": "It is sent again, later and later, for three days."},
        },
    }


def schema() -> Schema:
    """What is sent: which event, when, about what, and where that is read. Ids alone."""
    data: Schema = {
        "event": {"type": "integer", "format": "int64", "description": "The event's number: they rise."},
        "kind": {"type": "string", "description": "What it is about: `registration`, `session`, `talk` …"},
        "id": {"type": "string", "description": "Its id."},
        "href": {"type": ["string", "null"], "description": "Where it is read; null when it is read nowhere."},
    }
    properties: Schema = {
        "type": {"type": "string", "enum": [*TOLD, TEST], "description": "Which event."},
        "timestamp": {"type": "string", "format": "date-time", "description": "When it happened, in UTC."},
        "data": {"type": "object", "description": "What it is about; empty in a test.", "properties": data},
    }
    return {
        "type": "object",
        "description": "What a hook is told. Ids alone: no name and no address.",
        "properties": properties,
        "required": list(properties),
    }
