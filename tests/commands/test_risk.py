"""`resolve risk`: whoever must be told of immediate risk is told at once."""

import pytest

from resolutions_cli.core.entries.facts import Risk
from resolutions_cli.core.views.gaps import gaps_of
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


def test_when_it_is_over_whoever_was_never_told_is_still_overdue(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY)
    desk.at("2026-10-05T12:00").refused(2, "risk", REF, "--ended", "now")
    desk.done("risk", REF, "--ended", "2026-10-05T11:30", "--reason", "The child is with an aunt.")
    assert set(telling(desk, "2026-10-05T12:00").values()) == {"overdue"}
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
        ("police=noon by Ann", 3),
        ("police=soon by Ann", 2),
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
    assert "tell the police" in desk.done("due").out


@pytest.mark.clause("N3")
def test_closing_ends_no_duty_to_tell(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY, "--told", "police=now by Ann")
    desk.done("close", REF, *ENDS)
    for _ in range(2):  # from the files, and from the index
        assert desk.does("due").out.count("IMMEDIATE RISK: tell ") == 2
    assert desk.done("next", REF).out.count("--told") == 2
    assert f"resolve risk {REF} --told" in desk.done("next").out
    assert "IMMEDIATE RISK" in desk.done("show", REF).out
    assert "risk-goes-on" in {gap.name for gap in gaps_of(desk.case())}
    desk.done("risk", REF, "--ended", "now", "--reason", "The child is with an aunt.")
    assert desk.does("due").out.count("IMMEDIATE RISK, now over: tell ") == 2
    for role in ("dsl", "social-care"):
        desk.done("risk", REF, "--told", f"{role}=now by Ann")
    assert desk.done("due").out == ""
    assert "IMMEDIATE RISK to the child" not in desk.done("show", REF).out
    assert "risk-goes-on" not in {gap.name for gap in gaps_of(desk.case())}


EARLY = ("--told", "police=2026-10-05T09:10 by Ann")


@pytest.mark.clause("N3")
@pytest.mark.parametrize("in_one", [True, False])
def test_a_telling_before_the_risk_is_recorded_with_a_warning_and_counts_for_nothing(
    desk: Desk, in_one: bool
) -> None:
    at = ("--at", "2026-10-05T09:30")
    said = opened(desk).done("risk", REF, *WHY, *at, *(EARLY if in_one else ()))
    said = said if in_one else desk.done("risk", REF, *EARLY)
    assert (
        "resolve: warning: Police: told Mon 5 Oct 2026 09:10, but the risk is recorded from"
        " Mon 5 Oct 2026 09:30\n"
    ) in said.err
    assert f"\n  resolve correct {REF} 2 --set on=WHEN --reason WHY\n" in said.err
    assert telling(desk, "2026-10-05T10:00")["tell:police"] == "overdue"
    (gap,) = [gap for gap in gaps_of(desk.case()) if gap.name == "told-before-risk"]
    command = f"resolve correct {REF} 2 --set on=WHEN"
    assert (gap.command, "Ann" in gap.sentence) == (command, False)
    desk.done("correct", REF, "2", "--set", "on=2026-10-05T09:05", "--reason", "It began then.")
    assert telling(desk, "2026-10-05T10:00")["tell:police"] == "missed"
    assert "told-before-risk" not in {gap.name for gap in gaps_of(desk.case())}


@pytest.mark.clause("N3")
def test_on_a_terminal_a_telling_before_the_risk_asks_when_the_risk_began(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY)
    desk.at("2026-10-05T10:30").typing("soon", "")
    said = desk.asks("risk", REF, *EARLY)
    assert said.code == 0
    assert (
        "  You say that somebody told the police on Mon 5 Oct 2026 09:10, but the risk is recorded"
    ) in said.err.replace("\n  is recorded", " is recorded")
    assert said.err.count("When did it start? (Enter: Mon 5 Oct 2026 09:10): ") == 2
    assert [entry.kind for entry in desk.log().entries[2:]] == ["corrected", "risk"]
    (episode,) = desk.case().dispute.episodes
    assert episode.on == when("2026-10-05T09:10")
    assert telling(desk, "2026-10-05T10:30")["tell:police"] == "met"


