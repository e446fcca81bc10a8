"""The pack for a panel, of both procedures: what the log fills, and what is left to be written."""

import pytest

from resolutions_cli.core.entries.facts import (
    Corrected,
    Decided,
    Escalated,
    Noted,
    Opened,
    Party,
    Recorded,
    Redacted,
    Settled,
)
from resolutions_cli.core.record.log import chronicle
from resolutions_cli.files.workspace.outlines import outline_for
from resolutions_cli.render.formats.page import Heading, Para, Table, ToWrite, plain_page
from resolutions_cli.render.reports import case_record
from resolutions_cli.render.reports.panel_pack import panel_pack
from tests.render.packs import pack_of, section
from tests.story import Closed, Risk, Story, calendar, procedure, when

REPORT = {
    "detail-author": "R. Lane, service manager",
    "detail-experience": "ten years of conferences",
    "detail-commissioned-by": "director",
}


@pytest.fixture
def york() -> Story:
    """A dispute in York that is with the Case Review Group; one of two reports is in."""
    story = Story(procedure("cyscb"))
    story.opens("2026-04-02", "conference", conference="2026-04-02")
    story.entries[-1].texts.update(  # type: ignore[attr-defined] - a dict, as Story made it
        {
            "summary": "The plan ended.",
            "seeking": "That it goes on.",
            "position-1": "school: we dissent; the risk has come back.",
            "position-2": "social-care: the plan has done its work.",
        }
    )
    belief = {"reason": "Formal challenge.", "answer-1": "belief=He is not safe."}
    story.add("2026-04-08", Escalated(from_="conference", to="iro-manager"), belief)
    upheld = Decided(from_="iro-manager", codes=("upheld",))
    story.add("2026-04-14", upheld, {"reason": "Within her discretion."})
    story.escalates("2026-04-16", "heads-of-service")
    story.escalates("2026-04-20", "board-chair", grounds=("unresolved",))
    story.decides("2026-04-27", "refer-to-crg", to="case-review-group")
    members = {"members": 2, "agencies": ("social-care",)}
    names = {"detail-members": "A. Field; B. Wood"}
    constituted = Recorded(event="panel-constituted", on=when("2026-05-13"), details=members)
    story.add("2026-05-13", constituted, names)
    received = Recorded(
        event="report-received",
        on=when("2026-05-28"),
        agency="social-care",
        details={"independence": "senior-officer", "contents": ("chronology", "analysis")},
    )
    story.add("2026-05-28", received, REPORT)
    return story


@pytest.fixture
def yorkshire() -> Story:
    """A dispute in North Yorkshire whose panel is being convened."""
    story = Story(procedure("nyscp"))
    story.opens("2026-11-02T09:00", "1", raised="2026-11-02T09:00", disputed="2026-10-30")
    story.entries[-1].texts.update(  # type: ignore[attr-defined] - a dict, as Story made it
        {
            "summary": "The referral was closed.",
            "seeking": "A strategy discussion.",
            "risk_to_child": "Two bruises.",
            "position-1": "school: This meets the threshold.",
            "position-2": "social-care: Early help is enough.",
        }
    )
    story.add("2026-11-03T16:00", Noted(discussion=True), {"text": "They spoke.", "with-1": "A."})
    for day, to in ((5, "2"), (5, "3"), (16, "4"), (16, "5"), (17, "6")):
        move = Escalated(from_=story.stage, to=to)
        texts = {"reason": f"No agreement before {to}.", "risk_to_child": f"As before {to}."}
        story.add(f"2026-11-{day:02}T11:00", move, texts)
    story.plans("2026-11-17T12:00", "panel-meeting", "2026-11-19T14:00")
    return story


# ------------------------------------------------------------------ York


