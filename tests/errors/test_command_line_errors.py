"""Every refusal of what is typed, of moves, and of what is not there: its code and its words.

The canary stands wherever somebody types something; it must never come out on stderr.
"""

import errno
import io
import os
import re
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from resolutions_cli.files.disk import durable
from resolutions_cli.files.workspace import create
from tests.desk import REF, Desk

CANARY = "Zaubervogel"
WHY = ("--reason", f"{CANARY} says so.")
NOW = "2026-10-06T09:00"


def at(desk: Desk, stage: str, procedure: str = "nyscp", *words: str) -> Desk:
    """A dispute that was taken in at a stage the day before."""
    desk.at("2026-10-05T09:00").opens(stage, "--summary", CANARY, *words, procedure=procedure)
    return desk.at(NOW)


# ------------------------------------------------------------------ what is typed

TYPED = {
    "UsageError": (("due", "--" + CANARY), 2, "the command was not understood: there is no such"),
    "OtherCommand": (("edit", CANARY), 2, "there is no such command"),
    "NothingDeleted": (("delete", CANARY), 2, "nothing in a log is deleted"),
    "SeveralCommands": (("re", CANARY), 2, "several commands begin like that: record, reopen,"),
    "BadAmount": (("calc", f"10 {CANARY}", "--from", "today"), 2, "an amount of time cannot be"),
    "UnreadableDate": (("calc", "2 days", "--from", CANARY), 2, "a date or time cannot be read"),
    "AmbiguousDate": (("calc", "2 days", "--from", "03/04/2026"), 2, "that date or time"),
    "MonthFirst": (("calc", "2 days", "--from", "11/19/2026"), 2, "the day comes before the month"),
    "WeekdayDoesNotFit": (
        ("calc", "2 days", "--from", "Fri 19 Nov 2026"),
        2,
        "the weekday that was typed does not fit the date, which is Thu 19 Nov 2026",
    ),
    "YearNeeded": (
        ("note", REF, "Rang.", "--at", "19 Nov"),
        2,
        "that date has no year and is far away: Wed 19 Nov 2025",
    ),
    "ImpossibleDate": (("calc", "2 days", "--from", "2026-02-30"), 2, "there is no such date"),
    "SkippedTime": (
        ("calc", "2 hours", "--from", "2026-03-29T01:30"),
        2,
        "the clocks went forward",
    ),
    "DoubledTime": (("calc", "2 hours", "--from", "2026-10-25T01:30"), 2, "the clocks went back"),
    "BadPeriod": (("stats", "--from", "2026-12-01"), 2, "the period cannot be counted: it has not"),
    "UnknownGrouping": (("due", "--group", CANARY), 2, "tables cannot be grouped that way"),
    "StartAndStage": (
        ("open", "--start", "1", "--at-stage", "2", "--summary", CANARY),
        2,
        "--start and --at-stage contradict each other",
    ),
    "NoSuchProcedure": (("procedure", "show", CANARY), 4, "there is no procedure"),
    "NoProcedureFile": (("procedure", "add", "gone.toml"), 4, "there is no such procedure file"),
    "NoSuchProcedureOrFile": (
        ("procedure", "check", CANARY),
        4,
        "there is no procedure file of that path, and no procedure of that name",
    ),
}


@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_and_cannot_be_meant_is_refused(desk: Desk, name: str) -> None:
    words, code, begins = TYPED[name]
    error = desk.at(NOW).opens("1") and desk.refused(code, *words)
    assert error.startswith(f"resolve: error: {begins}")
    assert CANARY not in error


