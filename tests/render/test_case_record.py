"""The case record for the child's file: what must be in it, and how it is said."""

from datetime import UTC, datetime

import pytest

from resolutions_cli.core.entries.facts import Closed, Corrected, Noted, Redacted
from resolutions_cli.core.record.log import chronicle
from resolutions_cli.core.views.gaps import gaps_of
from resolutions_cli.render.formats.html import html_page
from resolutions_cli.render.formats.markdown import markdown_page
from resolutions_cli.render.formats.page import Heading, Report
from resolutions_cli.render.reports.case_record import NOT_THE_FILE, CaseOnRecord, case_record
from tests.snapshot import kept
from tests.story import Story, calendar, procedure, when


@pytest.fixture
def story() -> Story:
    """From the professionals to the panel's recommendation, over Christmas, once too late."""
    story = Story(procedure("nyscp"))
    story.opens("2026-12-11T15:00", "1", raised="2026-12-11T15:00", disputed="2026-12-10")
    story.entries[-1].texts.update(  # type: ignore[attr-defined]
        {
            "by": "J. Marsh",
            "child-1": "CF-4410",
            "summary": "A referral was closed.\nNo reason was given.",
            "seeking": "An assessment.",
            "risk_to_child": "Both go home to the same house.",
            "position-1": "school: The concerns have grown.",
            "position-2": "social-care: Early help comes first.",
        }
    )
    said = story.add("2026-12-11T16:30", Noted(discussion=True), {"text": "They met.", "by": "J."})
    story.entries[-1] = said.but(recorded=datetime(2026, 12, 14, 9, tzinfo=UTC))
    for at, to in (("2026-12-15T11:00", "2"), ("2026-12-16T10:00", "3"), ("2026-12-29T09:30", "4")):
        story.escalates(at, to)
        story.entries[-1].texts["reason"] = f"No agreement before stage {to}."  # type: ignore[index]
    wrong = story.add("2026-12-29T10:00", Noted(), {"text": "Another child's."})
    aside = Corrected(entry=wrong.id, withdraw=True)
    story.add("2026-12-29T10:05", aside, {"reason": "In the wrong file."})
    secret = story.add("2026-12-29T11:00", Noted(), {"text": None})
    story.add("2026-12-29T11:30", Redacted(entry=secret.id, keys=("text",)), {"reason": "A name."})
    for at, to in (("2027-01-04T09:00", "5"), ("2027-01-04T16:00", "6")):
        story.escalates(at, to)
        story.entries[-1].texts["reason"] = f"No agreement before stage {to}."  # type: ignore[index]
    story.records("panel-meeting", "2027-01-06T10:00")
    story.escalates("2027-01-06T10:00", "7")
    story.decides("2027-01-06T12:00", "recommended")
    story.entries[-1].texts["reason"] = "An assessment, begun within the week."  # type: ignore[index]
    closed = Closed(from_="7", outcome="recommendation-accepted", agreed_by=("school",))
    story.add(
        "2027-01-08T09:00",
        closed,
        {
            "reason": "Both accept it.",
            "action-1": "social-care: begin it by 2027-01-11",
            "learning-1": "A closed referral is answered in writing.",
        },
    )
    return story


def report(story: Story, as_of: str, known_at: datetime | None = None) -> Report:
    case = story.case(as_of)
    return case_record(
        CaseOnRecord(
            case=case,
            lines=chronicle(story.log, when(as_of)),
            gaps=gaps_of(case),
            digest=story.log.digest,
            calendar=calendar(),
            known_at=known_at,
        )
    )


def markdown(story: Story, as_of: str = "2027-01-11T09:00") -> str:
    made = report(story, as_of)
    return markdown_page(made.blocks, made.footer)


