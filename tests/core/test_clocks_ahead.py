"""Clocks of stages ahead, seen again when those stages have been reached."""

import pytest

from resolutions_cli.core.deadlines.deadline import Deadline, Status
from resolutions_cli.core.entries.facts import Recorded
from tests.routes import BY_AGREEMENT, limit, route, stage
from tests.story import Story, procedure, when


def late_out_of_stage_1() -> Story:
    """Raised late, so that stage 3's ten working days end before stage 1's 96 hours do."""
    story = Story(procedure("nyscp"))
    story.opens("2026-11-16T10:00", "1", raised="2026-11-16T10:00", disputed="2026-11-03")
    return story


def first(story: Story, as_of: str) -> Deadline:
    return next(d for d in story.case(as_of).deadlines if d.key.stage == "1")


@pytest.mark.clause("N11", "N12")
def test_what_bound_stage_1_from_ahead_still_binds_it_when_stage_3_has_been_reached() -> None:
    story = late_out_of_stage_1()
    assert first(story, "2026-11-18T09:00").status is Status.OVERDUE
    story.escalates("2026-11-18T10:00", "2")
    assert first(story, "2026-11-18T10:30").status is Status.MISSED
    story.escalates("2026-11-18T11:00", "3")
    reached = first(story, "2026-11-18T11:30")
    assert reached.status is Status.MISSED
    assert [clock.rule for clock in reached.owed.clocks] == [
        "within 96 hours",
        "within 10 working days",
        "within 13 working days",
    ]


def test_every_duty_keeps_its_limits_through_the_whole_route() -> None:
    story = late_out_of_stage_1()
    limits = []
    for hour, to in enumerate("234567", 11):
        story.escalates(f"2026-11-18T{hour}:00", to)
        limits.append(len(first(story, "2026-11-19").owed.clocks))
    assert limits == [3] * 6


# ------------------------------------------------------------------ clocks of stages ahead


def ahead(*limits: str) -> Story:
    """Stage 1 before stage 2, which has these limits; opened Mon 2 Nov 2026 9am."""
    story = Story(route(stage("1", "2") + stage("2", "", "".join(limits))))
    story.opens("2026-11-02T09:00", "1")
    return story


def test_a_limit_ahead_that_does_not_run_hides_none_that_does() -> None:
    story = ahead(
        BY_AGREEMENT,
        limit("1 working day", "entered"),
        limit("1 working day", "refused"),
        limit("3 working days", "raised"),
        limit("5 working days", "raised"),
    )
    story.records("raised", "2026-11-02T10:00")
    assert [(each.stage, each.rule, each.due) for each in story.main("2026-11-02").owed.clocks] == [
        ("2", "within 3 working days", when("2026-11-05")),
        ("2", "within 5 working days", when("2026-11-09")),
    ]


def test_a_clock_that_a_nearer_stage_has_is_not_named_again() -> None:
    same = limit("3 working days", "raised")
    more = same + limit("4 working days", "raised")
    story = Story(route(stage("1", "2", same) + stage("2", "3", more) + stage("3", "", more)))
    story.opens("2026-11-02T09:00", "1", raised="2026-11-02")
    assert [(each.stage, each.rule) for each in story.main("2026-11-02").owed.clocks] == [
        ("1", "within 3 working days"),
        ("2", "within 4 working days"),
    ]


def test_what_is_only_planned_binds_no_stage_that_it_is_ahead_of() -> None:
    story = ahead(limit("1 working day", "hearing"))
    story.plans("2026-11-02T10:00", "hearing", "2026-11-03")
    assert story.main("2026-11-02").owed.clocks == ()
    story.records("hearing", "2026-11-03T12:00")
    assert story.main("2026-11-03").due == when("2026-11-04")


def test_what_began_after_a_stage_was_left_was_not_ahead_of_it_but_the_same_moment_was() -> None:
    later, at_once = (
        ahead(limit("1 working day", "refused")),
        ahead(limit("1 working day", "refused")),
    )
    for story, on in ((later, "2026-11-04T09:01"), (at_once, "2026-11-04T09:00")):
        story.escalates("2026-11-04T09:00", "2")
        story.add("2026-11-05", Recorded(event="refused", on=when(on)))
    assert later.dues("1") == [None]
    assert at_once.dues("1") == ["2026-11-05"]


def test_what_began_too_late_to_be_ahead_hides_no_other_clock_ahead() -> None:
    story = ahead(limit("1 working day", "refused"), limit("2 working days", "raised"))
    story.records("raised", "2026-11-02T10:00")
    story.escalates("2026-11-04T09:00", "2")
    story.records("refused", "2026-11-05")
    assert story.dues("1") == ["2026-11-04"]


def test_what_was_ahead_stays_so_when_the_stage_ahead_was_reached_and_left_again() -> None:
    again = limit("2 working days", "letter")
    story = Story(route(stage("1", "2") + stage("2", "1", again)))
    story.opens("2026-11-02T09:00", "1")
    story.records("letter", "2026-11-03")
    story.escalates("2026-11-04T09:00", "2")
    story.escalates("2026-11-09T09:00", "1")
    assert story.dues("1") == ["2026-11-05", None]


def test_a_limit_ahead_that_counts_from_reaching_a_stage_is_not_counted_yet() -> None:
    story = ahead(limit("5 working days", "entered:1"))
    assert story.main("2026-11-03").owed.clocks == ()
    story.escalates("2026-11-03T09:00", "2")
    assert story.dues("2") == ["2026-11-09"]
