"""Whole disputes with every date, as `vectors/scenarios.md` tells them."""

import pytest

from resolutions_cli.core.deadlines.deadline import Deadline, Status
from resolutions_cli.render.words.words import remaining_words
from tests.story import Risk, Sooner, Story, procedure, when


def due(deadline: Deadline) -> str:
    """The date, or the London time, that a deadline is due."""
    assert deadline.due is not None
    value = deadline.due.local
    return f"{value:%Y-%m-%dT%H:%M}" if deadline.due.instant else f"{value:%Y-%m-%d}"


def rule(deadline: Deadline) -> str:
    """The limit that binds."""
    assert deadline.binding is not None
    return f"{deadline.binding.rule} of {deadline.binding.of}"


def over_christmas() -> Story:
    """Disputed Wed 16 Dec 2026, raised Thu 17 Dec 15:30."""
    story = Story(procedure("nyscp"))
    story.opens("2026-12-17T15:30", "1", raised="2026-12-17T15:30", disputed="2026-12-16")
    return story


def to_stage_4(story: Story) -> Story:
    story.escalates("2026-12-21T11:00", "2")
    story.escalates("2026-12-21T12:00", "3")
    story.escalates("2026-12-29T10:00", "4")
    return story


# ------------------------------------------------------------------ A


@pytest.mark.clause("N9", "N2")
def test_stage_1_is_due_96_hours_after_it_was_raised_weekends_included() -> None:
    deadline = over_christmas().main("2026-12-17T16:00")
    assert (due(deadline), rule(deadline)) == ("2026-12-21T15:30", "within 96 hours of raised")
    assert deadline.owed.aim == when("2026-12-18T15:30")


@pytest.mark.clause("N10")
def test_stage_2_is_due_the_day_it_is_entered() -> None:
    story = over_christmas()
    story.escalates("2026-12-21T11:00", "2")
    deadline = story.main("2026-12-21T11:30")
    assert (due(deadline), rule(deadline)) == ("2026-12-21", "within immediately of entered")
    assert deadline.status is Status.DUE_TODAY
    assert deadline.is_now


@pytest.mark.clause("N11", "N12")
def test_stage_3_is_due_10_working_days_from_the_disputed_decision_and_stage_4_no_later() -> None:
    story = over_christmas()
    story.escalates("2026-12-21T11:00", "2")
    story.escalates("2026-12-21T12:00", "3")
    third = story.main("2026-12-22T09:00")
    assert (due(third), rule(third)) == ("2027-01-04", "within 10 working days of disputed")
    assert (third.status, third.working_days_left) == (Status.ON_TIME, 6)
    story.escalates("2026-12-29T10:00", "4")
    fourth = story.main("2026-12-29T11:00")
    assert (due(fourth), rule(fourth)) == ("2027-01-04", "within 10 working days of disputed")


@pytest.mark.clause("N13", "N14", "N15", "N17")
def test_the_cap_of_13_working_days_binds_stage_6_and_48_hours_bind_stage_7() -> None:
    story = to_stage_4(over_christmas())
    story.escalates("2027-01-04T16:00", "5")
    fifth = story.main("2027-01-04T17:00")
    assert (due(fifth), rule(fifth)) == ("2027-01-05", "within 1 working day of seniors-disagree")
    story.escalates("2027-01-06T09:00", "6")
    case = story.case("2027-01-06T09:30")
    assert [d.status for d in case.deadlines if d.key.stage == "5"] == [Status.MISSED]
    sixth = story.main("2027-01-06T09:30")
    assert (due(sixth), rule(sixth)) == ("2027-01-08", "within 13 working days of raised")
    assert [clock.due for clock in sixth.owed.clocks] == [when("2027-01-11"), when("2027-01-08")]
    story.records("panel-meeting", "2027-01-06T10:00")
    assert story.main("2027-01-06T11:00").status is Status.MET
    story.escalates("2027-01-06T10:00", "7")
    seventh = story.main("2027-01-06T11:00")
    assert (due(seventh), rule(seventh)) == ("2027-01-08T10:00", "within 48 hours of panel-meeting")
    assert seventh.owed.aim == when("2027-01-06")


