"""North Yorkshire's seven stages: each fact of the published table, as the data file has it."""

import pytest

from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.files.workspace.procedures import procedure_named

#: Stage, who is responsible, main duty's limits (rule, start, aim), what fulfils it.
STAGES = [
    ("1", "Professional of the referring agency", [("within 96 hours", "raised", "24 hours")], ""),
    (
        "2",
        "Professional of the concerned agency; That professional's line manager",
        [("within immediately", "entered", None)],
        "",
    ),
    (
        "3",
        "Line manager in the agency raising the concern; Named or designated safeguarding lead; "
        "Line manager of the decision maker in the receiving agency",
        [("within 10 working days", "disputed", None)],
        "",
    ),
    (
        "4",
        "Designated safeguarding lead of the referring agency",
        [("within 10 working days", "disputed", None)],
        "",
    ),
    (
        "5",
        "Designated safeguarding lead of the referring agency",
        [("within 1 working day", "seniors-disagree", None)],
        "chair-told",
    ),
    (
        "6",
        "Business Unit Manager",
        [("within 3 working days", "chair-told", None), ("within 13 working days", "raised", None)],
        "panel-meeting",
    ),
    (
        "7",
        "Escalation panel",
        [
            ("within 48 hours", "panel-meeting", "same day"),
            ("within 13 working days", "raised", None),
        ],
        "recommended",
    ),
]
NUMBERS = [number for number, *_ in STAGES]


@pytest.fixture(scope="module")
def nyscp() -> Procedure:
    return procedure_named("nyscp", None).procedure


@pytest.mark.clause("N6", "N9", "N10", "N11", "N12", "N13", "N14", "N15", "N16")
@pytest.mark.parametrize(("number", "who", "limits", "until"), STAGES, ids=NUMBERS)
def test_each_stage_names_who_does_it_by_when(
    nyscp: Procedure,
    number: str,
    who: str,
    limits: list[tuple[str, str, str | None]],
    until: str,
) -> None:
    stage = nyscp.stages[number]
    assert nyscp.who(stage.who) == who
    assert [
        (limit.rule, limit.of, limit.aim.words if limit.aim else None) for limit in stage.limits
    ] == limits
    assert stage.until == tuple(until.split())
    assert stage.duties == ()


def test_there_are_seven_stages_that_follow_one_another_from_the_first(nyscp: Procedure) -> None:
    assert list(nyscp.stages) == NUMBERS
    assert [stage.id for stage in nyscp.starts] == ["1"]
    for here, after in zip(NUMBERS, [*NUMBERS[1:], None], strict=True):
        assert [move.to for move in nyscp.stages[here].moves] == ([after] if after else [])


def test_days_are_england_s_and_the_label_says_when_the_text_was_read(nyscp: Procedure) -> None:
    assert nyscp.nation == "england"
    assert nyscp.label == "nyscp@as-read-2024-05-r2"


def test_every_limit_says_where_the_text_states_it_and_how_it_is_read(nyscp: Procedure) -> None:
    for stage in nyscp.stages.values():
        for limit in stage.limits:
            assert limit.cite == f"Process, table, row {stage.id}"
            assert limit.reading


@pytest.mark.clause("N3")
def test_of_an_immediate_risk_the_lead_the_police_and_social_care_are_told(
    nyscp: Procedure,
) -> None:
    assert nyscp.risk.tell == ("dsl", "police", "social-care")
    assert nyscp.risk.cite == "Roles of professionals and agencies, immediate risk of harm"
    assert "Designated safeguarding lead" in nyscp.role("dsl")


@pytest.mark.clause("N7")
def test_the_six_examples_and_the_four_areas_are_concerns_and_other_is_too(
    nyscp: Procedure,
) -> None:
    areas = {"thresholds", "roles-and-responsibilities", "need-for-action", "communication"}
    examples = {
        "course-of-action",
        "agreed-action-not-done",
        "plan-inappropriate",
        "agency-involvement",
        "conference-refused",
        "response-to-concerns",
    }
    assert set(nyscp.concerns) == areas | examples | {"other"}
    assert all(nyscp.concerns.values())


@pytest.mark.clause("N11", "N22")
def test_what_was_disputed_has_a_kind_and_what_it_was_about(nyscp: Procedure) -> None:
    assert nyscp.events["disputed"].kinds == (
        "referral",
        "decision",
        "response",
        "action",
        "inaction",
    )
    assert set(nyscp.about) == {"referral", "assessment", "enquiry"}
    assert nyscp.asks == ("raised", "disputed")


@pytest.mark.clause("N11")
def test_of_several_disputed_dates_the_earliest_counts_and_the_reading_says_so(
    nyscp: Procedure,
) -> None:
    reading = nyscp.stages["3"].limits[0].reading
    assert "Where more than one date fits, the earliest" in reading
    assert "for inaction the day it was due, else the referral" in reading


@pytest.mark.clause("N12")
def test_stages_3_and_4_have_the_same_clock(nyscp: Procedure) -> None:
    third, fourth = (nyscp.stages[number].limits[0] for number in ("3", "4"))
    assert (third.amount, third.of) == (fourth.amount, fourth.of)


@pytest.mark.clause("N18")
def test_the_panel_s_recommendation_comes_before_closing_and_its_acceptance_is_an_outcome(
    nyscp: Procedure,
) -> None:
    stage = nyscp.stages["7"]
    assert stage.decide_first
    assert stage.decisions["recommended"].to == ""
    assert {"recommendation-accepted", "recommendation-not-accepted"} < set(nyscp.outcomes)


def test_a_dispute_may_end_in_six_ways(nyscp: Procedure) -> None:
    assert list(nyscp.outcomes) == [
        "agreed",
        "decision-changed",
        "decision-accepted",
        "recommendation-accepted",
        "recommendation-not-accepted",
        "withdrawn",
    ]


@pytest.mark.clause("N21")
def test_the_safeguarding_lead_is_asked_for_from_the_first_stage_with_a_name(
    nyscp: Procedure,
) -> None:
    assert all("lead-informed" in nyscp.stages[number].asks for number in ("1", "2", "3"))
    assert nyscp.events["lead-informed"].details["lead"].needed


@pytest.mark.clause("N23")
def test_discussions_between_the_agencies_are_asked_for_and_may_be_many(nyscp: Procedure) -> None:
    assert "discussion" in nyscp.stages["1"].asks
    assert nyscp.events["discussion"].recurring


def test_the_panel_s_meeting_can_be_planned_and_nothing_else_can(nyscp: Procedure) -> None:
    assert [event.id for event in nyscp.events.values() if event.planned] == ["panel-meeting"]