#: What a command was given as a date, and the option that an error must name.
DATES = {
    "--raised": ("open", "--raised", CANARY),
    "--disputed": ("open", "--raised", "2026-10-01", "--disputed", "17/12/2026"),
    "--event conference": (
        *("open", "--procedure", "cyscb", "--start", "conference"),
        *("--event", "conference=tomorrow"),
    ),
    "--reached 2": ("open", "--at-stage", "2", "--reached", "2=2026-13-01"),
    "--at": ("note", REF, "Rang.", "--at", "31 Feb 2026"),
    "--on": ("record", REF, "discussion", "--on", "tomorrow"),
    "--told dsl": ("risk", REF, *WHY, "--told", f"police=now to {CANARY}", "--told", "dsl=noon"),
    "--ended": ("risk", REF, *WHY, "--ended", "tomorrow"),
    "--by": ("chase", REF, "Rings.", "--who", CANARY, "--by", "yesterday"),
    "--to": ("sooner", REF, *WHY, "--to", "soon"),
    "--set events.raised": ("correct", REF, "1", *WHY, "--set", "events.raised=soon"),
    "--set at": ("correct", REF, "1", *WHY, "--set", "at=1.2.2026"),
    "--action": ("close", REF, "--outcome", "agreed", *WHY, "--action", f"{CANARY}: x by y"),
    "--action, number 2": (
        *("close", REF, "--outcome", "agreed", *WHY),
        *("--action", f"{CANARY}: rings by 9 Oct 2026", "--action", f"{CANARY}: rings by soon"),
    ),
    "--as-of": ("due", "--as-of", "soon"),
    "--known-at": ("show", REF, "--known-at", "soon"),
    "--since": ("list", "--since", "soon"),
}


@pytest.mark.parametrize("option", DATES)
def test_an_error_of_a_date_names_the_option(desk: Desk, option: str) -> None:
    desk.at(NOW).opens("1")
    desk.done("risk", REF, "--reason", "He was hit.")
    said = desk.does(*DATES[option])
    assert (said.code in (2, 3), said.out) == (True, "")
    assert said.err.splitlines()[1] == f"  {option}"
    assert CANARY not in said.err


def test_a_wrong_clock_of_a_practice_workspace_names_its_variable(desk: Desk) -> None:
    assert desk.at(NOW).opens("1")
    desk._monkeypatch.setenv("RESOLVE_NOW", CANARY)
    assert desk.refused(2, "due").splitlines()[1] == "  RESOLVE_NOW"


# ------------------------------------------------------------------ in a dispute

#: The procedure and the stage, what is done before, what is typed, the code, the message.
IN_A_DISPUTE = {
    "TextFromNowhere": ("nyscp 1", (), ("escalate", "--reason-file="), 2, "--reason-file needs"),
    "TextNotRead": ("nyscp 1", (), ("escalate", "--reason-file", CANARY), 2, "a text could not be"),
    "CannotBePlanned": (
        "nyscp 1",
        (),
        ("record", "discussion", "--on", "2026-10-08"),
        3,
        "the date is still to come, and discussion is no event that can be planned",
    ),
    "DisputeIsClosed": (
        "nyscp 1",
        (("close", REF, "--outcome", "agreed", *WHY, "--no-action"),),
        ("escalate", *WHY),
        3,
        "the dispute is closed",
    ),
    "NoWayOn": ("nyscp 7", (), ("escalate", *WHY), 3, "the procedure has no further stage after 7"),
    "NotOnTheRoute": (
        "nyscp 1",
        (),
        ("escalate", "--to", "5", *WHY),
        3,
        "the procedure has no move",
    ),
    "GroundMissing": (
        "cyscb heads-of-service",
        (),
        ("escalate", *WHY),
        3,
        "a move to board-chair needs a ground",
    ),
    "DecideFirst": (
        "nyscp 7",
        (),
        ("close", "--outcome", "agreed", *WHY, "--no-action"),
        3,
        "stage 7 is closed by a decision first",
    ),
    "AlreadyHappened": (
        "nyscp 1",
        (("record", REF, "raised", "--on", "2026-10-05"),),
        ("record", "raised", "--on", "2026-10-06"),
        3,
        "raised was recorded already, and it happens once",
    ),
    "LaterThanInForce": (
        "nyscp 1",
        (("sooner", REF, "--to", "2026-10-08", *WHY),),
        ("sooner", "--to", "2026-10-09", *WHY),
        3,
        "the date that keeps the child safe is 2026-10-08 already",
    ),
    "EntrySetAside": (
        "nyscp 1",
        (("note", REF, CANARY), ("correct", REF, "2", "--withdraw", *WHY)),
        ("correct", "2", "--set", f"text={CANARY}", *WHY),
        3,
        "entry 2 was set aside, and counts for nothing",
    ),
    "NotToBeCorrected": (
        "nyscp 1",
        (("note", REF, CANARY), ("correct", REF, "2", "--set", f"text={CANARY} x", *WHY)),
        ("correct", "3", "--set", f"reason={CANARY}", *WHY),
        3,
        "entry 3 (corrected) is about other entries and takes no correction",
    ),
    "MoveStays": (
        "nyscp 1",
        (("escalate", REF, *WHY), ("escalate", REF, *WHY)),
        ("correct", "2", "--withdraw", *WHY),
        3,
        "entry 2 moved the dispute, and it is not the last that did",
    ),
    "ImpossibleHistory": (
        "nyscp 1",
        (("escalate", REF, *WHY, "--at", "2026-10-05T10:00"), ("escalate", REF, *WHY)),
        ("correct", "3", "--set", "at=2026-10-05T09:30", *WHY),
        3,
        "with that correction the record would tell a history that cannot have been",
    ),
    "UnknownDuty": ("nyscp 1", (), ("explain", CANARY), 4, "the dispute has no such duty"),
    "NotOpenedThen": (
        "nyscp 1",
        (),
        ("show", "--as-of", "2026-10-01"),
        4,
        "D-1 had not been opened",
    ),
}


