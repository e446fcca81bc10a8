"""What is owed: further duties, safe dates, telling, chases; when each is fulfilled or over."""

import pytest

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Deadline, Status
from resolutions_cli.core.entries.facts import Chase, Closed, Recorded, Reopened, Risk, Sooner
from resolutions_cli.core.time.moment import Moment
from tests.story import Story, procedure, when


def at_the_group() -> Story:
    """York's Case Review Group, entered Mon 27 Apr 2026; two agencies are concerned."""
    story = Story(procedure("cyscb"))
    story.opens("2026-04-27", "case-review-group")
    return story


def raised() -> Story:
    """North Yorkshire, raised and opened Mon 2 Nov 2026 10:00."""
    story = Story(procedure("nyscp"))
    story.opens("2026-11-02T10:00", "1", raised="2026-11-02T10:00", disputed="2026-11-02")
    return story


def statuses(story: Story, duty: str, as_of: str) -> list[tuple[str, int, Status]]:
    return [
        (deadline.key.agency, deadline.key.time, deadline.status)
        for deadline in story.case(as_of).deadlines
        if deadline.key.duty == duty
    ]


# ------------------------------------------------------------------ further duties


@pytest.mark.clause("Y17")
def test_a_panel_with_too_few_board_representatives_does_not_meet_the_duty() -> None:
    story = at_the_group()
    few = {"members": 1, "agencies": ("social-care", "health")}
    story.records("panel-constituted", "2026-05-11", details=few)
    assert story.duty("panel", "2026-05-11").is_open
    story.corrects("2026-05-12", story.entries[1], details__members=2)
    assert story.duty("panel", "2026-05-12").status is Status.MET


@pytest.mark.clause("Y18", "Y19")
def test_each_agency_concerned_owes_its_own_report_and_an_incomplete_one_fulfils_nothing() -> None:
    story = at_the_group()
    story.plans("2026-04-28", "panel-meeting", "2026-06-01T10:00")
    story.add(
        "2026-05-20",
        Recorded(
            event="report-received",
            on=when("2026-05-20"),
            agency="health",
            details={"independence": "independent"},
        ),
        {"detail-author": "A. Writer"},
    )
    assert statuses(story, "reports", "2026-05-21") == [
        ("social-care", 1, Status.ON_TIME),
        ("health", 1, Status.ON_TIME),
    ]


@pytest.mark.clause("Y20")
def test_further_information_is_owed_anew_each_time_it_is_asked_for() -> None:
    story = at_the_group()
    story.records("information-requested", "2026-05-01", agency="health")
    story.records("information-received", "2026-05-05", agency="health")
    story.records("information-requested", "2026-05-06", agency="health")
    story.records("information-requested", "2026-05-06", agency="social-care")
    assert statuses(story, "further-information", "2026-05-07") == [
        ("health", 1, Status.DONE),
        ("health", 2, Status.NO_DATE),
        ("social-care", 1, Status.NO_DATE),
    ]


def test_a_further_duty_that_was_not_done_when_the_stage_was_left_in_time_is_left() -> None:
    story = at_the_group()
    story.decides("2026-05-11", "accept-recommendations", to="scrutiny-group")
    assert story.duty("panel", "2026-05-12").status is Status.LEFT


# ------------------------------------------------------------------ the main duty


def test_closing_late_misses_the_main_duty_and_closing_in_time_meets_it() -> None:
    late, early = raised(), raised()
    early.add("2026-11-03", Closed(from_="1", outcome="agreed"))
    late.add("2026-11-20", Closed(from_="1", outcome="agreed"))
    assert early.main("2026-11-30").status is Status.MET
    assert late.main("2026-11-30").status is Status.MISSED


def test_reopening_makes_the_main_duty_owed_again() -> None:
    story = raised()
    story.add("2026-11-03", Closed(from_="1", outcome="agreed"))
    story.add("2026-11-10", Reopened(to="1"))
    assert story.main("2026-11-10").status is Status.OVERDUE


