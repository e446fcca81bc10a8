"""The main duty of a stage and its further duties: whose they are, and what fulfils each."""

import pytest

from resolutions_cli.core.deadlines.deadline import Done, End, Key, Owed
from resolutions_cli.core.entries.facts import Closed, Party, Recorded, Sooner
from tests.routes import decision, duty, limit, route, stage
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


def ends(story: Story, name: str, as_of: str = "2027-01-04") -> list[Done | None]:
    return [each.done for each in owed(story, name, as_of)]


def recorded(event: str, on: str, agency: str = "") -> Recorded:
    return Recorded(event=event, on=when(on), agency=agency)


# ------------------------------------------------------------------ the main duty


def test_the_main_duty_of_a_stage_without_a_time_says_since_when_it_is_there() -> None:
    story = begun(stage("1", "2"), stage("2"))
    story.escalates("2026-11-04", "2")
    assert owed(story, "main") == [
        Owed(
            key=Key("1", 1, "main"),
            title="Stage 1",
            role_words="they",
            clocks=(),
            arose=0,
            done=Done(when("2026-11-04"), End.MOVED_ON),
            role_codes=("they",),
            since=when("2026-11-02"),
        ),
        Owed(
            key=Key("2", 1, "main"),
            title="Stage 2",
            role_words="they",
            clocks=(),
            arose=1,
            role_codes=("they",),
            since=when("2026-11-04"),
        ),
    ]


def test_a_stage_with_a_limit_says_which_events_it_waits_for_here_or_ahead() -> None:
    ahead = limit("9 days", "raised")
    story = begun(stage("1", "2", limit("5 days", "refused")), stage("2", "", ahead))
    (main,) = owed(story, "main")
    assert (main.since, main.unknown) == (None, ("the disagreement was raised",))
    story.records("raised", "2026-11-03")
    assert owed(story, "main")[0].unknown == ()


def test_an_event_that_no_limit_from_here_on_counts_from_is_not_missed() -> None:
    story = begun(stage("1", "2", limit("9 days", "raised")), stage("2"))
    story.escalates("2026-11-03", "2")
    assert [each.unknown for each in owed(story, "main")] == [("the disagreement was raised",), ()]


UNTIL = 'until = ["settled", "hearing"]'


@pytest.mark.parametrize(
    ("hearing", "left", "done"),
    [
        ("2026-11-04", None, Done(when("2026-11-04"))),
        ("2026-11-04", "2026-11-05", Done(when("2026-11-04"))),
        ("2026-11-05", "2026-11-05", Done(when("2026-11-05"))),
        ("2026-11-06", "2026-11-05", Done(when("2026-11-05"), End.LEFT)),
        ("2026-11-05T10:01", "2026-11-05T10:00", Done(when("2026-11-05T10:00"), End.LEFT)),
        (None, "2026-11-05", Done(when("2026-11-05"), End.LEFT)),
    ],
)
def test_a_stage_is_fulfilled_by_what_comes_up_to_its_leaving(
    hearing: str | None, left: str | None, done: Done
) -> None:
    story = begun(stage("1", "2", decision("settled"), UNTIL), stage("2"))
    if left:
        story.escalates(left, "2")
    if hearing:
        story.add("2026-11-09", recorded("hearing", hearing))
    assert story.mains("1", "2026-11-10")[0].owed.done == done


def test_of_a_decision_and_an_event_that_fulfil_a_stage_the_earlier_counts() -> None:
    story = begun(stage("1", "", decision("settled") + decision("other"), UNTIL))
    story.decides("2026-11-03", "other")
    assert ends(story, "main") == [None]
    story.decides("2026-11-06", "other", "settled")
    assert ends(story, "main") == [Done(when("2026-11-06"))]
    story.decides("2026-11-06T09:00", "settled")
    assert ends(story, "main") == [Done(when("2026-11-06T09:00"))]
    story.records("hearing", "2026-11-05")
    assert ends(story, "main") == [Done(when("2026-11-05"))]


def test_a_decision_fulfils_the_visit_in_which_it_was_recorded_alone() -> None:
    story = begun(stage("1", "2", decision("settled"), UNTIL), stage("2", "1"))
    story.decides("2026-11-03", "settled")
    story.escalates("2026-11-04", "2")
    story.escalates("2026-11-05", "1")
    assert [each.owed.done for each in story.mains("1", "2026-11-06")] == [
        Done(when("2026-11-03")),
        None,
    ]


def test_a_stage_is_fulfilled_by_what_any_agency_did() -> None:
    story = begun(stage("1", "", head='until = "reply"'))
    story.records("reply", "2026-11-04", agency="health")
    assert ends(story, "main") == [Done(when("2026-11-04"))]


def test_a_meeting_that_can_come_again_fulfils_only_a_visit_that_had_begun() -> None:
    story = begun(stage("1", "2", head='until = "meeting"'), stage("2", "1"))
    story.records("meeting", "2026-11-02")
    story.escalates("2026-11-04", "2")
    story.escalates("2026-11-05", "1")
    assert [each.owed.done for each in story.mains("1", "2026-11-06")] == [
        Done(when("2026-11-02")),
        None,
    ]
    story.add("2026-11-06", recorded("meeting", "2026-11-05"))
    assert story.mains("1", "2026-11-06")[1].owed.done == Done(when("2026-11-05"))


