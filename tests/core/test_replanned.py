"""Dates that counted from a plan and had passed when the plan gave way: they stay missed."""

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Done, End, Key, Owed, Status
from resolutions_cli.core.entries.entry import written_down
from resolutions_cli.core.entries.facts import Recorded
from tests.routes import BY_AGREEMENT, duty, limit, route, stage
from tests.story import Story, when

BEFORE = limit("2 working days", "meeting", key="before")
READY = duty("ready", 'until = "hearing"', BEFORE)


def begun(*stages: str) -> Story:
    """A story of these stages, opened in stage 1 on Mon 2 Nov 2026."""
    story = Story(route("".join(stages)))
    story.opens("2026-11-02", "1")
    return story


def dates_before(story: Story) -> list[tuple[str, str, str]]:
    """Each date before: its row, when it was due, and when it was given up."""
    return [
        (each.key.duty, str(each.due.day), str(each.owed.done.at.day))
        for each in sorted(story.case("2027-01-04").deadlines, key=lambda each: each.key.duty)
        if each.key.duty.startswith("planned:") and each.due and each.owed.done
    ]


def test_a_date_that_had_passed_when_the_meeting_was_planned_for_later_is_missed() -> None:
    story = begun(stage("1", "", READY))
    story.plans("2026-11-02", "meeting", "2026-11-06")
    newer = story.plans("2026-11-05", "meeting", "2026-11-20")
    found = story.duty("planned:2:ready", "2026-11-05")
    (of_the_duty,) = story.procedure.stages["1"].duties[0].limits
    assert (found.status, found.working_days_late) == (Status.MISSED, 1)
    assert found.owed == Owed(
        key=Key("1", 1, "planned:2:ready"),
        title="Duty ready: the earlier date",
        role_words="them",
        clocks=(
            Clock(
                "before 2 working days",
                "meeting",
                "1",
                of_the_duty,
                event=when("2026-11-06"),
                due=when("2026-11-04"),
                planned=True,
            ),
        ),
        arose=0,
        done=Done(written_down(newer), End.LAPSED),
        role_codes=("them",),
    )


def test_a_date_that_had_not_passed_when_the_meeting_was_planned_anew_leaves_no_row() -> None:
    story = begun(stage("1", "", READY))
    story.plans("2026-11-02", "meeting", "2026-11-06")
    story.plans("2026-11-04", "meeting", "2026-11-20")
    assert dates_before(story) == []


def test_a_meeting_that_came_later_than_planned_leaves_the_date_that_was_missed() -> None:
    story = begun(stage("1", "", READY))
    story.plans("2026-11-02", "meeting", "2026-11-06")
    story.records("meeting", "2026-11-12")
    assert dates_before(story) == [("planned:2:ready", "2026-11-04", "2026-11-12")]


def test_a_meeting_that_came_as_planned_or_sooner_leaves_no_row_since_the_date_is_no_later() -> (
    None
):
    for on in ("2026-11-06", "2026-11-05"):
        story = begun(stage("1", "", READY))
        story.plans("2026-11-02", "meeting", "2026-11-06")
        story.records("meeting", on)
        assert dates_before(story) == []


def test_a_date_that_was_kept_leaves_no_row_and_one_kept_too_late_does() -> None:
    for done, rows in (
        ("2026-11-04", []),
        ("2026-11-05", [("planned:2:ready", "2026-11-04", "2026-11-09")]),
    ):
        story = begun(stage("1", "", READY))
        story.plans("2026-11-02", "meeting", "2026-11-06")
        story.records("hearing", done)
        story.plans("2026-11-09", "meeting", "2026-11-20")
        assert dates_before(story) == rows


def test_every_plan_in_turn_that_had_passed_leaves_a_row() -> None:
    story = begun(stage("1", "", READY))
    story.plans("2026-11-02", "meeting", "2026-11-06")
    story.plans("2026-11-05", "meeting", "2026-11-20")
    story.plans("2026-11-06", "meeting", "2026-11-12")
    story.plans("2026-11-12", "meeting", "2026-11-27")
    assert dates_before(story) == [
        ("planned:2:ready", "2026-11-04", "2026-11-05"),
        ("planned:4:ready", "2026-11-10", "2026-11-12"),
    ]


def test_no_other_limit_and_no_other_plan_hides_a_date_that_was_missed() -> None:
    others = (
        BY_AGREEMENT
        + limit("30 days", "entered")
        + limit("30 days", "raised")
        + limit("60 days", "hearing", key="within")
    )
    story = begun(stage("1", "", others + BEFORE))
    story.plans("2026-11-02", "hearing", "2026-11-13")
    story.plans("2026-11-02", "visit", "2026-11-13", agency="health")
    story.plans("2026-11-02", "meeting", "2026-11-06")
    story.plans("2026-11-05", "meeting", "2026-11-20")
    assert dates_before(story) == [("planned:4:main", "2026-11-04", "2026-11-05")]


