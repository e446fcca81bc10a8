"""City of York's clauses from the heads of service on, each proven by commands."""

import pytest

from tests.desk import REF, Desk

WHY = ("--reason", "They could not agree on it.")
GROUP = "case-review-group"
CHAIR = ("--to", "board-chair")
REPORT = (
    *("--detail", "author=Dr Bo Vale", "--detail", "experience=Ten years on panels"),
    *("--detail", "independence=senior-officer", "--detail", "commissioned-by=The director"),
    *("--detail", "contents=chronology,analysis,recommendations"),
)


def at(desk: Desk, stage: str, *words: str) -> Desk:
    """Taken in on Monday 5 October at a stage."""
    desk.at("2026-10-05T09:00").opens(stage, *words, procedure="cyscb")
    return desk


def is_done(row: dict[str, object]) -> bool:
    """Whether a row was fulfilled in time, with a date or without one."""
    return row["status"] in ("met", "done")


# ------------------------------------------------------------------ heads of service, the Chair


@pytest.mark.clause("Y13")
@pytest.mark.parametrize("stage", ["senior-managers", "iro-manager", "chair-concern"])
def test_what_is_not_resolved_goes_to_the_heads_of_service_of_agencies_that_are_listed(
    desk: Desk, stage: str
) -> None:
    at(desk, stage).done("party", REF, "--add", "police: Al Reed, police")
    desk.done("escalate", REF, "--to", "heads-of-service", *WHY)
    who = {row["who"] for row in desk.rows("heads-of-service")}
    assert who == {"Head of service of each agency involved"}
    shown = desk.done("show", REF).out.partition("THE ROUTE SO FAR")[0].splitlines()
    facts = [" ".join(line.split()) for line in shown]
    for line in ("raised by school", "with social-care", "health", "joined later police"):
        assert line in facts


#: The stages from which the board's Chair can be asked, and for which reasons.
GROUNDS = {
    "practitioners": ("policy", "pattern"),
    "line-managers": ("policy", "pattern"),
    "senior-managers": ("policy", "pattern"),
    "conference": ("policy", "pattern"),
    "iro-manager": ("policy", "pattern"),
    "reconvening": ("policy", "pattern"),
    "chair-concern": ("policy", "pattern"),
    "heads-of-service": ("unresolved", "policy", "pattern"),
}


@pytest.mark.clause("Y14")
@pytest.mark.parametrize("stage", GROUNDS)
def test_the_chair_is_asked_on_a_ground_that_the_stage_has_and_never_without_one(
    desk: Desk, stage: str
) -> None:
    at(desk, stage)
    assert "needs a ground" in desk.refused(3, "escalate", REF, *CHAIR, *WHY)
    desk.refused(4, "escalate", REF, *CHAIR, "--ground", "weather", *WHY)
    taken = []
    for ground in ("unresolved", "policy", "pattern"):
        ref = f"D-{ground}"
        desk.opens(stage, ref=ref, procedure="cyscb")
        if desk.does("escalate", ref, *CHAIR, "--ground", ground, *WHY).code == 0:
            taken.append(ground)
    assert tuple(taken) == GROUNDS[stage]


@pytest.mark.clause("Y14")
def test_similar_disputes_are_listed_and_recorded_with_the_ground_that_needs_them(
    desk: Desk,
) -> None:
    at(desk, "practitioners", "--concern", "registration")
    desk.opens("practitioners", "--concern", "registration", ref="D-2", procedure="cyscb")
    assert "D-2" in desk.done("similar", REF).out
    grounds = ("--ground", "policy", "--ground", "pattern")
    desk.done("escalate", "D-2", *CHAIR, *grounds, *WHY)
    assert "similar" in desk.gaps("D-2")
    desk.done("escalate", REF, *CHAIR, *grounds, "--similar", "D-2", *WHY)
    assert "similar" not in desk.gaps(REF)
    assert "D-2" in desk.done("show", REF).out.partition("THE LOG")[2]


@pytest.mark.clause("Y15")
def test_the_chair_refers_it_to_the_group_or_does_not_and_both_are_decisions(desk: Desk) -> None:
    ways = {way["decision"] for way in at(desk, "board-chair").advice()["ways"]}
    assert {"refer-to-crg", "not-referred"} <= ways
    desk.refused(3, "decide", REF, "refer-to-crg", "not-referred", *WHY)
    desk.done("decide", REF, "not-referred", *WHY)
    assert (desk.case().dispute.stage.id, desk.case().dispute.is_open) == ("board-chair", True)
    assert is_done(desk.row("board-chair"))
    desk.opens("board-chair", ref="D-2", procedure="cyscb")
    desk.done("decide", "D-2", "refer-to-crg", *WHY)
    assert desk.case("D-2").dispute.stage.id == GROUP