def test_closing_is_a_leaving_that_fulfils_a_stage_which_asks_for_nothing_else() -> None:
    story = begun(stage("1", "2"), stage("2"))
    story.add("2026-11-04", Closed(from_="1", outcome="withdrawn"))
    assert ends(story, "main") == [Done(when("2026-11-04"), End.MOVED_ON)]


# ------------------------------------------------------------------ done, and still there


def test_a_stage_whose_duty_is_done_is_to_be_moved_on_by_the_limits_ahead() -> None:
    story = begun(
        stage("1", "2", limit("9 days", "entered"), 'until = "hearing"'),
        stage("2", "", limit("3 working days", "raised")),
        raised="2026-11-02",
    )
    story.add("2026-11-02", Sooner(on=when("2026-11-06")))
    assert owed(story, "onward") == []
    story.records("hearing", "2026-11-03")
    (onward,) = owed(story, "onward")
    assert [(each.stage, each.rule) for each in onward.clocks] == [
        ("2", "within 3 working days"),
        (None, "sooner"),
    ]
    assert onward.but(clocks=()) == Owed(
        key=Key("1", 1, "onward"),
        title="Stage 1: done, now move it on or close it",
        role_words="they",
        clocks=(),
        arose=0,
        role_codes=("they",),
    )


def test_a_stage_that_was_done_and_then_left_in_time_shows_no_more_and_left_late_stays() -> None:
    for left, rows in (
        ("2026-11-05", []),
        ("2026-11-06", [Done(when("2026-11-06"), End.MOVED_ON)]),
    ):
        story = begun(
            stage("1", "2", head='until = "hearing"'),
            stage("2", "", limit("3 working days", "raised")),
            raised="2026-11-02",
        )
        story.records("hearing", "2026-11-03")
        story.escalates(left, "2")
        assert ends(story, "onward") == rows


def test_a_stage_that_was_left_without_what_it_asks_for_was_never_to_be_moved_on() -> None:
    story = begun(
        stage("1", "2", head='until = "hearing"'),
        stage("2", "", limit("1 day", "raised")),
        raised="2026-11-02",
    )
    story.escalates("2026-11-09", "2")
    assert ends(story, "onward") == []


def test_a_stage_that_asks_for_nothing_but_to_be_left_is_never_to_be_moved_on_besides() -> None:
    story = begun(stage("1", "2"), stage("2", "", limit("1 day", "raised")), raised="2026-11-02")
    story.escalates("2026-11-09", "2")
    assert ends(story, "onward") == []


# ------------------------------------------------------------------ further duties


def test_a_further_duty_has_its_own_title_limits_and_safe_date() -> None:
    story = begun(stage("1", "", duty("call", 'until = "hearing"', limit("2 days", "entered"))))
    story.add("2026-11-02", Sooner(on=when("2026-11-06")))
    (call,) = owed(story, "call")
    assert [(each.rule, each.due) for each in call.clocks] == [
        ("within 2 days", when("2026-11-04")),
        ("sooner", when("2026-11-06")),
    ]
    assert call.but(clocks=()) == Owed(
        key=Key("1", 1, "call"),
        title="Duty call",
        role_words="them",
        clocks=(),
        arose=0,
        role_codes=("them",),
    )


def test_every_agency_owes_a_duty_of_each_and_one_that_joins_later_too() -> None:
    story = begun(stage("1", "", duty("call", 'until = "reply"\neach = "agency"')))
    story.add("2026-11-03", Party(role="lead", agency="police"))
    story.records("reply", "2026-11-04", agency="health")
    assert {each.key.agency: each.done for each in owed(story, "call")} == {
        "school": None,
        "social-care": None,
        "health": Done(when("2026-11-04")),
        "police": None,
    }


def test_a_duty_of_each_agency_of_which_none_is_recorded_is_one_that_says_so() -> None:
    story = begun(stage("1", "", duty("call", 'until = "reply"\neach = "agency"')))
    opening = story.entries[0]
    facts = opening.facts.but(raised_by=(), with_=())
    story.entries[0] = opening.but(facts=facts)
    (call,) = owed(story, "call")
    assert (call.key.agency, call.role_words) == ("", "each agency: none is recorded")
    assert call.role_codes == ("them",)


def test_a_duty_that_is_left_undone_is_left_and_one_done_later_stays_so() -> None:
    story = begun(stage("1", "2", duty("call", 'until = "hearing"')), stage("2"))
    story.escalates("2026-11-04", "2")
    story.records("hearing", "2026-11-05")
    assert ends(story, "call") == [Done(when("2026-11-04"), End.LEFT)]


# ------------------------------------------------------------------ duties that arise


ANSWER = duty("answer", 'from = "report"\nuntil = "letter"')


def test_a_duty_arises_each_time_and_says_which_time_it_is() -> None:
    story = begun(stage("1", "", ANSWER))
    story.records("report", "2026-11-03")
    story.records("report", "2026-11-05")
    assert [(each.key, each.arose) for each in owed(story, "answer")] == [
        (Key("1", 1, "answer", time=1), 1),
        (Key("1", 1, "answer", time=2), 2),
    ]


