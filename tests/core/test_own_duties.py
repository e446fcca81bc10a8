"""What a dispute itself asks for: tellings, reminders, agreed actions, recommendations."""

import pytest

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Deadline, Done, End, Key, Owed, Status
from resolutions_cli.core.deadlines.own_duties import action_date
from resolutions_cli.core.entries.facts import Chase, Closed, Decided, Finished, Reopened, Risk
from resolutions_cli.core.time.moment import Moment
from tests.routes import decision, route, stage
from tests.story import Story, procedure, when


def begun() -> Story:
    """A story of two stages, opened in the first on Mon 2 Nov 2026."""
    story = Story(route(stage("1", "2", decision("advised")) + stage("2", "1")))
    story.opens("2026-11-02", "1")
    return story


def rows(story: Story, duty: str, as_of: str = "2027-01-04") -> list[Deadline]:
    return [each for each in story.case(as_of).deadlines if each.key.duty.startswith(duty)]


# ------------------------------------------------------------------ tellings


def tellings(story: Story, role: str = "police") -> list[tuple[int, Moment | None]]:
    return [
        (each.key.time, each.owed.done.at if each.owed.done else None)
        for each in rows(story, f"tell:{role}")
    ]


def test_a_telling_is_due_at_once_and_says_who_tells_whom_and_by_which_text() -> None:
    story = begun()
    story.add("2026-11-03", Risk(on=when("2026-11-03T09:00")))
    assert rows(story, "tell:police", "2026-11-03")[0].owed == Owed(
        key=Key("1", 1, "tell:police"),
        title="IMMEDIATE RISK: tell the police",
        role_words="whoever learns of the risk",
        clocks=(
            Clock(
                "within at once",
                "risk",
                None,
                event=when("2026-11-03T09:00"),
                due=when("2026-11-03T09:00"),
                cited="general practice, not in this text",
            ),
        ),
        arose=1,
        role_codes=("police",),
    )


def test_a_risk_that_is_over_says_so_and_is_still_to_be_told() -> None:
    story = begun()
    story.add("2026-11-03", Risk(on=when("2026-11-03")))
    story.add("2026-11-04", Risk(ended=when("2026-11-04")))
    (found,) = rows(story, "tell:social-care", "2026-11-05")
    assert found.owed.title == "IMMEDIATE RISK, now over: tell Children's social care"
    assert found.status is Status.OVERDUE


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("Police", "the police"),
        ("Duty social worker", "the duty social worker"),
        ("Children's Social Care", "Children's Social Care"),
        ("Children’s Social Care", "Children’s Social Care"),
        ("DSL of the school", "DSL of the school"),
        ("Lead of Children's Services", "the lead of Children's Services"),
    ],
)
def test_a_role_stands_in_the_title_as_it_does_within_a_sentence(role: str, title: str) -> None:
    story = begun()
    story.procedure = story.procedure.but(roles={"police": role})
    story.add("2026-11-03", Risk(on=when("2026-11-03")))
    (found,) = rows(story, "tell:police", "2026-11-03")
    assert found.owed.title == f"IMMEDIATE RISK: tell {title}"


def test_each_risk_is_told_of_in_the_visit_in_which_it_began() -> None:
    story = begun()
    story.add("2026-11-03", Risk(on=when("2026-11-03")))
    story.escalates("2026-11-04", "2")
    story.escalates("2026-11-05", "1")
    story.add("2026-11-06", Risk(on=when("2026-11-06")))
    assert [
        (each.key.stage, each.key.visit, each.key.time) for each in rows(story, "tell:police")
    ] == [
        ("1", 1, 1),
        ("1", 2, 2),
    ]


def test_one_telling_counts_for_every_risk_that_began_before_it_over_or_not() -> None:
    story = begun()
    story.add("2026-11-03", Risk(on=when("2026-11-03")))
    story.add("2026-11-04", Risk(ended=when("2026-11-04")))
    story.add("2026-11-05", Risk(on=when("2026-11-05")))
    story.add("2026-11-06", Risk(told={"police": when("2026-11-05")}))
    story.add("2026-11-09", Risk(on=when("2026-11-09")))
    assert tellings(story) == [
        (1, when("2026-11-05")),
        (2, when("2026-11-05")),
        (3, None),
    ]


def test_somebody_told_before_a_risk_began_was_not_told_of_it_but_on_its_day_was() -> None:
    story = begun()
    story.add("2026-11-03", Risk(on=when("2026-11-03T09:00")))
    story.add("2026-11-03", Risk(told={"police": when("2026-11-03T08:59")}))
    assert tellings(story) == [(1, None)]
    story.add("2026-11-03", Risk(told={"police": when("2026-11-03")}))
    assert tellings(story) == [(1, when("2026-11-03"))]


def test_of_several_tellings_the_earliest_counts() -> None:
    story = begun()
    story.add("2026-11-03", Risk(on=when("2026-11-03T09:00")))
    for told in ("2026-11-03T11:00", "2026-11-03T10:00", "2026-11-03T12:00"):
        story.add("2026-11-04", Risk(told={"police": when(told)}))
    assert tellings(story) == [(1, when("2026-11-03T10:00"))]


