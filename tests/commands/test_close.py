"""`resolve close`: nothing ends without an outcome, a reason, and what follows."""

from datetime import date

import pytest

from resolutions_cli.core.entries.facts import Closed
from resolutions_cli.core.time.moment import Moment
from tests.desk import REF, Desk
from tests.story import when

WHY = ("--reason", "The assessment starts on Monday.")


def in_stage(desk: Desk, stage: str = "1") -> Desk:
    desk.at("2026-10-05T09:00").opens(stage)
    return desk.at("2026-10-06T10:00")


@pytest.mark.clause("Y26", "N5")
def test_it_is_closed_with_outcome_reason_actions_learning_and_who_agrees(desk: Desk) -> None:
    in_stage(desk).done(
        *("close", REF, "--outcome", "agreed", *WHY),
        *("--action", "School: sends the chronology by 9 Oct 2026"),
        *("--action", "Social care: visits, stands by the plan by 2026-10-12"),
        *("--learning", "Ring before writing.", "--agreed-by", "school", "--agreed-by", "health"),
        *("--position", "school: we are content"),
    )
    assert desk.newest().facts == Closed(
        from_="1",
        outcome="agreed",
        agreed_by=("school", "health"),
        action_dates={"1": Moment(date(2026, 10, 9)), "2": Moment(date(2026, 10, 12))},
    )
    assert desk.texts() == {
        "reason": "The assessment starts on Monday.",
        "action-1": "School: sends the chronology by 9 Oct 2026",
        "action-2": "Social care: visits, stands by the plan by 2026-10-12",
        "learning-1": "Ring before writing.",
        "position-1": "school: we are content",
    }


@pytest.mark.clause("Y26")
@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ((), "--outcome"),
        (("--outcome", "agreed"), "--reason"),
        (("--outcome", "agreed", *WHY), "--action or --no-action"),
    ],
)
def test_it_is_refused_while_the_record_lacks_what_was_decided_why_or_what_follows(
    desk: Desk, words: tuple[str, ...], missing: str
) -> None:
    error = in_stage(desk).refused(2, "close", REF, *words)
    assert error.startswith(f"resolve: error: {missing} is missing\n")


def test_that_nothing_follows_is_recorded_as_said(desk: Desk) -> None:
    in_stage(desk).done("close", REF, "--outcome", "withdrawn", *WHY, "--no-action")
    assert desk.newest().facts == Closed(from_="1", outcome="withdrawn", no_action=True)


def test_a_dispute_opened_in_error_needs_only_the_reason(desk: Desk) -> None:
    in_stage(desk).done("close", REF, "--outcome", "opened-in-error", "--reason", "A wrong child.")
    assert desk.case().dispute.outcome == "opened-in-error"


@pytest.mark.clause("N18")
def test_the_panels_stage_is_closed_only_after_its_recommendation(desk: Desk) -> None:
    words = ("close", REF, "--outcome", "recommendation-accepted", *WHY, "--no-action")
    assert in_stage(desk, "7").refused(3, *words) == (
        "resolve: error: stage 7 is closed by a decision first\n"
        "  record it with `resolve decide`: recommended\n"
    )


@pytest.mark.parametrize(
    "action",
    [
        "School sends it by 2026-10-09",
        "School: sends it",
        "School: sends it by",
        ": sends it by 2026-10-09",
        "School: by 2026-10-09",
        "tbc: sends it by 2026-10-09",
        "School: sends it by soon",
        "School: sends it by 09/10/2026",
    ],
)
def test_an_action_says_who_does_what_by_when(desk: Desk, action: str) -> None:
    in_stage(desk).refused(2, "close", REF, "--outcome", "agreed", *WHY, "--action", action)


def test_closing_cannot_be_before_the_stage_was_entered(desk: Desk) -> None:
    words = ("close", REF, "--outcome", "agreed", *WHY, "--no-action", "--at", "2026-10-04")
    in_stage(desk).refused(3, *words)


def test_a_reason_can_come_from_a_file_so_that_it_stands_in_no_history(desk: Desk) -> None:
    note = desk.folder / "why.txt"
    note.write_text("Łukasz agreed.\n", encoding="utf-8")
    words = ("--outcome", "agreed", "--reason-file", str(note), "--no-action")
    in_stage(desk).done("close", REF, *words)
    assert (desk.texts()["reason"] or "").startswith("Łukasz agreed.")


@pytest.mark.clause("Y26")
def test_on_a_terminal_an_action_that_cannot_be_read_is_asked_for_again(desk: Desk) -> None:
    actions = ("School: rings by soon", "School: rings by 9 Oct 2026")
    in_stage(desk).typing("agreed", "", "Both agree.", *actions, "", "")
    said = desk.asks("close", REF)
    assert said.code == 0
    assert "decision-changed" in said.err
    assert "a date or time cannot be read" in said.err
    assert desk.texts() == {"reason": "Both agree.", "action-1": "School: rings by 9 Oct 2026"}