def test_the_first_answer_is_to_the_first_time_and_the_second_to_the_second() -> None:
    story = begun(stage("1", "", ANSWER))
    story.records("letter", "2026-11-02")
    story.records("report", "2026-11-03")
    story.records("report", "2026-11-04")
    story.records("letter", "2026-11-05")
    assert ends(story, "answer") == [Done(when("2026-11-05")), None]
    story.records("letter", "2026-11-06")
    assert ends(story, "answer") == [Done(when("2026-11-05")), Done(when("2026-11-06"))]


def test_an_answer_of_the_same_day_counts_when_it_stands_after_in_the_log() -> None:
    before, after = begun(stage("1", "", ANSWER)), begun(stage("1", "", ANSWER))
    before.records("letter", "2026-11-03")
    for story in (before, after):
        story.records("report", "2026-11-03")
    after.records("letter", "2026-11-03")
    assert ends(before, "answer") == [None]
    assert ends(after, "answer") == [Done(when("2026-11-03"))]


def test_answers_are_counted_for_each_agency_and_each_visit_anew() -> None:
    asked = duty("answer", 'from = "visit"\nuntil = "reply"')
    story = begun(stage("1", "2", asked), stage("2", "1"))
    story.records("visit", "2026-11-03", agency="school")
    story.records("visit", "2026-11-03", agency="health")
    story.records("reply", "2026-11-04", agency="health")
    story.escalates("2026-11-05", "2")
    story.records("visit", "2026-11-06", agency="school")
    story.escalates("2026-11-09", "1")
    story.records("visit", "2026-11-09", agency="school")
    story.records("reply", "2026-11-10", agency="school")
    assert [
        (each.key.agency, each.key.visit, each.key.time, each.done)
        for each in owed(story, "answer")
    ] == [
        ("school", 1, 1, Done(when("2026-11-05"), End.LEFT)),
        ("health", 1, 1, Done(when("2026-11-04"))),
        ("school", 2, 1, Done(when("2026-11-10"))),
    ]


def test_an_answer_given_between_two_visits_is_none_to_what_arises_in_the_second() -> None:
    asked = duty("answer", 'from = "visit"\nuntil = "reply"')
    story = begun(stage("1", "2", asked), stage("2", "1"))
    story.records("visit", "2026-11-03", agency="school")
    story.escalates("2026-11-05", "2")
    story.records("reply", "2026-11-06", agency="school")
    story.escalates("2026-11-09", "1")
    story.records("visit", "2026-11-09", agency="school")
    story.records("visit", "2026-11-10", agency="school")
    story.records("reply", "2026-11-11", agency="school")
    assert [each.done for each in owed(story, "answer") if each.key.visit == 2] == [
        Done(when("2026-11-11")),
        None,
    ]


def test_what_is_no_agency_s_own_answers_what_arose_for_an_agency() -> None:
    story = begun(stage("1", "", duty("answer", 'from = "visit"\nuntil = "letter"')))
    story.records("visit", "2026-11-03", agency="school")
    story.records("letter", "2026-11-04")
    assert ends(story, "answer") == [Done(when("2026-11-04"))]


def test_what_was_dated_at_the_opening_makes_a_duty_of_the_first_stage_arise() -> None:
    story = begun(stage("1", "", ANSWER), report="2026-11-02")
    assert [each.arose for each in owed(story, "answer")] == [0]


def test_a_duty_arises_from_a_decision_too_and_one_event_can_answer_every_time() -> None:
    more = decision("asked") + duty("answer", 'from = "asked"\nuntil = "hearing"')
    story = begun(stage("1", "", more))
    story.decides("2026-11-03", "asked")
    story.decides("2026-11-04", "asked")
    story.records("hearing", "2026-11-05")
    assert ends(story, "answer") == [Done(when("2026-11-05"))] * 2


def test_a_decision_made_before_a_duty_arose_does_not_fulfil_it() -> None:
    more = decision("settled") + duty("answer", 'from = "report"\nuntil = "settled"')
    story = begun(stage("1", "", more))
    story.decides("2026-11-03", "settled")
    story.records("report", "2026-11-04")
    assert ends(story, "answer") == [None]
    story.decides("2026-11-05", "settled")
    assert ends(story, "answer") == [Done(when("2026-11-05"))]


def test_what_arose_after_a_stage_was_left_is_nothing_of_that_visit() -> None:
    story = begun(stage("1", "2", ANSWER), stage("2"))
    story.escalates("2026-11-04", "2")
    story.records("report", "2026-11-04")
    assert owed(story, "answer") == []


def test_a_decision_that_leads_on_makes_a_duty_of_the_next_stage_arise_and_none_of_its_own() -> (
    None
):
    more = decision("asked", "2") + duty("answer", 'from = "asked"\nuntil = "hearing"')
    story = begun(stage("1", "", more), stage("2", "1"))
    story.decides("2026-11-03", "asked", to="2")
    assert owed(story, "answer") == []