@pytest.mark.clause("N3")
def test_on_a_terminal_the_start_of_a_risk_may_stay_after_the_telling(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY)
    desk.at("2026-10-05T10:30").typing("2026-10-05T10:00")
    assert desk.asks("risk", REF, *EARLY).code == 0
    assert "told-before-risk" in {gap.name for gap in gaps_of(desk.case())}


@pytest.mark.clause("N3")
def test_on_a_terminal_the_risk_is_recorded_before_it_is_asked_who_was_told(desk: Desk) -> None:
    answers = ("He was hit.", "", "", "2026-10-05T09:50", "Ann Lee", "PC 12, ref 77/26", "", "")
    said = opened(desk).typing(*answers).asks("risk", REF)
    assert said.code == 0
    assert said.err.index("Ring 999 and Children's Social Care now.") < said.err.index("What the")
    assert (
        "  Has anyone told the police?\nWhen? For example 15:20, or yes for now"
        " (Enter if not yet): " in said.err
    )
    began, told, corrected = desk.log().entries[1:]
    assert (began.facts, corrected.kind) == (Risk(on=when("2026-10-05T10:00")), "corrected")
    assert told.texts["told-1"] == "police=2026-10-05T09:50 by Ann Lee to PC 12, ref 77/26"
    assert said.err.endswith(
        "resolve: warning: not told yet of the immediate risk: Designated safeguarding lead of the"
        " referring agency; Children's Social Care\n"
        f'  resolve risk {REF} --told "dsl=WHEN by NAME to NAME"\n'
        f'  resolve risk {REF} --told "social-care=WHEN by NAME to NAME"\n'
    )
    assert said.out.count("recorded: entry") == 3


@pytest.mark.clause("N3")
def test_on_a_terminal_an_interrupt_after_the_reason_leaves_the_risk_recorded(desk: Desk) -> None:
    opened(desk).typing("He was hit.")
    said = desk.asks("risk", REF)
    assert said.code == 130
    assert said.err.endswith(
        "resolve: error: interrupted; recorded: the immediate risk. Not recorded: telling"
        " the designated safeguarding lead of the referring agency; telling the police;"
        " telling Children's Social Care\n"
        f"  `resolve show {REF}` shows what is recorded; `resolve risk {REF}` asks again who was"
        " told; `resolve correct` adds the rest\n"
    )
    assert desk.case().dispute.episodes


@pytest.mark.clause("N3")
def test_on_a_terminal_each_telling_is_recorded_once_it_is_answered_whatever_comes_after(
    desk: Desk,
) -> None:
    answers = ("He was hit.", "", "yes", "Ann Lee", "", "10:00", "", "PC 12", "10:00")
    said = opened(desk).typing(*answers).asks("risk", REF)
    assert said.code == 130
    assert [entry.kind for entry in desk.log().entries[1:]] == ["risk", "risk", "risk"]
    assert "recorded: the immediate risk; telling the designated" in said.err
    lacking = said.err.partition("Not recorded: ")[2]
    assert lacking.startswith("telling Children's Social Care\n")
    (episode,) = desk.case().dispute.episodes
    assert list(episode.told) == ["dsl", "police"]


@pytest.mark.clause("N3")
def test_on_a_terminal_a_telling_is_kept_when_it_is_not_answered_when_the_risk_began(
    desk: Desk,
) -> None:
    said = opened(desk).typing("He was hit.", "", "9:50am", "", "", then="").asks("risk", REF)
    assert said.code == 130
    assert desk.newest().facts == Risk(told={"dsl": when("2026-10-05T09:50")})
    assert "Not recorded: telling the police;" in said.err


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        *((yes, "2026-10-05T16:00") for yes in ("yes", "Y", "now")),
        *((at, "2026-10-05T15:20") for at in ("15:20", "3:20pm", "3.20 PM", "today 15:20")),
        ("3pm", "2026-10-05T15:00"),
        ("12:05 p.m.", "2026-10-05T12:05"),
    ],
)
def test_on_a_terminal_whether_somebody_was_told_takes_yes_and_a_time_of_today(
    desk: Desk, typed: str, told: str
) -> None:
    opened(desk).done("risk", REF, *WHY)
    desk.at("2026-10-05T16:00").typing("no", typed, "", "", "no", "N")
    assert desk.asks("risk", REF).code == 0
    assert desk.newest().facts == Risk(told={"dsl": when(told)})


