"""`resolve record`: an event of the procedure, with what its record must hold, or a plan."""

import pytest

from resolutions_cli.core.entries.facts import Recorded
from resolutions_cli.core.views.gaps import gaps_of
from tests.desk import REF, Desk
from tests.story import when

REPORT = (
    *("report-received", "--on", "2026-10-05", "--agency", "health"),
    *("--detail", "author=Dr Bo Vale", "--detail", "experience=Ten years on panels"),
    *("--detail", "independence=senior-officer", "--detail", "commissioned-by=The director"),
)
WHOLE = ("--detail", "contents=chronology,analysis,recommendations")


def at(desk: Desk, stage: str, procedure: str = "cyscb", *words: str) -> Desk:
    desk.at("2026-10-05T09:00").opens(stage, *words, procedure=procedure)
    return desk


def test_an_event_has_its_own_date_and_the_entry_has_it_too(desk: Desk) -> None:
    at(desk, "1", "nyscp").at("2026-10-07T12:00")
    desk.done("record", REF, "discussion", "--on", "2026-10-06T15:00", "--note", "By telephone.")
    assert desk.newest().at == when("2026-10-06T15:00")
    assert desk.newest().facts == Recorded(event="discussion", on=when("2026-10-06T15:00"))
    assert desk.texts() == {"note": "By telephone."}


@pytest.mark.clause("N5")
def test_the_entry_may_be_dated_later_than_the_event_and_never_earlier(desk: Desk) -> None:
    at(desk, "1", "nyscp").at("2026-10-07T12:00")
    words = ("record", REF, "discussion", "--on", "2026-10-06T15:00")
    desk.refused(3, *words, "--at", "2026-10-06T14:00")
    desk.done(*words, "--at", "2026-10-07")
    assert desk.newest().at == when("2026-10-07")


@pytest.mark.clause("N22", "N11")
def test_an_event_not_known_at_the_opening_starts_its_clock_when_it_is_recorded(desk: Desk) -> None:
    assert at(desk, "3", "nyscp").due() == ("no-date", "")
    desk.done("record", REF, "disputed", "--on", "2026-10-01", "--kind", "inaction")
    assert desk.due() == ("on-time", "2026-10-15")
    assert desk.case().dispute.happened("disputed")[0].kind == "inaction"


@pytest.mark.clause("N21")
def test_who_the_lead_is_and_when_they_were_told_is_recorded(desk: Desk) -> None:
    said = at(desk, "1", "nyscp").done("record", REF, "lead-informed", "--on", "today")
    assert said.err == (
        "resolve: note: recorded, but it lacks details, so the deadline is not met yet."
        " Add: who that is\n"
        f"  resolve correct {REF} ENTRY --set details.lead=…\n"
    )
    desk.done("correct", REF, "2", "--set", "details.lead=Jo Park", "--reason", "Left out.")
    assert desk.case().dispute.happened("lead-informed")[0].missing == ()


@pytest.mark.clause("Y4", "Y6")
def test_whether_advice_was_taken_and_whose_input_was_sought_is_recorded(desk: Desk) -> None:
    advice = ("--detail", "taken=yes", "--detail", "from=named")
    at(desk, "line-managers").done("record", REF, "advice", "--on", "today", *advice)
    assert desk.newest().facts == Recorded(
        event="advice", on=when("2026-10-05"), details={"taken": True, "from": "named"}
    )
    desk.done("record", REF, "health-input", "--on", "today", "--detail", "whose=named-nurse")
    assert desk.case().dispute.happened("health-input")[0].missing == ()


@pytest.mark.clause("Y2")
def test_a_facilitator_is_recorded_by_name_as_a_text_and_by_number_as_a_fact(desk: Desk) -> None:
    words = ("--detail", "facilitator=Jo Park; Al Reed", "--detail", "facilitator=Bo Vale")
    at(desk, "practitioners").done("record", REF, "facilitator", "--on", "today", *words)
    facts = desk.newest().facts
    assert isinstance(facts, Recorded)
    assert facts.details == {"facilitator": 3}
    assert desk.texts() == {"detail-facilitator": "Jo Park; Al Reed; Bo Vale"}


@pytest.mark.clause("Y5")
def test_once_the_line_managers_disagree_it_is_due_that_day_and_met_by_going_on(desk: Desk) -> None:
    at(desk, "line-managers").done("record", REF, "line-managers-disagree", "--on", "today")
    assert desk.due() == ("due-today", "2026-10-05")
    desk.done("escalate", REF, "--to", "senior-managers", "--reason", "No agreement was found.")
    duties = [d for d in desk.case().deadlines if d.key.stage == "line-managers"]
    assert [duty.status.value for duty in duties] == ["met"]