def test_a_thing_done_on_a_bare_date_is_in_time_up_to_the_due_date() -> None:
    story = raised()  # due Fri 6 Nov 10:00
    story.escalates("2026-11-06", "2")
    first = story.case("2026-11-06").deadlines[0]
    assert (first.key.stage, first.status) == ("1", Status.MET)


@pytest.mark.clause("N18")
def test_the_recommendation_fulfils_the_panel_stage_and_the_dispute_stays_open() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-11-02", "7")
    story.decides("2026-11-03", "recommended")
    assert story.main("2026-11-03").status is Status.DONE  # by when is not known
    assert story.case("2026-11-03").dispute.is_open


# ------------------------------------------------------------------ safe, tell, chase


def safe(story: Story, as_of: str) -> Deadline:
    return story.duty("safe", as_of)


def test_the_safe_date_is_owed_until_the_dispute_is_closed() -> None:
    story = raised()
    story.add("2026-11-02T11:00", Sooner(on=when("2026-11-04")))
    story.escalates("2026-11-03", "2")
    assert safe(story, "2026-11-04").status is Status.DUE_TODAY
    assert safe(story, "2026-11-05").status is Status.OVERDUE
    story.add("2026-11-05", Closed(from_="2", outcome="agreed"))
    assert safe(story, "2026-11-05").status is Status.MISSED


def test_a_safe_date_for_one_stage_binds_that_stage_alone_and_ends_when_it_is_left() -> None:
    story = raised()
    story.add("2026-11-02T11:00", Sooner(on=when("2026-11-05"), stage="3"))
    assert _rules(story.main("2026-11-02T12:00").owed.clocks) == {
        "within 96 hours",
        "within 10 working days",
        "within 13 working days",
    }
    story.escalates("2026-11-03", "2")
    story.escalates("2026-11-03", "3")
    assert story.main("2026-11-03").due == when("2026-11-05")
    story.escalates("2026-11-04", "4")
    assert safe(story, "2026-11-09").status is Status.ENDED
    assert "sooner" not in _rules(story.main("2026-11-04").owed.clocks)


def _rules(clocks: tuple[Clock, ...]) -> set[str]:
    return {clock.rule for clock in clocks}


@pytest.mark.clause("N1")
def test_a_safe_date_that_passed_stays_missed_beside_the_one_set_anew() -> None:
    story = raised()
    story.add("2026-11-02T11:00", Sooner(on=when("2026-11-03")))
    story.add("2026-11-04", Sooner(on=when("2026-11-05")))
    assert [
        (each.key.time, each.due, each.status)
        for each in story.case("2026-11-04").deadlines
        if each.key.duty == "safe"
    ] == [(1, when("2026-11-03"), Status.MISSED), (2, when("2026-11-05"), Status.DUE_SOON)]
    moved = story.main("2026-11-04").moved
    assert moved is not None
    assert moved.working_days == 2


@pytest.mark.clause("N3")
def test_the_end_of_a_risk_ends_no_telling() -> None:
    story = raised()
    story.add("2026-11-03T09:00", Risk(on=when("2026-11-03T09:00")))
    assert {
        deadline.key.duty
        for deadline in story.case("2026-11-03T09:30").open_deadlines
        if deadline.is_telling
    } == {"tell:dsl", "tell:police", "tell:social-care"}
    story.add("2026-11-03T10:00", Risk(ended=when("2026-11-03T10:00")))
    assert story.duty("tell:police", "2026-11-03T11:00").status is Status.OVERDUE


def test_somebody_told_later_was_not_told_as_of_an_earlier_moment() -> None:
    story = raised()
    told = {"police": when("2026-11-03T09:30")}
    story.add("2026-11-03T09:00", Risk(on=when("2026-11-03T09:00"), told=told))
    assert story.duty("tell:police", "2026-11-03T09:29").status is Status.OVERDUE
    assert story.duty("tell:police", "2026-11-03T09:30").status is Status.MISSED


def test_where_a_procedure_is_silent_on_risk_general_practice_says_so() -> None:
    story = at_the_group()
    story.add("2026-04-28T09:00", Risk(on=when("2026-04-28T09:00")))
    police = story.duty("tell:police", "2026-04-28T09:00")
    assert police.owed.clocks[0].cite == "general practice, not in this text"


