"""A dispute along its days: lanes, limits, the cap, what happened, days that do not count."""

from datetime import date

import pytest

from resolutions_cli.core.entries.facts import Closed, Risk
from resolutions_cli.core.views.timeline import DutyLine, Lane, Timeline, timeline_of
from tests.story import Chase, Sooner, Story, calendar, procedure, when


def drawn(story: Story, as_of: str) -> Timeline:
    return timeline_of(story.case(as_of), calendar())


def marks(of: Lane | DutyLine) -> list[tuple[str, str]]:
    return [(mark.kind.value, str(mark.at.local)[:16]) for mark in of.marks]


def story_of(name: str, at: str, stage: str, /, **events: str) -> Story:
    story = Story(procedure(name))
    story.opens(at, stage, **events)
    return story


@pytest.fixture
def christmas() -> Story:
    """Raised before Christmas in North Yorkshire, in stage 3 since the second day."""
    story = story_of("nyscp", "2026-12-17T15:30", "1", raised="2026-12-17", disputed="2026-12-16")
    story.escalates("2026-12-18T11:00", "2")
    story.escalates("2026-12-18T14:00", "3")
    return story


def test_each_visit_of_a_stage_is_a_lane_and_so_is_each_stage_ahead_that_has_a_date(
    christmas: Story,
) -> None:
    lanes = drawn(christmas, "2026-12-22T09:00").lanes
    assert [(lane.stage.id, lane.is_ahead) for lane in lanes] == [
        ("1", False),
        ("2", False),
        ("3", False),
        ("4", True),
        ("6", True),
        ("7", True),
    ]


@pytest.mark.clause("N11", "N14")
def test_a_lane_holds_its_own_limits_and_those_of_stages_ahead(christmas: Story) -> None:
    first, second, third, *_, last = drawn(christmas, "2026-12-22T09:00").lanes
    # whoever sits in stage 1 had 96 hours, and never more than stages 3 and 6 leave
    assert marks(first) == [
        ("aim", "2026-12-18 00:00"),
        ("done", "2026-12-18 11:00"),
        ("due", "2026-12-21 00:00"),
        ("ahead", "2027-01-04"),
        ("ahead", "2027-01-08"),
    ]
    assert marks(second)[:2] == [("done", "2026-12-18 14:00"), ("due", "2026-12-18")]
    assert marks(third) == [("due", "2027-01-04"), ("ahead", "2027-01-08")]
    assert marks(last) == [("due", "2027-01-08")]


@pytest.mark.clause("N14", "N17")
def test_the_cap_is_the_limit_that_the_rest_of_the_route_stands_under(christmas: Story) -> None:
    cap = drawn(christmas, "2026-12-22T09:00").cap
    assert cap is not None
    assert (cap.rule, cap.of, cap.due) == ("within 13 working days", "raised", when("2027-01-08"))


def test_the_cap_stays_the_cap_when_the_panel_has_met_and_its_own_clock_ends_sooner(
    christmas: Story,
) -> None:
    for stage in ("4", "5", "6"):
        christmas.escalates("2026-12-21T10:00", stage)
    christmas.records("panel-meeting", "2026-12-22T10:00")
    christmas.escalates("2026-12-22T11:00", "7")
    timeline = drawn(christmas, "2026-12-22T12:00")
    assert timeline.cap is not None
    assert timeline.cap.rule == "within 13 working days"
    # what binds the last stage is another matter
    assert marks(timeline.lanes[-1])[1] == ("due", "2026-12-24 10:00")


def test_where_no_limit_is_shared_there_is_no_cap() -> None:
    assert drawn(story_of("cyscb", "2026-12-03", "practitioners"), "2026-12-22").cap is None


def test_an_event_that_is_only_planned_makes_no_cap() -> None:
    story = story_of("nyscp", "2026-12-17", "1")
    assert drawn(story, "2026-12-17").cap is None