def part(text: str, heading: str) -> str:
    """What stands under a heading of level 2."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.clause("N5", "N18", "Y29")
def test_the_whole_record(story: Story) -> None:
    text = markdown(story)
    assert text == kept("case-record", text)


@pytest.mark.clause("N5")
def test_it_has_each_part_and_says_what_it_is_not(story: Story) -> None:
    made = report(story, "2027-01-11T09:00")
    headings = [each.text for each in made.blocks if isinstance(each, Heading) and each.level == 2]
    assert headings == [
        *("At a glance", "Facts", "Each agency in its own words", "Route so far"),
        *("Deadlines, and how each ended", "Decisions and reasons", "Chronology"),
        *("Every entry in full", "How each date was counted", "What the record lacks"),
    ]
    assert NOT_THE_FILE in markdown(story).replace("\\", "")


@pytest.mark.clause("N5")
def test_when_it_happened_and_when_it_was_written_down_stand_side_by_side(story: Story) -> None:
    rows = part(markdown(story), "Chronology").splitlines()
    assert "| Entry | Happened | Recorded | Later by | What | Note |" in rows
    late = "| 2 | Fri 11 Dec 2026 16:30 | Mon 14 Dec 2026 09:00 | 3 days | discussion |  |"
    assert late in rows
    assert "- **recorded:** Mon 14 Dec 2026 09:00, 3 days later, by J.\n" in markdown(story)


@pytest.mark.clause("N5", "N18")
def test_each_decision_stands_with_its_reason_and_the_recommendation_with_its_text(
    story: Story,
) -> None:
    decided = part(markdown(story), "Decisions and reasons")
    assert decided.count("why: ") == 7
    assert "why: An assessment, begun within the week." in decided
    accepted = decided.partition("closed: recommendation-accepted")[2]
    assert "why: Both accept it." in accepted
    assert "action: social-care: begin it by 2027-01-11" in accepted
    assert "agreed by: school" in accepted
    assert "They met." not in decided


@pytest.mark.clause("Y29")
def test_each_agency_stands_beside_the_others_in_its_own_words(story: Story) -> None:
    made = report(story, "2027-01-11T09:00")
    page = html_page(made.title, made.blocks, made.footer)
    beside = page.partition('<div class="beside">')[2].partition("</section>")[0]
    assert "<h3>school</h3><p>The concerns have grown.\n" in beside
    assert "<h3>social-care</h3><p>Early help comes first.\n" in beside


def test_every_deadline_says_whether_it_was_met_and_how_it_was_counted(story: Story) -> None:
    text = markdown(story)
    rows = [row for row in part(text, "Deadlines, and how each ended").splitlines() if "|" in row]
    assert [row.split(" | ")[0].strip("| ") for row in rows[2:]] == [
        *("DUE TODAY", "NO DATE", "DONE", "MISSED", "MISSED", "MISSED", "LEFT"),
        *("DONE LATE", "MISSED", "DONE LATE"),
    ]
    counted = part(text, "How each date was counted")
    ten = counted.partition(
        "#### Limit 2 of 3: 10 working days after the disputed decision or action was taken\n"
    )[2]
    ten = ten.partition("####")[0]
    assert (
        "- **working days:** Fri 11 Dec 2026 (1)\\\n"
        "  Mon 14 Dec 2026 (2), Tue 15 Dec 2026 (3), Wed 16 Dec 2026 (4), Thu 17 Dec 2026 (5),"
        " Fri 18 Dec 2026 (6)\\\n"
        "  Mon 21 Dec 2026 (7), Tue 22 Dec 2026 (8), Wed 23 Dec 2026 (9), Thu 24 Dec 2026 (10)\n"
        "- **weekends:** Sat 12 Dec 2026, Sun 13 Dec 2026, Sat 19 Dec 2026, Sun 20 Dec 2026\n"
        "- **result:** Thu 24 Dec 2026\n"
    ) in ten
    # what is counted once is not counted out again
    assert counted.count("Fri 11 Dec 2026 (1)") == 1
    assert "- **counted:** as for stage 1, limit 2\n" in counted


def test_bank_holidays_that_were_passed_over_are_named(story: Story) -> None:
    counted = part(markdown(story), "How each date was counted")
    assert (
        "- **bank holidays:** Fri 25 Dec 2026: Christmas Day\\\n  Mon 28 Dec 2026: Box" in counted
    )


def test_what_does_not_count_is_there_and_says_so_and_what_was_removed_stays_removed(
    story: Story,
) -> None:
    entries = part(markdown(story), "Every entry in full")
    aside = entries.partition("### 6\\. note\n")[2].partition("###")[0]
    assert "SET ASIDE by entry 7: In the wrong file." in aside
    assert "- **note:** Another child's.\n" in aside
    removed = entries.partition("### 8\\. note\n")[2].partition("###")[0]
    assert "- **note:** (redacted)\n" in removed


def test_it_says_what_it_was_made_from(story: Story) -> None:
    made = report(story, "2027-01-11T09:00", datetime(2027, 1, 10, 9, tzinfo=UTC))
    foot = markdown_page(made.footer)
    assert (
        "Made from the log of 2026-K7Q4M as of Mon 11 Jan 2027 09:00, using only what had been"
        " recorded by Sun 10 Jan 2027 09:00: 15 entries."
    ) in foot
    assert "GOV.UK bank holidays, list of" in foot
    assert f"`{story.log.digest}`" in foot


def test_the_title_is_the_reference_and_nothing_else(story: Story) -> None:
    assert report(story, "2027-01-11T09:00").title == "Case record 2026-K7Q4M"


def test_as_of_an_earlier_day_it_is_the_record_of_that_day(story: Story) -> None:
    text = markdown(story, "2026-12-15T12:00")
    assert "Open since Fri 11 Dec 2026 15:00" in text
    assert "recommendation" not in text
    assert part(text, "Chronology").count("\n| ") == 5


def test_an_unchanged_record_is_the_same_bytes(story: Story) -> None:
    one, two = (report(story, "2027-01-11T09:00") for _ in range(2))
    assert html_page(one.title, one.blocks, one.footer) == html_page(
        two.title, two.blocks, two.footer
    )