def test_a_plan_that_gave_way_in_another_visit_is_not_of_this_one() -> None:
    story = begun(stage("1", "2", READY), stage("2", "3", READY), stage("3"))
    story.plans("2026-11-02", "meeting", "2026-11-05")
    story.escalates("2026-11-03", "2")
    story.plans("2026-11-09", "meeting", "2026-11-20")
    story.escalates("2026-11-10", "3")
    (found,) = [
        each for each in story.case("2026-11-12").deadlines if each.key.duty.startswith("planned:")
    ]
    assert (found.key.stage, found.due) == ("2", when("2026-11-03"))


def test_a_plan_that_gave_way_before_the_stage_was_entered_hides_none_that_did_in_it() -> None:
    story = begun(stage("1", "2"), stage("2", "", READY))
    story.plans("2026-11-02", "meeting", "2026-11-05")
    story.plans("2026-11-02", "meeting", "2026-11-06")
    story.escalates("2026-11-03", "2")
    story.plans("2026-11-09", "meeting", "2026-11-20")
    assert dates_before(story) == [("planned:3:ready", "2026-11-04", "2026-11-09")]


def test_a_plan_that_gave_way_after_the_stage_was_left_is_none_of_its_business() -> None:
    story = begun(stage("1", "2", READY), stage("2"))
    story.plans("2026-11-02", "meeting", "2026-11-05")
    story.escalates("2026-11-09", "2")
    story.plans("2026-11-09", "meeting", "2026-11-20")
    assert dates_before(story) == []


def test_a_date_that_had_passed_before_the_stage_was_entered_was_missed_in_it_too() -> None:
    for entered in ("2026-11-05", "2026-11-04"):
        story = begun(stage("1", "2"), stage("2", "", READY))
        story.plans("2026-11-02", "meeting", "2026-11-06")
        story.escalates(entered, "2")
        story.plans("2026-11-09", "meeting", "2026-11-20")
        assert dates_before(story) == [("planned:2:ready", "2026-11-04", "2026-11-09")]


def test_a_plan_of_the_visit_before_is_no_date_of_the_next_visit() -> None:
    story = begun(stage("1", "2", READY), stage("2", "1"))
    story.plans("2026-11-02", "meeting", "2026-11-06")
    story.escalates("2026-11-10", "2")
    story.escalates("2026-11-11", "1")
    story.plans("2026-11-12", "meeting", "2026-11-20")
    assert dates_before(story) == []


def test_an_agency_s_date_before_is_its_own() -> None:
    seen = duty(
        "seen", 'until = "reply"\neach = "agency"', limit("2 working days", "visit", key="before")
    )
    story = begun(stage("1", "", seen))
    story.plans("2026-11-02", "visit", "2026-11-06", agency="health")
    story.plans("2026-11-02", "visit", "2026-11-13", agency="school")
    story.add("2026-11-05", Recorded("visit", when("2026-11-20"), True, "health"))
    (found,) = [
        each for each in story.case("2026-11-05").deadlines if each.key.duty.startswith("planned:")
    ]
    assert found.key == Key("1", 1, "planned:2:seen", "health")
    assert found.due == when("2026-11-04")


def test_a_meeting_of_all_is_planned_for_an_agency_s_duty_too() -> None:
    answer = duty("ready", 'from = "visit"\nuntil = "reply"', BEFORE)
    story = begun(stage("1", "", answer))
    story.records("visit", "2026-11-02", agency="health")
    story.plans("2026-11-02", "meeting", "2026-11-06")
    story.plans("2026-11-09", "meeting", "2026-11-20")
    assert dates_before(story) == [("planned:3:ready", "2026-11-04", "2026-11-09")]


def test_a_duty_that_arose_after_a_plan_was_made_has_no_date_from_that_plan() -> None:
    for first, second, rows in (
        ("plan", "report", []),
        ("report", "plan", [("planned:3:ready", "2026-11-04", "2026-11-09")]),
    ):
        answer = duty("ready", 'from = "report"\nuntil = "letter"', BEFORE)
        story = begun(stage("1", "", answer))
        for what in (first, second):
            if what == "plan":
                story.plans("2026-11-03", "meeting", "2026-11-06")
            else:
                story.records("report", "2026-11-03")
        story.plans("2026-11-09", "meeting", "2026-11-20")
        assert dates_before(story) == rows


def test_a_plan_that_no_clock_counted_from_since_the_meeting_had_been_held_leaves_no_row() -> None:
    within = limit("2 working days", "hearing", key="within")
    story = begun(stage("1", "", duty("ready", 'until = "letter"', within)))
    story.records("hearing", "2026-11-02")
    story.plans("2026-11-03", "hearing", "2026-11-04")
    story.records("hearing", "2026-11-20")
    assert dates_before(story) == []


def test_a_plan_replaced_by_a_plan_is_given_up_when_that_is_written_down_not_when_it_says() -> None:
    story = begun(stage("1", "", READY))
    story.plans("2026-11-02", "meeting", "2026-11-06")
    story.add("2026-11-04", Recorded("meeting", when("2026-11-20"), True), recorded="2026-11-09")
    assert dates_before(story) == [("planned:2:ready", "2026-11-04", "2026-11-09")]