def test_a_telling_of_one_role_is_none_of_another() -> None:
    story = begun()
    told = {"social-care": when("2026-11-03"), "police": when("2026-11-04")}
    story.add("2026-11-03", Risk(on=when("2026-11-03"), told=told))
    assert tellings(story, "social-care") == [(1, when("2026-11-03"))]
    assert tellings(story, "police") == [(1, when("2026-11-04"))]
    assert tellings(story, "safeguarding-lead") == [(1, None)]


def test_an_end_of_risk_ends_those_that_began_by_then_and_the_first_end_stays() -> None:
    story = begun()
    story.add("2026-11-03", Risk(on=when("2026-11-03")))
    story.add("2026-11-05", Risk(on=when("2026-11-05")))
    story.add("2026-11-06", Risk(ended=when("2026-11-04")))
    story.add("2026-11-09", Risk(ended=when("2026-11-09")))
    episodes = story.case("2026-11-10").dispute.episodes
    assert [(each.number, each.on, each.ended) for each in episodes] == [
        (1, when("2026-11-03"), when("2026-11-04")),
        (2, when("2026-11-05"), when("2026-11-09")),
    ]
    assert [each.ended for each in story.case("2026-11-06").dispute.episodes] == [
        when("2026-11-04"),
        None,
    ]


def test_an_end_of_risk_that_has_not_come_ends_nothing_yet() -> None:
    story = begun()
    story.add("2026-11-03", Risk(on=when("2026-11-03")))
    story.add("2026-11-03", Risk(ended=when("2026-11-05")))
    assert story.case("2026-11-04").dispute.episodes[0].ended is None
    assert story.case("2026-11-05").dispute.episodes[0].ended == when("2026-11-05")


# ------------------------------------------------------------------ reminders


def reminders(story: Story, as_of: str = "2027-01-04") -> list[tuple[str, Done | None]]:
    return [(each.key.duty, each.owed.done) for each in rows(story, "chase:", as_of)]


def test_a_reminder_is_of_the_visit_in_which_it_was_made() -> None:
    story = begun()
    story.escalates("2026-11-03", "2")
    story.add("2026-11-03", Chase(by_when=when("2026-11-05")))
    assert rows(story, "chase:", "2026-11-03")[0].owed == Owed(
        key=Key("2", 1, "chase:1"),
        title="Your reminder 1",
        role_words="the person named in the reminder",
        clocks=(Clock("reminder", None, None, due=when("2026-11-05")),),
        arose=2,
    )


def test_reminders_are_numbered_without_the_entries_that_say_one_is_done() -> None:
    story = begun()
    story.add("2026-11-02", Chase(by_when=when("2026-11-05")))
    story.add("2026-11-03", Chase(done=1))
    story.add("2026-11-03", Chase(by_when=when("2026-11-09")))
    story.add("2026-11-04", Chase(by_when=when("2026-11-10")))
    story.add("2026-11-04", Chase(done=3))
    assert reminders(story, "2026-11-04") == [
        ("chase:1", Done(when("2026-11-03"))),
        ("chase:2", None),
        ("chase:3", Done(when("2026-11-04"))),
    ]


def test_a_reminder_done_before_the_stage_was_left_was_done_then_and_not_at_the_leaving() -> None:
    story = begun()
    story.add("2026-11-02", Chase(by_when=when("2026-11-05")))
    story.add("2026-11-03", Chase(done=1))
    story.escalates("2026-11-04", "2")
    assert reminders(story) == [("chase:1", Done(when("2026-11-03")))]


def test_a_reminder_done_on_the_day_on_which_the_stage_was_left_was_done() -> None:
    story = begun()
    story.add("2026-11-02", Chase(by_when=when("2026-11-05")))
    story.escalates("2026-11-04", "2")
    story.add("2026-11-04", Chase(done=1))
    assert reminders(story) == [("chase:1", Done(when("2026-11-04")))]


def test_a_reminder_done_after_the_stage_was_left_was_over_by_then() -> None:
    story = begun()
    story.add("2026-11-02", Chase(by_when=when("2026-11-05")))
    story.escalates("2026-11-04", "2")
    story.add("2026-11-05", Chase(done=1))
    assert reminders(story) == [("chase:1", Done(when("2026-11-04"), End.LAPSED))]


# ------------------------------------------------------------------ agreed actions


def with_actions() -> Story:
    """Two actions agreed with a decision in stage 1, one at the closing of stage 2."""
    story = begun()
    story.add(
        "2026-11-03",
        Decided(from_="1", codes=("advised",), action_dates={"2": when("2026-11-12")}),
        {"reason": "so", "action-10": "A lead: a letter", "action-2": "A nurse: a call"},
    )
    story.escalates("2026-11-04", "2")
    story.add(
        "2026-11-05",
        Closed(from_="2", outcome="withdrawn"),
        {"action-1": "A head: a visit by 20 Nov 2026", "learning-1": "to call by 9 Nov 2026"},
    )
    return story


