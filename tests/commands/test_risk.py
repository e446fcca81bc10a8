"""`resolve risk`: whoever must be told of immediate risk is told at once."""

import pytest

from resolutions_cli.core.facts import Risk
from resolutions_cli.core.gaps import gaps_of
from tests.desk import REF, Desk
from tests.story import when

WHY = ("--reason", "A threat was made last night.")


def opened(desk: Desk, stage: str = "4", procedure: str = "nyscp") -> Desk:
    desk.at("2026-10-05T09:00").opens(stage, procedure=procedure)
    return desk.at("2026-10-05T10:00")


def telling(desk: Desk, now: str) -> dict[str, str]:
    desk.at(now)
    return {
        deadline.key.duty: deadline.status.value
        for deadline in desk.case().deadlines
        if deadline.is_telling
    }


@pytest.mark.clause("N3")
def test_at_any_stage_three_are_to_be_told_at_once_and_overdue_from_the_next_minute(
    desk: Desk,
) -> None:
    said = opened(desk).done("risk", REF, *WHY)
    first = said.out.splitlines()[4:7]
    assert [line.split()[0] for line in first] == ["NOW", "NOW", "NOW"]
    assert set(telling(desk, "2026-10-05T10:00").values()) == {"due-today"}
    assert telling(desk, "2026-10-05T10:01") == {
        "tell:dsl": "overdue",
        "tell:police": "overdue",
        "tell:social-care": "overdue",
    }


@pytest.mark.clause("N3")
def test_who_told_whom_and_when_is_recorded_and_later_needs_no_reason(desk: Desk) -> None:
    told = "police=2026-10-05T10:00 by Ann Lee to PC 12 ref 77/26"
    opened(desk).done("risk", REF, *WHY, "--told", told)
    assert desk.texts() == {"reason": WHY[1], "told-1": told}
    later = "social-care=2026-10-05T10:20 by Ann Lee"
    desk.at("2026-10-05T10:30").done("risk", REF, "--told", later)
    assert desk.newest().facts == Risk(told={"social-care": when("2026-10-05T10:20")})
    assert desk.newest().at == when("2026-10-05T10:20")
    assert telling(desk, "2026-10-05T10:30") == {
        "tell:dsl": "overdue",
        "tell:police": "met",
        "tell:social-care": "missed",
    }


@pytest.mark.clause("N3")
def test_where_the_text_names_nobody_general_practice_does(desk: Desk) -> None:
    opened(desk, "line-managers", "cyscb").done("risk", REF, *WHY)
    assert list(telling(desk, "2026-10-05T10:05")) == [
        "tell:safeguarding-lead",
        "tell:police",
        "tell:social-care",
    ]
    desk.refused(4, "risk", REF, "--told", "dsl=now by Ann")


def test_when_it_is_over_nobody_has_to_be_told_any_more(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY)
    desk.at("2026-10-05T12:00").refused(2, "risk", REF, "--ended", "now")
    desk.done("risk", REF, "--ended", "2026-10-05T11:30", "--reason", "The child is with an aunt.")
    assert set(telling(desk, "2026-10-05T12:00").values()) == {"ended"}
    assert desk.newest().at == when("2026-10-05T11:30")


def test_a_second_risk_is_an_episode_of_its_own(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY, "--told", "police=now by Ann")
    desk.at("2026-10-07T10:00").done("risk", REF, "--reason", "Another threat was made.")
    again = [d for d in desk.case().deadlines if d.key.duty == "tell:police"]
    assert [(d.key.time, d.status.value) for d in again] == [(1, "met"), (2, "due-today")]


def test_telling_before_any_risk_is_refused(desk: Desk) -> None:
    opened(desk).refused(3, "risk", REF, "--told", "police=now by Ann")
    desk.refused(3, "risk", REF, "--ended", "now", "--reason", "It is over.")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("police", 2),
        ("police=by Ann", 2),
        ("police=noon by Ann", 2),
        ("police=05/10/2026 by Ann", 2),
        ("police=2026-10-05T10:30 by Ann", 3),
        ("neighbour=now by Ann", 4),
    ],
)
def test_a_telling_names_a_role_and_a_time_that_has_been(desk: Desk, told: str, code: int) -> None:
    opened(desk).refused(code, "risk", REF, *WHY, "--told", told)


