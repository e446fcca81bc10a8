"""What a limit counts from, when it ends, and what it waits for."""

import pytest

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import ConcernCode
from resolutions_cli.core.entries.facts import Agreed, Opened, Recorded, Sooner
from tests.routes import BY_AGREEMENT, duty, limit, route, stage
from tests.story import Story, when


def two_stages(limits: str) -> Story:
    """A story that can go from stage 1 to stage 2 and back, with these limits in stage 2."""
    return Story(route(stage("1", "2") + stage("2", "1", limits)))


def one_stage(limits: str = "", head: str = "", **events: str) -> Story:
    """A story in the only stage there is, opened Mon 2 Nov 2026 9am."""
    story = Story(route(stage("1", more=limits, head=head)))
    story.opens("2026-11-02T09:00", "1", **events)
    return story


def only_clock(story: Story, as_of: str) -> Clock:
    (found,) = story.main(as_of).owed.clocks
    return found


def codes(story: Story, as_of: str) -> list[tuple[ConcernCode, tuple[str, ...]]]:
    return [(each.code, each.names) for each in story.main(as_of).owed.concerns]


# ------------------------------------------------------------------ a limit as a clock


def test_a_clock_says_its_rule_its_event_and_its_stage_and_counts_the_aim_too() -> None:
    story = one_stage(
        limit("4 working days", "raised", 'aim = "2 working days"'), raised="2026-11-02"
    )
    (of_the_route,) = story.procedure.stages["1"].limits
    assert only_clock(story, "2026-11-02") == Clock(
        rule="within 4 working days",
        of="raised",
        stage="1",
        limit=of_the_route,
        event=when("2026-11-02"),
        due=when("2026-11-06"),
        aim=when("2026-11-04"),
    )


def test_a_clock_whose_event_is_not_recorded_waits_for_it() -> None:
    story = one_stage(limit("4 working days", "raised"))
    (of_the_route,) = story.procedure.stages["1"].limits
    assert only_clock(story, "2026-11-02") == Clock(
        "within 4 working days", "raised", "1", of_the_route, pending_on="raised"
    )


def test_a_limit_by_agreement_waits_for_the_agreement_and_then_has_its_date() -> None:
    story = one_stage(BY_AGREEMENT)
    (of_the_route,) = story.procedure.stages["1"].limits
    waiting = Clock("agreed", None, "1", of_the_route, pending_on="agreement")
    assert only_clock(story, "2026-11-02") == waiting
    story.add("2026-11-03", Agreed(on=when("2026-11-10")))
    assert only_clock(story, "2026-11-03") == waiting.but(pending_on=None, due=when("2026-11-10"))


def test_a_limit_before_a_meeting_counts_back_from_its_plan_and_says_that_it_is_planned() -> None:
    story = one_stage(limit("2 working days", "hearing", key="before"))
    story.plans("2026-11-02", "hearing", "2026-11-13")
    (clock,) = story.main("2026-11-03").owed.clocks
    assert (clock.rule, clock.due, clock.planned) == (
        "before 2 working days",
        when("2026-11-11"),
        True,
    )


def test_a_date_that_unpublished_bank_holidays_may_move_is_provisional() -> None:
    story = Story(route(stage("1", more=limit("4 working days", "entered"))))
    story.opens("2040-11-05T09:00", "1")
    assert only_clock(story, "2040-11-05").provisional
    assert not only_clock(one_stage(limit("4 working days", "entered")), "2026-11-03").provisional


def test_a_safe_date_is_a_limit_of_the_stage_that_it_is_for() -> None:
    story = one_stage()
    story.add("2026-11-02T10:00", Sooner(on=when("2026-11-05")))
    assert only_clock(story, "2026-11-03") == Clock("sooner", None, None, due=when("2026-11-05"))
    story.add("2026-11-02T11:00", Sooner(on=when("2026-11-04"), stage="1"))
    assert only_clock(story, "2026-11-03") == Clock("sooner", None, "1", due=when("2026-11-04"))


# ------------------------------------------------------------------ at the latest


AT_LATEST = limit("2 working days", "refused", 'at_latest = "raised"')