@pytest.mark.parametrize("name", IN_A_DISPUTE)
def test_in_a_dispute_what_the_record_or_the_procedure_does_not_allow_is_refused(
    desk: Desk, name: str
) -> None:
    place, before, (command, *words), code, begins = IN_A_DISPUTE[name]
    procedure, stage = place.split()
    at(desk, stage, procedure)
    for done in before:
        desk.done(*done)
    error = desk.refused(code, command, REF, *words)
    assert error.startswith(f"resolve: error: {begins}")
    assert CANARY not in error


def test_only_one_text_comes_from_standard_input(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TwiceFromInput"""
    at(desk, "1")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CANARY.encode())))
    error = desk.refused(2, "escalate", REF, "--reason-file", "-", "--risk-to-child-file", "-")
    assert error.startswith("resolve: error: only one text can come from standard input\n")


def test_an_entry_is_named_by_as_much_of_its_id_as_no_other_begins_with(desk: Desk) -> None:
    """AmbiguousEntry. Notes are written until two ids begin with the same letter; by a digit
    alone an entry's short number would be meant."""
    at(desk, "1")
    shared: list[str] = []
    while not shared:
        desk.done("note", REF, CANARY)
        first = [entry.id[0] for entry in desk.log().entries]
        shared = [letter for letter in "abcdef" if first.count(letter) > 1]
    error = desk.refused(4, "correct", REF, shared[0], "--withdraw", *WHY)
    assert error.startswith("resolve: error: that could be more than one entry\n  say which: ")


# ------------------------------------------------------------------ opening

OPENINGS = {
    "NotAStart": (("--start", "3"), 3, "a dispute does not start in that stage"),
    "AfterTheOpening": (
        ("--raised", "2026-10-05T12:00", "--at", "2026-10-05T10:00"),
        3,
        "an event was given that is later than the opening",
    ),
    "GivenTwice": (
        ("--at-stage", "2", "--reached", "2=2026-10-01", "--reached", "2=2026-10-02"),
        2,
        "--reached gives two values for the same thing",
    ),
    "ReachedBefore": (
        ("--at-stage", "1", "--reached", "1=2026-10-01", "--reached", "2=2026-10-02"),
        3,
        "stage 1, where the dispute is, was reached before stage 2",
    ),
}


@pytest.mark.parametrize("name", OPENINGS)
def test_an_opening_that_cannot_be_is_refused(desk: Desk, name: str) -> None:
    words, code, begins = OPENINGS[name]
    error = desk.at(NOW).refused(code, "open", "--summary", CANARY, *words)
    assert error.startswith(f"resolve: error: {begins}")
    assert CANARY not in error


# ------------------------------------------------------------------ a procedure with two ways on

FORKED = """
[procedure]
id = "forked"
version = "VERSION"
title = "Two ways on"
owner = "Somebody"
nation = "england"
source = "a text"
[outcomes]
agreed = "agreed"
[events.asked]
means = "something was asked"
recurring = true
[[stage]]
id = "a"
title = "The fork"
who = ["somebody"]
start = true
cite = "1"
moves = [{ to = "b" }, { to = "c" }]
  [[stage.limit]]
  agreed = true
  cite = "1"
  [[stage.duty]]
  id = "answer"
  title = "An answer"
  who = ["somebody"]
  until = "asked"
    [[stage.duty.limit]]
    agreed = true
    cite = "1"
[[stage]]
id = "b"
title = "One way"
who = ["somebody"]
cite = "2"
[[stage]]
id = "c"
title = "The other"
who = ["somebody"]
cite = "3"
"""


def adds(desk: Desk, folder: Path, version: str) -> Path:
    """Write the procedure to a file and take it into the workspace."""
    file = folder / f"forked-{version}.toml"
    file.write_text(FORKED.replace("VERSION", version), "utf-8")
    desk.done("procedure", "add", str(file))
    return file


def test_where_there_are_several_ways_or_duties_the_one_that_is_meant_is_named(
    desk: Desk, tmp_path: Path
) -> None:
    """WhichStage, WhichDuty"""
    adds(desk, tmp_path, "1")
    at(desk, "a", "forked")
    error = desk.refused(2, "escalate", REF, *WHY)
    assert error == ("resolve: error: there are several ways on\n  say which with --to: b, c\n")
    error = desk.refused(2, "agree", REF, "--by-date", "2026-10-09", "--with", CANARY, *WHY)
    assert error == (
        "resolve: error: several duties here have a date by agreement\n"
        "  say which with --duty: main, answer\n"
    )


def test_a_procedure_file_is_taken_in_once_under_a_label_of_its_own(
    desk: Desk, tmp_path: Path
) -> None:
    """ProcedureLabelTaken, ProcedureRefused, FileThere, AmbiguousProcedure"""
    desk.at(NOW)
    file = adds(desk, tmp_path, "1")
    file.write_text(file.read_text("utf-8").replace("The fork", "Another"), "utf-8")
    assert "another procedure file already stands under the label forked@1" in desk.refused(
        3, "procedure", "add", str(file)
    )
    file.write_text("[procedure]\nid = 3\n", "utf-8")
    error = desk.refused(3, "procedure", "add", str(file))
    assert error.startswith("resolve: error: the procedure file has ")
    assert "problem(s) and cannot be used" in error


def test_which_of_two_versions_of_an_own_procedure_is_meant_must_be_said(
    desk: Desk, tmp_path: Path
) -> None:
    """AmbiguousProcedure"""
    desk.at(NOW)
    for version in ("1", "2"):
        adds(desk, tmp_path, version)
    error = desk.refused(4, "open", "--procedure", "forked", "--summary", CANARY)
    assert error.startswith("resolve: error: that could be more than one procedure\n")
    assert "forked@1" in error


def test_a_procedure_that_came_from_elsewhere_opens_nothing_until_it_is_accepted(
    desk: Desk, tmp_path: Path
) -> None:
    """ProcedureWaits, NothingOfThatNameWaits"""
    desk.at(NOW)
    adds(desk, tmp_path, "1")
    for mark in (desk.folder / "accepted").glob("*.toml"):
        mark.unlink()
    error = desk.refused(3, "open", "--procedure", "forked", "--summary", CANARY)
    assert error.startswith("resolve: error: the procedure forked@1 came from another machine")
    assert "`resolve procedure accept forked@1`" in error
    error = desk.refused(4, "procedure", "accept", "other@1")
    assert error == (
        "resolve: error: nothing of that name waits to be accepted\n  waiting: forked@1\n"
    )


def test_an_answer_has_one_format_and_a_file_needs_one(desk: Desk, tmp_path: Path) -> None:
    """SeveralFormats, FormatNeeded"""
    at(desk, "1")
    assert desk.refused(2, "due", "--csv", "--ics") == (
        "resolve: error: one format can be asked for at a time\n"
        "  leave out all but one of --csv, --ics\n"
    )
    assert desk.refused(2, "list", "--output", str(tmp_path / CANARY)) == (
        "resolve: error: a file needs a format\n  say which: --json, --csv, --xlsx\n"
    )


def test_an_export_says_of_what(desk: Desk) -> None:
    """ExportNeeded"""
    assert at(desk, "1").refused(2, "export", "--with-text") == (
        "resolve: error: it is not said what to export\n  say which: --bundle FILE or --jsonl\n"
    )


# ------------------------------------------------------------------ what cannot be read or written


def procedure_file(desk: Desk) -> Path:
    """The copy of the procedure that the dispute is pinned to."""
    (file,) = (desk.folder / "procedures").glob("forked@*")
    return file


@pytest.mark.parametrize("fault", ["missing", "changed", "a folder"])
def test_a_dispute_is_counted_under_its_own_procedure_file_or_not_at_all(
    desk: Desk, tmp_path: Path, fault: str
) -> None:
    """DisputeUnreadable; behind it ProcedureMissing, ProcedureChanged, ProcedureUnreadable."""
    adds(desk, tmp_path, "1")
    at(desk, "a", "forked")
    file = procedure_file(desk)
    if fault == "changed":
        file.write_bytes(file.read_bytes() + b"# later\n")
    else:
        file.unlink()
        if fault == "a folder":
            file.mkdir()
    said = desk.does("show", REF)
    assert (said.code, said.out) == (5, "")
    assert said.err.startswith("resolve: error: no dates can be shown for D-1: the procedure file")
    assert CANARY not in said.err
    # and a list of others is shown, but never ends as if all were well
    assert desk.does("due").code == 5


def test_a_full_disk_gives_back_what_was_typed_and_says_how_much_was_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NotRecorded"""
    at(desk, "1")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("resolutions_cli.files.disk.durable.os.fsync", full)
    said = desk.does("escalate", REF, *WHY)
    assert said.code == 7
    assert said.err.startswith("resolve: error: it could not be written, and nothing was recorded")
    assert CANARY in said.out
    assert CANARY not in said.err


def test_an_interrupt_while_an_entry_is_written_is_told_after_it_is_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """InterruptedAfterRecording"""
    at(desk, "1")
    real, pressed = os.fsync, []

    def fsync(descriptor: int) -> None:
        if not pressed:
            pressed.append(True)
            os.kill(os.getpid(), signal.SIGINT)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    said = desk.does("escalate", REF, *WHY)
    assert said.code == 130
    assert "resolve: error: interrupted, but it was recorded\n" in said.err
    assert desk.texts() == {"reason": f"{CANARY} says so."}
    assert CANARY not in said.err


def test_a_folder_of_disputes_that_cannot_be_read_is_not_said_to_lack_one(desk: Desk) -> None:
    """DisputesUnreadable"""
    at(desk, "1")
    (desk.folder / "disputes").rename(desk.folder / "elsewhere")
    assert "there is no dispute" not in desk.refused(5, "show", REF)
    said = desk.does("note", REF, CANARY)
    assert said.code == 5
    assert said.err.startswith("resolve: error: the folder of the disputes cannot be read")
    assert said.out.startswith("Nothing was recorded. This is what was typed:")
    assert CANARY in said.out
    assert CANARY not in said.err


def test_a_disk_that_fails_once_and_is_read_only_from_then_on_is_no_proof_of_anything(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PerhapsRecorded: the entry has its name, and it cannot be taken back."""
    at(desk, "1")
    real = durable.sync_folder

    def fails(folder: Path) -> None:
        if folder.name == REF:
            raise OSError(errno.EIO, "Input/output error")
        real(folder)

    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "sync_folder", fails)
        patch.setattr(os, "unlink", read_only)
        said = desk.does("escalate", REF, *WHY)
    assert said.code == 7
    assert said.err == (
        "resolve: error: it was written, but the disk does not confirm that it will stay:"
        f" Input/output error\n  disputes/{REF}\n"
        f"  `resolve show {REF}` says whether it is there; if not, record it again\n"
    )
    assert said.out.startswith("It is not certain that it was recorded. This is what was typed:")
    assert desk.texts() == {"reason": f"{CANARY} says so."}


