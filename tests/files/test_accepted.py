"""What counts and what waits, where the disk does not answer."""

import os
from pathlib import Path
from typing import Any

import pytest

from resolutions_cli.files.record.first_marks import accept
from resolutions_cli.files.workspace.accepted import Thing, Validity, What, make, standing

THING = Thing(What.REDACTION, "ab" * 32)
OTHER = Thing(What.CALENDAR, "cd" * 32, "list.json")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A workspace in which one thing was accepted."""
    make(tmp_path)
    accept(tmp_path, [THING])
    return tmp_path


def test_one_thing_was_accepted_and_the_other_waits(top: Path) -> None:
    assert standing(top, THING) is Validity.COUNTS
    assert standing(top, OTHER) is Validity.WAITS


def test_in_a_workspace_of_an_earlier_version_everything_counts(tmp_path: Path) -> None:
    assert standing(tmp_path, OTHER) is Validity.COUNTS


@pytest.mark.parametrize("fails", ["", "accepted", THING.mark, OTHER.mark])
def test_where_the_disk_does_not_answer_nothing_counts_that_waits(
    top: Path, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.lstat

    def lstat(path: Any, *words: Any, **named: Any) -> os.stat_result:
        if str(path).endswith(fails) and str(path).startswith(str(top)):
            raise OSError(5, "Input/output error")
        return real(path, *words, **named)

    monkeypatch.setattr(os, "lstat", lstat)
    assert standing(top, OTHER) is not Validity.COUNTS
    # its mark can be read all the same
    assert standing(top, THING) is Validity.COUNTS
