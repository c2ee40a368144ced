"""Starts a program again and again for the tests that kill it: the house is read once, and each start is a fork of it.

``python -m stormoede.mail.tests.mother MODULE`` takes lines of JSON. ``{"out": FILE, "arguments": […]}`` starts
``MODULE.main``, which prints into FILE, and is answered with its process id; ``{"wait": ID}`` with how it ended.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Self, TextIO


class Child:
    """One start. It is a process like any other: a kill is the kernel's."""

    def __init__(self, mother: "Mother", number: int, out: Path) -> None:
        self._mother, self._number = mother, number
        self.returncode: int | None = None
        # Waits until the child has opened its end.
        self.stdout: TextIO = out.open(encoding="utf-8")

    def kill(self) -> None:
        os.kill(self._number, signal.SIGKILL)

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = self._mother.ask(wait=self._number)
        return self.returncode

    def communicate(self) -> str:
        """All it printed, after its end."""
        with self.stdout:
            told = self.stdout.read()
        self.wait()
        return told


class Mother:
    """The process that reads the house; ``with`` ends it."""

    def __init__(self, module: str, environment: dict[str, str], folder: Path) -> None:
        command = [sys.executable, "-m", "stormoede.mail.tests.mother", module]
        self._folder, self._started = folder, 0
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(20)

    def ask(self, **what: object) -> int:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def start(self, *arguments: object) -> Child:
        self._started += 1
        out = self._folder / f"told-{self._started}"
        os.mkfifo(out)
        return Child(self, self.ask(out=str(out), arguments=[*map(str, arguments)]), out)


def _born(module: str, out: str, arguments: list[str]) -> None:
    """In the child: print into ``out``, do the work, and end without what the mother would do at her end."""
    code = 1
    try:
        os.dup2(os.open(out, os.O_WRONLY), 1)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        import_module(module).main(arguments)
        sys.stdout.flush()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def main(module: str) -> None:
    import django

    django.setup()
    import_module(module)
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            print(os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1]), flush=True)
            continue
        number = os.fork()
        if number == 0:
            _born(module, asked["out"], asked["arguments"])
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