@pytest.mark.clause("Y19")
def test_each_report_says_who_wrote_it_for_whom_what_is_in_it_and_what_is_not(york: Story) -> None:
    text = section(pack_of(york, "2026-06-02"), "The agencies' reports")
    assert "who wrote it                       R. Lane, service manager\n" in text
    assert "the author's relevant experience   ten years of conferences\n" in text
    assert "how the author stands to the case  senior-officer (a senior officer" in text
    assert "who in the agency commissioned it  director\n" in text
    assert "chronology of the agency's involvement: yes\n" in text
    assert "recommendations for future action: NOT RECORDED\n" in text


@pytest.mark.clause("Y19")
def test_a_report_that_is_not_in_leaves_three_places_for_its_three_parts(york: Story) -> None:
    text = section(pack_of(york, "2026-06-02"), "The agencies' reports").partition("health\n")[2]
    assert text.splitlines() == [
        "No report is recorded.",
        "time limit  NO DATE, no date yet: record or plan the panel's first meeting",
        "  [to be written: the chronology of the agency's relevant involvement, from its report]",
        "  [to be written: the summary and analysis of that involvement, from its report]",
        "  [to be written: the agency's recommendations for future action, from its report]",
    ]


@pytest.mark.clause("Y22")
def test_the_report_of_findings_is_filled_from_the_log_and_marked_where_it_cannot_be(
    york: Story,
) -> None:
    report = pack_of(york, "2026-06-02")
    contents = next(block for block in report.blocks if isinstance(block, Table))
    rows = [row.cells for row in contents.rows if "Report of findings" in row.cells[0]]
    assert rows == [
        ("10. Report of findings: integrated chronology of relevant events", "yes", "1 place"),
        ("11. Report of findings: involvement of each agency", "yes", "3 places"),
        ("12. Report of findings: analysis", "nothing", "2 places"),
        ("13. Report of findings: conclusion", "nothing", "1 place"),
        ("14. Report of findings: the agencies' recommendations", "nothing", "2 places"),
        (
            "15. Report of findings: the Case Review Group's recommendations",
            "nothing",
            "1 place",
        ),
    ]
    assert "[to be written: what the group concludes]" in section(report, ": conclusion")


@pytest.mark.clause("Y22")
def test_the_integrated_chronology_has_every_agency_s_events_in_the_order_they_happened(
    york: Story,
) -> None:
    york.records("panel-meeting", "2026-05-20T10:00")
    text = section(pack_of(york, "2026-06-02"), "integrated chronology of relevant events")
    found = [line[:19].strip() for line in text.splitlines() if line[4:6].strip().isdecimal()]
    days = ["2 Apr", "2 Apr", "8 Apr", "14 Apr", "16 Apr", "20 Apr", "27 Apr", "13 May", "20 May"]
    assert [day.split(" ", 1)[1].partition(" 2026")[0] for day in found] == [*days, "28 May"]
    assert "An agency's report was with the panel" in text
    assert "Decided: upheld (the conference chair's decision is upheld)" in text
    assert "Within her discretion." in text


@pytest.mark.clause("Y22", "Y29")
def test_each_agency_s_involvement_is_what_the_log_names_it_for(york: Story) -> None:
    people = Party(role="crg-chair", agency="social-care")
    york.add("2026-05-29", people, {"name": "P. Vale", "contact": "ext. 4"})
    text = section(pack_of(york, "2026-06-02"), "involvement of each agency")
    school, _, rest = text.partition("social-care\n")
    care, _, health = rest.partition("health\n")
    assert "It raised the dispute.\n" in school
    assert "Opened in stage conference" in school
    assert "chair decided without consensus" not in school  # which was not the school's doing
    assert "we dissent; the risk has come back." in school
    assert "The panel was constituted (entry 7)" in care
    assert "An agency's report was with the panel (entry 8)" in care
    assert "the plan has done its work." in care
    assert "P. Vale, ext. 4" in care
    assert "No entry says that this agency did or said anything." in health
    assert "It is named in entry 1.\n" in health
    assert text.count("[to be written: a summary of the agency's involvement]") == 3


