"""What each gap says and which command closes it: a lead reads the one and types the other."""

import pytest

from resolutions_cli.core.entries.facts import Escalated, Finished, Noted, Opened, Recorded
from resolutions_cli.core.procedure.plain_words import happened_words
from resolutions_cli.core.views.gaps import gaps_of
from tests.gaps import REF, board, north, told
from tests.story import Story, procedure, when

# ------------------------------------------------------------------ the concern


@pytest.mark.parametrize(
    ("name", "lacks", "setting"),
    [
        ("concern", "what the disagreement is about", "concerns=CODE"),
        ("child", "the reference of the child's file", "child-1=…"),
        ("summary", "what happened, in a few sentences", "summary=…"),
        ("seeking", "what the agency seeks", "seeking=…"),
        ("raised-by", "which agency raised it", "raised_by=AGENCY"),
        ("with", "which agency it is with", "with=AGENCY"),
    ],
)
def test_what_an_opening_lacks_is_said_and_set_by_a_correction(
    name: str, lacks: str, setting: str
) -> None:
    story = Story(procedure("nyscp"))
    story.add("2026-11-02", Opened(procedure="nyscp", version="", digest="", stage="1"))
    story.add("2026-11-03", Noted(), {"summary": "a note has no summary", "child-1": "C-2"})
    assert told(story, "2026-11-03", name) == [
        ("concern", f"not recorded: {lacks}", f"resolve correct {REF} 1 --set {setting}")
    ]


@pytest.mark.parametrize(
    ("name", "more", "text"),
    [
        ("concern", {"concerns": ("thresholds",)}, ""),
        ("child", {}, "child-1"),
        ("summary", {}, "summary"),
        ("seeking", {}, "seeking"),
        ("raised-by", {"raised_by": ("school",)}, ""),
        ("with", {"with_": ("social-care",)}, ""),
        ("position", {}, "position-1"),
        ("risk-to-child", {}, "risk_to_child"),
    ],
)
def test_each_thing_that_the_opening_says_is_no_gap_and_the_others_are(
    name: str, more: dict[str, tuple[str, ...]], text: str
) -> None:
    story = Story(procedure("nyscp"))
    opened = Opened(procedure="nyscp", version="", digest="", stage="1", **more)  # type: ignore[arg-type]
    story.add("2026-11-02", opened, {text: "words"} if text else {})
    asked = {"concern", "child", "summary", "seeking", "raised-by", "with", "position"}
    named = {gap.name for gap in gaps_of(story.case("2026-11-02"))}
    assert named & {*asked, "risk-to-child"} == {*asked, "risk-to-child"} - {name}


def test_no_view_of_an_agency_is_closed_by_a_note() -> None:
    story = north("1", "2026-11-02")
    assert told(story, "2026-11-02", "position") == [
        (
            "concern",
            "no agency's view is recorded in its own words",
            f'resolve note {REF} --position "AGENCY: view"',
        )
    ]
    story.add("2026-11-03", Noted(), {"position-1": "school: a view"})
    assert told(story, "2026-11-03", "position") == []


def test_the_risk_to_the_child_is_asked_at_the_opening_and_at_each_escalation() -> None:
    story = north("1", "2026-11-02")
    story.add("2026-11-03", Noted(), {"text": "a note is not asked"})
    story.escalates("2026-11-04", "2")
    story.add("2026-11-05", Escalated(from_="2", to="3"), {"risk_to_child": "what may happen"})
    sentence = "does not say the risk of harm and the impact on the child"
    assert told(story, "2026-11-05", "risk-to-child") == [
        (
            "concern",
            f"entry 1 (opened, Mon 2 Nov 2026) {sentence}",
            f"resolve correct {REF} 1 --set risk_to_child=…",
        ),
        (
            "concern",
            f"entry 3 (escalated, Wed 4 Nov 2026) {sentence}",
            f"resolve correct {REF} 3 --set risk_to_child=…",
        ),
    ]


# ------------------------------------------------------------------ events and their details


