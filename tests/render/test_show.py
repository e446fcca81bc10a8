"""The case file of a dispute, to the letter."""

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from resolutions_cli.core.entries.facts import Corrected, Noted, Party, Redacted, UnknownKind
from resolutions_cli.core.record.log import chronicle
from resolutions_cli.core.views.gaps import gaps_of
from resolutions_cli.render.formats.page import plain_page
from resolutions_cli.render.formats.terminal import draw_page
from resolutions_cli.render.views.show import dispute_page
from tests.snapshot import kept
from tests.story import Chase, Closed, Risk, Sooner, Story, procedure, when


def shown(story: Story, as_of: str, known_at: datetime | None = None) -> str:
    case = story.case(as_of)
    lines = chronicle(story.log, when(as_of))
    return plain_page(dispute_page(case, lines, gaps_of(case), story.log.digest, known_at))


def recorded_on(story: Story, when_: datetime) -> None:
    """The newest entry was written down at another time than it happened."""
    story.entries[-1] = story.entries[-1].but(recorded=when_)


@pytest.fixture
def story() -> Story:
    """Opened in December with everything said, then moved, mistaken, corrected, redacted."""
    story = Story(procedure("nyscp"))
    story.opens("2026-12-17T15:30", "1", raised="2026-12-17T15:30", disputed="2026-12-16")
    story.entries[-1].texts.update(  # type: ignore[attr-defined]
        {
            "by": "Łukasz Żak",
            "child-1": "SC-100",
            "summary": "A referral was closed.\nNo reason was given.",
            "seeking": "An assessment.",
            "risk_to_child": "Neglect [bold]over[/bold] a year.",
            "position-1": "school: The concerns\u202e have grown.",
            "position-2": "social-care: Early help comes first.",
        }
    )
    party = Party(role="lead", agency="school")
    story.add("2026-12-18T09:00", party, {"name": "Pat Vale", "contact": "ext. 12"})
    story.escalates("2026-12-21T11:00", "2")
    note = story.add("2026-12-21T12:00", Noted(discussion=True), {"text": "They met.", "by": None})
    recorded_on(story, datetime(2026, 12, 24, 9, 14, tzinfo=UTC))
    changed = Corrected(entry=note.id, set={"at": when("2026-12-22")})
    story.add("2026-12-28T09:00", changed, {"reason": "The diary says so."})
    wrong = story.add("2026-12-28T10:00", Noted(), {"text": "In the wrong file."})
    story.add(
        "2026-12-28T10:05", Corrected(entry=wrong.id, withdraw=True), {"reason": "Another child's."}
    )
    secret = story.add("2026-12-28T11:00", Noted(), {"text": None})
    story.add("2026-12-28T11:30", Redacted(entry=secret.id, keys=("text",)), {"reason": "A name."})
    story.add("2026-12-28T12:00", UnknownKind(name="pondered"), {"thought": "Later."})
    chase = Chase(by_when=when("2026-12-30"))
    story.add("2026-12-28T13:00", chase, {"who": "Pat", "what": "Call"})
    return story


@pytest.mark.clause("Y29", "N5", "N23", "N20")
def test_the_whole_case_file(story: Story) -> None:
    text = shown(story, "2026-12-29T09:00")
    assert text == kept("show", text)


@pytest.mark.clause("Y29", "N23")
def test_each_agency_is_heard_in_its_own_words_as_typed_and_harmless(story: Story) -> None:
    text = shown(story, "2026-12-29T09:00")
    assert "  school\n    The concerns\\u202e have grown.\n" in text
    assert "  social-care\n    Early help comes first.\n" in text


@pytest.mark.clause("N5")
def test_a_late_record_shows_by_how_much(story: Story) -> None:
    text = shown(story, "2026-12-29T09:00")
    assert "    recorded 2 days later, Thu 24 Dec 2026 09:14, by (redacted)\n" in text


def test_a_correction_stands_beside_the_original(story: Story) -> None:
    text = shown(story, "2026-12-29T09:00")
    assert "4.  Mon 21 Dec 2026 12:00  discussion\n" in text
    assert "    corrected by entry 5 (Mon 28 Dec 2026 09:00):\n" in text
    assert "      now at  Tue 22 Dec 2026\n" in text


def test_what_was_set_aside_redacted_or_not_understood_is_listed_with_its_number(
    story: Story,
) -> None:
    text = shown(story, "2026-12-29T09:00")
    assert "    SET ASIDE by entry 7: Another child's.\n    note  In the wrong file.\n" in text
    assert "    note  (redacted)\n" in text
    assert "10. Mon 28 Dec 2026 12:00  pondered\n" in text
    assert "    thought  Later.\n" in text