ENDS = ("--outcome", "agreed", "--reason", "Both agree.", "--no-action")


@pytest.mark.clause("N3")
def test_risk_is_taken_in_a_closed_dispute_too_and_whoever_must_be_told_is_owed(
    desk: Desk,
) -> None:
    opened(desk).done("close", REF, *ENDS)
    desk.done("risk", REF, *WHY)
    assert "Police" in desk.done("due").out


@pytest.mark.clause("N3")
def test_closing_ends_no_duty_to_tell(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY, "--told", "police=now by Ann")
    desk.done("close", REF, *ENDS)
    for _ in range(2):  # from the files, and from the index
        assert desk.does("due").out.count("Tell: ") == 2
    assert desk.done("next", REF).out.count("--told") == 2
    assert f"resolve risk {REF} --told" in desk.done("next").out
    assert "IMMEDIATE RISK" in desk.done("show", REF).out
    assert "risk-goes-on" in {gap.name for gap in gaps_of(desk.case())}
    desk.done("risk", REF, "--ended", "now", "--reason", "The child is with an aunt.")
    assert desk.done("due").out == ""
    assert "IMMEDIATE RISK" not in desk.done("show", REF).out
    assert "risk-goes-on" not in {gap.name for gap in gaps_of(desk.case())}


@pytest.mark.clause("N3")
def test_nobody_can_have_been_told_before_the_risk_began(desk: Desk) -> None:
    at = ("--at", "2026-10-05T09:30")
    told = ("--told", "police=2026-10-05T09:10 by Ann")
    err = opened(desk).refused(3, "risk", REF, *WHY, *at, *told)
    assert "told before any immediate risk began, the first on 2026-10-05" in err
    desk.done("risk", REF, *WHY)
    desk.refused(3, "risk", REF, "--told", "police=2026-10-04 by Ann")


@pytest.mark.clause("N3")
def test_a_risk_that_somebody_was_told_of_before_it_was_written_down_had_begun_by_then(
    desk: Desk,
) -> None:
    opened(desk).done("risk", REF, *WHY, "--told", "police=2026-10-05T09:30 by Ann")
    told = {d.key.duty: d for d in desk.case().deadlines if d.is_telling}
    assert told["tell:police"].status.value == "met"
    assert told["tell:dsl"].status.value == "overdue"
    assert told["tell:dsl"].due == when("2026-10-05T09:30")


@pytest.mark.clause("N3")
def test_a_risk_that_was_written_down_twice_is_told_of_and_over_at_once(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY)
    desk.at("2026-10-05T12:00").done("risk", REF, *WHY)
    # before the second was written down, which it cannot have been about
    desk.done("risk", REF, "--told", "police=2026-10-05T11:30 by Ann")
    told = [d.status.value for d in desk.case().deadlines if d.key.duty == "tell:police"]
    assert told == ["missed", "due-today"]
    desk.at("2026-10-05T13:00").done("risk", REF, "--told", "dsl=now by Ann")
    told = [d.status.value for d in desk.case().deadlines if d.key.duty == "tell:dsl"]
    assert told == ["missed", "missed"]
    desk.done("risk", REF, "--ended", "now", "--reason", "It is over.")
    assert desk.done("due").out.count("Tell: ") == 0


@pytest.mark.clause("N3")
def test_closing_with_nobody_told_is_said_aloud_and_stays_a_gap(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY)
    said = desk.does("close", REF, *ENDS)
    assert said.code == 0
    assert "not told of the immediate risk of 2026-10-05: dsl, police, social-care" in said.err
    assert "never-told" in {gap.name for gap in gaps_of(desk.case())}


@pytest.mark.parametrize("reason", ["", "-", "n/a"])
def test_a_risk_needs_a_reason(desk: Desk, reason: str) -> None:
    opened(desk).refused(2, "risk", REF, "--reason", reason)