@pytest.mark.parametrize(
    ("refused", "raised", "due", "doubted"),
    [
        ("2026-11-03", "2026-11-05", "2026-11-05", False),
        ("2026-11-05", "2026-11-03", "2026-11-05", True),
        ("2026-11-05", "2026-11-05", "2026-11-09", False),
        ("2026-11-05T15:00", "2026-11-05", "2026-11-09", False),
        ("2026-11-05", "2026-11-05T15:00", "2026-11-09", False),
        ("2026-11-05T15:01", "2026-11-05T15:00", "2026-11-09", True),
    ],
)
def test_of_an_event_and_what_it_cannot_come_after_the_earlier_counts(
    refused: str, raised: str, due: str, doubted: bool
) -> None:
    story = one_stage(AT_LATEST, refused=refused, raised=raised)
    clock = only_clock(story, "2026-11-06")
    assert (clock.due, clock.doubted, clock.at_latest) == (when(due), doubted, False)
    expected = [(ConcernCode.DATES_DISAGREE, ("refused",))] if doubted else []
    assert codes(story, "2026-11-06") == expected


def test_the_time_of_the_event_counts_when_it_is_before_the_bound_on_the_same_day() -> None:
    late = limit("2 hours", "refused", 'at_latest = "raised"')
    story = one_stage(late, refused="2026-11-05T09:00", raised="2026-11-05T15:00")
    assert story.main("2026-11-05T09:00").due == when("2026-11-05T11:00")


def test_an_event_that_is_not_recorded_counts_from_what_it_cannot_come_after() -> None:
    story = one_stage(AT_LATEST, raised="2026-11-05")
    clock = only_clock(story, "2026-11-06")
    assert (clock.event, clock.due, clock.at_latest, clock.pending_on) == (
        when("2026-11-05"),
        when("2026-11-09"),
        True,
        None,
    )
    assert codes(story, "2026-11-06") == [(ConcernCode.AT_LATEST, ("refused",))]


def test_of_several_dates_of_the_bound_the_earliest_counts() -> None:
    story = one_stage(limit("2 working days", "refused", 'at_latest = "letter"'))
    story.records("letter", "2026-11-05")
    story.records("letter", "2026-11-09")
    assert story.main("2026-11-10").due == when("2026-11-09")


def test_without_either_the_clock_waits_for_the_event() -> None:
    assert only_clock(one_stage(AT_LATEST), "2026-11-06").pending_on == "refused"


@pytest.mark.parametrize(
    ("planned", "due"),
    [("2026-11-04", "2026-11-06"), ("2026-11-05", "2026-11-09"), ("2026-11-10", "2026-11-09")],
)
def test_of_a_plan_and_what_it_cannot_come_after_the_earlier_counts(planned: str, due: str) -> None:
    story = one_stage(
        limit("2 working days", "hearing", 'at_latest = "raised"'), raised="2026-11-05"
    )
    story.plans("2026-11-02T10:00", "hearing", planned)
    clock = only_clock(story, "2026-11-06")
    from_plan = due == "2026-11-06"
    assert (clock.due, clock.planned, clock.at_latest) == (when(due), from_plan, not from_plan)
    assert not clock.doubted


def test_an_event_that_cannot_come_after_entering_the_stage_counts_from_entering_it() -> None:
    story = two_stages(limit("2 working days", "refused", 'at_latest = "entered"'))
    story.opens("2026-11-02T09:00", "1")
    story.escalates("2026-11-04T09:00", "2")
    assert story.dues("2") == ["2026-11-06"]


def test_entering_a_stage_ahead_bounds_nothing_yet() -> None:
    story = two_stages(limit("2 working days", "refused", 'at_latest = "entered"'))
    story.opens("2026-11-02T09:00", "1")
    assert story.main("2026-11-03").due is None
    story.records("refused", "2026-11-03")
    assert story.main("2026-11-03").due == when("2026-11-05")


# ------------------------------------------------------------------ events that come again


def returned(event: str) -> Story:
    """Stage 2 entered Tue 3 Nov, left Mon 9 Nov, entered again Thu 12 Nov, all at 9am."""
    story = two_stages(limit("2 working days", event))
    story.opens("2026-11-02T09:00", "1")
    story.escalates("2026-11-03T09:00", "2")
    story.escalates("2026-11-09T09:00", "1")
    story.escalates("2026-11-12T09:00", "2")
    return story


