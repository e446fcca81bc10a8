"""A later entry leaves an earlier verdict as it was; a word claims only what was recorded."""

import pytest

from tests.desk import Desk

RAISED = ("--raised", "2026-11-02T09:00", "--disputed", "2026-11-02", "--disputed-kind", "decision")
WHY = ("--reason", "Two calls came to nothing.")


def rows(desk: Desk, *words: str) -> list[tuple[str, str | None, str]]:
    """Duty, due date and status of every deadline."""
    said = desk.does("due", "--all", "--json", *words).document
    return [(each["duty"], each["due"], each["status"]) for each in said["deadlines"]]


# ------------------------------------------------------------------ 1. verdicts stay


@pytest.mark.clause("N1")
def test_a_later_safe_date_leaves_a_stage_missed_that_was_left_after_the_earlier_one(
    desk: Desk,
) -> None:
    desk.at("2026-11-02T10:00").opens("1", *RAISED)
    desk.at("2026-11-02T11:00").done("sooner", "D-1", "--to", "2026-11-03", *WHY)
    desk.at("2026-11-05T09:00").done("escalate", "D-1", *WHY)
    before = rows(desk)
    assert ("main", "2026-11-03", "missed") in before
    desk.at("2026-11-05T09:10").done("sooner", "D-1", "--to", "2026-11-10", *WHY)
    after = rows(desk)
    assert ("main", "2026-11-03", "missed") in after
    assert ("safe", "2026-11-03", "missed") in after
    assert ("safe", "2026-11-10", "on-time") in after


@pytest.mark.clause("N1", "N11")
def test_a_safe_date_for_the_stage_one_is_in_binds_it_though_the_general_one_has_passed(
    desk: Desk,
) -> None:
    desk.at("2026-11-02T10:00").opens("1", *RAISED)
    desk.at("2026-11-02T11:00").done("sooner", "D-1", "--to", "2026-11-03", *WHY)
    desk.at("2026-11-04T09:00").done("escalate", "D-1", *WHY)
    desk.at("2026-11-04T10:00").done("escalate", "D-1", *WHY)
    desk.at("2026-11-04T11:00").done("sooner", "D-1", "--stage", "3", "--to", "2026-11-06", *WHY)
    assert desk.at("2026-11-09T09:00").due() == ("overdue", "2026-11-06")


@pytest.mark.clause("N1")
def test_a_safe_date_for_a_stage_that_is_entered_again_stays_missed_when_it_passes(
    desk: Desk,
) -> None:
    desk.at("2026-11-02T09:00").opens("practitioners", procedure="cyscb")
    at_12, at_13 = ("2026-11-02T12:00", "2026-11-02T13:00")
    desk.done("sooner", "D-1", "--stage", "board-chair", "--to", at_12, *WHY)
    to_the_chair = ("escalate", "D-1", "--to", "board-chair", "--ground", "policy", *WHY)
    desk.at("2026-11-02T09:10").done(*to_the_chair)
    desk.at("2026-11-02T09:20")
    desk.done("escalate", "D-1", "--to", "practitioners", "--departure", *WHY)
    desk.at("2026-11-02T09:30").done(*to_the_chair)
    desk.at("2026-11-02T12:30")
    assert ("safe", "2026-11-02", "overdue") in rows(desk)
    desk.at("2026-11-02T12:31")
    desk.done("sooner", "D-1", "--stage", "board-chair", "--to", at_13, *WHY)
    assert ("safe", "2026-11-02", "missed") in rows(desk)


