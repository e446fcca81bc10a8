"""What stands against a deadline or a dispute is said for as long as the record says so."""

from collections.abc import Mapping
from datetime import date

import pytest

from resolutions_cli.core.deadlines.deadline import Concern, ConcernCode
from resolutions_cli.core.deadlines.summary import SummaryAsOf
from resolutions_cli.render.words.concerns import concern_words
from tests.desk import REF, Desk

#: What a concern may be about, where its words need it.
ABOUT: Mapping[ConcernCode, tuple[str, ...]] = {
    ConcernCode.NOT_ACCEPTED: ("school", "health"),
    ConcernCode.UNTOLD: ("the police",),
    ConcernCode.ACTION_LATE: ("1", "2"),
    ConcernCode.UNCHECKED: ("here@1", "2024-02-29"),
}


@pytest.mark.parametrize("code", ConcernCode)
def test_every_concern_has_words_of_its_own(code: ConcernCode) -> None:
    said = {each: concern_words(Concern(each, ABOUT.get(each, ()), 3)) for each in ConcernCode}
    assert len(set(said.values())) == len(said)
    assert said[code]
    assert "-" not in code.value or code.value not in said[code]


def everywhere(desk: Desk, words: str, *, in_due: bool = True) -> None:
    """The words are in every place that shows the dispute."""
    places = [("next", REF), ("show", REF), ("timeline", REF), ("list",)]
    places += [
        ("report", "case", REF, "--format", "md"),
        ("report", "panel", REF, "--format", "md"),
    ]
    if in_due:
        places += [("due",), ("due", "--csv")]
    for place in places:
        assert words.lower() in desk.done(*place).out.lower(), place


def codes_of(desk: Desk) -> set[str]:
    """The codes of what stands against the dispute, by `show` and by `list`."""
    shown = desk.done("show", REF, "--json").document["dispute"]["warnings"]
    (listed,) = desk.done("list", "--json").document["disputes"]
    assert listed["warnings"] == shown
    return {each["code"] for each in shown}


# ------------------------------------------------------------------ of a deadline


@pytest.mark.clause("N16")
def test_a_panel_planned_after_its_limit_is_said_wherever_the_deadline_is(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("6", "--raised", "2026-10-05T08:00")
    said = desk.done("record", REF, "panel-meeting", "--on", "2026-11-30")
    words = "planned for a date after this deadline"
    assert f"resolve: warning: {words}: the multi-agency panel's meeting" in said.err
    everywhere(desk, words)
    assert f"{words} (the multi-agency panel's meeting)" in desk.done("next", REF).out
    assert words in desk.done("due", "--ics").out.replace("\r\n ", "").lower()
    desk.done("record", REF, "panel-meeting", "--on", "2026-10-07")
    assert words not in desk.done("due").out


@pytest.mark.clause("Y14")
def test_a_record_that_lacks_details_is_said_and_next_says_how_to_complete_it(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("case-review-group", procedure="cyscb")
    words = ("record", REF, "panel-constituted", "--on", "2026-10-05")
    said = desk.done(*words, "--detail", "agencies=school")
    lacking = "recorded, but it lacks details, so the deadline is not met yet"
    assert f"{lacking}. Add: who sits for the board" in said.err
    everywhere(desk, lacking)
    page = desk.done("next", REF).out
    assert f"      resolve correct {REF} 2 --set details.members=…\n" in page
    assert f"resolve record {REF} panel-constituted" not in page


def test_agencies_that_have_not_accepted_a_date_are_counted_in_lists_and_named_in_show(
    desk: Desk,
) -> None:
    desk.at("2026-10-05T09:00").opens("practitioners", procedure="cyscb")
    desk.done("agree", REF, "--by-date", "2026-10-20", "--with", "Jo", "--reason", "Half-term.")
    everywhere(desk, "3 agencies are not recorded as accepting this date")
    words = "accepting this date: school, social-care, health"
    assert words in desk.done("next", REF).out
    assert words in desk.done("show", REF).out
    assert "accepting this date: school" not in desk.done("due").out


def test_a_stage_without_a_limit_says_for_how_long_the_dispute_is_in_it(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("iro-manager", procedure="cyscb")
    desk.at("2026-10-21T09:00")
    everywhere(desk, "12 working days in this stage")
    assert "stage-without-limit" in codes_of(desk)


# ------------------------------------------------------------------ of a dispute


@pytest.mark.clause("N3")
def test_who_was_not_told_of_an_immediate_risk_is_said_in_words_until_they_are(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    risk = ("risk", REF, "--at", "2026-10-05T09:00", "--reason", "Threats were made.")
    desk.done(*risk, "--told", "dsl=2026-10-05T09:00 by A to B")
    words = "IMMEDIATE RISK. Not yet recorded as told: the police, Children's Social Care"
    everywhere(desk, words, in_due=False)
    assert "risk-untold" in codes_of(desk)
    for role in ("police", "social-care"):
        desk.done("risk", REF, "--told", f"{role}=2026-10-05T09:00 by A to B")
    assert "risk-untold" not in codes_of(desk)


def test_a_quiet_dispute_is_quiet_for_as_long_as_nothing_is_recorded(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    desk.at("2026-10-13T09:00")
    for place in ("next", "show", "timeline"):
        assert "nothing recorded for 6 working days" in desk.done(place, REF).out
    assert "quiet" in codes_of(desk)
    desk.done("note", REF, "Rang the duty team.")
    assert "quiet" not in codes_of(desk)


def test_a_procedure_that_nobody_checked_is_said_once_at_the_foot_of_due(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    desk.opens("2", ref="D-2")
    label = desk.case().summary.label
    lines = desk.done("due").out.splitlines()
    assert lines[-2:] == [
        "",
        f"note: nobody has recorded a check of {label} against the published text",
    ]
    assert "note: no check" not in desk.done("due", "--quiet").out
    assert "procedure-not-checked" in codes_of_both(desk)


def codes_of_both(desk: Desk) -> set[str]:
    """The codes that stand against each of the disputes."""
    listed = desk.done("list", "--json").document["disputes"]
    found = [{warning["code"] for warning in each["warnings"]} for each in listed]
    return set.intersection(*found)


@pytest.mark.parametrize(
    ("checked", "is_checked"),
    [(None, False), ("2025-10-04", False), ("2025-10-05", True), ("2026-10-05", True)],
)
def test_a_check_holds_for_a_year(desk: Desk, checked: str | None, is_checked: bool) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    case = desk.case()
    day = date.fromisoformat(checked) if checked else None
    summary = case.summary.but(checked_on=day)
    dispute = SummaryAsOf(summary, case.as_of, case.calendar, case.settings)
    said = [each for each in dispute.concerns if each.code is ConcernCode.UNCHECKED]
    assert (said == []) is is_checked
