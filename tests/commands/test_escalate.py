"""`resolve escalate`: what is asked for, in words, and what is said where something is missing."""

import pytest

from resolutions_cli.core.entries.facts import Recorded
from resolutions_cli.core.views.gaps import gaps_of
from tests.desk import REF, Desk
from tests.story import when


def at(desk: Desk, stage: str, procedure: str = "cyscb") -> Desk:
    desk.at("2026-10-05T09:00").opens(stage, procedure=procedure)
    return desk


def test_without_a_terminal_the_missing_reason_is_named_with_the_stage_it_is_for(
    desk: Desk,
) -> None:
    assert at(desk, "1", "nyscp").refused(2, "escalate", REF) == (
        "resolve: error: --reason is missing\n"
        '  it says why it goes on to stage 2 ("With your line manager")\n'
    )


def test_on_a_terminal_the_ways_on_are_numbered_and_a_slip_is_told_as_a_stage(desk: Desk) -> None:
    answers = ("s 9", "board", "policies", "2", "", "", "", "It came up twice.")
    at(desk, "line-managers").typing(*answers)
    said = desk.asks("escalate", REF)
    assert said.code == 0
    assert "  1. senior-managers  Between senior managers\n" in said.err
    assert "there is no stage of that name\n  there are senior-managers, board-chair\n" in said.err
    assert "there is no ground of that name\n  there are policy, pattern\n" in said.err
    assert desk.case().dispute.stage.id == "board-chair"


def test_a_list_of_numbers_is_not_numbered_again(desk: Desk) -> None:
    at(desk, "6", "nyscp").typing("It goes on.", "")
    assert "1." not in desk.asks("escalate", REF).err


WHY = ("--reason", "The Chair was written to.")


@pytest.mark.clause("N13", "N14")
def test_in_a_script_a_move_without_a_time_says_that_it_counts_from_now(desk: Desk) -> None:
    at(desk, "4", "nyscp").at("2026-10-06T10:00")
    counted = "resolve: note: counted from now, 10:00; use --at if it happened earlier\n"
    assert counted in desk.done("escalate", REF, *WHY).err
    desk.at("2026-10-07T10:00")
    assert "counted" not in desk.done("escalate", REF, *WHY, "--at", "yesterday").err


@pytest.mark.clause("N13", "N14")
def test_on_a_terminal_it_is_asked_when_the_chair_was_told_and_that_is_recorded_too(
    desk: Desk,
) -> None:
    at(desk, "5", "nyscp").at("2026-10-09T10:00")
    said = desk.typing("6 Oct 2026", "", "").asks("escalate", REF, *WHY)
    assert said.code == 0
    assert "when did this happen: the Chair of the board was told" in said.err.replace(
        "When", "when"
    )
    told, moved = desk.log().entries[1:]
    assert told.facts == Recorded(event="chair-told", on=when("2026-10-06"))
    assert (moved.kind, desk.due()[1]) == ("escalated", "2026-10-09")
    assert "left-without" not in {gap.name for gap in gaps_of(desk.case())}


@pytest.mark.clause("N13", "N14")
def test_on_a_terminal_it_is_asked_when_it_went_on_and_the_clock_starts_then(desk: Desk) -> None:
    at(desk, "5", "nyscp").at("2026-10-09T10:00")
    said = desk.typing("", "2026-10-04", "6 Oct 2026", "").asks("escalate", REF, *WHY)
    assert said.code == 0
    assert "a move cannot be before the one it follows" in said.err
    assert said.err.count("When did it move on? For example yesterday 4pm (Enter for now): ") == 2
    assert desk.due()[1] == "2026-10-09"
