"""The workspace to look at in examples/: whole, without a finding, and what is due in it."""

import json
import shutil
from pathlib import Path

import pytest

from docs.picture import PICTURE, picture, words
from docs.stories import PROJECT
from resolutions_cli.cli import main

AS_OF = "2026-12-22T09:00"
REFERENCES = ["ASH-1", "BIRCH-2", "CEDAR-3", "DELL-4", "ELM-5", "FERN-6", "OAK-7"]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy, for its owner alone: what a clone gives others may read."""
    copy = tmp_path / "workspace"
    shutil.copytree(PROJECT / "examples" / "workspace", copy)
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    monkeypatch.setenv("RESOLVE_NOW", AS_OF)
    return copy


def test_what_is_due_in_it(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "--workspace", str(workspace), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["unreadable"] == []
    assert document["quiet"] == [{"dispute": "ELM-5", "stage": "practitioners", "quiet_days": 13}]
    assert [
        (d["status"], d["dispute"], d["stage"], d["duty"], d["agency"], d["due_at"] or d["due"])
        for d in document["deadlines"]
    ] == [
        ("overdue", "DELL-4", "1", "tell:social-care", None, "2026-12-21T18:00:00+00:00"),
        ("overdue", "OAK-7", "1", "main", None, "2026-12-21T15:30:00+00:00"),
        ("due-today", "BIRCH-2", "2", "main", None, "2026-12-22"),
        ("due-soon", "ASH-1", "3", "chase:1", None, "2026-12-23"),
        ("due-soon", "DELL-4", "1", "main", None, "2026-12-25T15:00:00+00:00"),
        ("on-time", "ASH-1", "3", "main", None, "2026-12-31"),
        ("on-time", "CEDAR-3", "case-review-group", "panel", None, "2027-01-05"),
        (
            "on-time",
            "CEDAR-3",
            "case-review-group",
            "reports",
            "social-care",
            "2027-01-10T10:00:00+00:00",
        ),
        (
            "on-time",
            "CEDAR-3",
            "case-review-group",
            "reports",
            "police",
            "2027-01-10T10:00:00+00:00",
        ),
        ("no-date", "CEDAR-3", "case-review-group", "main", None, None),
        ("no-date", "ELM-5", "practitioners", "main", None, None),
    ]


@pytest.mark.parametrize("reference", REFERENCES)
def test_each_dispute_of_it_reads_without_a_finding(
    workspace: Path, reference: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", reference, "--workspace", str(workspace), "--json"]) == 0
    output = capsys.readouterr()
    assert json.loads(output.out)["dispute"]["findings"] == []
    assert output.err == "PRACTICE: a workspace for training, not a record\n"


def test_it_holds_the_disputes_its_page_tells_and_no_lock_of_whoever_made_it() -> None:
    folder = PROJECT / "examples" / "workspace"
    assert sorted(path.name for path in (folder / "disputes").iterdir()) == REFERENCES
    assert not (folder / ".lock").exists()


def test_the_picture_in_the_readme_is_what_the_workspace_shows() -> None:
    assert words(PICTURE.read_text("utf-8")) == words(picture()), "`make picture` draws it again"


def test_the_picture_fetches_nothing() -> None:
    assert "url(" not in PICTURE.read_text("utf-8").replace("url(#", "")
