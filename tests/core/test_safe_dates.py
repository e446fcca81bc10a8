"""Dates set to keep the child safe: which stages they bind, and how each of them ends."""

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Key, Owed, Status
from resolutions_cli.core.entries.facts import Closed, Finished, Reopened, Sooner
from tests.routes import route, stage
from tests.story import Story, when

# ------------------------------------------------------------------ as a limit of a stage


def safe_limit(story: Story, name: str, as_of: str = "2027-01-04") -> list[str | None]:
    """The safe date among the limits of each visit of a stage."""
    return [
        next((str(c.due.day) for c in each.owed.clocks if c.rule == "sooner" and c.due), None)
        for each in story.mains(name, as_of)
    ]


def on_the_way() -> Story:
    """Stage 1 to stage 2 and back, without limits, opened Mon 2 Nov 2026."""
    story = Story(route(stage("1", "2") + stage("2", "1")))
    story.opens("2026-11-02", "1")
    return story


def test_of_the_newest_safe_date_of_each_scope_the_earliest_is_the_limit() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-09")))
    story.add("2026-11-02", Sooner(on=when("2026-11-08")))
    story.add("2026-11-02", Sooner(on=when("2026-11-06"), stage="1"))
    story.add("2026-11-02", Sooner(on=when("2026-11-03"), stage="2"))
    assert safe_limit(story, "1") == ["2026-11-06"]


def test_a_safe_date_that_ends_first_in_the_day_is_the_limit() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-06")))
    story.add("2026-11-02", Sooner(on=when("2026-11-06T15:00"), stage="1"))
    assert story.main("2026-11-03").due == when("2026-11-06T15:00")


def test_a_safe_date_that_had_passed_when_a_stage_was_entered_does_not_bind_it() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-04")))
    story.escalates("2026-11-05", "2")
    assert safe_limit(story, "2") == [None]


def test_a_safe_date_of_the_day_on_which_a_stage_was_entered_binds_it() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-04")))
    story.escalates("2026-11-04", "2")
    assert safe_limit(story, "2") == ["2026-11-04"]


def test_a_safe_date_set_after_a_stage_was_left_never_bound_it() -> None:
    story = on_the_way()
    story.escalates("2026-11-04", "2")
    story.add("2026-11-04", Sooner(on=when("2026-11-06")))
    assert safe_limit(story, "1") == [None]
    assert safe_limit(story, "2") == ["2026-11-06"]


def test_a_safe_date_recorded_before_a_leaving_and_dated_after_it_does_not_bind_the_stage() -> None:
    story = on_the_way()
    story.add("2026-11-05", Sooner(on=when("2026-11-06")))
    story.escalates("2026-11-04", "2")
    assert safe_limit(story, "1") == [None]


def test_a_safe_date_that_was_met_binds_an_open_stage_no_more_and_one_left_before_still() -> None:
    story = on_the_way()
    entry = story.add("2026-11-02", Sooner(on=when("2026-11-10")))
    story.escalates("2026-11-04", "2")
    story.add("2026-11-05", Finished("safe", entry.id, "", when("2026-11-05")))
    assert safe_limit(story, "1") == ["2026-11-10"]
    assert safe_limit(story, "2") == [None]


def test_reopening_gives_a_stage_its_safe_date_back_even_one_set_while_closed() -> None:
    story = on_the_way()
    story.add("2026-11-03", Closed(from_="1", outcome="withdrawn"))
    story.add("2026-11-04", Sooner(on=when("2026-11-10")))
    assert safe_limit(story, "1") == [None]
    story.add("2026-11-05", Reopened(to="1"))
    assert safe_limit(story, "1") == ["2026-11-10"]


# ------------------------------------------------------------------ as a deadline of its own


def rows(story: Story, as_of: str = "2027-01-04") -> list[tuple[int, str, Status, str | None]]:
    """Each safe date: its number, by when, how it stands, and since when it is over."""
    return [
        (
            each.key.time,
            str(each.due.day) if each.due else "",
            each.status,
            str(each.owed.done.at.day) if each.owed.done else None,
        )
        for each in story.case(as_of).deadlines
        if each.key.duty == "safe"
    ]