@pytest.mark.clause("N1", "N11")
def test_a_sooner_date_binds_the_stage_and_makes_a_duty_of_its_own() -> None:
    story = over_christmas()
    story.escalates("2026-12-21T11:00", "2")
    story.escalates("2026-12-21T12:00", "3")
    story.add("2026-12-22T09:00", Sooner(on=when("2026-12-23")))
    third = story.main("2026-12-22T09:00")
    assert (due(third), third.binding and third.binding.rule) == ("2026-12-23", "sooner")
    assert due(story.duty("safe", "2026-12-22T09:00")) == "2026-12-23"
    story.escalates("2026-12-29T10:00", "4")
    fourth = story.main("2026-12-29T11:00")
    assert (due(fourth), rule(fourth)) == ("2027-01-04", "within 10 working days of disputed")
    safe = story.duty("safe", "2026-12-29T11:00")
    assert (safe.status, safe.working_days_over) == (Status.OVERDUE, 2)


# ------------------------------------------------------------------ B


@pytest.mark.parametrize(
    ("raised", "aim", "limit"),
    [
        ("2026-03-27T16:00", "2026-03-28T16:00", "2026-03-31T17:00"),
        ("2026-10-23T16:00", "2026-10-24T16:00", "2026-10-27T15:00"),
    ],
)
@pytest.mark.clause("N9")
def test_hours_are_elapsed_hours_over_the_clock_change(raised: str, aim: str, limit: str) -> None:
    story = Story(procedure("nyscp"))
    story.opens(raised, "1", raised=raised)
    deadline = story.main(raised)
    assert due(deadline) == limit
    assert deadline.owed.aim == when(aim)


def test_over_easter_10_working_days_and_the_cap_of_13() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-03-27", "1", raised="2026-03-27", disputed="2026-03-26")
    clocks = {clock.rule: clock.due for clock in story.main("2026-03-27").owed.clocks}
    assert clocks["within 10 working days"] == when("2026-04-13")
    assert clocks["within 13 working days"] == when("2026-04-17")


def test_hours_run_from_midnight_when_only_the_date_is_known() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-12-17", "1", raised="2026-12-17")
    deadline = story.main("2026-12-20T23:00")
    assert due(deadline) == "2026-12-21T00:00"
    assert deadline.due is not None
    assert str(deadline.due.last_day) == "2026-12-20"
    assert deadline.status is Status.DUE_TODAY


# ------------------------------------------------------------------ C


def from_a_conference() -> Story:
    story = Story(procedure("cyscb"))
    story.opens("2026-04-02", "conference", conference="2026-04-02")
    return story


@pytest.mark.clause("Y9")
def test_a_conference_is_challenged_within_two_working_days() -> None:
    assert due(from_a_conference().main("2026-04-02")) == "2026-04-08"


@pytest.mark.clause("Y13", "Y14", "Y15", "Y16", "Y18", "Y24")
def test_york_from_a_conference_to_the_audit() -> None:
    story = from_a_conference()
    story.escalates("2026-04-08", "iro-manager")
    assert story.main("2026-04-08").status is Status.NO_DATE
    story.decides("2026-04-10", "upheld")
    story.escalates("2026-04-13", "heads-of-service")
    assert story.main("2026-04-13").status is Status.NO_DATE
    story.escalates("2026-04-20", "board-chair", grounds=("unresolved",))
    assert story.main("2026-04-20").status is Status.NO_DATE
    story.decides("2026-04-27", "refer-to-crg", to="case-review-group")
    assert due(story.duty("panel", "2026-04-27")) == "2026-06-08"
    assert story.duty("reports", "2026-04-27", "health").status is Status.NO_DATE
    story.plans("2026-04-28", "panel-meeting", "2026-06-01T10:00")
    for agency in ("social-care", "health"):
        report = story.duty("reports", "2026-04-28", agency)
        assert (due(report), report.planned) == ("2026-05-31T10:00", True)
        assert report.act_by == when("2026-05-29")
    story.decides("2026-06-02", "accept-recommendations", to="scrutiny-group")
    story.decides("2026-07-01", "considered", to="action-plan")
    story.decides("2026-08-31", "ratified", to="audit")
    audit = story.main("2026-09-01")
    assert (due(audit), audit.act_by) == ("2027-02-28", when("2027-02-26"))
    assert not story.case("2026-09-01").dispute.findings