@pytest.mark.clause("N19")
def test_a_chase_is_over_when_it_is_done_or_when_the_stage_is_left() -> None:
    story = raised()
    story.add("2026-11-02T12:00", Chase(by_when=when("2026-11-03")))
    story.add("2026-11-02T12:01", Chase(by_when=when("2026-11-04")))
    story.add("2026-11-03", Chase(done=1))
    assert story.duty("chase:1", "2026-11-03").status is Status.MET
    assert story.duty("chase:2", "2026-11-03").status is Status.DUE_SOON
    story.escalates("2026-11-05", "2")
    assert story.duty("chase:2", "2026-11-05").status is Status.MISSED


# ------------------------------------------------------------------ quiet


@pytest.mark.clause("N19", "Y26")
@pytest.mark.parametrize(
    ("as_of", "quiet"), [("2026-11-06", None), ("2026-11-09", 5), ("2026-11-16", 10)]
)
def test_a_dispute_is_quiet_after_five_working_days_without_an_entry(
    as_of: str, quiet: int | None
) -> None:
    assert raised().case(as_of).quiet_days == quiet


def test_a_closed_dispute_is_never_quiet() -> None:
    story = raised()
    story.add("2026-11-03", Closed(from_="1", outcome="agreed"))
    assert story.case("2027-01-04").quiet_days is None


# ------------------------------------------------------------------ statuses


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2026-11-02T10:00", Status.ON_TIME),
        ("2026-11-04", Status.DUE_SOON),
        ("2026-11-06T10:00", Status.DUE_TODAY),
        ("2026-11-06T10:01", Status.OVERDUE),
        ("2026-11-06", Status.OVERDUE),
    ],
)
def test_a_limit_to_the_minute_is_overdue_from_the_next_minute(as_of: str, status: Status) -> None:
    assert raised().main(as_of).status is status


def test_the_moment_of_a_deadline_that_is_a_date_is_that_day_s_end() -> None:
    assert Moment.of(when("2026-11-06").day).ends == when("2026-11-07T00:00").instant


# ------------------------------------------------------------------ nothing vanishes


@pytest.mark.clause("Y26", "N15")
def test_when_the_panel_has_met_its_48_hours_show_before_anyone_moves_the_dispute_on() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-12-16", "6", raised="2026-12-16T09:00")
    story.records("panel-meeting", "2026-12-18T10:00")
    owed = story.case("2026-12-18T12:00").open_deadlines
    assert [(deadline.key.duty, deadline.due) for deadline in owed] == [
        ("onward", when("2026-12-20T10:00"))
    ]
    story.escalates("2026-12-18T13:00", "7")
    assert [d.key.duty for d in story.case("2026-12-18T13:00").open_deadlines] == ["main"]


@pytest.mark.clause("Y26")
def test_an_open_dispute_always_owes_something() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-11-02", "7")
    story.decides("2026-11-03", "recommended")
    owed = story.case("2026-11-03").open_deadlines
    assert [(deadline.key.duty, deadline.status) for deadline in owed] == [
        ("onward", Status.NO_DATE)
    ]


@pytest.mark.clause("N22")
def test_a_date_that_may_be_sooner_says_which_event_is_not_recorded() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-12-14", "1", raised="2026-12-14")
    assert story.main("2026-12-14").owed.unknown == ("the disputed decision or action was taken",)
    story.records("disputed", "2026-12-11")
    assert story.main("2026-12-14").owed.unknown == ()


def test_a_clock_that_began_after_a_stage_was_left_was_never_ahead_of_it() -> None:
    story = raised()
    story.escalates("2026-11-03", "2")
    story.escalates("2026-11-03", "3")
    story.escalates("2026-11-05", "4")
    story.escalates("2026-11-09", "5")
    story.escalates("2026-11-10", "6")
    before = {d.key.stage: d.due for d in story.case("2026-11-11").deadlines}
    story.records("panel-meeting", "2026-11-11T10:00")
    after = {d.key.stage: d.due for d in story.case("2026-11-11").deadlines if d.key.duty == "main"}
    assert [before[stage] for stage in "12345"] == [after[stage] for stage in "12345"]