def test_a_safe_date_is_everyone_s_and_says_which_stage_it_is_for() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-05")))
    story.add("2026-11-02", Sooner(on=when("2026-11-06"), stage="2"))
    general, confined = (
        each.owed for each in story.case("2026-11-02").deadlines if each.key.duty == "safe"
    )
    assert general == Owed(
        key=Key(None, 1, "safe", "", 1),
        title="Date set to keep the child safe",
        role_words="everyone involved",
        clocks=(Clock("sooner", None, None, due=when("2026-11-05")),),
        arose=1,
    )
    assert confined == Owed(
        key=Key(None, 1, "safe", "", 2),
        title="Date set to keep the child safe (stage 2)",
        role_words="everyone involved",
        clocks=(Clock("sooner", None, "2", due=when("2026-11-06")),),
        arose=2,
    )


def test_a_date_that_replaces_another_in_time_goes_on_in_its_row_where_that_one_began() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-12")))
    story.add("2026-11-02", Sooner(on=when("2026-11-05"), stage="1"))
    story.add("2026-11-05", Sooner(on=when("2026-11-09")))
    assert rows(story, "2026-11-06") == [
        (1, "2026-11-09", Status.DUE_SOON, None),
        (2, "2026-11-05", Status.OVERDUE, None),
    ]
    assert story.case("2026-11-06").deadlines[1].owed.arose == 1


def test_a_date_that_had_passed_when_another_was_set_is_missed_and_given_up_then() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-04")))
    story.add("2026-11-02", Sooner(on=when("2026-11-03"), stage="2"))
    story.add("2026-11-06", Sooner(on=when("2026-11-10")))
    assert rows(story, "2026-11-06") == [
        (1, "2026-11-04", Status.MISSED, "2026-11-06"),
        (2, "2026-11-03", Status.OVERDUE, None),
        (3, "2026-11-10", Status.DUE_SOON, None),
    ]


def test_closing_ends_the_safe_dates_that_were_set_before_and_reopening_brings_them_back() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-10")))
    story.add("2026-11-02", Sooner(on=when("2026-11-11"), stage="2"))
    story.add("2026-11-04", Closed(from_="1", outcome="withdrawn"))
    assert rows(story, "2026-11-05") == [
        (1, "2026-11-10", Status.ENDED, "2026-11-04"),
        (2, "2026-11-11", Status.ENDED, "2026-11-04"),
    ]
    story.add("2026-11-05", Reopened(to="1"))
    assert [status for _, _, status, _ in rows(story, "2026-11-12")] == [Status.OVERDUE] * 2


def test_a_date_set_after_the_closing_is_a_row_of_its_own_and_still_due() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-10")))
    story.add("2026-11-04", Closed(from_="1", outcome="withdrawn"))
    story.add("2026-11-05", Sooner(on=when("2026-11-12")))
    assert rows(story, "2026-11-06") == [
        (1, "2026-11-10", Status.ENDED, "2026-11-04"),
        (2, "2026-11-12", Status.ON_TIME, None),
    ]


def test_closing_and_reopening_between_two_dates_leaves_them_one_row() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-10")))
    story.add("2026-11-04", Closed(from_="1", outcome="withdrawn"))
    story.add("2026-11-05", Reopened(to="1"))
    story.add("2026-11-06", Sooner(on=when("2026-11-12")))
    assert rows(story, "2026-11-06") == [(1, "2026-11-10", Status.DUE_SOON, None)]


def test_a_date_for_a_stage_ends_when_the_last_visit_that_it_binds_is_left() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-30"), stage="1"))
    story.escalates("2026-11-03", "2")
    assert rows(story, "2026-11-03") == [(1, "2026-11-30", Status.ENDED, "2026-11-03")]
    story.escalates("2026-11-05", "1")
    assert rows(story, "2026-11-05") == [(1, "2026-11-30", Status.ON_TIME, None)]
    story.escalates("2026-11-09", "2")
    assert rows(story, "2026-11-09") == [(1, "2026-11-30", Status.ENDED, "2026-11-09")]


def test_a_visit_that_began_after_a_date_is_not_bound_by_it_and_ends_it_no_later() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-04"), stage="1"))
    story.escalates("2026-11-03", "2")
    story.escalates("2026-11-05", "1")
    assert rows(story, "2026-11-05") == [(1, "2026-11-04", Status.ENDED, "2026-11-03")]


