"""docs/reference, made from the code: ``python -m tests.reference`` writes it, a house test says when it is stale."""

import argparse
from pathlib import Path

from tests.house import tree, words
from tests.sbom import sbom

FOLDER = tree.TOP / "docs" / "reference"
NOTE = "<!-- Made by `python -m tests.reference`; change the code, not this file. -->\n"


def settings():
    """Every setting, from stormoede/environment.py."""
    from stormoede import environment

    lines = [
        "# Settings",
        NOTE,
        "Stormøde is configured by its environment. A value that cannot be used, or a name that is no setting, stops the",
        "start with a sentence. Every setting may also come as a file: `NAME_FILE` names it; secrets belong there, mode 0600.",
        "",
        "| Setting | What it is | When unset |",
        "|---|---|---|",
    ]
    for setting in environment.ALL:
        lines.append(f"| `{setting.name}` | {setting.about} | {_default(setting.default)} |")
    return "\n".join(lines) + "\n"


def _default(value):
    if value is None or value in {"", ()}:
        return ""
    if isinstance(value, bool):
        return "off" if not value else "on"
    if isinstance(value, Path):
        return f"`{value.relative_to(Path.cwd()) if value.is_relative_to(Path.cwd()) else value}`"
    return f"`{value}`"


def cli():
    """Every command, from its argparse."""
    from stormoede import cli as frame

    lines = ["# The command line", NOTE]
    lines += [
        "`stormoede COMMAND`. Exit code 0: done; 1: done, with faults found; 2: refused, with one sentence saying why.",
        "",
    ]
    for name, command, about in _commands(frame.parser(), ""):
        lines += [f"## `stormoede {name}`", "", _sentence(about), ""]
        rows = [f"- `{_usage(action)}` {action.help or ''}".rstrip() for action in _arguments(command)]
        lines += [*rows, ""] if rows else []
    return "\n".join(lines)


def _commands(parser, prefix):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            about = {choice.dest: choice.help for choice in action._choices_actions}
            for name, command in action.choices.items():
                deeper = list(_commands(command, f"{prefix}{name} "))
                yield from deeper or [(f"{prefix}{name}", command, about.get(name) or "")]


def _arguments(command):
    return [
        action
        for action in command._actions
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)
    ]


def _usage(action):
    if not action.option_strings:
        return action.metavar or (
            f"{{{','.join(map(str, action.choices))}}}" if action.choices else action.dest.upper()
        )
    name = action.option_strings[-1]
    if action.nargs == 0:
        return name
    return f"{name} {action.metavar or ('|'.join(map(str, action.choices)) if action.choices else action.dest.upper())}"


def _sentence(text):
    text = text.replace("%%", "%")
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def events():
    """Every word an event is recorded under, from the actions that record it."""
    lines = [
        "# Event words",
        NOTE,
        "What happened is recorded as `subject.happened`, in the transaction of the act itself.",
        "",
    ]
    lines += ["| Word | Recorded by |", "|---|---|"]
    for word, files in sorted(words.recorded().items()):
        lines.append(f"| `{word}` | {', '.join(f'`{file}`' for file in sorted(files))} |")
    return "\n".join(lines) + "\n"


def api():
    """Everything that other programs can read, from the read API's own description."""
    import django

    # Settings of the tests' own, since the models want some.
    import tests.environment

    assert tests.environment
    django.setup()
    from stormoede.api.document import document

    told = document()
    lines = ["# The read API", NOTE, told["info"]["description"].rpartition("\n\n")[0], ""]
    lines += ["The description for machines (OpenAPI 3.1) is at `/api/v1/openapi.json`.", ""]
    for address, acts in told["paths"].items():
        lines += _operation(address, acts["get"])
    lines += [
        "## What a hook is told",
        "",
        "Each as [a POST with ids alone](../howto/read-with-a-program.md#be-told-by-a-hook).",
        "",
    ]
    lines += ["| Event | What has happened |", "|---|---|"]
    lines += [f"| `{act}` | {one['post']['description']} |" for act, one in told["webhooks"].items()]
    lines += ["", "## What an answer holds", ""]
    for name, schema in told["components"]["schemas"].items():
        lines += _shape(name, schema)
    return "\n".join(lines).rstrip("\n") + "\n"


def _operation(address, act):
    lines = [f"## `GET {address}`", "", act["description"], ""]
    rows = [f"| `{one['name']}` | {one['description']} | {_form(one['schema'])} |" for one in act["parameters"]]
    return [*lines, "| Parameter | What it is | Form |", "|---|---|---|", *rows, ""]


def _shape(name, schema):
    lines = [f"### {name}", ""]
    if "enum" in schema:
        return [*lines, "One of " + ", ".join(f"`{word}`" for word in schema["enum"]) + ".", ""]
    lines += [schema["description"], "", "| Field | What it is | Form |", "|---|---|---|"]
    for field, own in schema["properties"].items():
        lines.append(f"| `{field}` | {own['description']} | {_form(own)} |")
    return [*lines, ""]


def _form(schema):
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_form(one) for one in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(f"`{word}`" for word in schema["enum"])
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "array" in types:
        return "a list of " + _form(schema["items"])
    told = " or ".join([schema.get("format", types[0]), *types[1:]])
    limits = [f"{schema[name]}" for name in ("minimum", "maximum") if name in schema and schema[name] < 2**62]
    return told + (f", {'–'.join(limits)}" if len(limits) == 2 else "")


PAGES = {"settings.md": settings, "cli.md": cli, "events.md": events, "api.md": api, "sbom.cdx.json": sbom}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
