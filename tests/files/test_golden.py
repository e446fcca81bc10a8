"""A workspace and a bundle of format 1, as the first version made them: every later one reads them.

They are never made again. A format that changes gets golden files of its own beside these.
"""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.desk import Desk
from tests.house.project import TESTS

GOLDEN = TESTS / "golden"
BUNDLE = GOLDEN / "bundle-1.toml"
REFS = ("GOLD-1", "GOLD-2")

#: What was owed by noon of 8 September 2026, as the first version counted it.
OWED = {
    ("GOLD-1", "1", "tell:dsl", "overdue", "2026-09-02"),
    ("GOLD-1", "1", "tell:social-care", "overdue", "2026-09-02"),
    ("GOLD-1", "2", "main", "overdue", "2026-09-03"),
    ("GOLD-1", "2", "action:1", "due-soon", "2026-09-10"),
    ("GOLD-1", None, "safe", "overdue", "2026-09-04"),
    ("GOLD-2", "conference", "main", "due-today", "2026-09-08"),
    ("GOLD-1", "1", "tell:police", "met", "2026-09-02"),
    ("GOLD-1", "1", "chase:1", "ended", "2026-09-03"),
    ("GOLD-1", "1", "main", "met", "2026-09-04"),
}


@pytest.fixture
def golden(desk: Desk, tmp_path: Path) -> Path:
    """A copy of the workspace, to be read on the day after it was made."""
    desk.at("2026-09-08T12:00")
    return Path(shutil.copytree(GOLDEN / "workspace-1", tmp_path / "golden"))


def owed(desk: Desk, folder: Path) -> set[tuple[Any, ...]]:
    said = desk.done("due", "--all", "--json", "-w", str(folder)).document
    keys = ("dispute", "stage", "duty", "status", "due")
    return {tuple(each[key] for key in keys) for each in said["deadlines"]}


def record(folder: Path) -> dict[str, bytes]:
    found = (*folder.glob("disputes/*/*"), *folder.glob("procedures/*"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_the_golden_workspace_verifies_and_owes_what_it_owed(desk: Desk, golden: Path) -> None:
    (seal,) = (golden / "seals").iterdir()
    digest = seal.stem.rpartition("-")[2]
    said = desk.does("verify", "-w", str(golden), "--against", digest)
    assert (said.code, said.out, said.err) == (0, "", "")
    assert owed(desk, golden) == OWED


def test_the_golden_bundle_is_taken_in_as_what_the_golden_workspace_holds(
    desk: Desk, golden: Path
) -> None:
    assert desk.done("import", str(BUNDLE)).err == ""
    assert record(desk.folder) == record(golden)
    # whoever made the bundle removed a text; here nobody agreed to that
    found = desk.done("verify", "--json").document["findings"]
    assert {each["name"] for each in found} == {"gone-as-asked"}
    assert owed(desk, desk.folder) == OWED
    assert desk.done("import", str(BUNDLE), "-w", str(golden)).out.endswith("nothing was changed\n")


def test_a_bundle_made_now_holds_what_the_golden_one_holds(
    desk: Desk, golden: Path, tmp_path: Path
) -> None:
    made = tmp_path / "made.toml"
    words = ("export", "--bundle", str(made), *REFS, "-w", str(golden))
    desk.at("2026-09-08T09:00").done(*words, "--by", "A. Lead")
    now, then = (tomllib.loads(path.read_text("utf-8")) for path in (made, BUNDLE))
    # that a workspace is for practice is said since then
    assert now.pop("practice") is True
    assert {**now, "program": ""} == {**then, "program": ""}


def test_what_the_golden_entries_say_is_read(desk: Desk, golden: Path) -> None:
    said = desk.done("show", "GOLD-1", "--json", "-w", str(golden)).document["dispute"]
    assert [each["kind"] for each in said["entries"]] == [
        *("opened", "noted", "risk", "sooner", "chase", "party", "recorded", "escalated"),
        *("corrected", "redacted", "closed", "reopened"),
    ]
    opened, note = said["entries"][:2]
    assert (opened["texts"]["summary"], opened["texts"]["seeking"]) == (
        "The referral was not taken up.",
        None,
    )
    assert note["original"]["texts"]["text"] == "Rang twice; it's '''engaged'''."
    assert note["texts"]["text"] == "Rang three times."
