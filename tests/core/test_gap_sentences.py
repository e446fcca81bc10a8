"""What each gap says and which command closes it: a lead reads the one and types the other."""

import pytest

from resolutions_cli.core.facts import Decided, Escalated, Facts, Noted, Opened, Recorded
from resolutions_cli.core.gaps import gaps_of
from tests.story import Agreed, Closed, Risk, Story, procedure, when

REF = "2026-K7Q4M"


def told(story: Story, as_of: str, name: str) -> list[tuple[str, str, str]]:
    """The question, the sentence and the command of each gap of a name, in their order."""
    found = [gap for gap in gaps_of(story.case(as_of)) if gap.name == name]
    return [(gap.question, gap.sentence, gap.command) for gap in found]


def board(stage: str, at: str, **events: str) -> Story:
    """A dispute of York that begins in a stage."""
    story = Story(procedure("cyscb"))
    story.opens(at, stage, **events)
    return story


def north(stage: str, at: str, **events: str) -> Story:
    """A dispute of North Yorkshire that begins in a stage."""
    story = Story(procedure("nyscp"))
    story.opens(at, stage, **events)
    return story


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
            f"entry 1 (opened, 2026-11-02) {sentence}",
            f"resolve correct {REF} 1 --set risk_to_child=…",
        ),
        (
            "concern",
            f"entry 3 (escalated, 2026-11-04) {sentence}",
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
            f"{event} is not recorded: {means[event].means}",
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


@pytest.mark.clause("N5")
def test_which_thing_is_disputed_is_set_in_the_opening_or_in_the_record_of_it() -> None:
    sentence = (
        "of disputed it is not recorded which it was:"
        " referral, decision, response, action, inaction"
    )
    opened = north("1", "2026-11-02", disputed="2026-11-01")
    assert told(opened, "2026-11-02", "kind") == [
        ("procedure", sentence, f"resolve correct {REF} 1 --set event_kinds.disputed=KIND")
    ]
    recorded = north("1", "2026-11-02")
    recorded.records("disputed", "2026-11-02")
    assert told(recorded, "2026-11-02", "kind") == [
        ("procedure", sentence, f"resolve correct {REF} 2 --set details.kind=KIND")
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
            "the record of panel-constituted lacks members, agencies, so it fulfils nothing yet",
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
            f"the record of conference on 2026-04-02 does not say: {means}",
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
            "panel-meeting was planned for 2026-06-01: did it happen?",
            f"resolve record {REF} panel-meeting --on WHEN",
        )
    ]


def test_a_dispute_taken_in_half_way_asks_when_its_stages_were_reached_and_left() -> None:
    story = north("4", "2026-11-02")
    assert told(story, "2026-11-02", "reached") == [
        (
            "follow-up",
            "when stage 4 was reached is not known; it counts from the opening",
            f"resolve correct {REF} 1 --set reached.4=WHEN",
        )
    ]
    known = Story(procedure("nyscp"))
    reached = {"2": when("2026-10-01"), "4": when("2026-10-20")}
    opened = Opened(procedure="nyscp", version="", digest="", stage="4", reached=reached)
    known.add("2026-11-02", opened)
    assert told(known, "2026-11-02", "reached") == [
        ("follow-up", "when stage 2 was left is not known", f"resolve note {REF}")
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


@pytest.mark.clause("N22")
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
            ("1 (opened, 2026-11-02)", ":1"),
            ("3 (escalated, 2026-11-04)", ":3"),
            ("4 (escalated, 2026-11-05)", ""),
        ]
    ]


# ------------------------------------------------------------------ questions and grounds


@pytest.mark.clause("Y9")
def test_a_move_without_the_answer_that_it_asks_for_names_the_question() -> None:
    story = board("conference", "2026-04-02", conference="2026-04-02")
    story.escalates("2026-04-07", "iro-manager")
    move = story.procedure.stages["conference"].move_to("iro-manager")
    assert move is not None
    assert told(story, "2026-04-07", "answer") == [
        (
            "decision",
            f"entry 2 (escalated) does not answer belief: {move.questions['belief']}",
            f"resolve correct {REF} 2 --set answer-1=belief=…",
        )
    ]


@pytest.mark.parametrize(
    ("answer", "command"),
    [
        ("belief=the child is at risk", None),
        (None, None),  # removed since, so nobody can say what it answered
        ("other=yes", f"resolve correct {REF} 2 --set answer-2=belief=…"),
        ("beliefs=yes", f"resolve correct {REF} 2 --set answer-2=belief=…"),
    ],
)
def test_an_answer_is_known_by_the_name_before_its_first_equals_sign(
    answer: str | None, command: str | None
) -> None:
    story = board("conference", "2026-04-02", conference="2026-04-02")
    story.add("2026-04-07", Escalated(from_="conference", to="iro-manager"), {"answer-1": answer})
    found = [each for _, _, each in told(story, "2026-04-07", "answer")]
    assert found == ([command] if command else [])