def test_actions_are_counted_over_the_whole_dispute_in_the_order_of_their_numbers() -> None:
    found = {each.key.duty: each for each in rows(with_actions(), "action:")}
    assert [
        (each.key, each.owed.title, each.due, each.owed.arose) for _, each in sorted(found.items())
    ] == [
        (Key("1", 1, "action:1"), "Agreed action 1", when("2026-11-12"), 1),
        (Key("1", 1, "action:2"), "Agreed action 2", None, 1),
        (Key("2", 1, "action:3"), "Agreed action 3", when("2026-11-20"), 3),
    ]


def test_an_action_is_a_deadline_of_the_person_named_in_it() -> None:
    found = rows(with_actions(), "action:3", "2026-11-06")[0].owed
    assert found == Owed(
        key=Key("2", 1, "action:3"),
        title="Agreed action 3",
        role_words="the person named in the action",
        clocks=(Clock("agreed action", None, None, due=when("2026-11-20")),),
        arose=3,
    )


def test_an_action_ends_only_when_somebody_says_that_this_very_one_is_done() -> None:
    story = with_actions()
    decided, closed = story.entries[1], story.entries[3]
    story.add("2026-11-09", Finished("action", decided.id, "action-2", when("2026-11-09")))
    story.add("2026-11-10", Finished("child-file", closed.id, "action-1", when("2026-11-10")))
    story.add("2026-11-10", Reopened(to="2"))
    assert {each.key.duty: each.owed.done for each in rows(story, "action:")} == {
        "action:1": Done(when("2026-11-09")),
        "action:2": None,
        "action:3": None,
    }


def test_the_first_of_two_days_on_which_an_action_is_said_to_be_done_counts() -> None:
    story = with_actions()
    for on in ("2026-11-12", "2026-11-10T09:00", "2026-11-11"):
        story.add("2026-11-12", Finished("action", story.entries[3].id, "action-1", when(on)))
    assert rows(story, "action:3")[0].owed.done == Done(when("2026-11-10T09:00"))


def test_what_is_said_to_be_done_on_a_later_day_is_not_done_before_it() -> None:
    story = with_actions()
    story.add("2026-11-06", Finished("action", story.entries[3].id, "action-1", when("2026-11-10")))
    assert rows(story, "action:3", "2026-11-09")[0].is_open
    assert not rows(story, "action:3", "2026-11-10")[0].is_open


def test_the_date_of_an_action_is_what_stands_after_the_last_by() -> None:
    now = when("2026-11-02T09:00").starts
    assert action_date("A lead: a call by phone by 20 Nov 2026", now) == when("2026-11-20")
    assert action_date("A lead: a call by phone", now) is None


def test_an_action_without_a_date_or_whose_text_was_removed_has_no_limit() -> None:
    story = begun()
    texts: dict[str, str | None] = {"action-1": "A lead: a call", "action-2": None}
    story.add("2026-11-05", Closed(from_="1", outcome="withdrawn"), texts)
    assert [each.owed.clocks for each in rows(story, "action:")] == [(), ()]


def test_a_day_named_in_an_action_is_counted_from_when_it_was_written_down() -> None:
    story = begun()
    texts: dict[str, str | None] = {"action-1": "A lead: a call by tomorrow"}
    story.add("2026-11-05", Closed(from_="1", outcome="withdrawn"), texts)
    assert rows(story, "action:1")[0].due == when("2026-11-06")


# ------------------------------------------------------------------ recommendations


def test_an_accepted_recommendation_is_carried_out_until_somebody_says_that_it_is() -> None:
    story = begun()
    first = story.add("2026-11-03", Closed(from_="1", outcome="agreed"))
    story.add("2026-11-04", Reopened(to="1"))
    story.escalates("2026-11-05", "2")
    story.add("2026-11-06", Closed(from_="2", outcome="withdrawn"))
    story.add("2026-11-09", Reopened(to="2"))
    story.add("2026-11-10", Closed(from_="2", outcome="agreed"))
    story.add("2026-11-11", Finished("recommendation", first.id, "", when("2026-11-10")))
    assert [each.owed for each in rows(story, "recommendation")] == [
        Owed(
            key=Key("1", 1, "recommendation", time=1),
            title="The accepted recommendation is carried out",
            role_words="the agencies concerned",
            clocks=(),
            arose=1,
            done=Done(when("2026-11-10")),
        ),
        Owed(
            key=Key("2", 1, "recommendation", time=2),
            title="The accepted recommendation is carried out",
            role_words="the agencies concerned",
            clocks=(),
            arose=6,
        ),
    ]


def test_where_no_outcome_is_followed_up_no_recommendation_is_due() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-11-02", "practitioners")
    story.add("2026-11-03", Closed(from_="practitioners", outcome="agreed"))
    assert rows(story, "recommendation") == []