def test_reports_are_due_on_the_day_before_when_the_meeting_has_no_time() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-04-27", "case-review-group")
    story.plans("2026-04-28", "panel-meeting", "2026-06-01")
    assert due(story.duty("reports", "2026-04-28", "health")) == "2026-05-31"


@pytest.mark.clause("Y10")
def test_a_reconvened_conference_starts_its_own_clock_and_the_old_one_is_over() -> None:
    story = from_a_conference()
    story.escalates("2026-04-08", "iro-manager")
    story.decides("2026-04-14", "reconvened-other-chair", to="reconvening")
    assert [d.status for d in story.case("2026-04-20").open_deadlines] == [Status.NO_DATE]
    story.records("conference", "2026-04-24")
    story.decides("2026-04-24", "dissent-remains", to="conference")
    assert due(story.main("2026-04-24")) == "2026-04-28"


@pytest.mark.clause("Y5", "Y12")
def test_line_managers_have_no_date_until_they_disagree_then_it_is_that_day() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-03-30", "line-managers")
    assert story.main("2026-04-01").status is Status.NO_DATE
    story.records("line-managers-disagree", "2026-04-02")
    assert due(story.main("2026-04-02")) == "2026-04-02"
    assert story.main("2026-04-02").is_open
    story.escalates("2026-04-02", "senior-managers")
    first = story.case("2026-04-02").deadlines[0]
    assert (first.key.stage, first.status) == ("line-managers", Status.MET)


# ------------------------------------------------------------------ D, E, F


def test_a_date_past_the_list_counts_by_the_rules_and_says_provisional() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2028-12-20", "1", disputed="2028-12-20")
    story.escalates("2028-12-20", "2")
    story.escalates("2028-12-20", "3")
    deadline = story.main("2028-12-20")
    assert (due(deadline), deadline.provisional) == ("2029-01-08", True)


@pytest.mark.clause("N12")
def test_stage_1_is_bound_by_the_clock_of_stage_3_that_already_runs() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-11-13T10:00", "1", raised="2026-11-13T10:00", disputed="2026-11-02")
    deadline = story.main("2026-11-13T10:00")
    assert (due(deadline), rule(deadline)) == ("2026-11-16", "within 10 working days of disputed")
    assert deadline.binding is not None
    assert deadline.binding.stage == "3"


@pytest.mark.clause("N14")
def test_stage_5_entered_late_is_overdue_on_arrival_by_the_cap_of_stage_6() -> None:
    story = to_stage_4(over_christmas())
    story.escalates("2027-01-11T09:00", "5")
    deadline = story.main("2027-01-11T09:30")
    assert (due(deadline), deadline.status) == ("2027-01-08", Status.OVERDUE)


@pytest.mark.clause("N1")
def test_a_correction_that_makes_a_date_later_shows_by_how_much_and_why() -> None:
    story = over_christmas()
    story.escalates("2026-12-21T11:00", "2")
    story.escalates("2026-12-21T12:00", "3")
    assert story.main("2026-12-31").moved is None
    story.corrects("2026-12-31", story.entries[0], events__disputed=when("2026-12-30"))
    deadline = story.main("2026-12-31")
    assert due(deadline) == "2027-01-05"  # nobody disputes it before it came: 10 of `raised`
    assert deadline.moved is not None
    assert (deadline.moved.working_days, deadline.moved.why) == (1, "an entry was corrected")


@pytest.mark.clause("N3")
def test_who_is_to_be_told_of_a_risk_is_overdue_from_the_next_minute_until_told() -> None:
    story = over_christmas()
    risk = Risk(on=when("2026-12-17T16:00"))
    story.add("2026-12-17T16:00", risk)
    assert story.duty("tell:police", "2026-12-17T16:00").status is Status.DUE_TODAY
    assert story.duty("tell:police", "2026-12-17T16:01").status is Status.OVERDUE
    story.add("2026-12-17T16:20", Risk(told={"police": when("2026-12-17T16:20")}))
    police = story.duty("tell:police", "2026-12-17T17:00")
    assert (police.status, remaining_words(police, when("2026-12-17T17:00"))) == (
        Status.MISSED,
        "20 minutes late",
    )
    assert story.duty("tell:social-care", "2026-12-17T17:00").status is Status.OVERDUE
