"""Clocks of stages ahead, seen again when those stages have been reached."""

import pytest

from resolutions_cli.core.deadline import Deadline, Status
from tests.story import Story, procedure


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
    for hour, stage in enumerate("234567", 11):
        story.escalates(f"2026-11-18T{hour}:00", stage)
        limits.append(len(first(story, "2026-11-19").owed.clocks))
    assert limits == [3] * 6
