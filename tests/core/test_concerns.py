"""What stands against a deadline: a plan too late, a record that lacks something, no acceptance."""

from resolutions_cli.core.deadlines.deadline import ConcernCode
from resolutions_cli.core.entries.facts import Agreed, Party
from tests.routes import BY_AGREEMENT, decision, duty, limit, route, stage
from tests.story import Story, when

TOO_LATE, INCOMPLETE = ConcernCode.PLANNED_TOO_LATE, ConcernCode.INCOMPLETE


def begun(*stages: str, **events: str) -> Story:
    """A story of these stages, opened in stage 1 on Mon 2 Nov 2026."""
    story = Story(route("".join(stages)))
    story.opens("2026-11-02", "1", **events)
    return story


def concerns(
    story: Story, name: str = "main", as_of: str = "2026-11-30", agency: str = ""
) -> list[tuple[ConcernCode, tuple[str, ...]]]:
    found = story.duty(name, as_of, agency)
    return [(each.code, each.names) for each in found.owed.concerns]


THREE_DAYS = limit("3 working days", "entered")  # Thu 5 Nov 2026


# ------------------------------------------------------------------ planned too late


def test_a_meeting_planned_after_the_deadline_that_it_meets_is_too_late() -> None:
    story = begun(stage("1", "", THREE_DAYS, head='until = "meeting"'))
    story.plans("2026-11-02", "meeting", "2026-11-05T18:00")
    assert concerns(story) == []
    story.plans("2026-11-03", "meeting", "2026-11-06")
    assert concerns(story) == [(TOO_LATE, ("meeting",))]
    story.plans("2026-11-04", "meeting", "2026-11-05")
    assert concerns(story) == []


def test_a_plan_for_something_that_does_not_meet_the_deadline_is_none_of_its_business() -> None:
    story = begun(
        stage("1", "", THREE_DAYS + decision("settled"), head='until = ["settled", "hearing"]')
    )
    story.plans("2026-11-02", "meeting", "2026-11-20")
    assert concerns(story) == []
    story.plans("2026-11-02", "hearing", "2026-11-20")
    assert concerns(story) == [(TOO_LATE, ("hearing",))]


def test_a_plan_that_is_too_late_for_two_limits_is_named_once() -> None:
    two = THREE_DAYS + limit("1 working day", "entered") + limit("1 day", "refused")
    story = begun(stage("1", "", two, head='until = ["meeting", "hearing"]'))
    story.plans("2026-11-02", "meeting", "2026-11-20")
    story.plans("2026-11-02", "hearing", "2026-11-19")
    assert concerns(story) == [(TOO_LATE, ("meeting", "hearing"))]


def test_a_plan_too_late_for_a_stage_ahead_stands_against_the_stage_that_it_binds_now() -> None:
    ahead = limit("3 working days", "raised")
    story = begun(
        stage("1", "2"), stage("2", "", ahead, head='until = "meeting"'), raised="2026-11-02"
    )
    story.plans("2026-11-02", "meeting", "2026-11-06")
    assert concerns(story) == [(TOO_LATE, ("meeting",))]


def test_a_further_duty_minds_only_what_fulfils_it() -> None:
    answer = duty("answer", 'until = "hearing"', THREE_DAYS)
    other = duty("other", 'until = "letter"', THREE_DAYS)
    story = begun(stage("1", "", other + answer, head='until = "meeting"'))
    story.plans("2026-11-02", "hearing", "2026-11-06")
    story.plans("2026-11-02", "meeting", "2026-11-06")
    assert concerns(story, "answer") == [(TOO_LATE, ("hearing",))]
    assert concerns(story, "other") == []


def test_an_agency_s_plan_stands_against_its_own_deadline_alone() -> None:
    each = duty("seen", 'until = "visit"\neach = "agency"', THREE_DAYS)
    story = begun(stage("1", "", each))
    story.plans("2026-11-02", "visit", "2026-11-06", agency="health")
    story.plans("2026-11-02", "visit", "2026-11-05", agency="school")
    assert concerns(story, "seen", agency="health") == [(TOO_LATE, ("visit",))]
    assert concerns(story, "seen", agency="school") == []
    assert concerns(story, "seen", agency="social-care") == []


