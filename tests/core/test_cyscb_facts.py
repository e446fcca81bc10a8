"""City of York's procedure: each fact of the published text, as the data file has it."""

import pytest

from resolutions_cli.core.procedure.model import GENERAL_RISK, Procedure
from resolutions_cli.files.workspace.procedures import procedure_named

#: Stage, may start, who, main duty's limits (rule, start), what fulfils it, ways on (grounds),
#: decisions and where they lead.
EARLY = {"board-chair": ("policy", "pattern")}
STAGES = [
    (
        "practitioners",
        True,
        "The professionals in dispute",
        [("agreed", None)],
        "",
        {"line-managers": (), **EARLY},
        {},
    ),
    (
        "line-managers",
        True,
        "First line managers",
        [("within immediately", "line-managers-disagree")],
        "",
        {"senior-managers": (), **EARLY},
        {},
    ),
    (
        "senior-managers",
        False,
        "Head of service, detective inspector, head teacher or other designated professional",
        [],
        "",
        {"heads-of-service": (), **EARLY},
        {},
    ),
    (
        "conference",
        True,
        "Dissenting professional or agency",
        [("within 2 working days", "conference")],
        "",
        {"iro-manager": (), **EARLY},
        {"no-challenge": "closed"},
    ),
    (
        "iro-manager",
        False,
        "IRO Manager, with the conference chair",
        [],
        "",
        {"heads-of-service": (), **EARLY},
        {
            "upheld": "",
            "reconvened-same-chair": "reconvening",
            "reconvened-other-chair": "reconvening",
        },
    ),
    (
        "reconvening",
        False,
        "IRO Manager, with the conference chair",
        [],
        "conference",
        EARLY,
        {"dissent-remains": "conference"},
    ),
    (
        "chair-concern",
        True,
        "Line manager of the person concerned",
        [],
        "",
        {"heads-of-service": (), **EARLY},
        {},
    ),
    (
        "heads-of-service",
        False,
        "Head of service of each agency involved",
        [],
        "",
        {"board-chair": ("unresolved", "policy", "pattern")},
        {},
    ),
    (
        "board-chair",
        False,
        "Chair of the CYSCB",
        [],
        "refer-to-crg not-referred",
        {},
        {"refer-to-crg": "case-review-group", "not-referred": ""},
    ),
    (
        "case-review-group",
        False,
        "Case Review Group",
        [],
        "",
        {},
        {
            "practice-review": "closed",
            "learning-review": "closed",
            "accept-recommendations": "scrutiny-group",
        },
    ),
    (
        "scrutiny-group",
        False,
        "Priority Delivery and Scrutiny Group",
        [],
        "",
        {},
        {"considered": "action-plan"},
    ),
    (
        "action-plan",
        False,
        "Each agency to which the concerns relate",
        [],
        "",
        {},
        {"ratified": "audit", "not-ratified": ""},
    ),
    (
        "audit",
        False,
        "Case Review Group",
        [("within 6 months", "plan-ratified")],
        "implemented not-implemented",
        {},
        {"implemented": "closed", "not-implemented": ""},
    ),
]


@pytest.fixture(scope="module")
def cyscb() -> Procedure:
    return procedure_named("cyscb", None).procedure


@pytest.mark.clause(
    "Y2", "Y5", "Y9", "Y10", "Y11", "Y12", "Y13", "Y14", "Y15", "Y23", "Y24", "Y27", "Y28"
)
@pytest.mark.parametrize(
    ("stage_id", "start", "who", "limits", "until", "moves", "decisions"),
    STAGES,
    ids=[row[0] for row in STAGES],
)
def test_each_stage_names_who_does_it_by_when_and_what_follows(
    cyscb: Procedure,
    stage_id: str,
    start: bool,
    who: str,
    limits: list[tuple[str, str | None]],
    until: str,
    moves: dict[str, tuple[str, ...]],
    decisions: dict[str, str],
) -> None:
    stage = cyscb.stages[stage_id]
    assert stage.start == start
    assert cyscb.who(stage.who) == who
    assert [(limit.rule, limit.of) for limit in stage.limits] == limits
    assert stage.until == tuple(until.split())
    assert {move.to: move.grounds for move in stage.moves} == moves
    assert {decision.code: decision.to for decision in stage.decisions.values()} == decisions