def test_what_happens_once_counts_at_every_visit() -> None:
    story = returned("refused")
    story.records("refused", "2026-11-04")
    assert story.dues("2") == ["2026-11-06", "2026-11-06"]


def test_what_comes_again_counts_at_a_later_visit_only_since_the_visit_before_was_left() -> None:
    story = returned("letter")
    story.add("2026-11-12T10:00", recorded("letter", "2026-11-04"))
    assert story.dues("2") == ["2026-11-06", None]
    story.add("2026-11-12T11:00", recorded("letter", "2026-11-10"))
    assert story.dues("2") == ["2026-11-06", "2026-11-12"]


def test_on_the_day_on_which_the_visit_before_was_left_the_order_of_the_log_says() -> None:
    story = two_stages(limit("2 working days", "letter"))
    story.opens("2026-11-02", "1")
    story.escalates("2026-11-03", "2")
    story.records("letter", "2026-11-09")
    story.escalates("2026-11-09", "1")
    story.escalates("2026-11-12", "2")
    assert story.dues("2") == ["2026-11-11", None]
    story.add("2026-11-12", recorded("letter", "2026-11-09"))
    assert story.dues("2") == ["2026-11-11", "2026-11-11"]


def test_a_third_visit_asks_for_an_event_since_the_second() -> None:
    story = returned("letter")
    story.add("2026-11-12T11:00", recorded("letter", "2026-11-10"))
    story.escalates("2026-11-16T09:00", "1")
    story.escalates("2026-11-17T09:00", "2")
    assert story.dues("2") == ["2026-11-12", "2026-11-12", None]


def test_a_further_duty_of_a_later_visit_asks_for_an_event_since_the_visit_before_too() -> None:
    story = two_stages(duty("call", 'until = "hearing"', limit("2 working days", "letter")))
    story.opens("2026-11-02T09:00", "1")
    story.escalates("2026-11-03T09:00", "2")
    story.records("letter", "2026-11-04")
    story.escalates("2026-11-09T09:00", "1")
    story.escalates("2026-11-12T09:00", "2")
    found = [each for each in story.case("2026-11-12").deadlines if each.key.duty == "call"]
    assert {each.key.visit: each.due for each in found} == {1: when("2026-11-06"), 2: None}


def test_of_a_stage_ahead_an_event_counts_only_since_the_latest_visit_of_it_was_left() -> None:
    story = two_stages(limit("2 working days", "letter"))
    story.opens("2026-11-02T09:00", "1")
    story.escalates("2026-11-03T09:00", "2")
    story.records("letter", "2026-11-04")
    story.escalates("2026-11-05T09:00", "1")
    assert story.dues("1") == [None, None]
    story.records("letter", "2026-11-06")
    assert story.dues("1") == [None, "2026-11-10"]


def recorded(event: str, on: str, **more: object) -> Recorded:
    return Recorded(event=event, on=when(on), **more)  # type: ignore[arg-type]


def test_what_the_opening_dates_on_the_day_a_stage_was_left_is_of_no_later_visit() -> None:
    story = Story(route(stage("1", "2", limit("2 working days", "letter")) + stage("2", "1")))
    facts = Opened(
        procedure="southshire",
        version="2026-04",
        digest="digest",
        stage="2",
        reached={"1": when("2026-11-02"), "2": when("2026-11-03")},
        events={"letter": when("2026-11-03")},
    )
    story.add("2026-11-09", facts)
    story.escalates("2026-11-10", "1")
    assert story.dues("1") == ["2026-11-05", None]


# ------------------------------------------------------------------ an agency's own


EACH = duty("seen", 'until = "reply"\neach = "agency"', limit("2 working days", "visit"))


def test_an_agency_s_clock_counts_from_its_own_event_alone() -> None:
    story = one_stage(EACH)
    story.records("visit", "2026-11-04", agency="health")
    story.plans("2026-11-04", "visit", "2026-11-10", agency="school")
    assert {
        each.key.agency: each.due for each in story.case("2026-11-05").deadlines if each.key.agency
    } == {"school": when("2026-11-12"), "social-care": None, "health": when("2026-11-06")}