# ------------------------------------------------------------------ the group: panel and reports


@pytest.mark.clause("Y16")
def test_the_group_has_28_working_days_from_the_referral_to_constitute_its_panel(
    desk: Desk,
) -> None:
    at(desk, "board-chair").at("2026-10-06T15:00").done("decide", REF, "refer-to-crg", *WHY)
    panel = desk.row(GROUP, "panel")
    assert (panel["due"], panel["who"]) == ("2026-11-13", "Case Review Group")
    assert panel["status"] == "on-time"
    asked = desk.done("due", "--who", "crg", "--json").document["deadlines"]
    assert "panel" in [row["duty"] for row in asked]
    assert desk.at("2026-11-16T09:00").row(GROUP, "panel")["status"] == "overdue"


@pytest.mark.clause("Y17")
def test_a_panel_of_one_board_member_leaves_the_duty_open_and_the_gap_named(desk: Desk) -> None:
    words = ("record", REF, "panel-constituted", "--on", "today", "--detail", "agencies=health")
    assert at(desk, GROUP).done(*words, "--detail", "members=Jo Park").err.count("members") == 1
    assert desk.row(GROUP, "panel")["fulfilled_at"] is None
    assert "detail" in desk.gaps()
    desk.done("correct", REF, "2", "--set", "details.members=Jo Park; Al Reed", *WHY)
    assert is_done(desk.row(GROUP, "panel"))
    assert "detail" not in desk.gaps()
    assert "Jo Park; Al Reed" in desk.done("show", REF).out


@pytest.mark.clause("Y18")
def test_each_agency_owes_a_report_of_its_own_a_day_before_and_one_s_report_is_not_the_other_s(
    desk: Desk,
) -> None:
    at(desk, GROUP).done("record", REF, "panel-meeting", "--on", "2026-10-14T14:00")
    before = {row["agency"]: row for row in desk.rows(GROUP, "reports")}
    assert {agency: row["due_at"] for agency, row in before.items()} == {
        "health": "2026-10-13T14:00:00+01:00",
        "social-care": "2026-10-13T14:00:00+01:00",
    }
    assert {row["who"] for row in before.values()} == {"Each agency to which the concerns relate"}
    words = ("record", REF, "report-received", "--on", "today", "--agency", "health")
    desk.done(*words, *REPORT)
    after = {row["agency"]: row for row in desk.at("2026-10-13T14:01").rows(GROUP, "reports")}
    assert (is_done(after["health"]), after["social-care"]["status"]) == (True, "overdue")


@pytest.mark.clause("Y18")
def test_due_can_be_asked_for_the_agencies_that_owe_reports(desk: Desk) -> None:
    asked = at(desk, GROUP).done("due", "--who", "agencies-concerned", "--json")
    rows = [(row["duty"], row["agency"]) for row in asked.document["deadlines"]]
    assert sorted(rows) == [("reports", "health"), ("reports", "social-care")]


@pytest.mark.clause("Y19")
@pytest.mark.parametrize(
    "lacks", ["author", "experience", "independence", "commissioned-by", "contents"]
)
def test_a_report_that_lacks_any_of_five_things_is_a_gap_and_does_not_count(
    desk: Desk, lacks: str
) -> None:
    given = list(zip(REPORT[::2], REPORT[1::2], strict=True))
    kept = [word for pair in given if not pair[1].startswith(f"{lacks}=") for word in pair]
    words = ("record", REF, "report-received", "--on", "today", "--agency", "health")
    said = at(desk, GROUP).done(*words, *kept)
    assert f"resolve correct {REF} ENTRY --set details.{lacks}=…\n" in said.err
    health = {row["agency"]: row for row in desk.rows(GROUP, "reports")}["health"]
    assert health["fulfilled_at"] is None
    assert "detail" in desk.gaps()


@pytest.mark.clause("Y20")
def test_each_request_for_information_is_owed_by_the_agency_that_was_asked(desk: Desk) -> None:
    at(desk, GROUP)
    for agency in ("health", "social-care", "health"):
        desk.done("record", REF, "information-requested", "--on", "today", "--agency", agency)
    rows = desk.rows(GROUP, "further-information")
    assert [(row["agency"], row["time"], row["status"]) for row in rows] == [
        ("health", 1, "no-date"),
        ("social-care", 1, "no-date"),
        ("health", 2, "no-date"),
    ]
    desk.at("2026-10-06T09:00")
    desk.done("record", REF, "information-received", "--on", "today", "--agency", "health")
    open_now = [
        (row["agency"], row["time"])
        for row in desk.rows(GROUP, "further-information")
        if row["fulfilled_at"] is None
    ]
    assert open_now == [("social-care", 1), ("health", 2)]


