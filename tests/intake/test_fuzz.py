"""Whatever is sent: the server lives, no file is touched, no memory beyond the limit is had, and nobody is called."""

import json
import socket
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormoede.intake import jail, nursery
from stormoede.intake.children import Nursery, Unread
from stormoede.intake.core import limits, mails, odt, outlook, pages, tnef, word
from stormoede.intake.core.files import Given, read
from stormoede.passages.core import cutting
from tests.intake import documents as d
from tests.intake import outlook as o
from tests.intake.letters import mail

FILES = [
    d.docx(d.TRACKED + d.BOX + d.CONTROL + d.NOTED + d.TABLE, footnotes=d.footnotes(n2="Kilde")), d.odt(d.ODT_TRACKED),
    d.pdf(d.lines("En linje\nog en til")), d.scan(), d.winmail(("a.txt", b"a"), text="x"), d.packed({"a.txt": "a"}), b"\xff\xfea\0",
    d.form(d.pdf(d.lines("1. Hvad?")), (670, "Ro."), (600, "x")),
]  # fmt: skip


@st.composite
def spoiled(draw, seeds):
    """A good one with some bytes changed, cut out, doubled, or put in from another."""
    raw = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        match draw(st.integers(0, 3)):
            case 0:
                raw[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
            case 1:
                del raw[at : at + draw(st.integers(1, 400))]
            case 2:
                raw[at:at] = raw[at : at + draw(st.integers(1, 400))]
            case _:
                other = draw(st.sampled_from(seeds))
                raw[at:at] = other[: draw(st.integers(1, 200))]
    return bytes(raw)


def holds(text: str, blocks) -> None:
    """Offsets survive: the text is kept as it is, and each block stands where it says."""
    assert cutting.clean(text) == text
    assert all(0 <= one.start < one.end <= len(text) for one in blocks)
    assert all(a.end <= b.start for a, b in pairwise(blocks))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(spoiled(FILES), st.sampled_from(["a.docx", "a.odt", "a.pdf", "a.txt", "winmail.dat", "a.zip", "../../x", ""]))
def test_any_file_has_a_state_and_keeps_its_offsets(raw, name):
    for one in read(Given(raw, name)):
        holds(one.text, one.blocks)
        assert "/" not in one.name


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    spoiled(
        [
            o.file(o.msg("a", "b", "c <d@e.example>", files=[("f.txt", b"g" * n), ("h", o.msg("i", "j"))]))
            for n in (9, 9000)
        ]
    )
)
def test_any_file_of_outlooks_is_a_mail_or_broken(raw):
    whole = mail("Hermed.", [("Input.msg", raw)])
    for one in mails.read(whole).readings:
        holds(one.text, one.blocks)


@pytest.mark.parametrize("reader", [word.read, odt.read, pages.read, tnef.read, outlook.written])
def test_nothing_is_no_document(reader):
    with pytest.raises(Exception):  # noqa: B017 - whatever it is, files.one makes a state of it
        reader(b"")


@pytest.fixture(scope="module")
def nurse():
    made = Nursery()
    yield made
    made.close()


def through(nurse: Nursery, raw: bytes) -> None:
    try:
        told = nurse.read(raw)
    except Unread:
        return
    for one in told.readings:
        holds(one.text, one.blocks)


@pytest.mark.brief
def test_spoiled_mails_leave_the_nursery_alive(nurse):
    _spoil(nurse, 15)


@pytest.mark.long
def test_very_many_spoiled_mails_leave_the_nursery_alive(nurse):
    _spoil(nurse, 600)


def _spoil(nurse: Nursery, examples: int) -> None:
    # Made here, since packing the bombs among them takes each process that only collects tests two seconds.
    from tests.intake.cases import CASES

    seeds = [case.raw for case in CASES.values() if len(case.raw) < 60_000]
    nurse.read(seeds[0])
    running = nurse._running

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(spoiled(seeds))
    def each(raw):
        through(nurse, raw)

    each()
    assert nurse._running is running, "the nursery itself never died"


def test_a_child_that_is_killed_costs_one_file_and_no_mail(nurse, monkeypatch):
    """A page tree that is its own parent, a name table of gigabytes: what kills a child is said to be heavy."""
    heavy = d.packed({"[Content_Types].xml": "", "word/document.xml": b"<a>" + b"<b/>" * 11_000_000 + b"</a>"})
    told = nurse.read(mail("Hermed.", [("Stor.docx", heavy), ("Svar.txt", b"Vi mener det.")]))
    assert [(one.kind, one.state.value) for one in told.readings if one.kind != "mail"] == [
        ("docx", "heavy"),
        ("text", "read"),
    ]


LOCKS = """
import ctypes, json, os, socket, sys
from stormoede.intake import jail
system = ctypes.CDLL(None)
held = jail.close()
def tried(do):
    try:
        do()
    except (OSError, MemoryError) as no:
        return type(no).__name__
    return "done"
told = {
    "held": held,
    "read": tried(lambda: open("/etc/passwd")),
    "write": tried(lambda: open("/tmp/stormoede-fuzz", "w")),
    "read in C": system.open(b"/etc/passwd", 0),
    "socket": tried(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1)),
    "socket in C": system.socket(2, 1, 0),
    "program": tried(lambda: os.execv("/bin/true", ["true"])),
    "fork": tried(os.fork),
    "memory": tried(lambda: bytearray(600_000_000)),
}
os.write(1, json.dumps(told).encode())
"""


def test_a_child_has_no_file_no_network_no_other_program_and_little_memory():
    import subprocess
    import sys

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.2)
        program = [sys.executable, "-c", LOCKS, str(listening.getsockname()[1])]
        found = json.loads(
            subprocess.run(program, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[2]).stdout
        )
        with pytest.raises(TimeoutError):
            listening.accept()
    held = found.pop("held")
    assert "AS" in held and "hook" in held
    for what in ("read", "write", "socket", "program", "fork", "memory"):
        assert found[what] != "done", what
    assert found["memory"] == "MemoryError"
    if "seccomp" in held:
        assert (found["read in C"], found["socket in C"]) == (-1, -1)
    assert not Path("/tmp/stormoede-fuzz").exists()
    assert jail and limits.MEMORY == 512 * 1024 * 1024


def test_nothing_in_a_mail_is_fetched(nurse):
    calls = []
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(1.0)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/x"

        def wait():
            try:
                calls.append(listening.accept())
            except TimeoutError:
                return

        watch = threading.Thread(target=wait)
        watch.start()
        template = f'<w:p><w:r><w:instrText>INCLUDETEXT "{address}"</w:instrText></w:r></w:p><w:altChunk r:id="x" xmlns:r="urn:r"/>'
        page = f'<img src="{address}"><link rel=stylesheet href="{address}"><script src="{address}"></script>'
        nurse.read(mail("", [("a.docx", d.docx(template)), ("a.html", page.encode())], html=page))
        watch.join()
    assert not calls


def test_a_mail_that_takes_too_long_is_given_up(monkeypatch):
    """The nursery's own clock, on a child that never says anything."""
    monkeypatch.setattr(limits, "CLOCK_SECONDS", 0.2)
    monkeypatch.setattr(nursery, "_child", lambda raw, only, writing: threading.Event().wait(20))
    assert json.loads(nursery._in_a_child(b"", None)) == {"fault": nursery.TIME}