def test_a_duty_that_arose_counts_other_events_from_then_on() -> None:
    story = one_stage(
        duty("answer", 'from = "report"\nuntil = "refused"', limit("2 working days", "letter"))
    )
    story.records("letter", "2026-11-03")
    story.records("report", "2026-11-04")
    assert story.duty("answer", "2026-11-04").due is None
    story.records("letter", "2026-11-05")
    assert story.duty("answer", "2026-11-05").due == when("2026-11-09")


def test_a_duty_of_an_agency_counts_from_what_is_no_agency_s_own() -> None:
    asked = duty("answer", 'from = "visit"\nuntil = "reply"', limit("2 working days", "refused"))
    story = one_stage(asked)
    story.records("visit", "2026-11-03", agency="health")
    story.records("refused", "2026-11-04")
    assert story.duty("answer", "2026-11-04", "health").due == when("2026-11-06")


def test_a_duty_that_arose_at_the_opening_counts_what_else_was_dated_at_it() -> None:
    answer = duty("answer", 'from = "report"\nuntil = "refused"', limit("2 days", "letter"))
    story = one_stage(answer, report="2026-11-02", letter="2026-11-02")
    assert story.duty("answer", "2026-11-02").due == when("2026-11-04")


def test_a_duty_that_arose_counts_from_what_made_it_arise_each_time() -> None:
    story = one_stage(
        duty("answer", 'from = "report"\nuntil = "letter"', limit("2 working days", "report"))
    )
    story.records("report", "2026-11-04")
    story.records("report", "2026-11-10")
    assert [
        each.due for each in story.case("2026-11-10").deadlines if each.key.duty == "answer"
    ] == [
        when("2026-11-06"),
        when("2026-11-12"),
    ]


# ------------------------------------------------------------------ plans and leaving


def test_a_plan_that_stood_when_a_stage_was_left_still_counts_after_a_later_one() -> None:
    story = Story(route(stage("1", "2", limit("2 working days", "meeting")) + stage("2")))
    story.opens("2026-11-02T09:00", "1")
    story.plans("2026-11-02T10:00", "meeting", "2026-11-04")
    story.escalates("2026-11-09T09:00", "2")
    story.plans("2026-11-09T10:00", "meeting", "2026-11-20")
    assert story.dues("1") == ["2026-11-06"]
    story.records("meeting", "2026-11-20")
    assert story.dues("1") == ["2026-11-06"]


def test_an_event_that_came_before_its_plan_counts_though_recorded_after_the_leaving() -> None:
    story = Story(route(stage("1", "2", limit("2 working days", "meeting")) + stage("2")))
    story.opens("2026-11-02T09:00", "1")
    story.plans("2026-11-02T10:00", "meeting", "2026-11-05")
    story.escalates("2026-11-09T09:00", "2")
    story.add("2026-11-09T10:00", recorded("meeting", "2026-11-04"))
    assert story.dues("1") == ["2026-11-06"]
    assert not story.mains("1", "2026-11-10")[0].planned


def test_a_plan_of_the_visit_before_does_not_stand_when_the_next_visit_is_left() -> None:
    story = two_stages(limit("2 working days", "meeting"))
    story.opens("2026-11-02T09:00", "1")
    story.escalates("2026-11-03T09:00", "2")
    story.plans("2026-11-03T10:00", "meeting", "2026-11-04")
    story.escalates("2026-11-09T09:00", "1")
    story.escalates("2026-11-12T09:00", "2")
    story.escalates("2026-11-13T09:00", "1")
    assert story.dues("2") == ["2026-11-06", None]


def test_an_agency_s_plan_that_stood_when_the_stage_was_left_is_its_own() -> None:
    story = Story(route(stage("1", "2", EACH) + stage("2")))
    story.opens("2026-11-02T09:00", "1")
    story.plans("2026-11-02T10:00", "visit", "2026-11-04", agency="health")
    story.plans("2026-11-02T10:00", "visit", "2026-11-05", agency="school")
    story.escalates("2026-11-09T09:00", "2")
    story.plans("2026-11-09T10:00", "visit", "2026-11-20", agency="health")
    assert story.duty("seen", "2026-11-10", "health").due == when("2026-11-06")
    assert story.duty("seen", "2026-11-10", "school").due == when("2026-11-09")
    assert story.duty("seen", "2026-11-10", "social-care").due is None
