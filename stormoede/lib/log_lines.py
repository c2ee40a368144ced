"""The log: one line a record, ``name=value`` with spaces between, and nothing that could name a person.

A line tells when, how bad, from where, and either a sentence of ours or figures. Exceptions are told by type and place;
their texts are left out, since they quote what was typed, asked for or stored. Debugging shows them.
"""

import json
import logging
import os
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from typing import Any

from stormoede.lib.env import EnvironmentFault
from stormoede.lib.keys import KeyFault

PLAIN = re.compile(r"^[\w.:/+@-]+$")
# Who has read what: in files of its own, see ``Monthly``.
READINGS = logging.getLogger("stormoede.access")
# Ours, or the system's own words: these quote nobody.
TELLING = (EnvironmentFault, KeyFault)
FRAMES = 6
# Where a request carries the id that stands in its lines.
MARK = "stormoede.mark"


def told(value: object) -> str:
    """A value as it stands in a line: bare when that is clear, else quoted."""
    text = str(value)
    return text if PLAIN.match(text) else json.dumps(text, ensure_ascii=False)


def fault(exception: BaseException) -> str:
    """``exception`` by type and place, innermost first, then what it came from."""
    frames = [f"{_file(frame.f_code.co_filename)}:{line}" for frame, line in walk_tb(exception.__traceback__)]
    name = type(exception).__name__
    if isinstance(exception, TELLING):
        name += f" ({exception})"
    elif isinstance(exception, OSError) and exception.strerror:
        name += f" ({exception.strerror})"
    text = " < ".join([name, *reversed(frames[-FRAMES:])])
    cause = exception.__cause__ or (None if exception.__suppress_context__ else exception.__context__)
    return f"{text} after {fault(cause)}" if cause else text


def _file(name: str) -> str:
    """A file by its last folder and name, the same on every machine."""
    return "/".join(Path(name).parts[-2:])


class Line(logging.Formatter):
    """A record as one line. Figures come as ``extra={"figures": {…}}``; without them the message is told."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        figures: dict[str, Any] = dict(getattr(record, "figures", {})) or {"text": record.getMessage()}
        if record.exc_info and record.exc_info[1] is not None:
            figures["fault"] = fault(record.exc_info[1])
        pairs = {"level": record.levelname.lower(), "from": record.name.removeprefix("stormoede."), **figures}
        return " ".join([when, *(f"{name}={told(value)}" for name, value in pairs.items())])


class Retold(logging.Filter):
    """For Django's lines about requests, which hold paths: a fault is told with its route, all else is left out.

    web/request_log.py tells every request, so nothing is lost.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.exc_info:
            return False
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        route = (match.view_name or match.route) if match else "none"
        record.figures = {"route": route, "id": getattr(request, "META", {}).get(MARK, "-")}
        return True


class Added(logging.Handler):
    """Adds each line to ``file`` in one write. Once a second it looks whether the file was put aside, as logrotate does, and begins another."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._descriptor = self._opened()
        self._look_at = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if time.monotonic() >= self._look_at:
                self._look_again()
            os.write(self._descriptor, (self.format(record) + "\n").encode())
        except Exception:
            self.handleError(record)

    def _opened(self) -> int:
        return os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)

    def _look_again(self) -> None:
        try:
            same = os.path.samestat(self._file.stat(), os.fstat(self._descriptor))
        except FileNotFoundError:
            same = False
        if not same:
            former, self._descriptor = self._descriptor, self._opened()
            os.close(former)
        self._look_at = time.monotonic() + 1


class Monthly(logging.Handler):
    """Adds each line to the month's file in ``folder``, which is opened for adding alone and closed to others."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = Path(folder)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            month = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m")
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place = self._folder / f"access-{month}.log"
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, (self.format(record) + "\n").encode())
            finally:
                os.close(descriptor)
        except OSError:
            # Reading goes on; that it could not be noted is told in the log itself.
            logging.getLogger("stormoede.readings").exception("a reading could not be noted")


def configuration(file: Path | None, readings: Path) -> dict[str, Any]:
    """Logging to ``file``, or to standard error; who has read what into the folder ``readings``."""
    # No line tells its thread, task or process, so they are not looked up for each.
    for told in ("logThreads", "logProcesses", "logMultiprocessing", "logAsyncioTasks"):
        setattr(logging, told, False)
    stream: dict[str, Any] = {"class": "logging.StreamHandler", "formatter": "line"}
    if file is not None:
        stream = {"()": Added, "file": file, "formatter": "line"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": Line}},
        "filters": {"retold": {"()": Retold}},
        "handlers": {
            "log": stream,
            "readings": {"()": Monthly, "folder": str(readings), "formatter": "line"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["log"], "level": "WARNING"},
        "loggers": {
            "stormoede": {"level": "INFO"},
            READINGS.name: {"handlers": ["readings"], "level": "INFO", "propagate": False},
            "django": {"handlers": ["nowhere"], "level": "WARNING", "propagate": True},
            "django.request": {"filters": ["retold"]},
            # Their texts quote hosts, paths and form values.
            "django.security": {"handlers": ["nowhere"], "propagate": False},
            "django.server": {"handlers": ["nowhere"], "propagate": False},
        },
    }