@pytest.mark.clause("Y8", "Y9", "Y29")
def test_the_conference_what_was_decided_and_who_dissents_starts_two_working_days(
    desk: Desk,
) -> None:
    details = ("--detail", "decision=de-registration", "--detail", "dissenting=health,school")
    at(desk, "conference").done("record", REF, "conference", "--on", "2026-10-02", *details)
    facts = desk.newest().facts
    assert isinstance(facts, Recorded)
    assert facts.details == {"decision": "de-registration", "dissenting": ("health", "school")}
    assert desk.due() == ("due-soon", "2026-10-06")
    belief = ("--answer", "belief=He goes back to the same house.")
    desk.done("escalate", REF, "--to", "iro-manager", "--reason", "We challenge it.", *belief)
    assert desk.newest().numbered("answer") == ("belief=He goes back to the same house.",)


@pytest.mark.clause("Y17")
def test_a_panel_of_too_few_does_not_meet_its_duty(desk: Desk) -> None:
    one = ("--detail", "members=Jo Park", "--detail", "agencies=health,social-care")
    words = ("record", REF, "panel-constituted", "--on", "today")
    said = at(desk, "case-review-group").done(*words, *one)
    assert "--set details.members=…\n" in said.err
    assert desk.due("panel")[0] == "on-time"
    desk.done("correct", REF, "2", "--set", "details.members=Jo Park; Al Reed", "--reason", "Two.")
    assert desk.due("panel")[0] == "met"


def test_the_same_person_named_twice_is_one(desk: Desk) -> None:
    twice = ("--detail", "members=Jo Park; Jo Park", "--detail", "agencies=health")
    words = ("record", REF, "panel-constituted", "--on", "today")
    assert "--set details.members=…" in at(desk, "case-review-group").done(*words, *twice).err


@pytest.mark.clause("Y19")
def test_a_report_is_complete_with_author_experience_independence_and_its_contents(
    desk: Desk,
) -> None:
    at(desk, "case-review-group").done("record", REF, *REPORT, *WHOLE)
    assert desk.due("reports", agency="health")[0] == "done"
    assert desk.due("reports", agency="social-care")[0] == "no-date"
    assert desk.texts() == {
        "detail-author": "Dr Bo Vale",
        "detail-experience": "Ten years on panels",
        "detail-commissioned-by": "The director",
    }


@pytest.mark.clause("Y19")
def test_a_report_without_its_contents_does_not_meet_the_duty(desk: Desk) -> None:
    some = ("--detail", "contents=chronology,analysis")
    said = at(desk, "case-review-group").done("record", REF, *REPORT, *some)
    assert "--set details.contents=…\n" in said.err
    assert desk.due("reports", agency="health")[0] == "no-date"


def test_an_agencys_event_happens_once_for_each_agency(desk: Desk) -> None:
    at(desk, "case-review-group").done("record", REF, *REPORT, *WHOLE)
    desk.refused(3, "record", REF, *REPORT, *WHOLE)
    desk.done("record", REF, "report-received", "--on", "today", "--agency", "social-care")


def test_an_event_that_happens_once_is_refused_a_second_time_planned_or_not(desk: Desk) -> None:
    at(desk, "case-review-group", "cyscb").done("record", REF, "panel-meeting", "--on", "today")
    desk.refused(3, "record", REF, "panel-meeting", "--on", "today")
    desk.refused(3, "record", REF, "panel-meeting", "--on", "tomorrow")


# ------------------------------------------------------------------ plans


@pytest.mark.clause("N15")
def test_a_future_date_is_a_plan_and_is_never_taken_as_having_happened(desk: Desk) -> None:
    at(desk, "6", "nyscp").done("record", REF, "panel-meeting", "--on", "2026-10-07T14:00")
    assert desk.newest().at == when("2026-10-05T09:00")
    facts = Recorded(event="panel-meeting", on=when("2026-10-07T14:00"), planned=True)
    assert desk.newest().facts == facts
    assert desk.due() == ("on-time", "2026-10-08")
    desk.at("2026-10-12T09:00")
    assert desk.due() == ("overdue", "2026-10-08")


