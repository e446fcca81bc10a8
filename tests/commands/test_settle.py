"""`resolve settle`: after two copies of the record met, which move stands."""

import re
import shutil
from pathlib import Path

import pytest

from resolutions_cli.files.record import log
from tests.desk import REF, Desk


@pytest.fixture
def apart(desk: Desk) -> Desk:
    """Two copies of one dispute, escalated in both, then united: the second and third entries."""
    desk.at("2026-11-19T10:00").opens("1", "--raised", "2026-11-19")
    disputes = desk.folder / "disputes"
    kept = shutil.copytree(disputes / REF, desk.folder.parent / "copy" / REF)
    desk.at("2026-11-19T12:00").done("escalate", REF, "--reason", "no agreement")
    mine = shutil.move(disputes / REF, desk.folder.parent / "mine")
    shutil.copytree(kept, disputes / REF)
    desk.at("2026-11-19T13:00").done("escalate", REF, "--reason", "at risk, at once")
    unite(Path(mine), disputes / REF)
    return desk


def unite(source: Path, target: Path) -> None:
    for file in source.iterdir():
        if not (target / file.name).exists():
            shutil.copy(file, target)


def called(desk: Desk, place: int) -> str:
    """What the entry is called that stands there in the log, from 1."""
    log = desk.log()
    return log.labels[log.entries[place - 1].id]


def names(desk: Desk) -> list[str]:
    return [f["name"] for f in desk.does("verify", "--json").document["findings"]]


def test_moves_made_apart_are_found_named_and_stop_further_moves(apart: Desk) -> None:
    said = apart.does("verify")
    assert said.code == 5
    assert said.out.startswith(f"disputes/{REF}/20261119T130000.000Z-escalated-")
    assert "made-apart" in said.out
    one, other = called(apart, 2), called(apart, 3)
    commands = f"`resolve settle {REF} {one}` or `resolve settle {REF} {other}`"
    assert f"\n  choose which move counts: {commands}\n" in said.out
    assert commands in apart.does("due").err
    assert commands in apart.does("show", REF).out
    assert apart.does("escalate", REF, "--reason", "on").code == 5


@pytest.mark.parametrize(("stands", "falls"), [(2, 3), (3, 2)])
def test_the_move_that_stands_counts_and_the_other_stays_in_the_log(
    apart: Desk, stands: int, falls: int
) -> None:
    one, other = called(apart, stands), called(apart, falls)
    said = apart.done("settle", REF, one, "--reason", "it was first", "--no-input")
    assert "recorded: entry 4" in said.out
    assert f"{REF} is in stage 2" in said.out
    assert said.out.endswith(
        f"This counts: entry {one} (escalated)\nThis no longer counts: entry {other} (escalated)\n"
    )
    assert names(apart) == []
    log = apart.done("show", REF, "--json").document["dispute"]["entries"]
    assert [entry["standing"] for entry in log if entry["kind"] == "escalated"].count(
        "settled-against"
    ) == 1
    apart.done("escalate", REF, "--reason", "goes on")


def test_what_was_settled_is_not_settled_again_until_the_settling_is_set_aside(
    apart: Desk,
) -> None:
    apart.done("settle", REF, called(apart, 2), "--reason", "it was first", "--no-input")
    later = called(apart, 3)
    assert "nothing to settle" in apart.refused(3, "settle", REF, later, "--reason", "no")
    assert apart.does("correct", REF, "4", "--withdraw", "--reason", "a mistake").code == 5
    assert names(apart) == ["made-apart"]
    apart.done("settle", REF, later, "--reason", "the later one", "--no-input")
    assert names(apart) == []


def test_without_an_entry_a_terminal_lists_the_moves_and_asks_which_stands(apart: Desk) -> None:
    one, other = called(apart, 2), called(apart, 3)
    said = apart.typing("1", "2", other, "it was later").asks("settle", REF)
    assert said.code == 0, said.err
    assert f"  {one}  Thu 19 Nov 2026 12:00: " in said.err
    assert f"  {other}  Thu 19 Nov 2026 13:00: " in said.err
    assert said.err.count("Which move counts: ") == 3 + 1  # and where it is looked over
    assert f"counts: entry {other} (escalated)" in said.out


def test_without_an_entry_a_script_is_told_the_whole_commands(apart: Desk) -> None:
    told = apart.refused(2, "settle", REF, "--reason", "it was later", "--no-input")
    for place in (2, 3):
        assert f"`resolve settle {REF} {called(apart, place)}`" in told


def test_without_an_entry_it_says_where_there_is_nothing_to_settle(desk: Desk) -> None:
    desk.opens("1", "--raised", "2026-11-19")
    assert "nothing to settle" in desk.refused(3, "settle", REF, "--reason", "no")


def test_only_one_of_the_moves_made_apart_can_stand(apart: Desk) -> None:
    told = apart.refused(3, "settle", REF, "1", "--reason", "the opening")
    assert f"choose one of entry {called(apart, 2)}, entry {called(apart, 3)}" in told


def test_where_nothing_was_made_apart_nothing_is_settled(desk: Desk) -> None:
    desk.opens("1", "--raised", "2026-11-19")
    told = desk.refused(3, "settle", REF, "1", "--reason", "no")
    assert "nothing to settle" in told


