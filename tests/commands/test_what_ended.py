"""A date that was set to keep the child safe: nothing says that it was met unless somebody did."""

import csv
import io
from pathlib import Path

import pytest

from tests.desk import REF, Desk

CLOSES = ("--outcome", "agreed", "--reason", "Both agree on the plan.", "--no-action")


@pytest.fixture
def passed(desk: Desk) -> Desk:
    """A date of 11 September, that passed; the dispute was closed on the 24th."""
    desk.at("2026-09-09T09:00").opens("1", "--raised", "2026-09-09T09:00")
    desk.done("sooner", REF, "--to", "2026-09-11", "--reason", "He goes home on Friday.")
    desk.at("2026-09-24T09:00").done("close", REF, *CLOSES)
    return desk


def said_everywhere(desk: Desk, folder: Path) -> dict[str, str]:
    """Every page and file that speaks of how a deadline ended."""
    desk.done("report", "case", REF, "--format", "md", "-o", str(folder / "case.md"))
    desk.done("report", "panel", REF, "--format", "md", "-o", str(folder / "panel.md"))
    return {
        "show": desk.done("show", REF).out,
        "explain": desk.done("explain", REF, "safe").out,
        "timeline": desk.done("timeline", REF).out,
        "due": desk.done("due", "--all").out,
        "case": (folder / "case.md").read_text("utf-8"),
        "panel": (folder / "panel.md").read_text("utf-8"),
    }


def test_a_date_that_had_passed_at_the_closing_is_missed_and_nowhere_said_to_be_done(
    passed: Desk, tmp_path: Path
) -> None:
    words = "not recorded as done when the dispute was closed on Thu 24 Sep 2026 09:00"
    for name, text in said_everywhere(passed, tmp_path).items():
        assert "he child is safe" not in text, name
        assert "done Thu 24 Sep" not in text, name
        assert "9 working days past it" in text, name
        assert name == "due" or words in text, name
        assert "MISSED" in text, name


def test_in_a_sheet_it_has_no_date_on_which_it_was_fulfilled(passed: Desk) -> None:
    text = passed.done("due", "--all", "--csv").out.removeprefix("\ufeff")
    (row,) = (row for row in csv.DictReader(io.StringIO(text)) if row["duty"] == "safe")
    assert (row["status"], row["how"], row["fulfilled_on"]) == ("missed", "lapsed", "")
    assert (row["ended_on"], row["working_days_late"]) == ("2026-09-24", "9")


def test_a_date_that_was_still_to_come_is_no_longer_due(desk: Desk, tmp_path: Path) -> None:
    desk.at("2026-09-09T09:00").opens("1", "--raised", "2026-09-09T09:00")
    desk.done("sooner", REF, "--to", "2026-09-11", "--reason", "He goes home on Friday.")
    desk.at("2026-09-10T09:00").done("close", REF, *CLOSES)
    for name, text in said_everywhere(desk, tmp_path).items():
        assert "NO LONGER DUE" in text, name
        assert name == "due" or "no longer due since Thu 10 Sep 2026 09:00" in text, name
        assert "done Thu 10 Sep" not in text, name


def test_a_panel_that_was_over_its_time_at_the_closing_is_not_said_to_have_met(
    desk: Desk,
) -> None:
    desk.at("2026-09-01T09:00").opens("6", "--raised", "2026-09-01T09:00")
    desk.at("2026-11-20T09:00").done("close", REF, *CLOSES)
    shown = desk.done("show", REF).out
    assert "not recorded as done when the dispute was closed on Fri 20 Nov 2026 09:00" in shown
    assert "done Fri 20 Nov" not in shown


def test_a_stage_without_a_limit_is_done_and_never_met(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("iro-manager", procedure="cyscb")
    on = ("--to", "heads-of-service", "--reason", "No agreement.")
    desk.at("2026-10-12T09:00").done("escalate", REF, *on)
    rows = desk.done("due", "--all").out.splitlines()
    (row,) = (row for row in rows if "With the IRO Manager" in row)
    assert row.startswith("DONE ")
    shown = desk.done("show", REF).out
    assert "the stage was left on Mon 12 Oct 2026 09:00" in shown
    assert "MET" not in shown
