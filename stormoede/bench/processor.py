"""Processor time of other processes, from the kernel: the server's, and PostgreSQL's for one database."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def seconds(pid: int) -> float:
    """What process ``pid`` has used so far, threads included; precise to 10 ms, so measure over many requests."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def of_tree(pid: int) -> float:
    """The same with all processes that it has begun and that still run."""
    found = [pid]
    for one in found:
        for thread in Path(f"/proc/{one}/task").iterdir():
            found += map(int, (thread / "children").read_text(encoding="ascii").split())
    return sum(map(seconds, found))


def of_database(name: str) -> float:
    """What the PostgreSQL processes that serve database ``name`` have used so far; those of this process' own included."""
    return sum(seconds(pid) for pid in _backends(name))


def _backends(name: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if command.startswith("postgres:") and f" {name} " in command:
            found.append(int(entry.name))
    return found
