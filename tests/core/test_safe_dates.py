"""Dates set to keep the child safe: which stages they bind, and how each of them ends."""

from resolutions_cli.core.facts import Closed, Finished, Reopened, Sooner
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
    story.add("2026-11-02", Sooner(on=when("2026-11-04")))
    story.add("2026-11-02", Sooner(on=when("2026-11-09")))
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
