"""What a move, a risk or an agreement left undone: what the gap says, and what closes it."""

import pytest

from resolutions_cli.core.entries.facts import Decided, Escalated, Facts, Noted, Recorded
from resolutions_cli.core.views.gaps import gaps_of
from tests.core.test_ways import route, stage
from tests.gaps import REF, board, north, told
from tests.story import Agreed, Closed, Risk, Story, when

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
            f"entry 2 (escalated) does not answer: {move.questions['belief']}",
            f"resolve correct {REF} 2 --set answer-1=belief=…",
        )
    ]


@pytest.mark.parametrize(
    ("answer", "command"),
    [
        ("belief=the child is at risk", None),
        ("belief=risk = harm", None),
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


@pytest.mark.clause("Y21")
def test_a_decision_without_the_answer_that_it_asks_for_names_the_question() -> None:
    story = board("case-review-group", "2026-04-27")
    story.add("2026-05-01", Noted(), {"text": "neither a move nor a decision"})
    story.decides("2026-05-02", "practice-review", to="closed", outcome="practice-review")
    asks = story.procedure.stages["case-review-group"].decisions["practice-review"].questions
    assert told(story, "2026-05-02", "answer") == [
        (
            "decision",
            f"entry 3 (decided) does not answer: {asks['criteria']}",
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
            "entry 2 says that there is a pattern and names no similar dispute",
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


@pytest.mark.clause("N3")
def test_those_who_were_never_told_of_a_risk_are_named_and_the_first_is_offered() -> None:
    story = at_risk(dsl="2026-11-02T10:05")
    assert told(story, "2026-11-02T12:00", "never-told") == [
        (
            "follow-up",
            "not recorded as told of the immediate risk of Mon 2 Nov 2026:"
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
            "the immediate risk of Mon 2 Nov 2026 is not recorded as over",
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


def test_a_meeting_that_no_agency_owes_alone_counts_no_agencies() -> None:
    story = left_group()
    means = story.procedure.events["panel-meeting"].means
    sentence = f"stage 6 was left; not recorded: {means}"
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
                f"stage heads-of-service was left; not recorded for {counted}: {means}",
                f"resolve record {REF} head-of-service --agency AGENCY --on WHEN",
            )
        ]
        story.records("head-of-service", "2026-11-04", agency=agency)
    assert told(story, "2026-11-04", "left-without") == []


def test_a_report_of_no_agency_is_also_that_of_the_agency_that_was_asked_for_it() -> None:
    asked = '[events.asked]\nmeans = "an agency was asked"\nof_agency = true\n'
    duty = '[[stage.duty]]\nid = "reply"\ntitle = "A reply"\nwho = ["they"]\n'
    ends = 'from = "asked"\nuntil = "report"\n'
    story = Story(route(asked + stage("a", "b", duty + ends) + stage("b")))
    story.opens("2026-11-02", "a")
    story.records("asked", "2026-11-02", agency="health")
    story.escalates("2026-11-03", "b")
    assert [sentence for _, sentence, _ in told(story, "2026-11-03", "left-without")] == [
        "stage a was left; not recorded: a report was given"
    ]
    story.records("report", "2026-11-04")
    assert told(story, "2026-11-04", "left-without") == []


def test_a_record_that_lacks_details_does_not_say_that_a_duty_was_done() -> None:
    story = board("case-review-group", "2026-04-27")
    story.decides("2026-05-02", "accept-recommendations", to="scrutiny-group")
    story.records("panel-constituted", "2026-05-03")
    said = [sentence for _, sentence, _ in told(story, "2026-05-03", "left-without")]
    assert any("not recorded: the panel was constituted" in sentence for sentence in said)
    details = {"members": 2, "agencies": ("school", "health")}
    story.records("panel-constituted", "2026-05-04", details=details)
    said = [sentence for _, sentence, _ in told(story, "2026-05-04", "left-without")]
    assert not any("not recorded: the panel was constituted" in sentence for sentence in said)


@pytest.mark.clause("Y15")
def test_a_stage_that_was_left_without_its_decision_says_so_and_offers_a_note() -> None:
    story = board("board-chair", "2026-11-02")
    story.escalates("2026-11-03", "case-review-group", departure=True)
    assert told(story, "2026-11-03", "left-without") == [
        (
            "procedure",
            "stage board-chair was left; no decision is recorded",
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
            "stage board-chair is done, and the dispute was neither moved on nor closed",
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
@pytest.mark.clause("Y3")
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
            "this is recorded for a later date than is possible, so an earlier date counts:"
            " the Case Review Group had the matter",
            f"resolve correct {REF} {correction}",
        )
    ]


def test_a_date_that_comes_in_time_is_not_doubted() -> None:
    story = board("case-review-group", "2026-04-27", group_had_matter="2026-04-27")
    assert told(story, "2026-05-05", "dates-disagree") == []
