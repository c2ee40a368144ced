"""The description of the read API, OpenAPI 3.1, made of the table of resources and the shapes they answer with."""

from functools import cache

from stormoede import __version__
from stormoede.api import problems, told
from stormoede.api.core.schemas import Schema, of_class
from stormoede.api.parameters import Parameter
from stormoede.api.resources import RESOURCES, Resource

VERSION = "1"
ABOUT = (
    "Rounds of member dialogue, read by other programs. Everything is read; nothing is changed here. Drafts, input, personal "
    "links, the addresses behind doors and the inbox never come out.\n\n"
    "A key is made at the desk or on the command line, names the scopes it opens, ends on a day, and is sent as "
    "`Authorization: Bearer sm_…`. Lists come in pages by id: what stands under `next` is the `cursor` of the page after; "
    "null is the last. Every answer has an ETag. Ask for what has changed with `updated_since`, or be told by a hook."
)
_KEY: Schema = {"key": []}


@cache
def document() -> Schema:
    """The whole description."""
    schemas: dict[str, Schema] = {"Problem": _problem(), "Told": told.schema()}
    paths = {}
    for resource in RESOURCES:
        paths[f"/api/v1/{resource.name}"] = {"get": _list(resource, schemas)}
        paths[f"/api/v1/{resource.name}/{{{resource.one.name}}}"] = {"get": _one(resource, schemas)}
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "info": {
            "title": "Stormøde",
            "version": f"{VERSION}.0.0",
            "summary": "Read what a round of member dialogue has come to.",
            "description": f"{ABOUT}\n\nMade by Stormøde {__version__}.",
            "license": {"name": "MPL-2.0", "identifier": "MPL-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [_KEY],
        "tags": [{"name": resource.name, "description": resource.about} for resource in RESOURCES],
        "paths": paths,
        "webhooks": told.webhooks(),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "responses": {kind.word: _response(kind) for kind in problems.KINDS},
            "headers": _headers(),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "bearerFormat": "sm_…", "description": "A key of the desk."}
            },
        },
    }


def _list(resource: Resource, schemas: dict[str, Schema]) -> Schema:
    item = of_class(resource.shape, schemas)
    name = f"{resource.shape.__name__}Page"
    schemas[name] = {
        "type": "object",
        "description": f"A page of {resource.name}.",
        "properties": {
            "data": {
                "type": "array",
                "items": item,
                "description": "In an order that stays, whatever comes or changes meanwhile.",
            },
            "next": {"type": ["string", "null"], "description": "The cursor of the page after; null on the last."},
        },
        "required": ["data", "next"],
        "additionalProperties": False,
    }
    ok = _ok({"$ref": f"#/components/schemas/{name}"}, "A page.")
    ok["headers"]["Link"] = {"$ref": "#/components/headers/Link"}
    return {
        "operationId": f"list_{resource.name}",
        "summary": f"List {resource.name}",
        "description": f"{resource.about} Needs the scope {resource.scope}.",
        "tags": [resource.name],
        "parameters": [*(_parameter(one, "query") for one in resource.parameters)],
        "responses": {"200": ok, **_refused(problems.BAD_REQUEST)},
    }


def _one(resource: Resource, schemas: dict[str, Schema]) -> Schema:
    return {
        "operationId": f"read_{resource.shape.__name__.lower()}",
        "summary": f"Read one of the {resource.name}",
        "description": f"Needs the scope {resource.scope}.",
        "tags": [resource.name],
        "parameters": [_parameter(resource.one, "path")],
        "responses": {
            "200": _ok(of_class(resource.shape, schemas), resource.shape.__name__),
            **_refused(problems.BAD_REQUEST, problems.NOT_FOUND),
        },
    }


def _parameter(parameter: Parameter, place: str) -> Schema:
    told = {"name": parameter.name, "in": place, "description": parameter.about, "schema": parameter.schema}
    return {**told, "required": True} if place == "path" else told


def _ok(schema: Schema, about: str) -> Schema:
    return {
        "description": about,
        "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
        "content": {"application/json": {"schema": schema}},
    }


def _refused(*more: problems.Kind) -> Schema:
    kinds = (*more, problems.NO_KEY, problems.SCOPE, problems.METHOD, problems.TOO_MANY)
    refused: Schema = {"304": {"description": "What the ETag in If-None-Match names is still what there is."}}
    for kind in kinds:
        refused[str(kind.status)] = {"$ref": f"#/components/responses/{kind.word}"}
    return refused


def _response(kind: problems.Kind) -> Schema:
    told: Schema = {
        "description": kind.title + ".",
        "content": {problems.TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    header = {problems.NO_KEY: "WWW-Authenticate", problems.METHOD: "Allow", problems.TOO_MANY: "Retry-After"}.get(kind)
    return {**told, "headers": {header: {"$ref": f"#/components/headers/{header}"}}} if header else told


def _headers() -> Schema:
    told = {
        "ETag": "What the answer is known by; send it back as If-None-Match.",
        "Link": "The page after, as rel=next; absent on the last.",
        "WWW-Authenticate": "How to show a key.",
        "Allow": "What can be done here.",
        "Retry-After": "How many seconds to wait.",
    }
    found: Schema = {name: {"description": about, "schema": {"type": "string"}} for name, about in told.items()}
    found["Retry-After"]["schema"] = {"type": "integer", "minimum": 1}
    return found


def _problem() -> Schema:
    words = [f"urn:stormoede:problem:{kind.word}" for kind in problems.KINDS]
    texts = {"title": "What it is.", "detail": "What it is here, and what to do."}
    properties: Schema = {
        "type": {"type": "string", "enum": words, "description": "Which problem it is."},
        "status": {"type": "integer", "enum": [kind.status for kind in problems.KINDS], "description": "The status."},
        **{name: {"type": "string", "description": about} for name, about in texts.items()},
    }
    return {
        "type": "object",
        "description": "What is wrong, as RFC 9457 has it.",
        "properties": properties,
        "required": list(properties),
    }