@pytest.mark.clause("Y19")
def test_a_decision_without_the_answer_that_it_asks_for_names_the_question() -> None:
    story = board("case-review-group", "2026-04-27")
    story.add("2026-05-01", Noted(), {"text": "neither a move nor a decision"})
    story.decides("2026-05-02", "practice-review", to="closed", outcome="practice-review")
    asks = story.procedure.stages["case-review-group"].decisions["practice-review"].questions
    assert told(story, "2026-05-02", "answer") == [
        (
            "decision",
            f"entry 3 (decided) does not answer criteria: {asks['criteria']}",
            f"resolve correct {REF} 3 --set answer-1=criteria=…",
        )
    ]


@pytest.mark.parametrize(
    "facts",
    [
        Escalated(from_="gone", to="board-chair"),
        Escalated(from_="practitioners", to="conference", departure=True),
        Decided(from_="gone", codes=("upheld",)),
    ],
)
def test_a_move_that_the_procedure_does_not_have_asks_nothing(facts: Facts) -> None:
    story = board("practitioners", "2026-11-02")
    story.add("2026-11-03", facts)
    assert told(story, "2026-11-03", "answer") == []


@pytest.mark.clause("Y14")
def test_only_the_ground_pattern_asks_for_a_similar_dispute() -> None:
    story = board("practitioners", "2026-11-02")
    story.escalates("2026-11-03", "board-chair", grounds=("pattern",))
    assert told(story, "2026-11-03", "similar") == [
        (
            "procedure",
            "entry 2 names the ground pattern and no similar dispute",
            f"resolve similar {REF}",
        )
    ]
    for more in ({"grounds": ("policy",)}, {"grounds": ("pattern",), "similar": ("2026-AAAAA",)}):
        other = board("practitioners", "2026-11-02")
        other.escalates("2026-11-03", "board-chair", **more)
        assert told(other, "2026-11-03", "similar") == []


# ------------------------------------------------------------------ risk


def at_risk(**told_when: str) -> Story:
    """An immediate risk in North Yorkshire, with who was told of it."""
    story = north("1", "2026-11-02")
    names = {role.replace("_", "-"): when(at) for role, at in told_when.items()}
    story.add("2026-11-02T10:00", Risk(on=when("2026-11-02T10:00"), told=names))
    return story


@pytest.mark.clause("N2")
def test_those_who_were_never_told_of_a_risk_are_named_and_the_first_is_offered() -> None:
    story = at_risk(dsl="2026-11-02T10:05")
    assert told(story, "2026-11-02T12:00", "never-told") == [
        (
            "follow-up",
            "not recorded as told of the immediate risk of 2026-11-02:"
            " Police; Children's Social Care",
            f'resolve risk {REF} --told "police=WHEN by NAME to NAME"',
        )
    ]
    all_told = at_risk(
        dsl="2026-11-02T10:05", police="2026-11-02T10:06", social_care="2026-11-02T10:07"
    )
    assert told(all_told, "2026-11-02T12:00", "never-told") == []


def test_a_risk_that_is_not_over_is_a_gap_only_of_a_closed_dispute() -> None:
    story = at_risk()
    assert told(story, "2026-11-03", "risk-goes-on") == []
    story.add("2026-11-03", Closed(from_="1", outcome="agreed"))
    assert told(story, "2026-11-03", "risk-goes-on") == [
        (
            "outcome",
            "the immediate risk of 2026-11-02 is not said to be over",
            f'resolve risk {REF} --ended WHEN --reason "…"',
        )
    ]
    story.add("2026-11-04", Risk(ended=when("2026-11-03")))
    assert told(story, "2026-11-04", "risk-goes-on") == []


# ------------------------------------------------------------------ what a stage was left without


def left_group() -> Story:
    """A panel was left without a meeting on the day after it was reached."""
    story = north("6", "2026-12-16", raised="2026-12-16")
    story.escalates("2026-12-17", "7")
    return story


@pytest.mark.clause("N14")
def test_a_meeting_that_no_agency_owes_alone_counts_no_agencies() -> None:
    story = left_group()
    means = story.procedure.events["panel-meeting"].means
    sentence = f"stage 6 was left and panel-meeting is not recorded: {means}"
    command = f"resolve record {REF} panel-meeting --on WHEN"
    assert told(story, "2026-12-17", "left-without") == [("procedure", sentence, command)]
    (gap,) = (each for each in gaps_of(story.case("2026-12-17")) if each.name == "left-without")
    assert gap.visit == ("6", 1)