def test_there_are_no_other_stages(cyscb: Procedure) -> None:
    assert list(cyscb.stages) == [row[0] for row in STAGES]


def test_every_limit_says_where_the_text_states_it_and_how_it_is_read(cyscb: Procedure) -> None:
    for stage in cyscb.stages.values():
        for limit in (*stage.limits, *(limit for duty in stage.duties for limit in duty.limits)):
            assert limit.cite
            assert limit.reading


def test_the_text_is_silent_on_immediate_risk_so_general_practice_holds(cyscb: Procedure) -> None:
    assert cyscb.risk == GENERAL_RISK


# ------------------------------------------------------------------ enquiry stage, plan


@pytest.mark.clause("Y1")
def test_the_nine_subjects_of_the_enquiry_stage_are_concerns(cyscb: Procedure) -> None:
    assert list(cyscb.concerns) == [
        "referral-criteria",
        "advice-became-referral",
        "further-information-first",
        "assessment-without-procedures",
        "procedures-invoked",
        "enquiry-or-investigation",
        "initial-conference",
        "information-withheld",
        "practice-or-procedures",
        "registration",
        "de-registration",
        "conduct-information-quality",
        "conduct-information-withheld",
        "plan-implementation",
        "core-group",
        "other",
    ]


@pytest.mark.clause("Y2")
def test_a_facilitator_can_be_recorded(cyscb: Procedure) -> None:
    assert "facilitator" in cyscb.stages["practitioners"].does
    assert cyscb.events["facilitator"].details["facilitator"].kind == "people"


@pytest.mark.clause("Y4")
def test_line_managers_are_asked_whether_they_took_advice_and_from_whom(cyscb: Procedure) -> None:
    assert cyscb.stages["line-managers"].asks == ("advice",)
    details = cyscb.events["advice"].details
    assert (details["taken"].kind, details["taken"].needed) == ("yes-no", True)
    assert list(details["from"].choices) == ["designated", "named", "lead"]


@pytest.mark.clause("Y6")
def test_in_health_the_named_or_designated_doctor_or_nurse_may_give_input(
    cyscb: Procedure,
) -> None:
    assert "named doctor or nurse" in cyscb.stages["senior-managers"].instead
    assert set(cyscb.events["health-input"].details["whose"].choices) == {
        "named-doctor",
        "named-nurse",
        "designated-doctor",
        "designated-nurse",
    }


# ------------------------------------------------------------------ conferences


@pytest.mark.clause("Y8")
def test_a_conference_records_what_was_decided_on_and_who_dissented(cyscb: Procedure) -> None:
    conference = cyscb.events["conference"]
    assert (conference.planned, conference.recurring) == (True, True)
    assert list(conference.details["decision"].choices) == ["registration", "de-registration"]
    assert conference.details["dissenting"].kind == "agencies"
    assert cyscb.stages["conference"].needs == ("conference",)


@pytest.mark.clause("Y9")
def test_a_challenge_asks_for_the_belief_that_the_child_is_at_risk(cyscb: Procedure) -> None:
    challenge = cyscb.stages["conference"].move_to("iro-manager")
    assert challenge is not None
    assert "(further) risk of significant harm" in challenge.questions["belief"]


@pytest.mark.clause("Y9")
def test_the_two_working_days_have_a_reading_since_the_text_names_no_start(
    cyscb: Procedure,
) -> None:
    assert "names no start" in cyscb.stages["conference"].limits[0].reading


# ------------------------------------------------------------------ where difference remains


