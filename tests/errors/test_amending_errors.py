"""Every refusal of `undo`, and of a correction that changes nothing; nothing written or leaked."""

import pytest

from tests.desk import REF, Desk

CANARY = "Zaubervogel"
WHY = ("--reason", f"{CANARY} says so.")
YES = ("undo", REF, "--yes", "--no-input")


@pytest.fixture
def opened(desk: Desk) -> Desk:
    desk.at("2026-10-05T09:00").opens("3", "--disputed", "2026-10-01", "--summary", CANARY)
    return desk.at("2026-10-06T09:00")


def test_an_opening_stays(opened: Desk) -> None:
    """OpeningStays: it says how a dispute ends that should not be there."""
    assert opened.refused(3, *YES) == (
        "resolve: error: the entry that opens a dispute cannot be set aside\n"
        "  `resolve close --outcome opened-in-error` ends a dispute that should not be there\n"
    )


def test_an_undo_is_not_undone(opened: Desk) -> None:
    """UndoOfUndo: twice in a row would bring back what was to go."""
    opened.done("note", REF, CANARY)
    opened.done(*YES)
    assert opened.refused(3, *YES) == (
        "resolve: error: the newest entry that you recorded, 3, sets another one aside and cannot"
        " be undone\n"
        "  `resolve correct D-1 3 --withdraw` brings entry 2 back; `resolve correct D-1 ENTRY"
        " --withdraw` sets another entry aside\n"
    )


def test_a_redaction_stays(opened: Desk) -> None:
    """RedactionStays: what it removed is gone."""
    opened.done("redact", REF, "1", "--key", "summary", "--yes", *WHY)
    assert opened.refused(3, *YES) == (
        "resolve: error: the newest entry that you recorded, 2, removed a text for good\n"
        "  nothing brings the text back; `resolve note D-1` records what is still needed\n"
    )


def test_an_entry_on_which_a_later_move_rests_stays(opened: Desk) -> None:
    """RestedOn: a move, and an event that was known when somebody else moved the dispute."""
    opened.done("record", REF, "discussion", "--on", "2026-10-05")
    opened.done("escalate", REF, *WHY, "--by", CANARY)
    assert opened.refused(3, *YES) == (
        "resolve: error: entry 2 is the newest that you recorded, and entry 3 rests on it\n"
        "  `resolve correct D-1 2` puts right what it says\n"
    )


def test_an_entry_that_somebody_else_corrected_stays(opened: Desk) -> None:
    """RestedOn: the correction would be about nothing."""
    opened.done("note", REF, CANARY)
    opened.done("correct", REF, "2", "--set", "text=Something else.", *WHY, "--by", CANARY)
    assert "entry 3 rests on it" in opened.refused(3, *YES)


def test_what_somebody_else_recorded_is_not_undone(opened: Desk) -> None:
    """NothingOfYours: it says how it is set aside all the same."""
    opened.done("note", REF, CANARY)
    said = opened.refused(3, *YES, "--by", f"{CANARY}s")
    assert said == (
        "resolve: error: nothing that you recorded in D-1 still counts\n"
        "  `resolve correct D-1 ENTRY --withdraw` sets aside what somebody else recorded; if you"
        " recorded under another name, add --by\n"
    )


def test_without_a_reference_something_must_have_been_recorded(opened: Desk) -> None:
    """NothingRecordedYet"""
    said = opened.refused(4, "undo", "--yes", "--by", f"{CANARY}s")
    assert said.startswith("resolve: error: you have not recorded anything in this workspace\n")


def test_a_script_says_yes(opened: Desk) -> None:
    """UndoNotConfirmed: it names what would be set aside."""
    opened.done("note", REF, CANARY)
    assert opened.refused(2, "undo", REF) == (
        "resolve: error: --yes is missing\n  add --yes to set entry 2 of D-1 aside\n"
    )


@pytest.mark.parametrize(
    "setting", ["events.disputed=2 Oct 2026", f"summary={CANARY} 2", "with=social-care;health"]
)
def test_the_same_correction_twice_changes_nothing_and_is_refused(
    opened: Desk, setting: str
) -> None:
    """NothingWouldChange"""
    if "with" not in setting:
        opened.done("correct", REF, "1", "--set", setting, *WHY)
    assert opened.refused(3, "correct", REF, "1", "--set", setting, *WHY) == (
        "resolve: error: nothing would change: entry 1 says that already\n"
        "  `resolve show D-1` lists every entry with its corrections\n"
    )