def test_an_event_that_clocks_count_from_is_asked_for_once_with_its_meaning() -> None:
    story = north("2", "2026-11-02", raised="2026-11-01")
    story.escalates("2026-11-03", "3")
    means = story.procedure.events
    asked = told(story, "2026-11-03", "event")
    assert asked == [
        (
            "procedure",
            f"not recorded: {happened_words(means[event])}",
            f"resolve record {REF} {event} --on WHEN",
        )
        for event in ("disputed", "lead-informed")
    ]


def test_a_note_is_a_discussion_only_when_it_says_so() -> None:
    story = north("1", "2026-11-02")
    story.add("2026-11-03", Noted(), {"text": "not about a discussion"})
    commands = [command for _, _, command in told(story, "2026-11-03", "event")]
    assert f"resolve record {REF} discussion --on WHEN" in commands
    story.add("2026-11-03", Noted(discussion=True))
    commands = [command for _, _, command in told(story, "2026-11-03", "event")]
    assert f"resolve record {REF} discussion --on WHEN" not in commands
    assert f"resolve record {REF} raised --on WHEN" in commands


@pytest.mark.clause("N22")
def test_which_thing_is_disputed_is_set_in_the_opening_or_in_the_record_of_it() -> None:
    sentence = (
        "entry {number} does not say which kind it was:"
        " referral, decision, response, action, inaction"
    )
    opened = north("1", "2026-11-02", disputed="2026-11-01")
    assert told(opened, "2026-11-02", "kind") == [
        (
            "procedure",
            sentence.format(number=1),
            f"resolve correct {REF} 1 --set event_kinds.disputed=KIND",
        )
    ]
    recorded = north("1", "2026-11-02")
    recorded.records("disputed", "2026-11-02")
    assert told(recorded, "2026-11-02", "kind") == [
        ("procedure", sentence.format(number=2), f"resolve correct {REF} 2 --set details.kind=KIND")
    ]
    known = north("1", "2026-11-02")
    known.records("disputed", "2026-11-02", details={"kind": "decision"})
    assert told(known, "2026-11-02", "kind") == []


def test_a_plan_is_asked_neither_for_its_kind_nor_for_its_details() -> None:
    story = north("1", "2026-11-02")
    story.plans("2026-11-02", "disputed", "2026-11-05")
    story.plans("2026-11-02", "lead-informed", "2026-11-05")
    assert told(story, "2026-11-02", "kind") == told(story, "2026-11-02", "detail") == []


def test_a_record_that_lacks_details_names_them_all_and_sets_the_first() -> None:
    story = board("case-review-group", "2026-04-27")
    story.records("panel-constituted", "2026-05-01")
    assert told(story, "2026-05-01", "detail") == [
        (
            "procedure",
            "entry 2 (the panel was constituted) lacks details, so its deadline is not met yet."
            " Add: who sits for the board, beside the agencies concerned;"
            " the agencies concerned that sit on it",
            f"resolve correct {REF} 2 --set details.members=…",
        )
    ]


@pytest.mark.clause("Y8")
def test_a_conference_that_was_recorded_is_corrected_to_say_what_was_decided() -> None:
    story = board("conference", "2026-04-03")
    story.records("conference", "2026-04-02", details={"decision": "registration"})
    means = story.procedure.events["conference"].details["dissenting"].means
    assert told(story, "2026-04-03", "event-detail") == [
        (
            "decision",
            f"the record of the child protection conference, Thu 2 Apr 2026, does not say: {means}",
            f"resolve correct {REF} 2 --set details.dissenting=…",
        )
    ]


def test_a_conference_of_the_opening_is_said_more_of_by_a_record_of_each_day() -> None:
    story = board("conference", "2026-04-03", conference="2026-04-02")
    details = {"decision": "registration", "dissenting": ("school",)}
    story.records("conference", "2026-04-03", details=details)
    assert [command for _, _, command in told(story, "2026-04-03", "event-detail")] == [
        f"resolve record {REF} conference --on 2026-04-02 --detail {detail}=…"
        for detail in ("decision", "dissenting")
    ]


# ------------------------------------------------------------------ plans and moves