def test_the_panel_shows_with_its_members_and_what_its_record_lacks(york: Story) -> None:
    text = section(pack_of(york, "2026-06-02"), "The panel")
    assert "who sits for the board, beside the agencies concerned  A. Field; B. Wood\n" in text
    assert "the agencies concerned that sit on it                  social-care\n" in text


def test_what_the_group_decided_fills_its_recommendations_with_the_reason(york: Story) -> None:
    decided = Decided(
        from_="case-review-group", codes=("accept-recommendations",), to="scrutiny-group"
    )
    york.add(
        "2026-06-22", decided, {"reason": "Both recommend it.", "learning-1": "Weigh contact."}
    )
    text = section(pack_of(york, "2026-06-23"), "the Case Review Group's recommendations")
    assert "decided: accept-recommendations (the recommendations that the agencies made" in text
    assert "why       Both recommend it.\n" in text
    assert "  - Weigh contact.\n    (Mon 22 Jun 2026, entry 9)\n" in text


# ------------------------------------------------------------------ North Yorkshire


@pytest.mark.clause("N24")
def test_the_panel_is_given_everything_that_was_gathered(yorkshire: Story) -> None:
    report = pack_of(yorkshire, "2026-11-18T09:00")
    text = plain_page(report.blocks)
    for entry in yorkshire.entries:
        for said in entry.texts.values():
            assert str(said).rpartition(": ")[2] in text
    headings = [block.text for block in report.blocks if isinstance(block, Heading)]
    assert "1. opened in stage 1: Between the professionals" in headings
    assert "8. planned for Thu 19 Nov 2026 14:00: the multi-agency panel's meeting" in headings


@pytest.mark.clause("N24", "Y29")
def test_the_agencies_views_stand_side_by_side_in_their_own_words(yorkshire: Story) -> None:
    text = section(pack_of(yorkshire, "2026-11-18T09:00"), "Each agency in its own words")
    assert "  school\n    This meets the threshold.\n" in text
    assert "  social-care\n    Early help is enough.\n" in text


@pytest.mark.clause("N24")
def test_each_stage_says_what_was_tried_how_it_ended_and_whether_in_time(yorkshire: Story) -> None:
    text = section(pack_of(yorkshire, "2026-11-18T09:00"), "What was tried, stage by stage")
    first, _, rest = text.partition("Stage 2: ")
    assert "  - Tue 3 Nov 2026 16:00: discussion (entry 2)\n    note: They spoke.\n" in first
    main = "time limit  DONE, due Fri 6 Nov 2026 09:00, the stage was left on Thu 5 Nov 2026"
    assert main in first
    assert "    why: No agreement before 2.\n" in first
    assert "time limit  MISSED, due Fri 13 Nov 2026, the stage was left on Mon 16 Nov 2026" in rest
    assert "left        here now\n" in rest


@pytest.mark.clause("N15")
def test_the_panel_reads_by_when_it_must_have_recommended(yorkshire: Story) -> None:
    yorkshire.records("panel-meeting", "2026-11-18T14:00")
    yorkshire.escalates("2026-11-18T14:00", "7")
    text = section(pack_of(yorkshire, "2026-11-18T15:00"), "What the panel is asked, and by when")
    assert "at most 48 hours after it met, and no later than 13 working days" in text
    # 13 working days of 2 November are the 19th, before the 48 hours have passed
    row = next(line for line in text.splitlines() if line.startswith("DUE SOON"))
    assert row.endswith("Thu 19 Nov 2026  1 working day left")
    assert "The panel recommends" in row
    assert "outcome sought       A strategy discussion.\n" in text