@pytest.mark.clause("Y14")
def test_every_stage_before_the_board_s_chair_may_go_there_for_policy_or_a_pattern(
    cyscb: Procedure,
) -> None:
    stages = list(cyscb.stages)
    for stage_id in stages[: stages.index("board-chair")]:
        move = cyscb.stages[stage_id].move_to("board-chair")
        assert move is not None
        assert {"policy", "pattern"} <= set(move.grounds)
    assert set(cyscb.grounds) == {"unresolved", "policy", "pattern"}


@pytest.mark.clause("Y16", "Y18", "Y20")
def test_the_case_review_group_has_three_duties(cyscb: Procedure) -> None:
    duties = cyscb.stages["case-review-group"].duties
    assert [
        (
            duty.id,
            duty.each,
            duty.arises,
            duty.until,
            [(limit.rule, limit.of) for limit in duty.limits],
        )
        for duty in duties
    ] == [
        (
            "panel",
            None,
            None,
            ("panel-constituted",),
            [("within 28 working days", "group-had-matter")],
        ),
        ("reports", "concerned", None, ("report-received",), [("before 1 day", "panel-meeting")]),
        (
            "further-information",
            None,
            "information-requested",
            ("information-received",),
            [("agreed", None)],
        ),
    ]


@pytest.mark.clause("Y17")
def test_the_panel_has_two_board_representatives_and_the_agencies_concerned(
    cyscb: Procedure,
) -> None:
    details = cyscb.events["panel-constituted"].details
    members, agencies = details["members"], details["agencies"]
    assert (members.kind, members.role, members.at_least) == ("people", "board representative", 2)
    assert (agencies.kind, agencies.at_least) == ("agencies", 1)
    assert members.needed
    assert agencies.needed


@pytest.mark.clause("Y18", "Y20")
def test_reports_and_further_information_are_one_agency_s_each(cyscb: Procedure) -> None:
    assert cyscb.events["panel-meeting"].planned
    for name in ("report-received", "information-requested", "information-received"):
        assert cyscb.events[name].of_agency
    assert cyscb.events["information-requested"].recurring
    assert cyscb.events["information-received"].recurring


@pytest.mark.clause("Y19")
def test_a_report_says_who_wrote_it_how_independently_and_holds_three_things(
    cyscb: Procedure,
) -> None:
    details = cyscb.events["report-received"].details
    assert list(details) == ["author", "experience", "independence", "commissioned-by", "contents"]
    assert all(detail.needed for detail in details.values())
    assert list(details["independence"].choices) == ["senior-officer", "independent"]
    assert details["contents"].kind == "all-of"
    assert list(details["contents"].choices) == ["chronology", "analysis", "recommendations"]


@pytest.mark.clause("Y21")
def test_the_group_s_decisions_may_be_taken_together_and_a_review_says_how_criteria_are_met(
    cyscb: Procedure,
) -> None:
    decisions = cyscb.stages["case-review-group"].decisions
    assert all(decision.any for decision in decisions.values())
    assert list(decisions["practice-review"].questions) == ["criteria"]


@pytest.mark.clause("Y22")
def test_the_report_of_findings_is_a_duty_without_a_date_and_has_six_contents(
    cyscb: Procedure,
) -> None:
    (duty,) = cyscb.stages["scrutiny-group"].duties
    assert (duty.id, duty.until, duty.limits) == ("findings-report", ("findings-submitted",), ())
    assert cyscb.who(duty.who) == "Chair of the Case Review Group"
    contents = cyscb.events["findings-submitted"].details["contents"]
    assert (contents.kind, contents.needed) == ("all-of", True)
    assert list(contents.choices) == [
        "chronology",
        "involvement",
        "analysis",
        "conclusion",
        "agency-recommendations",
        "crg-recommendations",
    ]


def test_a_dispute_may_end_in_nine_ways(cyscb: Procedure) -> None:
    assert list(cyscb.outcomes) == [
        "agreed",
        "no-challenge",
        "upheld-accepted",
        "conference-changed",
        "not-referred",
        "practice-review",
        "learning-review",
        "implemented",
        "withdrawn",
    ]
