"""`resolve` alone: what is due here and what to type next, or how to start."""

from pathlib import Path

import pytest

from tests.desk import Desk

NEXT = (
    "  resolve due     shows every deadline, the most urgent first\n"
    "  resolve next    says what to do now, and who does it\n"
    "  resolve open    opens a dispute\n"
    "  resolve --help  lists every command\n"
)


def test_it_counts_what_is_due_in_six_lines(desk: Desk) -> None:
    desk.at("2026-11-20T10:00")
    desk.opens("1", "--raised", "2026-11-10", ref="LATE-1")
    desk.opens("1", "--raised", "2026-11-20T09:00", ref="SOON-2")
    desk.done("chase", "SOON-2", "--by", "2026-11-20", "--who", "the lead", "Ring back.")
    said = desk.asks()
    assert (said.code, said.out, said.err) == (
        0,
        f"2 disputes are open in {desk.folder}.\n"
        "1 late, 1 due today, 1 due soon. The next date is Tue 24 Nov 2026.\n" + NEXT,
        "",
    )


def test_what_it_counts_is_what_due_lists(desk: Desk) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-10")
    desk.done("risk", "D-1", "--reason", "She is not safe at home tonight.")
    listed = desk.done("due", "--json").document["deadlines"]
    late = [row for row in listed if row["status"] == "overdue" or row["duty"].startswith("tell:")]
    assert f"\n{len(late)} late, " in desk.asks().out


def test_without_a_dispute_it_counts_none(desk: Desk) -> None:
    said = desk.asks()
    assert said.out == (
        f"0 disputes are open in {desk.folder}.\n0 late, 0 due today, 0 due soon.\n" + NEXT
    )


def test_without_a_workspace_it_says_how_to_start(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RESOLVE_WORKSPACE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    said = desk.asks()
    assert (said.code, said.err) == (0, "")
    first, second, *ways = said.out.splitlines()
    assert first == "There is no log of disputes in this folder or in a folder above it,"
    assert second.startswith("nor in ")
    assert ways == [
        "  resolve demo             makes a small invented log to try things in",
        "  resolve init ~/disputes  makes the folder for your own log",
        "  resolve open             opens your first dispute",
        "  resolve --help           lists every command",
    ]


@pytest.mark.parametrize("settings", ["not toml [", "format = 99\n"])
def test_settings_that_cannot_be_read_are_told_with_what_to_type(desk: Desk, settings: str) -> None:
    (desk.folder / "resolve.toml").write_text(settings)
    said = desk.asks()
    assert said.code != 0
    assert said.code != 1
    assert "resolve: error: " in said.err
    assert said.out.startswith("  resolve where   says which folder")


def test_a_folder_that_is_no_workspace_is_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESOLVE_WORKSPACE", str(tmp_path / "nothing"))
    said = desk.asks()
    assert (said.code, said.out.splitlines()[0][:15]) == (4, "  resolve where")


def test_an_entry_that_cannot_be_read_hides_nothing_else_and_is_told(desk: Desk) -> None:
    desk.at("2026-11-20T10:00")
    desk.opens("1", "--raised", "2026-11-10", ref="LATE-1")
    desk.opens("1", "--raised", "2026-11-10", ref="BAD-2")
    (first,) = (desk.folder / "disputes" / "BAD-2").glob("*-opened-*.toml")
    first.write_bytes(b"not an entry")
    said = desk.asks()
    assert said.code == 5
    assert "\n1 late, " in said.out or "\n2 late, " in said.out
    assert said.out.endswith(NEXT)
    assert "something here cannot be read, so a date may be missing or wrong" in said.err


def test_it_writes_nothing_into_the_workspace(desk: Desk) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-10")
    before = {path: path.stat().st_mtime_ns for path in desk.folder.rglob("*")}
    desk.asks()
    assert {path: path.stat().st_mtime_ns for path in desk.folder.rglob("*")} == before
