"""The sink as a fixture: a real SMTP server in a process of its own that accepts everything and keeps it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stormoede.bench.sink import Sink


@pytest.fixture
def smtp_sink(tmp_path: Path) -> Iterator[Sink]:
    """Use with ``from tests.smtp_sink import smtp_sink  # noqa: F401``."""
    with Sink(store=tmp_path / "mails.jsonl") as sink:
        yield sink