def test_a_date_set_after_one_that_was_met_is_not_met_by_it(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("1", *RAISED)
    desk.done("sooner", "D-1", "--to", "2026-11-05", *WHY)
    desk.at("2026-11-03T10:00").done("done", "D-1", "safe", "--on", "2026-11-03")
    desk.at("2026-11-03T11:00").done("sooner", "D-1", "--to", "2026-11-04", *WHY)
    assert [row for row in rows(desk) if row[0] == "safe"] == [
        ("safe", "2026-11-04", "due-soon"),
        ("safe", "2026-11-05", "met"),
    ]


@pytest.mark.clause("N3")
def test_ending_a_risk_leaves_the_calls_that_were_never_made_overdue(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("1", *RAISED)
    desk.done("risk", "D-1", "--reason", "He said that he would come back tonight.")
    desk.at("2026-11-05T09:00")
    desk.done("risk", "D-1", "--ended", "2026-11-05T09:00", "--reason", "At his grandmother's.")
    desk.at("2026-11-05T09:02")
    late = [duty for duty, _, status in rows(desk) if status == "overdue"]
    assert [duty for duty in late if duty.startswith("tell:")] == [
        "tell:dsl",
        "tell:police",
        "tell:social-care",
    ]
    assert desk.does("due", "--overdue", "--exit-code").code == 9


@pytest.mark.clause("Y16", "Y17", "Y18", "Y19")
def test_what_was_overdue_when_the_group_decided_is_missed_and_a_gap(desk: Desk) -> None:
    desk.at("2026-04-27T10:00").opens("case-review-group", procedure="cyscb")
    desk.at("2026-07-27T09:00")
    assert desk.due("panel") == ("overdue", "2026-06-08")
    desk.done("decide", "D-1", "accept-recommendations", *WHY)
    assert desk.due("panel") == ("missed", "2026-06-08")
    gaps = desk.does("verify", "D-1", "--gaps").out
    assert "not recorded: the panel was constituted" in gaps
    assert "not recorded for 2 agencies: an agency's report was with the panel" in gaps


@pytest.mark.clause("Y3")
def test_an_agreed_date_that_passed_stays_missed_beside_a_later_one(desk: Desk) -> None:
    desk.at("2026-04-13T10:00").opens("practitioners", procedure="cyscb")
    both = ("--with", "school", "--with", "social-care", "--with", "health")
    desk.done("agree", "D-1", "--by-date", "2026-04-20", *both, *WHY)
    desk.at("2026-04-27T09:00")
    assert desk.due() == ("overdue", "2026-04-20")
    desk.done("agree", "D-1", "--by-date", "2026-06-30", "--with", "health", *WHY)
    assert desk.due("agreed:2") == ("missed", "2026-04-20")
    assert desk.due() == ("on-time", "2026-06-30")
    (row,) = [
        each for each in desk.does("due", "--json").document["deadlines"] if each["duty"] == "main"
    ]
    (concern,) = row["concerns"]
    assert concern["code"] == "not-accepted"


def test_a_stage_without_a_limit_ends_as_done_and_one_left_without_its_event_as_left(
    desk: Desk,
) -> None:
    desk.at("2026-04-13T10:00").opens("senior-managers", procedure="cyscb")
    desk.at("2026-04-14T10:00").done("escalate", "D-1", "--to", "heads-of-service", *WHY)
    assert ("main", None, "done") in rows(desk)
    desk.at("2026-11-02T10:00").opens("6", *RAISED, ref="N-1")
    desk.at("2026-11-03T10:00").done("escalate", "N-1", *WHY)
    assert ("main", "2026-11-05", "left") in rows(desk)


def test_reports_that_were_late_for_a_meeting_stay_missed_when_it_is_put_off(desk: Desk) -> None:
    desk.at("2026-04-27T10:00").opens("case-review-group", procedure="cyscb")
    desk.done("record", "D-1", "panel-meeting", "--on", "2026-05-20")
    desk.at("2026-05-20T09:00")
    assert desk.due("reports", agency="health") == ("overdue", "2026-05-19")
    desk.done("record", "D-1", "panel-meeting", "--on", "2026-06-10")
    assert desk.due("planned:2:reports", agency="health") == ("missed", "2026-05-19")
    assert desk.due("reports", agency="health") == ("on-time", "2026-06-09")


# ------------------------------------------------------------------ 2. whatever the way


@pytest.mark.clause("N12", "N14")
def test_going_back_by_departure_keeps_the_dates_that_there_were(desk: Desk) -> None:
    desk.at("2026-12-17T10:00").opens(
        "4", "--raised", "2026-12-16T15:30", "--disputed", "2026-12-14"
    )
    assert desk.due()[1] == "2026-12-30"
    desk.at("2026-12-18T10:00").done("escalate", "D-1", "--to", "3", "--departure", *WHY)
    assert desk.due()[1] == "2026-12-30"


def test_a_second_panel_meeting_can_be_recorded(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("6", *RAISED)
    desk.at("2026-11-04T10:00").done("record", "D-1", "panel-meeting", "--on", "2026-11-04T09:00")
    desk.at("2026-11-06T10:00").done("record", "D-1", "panel-meeting", "--on", "2026-11-06T09:00")
    assert desk.due() == ("met", "2026-11-05")


def test_a_duty_of_each_agency_stands_in_due_though_no_agency_is_recorded(desk: Desk) -> None:
    desk.at("2026-04-27T10:00").done(
        *("open", "--procedure", "cyscb", "--at-stage", "case-review-group", "--ref", "D-1"),
        *("--child", "C-77", "--raised-by", "school", "--no-input"),
    )
    assert ("reports", None, "no-date") in rows(desk)
    desk.done("record", "D-1", "panel-meeting", "--on", "2026-05-20")
    assert ("reports", "2026-05-19", "on-time") in rows(desk)
    assert "each agency: none is recorded" in desk.does("due").out


# ------------------------------------------------------------------ 3. the safe side


@pytest.mark.clause("N11", "N22")
def test_while_the_disputed_decision_is_undated_it_counts_from_the_raising_at_the_latest(
    desk: Desk,
) -> None:
    desk.at("2026-11-02T10:00").opens("3", "--raised", "2026-11-02T09:00")
    assert desk.due()[1] == "2026-11-16"
    (main,) = [
        each for each in desk.does("due", "--json").document["deadlines"] if each["duty"] == "main"
    ]
    assert [each["code"] for each in main["concerns"]] == ["at-latest"]
    assert main["limits"][0]["at_latest"] is True
    desk.done("record", "D-1", "disputed", "--on", "2026-10-30", "--kind", "decision")
    assert desk.due()[1] == "2026-11-13"


@pytest.mark.clause("N14")
def test_when_the_chair_was_told_counts_though_the_stage_was_recorded_late(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("5", *RAISED)
    desk.at("2026-11-09T10:00").done("escalate", "D-1", *WHY)
    assert desk.due()[1] == "2026-11-12"
    desk.done("record", "D-1", "chair-told", "--on", "2026-11-03")
    assert desk.due()[1] == "2026-11-06"


@pytest.mark.clause("N3")
def test_who_was_told_on_the_day_of_a_risk_known_by_its_date_was_told_in_time(desk: Desk) -> None:
    desk.at("2026-11-03T10:00").opens("1", *RAISED)
    told = [f"--told={role}=2026-11-02" for role in ("dsl", "police", "social-care")]
    desk.done("risk", "D-1", "--at", "2026-11-02", "--reason", "He said that he would.", *told)
    assert [row for row in rows(desk) if row[0].startswith("tell:")] == [
        ("tell:dsl", "2026-11-02", "met"),
        ("tell:police", "2026-11-02", "met"),
        ("tell:social-care", "2026-11-02", "met"),
    ]


def test_a_stage_entered_on_the_day_after_a_safe_date_keeps_its_own_clocks(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("1", *RAISED)
    desk.done("sooner", "D-1", "--to", "2026-11-03", *WHY)
    desk.at("2026-11-04T10:00")
    desk.done("escalate", "D-1", "--at", "2026-11-04", *WHY)
    desk.done("escalate", "D-1", "--at", "2026-11-04", *WHY)
    assert desk.due() == ("on-time", "2026-11-16")


def test_a_bare_date_decision_is_no_trouble_at_noon_of_its_day(desk: Desk) -> None:
    desk.at("2026-04-13T10:00").opens("conference", procedure="cyscb")
    grounds = ("--to", "board-chair", "--ground", "policy")
    desk.at("2026-04-13T14:00").done("escalate", "D-1", *grounds, *WHY)
    desk.at("2026-04-14T09:00").done(
        "decide", "D-1", "not-referred", "--at", "2026-04-13", *WHY, "--no-action"
    )
    assert desk.does("due", "--as-of", "2026-04-13T12:00").code == 0


@pytest.mark.clause("Y24")
def test_an_audit_that_found_the_plan_not_carried_out_was_done_and_the_next_is_asked_for(
    desk: Desk,
) -> None:
    desk.at("2026-08-31T10:00").opens("audit", procedure="cyscb")
    desk.at("2027-02-20T10:00").done("decide", "D-1", "not-implemented", *WHY, "--no-action")
    desk.at("2027-03-05T10:00")
    assert desk.due() == ("met", "2027-02-28")
    assert desk.due("next-audit") == ("no-date", "")
    assert "resolve record D-1 next-audit --on WHEN" in desk.does("next", "D-1").out
    desk.done("record", "D-1", "next-audit", "--on", "2027-06-01")
    assert desk.due("next-audit") == ("on-time", "2027-06-01")


@pytest.mark.clause("Y13")
def test_each_agency_has_a_row_for_its_head_of_service(desk: Desk) -> None:
    desk.at("2026-04-13T10:00").opens("heads-of-service", procedure="cyscb")
    said = desk.does("due", "--json").document["deadlines"]
    heads = [each["agency"] for each in said if each["duty"] == "agency-heads"]
    assert heads == ["school", "social-care", "health"]


# ------------------------------------------------------------------ 5. actions


def test_an_agreed_action_is_a_deadline_that_outlives_the_closing(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("1", *RAISED)
    action = ("--action", "Children's Social Care: a joint enquiry by 10 Nov 2026")
    desk.at("2026-11-03T10:00").done("close", "D-1", "--outcome", "agreed", *WHY, *action)
    desk.at("2026-11-12T10:00")
    assert desk.due("action:1") == ("overdue", "2026-11-10")
    assert "D-1" in desk.does("due", "--overdue").out
    assert desk.does("due", "--overdue", "--exit-code").code == 9


def test_a_plan_made_after_a_stage_was_left_gives_it_no_more_time(desk: Desk) -> None:
    desk.at("2026-04-27T10:00").opens("case-review-group", procedure="cyscb")
    desk.done("record", "D-1", "panel-meeting", "--on", "2026-05-20")
    desk.at("2026-05-21T09:00").done("decide", "D-1", "accept-recommendations", *WHY)
    assert desk.due("reports", agency="health") == ("missed", "2026-05-19")
    desk.done("record", "D-1", "panel-meeting", "--on", "2026-06-10")
    assert desk.due("reports", agency="health") == ("missed", "2026-05-19")


@pytest.mark.clause("N1")
def test_a_safe_date_that_was_met_binds_no_stage_any_more_and_another_can_be_set(
    desk: Desk,
) -> None:
    desk.at("2026-11-02T10:00").opens("3", *RAISED)
    desk.done("sooner", "D-1", "--to", "2026-11-05", *WHY)
    desk.at("2026-11-04T10:00").done("done", "D-1", "safe", "--on", "2026-11-04")
    desk.at("2026-11-06T10:00")
    assert desk.due() == ("on-time", "2026-11-16")
    assert "the date set to keep the child safe was recorded as done" in desk.does("due").out
    desk.done("sooner", "D-1", "--to", "2026-11-12", *WHY)
    assert desk.due()[1] == "2026-11-12"


def test_a_safe_date_set_after_a_stage_was_left_binds_it_in_whatever_order_they_were_recorded(
    desk: Desk,
) -> None:
    desk.at("2026-12-18T10:00").opens("1", "--raised", "2026-12-18T09:00")
    desk.done("sooner", "D-1", "--to", "2026-12-21", *WHY)
    desk.at("2026-12-23T10:00").done("sooner", "D-1", "--to", "2026-12-24", *WHY)
    desk.done("escalate", "D-1", "--at", "2026-12-21T17:00", *WHY)
    assert ("main", "2026-12-21", "met") in rows(desk)


@pytest.mark.clause("N3")
def test_a_risk_that_is_over_says_so_while_somebody_is_untold(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("1", *RAISED)
    desk.done("risk", "D-1", "--reason", "He said that he would come back tonight.")
    desk.at("2026-11-03T10:00").done("risk", "D-1", "--ended", "now", "--reason", "He was held.")
    assert "IMMEDIATE RISK, now over: tell the police" in desk.does("due").out


def test_that_a_safe_date_was_met_can_be_said_after_the_closing(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("1", *RAISED)
    desk.done("sooner", "D-1", "--to", "2026-11-05", *WHY)
    desk.at("2026-11-03T10:00").done("close", "D-1", "--outcome", "agreed", *WHY, "--no-action")
    assert ("safe", "2026-11-05", "ended") in rows(desk)
    desk.done("done", "D-1", "safe", "--on", "2026-11-03")
    assert ("safe", "2026-11-05", "met") in rows(desk)


def test_an_agreement_dated_back_gives_no_time_that_had_passed(desk: Desk) -> None:
    desk.at("2026-04-13T10:00").opens("practitioners", procedure="cyscb")
    both = ("--with", "school", "--with", "social-care", "--with", "health")
    desk.done("agree", "D-1", "--by-date", "2026-04-20", *both, *WHY)
    desk.at("2026-04-27T09:00")
    desk.done("agree", "D-1", "--by-date", "2026-06-30", "--at", "2026-04-17", *both, *WHY)
    assert desk.due("agreed:2") == ("missed", "2026-04-20")


def test_going_back_to_a_stage_keeps_the_date_agreed_there(desk: Desk) -> None:
    desk.at("2026-04-13T10:00").opens("practitioners", procedure="cyscb")
    desk.done("agree", "D-1", "--by-date", "2026-04-20", "--with", "school", *WHY)
    desk.at("2026-04-14T10:00").done("escalate", "D-1", "--to", "line-managers", *WHY)
    desk.at("2026-04-15T10:00")
    desk.done("escalate", "D-1", "--to", "practitioners", "--departure", *WHY)
    assert desk.due()[1] == "2026-04-20"


def test_going_back_and_on_again_starts_no_clock_of_the_chair_anew(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("6", *RAISED)
    first = desk.due()[1]
    desk.at("2026-11-04T10:00").done("escalate", "D-1", "--to", "5", "--departure", *WHY)
    desk.at("2026-11-05T10:00").done("escalate", "D-1", *WHY)
    assert desk.due()[1] == first


def test_an_absurd_date_of_an_action_stops_no_list(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("1", *RAISED)
    action = ("--action", "School: begins soon by 1990-01-01")
    desk.done("close", "D-1", "--outcome", "agreed", *WHY, *action)
    assert desk.does("due", "--overdue", "--exit-code").code == 9


def test_two_agencies_events_of_one_day_are_two_though_the_opening_names_one(desk: Desk) -> None:
    desk.at("2026-11-02T10:00").opens("heads-of-service", procedure="cyscb")
    for agency in ("school", "social-care", "health"):
        event = ("record", "D-1", "head-of-service", "--on", "2026-11-02", "--agency", agency)
        desk.done(*event)
    assert [status for duty, _, status in rows(desk) if duty == "agency-heads"] == ["done"] * 3


def test_an_event_named_at_the_opening_fulfils_nothing_without_its_details(desk: Desk) -> None:
    event = ("--event", "panel-constituted=2026-11-02")
    desk.at("2026-11-02T10:00").opens("case-review-group", *event, procedure="cyscb")
    assert desk.due("panel")[0] == "on-time"
