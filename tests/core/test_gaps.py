"""What a record still lacks, named with the command that closes it; a gap never blocks."""

import pytest

from resolutions_cli.core.entries.facts import Noted, Opened, Recorded
from resolutions_cli.core.views.gaps import gaps_of
from tests.story import Story, procedure, when


def gaps(story: Story, as_of: str) -> list[tuple[str, str]]:
    return [(gap.name, gap.sentence) for gap in gaps_of(story.case(as_of))]


def bare() -> Story:
    """Opened in stage 1 of North Yorkshire with nothing else known."""
    story = Story(procedure("nyscp"))
    story.add(
        "2026-11-02",
        Opened(procedure="nyscp", version="as-read-2024-05", digest="", stage="1"),
    )
    return story


@pytest.mark.clause("N20", "N21", "N22", "Y29")
def test_a_dispute_opened_in_a_hurry_lacks_these_things_and_is_open_all_the_same() -> None:
    story = bare()
    assert [name for name, _ in gaps(story, "2026-11-02")] == [
        "concern",
        "child",
        "summary",
        "seeking",
        "raised-by",
        "with",
        "position",
        "risk-to-child",
        "childs-file",
        "event",
        "event",
        "event",
        "event",
    ]
    assert story.case("2026-11-02").dispute.is_open


def test_a_full_opening_lacks_only_what_is_still_to_happen() -> None:
    story = Story(procedure("nyscp"))
    story.add(
        "2026-11-02",
        Opened(
            procedure="nyscp",
            version="as-read-2024-05",
            digest="",
            stage="1",
            raised_by=("school",),
            with_=("social-care",),
            concerns=("thresholds",),
            events={"raised": when("2026-11-02"), "disputed": when("2026-11-01")},
            event_kinds={"disputed": "decision"},
        ),
        {
            "child-1": "C-1",
            "summary": "what happened",
            "seeking": "what is sought",
            "risk_to_child": "what may happen",
            "position-1": "school: a view",
        },
    )
    story.add("2026-11-02", Noted(discussion=True), {"text": "talked"})
    named = [name for name, _ in gaps(story, "2026-11-02")]
    assert named == ["childs-file", "event"]
    assert gaps(story, "2026-11-02")[1][1].startswith("not recorded: your own safeguarding lead")


def test_a_disputed_thing_of_unknown_kind_is_a_gap() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-11-02", "1", disputed="2026-11-02")
    assert "kind" in {name for name, _ in gaps(story, "2026-11-02")}


def test_a_plan_whose_date_has_passed_is_asked_about() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-04-27", "case-review-group")
    story.plans("2026-04-28", "panel-meeting", "2026-06-01T10:00")
    assert "plan" not in {name for name, _ in gaps(story, "2026-06-01T09:59")}
    assert "plan" in {name for name, _ in gaps(story, "2026-06-02")}
    story.records("panel-meeting", "2026-06-01T10:00")
    assert "plan" not in {name for name, _ in gaps(story, "2026-06-02")}


@pytest.mark.clause("Y17")
def test_an_incomplete_record_names_what_it_lacks() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-04-27", "case-review-group")
    story.add("2026-05-01", Recorded(event="panel-constituted", on=when("2026-05-01")))
    assert (
        "detail",
        "entry 2 (the panel was constituted) lacks details, so its deadline is not met yet."
        " Add: who sits for the board, beside the agencies concerned;"
        " the agencies concerned that sit on it",
    ) in gaps(story, "2026-05-01")


@pytest.mark.clause("Y9")
def test_a_challenge_without_the_dissenters_belief_is_a_gap_and_no_block() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-04-02", "conference", conference="2026-04-02")
    story.escalates("2026-04-07", "iro-manager")
    assert "answer" in {name for name, _ in gaps(story, "2026-04-07")}
    assert story.case("2026-04-07").dispute.stage.id == "iro-manager"


@pytest.mark.clause("Y8")
def test_a_conference_in_the_opening_itself_is_said_more_of_by_a_record_of_that_day() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-04-02", "conference", conference="2026-04-02")
    found = [gap for gap in gaps_of(story.case("2026-04-02")) if gap.name == "event-detail"]
    assert found[0].command == (
        f"resolve record {found[0].command.split()[2]} conference --on 2026-04-02"
        " --detail decision=…"
    )
    details = {"decision": "registration", "dissenting": ("school",)}
    facts = Recorded(event="conference", on=when("2026-04-02"), details=details)
    story.add("2026-04-02", facts)
    assert "event-detail" not in {name for name, _ in gaps(story, "2026-04-02")}


@pytest.mark.clause("Y14")
def test_the_ground_pattern_without_a_similar_dispute_is_a_gap() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-11-02", "practitioners")
    story.escalates("2026-11-03", "board-chair", grounds=("pattern",))
    assert "similar" in {name for name, _ in gaps(story, "2026-11-03")}


def test_stages_passed_over_and_dates_not_known_are_gaps() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-11-02", "4")
    story.escalates("2026-11-03", "6", departure=True)
    names = [name for name, _ in gaps(story, "2026-11-03")]
    assert (names.count("reached"), names.count("passed-over")) == (1, 1)


@pytest.mark.clause("N14")
def test_a_panel_stage_that_was_left_without_a_panel_is_a_gap() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-12-16", "6", raised="2026-12-16")
    story.escalates("2026-12-17", "7")
    assert "left-without" in {name for name, _ in gaps(story, "2026-12-17")}
    story.records("panel-meeting", "2026-12-17")
    assert "left-without" not in {name for name, _ in gaps(story, "2026-12-17")}