@pytest.mark.clause("N14")
def test_a_plan_after_a_limit_it_must_meet_is_recorded_with_a_warning(desk: Desk) -> None:
    at(desk, "6", "nyscp", "--raised", "2026-09-17", "--at", "2026-10-05")
    said = desk.done("record", REF, "panel-meeting", "--on", "2026-10-09")
    assert said.err == (
        "resolve: warning: planned for a date after this deadline:"
        " the multi-agency panel's meeting\n"
        "  (Thu 8 Oct 2026, 3 working days after the Chair was told)\n"
        "resolve: warning: planned for a date after this deadline:"
        " the multi-agency panel's meeting\n"
        "  (Tue 6 Oct 2026, 13 working days after the disagreement was raised)\n"
    )


@pytest.mark.clause("N14", "N17")
def test_a_plan_is_warned_of_from_an_earlier_stage_whose_clock_ahead_it_would_miss(
    desk: Desk,
) -> None:
    at(desk, "4", "nyscp", "--raised", "2026-09-17")
    said = desk.done("record", REF, "panel-meeting", "--on", "2026-10-09")
    assert "(Tue 6 Oct 2026, 13 working days after the disagreement was raised)" in said.err
    assert "of disputed" not in said.err


def test_a_plan_in_time_is_no_reason_for_a_warning(desk: Desk) -> None:
    said = at(desk, "6", "nyscp").done("record", REF, "panel-meeting", "--on", "2026-10-07")
    assert said.err == ""


def test_on_a_terminal_the_event_is_explained_and_details_are_asked_for_until_they_fit(
    desk: Desk,
) -> None:
    at(desk, "line-managers").typing("advice", "yesterday", "perhaps", "yes", "")
    said = desk.asks("record", REF)
    assert said.code == 0
    assert "  advice: the line managers considered advice from the designated, named or" in said.err
    assert "When, as 19 Nov or yesterday 3pm: " in said.err
    assert "your answer is not of the form it needs" in said.err
    assert "--" not in said.err
    facts = desk.newest().facts
    assert isinstance(facts, Recorded)
    assert facts.details == {"taken": True}


def test_an_event_that_cannot_be_planned_is_refused_a_future_date(desk: Desk) -> None:
    at(desk, "1", "nyscp").refused(3, "record", REF, "discussion", "--on", "2026-10-06")


def test_in_a_closed_dispute_what_happened_is_recorded_late_and_nothing_planned(desk: Desk) -> None:
    ends = ("--outcome", "agreed", "--reason", "Both agree.", "--no-action")
    at(desk, "6", "nyscp").done("close", REF, *ends)
    desk.refused(3, "record", REF, "panel-meeting", "--on", "tomorrow")
    desk.done("record", REF, "panel-meeting", "--on", "2026-10-02")


# ------------------------------------------------------------------ words that are refused


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("panel", "--on", "today"), 4),
        (("conference",), 2),
        (("--on", "today"), 2),
        (("report-received", "--on", "today"), 2),
        (("report-received", "--on", "today", "--agency", "police"), 4),
        (("advice", "--on", "today", "--detail", "taken=perhaps"), 2),
        (("advice", "--on", "today", "--detail", "taken"), 2),
        (("advice", "--on", "today", "--detail", "taken=yes", "--detail", "taken=no"), 2),
        (("advice", "--on", "today", "--detail", "given=yes"), 4),
        (("advice", "--on", "today", "--detail", "from=friend"), 4),
        (("advice", "--on", "today", "--kind", "oral"), 4),
        (("conference", "--on", "today", "--detail", "dissenting=police"), 4),
        (("facilitator", "--on", "today", "--detail", "facilitator=tbc; tbc"), 2),
        (("conference", "--on", "30 Feb 2026"), 2),
        (("conference", "--on", "05/10/2026"), 2),
    ],
)
def test_what_the_procedure_does_not_have_is_refused_and_nothing_recorded(
    desk: Desk, words: tuple[str, ...], code: int
) -> None:
    at(desk, "conference").refused(code, "record", REF, *words)


def test_a_text_comes_back_as_it_was_typed(desk: Desk) -> None:
    typed = "  Łukasz [bold] = \u202e and\nmore  "
    words = ("--detail", f"lead={typed}")
    at(desk, "1", "nyscp").done("record", REF, "lead-informed", "--on", "today", *words)
    assert desk.texts() == {"detail-lead": typed}


# ------------------------------------------------------------------ several dates of one event