@pytest.mark.clause("N18")
def test_the_recommendation_is_a_place_to_write_until_it_is_recorded_with_its_text(
    yorkshire: Story,
) -> None:
    before = section(pack_of(yorkshire, "2026-11-18T09:00"), "The panel's recommendation")
    assert (
        "[to be written: how the panel recommends that the matter is resolved, and why]" in before
    )
    yorkshire.records("panel-meeting", "2026-11-18T14:00")
    yorkshire.escalates("2026-11-18T14:00", "7")
    advice = Decided(from_="7", codes=("recommended",))
    yorkshire.add("2026-11-18T16:00", advice, {"reason": "A joint visit within two days."})
    accepted = Closed(from_="7", outcome="recommendation-accepted")
    yorkshire.add("2026-11-19T10:00", accepted, {"reason": "Both agencies accept."})
    text = section(pack_of(yorkshire, "2026-11-19T12:00"), "The panel's recommendation")
    assert "why  A joint visit within two days.\n" in text
    assert "closed: recommendation-accepted" in text
    assert "to be written" not in text


def test_the_risk_to_the_child_stands_at_each_step_and_who_was_not_told(yorkshire: Story) -> None:
    told = Risk(on=when("2026-11-16T15:10"), told={"police": when("2026-11-16T15:25")})
    yorkshire.add("2026-11-16T15:30", told, {"reason": "He will not go home."})
    text = section(pack_of(yorkshire, "2026-11-18T09:00"), "The risk to the child")
    assert "Mon 2 Nov 2026 09:00, opened (entry 1)" in text
    assert "Two bruises." in text
    assert "IMMEDIATE RISK since Mon 16 Nov 2026 15:10, no end recorded" in text
    assert "Police told Mon 16 Nov 2026 15:25\n" in text
    assert "Children's Social Care: NOT RECORDED as told\n" in text


def test_of_an_agency_that_only_is_named_it_says_where_and_who_was_told_by_role() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-11-02T09:00", "6", raised="2026-11-02T09:00")
    police = Party(role="", agency="North Yorkshire Police")
    story.add("2026-11-03T09:00", police, {"reason": "They hold the interview."})
    text = section(pack_of(story, "2026-11-18T09:00"), "Involvement of each agency")
    named = text.partition("North Yorkshire Police\n")[2]
    assert "did or said anything. It is named in entry 2.\n" in named
    assert "Told of an immediate risk" not in named
    told = Risk(on=when("2026-11-09T11:40"), told={"police": when("2026-11-09T11:55")})
    story.add("2026-11-09T12:00", told, {"reason": "He was hit again."})
    text = section(pack_of(story, "2026-11-18T09:00"), "Involvement of each agency")
    assert (
        "Told of an immediate risk, recorded by role and not by agency:"
        " Police, Mon 9 Nov 2026 11:55.\n"
    ) in text.partition("North Yorkshire Police\n")[2]


def test_where_the_record_lacks_nothing_it_says_what_was_asked_and_what_was_not(
    yorkshire: Story,
) -> None:
    case = yorkshire.case("2026-11-18T09:00")
    lines = chronicle(yorkshire.log, when("2026-11-18T09:00"))
    read = case_record.CaseOnRecord(case, lines, (), "0", calendar())
    report = panel_pack(read, outline_for(yorkshire.procedure.label))
    text = section(report, "What the record does not say")
    assert "The record was checked for answers to these questions, and none is missing:\n" in text
    assert "  - What was decided, and why\n" in text
    assert "Not checked: The outcome, because the dispute is open.\n" in text
    assert "everything" not in text


# ------------------------------------------------------------------ what is not plain


def test_a_dispute_that_has_not_come_to_its_panel_says_so_at_the_head(york: Story) -> None:
    early = plain_page(pack_of(york, "2026-04-15").blocks[:12])
    assert "EARLY: this pack is for a later stage (With the Case" in early
    assert "The dispute is in stage iro-manager: With the IRO Manager\n" in early
    assert "EARLY" not in plain_page(pack_of(york, "2026-06-02").blocks)


def test_what_was_set_aside_is_no_event_but_it_is_said_that_there_is_something(
    yorkshire: Story,
) -> None:
    wrong = yorkshire.add("2026-11-17T13:00", Noted(), {"text": "Another family."})
    aside = Corrected(entry=wrong.id, withdraw=True)
    yorkshire.add("2026-11-17T14:00", aside, {"reason": "The wrong dispute."})
    report = pack_of(yorkshire, "2026-11-18T09:00")
    assert "Set aside as mistaken and left out here: entry 9.\n" in section(report, "Chronology")
    in_full = section(report, "The record in full")
    assert "9. noted\nSET ASIDE by entry 10: The wrong dispute.\nIts text is l" in in_full
    assert "Another family." not in plain_page(report.blocks)


