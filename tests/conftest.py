"""The desk that the tests of commands work at, and how properties are tried."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.desk import Desk

# Nothing in the tests is timed: a busy machine must not fail them.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """An empty practice workspace whose default procedure is North Yorkshire's."""
    return Desk(tmp_path / "workspace", monkeypatch, capsys)
