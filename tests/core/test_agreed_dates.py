"""Dates by agreement: for which duty, visit and time each is, and which of them were missed."""

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Done, End, Key, Owed, Status
from resolutions_cli.core.entries.facts import Agreed
from resolutions_cli.core.time.moment import Moment
from tests.routes import BY_AGREEMENT, duty, limit, route, stage
from tests.story import Story, when


def begun(*stages: str, **events: str) -> Story:
    """A story of these stages, opened in stage 1 on Mon 2 Nov 2026."""
    story = Story(route("".join(stages)))
    story.opens("2026-11-02", "1", **events)
    return story


def owed(story: Story, name: str, as_of: str = "2027-01-04") -> list[Owed]:
    """Each deadline of a duty, in the order in which they arose."""
    found = [each.owed for each in story.case(as_of).deadlines if each.key.duty == name]
    return sorted(found, key=lambda each: (each.arose, each.key.agency, each.key.time))


AGREED = stage(
    "1", "2", BY_AGREEMENT + duty("call", 'until = "hearing"', BY_AGREEMENT), 'until = "meeting"'
)


def agrees(story: Story, at: str, on: str, duty_: str = "main", agency: str = "") -> None:
    story.add(at, Agreed(duty=duty_, agency=agency, on=when(on)))


def before(story: Story, prefix: str) -> list[tuple[str, Moment | None, Moment | None]]:
    """The rows of dates that a duty had before."""
    return [
        (each.key.duty, each.due, each.owed.done.at if each.owed.done else None)
        for each in story.case("2027-01-04").deadlines
        if each.key.duty.startswith(f"{prefix}:")
    ]


def test_a_date_agreed_for_one_duty_is_none_of_another() -> None:
    story = begun(AGREED, stage("2"))
    agrees(story, "2026-11-02", "2026-11-10", "call")
    assert (story.main("2026-11-03").due, story.duty("call", "2026-11-03").due) == (
        None,
        when("2026-11-10"),
    )
    agrees(story, "2026-11-03", "2026-11-12")
    assert story.main("2026-11-03").due == when("2026-11-12")


def test_a_date_agreed_in_one_visit_is_that_of_the_next_too() -> None:
    story = begun(AGREED, stage("2", "1"))
    agrees(story, "2026-11-02", "2026-11-10")
    story.escalates("2026-11-03", "2")
    story.escalates("2026-11-04", "1")
    assert story.dues("1") == ["2026-11-10", "2026-11-10"]


def test_no_date_agreed_after_a_duty_was_done_counts_and_one_of_the_same_day_does() -> None:
    story = begun(AGREED, stage("2"))
    story.records("meeting", "2026-11-04")
    agrees(story, "2026-11-04", "2026-11-06")
    assert story.main("2026-11-05").due == when("2026-11-06")
    agrees(story, "2026-11-05", "2026-11-09")
    assert story.main("2026-11-05").due == when("2026-11-06")


def test_each_agreed_date_that_had_passed_when_another_was_agreed_is_missed_for_good() -> None:
    story = begun(AGREED, stage("2"))
    agrees(story, "2026-11-02", "2026-11-04")
    agrees(story, "2026-11-04", "2026-11-05")
    agrees(story, "2026-11-06", "2026-11-09")
    agrees(story, "2026-11-10", "2026-11-20")
    assert before(story, "agreed") == [
        ("agreed:3", when("2026-11-05"), when("2026-11-06T12:00")),
        ("agreed:4", when("2026-11-09"), when("2026-11-10T12:00")),
    ]
    found = story.duty("agreed:3", "2026-11-10")
    (of_the_route,) = story.procedure.stages["1"].limits
    assert found.status is Status.MISSED
    assert found.owed == Owed(
        key=Key("1", 1, "agreed:3"),
        title="Stage 1: the earlier date",
        role_words="they",
        clocks=(Clock("agreed", None, "1", of_the_route, due=when("2026-11-05")),),
        arose=0,
        done=Done(when("2026-11-06T12:00"), End.LAPSED),
        role_codes=("they",),
    )


def test_a_date_before_waits_for_no_event_that_the_duty_itself_waits_for() -> None:
    story = begun(stage("1", "", BY_AGREEMENT + limit("9 days", "raised")))
    agrees(story, "2026-11-02", "2026-11-04")
    agrees(story, "2026-11-06", "2026-11-09")
    assert [each.unknown for each in owed(story, "main")] == [("the disagreement was raised",)]
    assert [each.unknown for each in owed(story, "agreed:2")] == [()]


def test_a_date_agreed_for_a_duty_without_a_limit_by_agreement_is_no_date_before() -> None:
    story = begun(stage("1", "", limit("9 days", "entered")))
    agrees(story, "2026-11-02", "2026-11-03")
    agrees(story, "2026-11-05", "2026-11-06")
    assert before(story, "agreed") == []
    assert story.main("2026-11-05").due == when("2026-11-11")


def test_a_date_agreed_for_a_duty_that_arises_is_for_the_time_that_arose_last_before() -> None:
    asked = duty(
        "answer", 'from = "visit"\nuntil = "reply"', limit("9 days", "raised") + BY_AGREEMENT
    )
    story = begun(stage("1", "", asked))
    agrees(story, "2026-11-02", "2026-11-09", "answer", "school")
    story.records("visit", "2026-11-03", agency="school")
    agrees(story, "2026-11-03", "2026-11-10", "answer", "school")
    story.records("visit", "2026-11-04", agency="school")
    story.records("visit", "2026-11-04", agency="health")
    agrees(story, "2026-11-05", "2026-11-12", "answer", "school")
    story.records("visit", "2026-11-06", agency="school")
    assert [(each.key.agency, each.key.time, each.due) for each in owed(story, "answer")] == [
        ("school", 1, when("2026-11-10")),
        ("school", 2, when("2026-11-12")),
        ("health", 1, None),
        ("school", 3, None),
    ]


def test_no_date_agreed_after_a_further_duty_was_done_counts_for_it() -> None:
    story = begun(AGREED, stage("2"))
    agrees(story, "2026-11-02", "2026-11-10", "call")
    story.records("hearing", "2026-11-04")
    agrees(story, "2026-11-05", "2026-11-12", "call")
    assert story.duty("call", "2026-11-06").due == when("2026-11-10")


def test_an_agreed_date_of_a_further_duty_that_had_passed_keeps_its_agency_and_time() -> None:
    asked = duty("answer", 'from = "visit"\nuntil = "reply"', BY_AGREEMENT)
    story = begun(stage("1", "", asked))
    story.records("visit", "2026-11-03", agency="school")
    agrees(story, "2026-11-03", "2026-11-04", "answer", "school")
    agrees(story, "2026-11-06", "2026-11-12", "answer", "school")
    (found,) = owed(story, "agreed:3")
    assert (found.key, found.title) == (
        Key("1", 1, "agreed:3", "school"),
        "Duty answer: the earlier date",
    )