def test_a_visit_that_began_on_the_day_of_a_date_is_bound_by_it() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-04"), stage="1"))
    story.escalates("2026-11-03", "2")
    story.escalates("2026-11-04", "1")
    assert rows(story, "2026-11-04") == [(1, "2026-11-04", Status.DUE_TODAY, None)]


def test_a_date_for_a_stage_that_was_left_before_is_due_until_the_dispute_is_closed() -> None:
    story = on_the_way()
    story.escalates("2026-11-03", "2")
    story.add("2026-11-04", Sooner(on=when("2026-11-10"), stage="1"))
    assert rows(story, "2026-11-05") == [(1, "2026-11-10", Status.ON_TIME, None)]
    story.add("2026-11-06", Closed(from_="2", outcome="withdrawn"))
    assert rows(story, "2026-11-06") == [(1, "2026-11-10", Status.ENDED, "2026-11-06")]


def test_a_date_for_a_stage_set_anew_after_it_was_left_is_a_row_of_its_own() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-10"), stage="1"))
    story.escalates("2026-11-03", "2")
    story.add("2026-11-04", Sooner(on=when("2026-11-12"), stage="1"))
    assert rows(story, "2026-11-05") == [
        (1, "2026-11-10", Status.ENDED, "2026-11-03"),
        (2, "2026-11-12", Status.ON_TIME, None),
    ]


def test_a_date_for_a_stage_set_anew_before_it_is_left_is_the_same_row() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-12"), stage="1"))
    story.add("2026-11-02", Sooner(on=when("2026-11-10"), stage="1"))
    story.escalates("2026-11-03", "2")
    assert rows(story, "2026-11-04") == [(1, "2026-11-10", Status.ENDED, "2026-11-03")]


def test_where_two_copies_each_set_a_date_the_earlier_one_stands() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-05")))
    story.add("2026-11-02", Sooner(on=when("2026-11-12")))
    assert rows(story, "2026-11-06") == [(1, "2026-11-05", Status.OVERDUE, None)]
    assert safe_limit(story, "1") == ["2026-11-05"]


def test_a_date_whose_stage_was_left_too_late_is_missed_by_the_days_until_it_was_left() -> None:
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-03"), stage="1"))
    story.escalates("2026-11-05", "2")
    story.add("2026-11-09", Sooner(on=when("2026-11-12"), stage="1"))
    assert rows(story, "2026-11-09") == [
        (1, "2026-11-03", Status.MISSED, "2026-11-05"),
        (2, "2026-11-12", Status.ON_TIME, None),
    ]
    assert story.case("2026-11-09").deadlines[1].working_days_late == 2


def test_a_date_that_passed_and_was_set_anew_before_the_closing_was_given_up_when_set_anew() -> (
    None
):
    story = on_the_way()
    story.add("2026-11-02", Sooner(on=when("2026-11-03")))
    story.add("2026-11-05", Sooner(on=when("2026-11-12")))
    story.add("2026-11-09", Closed(from_="1", outcome="withdrawn"))
    assert rows(story, "2026-11-10") == [
        (1, "2026-11-03", Status.MISSED, "2026-11-05"),
        (2, "2026-11-12", Status.ENDED, "2026-11-09"),
    ]


def test_a_date_that_was_met_is_met_under_any_entry_that_set_it_and_a_newer_one_is_another() -> (
    None
):
    story = on_the_way()
    first = story.add("2026-11-02", Sooner(on=when("2026-11-10")))
    story.add("2026-11-03", Sooner(on=when("2026-11-06")))
    story.add("2026-11-05", Finished("safe", first.id, "", when("2026-11-04")))
    story.add("2026-11-06", Sooner(on=when("2026-11-12")))
    story.add("2026-11-09", Closed(from_="1", outcome="withdrawn"))
    assert rows(story, "2026-11-10") == [
        (1, "2026-11-06", Status.MET, "2026-11-04"),
        (2, "2026-11-12", Status.ENDED, "2026-11-09"),
    ]


def test_of_two_entries_that_say_a_date_was_met_the_earlier_day_counts() -> None:
    story = on_the_way()
    entry = story.add("2026-11-02", Sooner(on=when("2026-11-05")))
    story.add("2026-11-09", Finished("safe", entry.id, "", when("2026-11-09")))
    story.add("2026-11-10", Finished("safe", entry.id, "", when("2026-11-04")))
    assert rows(story, "2026-11-10") == [(1, "2026-11-05", Status.MET, "2026-11-04")]