@pytest.mark.clause("N11")
def test_of_what_is_disputed_each_kind_has_a_date_and_the_earliest_counts(desk: Desk) -> None:
    at(desk, "3", "nyscp").done(
        "record", REF, "disputed", "--on", "2026-10-02", "--kind", "decision"
    )
    assert desk.due()[1] == "2026-10-16"
    desk.done("record", REF, "disputed", "--on", "2026-10-01", "--kind", "referral")
    assert desk.due()[1] == "2026-10-15"
    desk.refused(3, "record", REF, "disputed", "--on", "2026-10-05", "--kind", "decision")
    desk.refused(3, "record", REF, "disputed", "--on", "2026-10-05")


@pytest.mark.clause("N11")
def test_beside_one_whose_kind_is_not_known_none_is_recorded(desk: Desk) -> None:
    at(desk, "3", "nyscp").done("record", REF, "disputed", "--on", "2026-10-02")
    desk.refused(3, "record", REF, "disputed", "--on", "2026-10-01", "--kind", "decision")


def test_on_a_terminal_the_kind_is_chosen_by_its_number(desk: Desk) -> None:
    at(desk, "3", "nyscp").typing("2", "")
    said = desk.asks("record", REF, "disputed", "--on", "2026-10-02")
    assert said.code == 0
    assert desk.case().dispute.happened("disputed")[0].kind == "decision"


# ------------------------------------------------------------------ choices by number


def test_on_a_terminal_choices_are_numbered_and_a_list_is_one_a_line(desk: Desk) -> None:
    answers = ("Dr Bo Vale", "Ten years", "2", "The director", "1, 2, 3", "1", "anal", "rec")
    at(desk, "case-review-group").typing(*answers)
    said = desk.asks("record", REF, "report-received", "--on", "today", "--agency", "HEALTH")
    assert said.code == 0, said.err
    facts = desk.newest().facts
    assert isinstance(facts, Recorded)
    assert facts.agency == "health"
    assert facts.details == {
        "independence": "independent",
        "contents": ("chronology", "analysis", "recommendations"),
    }


PANEL = ("Jo Park; Al Reed", "Jo Park, head", "Al Reed", "", "health", "social-care", "")


@pytest.mark.clause("Y17")
def test_people_and_agencies_are_a_list_one_a_line(desk: Desk) -> None:
    at(desk, "case-review-group").typing(*PANEL)
    said = desk.asks("record", REF, "panel-constituted", "--on", "today")
    assert said.code == 0, said.err
    assert "concerned, at least 2 (one a line, Enter ends):" in said.asked
    assert "that is more than one\n  type one, press Enter, then type the next\n" in said.err
    facts = desk.newest().facts
    assert isinstance(facts, Recorded)
    assert facts.details == {"members": 2, "agencies": ("health", "social-care")}


# ------------------------------------------------------------------ before the dispute was opened


MEETING = ("record", REF, "panel-meeting", "--on", "2026-10-01")


def early(desk: Desk) -> list[str]:
    return [gap.sentence for gap in gaps_of(desk.case()) if gap.name == "before-opening"]


def test_an_event_before_the_dispute_was_opened_is_recorded_with_a_warning_and_a_gap(
    desk: Desk,
) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    said = desk.done(*MEETING)
    assert said.err == (
        "resolve: warning: this date is before the dispute was opened"
        " (Mon 5 Oct 2026 09:00)\n"
        "  Check the date; `resolve correct` changes it.\n"
    )
    assert early(desk) == [
        "this is dated Thu 1 Oct 2026, before the dispute was opened: the multi-agency panel met"
    ]
    desk.done("correct", REF, "2", "--set", "on=2026-10-05", "--reason", "Mistyped.")
    assert early(desk) == []


@pytest.mark.parametrize(("answer", "day"), [("", "2026-10-01"), ("2026-10-05", "2026-10-05")])
def test_on_a_terminal_it_is_asked_when_it_was(desk: Desk, answer: str, day: str) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    said = desk.typing(answer).asks(*MEETING)
    assert said.code == 0
    assert "When was it? (Enter to keep it):" in said.asked
    assert str(desk.newest().at.day) == day


@pytest.mark.parametrize(
    ("stage", "event"),
    [("1", "raised"), ("1", "disputed"), ("1", "discussion"), ("6", "panel-meeting")],
)
def test_what_may_come_before_the_opening_raises_no_doubt(
    desk: Desk, stage: str, event: str
) -> None:
    said = at(desk, stage, "nyscp").done("record", REF, event, "--on", "2026-10-01")
    assert (said.err, early(desk)) == ("", [])