def test_it_needs_a_reason_and_an_entry_that_is_there(apart: Desk) -> None:
    assert "--reason" in apart.refused(2, "settle", REF, called(apart, 2), "--no-input")
    told = apart.refused(4, "settle", REF, "2", "--reason", "two entries have this number")
    assert f"say which: {called(apart, 2)}, {called(apart, 3)}" in told
    apart.refused(4, "settle", REF, "77", "--reason", "no")
    apart.refused(4, "settle", "D-9", "2", "--reason", "no")


def test_a_closing_made_apart_from_a_move_counts_only_when_it_is_said_to_stand(
    desk: Desk,
) -> None:
    desk.at("2026-11-19T10:00").opens("1", "--raised", "2026-11-19")
    disputes = desk.folder / "disputes"
    kept = shutil.copytree(disputes / REF, desk.folder.parent / "copy")
    closing = ("--outcome", "agreed", "--reason", "they agreed", "--no-action")
    desk.at("2026-11-19T11:00").done("close", REF, *closing)
    mine = shutil.move(disputes / REF, desk.folder.parent / "mine")
    shutil.copytree(kept, disputes / REF)
    desk.at("2026-11-19T12:00").done("escalate", REF, "--reason", "no agreement")
    unite(Path(mine), disputes / REF)
    log = desk.log()
    closed = next(log.labels[e.id] for e in log.entries if e.kind == "closed")
    said = desk.done("settle", REF, closed, "--reason", "it was settled by telephone", "--no-input")
    assert f"{REF} is closed: agreed" in said.out


def test_an_entry_that_cannot_be_read_back_is_said_to_be_recorded_all_the_same(
    apart: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fails just when the confirmation is to be made."""
    real, which = log.read_bytes, called(apart, 2)

    def read_bytes(path: str, limit: int) -> bytes:
        if "-settled-" in path:
            raise OSError(5, "Input/output error")
        return real(path, limit)

    with monkeypatch.context() as patch:
        patch.setattr(log, "read_bytes", read_bytes)
        said = apart.does("settle", REF, which, "--reason", "it was first", "--no-input")
    assert said.code == 5
    assert said.out.startswith("recorded: an entry that cannot be read back, ")
    assert "the file cannot be read" in said.err
    assert apart.newest().kind == "settled"


# ------------------------------------------------------------------ said in every format


def test_a_dispute_that_was_moved_apart_is_to_be_settled_in_every_list(apart: Desk) -> None:
    due, listed = apart.does("due"), apart.does("list")
    assert (due.code, listed.code) == (5, 5)
    assert f"TO BE SETTLED  {REF}" in due.out
    assert f"resolve settle {REF}" in due.out
    assert re.search(rf"{REF} .* TO BE SETTLED, \w+", listed.out), "and how it stands"
    assert f"TO BE SETTLED  {REF}" in apart.does("due", "--group", "stage").out
    assert f"TO BE SETTLED  {REF}" in apart.does("due", "--overdue").out


@pytest.mark.parametrize("command", ["due", "list"])
def test_in_a_sheet_it_has_a_row_of_its_own_that_is_not_called_unreadable(
    apart: Desk, command: str
) -> None:
    made = apart.does(command, "--csv").out
    assert f"to-be-settled,{REF}," in made
    assert "unreadable" not in made
    assert made.count(f",{REF},") == 2, "it is read, and stands in the sheet as it stands so far"


def test_in_json_it_is_found_by_its_name(apart: Desk) -> None:
    for command in ("due", "list", "next", "stats"):
        (found,) = apart.does(command, "--json").document["unreadable"]
        assert found["name"] == "made-apart"


def test_in_a_calendar_it_is_an_event_of_the_day(apart: Desk) -> None:
    made = apart.does("due", "--ics").out
    assert f"SUMMARY:{REF}: to be settled" in made.replace("\r\n ", "")
    assert "or missing" not in made.replace("\r\n ", "")


def test_the_return_and_the_statistics_count_it_and_say_that_it_is_to_be_settled(
    apart: Desk,
) -> None:
    said = apart.does("stats", "--no-suppress")
    assert "could not be read" not in said.out
    assert "To be settled: some disputes were moved on two machines" in said.out
    assert re.search(r"raised +0 +1\n", said.out)
    assert "to-be-settled" in apart.does("stats", "--csv").out
    made = apart.does("report", "return", "--format", "md")
    assert made.code == 5
    assert "To be settled: some disputes were moved on two machines" in made.out
    assert "not counted here" not in made.out


def test_what_cannot_be_read_is_still_said_not_to_be_counted(apart: Desk) -> None:
    apart.opens("1", ref="D-2")
    (file,) = (apart.folder / "disputes" / "D-2").glob("*opened*")
    file.write_bytes(b"")
    made = apart.does("report", "return", "--format", "md").out
    assert "Incomplete: something in the record could not be read and is not counted here." in made
    assert "To be settled" in made


def test_the_case_file_the_reports_and_next_say_it_at_their_head(apart: Desk) -> None:
    for words in (("show", REF), ("next", REF), ("report", "case", REF, "--format", "md")):
        said = apart.does(*words).out
        assert (
            "TO BE SETTLED: this dispute was moved on two machines before they were synced."
        ) in said, words