@pytest.mark.parametrize(("day", "counts"), [("15", False), ("16", True), ("18", True)])
def test_of_a_meeting_that_recurs_only_one_since_the_stage_was_reached_counts(
    day: str, counts: bool
) -> None:
    story = left_group()
    story.add("2026-12-18", Recorded(event="panel-meeting", on=when(f"2026-12-{day}")))
    assert (told(story, "2026-12-18", "left-without") == []) is counts


def test_the_agencies_that_left_a_duty_undone_are_counted_until_each_is_recorded() -> None:
    story = board("heads-of-service", "2026-11-02")
    story.escalates("2026-11-03", "board-chair", grounds=("unresolved",))
    means = story.procedure.events["head-of-service"].means
    for counted, agency in [
        ("3 agencies", "school"),
        ("2 agencies", "social-care"),
        ("1 agency", "health"),
    ]:
        assert told(story, "2026-11-04", "left-without") == [
            (
                "procedure",
                f"stage heads-of-service was left and head-of-service of {counted}"
                f" is not recorded: {means}",
                f"resolve record {REF} head-of-service --agency AGENCY --on WHEN",
            )
        ]
        story.records("head-of-service", "2026-11-04", agency=agency)
    assert told(story, "2026-11-04", "left-without") == []


def test_a_record_that_lacks_details_does_not_say_that_a_duty_was_done() -> None:
    story = board("case-review-group", "2026-04-27")
    story.decides("2026-05-02", "accept-recommendations", to="scrutiny-group")
    story.records("panel-constituted", "2026-05-03")
    said = [sentence for _, sentence, _ in told(story, "2026-05-03", "left-without")]
    assert any("panel-constituted is not recorded" in sentence for sentence in said)
    details = {"members": 2, "agencies": ("school", "health")}
    story.records("panel-constituted", "2026-05-04", details=details)
    said = [sentence for _, sentence, _ in told(story, "2026-05-04", "left-without")]
    assert not any("panel-constituted is not recorded" in sentence for sentence in said)


@pytest.mark.clause("Y14")
def test_a_stage_that_was_left_without_its_decision_says_so_and_offers_a_note() -> None:
    story = board("board-chair", "2026-11-02")
    story.escalates("2026-11-03", "case-review-group", departure=True)
    assert told(story, "2026-11-03", "left-without") == [
        (
            "procedure",
            "stage board-chair was left and no decision is recorded",
            f"resolve note {REF}",
        )
    ]


def test_a_stage_with_nothing_left_to_do_waits_to_be_moved_on() -> None:
    story = board("board-chair", "2026-11-02")
    assert told(story, "2026-11-03", "drifting") == []
    story.decides("2026-11-03", "not-referred")
    assert told(story, "2026-11-03", "drifting") == [
        (
            "outcome",
            "what stage board-chair asks for is done, and it was neither moved on nor closed",
            f"resolve next {REF}",
        )
    ]


# ------------------------------------------------------------------ agreements and dates


@pytest.mark.parametrize(
    ("accepted", "who"),
    [
        (("school",), "2 agencies are"),
        (("school", "health"), "one agency is"),
        (("school", "health", "social-care"), ""),
    ],
)
@pytest.mark.clause("Y2")
def test_the_agencies_that_have_not_accepted_an_agreed_date_are_counted(
    accepted: tuple[str, ...], who: str
) -> None:
    story = board("practitioners", "2026-11-02")
    story.add("2026-11-02", Agreed(on=when("2026-11-20"), accepted=accepted))
    gap = (
        "procedure",
        f"in stage practitioners a date was agreed, and {who} not recorded as accepting it",
        f'resolve agree {REF} --by-date WHEN --with AGENCY --reason "…"',
    )
    assert told(story, "2026-11-02", "not-accepted") == ([gap] if who else [])


@pytest.mark.parametrize(
    ("known", "recorded", "correction"),
    [
        ("2026-05-05", "", "1 --set events.group-had-matter=WHEN"),
        ("", "2026-05-05", "2 --set on=WHEN"),
    ],
)
def test_a_date_that_comes_too_late_is_corrected_where_it_was_recorded(
    known: str, recorded: str, correction: str
) -> None:
    story = board(
        "case-review-group", "2026-04-27", **({"group_had_matter": known} if known else {})
    )
    if recorded:
        story.records("group-had-matter", recorded)
    assert told(story, "2026-05-05", "dates-disagree") == [
        (
            "procedure",
            "group-had-matter is recorded for later than it can have come,"
            " so the earlier date counts",
            f"resolve correct {REF} {correction}",
        )
    ]


def test_a_date_that_comes_in_time_is_not_doubted() -> None:
    story = board("case-review-group", "2026-04-27", group_had_matter="2026-04-27")
    assert told(story, "2026-05-05", "dates-disagree") == []