def test_as_of_an_earlier_day_only_what_had_happened_is_listed_under_the_same_numbers(
    story: Story,
) -> None:
    text = shown(story, "2026-12-20")
    assert "2.  Fri 18 Dec 2026 09:00" in text
    assert "3.  " not in text


@pytest.mark.clause("Y26")
def test_a_closed_dispute_says_how_it_ended() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-10-05T09:00", "1", raised="2026-10-05T09:00")
    story.add("2026-10-06T09:00", Closed(from_="1", outcome="agreed"), {"reason": "They agreed."})
    text = shown(story, "2026-10-07")
    assert "Closed Tue 6 Oct 2026 09:00: agreed (the agencies reached agreement)\n" in text


def test_immediate_risk_stands_at_the_top_until_it_has_ended() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-10-05T09:00", "1", raised="2026-10-05T09:00")
    story.add("2026-10-05T10:00", Risk(on=when("2026-10-05T10:00")), {"reason": "Threats."})
    banner = "IMMEDIATE RISK to the child since Mon 5 Oct 2026 10:00\n"
    assert banner in shown(story, "2026-10-05T11:00")
    story.add("2026-10-05T12:00", Risk(ended=when("2026-10-05T12:00")), {"reason": "Safe."})
    assert banner not in shown(story, "2026-10-05T13:00")


def test_moves_made_apart_are_listed_and_said_not_to_count() -> None:
    story = Story(procedure("nyscp"))
    opened = story.opens("2026-10-05T09:00", "1", raised="2026-10-05T09:00")
    story.escalates("2026-10-06T09:00", "2")
    other = story.entries[-1].but(id="f" * 64, after=(opened.id,))
    story.entries.append(other.but(recorded=datetime(2026, 10, 6, 12, tzinfo=UTC)))
    text = shown(story, "2026-10-07")
    assert text.count("escalated from stage 1 to 2: With your line manager\n") == 2
    assert (
        "MOVED ON TWO MACHINES: does not count until you choose a move with `resolve settle`\n"
        in text
    )
    assert "entry 2-ff: this dispute was moved on two machines" in text
    assert text.count("recorded on another machine before the two were synced") == 2


def test_a_plan_that_gave_way_says_to_what() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-12-01", "case-review-group")
    story.plans("2026-12-02", "panel-meeting", "2027-01-11")
    story.plans("2026-12-03", "panel-meeting", "2026-12-14")
    planned = "planned for Mon 14 Dec 2026: the panel's first meeting"
    text = shown(story, "2026-12-10")
    assert (
        "planned for Mon 11 Jan 2027: the panel's first meeting, replaced by a later plan\n" in text
    )
    assert f"  {planned}\n" in text
    story.records("panel-meeting", "2026-12-15")
    assert f"  {planned}, held since\n" in shown(story, "2026-12-16")


def test_what_is_owed_is_listed_by_urgency_and_what_is_done_after_it(story: Story) -> None:
    story.add("2026-12-28T14:00", Sooner(on=when("2026-12-28T20:00")))
    text = shown(story, "2026-12-29T09:00").partition("DEADLINES\n")[2]
    statuses = [line.split()[0] for line in text.partition("\n\n")[0].splitlines()[1:]]
    assert statuses == ["OVERDUE", "OVERDUE", "DUE", "DONE"]


def test_the_page_says_up_to_when_entries_were_known_when_that_was_asked(story: Story) -> None:
    known = datetime(2026, 12, 22, 9, 0, tzinfo=UTC)
    assert "had been recorded by" not in shown(story, "2026-12-29T09:00")
    said = "\nUsing only what had been recorded by Tue 22 Dec 2026 09:00\n"
    assert said in shown(story, "2026-12-29T09:00", known)


def test_what_follows_from_a_closing_stands_together() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-10-05T09:00", "1", raised="2026-10-05T09:00")
    texts = {
        "action-1": "school: call by 8 Oct",
        "learning-1": "Ask first.",
        "action-2": "health: visit",
        "learning-2": "Write it down.",
    }
    story.add("2026-10-06T09:00", Closed(from_="1", outcome="agreed"), texts)
    assert (
        "    action    school: call by 8 Oct\n"
        "    action    health: visit\n"
        "    learning  Ask first.\n"
        "    learning  Write it down.\n"
    ) in shown(story, "2026-10-07")


def test_on_a_terminal_a_long_line_of_the_log_is_folded_beside_its_number(story: Story) -> None:
    story.escalates("2026-12-28T15:00", "3")
    case = story.case("2026-12-29T09:00")
    page = dispute_page(case, chronicle(story.log, case.as_of), (), "")
    stream = io.StringIO()
    console = Console(file=stream, width=80, color_system=None)
    draw_page(page, console)
    assert (
        "12. Mon 28 Dec 2026 15:00  escalated from stage 2 to 3: Line manager to line    \n"
        "    manager, with the safeguarding lead"
    ) in stream.getvalue()
