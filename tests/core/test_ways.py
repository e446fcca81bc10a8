"""What a date counts from in routes of other shapes: two ways on, loops, references to stages."""

import pytest

from resolutions_cli.core.deadlines.deadline import ConcernCode, Status
from resolutions_cli.core.entries.facts import Opened
from resolutions_cli.core.procedure.model import leads_to, on_every_way, stages_between
from tests.routes import limit, route, stage
from tests.story import Story, when

# ------------------------------------------------------------------ the route as a graph


@pytest.mark.parametrize(
    ("ways", "ahead"),
    [
        ({"a": "b", "b": "c", "c": ""}, "bc"),
        ({"a": "bc", "b": "d", "c": "d", "d": ""}, "d"),  # two ways that meet
        ({"a": "bd", "b": "d", "d": ""}, "d"),  # one that is passed by
        ({"a": "b", "b": "ac", "c": ""}, "bc"),  # a loop that can be left
        ({"a": "b", "b": "c", "c": "b"}, "bc"),  # a loop that cannot
        ({"a": "bc", "b": "", "c": ""}, ""),  # two ends
        ({"a": ""}, ""),
        ({"a": "a"}, ""),
    ],
)
def test_a_stage_lies_on_every_way_when_no_end_is_reached_without_it(
    ways: dict[str, str], ahead: str
) -> None:
    assert "".join(on_every_way("a", ways)) == ahead


def test_what_lies_between_is_on_the_shortest_way() -> None:
    ways = {"a": "bd", "b": "c", "c": "e", "d": "e", "e": ""}
    assert stages_between(ways, "a", "e") == ("d",)
    assert stages_between(ways, "e", "a") == ()
    assert leads_to(ways, "a", "e")
    assert not leads_to(ways, "e", "a")


def test_a_second_way_on_takes_no_clock_away_that_lies_on_both() -> None:
    last = stage("3", more=limit("10 working days", "raised"))
    one = Story(route(stage("1", "2") + stage("2", "3") + last))
    two = Story(route(stage("1", "23") + stage("2", "3") + last))
    for story in (one, two):
        story.opens("2026-12-17T09:00", "1", raised="2026-12-16")
        assert story.main("2026-12-18").due == when("2027-01-04")


# ------------------------------------------------------------------ duties that arise


def test_what_makes_a_duty_arise_does_not_fulfil_it_and_the_next_one_does() -> None:
    duty = (
        '[[stage.duty]]\nid = "again"\ntitle = "A further report"\nwho = ["they"]\n'
        'from = "report"\nuntil = "report"\n[[stage.duty.limit]]\nwithin = "5 working days"\n'
        'of = "report"\ncite = "row"\n'
    )
    story = Story(route(stage("1", more=duty)))
    story.opens("2026-11-02T09:00", "1")
    story.records("report", "2026-11-03")
    assert story.duty("again", "2026-11-04").status is Status.ON_TIME
    story.records("report", "2026-11-12")
    found = [d for d in story.case("2026-11-12").deadlines if d.key.duty == "again"]
    assert [(d.key.time, d.status, d.due) for d in found] == [
        (1, Status.MISSED, when("2026-11-10")),
        (2, Status.ON_TIME, when("2026-11-19")),
    ]


# ------------------------------------------------------------------ entering and leaving


def test_leaving_a_stage_that_nobody_recorded_counts_from_the_first_that_is_at_the_latest() -> None:
    story = Story(route(stage("1", "2") + stage("2", more=limit("5 working days", "left:1"))))
    facts = Opened(
        procedure="southshire",
        version="2026-04",
        digest="digest",
        stage="2",
        reached={"2": when("2026-11-03")},
    )
    story.add("2026-11-10T09:00", facts)
    main = story.main("2026-11-10")
    assert main.due == when("2026-11-10")
    assert main.binding is not None
    assert main.binding.at_latest


def test_leaving_a_stage_once_more_moves_no_date_of_a_visit_that_came_before() -> None:
    story = Story(route(stage("1", "2") + stage("2", "1", limit("2 working days", "left:1"))))
    story.opens("2026-11-02T09:00", "1")
    story.escalates("2026-11-03T09:00", "2")
    story.escalates("2026-11-09T09:00", "1")
    story.escalates("2026-11-10T09:00", "2")
    mains = [d for d in story.case("2026-11-10").deadlines if d.key.stage == "2"]
    assert [(d.due, d.status) for d in mains] == [
        (when("2026-11-05"), Status.MISSED),
        (when("2026-11-12"), Status.DUE_SOON),
    ]