def test_a_plan_is_asked_about_once_its_moment_has_passed_and_the_newest_only() -> None:
    story = board("case-review-group", "2026-04-27")
    story.plans("2026-04-28", "panel-meeting", "2026-05-20T10:00")
    story.plans("2026-04-29", "panel-meeting", "2026-06-01T10:00")
    assert told(story, "2026-05-31", "plan") == []
    assert told(story, "2026-06-01T10:00", "plan") == []
    assert told(story, "2026-06-01T10:01", "plan") == [
        (
            "follow-up",
            "planned for Mon 1 Jun 2026: the panel's first meeting. Did it happen?",
            f"resolve record {REF} panel-meeting --on WHEN",
        )
    ]


def test_a_plan_of_one_agency_stands_whatever_another_plans_later() -> None:
    story = board("heads-of-service", "2026-11-02")
    for agency, day in (("school", "2026-11-04"), ("health", "2026-11-10")):
        planned = Recorded(event="head-of-service", on=when(day), planned=True, agency=agency)
        story.add("2026-11-03", planned)
    assert told(story, "2026-11-05", "plan") == [
        (
            "follow-up",
            "planned for Wed 4 Nov 2026: the agency's head of service took the matter up."
            " Did it happen?",
            f"resolve record {REF} head-of-service --agency AGENCY --on WHEN",
        )
    ]


def test_a_dispute_taken_in_half_way_asks_when_its_stages_were_reached_and_left() -> None:
    story = north("4", "2026-11-02")
    assert told(story, "2026-11-02", "reached") == [
        (
            "follow-up",
            "not known: when stage 4 was reached. It counts from the day of opening",
            f"resolve correct {REF} 1 --set reached.4=WHEN",
        )
    ]
    known = Story(procedure("nyscp"))
    reached = {"2": when("2026-10-01"), "4": when("2026-10-20")}
    opened = Opened(procedure="nyscp", version="", digest="", stage="4", reached=reached)
    known.add("2026-11-02", opened)
    assert told(known, "2026-11-02", "reached") == [
        ("follow-up", "not known: when stage 2 was left", f"resolve note {REF}")
    ]


def test_a_dispute_that_began_in_a_first_stage_has_no_stages_to_ask_after() -> None:
    assert told(north("1", "2026-11-02"), "2026-11-02", "reached") == []


def test_a_first_stage_that_was_reached_before_the_opening_asks_for_nothing() -> None:
    story = Story(procedure("nyscp"))
    reached = {"1": when("2026-10-30")}
    story.add(
        "2026-11-02", Opened(procedure="nyscp", version="", digest="", stage="1", reached=reached)
    )
    assert told(story, "2026-11-02", "reached") == []


def test_each_stage_that_was_passed_over_is_named() -> None:
    story = north("1", "2026-11-02")
    story.escalates("2026-11-03", "4", departure=True)
    assert told(story, "2026-11-03", "passed-over") == [
        ("follow-up", f"stage {stage} was passed over", f"resolve show {REF}") for stage in "23"
    ]


def test_each_move_is_put_on_the_childs_file_by_its_number_the_newest_without() -> None:
    story = north("1", "2026-11-02")
    story.add("2026-11-03", Noted(), {"text": "no move"})
    story.escalates("2026-11-04", "2")
    story.escalates("2026-11-05", "3")
    assert told(story, "2026-11-05", "childs-file") == [
        (
            "follow-up",
            f"entry {move} is not recorded as put on the child's file",
            f"resolve done {REF} child-file{which} --on WHEN",
        )
        for move, which in [
            ("1 (opened, Mon 2 Nov 2026)", ":1"),
            ("3 (escalated, Wed 4 Nov 2026)", ":3"),
            ("4 (escalated, Thu 5 Nov 2026)", ""),
        ]
    ]
    on_file = Finished(duty="child-file", on=when("2026-11-06"), entry=story.entries[0].id)
    story.add("2026-11-06", on_file)
    said = [sentence for _, sentence, _ in told(story, "2026-11-06", "childs-file")]
    assert [sentence[:7] for sentence in said] == ["entry 3", "entry 4"]