# ------------------------------------------------------------------ recommendations and after


@pytest.mark.clause("Y21")
@pytest.mark.parametrize("code", ["practice-review", "learning-review"])
def test_the_group_may_recommend_a_review_which_ends_the_dispute(desk: Desk, code: str) -> None:
    at(desk, GROUP).done("decide", REF, code, "--no-action", *WHY)
    document = desk.done("show", REF, "--json").document["dispute"]
    assert (document["open"], document["outcome"]) == (False, code)
    assert ("answer" in desk.gaps()) is (code == "practice-review")


@pytest.mark.clause("Y21")
def test_for_a_practice_review_it_is_asked_how_the_criteria_are_met(desk: Desk) -> None:
    (way,) = [
        way for way in at(desk, GROUP).advice()["ways"] if way["decision"] == "practice-review"
    ]
    assert "criteria" in way["asks"]
    answer = ("--answer", "criteria=He was seriously harmed.")
    desk.done("decide", REF, "practice-review", "--no-action", *WHY, *answer)
    assert "answer" not in desk.gaps()
    assert "He was seriously harmed." in desk.done("show", REF).out


PARTS = (
    *("chronology", "involvement", "analysis", "conclusion"),
    *("agency-recommendations", "crg-recommendations"),
)


@pytest.mark.clause("Y22")
def test_the_group_s_chair_owes_a_report_of_findings_that_counts_with_its_six_parts(
    desk: Desk,
) -> None:
    at(desk, GROUP).done("decide", REF, "accept-recommendations", *WHY)
    row = desk.row("scrutiny-group", "findings-report")
    assert (row["who"], row["status"]) == ("Chair of the Case Review Group", "no-date")
    words = ("record", REF, "findings-submitted", "--on", "today", "--detail")
    for left_out in PARTS:
        some = ",".join(part for part in PARTS if part != left_out)
        desk.opens("scrutiny-group", ref=f"D-{left_out}", procedure="cyscb")
        said = desk.done("record", f"D-{left_out}", *words[2:], f"contents={some}")
        assert "so the deadline is not met yet. Add: what it contains\n" in said.err
        lacking = desk.row("scrutiny-group", "findings-report", f"D-{left_out}")
        assert lacking["fulfilled_at"] is None
    desk.done(*words, f"contents={','.join(PARTS)}")
    assert is_done(desk.row("scrutiny-group", "findings-report"))


@pytest.mark.clause("Y23")
def test_the_action_plan_of_the_agencies_is_ratified_or_stays_to_be_mended(desk: Desk) -> None:
    at(desk, "scrutiny-group").done("decide", REF, "considered", *WHY)
    assert desk.row("action-plan")["who"] == "Each agency to which the concerns relate"
    desk.done("decide", REF, "not-ratified", *WHY)
    assert desk.case().dispute.stage.id == "action-plan"
    assert desk.row("action-plan")["fulfilled_at"] is None
    desk.done("decide", REF, "ratified", *WHY)
    assert desk.case().dispute.stage.id == "audit"


@pytest.mark.clause("Y24")
@pytest.mark.parametrize(
    ("audited", "status"), [("2027-02-28T16:00", "met"), ("2027-03-01T09:00", "missed")]
)
def test_the_audit_is_due_six_months_after_the_ratification_to_the_day(
    desk: Desk, audited: str, status: str
) -> None:
    desk.at("2026-08-31T09:00").opens("action-plan", procedure="cyscb")
    desk.done("decide", REF, "ratified", *WHY)
    row = desk.row("audit")
    assert (row["due"], row["status"], row["who"]) == (
        "2027-02-28",
        "on-time",
        "Case Review Group",
    )
    desk.at(audited).done("decide", REF, "implemented", "--no-action", *WHY)
    assert desk.row("audit")["status"] == status
    assert desk.case().dispute.outcome == "implemented"


@pytest.mark.clause("Y26")
@pytest.mark.parametrize(
    ("stage", "code", "procedure"),
    [("board-chair", "not-referred", "cyscb"), ("7", "recommended", "nyscp")],
)
def test_where_all_that_was_asked_is_done_and_it_is_neither_moved_on_nor_closed_it_drifts(
    desk: Desk, stage: str, code: str, procedure: str
) -> None:
    desk.at("2026-10-05T09:00").opens(stage, procedure=procedure)
    assert "drifting" not in desk.gaps()
    desk.done("decide", REF, code, *WHY)
    assert "drifting" in desk.gaps()
    said = desk.done("show", REF).out.partition("WHAT THE RECORD LACKS")[2]
    assert f"Stage {stage} is done, and the dispute was neither" in said
    desk.done("close", REF, "--outcome", "withdrawn", "--no-action", *WHY)
    assert "drifting" not in desk.gaps()
