"""What a child gives up before it opens what a stranger made: files, network, other programs, memory, time.

Limits of the system hold where there are any (RLIMIT); on Linux the kernel refuses to open files, make sockets, fork and run programs
(seccomp). Where it cannot, Python's own audit hook refuses them for what is written in Python.
"""

import ctypes
import platform
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import NoReturn

from stormoede.intake.core import limits

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
# The kernel's second table of calls on x86.
_OTHER_CALLS = 0x40000000
# By machine: what the kernel calls it, and the numbers of: open, openat, openat2, creat, socket, connect, bind, listen,
# accept, accept4, sendto, sendmsg, socketpair, execve, execveat, clone, fork, vfork, clone3, ptrace, kill, tkill, tgkill,
# unlink, unlinkat, rename, renameat, renameat2, mkdir, mkdirat, symlink, symlinkat, link, linkat, chmod, fchmodat, truncate,
# mount, io_uring_setup, process_vm_readv, process_vm_writev.
_MACHINES = {
    "x86_64": (
        0xC000003E,
        "2 257 437 85 41 42 49 50 43 288 44 46 53 59 322 56 57 58 435 101 62 200 234 87"
        " 263 82 264 316 83 258 88 266 86 265 90 268 76 165 425 310 311",
    ),
    "aarch64": (
        0xC00000B7,
        "56 437 198 203 200 201 202 242 206 211 199 221 281 220 435 117 129 130 131 35 "
        "38 276 34 36 37 53 45 40 425 270 271",
    ),
}
_REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.remove", "os.rename", "os.mkdir", "ftplib.", "urllib.", "ctypes.dlopen")  # fmt: skip

type _Bytes = ctypes.Array[ctypes.c_char]


class Refused(OSError):
    """Something was tried that a child may not do."""


def ready() -> None:
    """Make what closing needs, once, before there is a child: each of them would spend as long on that as on its fork."""
    with suppress(ImportError):
        import resource

        assert resource
    _filter()


def close() -> list[str]:
    """Give it all up; there is no way back. Returns which of the locks hold."""
    held = _limits()
    if _seccomp():
        held.append("seccomp")
    sys.addaudithook(_listen)
    return [*held, "hook"]


def _limits() -> list[str]:
    try:
        import resource
    except ImportError:
        return []
    told = {
        "AS": limits.MEMORY, "CPU": limits.PROCESSOR_SECONDS, "NOFILE": 16, "CORE": 0, "FSIZE": 0,
    }  # fmt: skip
    held = []
    for name, most in told.items():
        try:
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
            held.append(name)
        except (AttributeError, ValueError, OSError):
            continue
    return held


def _seccomp() -> bool:
    """Ask the kernel to refuse what reading needs none of. False where it cannot be asked."""
    found = _filter()
    if found is None:
        return False
    ask, told, _kept = found
    return ask(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and ask(_SECCOMP, _FILTER, ctypes.addressof(told), 0, 0) == 0


@cache
def _filter() -> tuple[Callable[..., int], _Bytes, _Bytes] | None:
    """How the kernel is asked, and what: the head of the filter, which points at its steps. None where there is no such thing."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return None
    name, numbers = machine[0], [int(number) for number in machine[1].split()]
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, name), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    steps.append((_AT_LEAST, len(numbers) + 1, 0, _OTHER_CALLS))
    for index, number in enumerate(numbers):
        steps.append((_EQUAL, len(numbers) - index, 0, number))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    kept = ctypes.create_string_buffer(program, len(program))
    told = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(kept))
    ask = ctypes.CDLL(None, use_errno=True).prctl
    ask.argtypes, ask.restype = [ctypes.c_int, *[ctypes.c_ulong] * 4], ctypes.c_int
    return ask, ctypes.create_string_buffer(told, len(told)), kept


def _listen(event: str, given: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED) or event == "open":
        _refuse(event)


def _refuse(event: str) -> NoReturn:
    raise Refused(f"a child that reads may not do this: {event}")