def test_on_a_terminal_neither_an_action_nor_none_is_asked_for_again_and_the_reason_stays(
    desk: Desk,
) -> None:
    in_stage(desk).typing("1", "", "Both agree.", "", "no", "School: rings by 9 Oct 2026", "", "")
    said = desk.asks("close", REF)
    assert said.code == 0
    assert "  1. agreed " in said.err
    assert said.err.count("What follows, each as ") == 3 + 1  # and where it is looked over
    assert desk.texts() == {"reason": "Both agree.", "action-1": "School: rings by 9 Oct 2026"}


@pytest.mark.parametrize(("said", "confirmed"), [("", ["y"]), ("none", [])])
def test_that_nothing_follows_can_be_confirmed_or_typed(
    desk: Desk, said: str, confirmed: list[str]
) -> None:
    in_stage(desk).typing("agreed", "", "Both agree.", said, *confirmed, "")
    assert desk.asks("close", REF).code == 0
    assert desk.newest().facts == Closed(from_="1", outcome="agreed", no_action=True)


def test_it_says_that_the_actions_stay_due_until_they_are_recorded_as_done(desk: Desk) -> None:
    words = ("close", REF, "--outcome", "agreed", *WHY)
    said = in_stage(desk).done(*words, "--action", "School: rings by 9 Oct 2026")
    assert "the action stays in `resolve due`, also when the dispute is closed" in said.err
    assert f"  resolve done {REF} action:N --on WHEN\n" in said.err
    desk.done("reopen", REF, *WHY)
    assert "`resolve due`" not in desk.done(*words, "--no-action").err


# ------------------------------------------------------------------ when it was


AGREED = ("close", REF, "--outcome", "agreed", *WHY, "--no-action")


def test_in_a_script_a_closing_says_that_it_counts_from_now(desk: Desk) -> None:
    said = in_stage(desk).done(*AGREED)
    assert "resolve: note: counted from now, 10:00; use --at if it happened earlier\n" in said.err
    desk.done("reopen", REF, *WHY)
    assert "counted from now" not in desk.done(*AGREED, "--at", "now").err


def test_on_a_terminal_it_is_asked_when_it_was_closed_and_never_before_the_last_move(
    desk: Desk,
) -> None:
    said = in_stage(desk).typing("2026-10-04", "yesterday 16:00", "").asks(*AGREED)
    assert said.code == 0
    assert said.err.count("When was it closed? For example yesterday 4pm (Enter for now): ") == 2
    assert desk.case().dispute.closed_at == when("2026-10-05T16:00")


# ------------------------------------------------------------------ dates to keep the child safe


def safe_by(desk: Desk, *dates: str) -> Desk:
    for each in dates:
        desk.done("sooner", REF, "--to", each, "--reason", "She must not go home.")
    return desk


@pytest.mark.clause("N1")
def test_closing_warns_of_a_date_to_keep_the_child_safe_that_nobody_said_was_met(
    desk: Desk,
) -> None:
    said = safe_by(in_stage(desk), "2026-10-08").done(*AGREED)
    assert (
        "resolve: warning: the dispute is closed, but the date set to keep the child safe is not"
        " recorded as done: Thu 8 Oct 2026\n"
        f"  resolve done {REF} safe --on WHEN\n"
    ) in said.err
    done = ("done", REF, "safe", "--on", "2026-10-07")
    desk.at("2026-10-07T10:00").done(*done)
    assert desk.due("safe")[0] == "met"
    assert "that it is done" in desk.refused(3, *done)


@pytest.mark.clause("N1")
def test_a_date_to_keep_the_child_safe_that_was_met_is_not_warned_of(desk: Desk) -> None:
    safe_by(in_stage(desk), "2026-10-08").done("done", REF, "safe")
    assert "keep the child safe" not in desk.done(*AGREED).err


@pytest.mark.clause("N1")
def test_of_several_dates_the_warning_names_the_one_that_was_open(desk: Desk) -> None:
    safe_by(in_stage(desk), "2026-10-06T12:00")
    safe_by(desk.at("2026-10-07T10:00"), "2026-10-09")
    said = desk.done(*AGREED)
    assert (
        f"is not recorded as done: Fri 9 Oct 2026\n  resolve done {REF} safe:2 --on WHEN\n"
        in said.err
    )
    assert "Tue 6 Oct" not in said.err
    assert "safe:1, safe:2" in desk.refused(4, "done", REF, "safe")
    desk.done("done", REF, "safe:2")
    desk.done("done", REF, "safe", "--on", "2026-10-06")  # the only one that is left
    assert desk.due("safe")[0] == "met"