def there_and_back(limits: str) -> Story:
    """A story that can go from stage 1 to stage 2 and back, with these limits in stage 2."""
    return Story(route(stage("1", "2") + stage("2", "1", limits)))


def test_entering_another_stage_counts_from_the_latest_visit_of_it_before_this_one() -> None:
    story = there_and_back(limit("2 working days", "entered:1"))
    story.opens("2026-11-02T09:00", "1")
    story.escalates("2026-11-03T09:00", "2")
    story.escalates("2026-11-09T09:00", "1")
    story.escalates("2026-11-12T09:00", "2")
    story.escalates("2026-11-16T09:00", "1")
    assert story.dues("2") == ["2026-11-04", "2026-11-11"]


def test_entering_the_stage_itself_by_its_name_counts_from_this_visit() -> None:
    story = there_and_back(limit("2 working days", "entered:2"))
    story.opens("2026-11-02T09:00", "1")
    story.escalates("2026-11-03T09:00", "2")
    story.escalates("2026-11-09T09:00", "1")
    story.escalates("2026-11-12T09:00", "2")
    assert story.dues("2") == ["2026-11-05", "2026-11-16"]


def test_leaving_the_stage_itself_by_its_name_counts_from_the_visit_before() -> None:
    story = there_and_back(limit("2 working days", "left:2"))
    story.opens("2026-11-02T09:00", "1")
    story.escalates("2026-11-03T09:00", "2")
    story.escalates("2026-11-09T09:00", "1")
    story.escalates("2026-11-12T09:00", "2")
    first, second = story.mains("2", "2026-11-12")
    assert (first.due, first.owed.clocks[0].pending_on) == (None, "left:2")
    assert second.due == when("2026-11-11")


def test_leaving_another_stage_counts_from_when_that_was_left_and_not_from_entering_it() -> None:
    story = there_and_back(limit("2 working days", "left:1"))
    story.opens("2026-11-02T09:00", "1")
    story.escalates("2026-11-04T09:00", "2")
    assert story.dues("2") == ["2026-11-06"]
    (clock,) = story.main("2026-11-04").owed.clocks
    assert (clock.event, clock.at_latest) == (when("2026-11-04T09:00"), False)


@pytest.mark.parametrize("word", ["entered", "left"])
def test_a_stage_that_was_never_visited_is_waited_for(word: str) -> None:
    story = there_and_back(limit("2 working days", f"{word}:1"))
    story.opens("2026-11-02T09:00", "2")
    (clock,) = story.main("2026-11-02").owed.clocks
    assert (clock.due, clock.pending_on) == (None, f"{word}:1")


@pytest.mark.parametrize("word", ["entered", "left"])
def test_a_stage_that_nobody_recorded_counts_at_the_latest_from_the_first_recorded(
    word: str,
) -> None:
    story = there_and_back(limit("2 working days", f"{word}:1"))
    story.add("2026-11-10T09:00", taken_in(stage="2", reached={"2": when("2026-11-03")}))
    (clock,) = story.main("2026-11-10").owed.clocks
    assert (clock.event, clock.due, clock.at_latest) == (
        when("2026-11-03"),
        when("2026-11-05"),
        True,
    )
    (concern,) = story.main("2026-11-10").owed.concerns
    assert (concern.code, concern.names) == (ConcernCode.AT_LATEST, (f"{word}:1",))


def test_a_stage_from_which_nobody_can_have_come_is_waited_for_though_taken_in() -> None:
    story = Story(route(stage("1", "") + stage("2", "", limit("2 working days", "left:1"))))
    story.add("2026-11-10T09:00", taken_in(stage="2", reached={"2": when("2026-11-03")}))
    (clock,) = story.main("2026-11-10").owed.clocks
    assert clock.pending_on == "left:1"


def taken_in(**more: object) -> Opened:
    return Opened(procedure="southshire", version="2026-04", digest="digest", **more)  # type: ignore[arg-type]