def test_a_redacted_text_shows_as_redacted_and_a_redacted_view_belongs_to_nobody(
    yorkshire: Story,
) -> None:
    secret = yorkshire.add("2026-11-17T13:00", Noted(), {"text": None, "position-1": None})
    removed = Redacted(entry=secret.id, keys=("text", "position-1"))
    yorkshire.add("2026-11-17T14:00", removed, {"reason": "A name."})
    report = pack_of(yorkshire, "2026-11-18T09:00")
    row = next(x for x in section(report, "Chronology").splitlines() if "  9  " in x)
    assert row.endswith("(redacted)")
    assert "(redacted)" not in section(report, "Involvement of each agency")
    assert "(redacted)" in section(report, "Each agency in its own words")


def test_moves_made_apart_are_in_the_chronology_and_named_at_the_head(yorkshire: Story) -> None:
    here = yorkshire.entries[-1]
    one = yorkshire.add("2026-11-18T08:00", Escalated(from_="6", to="7"), {"reason": "One."})
    closed = Closed(from_="6", outcome="agreed")
    other = yorkshire.add("2026-11-18T08:30", closed, {"reason": "Other."})
    yorkshire.entries[-1] = other.but(after=(here.id,))
    report = pack_of(yorkshire, "2026-11-18T09:00")
    assert "SOMETHING IS WRONG WITH THE RECORD:\n" in plain_page(report.blocks)
    assert (
        "TO BE SETTLED: this dispute was moved on two machines before they were synced."
    ) in plain_page(report.blocks)
    assert "[made-apart]" in plain_page(report.blocks)
    assert "MOVED ON TWO MACHINES: does not count until" in section(report, "Chronology")
    yorkshire.add("2026-11-18T08:45", Settled(stands=(one.id,)), {"reason": "It went on."})
    assert "another move was chosen" in section(
        pack_of(yorkshire, "2026-11-18T09:00"), "Chronology"
    )


def test_what_happened_early_and_was_written_late_stands_where_it_happened(york: Story) -> None:
    note = york.add("2026-06-01T09:00", Noted(), {"text": "The father rang."})
    moved = Corrected(entry=note.id, set={"at": when("2026-04-10")})
    york.add("2026-06-01T10:00", moved, {"reason": "The diary says so."})
    text = section(pack_of(york, "2026-06-02"), "integrated chronology of relevant events")
    lines = [line for line in text.splitlines() if "  9  " in line or "  3  " in line]
    assert "(recorded 52 days later) (as corrected by entry 10)" in lines[0]
    assert lines[1].startswith("Tue 14 Apr 2026")


def test_as_of_an_earlier_day_the_pack_knows_nothing_of_what_came_after(york: Story) -> None:
    text = plain_page(pack_of(york, "2026-05-20").blocks)
    assert "R. Lane" not in text
    assert "A. Field" in text


def test_the_same_record_makes_the_same_pack(york: Story) -> None:
    assert pack_of(york, "2026-06-02") == pack_of(york, "2026-06-02")


def test_a_procedure_of_one_s_own_has_the_general_outline() -> None:
    story = Story(procedure("nyscp").but(version="2031"))
    facts = Opened(procedure="nyscp", version="2031", digest="0" * 64, stage="1")
    story.add("2026-11-02", facts, {"summary": "Something."})
    report = pack_of(story, "2026-11-03")
    assert report.blocks[:2] == [
        Heading("Panel pack 2026-K7Q4M", level=1),
        Para("For the panel", style="heading"),
    ]
    assert "[to be written: each agency's view, in its own words]" in plain_page(report.blocks)
    assert sum(isinstance(block, ToWrite) for block in report.blocks) == 4