def test_it_goes_from_the_first_thing_that_stands_on_it_to_the_last(christmas: Story) -> None:
    timeline = drawn(christmas, "2026-12-22T09:00")
    assert (timeline.first, timeline.last) == (date(2026, 12, 16), date(2027, 1, 8))
    assert timeline.shows_today


def test_an_open_dispute_reaches_to_the_moment_asked_about_and_a_closed_one_does_not(
    christmas: Story,
) -> None:
    assert drawn(christmas, "2027-03-01").last == date(2027, 3, 1)
    christmas.add("2026-12-23T10:00", Closed(from_="3", outcome="agreed"))
    closed = drawn(christmas, "2027-03-01")
    assert (closed.last, closed.shows_today) == (date(2027, 1, 8), False)
    assert [lane.stage.id for lane in closed.lanes] == ["1", "2", "3"]
    assert closed.lanes[-1].left == when("2026-12-23T10:00")


def test_days_off_have_their_reason_and_bank_holidays_are_told_from_weekends(
    christmas: Story,
) -> None:
    timeline = drawn(christmas, "2026-12-22T09:00")
    found = {off.day: (off.why, off.is_weekend) for off in timeline.days_off}
    assert found[date(2026, 12, 19)] == ("Saturday", True)
    assert found[date(2026, 12, 25)] == ("Christmas Day", False)
    assert found[date(2026, 12, 28)] == ("Boxing Day (substitute day)", False)
    assert date(2026, 12, 24) not in found
    assert not timeline.provisional


def test_dates_beyond_the_list_are_said_to_be_provisional() -> None:
    story = story_of("nyscp", "2028-12-20T09:00", "1", raised="2028-12-20T09:00")
    assert drawn(story, "2028-12-20T09:00").provisional


def test_what_happened_is_in_the_order_of_time_and_of_plans_only_the_last_one_stands() -> None:
    story = story_of("cyscb", "2026-12-01", "case-review-group")
    story.plans("2026-12-02", "panel-meeting", "2027-01-11T10:00")
    story.plans("2026-12-03", "panel-meeting", "2027-01-04T10:00")
    story.add("2026-12-04T10:00", Risk(on=when("2026-12-04T10:00")))
    story.add("2026-12-05T10:00", Risk(ended=when("2026-12-05T10:00")))
    found = drawn(story, "2026-12-10").happenings
    assert [(each.name, str(each.on.local)[:16], each.planned) for each in found] == [
        ("opened", "2026-12-01", False),
        ("risk", "2026-12-04 10:00", False),
        ("risk-ended", "2026-12-05 10:00", False),
        ("panel-meeting", "2027-01-04 10:00", True),
    ]


@pytest.mark.clause("N1")
def test_the_date_that_keeps_the_child_safe_is_a_line_of_its_own_and_a_mark_in_the_stage(
    christmas: Story,
) -> None:
    christmas.add("2026-12-21T09:00", Sooner(on=when("2026-12-24")))
    christmas.add("2026-12-21T10:00", Chase(by_when=when("2026-12-23")))
    timeline = drawn(christmas, "2026-12-22T09:00")
    (safe,) = timeline.whole
    assert (safe.deadline.key.duty, marks(safe)) == ("safe", [("due", "2026-12-24")])
    third = timeline.lanes[2]
    assert marks(third)[0] == ("due", "2026-12-24")
    assert [(line.deadline.key.duty, marks(line)) for line in third.lines] == [
        ("chase:1", [("due", "2026-12-23")])
    ]


def test_a_stage_that_was_entered_twice_has_two_lanes() -> None:
    story = story_of("cyscb", "2026-10-05", "conference", conference="2026-10-05")
    story.escalates("2026-10-06", "iro-manager")
    story.decides("2026-10-07", "reconvened-same-chair", to="reconvening")
    story.decides("2026-10-08", "dissent-remains", to="conference")
    lanes = drawn(story, "2026-10-09").lanes
    assert [(lane.stage.id, lane.number) for lane in lanes] == [
        ("conference", 1),
        ("iro-manager", 1),
        ("reconvening", 1),
        ("conference", 2),
    ]
