"""Starts a program again and again for the tests that kill it: the house is read once, and each start is a fork of it.

``python -m stormoede.mail.tests.mother MODULE …`` takes lines of JSON. ``{"out": FILE, "arguments": […]}`` starts
``MODULE.main``, which prints into FILE, and is answered with its process id; ``{"wait": ID}`` with how it ended, and
``{"look": ID}`` with null when it has not. More modules are only read.
"""

import gc
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

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        os.kill(self._number, how)

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = self._mother.ask(wait=self._number)
        assert self.returncode is not None
        return self.returncode

    def poll(self) -> int | None:
        """How it ended, when it has."""
        if self.returncode is None:
            self.returncode = self._mother.ask(look=self._number)
        return self.returncode

    def communicate(self) -> str:
        """All it printed, after its end."""
        with self.stdout:
            told = self.stdout.read()
        self.wait()
        return told


class Mother:
    """The process that reads the house; ``with`` ends it."""

    def __init__(self, module: str, environment: dict[str, str], folder: Path, *also: str) -> None:
        command = [sys.executable, "-m", "stormoede.mail.tests.mother", module, *also]
        self._folder, self._started = folder, 0
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(120)

    def ask(self, **what: object) -> int | None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        answer: int | None = json.loads(self._process.stdout.readline())
        return answer

    def start(self, *arguments: object, log: Path | None = None) -> Child:
        """What it prints waits to be read, or goes into ``log`` together with what it has to say of faults."""
        self._started += 1
        out = log or self._folder / f"told-{self._started}"
        if log is None:
            os.mkfifo(out)
        else:
            out.touch()
        number = self.ask(out=str(out), faults=log is not None, arguments=[*map(str, arguments)])
        assert number is not None
        return Child(self, number, out)


def _born(module: str, out: str, faults: bool, arguments: list[str]) -> None:
    """In the child: print into ``out``, do the work, and end without what the mother would do at her end."""
    code = 1
    try:
        os.dup2(os.open(out, os.O_WRONLY | os.O_APPEND), 1)
        if faults:
            os.dup2(1, 2)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        code = import_module(module).main(arguments) or 0
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _ended(number: int, how: int) -> int | None:
    """With which code the child ended; None when it has not."""
    found, status = os.waitpid(number, how)
    return os.waitstatus_to_exitcode(status) if found else None


def main(module: str, *also: str) -> None:
    import django

    django.setup()
    for name in (module, *also):
        import_module(name)
    # What she has read stays shared with her children: their collectors of garbage leave it alone.
    gc.freeze()
    for line in sys.stdin:
        match json.loads(line):
            case {"wait": child}:
                print(json.dumps(_ended(child, 0)), flush=True)
            case {"look": child}:
                print(json.dumps(_ended(child, os.WNOHANG)), flush=True)
            case asked:
                number = os.fork()
                if number == 0:
                    _born(module, asked["out"], asked["faults"], asked["arguments"])
                print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
