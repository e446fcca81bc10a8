"""The desk that the tests of commands work at."""

from pathlib import Path

import pytest

from tests.desk import Desk


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """An empty practice workspace whose default procedure is North Yorkshire's."""
    return Desk(tmp_path / "workspace", monkeypatch, capsys)