def test_a_workspace_that_somebody_else_put_there_is_not_taken_for_ones_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WorkspaceOfAnother: anybody can put a resolve.toml into a folder that all may write to."""
    monkeypatch.delenv("RESOLVE_WORKSPACE")
    monkeypatch.chdir(desk.folder)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    error = desk.refused(4, "due")
    assert error.startswith("resolve: error: the nearest workspace belongs to somebody else")


def test_an_interrupt_before_anything_was_recorded_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted"""
    at(desk, "1")

    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("resolutions_cli.commands.due.read_board", pressed)
    error = desk.refused(130, "due")
    assert error == "resolve: error: interrupted, and nothing was recorded\n"


def test_an_interrupt_after_an_agency_was_listed_says_that_it_stays_in_the_settings(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """InterruptedAfterListing"""
    lists = create.list_agency

    def interrupted(*given: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return lists(*given)

    monkeypatch.setattr(create, "list_agency", interrupted)
    desk.at(NOW).typing("no", "yes", "beck", *[""] * 20)
    said = desk.asks("open", "--ref", REF, "--raised", "2026-10-02", "--with", CANARY)
    assert (said.code, desk.files()) == (130, [])
    assert said.err.endswith(
        "resolve: error: interrupted; nothing was recorded in a dispute, but resolve.toml lists"
        " beck\n  delete its line under [agencies] if it is not to stay in the list\n"
    )
    assert f'beck = "{CANARY}"' in (desk.folder / "resolve.toml").read_text("utf-8")


def test_an_agency_is_listed_only_when_the_answers_are_recorded(desk: Desk) -> None:
    desk.at(NOW).typing("no", "yes", "beck")
    said = desk.asks("open", "--ref", REF, "--raised", "2026-10-02", "--with", CANARY)
    assert (said.code, desk.files()) == (130, [])
    assert "beck" not in (desk.folder / "resolve.toml").read_text("utf-8")


def test_a_fault_of_the_program_says_what_and_where_and_nothing_of_its_text(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ProgramFault"""
    at(desk, "1")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("resolutions_cli.commands.due.read_board", broken)
    error = desk.refused(1, "due")
    assert error.startswith("resolve: error: a fault in the program itself (RuntimeError)\n")
    assert re.search(r"\n  commands/due\.py:\d+, in [\w.]*test_command_line_errors:\d+\n", error)
    assert CANARY not in error


def test_a_file_that_is_no_text_is_told_as_a_file(desk: Desk, tmp_path: Path) -> None:
    """TextFileNotUnicode."""
    notes = tmp_path / f"{CANARY}.txt"
    notes.write_bytes("Łukasz".encode("utf-16"))
    assert at(desk, "1").refused(2, "escalate", REF, "--reason-file", str(notes)) == (
        "resolve: error: a text from a file or from standard input is not in UTF-8\n"
        "  --reason-file\n"
        "  save the file as plain text in UTF-8 and give it again; nothing was recorded\n"
    )


def test_an_interrupt_after_an_immediate_risk_was_recorded_says_what_is_recorded(
    desk: Desk,
) -> None:
    """InterruptedInQuestions"""
    said = desk.at(NOW).typing("yes", "", "", "", CANARY).asks("open", "--ref", REF)
    assert said.code == 130
    assert (
        f"resolve: error: interrupted; recorded: {REF} with its immediate risk."
        " Not recorded: telling the "
    ) in said.err
    assert f"\n  `resolve show {REF}` shows what is recorded; " in said.err
    assert CANARY not in said.err


def test_a_procedure_that_cannot_be_removed_is_said_with_why(desk: Desk) -> None:
    """ProcedureNotHere, ProcedureInUse"""
    err = desk.refused(4, "procedure", "remove", CANARY)
    assert "this workspace has no file of that procedure to remove" in err
    assert CANARY not in err
    desk.opens("1", "--raised", "2026-11-19T10:00")
    err = desk.refused(3, "procedure", "remove", "nyscp")
    assert "disputes were opened under this procedure: 1" in err
