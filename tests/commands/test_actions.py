"""Agreed actions and reminders: deadlines by their numbers, with words where nobody else sees."""

import sys
from datetime import date

import pytest

from resolutions_cli.app import streams
from resolutions_cli.core.entries.facts import Closed
from resolutions_cli.core.time.moment import Moment
from tests.desk import REF, Desk

WHY = ("--reason", "They agree on an assessment.")
VISIT = "Ann Lee: visits the family by 9 Oct 2026"


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """A dispute with a reminder, closed on 6 October with one action."""
    desk.at("2026-10-05T09:00").opens("1")
    desk.at("2026-10-06T10:00").done("close", REF, "--outcome", "agreed", *WHY, "--action", VISIT)
    return desk.at("2026-10-12T10:00")


# ------------------------------------------------------------------ its date


@pytest.mark.clause("Y26")
def test_the_date_of_an_action_is_a_fact_that_outlives_its_words(closed: Desk) -> None:
    closing = closed.newest().facts
    assert isinstance(closing, Closed)
    assert closing.action_dates == {"1": Moment(date(2026, 10, 9))}
    closed.done("redact", REF, "2", "--key", "action", "--reason", "A name.", "--yes")
    assert closed.due("action:1") == ("overdue", "2026-10-09")


def test_a_decision_that_stays_in_its_stage_has_actions_with_dates_too(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("7", "--raised", "2026-10-05T08:00")
    desk.done("decide", REF, "recommended", *WHY, "--action", VISIT)
    assert desk.due("action:1") == ("on-time", "2026-10-09")


def test_new_words_take_their_date_with_them(closed: Desk) -> None:
    new = "action-1=Ann Lee: visits the family by 16 Oct 2026"
    closed.done("correct", REF, "2", "--set", new, *WHY)
    assert closed.due("action:1") == ("on-time", "2026-10-16")
    assert "moved later" in closed.done("due").out


def test_new_words_without_a_date_leave_it_as_it_was(closed: Desk) -> None:
    closed.done("correct", REF, "2", "--set", "action-1=Ann Lee: rings the family", *WHY)
    assert closed.due("action:1") == ("overdue", "2026-10-09")


def test_the_date_can_be_set_by_itself_and_goes_before_that_in_the_words(closed: Desk) -> None:
    closed.done("correct", REF, "2", "--set", "action_dates.1=2026-10-20", *WHY)
    assert closed.due("action:1") == ("on-time", "2026-10-20")
    both = ("--set", "action_dates.1=2026-10-21", "--set", f"action-1={VISIT}")
    closed.done("correct", REF, "2", *both, *WHY)
    assert closed.due("action:1") == ("on-time", "2026-10-21")
    closed.refused(4, "correct", REF, "2", "--set", "action_dates.2=2026-10-20", *WHY)


# ------------------------------------------------------------------ where it is seen


def test_next_shows_a_closed_dispute_in_which_an_action_is_open(closed: Desk) -> None:
    said = closed.done("next").out
    assert said.startswith(f"{REF}  closed: agreed\nAgreed action 1 is past its date\n")
    assert f"    {VISIT}\n" in said
    assert f"      resolve done {REF} action:1 --on WHEN\n" in said
    closed.done("done", REF, "action:1", "--on", "2026-10-12")
    assert closed.done("next").out == ""


def test_list_says_that_a_closed_dispute_has_something_open_and_lists_it_among_the_closed(
    closed: Desk,
) -> None:
    said = closed.done("list")
    assert said.out == ""
    assert "resolve: note: 1 closed dispute has something still to be done" in said.err
    (_, row) = closed.done("list", "--closed").out.splitlines()
    assert row.split()[:3] == [REF, "1", "Mon"]
    for words in ("OVERDUE", "closed Tue 6 Oct 2026", "agreed action 1 is past its date"):
        assert words in row
    (dispute,) = closed.done("list", "--all", "--json").document["disputes"]
    assert (dispute["quiet_days"], dispute["duty"]) == (None, "action:1")
    assert {"code": "action-past-its-date", "names": ["1"], "working_days": None} in dispute[
        "warnings"
    ]


def test_a_role_that_is_asked_for_hides_no_action(closed: Desk) -> None:
    assert "Agreed action 1" in closed.done("due", "--who", "lead").out
    assert "Agreed action 1" in closed.done("due", "--overdue", "--stage", "1").out


def test_every_other_format_has_the_number_and_the_date_and_not_the_words(closed: Desk) -> None:
    closed.done("reopen", REF, *WHY)
    closed.done("chase", REF, "--by", "2026-10-13", "--who", "Cy", "Ring the head")
    formats = ([], ["--json"], ["--csv"], ["--ics"], ["--group", "who"], ["--overdue"])
    for words in formats:
        said = closed.done("due", *words).out
        assert "ction 1" in said
        for text in ("Ann", "visits", "Cy", "Ring the head"):
            assert text not in said, words


def test_on_a_terminal_due_has_the_words_and_what_was_redacted_is_said_to_be(
    closed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(streams, "is_terminal", lambda stream: stream is sys.stdout)
    assert f"Agreed action 1: {VISIT}" in closed.done("due", "--no-color").out
    closed.done("redact", REF, "2", "--key", "action", "--reason", "A name.", "--yes")
    said = closed.done("due", "--no-color").out
    assert "Agreed action 1: (redacted)" in said
    assert "Ann" not in said


def test_show_explain_timeline_and_the_papers_have_the_action(closed: Desk) -> None:
    for words in (
        ("show", REF),
        ("report", "case", REF, "--format", "md"),
        ("report", "panel", REF, "--format", "md"),
    ):
        assert f"Agreed action 1: {VISIT}" in closed.done(*words).out
    assert f"  what    {VISIT}\n" in closed.done("explain", REF).out
    said = closed.done("timeline", REF).out
    assert "OVERDUE, 1 working day over: due Fri 9 Oct 2026, the date agreed for the action" in said
    assert "agreed action 1 is past its date" in said


def test_the_words_of_a_reminder_are_shown_where_it_is_shown_to_one_person(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    desk.done("chase", REF, "--by", "2026-10-07", "--who", "Cy", "Ring the head")
    for command in ("next", "show", "explain"):
        assert "Cy: Ring the head" in desk.done(command, REF).out
    assert "Ring the head" not in desk.done("due").out
