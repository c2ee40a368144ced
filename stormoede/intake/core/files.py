"""One file, whatever it is: its kind, how far it can be read, and its text; files in it too, one level down."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import PurePosixPath
from unicodedata import normalize

from stormoede.intake.core import kinds, limits, odt, pages, plain, tnef, word
from stormoede.intake.core.draft import Draft
from stormoede.intake.core.limits import Locked, Scanned, TooMuch
from stormoede.intake.core.values import Reading, Remark, State
from stormoede.mail.core.html_text import text_of
from stormoede.mail.core.reading import clean

# A picture smaller than this, or one that the text shows, is a logo or an ornament; a larger one may be a page.
_LOGO = 150_000
_UNSEEN = ("__macosx/", ".ds_store", "thumbs.db")


@dataclass(frozen=True, slots=True)
class Given:
    """A file on its way to be read. ``shown``: the mail's own text shows it, as it shows a logo. ``packed``: it came in a zip."""

    raw: bytes = field(repr=False)
    name: str
    told: str = ""
    part: int = -1
    within: tuple[str, ...] = ()
    shown: bool = False
    packed: bool = False


def read(given: Given) -> Iterator[Reading]:
    """What is in the file: one reading, or one for each file in it. A mail in it is not this room's."""
    kind = kinds.of(given.raw, given.name, given.told)
    if kind == kinds.ZIP and not given.packed:
        yield from _unpacked(given)
    elif kind == kinds.WINMAIL and len(given.within) < 2:
        yield from _unwrapped(given)
    else:
        yield one(given, kind)


def named(given: Given, kind: str, state: State) -> Reading:
    """A file without its text."""
    digest = hashlib.sha256(given.raw).hexdigest()
    return Reading(plain_name(given.name) or kind, kind, state, given.part, given.within, len(given.raw), digest)


def one(given: Given, kind: str) -> Reading:
    """One file that holds no others. Its faults are states, not errors."""
    try:
        return _read(given, kind)
    except Locked:
        return named(given, kind, State.LOCKED)
    except Scanned:
        return named(given, kind, State.SCAN)
    except (TooMuch, MemoryError):
        return named(given, kind, State.HEAVY)
    except RuntimeError as fault:  # zipfile's word for a part with a password; also a tree deeper than Python goes
        return named(given, kind, State.LOCKED if "encrypted" in str(fault) else State.BROKEN)
    except Exception:  # a stranger's file has as many faults as strangers have ideas
        return named(given, kind, State.BROKEN)


def _read(given: Given, kind: str) -> Reading:
    count = 0
    if not given.raw:
        return named(given, kind, State.EMPTY)
    match kind:
        case kinds.DOCX:
            draft = word.read(given.raw)
        case kinds.ODT:
            draft = odt.read(given.raw)
        case kinds.PDF:
            draft, count = pages.read(given.raw)
        case kinds.TEXT:
            draft = plain.written(plain.decoded(given.raw))
        case kinds.HTML:
            draft = plain.written(text_of(plain.decoded(given.raw)))
        case _:
            return named(given, kind, _unread(given, kind))
    return replace(
        named(given, kind, State.READ if draft.blocks else State.EMPTY),
        text=draft.text, blocks=tuple(draft.blocks), remarks=dict(draft.remarks), pages=count,
    )  # fmt: skip


def _unread(given: Given, kind: str) -> State:
    if kind == kinds.PICTURE:
        return State.PASSED if given.shown or len(given.raw) < _LOGO else State.SCAN
    if kind == kinds.SIGNATURE:
        return State.PASSED
    return State.LOCKED if kind in {kinds.LOCKED_OFFICE, kinds.SEALED} else State.OTHER


def _unpacked(given: Given) -> Iterator[Reading]:
    """The files of a zip, within the limits on their number, their size together, and how small they were packed."""
    inner: list[Reading] = []
    try:
        with zipfile.ZipFile(BytesIO(given.raw)) as package:
            infos = [info for info in package.infolist() if not info.is_dir() and not _is_unseen(info.filename)]
            _measure(infos, len(given.raw))
            left = limits.UNPACKED
            for info in infos:
                if info.flag_bits & 0x1:
                    raise Locked
                with package.open(info) as stream:
                    raw = stream.read(left + 1)
                left -= len(raw)
                if left < 0:
                    raise TooMuch("unpacks to more than is read")
                inner += read(
                    Given(
                        raw, _entry(info), part=given.part, within=(*given.within, plain_name(given.name)), packed=True
                    )
                )
    except Locked:
        yield named(given, kinds.ZIP, State.LOCKED)
    except (TooMuch, MemoryError):
        yield named(given, kinds.ZIP, State.HEAVY)
    except Exception:  # as in ``one``
        yield named(given, kinds.ZIP, State.BROKEN)
    else:
        yield from inner or [named(given, kinds.ZIP, State.EMPTY)]


def _entry(info: zipfile.ZipInfo) -> str:
    """What an entry is called. Programs that do not say how its name is written mean UTF-8 or, on Windows, the letters of DOS."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.orig_filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")


def _is_unseen(name: str) -> bool:
    """Is it something that a computer put beside the files?"""
    own = PurePosixPath(name).name.startswith(("~$", "._"))
    return own or name.lower().startswith(_UNSEEN) or name.lower().endswith(_UNSEEN[1:])


def _measure(infos: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(info.file_size for info in infos)
    if len(infos) > limits.PACKED_FILES or total > limits.UNPACKED or total > limits.RATIO * max(packed, 1):
        raise TooMuch("more is packed than is read")


def _unwrapped(given: Given) -> Iterator[Reading]:
    try:
        found = tnef.read(given.raw)
    except TooMuch:
        yield named(given, kinds.WINMAIL, State.HEAVY)
        return
    except Exception:  # as in ``one``
        yield named(given, kinds.WINMAIL, State.BROKEN)
        return
    within = (*given.within, plain_name(given.name) or "winmail.dat")
    files = [Given(raw, name, part=given.part, within=within, packed=given.packed) for name, raw in found.files]
    inner = [reading for one in files for reading in read(one)]
    words = found.text or text_of(found.html)
    if words.strip():
        draft: Draft = plain.written(clean(words))
        inner.insert(0, replace(named(given, kinds.WINMAIL, State.READ), text=draft.text, blocks=tuple(draft.blocks)))
    yield from inner or [named(given, kinds.WINMAIL, State.EMPTY)]


def nested(reading: Reading) -> Reading:
    """A package within a package is kept unread."""
    return replace(reading, remarks={**reading.remarks, Remark.NESTED.value: 1})


def plain_name(name: str) -> str:
    """A file's name without folders and control characters."""
    own = PurePosixPath(normalize("NFC", name).replace("\\", "/")).name
    return "".join(sign for sign in own if sign.isprintable())[:200]