@pytest.mark.parametrize("typed", ["3", "25:00", "13pm", "0:10am", "17:00", "soon"])
def test_on_a_terminal_a_time_that_there_is_not_or_not_yet_is_asked_for_again(
    desk: Desk, typed: str
) -> None:
    opened(desk).done("risk", REF, *WHY)
    desk.at("2026-10-05T16:00").typing("no", typed, "", "", "")
    said = desk.asks("risk", REF)
    assert (said.code, said.err.count("resolve: error: ")) == (0, 1)
    assert len(desk.log().entries) == 2


@pytest.mark.clause("N3")
def test_on_a_terminal_that_nobody_else_was_told_yet_is_no_mistake(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY, "--told", "dsl=now")
    said = desk.typing("no", "", "no").asks("risk", REF)
    assert (said.code, said.out) == (0, "")
    assert "resolve: nothing was recorded\n" in said.err
    assert "not told yet of the immediate risk: Police; Children's Social Care\n" in said.err
    desk.done("risk", REF, "--told", "police=now", "--told", "social-care=now")
    said = desk.typing("no").asks("risk", REF)
    assert said.code == 0
    assert said.err.endswith("nothing was recorded; everybody is recorded as told already\n")


def test_a_risk_is_over_only_once_and_not_before_it_began(desk: Desk) -> None:
    over = ("risk", REF, "--reason", "It is over.", "--ended")
    opened(desk).done("risk", REF, *WHY)
    desk.at("2026-10-05T12:00").refused(3, *over, "2026-10-05T09:59")
    desk.refused(3, *over, "2026-10-04")
    desk.done(*over, "2026-10-05T11:30")
    assert "no immediate risk is going on" in desk.refused(3, *over, "now")


def test_of_two_risks_that_go_on_the_first_may_end_before_the_second_began(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY)
    desk.at("2026-10-05T12:00").done("risk", REF, *WHY)
    desk.done("risk", REF, "--ended", "2026-10-05T11:00", "--reason", "The first is over.")
    assert desk.case().dispute.episodes[0].ended == when("2026-10-05T11:00")


@pytest.mark.clause("N3")
def test_on_a_terminal_who_was_told_of_a_risk_that_goes_on_is_asked_for(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY)
    desk.at("2026-10-05T10:10").typing("no", "now", "", "", "", "")
    said = desk.asks("risk", REF)
    assert said.code == 0
    assert "Is this a new risk, besides the one recorded from Mon 5 Oct 2026 10:00?" in said.err
    assert desk.newest().facts == Risk(told={"dsl": when("2026-10-05T10:10")})


@pytest.mark.clause("N3")
def test_ending_a_risk_says_who_was_never_told_and_how_to_record_it(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY, "--told", "police=now by Ann", "--told", "dsl=now")
    said = desk.done("risk", REF, "--ended", "now", "--reason", "The child is with an aunt.")
    assert said.err == (
        "resolve: warning: the risk is over, and the record does not say that these were told:"
        " Children's Social Care\n"
        f'  resolve risk {REF} --told "social-care=WHEN by NAME to NAME"\n'
    )


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
    assert desk.done("due").out.count("IMMEDIATE RISK, now over: tell ") == 3
    desk.done("risk", REF, "--told", "social-care=now by Ann", "--told", "police=now by Ann")
    assert desk.done("due").out.count("IMMEDIATE RISK") == 0


@pytest.mark.clause("N3")
def test_closing_with_nobody_told_is_said_aloud_and_stays_a_gap(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY)
    said = desk.does("close", REF, *ENDS)
    assert said.code == 0
    never = "not recorded as told of the immediate risk of Mon 5 Oct 2026:"
    assert never in said.err
    assert "; Police; Children's Social Care\n" in said.err
    assert "never-told" in {gap.name for gap in gaps_of(desk.case())}


@pytest.mark.parametrize("reason", ["", "-", "n/a"])
def test_a_risk_needs_a_reason(desk: Desk, reason: str) -> None:
    opened(desk).refused(2, "risk", REF, "--reason", reason)
