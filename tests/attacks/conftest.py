"""Commands under strace, for the tests that need it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.aiming import Aim
from tests.attacks.recorders import NOW
from tests.attacks.traced import Traced


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Where workspaces are broken: in memory where that can be had, since what a disk does with
    a sync is not the question here."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def traced(place: Path) -> Iterator[Traced]:
    runner = Traced(place, NOW)
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def aim(place: Path, traced: Traced) -> Aim:
    return Aim(place, traced)