def test_of_a_duty_that_is_over_no_plan_is_too_late_and_no_record_incomplete() -> None:
    story = begun(stage("1", "2", THREE_DAYS, head='until = ["meeting", "findings"]'), stage("2"))
    story.plans("2026-11-02", "meeting", "2026-11-20")
    story.records("findings", "2026-11-03", details={"sure": True})
    assert [code for code, _ in concerns(story)] == [TOO_LATE, INCOMPLETE]
    story.escalates("2026-11-04", "2")
    assert story.mains("1", "2026-11-04")[0].owed.concerns == ()


# ------------------------------------------------------------------ a record that lacks something


def test_a_record_that_lacks_details_is_said_to_fulfil_nothing_until_a_whole_one_is_there() -> None:
    story = begun(stage("1", "", head='until = ["settled", "findings"]', more=decision("settled")))
    story.records("findings", "2026-11-03")
    assert concerns(story) == [(INCOMPLETE, ("findings", "author", "sure"))]
    story.records("findings", "2026-11-04", details={"sure": False})
    assert concerns(story) == [(INCOMPLETE, ("findings", "author"))]
    story.corrects("2026-11-05", story.entries[2])
    story.entries[2] = story.entries[2].but(texts={"detail-author": "A. Writer"})
    assert concerns(story) == []


def test_an_incomplete_statement_of_one_agency_stands_against_its_own_deadline_alone() -> None:
    story = begun(stage("1", "", duty("state", 'until = "statement"\neach = "agency"')))
    story.records("statement", "2026-11-03", agency="health")
    story.records("statement", "2026-11-04", agency="school", details={"sure": True})
    assert concerns(story, "state", agency="health") == [(INCOMPLETE, ("statement", "sure"))]
    assert concerns(story, "state", agency="social-care") == []


def test_incomplete_findings_of_a_stage_s_own_are_seen_beside_an_agency_s_duty() -> None:
    story = begun(stage("1", "", duty("state", 'until = ["statement", "findings"]')))
    story.records("findings", "2026-11-03", details={"sure": True})
    assert concerns(story, "state") == [(INCOMPLETE, ("findings", "author"))]


def test_what_is_no_agency_s_own_stands_against_each_agency_s_duty_that_it_fulfils() -> None:
    asked = duty("answer", 'from = "visit"\nuntil = ["hearing", "findings"]', THREE_DAYS)
    story = begun(stage("1", "", asked))
    story.records("visit", "2026-11-03", agency="health")
    story.plans("2026-11-03", "hearing", "2026-11-06")
    story.records("findings", "2026-11-04", details={"sure": True})
    assert concerns(story, "answer", agency="health") == [
        (TOO_LATE, ("hearing",)),
        (INCOMPLETE, ("findings", "author")),
    ]


# ------------------------------------------------------------------ not accepted


def test_the_agencies_that_have_not_accepted_a_date_are_named_however_they_are_spelt() -> None:
    story = begun(stage("1", "", BY_AGREEMENT))
    story.add("2026-11-02", Party(role="lead", agency="Police"))
    story.add("2026-11-03", Agreed(on=when("2026-11-10"), accepted=("HEALTH", "police")))
    assert concerns(story) == [(ConcernCode.NOT_ACCEPTED, ("school", "social-care"))]
    everyone = ("School", "health", "Social-Care", "police")
    story.add("2026-11-04", Agreed(on=when("2026-11-11"), accepted=everyone))
    assert concerns(story) == []
    story.add("2026-11-05", Agreed(on=when("2026-11-12")))
    assert concerns(story) == [
        (ConcernCode.NOT_ACCEPTED, ("school", "social-care", "health", "Police"))
    ]


def test_a_date_agreed_for_a_further_duty_is_to_be_accepted_as_well() -> None:
    story = begun(stage("1", "", duty("call", 'until = "hearing"', BY_AGREEMENT)))
    story.add("2026-11-03", Agreed(duty="call", on=when("2026-11-10"), accepted=("health",)))
    assert concerns(story, "call") == [(ConcernCode.NOT_ACCEPTED, ("school", "social-care"))]
    assert concerns(story) == []
