"""The timeline in characters: at several widths, with few signs, over days, weeks and years."""

import pytest

from resolutions_cli.core.entries.facts import Closed, Opened
from resolutions_cli.core.views.timeline import MarkKind, timeline_of
from resolutions_cli.render.formats.page import plain_page
from resolutions_cli.render.timeline.canvas import DRAWN, PLAIN, Signs
from resolutions_cli.render.timeline.characters import _RANK
from resolutions_cli.render.timeline.view import timeline_json, timeline_page
from tests.snapshot import kept
from tests.story import Chase, Risk, Sooner, Story, calendar, procedure, when


def page(story: Story, as_of: str, width: int = 80, signs: Signs = DRAWN) -> str:
    return plain_page(timeline_page(timeline_of(story.case(as_of), calendar()), width, signs))


def picture(story: Story, as_of: str, width: int = 80, signs: Signs = DRAWN) -> str:
    """What stands above the words."""
    return page(story, as_of, width, signs).partition("\nWHAT HAPPENED")[0]


def lane(text: str, name: str) -> str:
    """The row of a stage or duty in the picture."""
    return next(line for line in text.splitlines() if line.strip().startswith(name))


@pytest.fixture
def christmas() -> Story:
    """North Yorkshire over Christmas: stage 1 was missed, a safe date and a date of one's own."""
    story = Story(procedure("nyscp"))
    story.opens("2026-12-17T15:30", "1", raised="2026-12-17T15:30", disputed="2026-12-16")
    story.escalates("2026-12-22T11:00", "2")
    story.escalates("2026-12-22T14:00", "3")
    story.add("2026-12-22T15:00", Sooner(on=when("2026-12-30")))
    story.add("2026-12-22T15:30", Chase(by_when=when("2026-12-24")))
    return story


@pytest.fixture
def york() -> Story:
    """The City of York, for months: the panel is planned, two agencies report."""
    story = Story(procedure("cyscb"))
    story.opens("2026-10-08", "conference", conference="2026-10-08")
    story.escalates("2026-10-12T10:00", "iro-manager")
    story.escalates("2026-11-02T10:00", "heads-of-service")
    story.escalates("2026-11-16T10:00", "board-chair", grounds=("unresolved",))
    story.decides("2026-11-23T14:00", "refer-to-crg", to="case-review-group")
    story.plans("2026-12-02", "panel-meeting", "2027-01-11T10:00")
    return story


@pytest.mark.clause("N11", "N14", "N17")
@pytest.mark.parametrize("width", [80, 100, 160])
def test_stages_stand_against_their_limits_with_the_cap_and_the_days_that_do_not_count(
    christmas: Story, width: int
) -> None:
    text = page(christmas, "2026-12-23T09:00", width)
    assert text == kept(f"timeline-{width}", text)
    drawn = picture(christmas, "2026-12-23T09:00", width)
    assert max(map(len, drawn.splitlines())) <= width


@pytest.mark.clause("Y16", "Y18")
@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_dispute_of_months_is_drawn_in_parts_of_weeks(york: Story, width: int) -> None:
    text = page(york, "2026-12-22T09:00", width)
    assert text == kept(f"timeline-york-{width}", text)


def test_where_the_characters_of_the_picture_cannot_be_printed_there_are_others(
    christmas: Story,
) -> None:
    text = picture(christmas, "2026-12-23T09:00", 80, PLAIN)
    assert text.isascii()
    assert text == kept("timeline-ascii", text)


def test_every_sign_of_the_picture_is_another_one() -> None:
    for signs in (DRAWN, PLAIN):
        # in plain characters a stay is one sign, on whatever day
        assert len(set(signs.all)) >= len(signs.all) - 1
    assert PLAIN.all.isascii()


@pytest.mark.clause("N15")
def test_what_is_over_its_limit_is_drawn_in_signs_of_its_own_from_the_limit_on(
    christmas: Story,
) -> None:
    assert "█◆× " in lane(picture(christmas, "2026-12-23T09:00"), "1 ")
    christmas.entries[1:] = []
    assert "◆×××××│" in lane(picture(christmas, "2026-12-23T15:00", 100), "1 ")


def test_in_a_cell_with_several_marks_what_was_done_is_hidden_by_the_limit_alone() -> None:
    assert set(_RANK) == set(MarkKind)
    assert [kind for kind in MarkKind if _RANK[kind] < _RANK[MarkKind.DONE]] == [MarkKind.DUE]


def test_years_are_drawn_in_weeks_with_the_same_rows(york: Story) -> None:
    text = picture(york, "2029-06-22")
    assert max(map(len, text.splitlines())) <= 80
    assert "a column: 4 weeks" in text
    assert "2027" in text
    assert lane(text, "panel").endswith("OVERDUE")


def test_a_single_day_is_drawn_too() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-12-03T12:00", "practitioners")
    assert "as of 3 Dec" in picture(story, "2026-12-03T15:00")


def test_a_terminal_of_a_few_columns_loses_no_row(christmas: Story) -> None:
    text = picture(christmas, "2026-12-23T09:00", 30)
    ahead = [line.split()[0] for line in text.splitlines() if line.endswith("  later stage")]
    assert ahead == ["4", "6", "7"]


def test_a_dispute_closed_long_ago_ends_with_its_last_limit(christmas: Story) -> None:
    christmas.add("2026-12-23T10:00", Closed(from_="3", outcome="agreed"))
    text = picture(christmas, "2027-12-23T10:00")
    assert "│" not in text
    assert lane(text, "3 ").endswith("DONE")


def test_whoever_was_told_of_a_risk_when_it_was_due_is_not_hidden(christmas: Story) -> None:
    told = {"police": when("2026-12-23T08:00")}
    christmas.add("2026-12-23T08:00", Risk(on=when("2026-12-23T08:00"), told=told))
    text = picture(christmas, "2026-12-23T09:00")
    assert lane(text, "tell police").endswith("DONE")
    assert lane(text, "tell social-care").endswith("OVERDUE")


def test_the_document_holds_every_lane_mark_event_and_day_off(christmas: Story) -> None:
    body = timeline_json(timeline_of(christmas.case("2026-12-23T09:00"), calendar()))
    assert (body["first"], body["last"]) == ("2026-12-16", "2027-01-08")
    assert [(lane["stage"], lane["ahead"]) for lane in body["lanes"]] == [
        *(("1", False), ("2", False), ("3", False)),
        *(("4", True), ("6", True), ("7", True)),
    ]
    third = body["lanes"][2]
    assert third["deadline"]["status"] == "on-time"
    assert [(mark["mark"], mark["date"], mark["rule"]) for mark in third["marks"]] == [
        ("due", "2026-12-30", "sooner"),
        ("limit", "2027-01-04", "within 10 working days"),
        ("ahead", "2027-01-08", "within 13 working days"),
    ]
    assert body["cap"]["due"] == "2027-01-08"
    assert {"date": "2026-12-25", "why": "Christmas Day", "weekend": False} in body["days_off"]
    assert body["events"][0] == {
        "event": "disputed",
        "on": "2026-12-16",
        "planned": False,
        "agency": None,
    }


def test_of_a_stage_before_the_dispute_was_taken_in_only_its_beginning_is_drawn() -> None:
    story = Story(procedure("nyscp"))
    opened = story.opens("2026-12-21T09:00", "5", raised="2026-12-10")
    assert isinstance(opened.facts, Opened)
    reached = {"1": when("2026-12-10"), "5": when("2026-12-18")}
    story.entries[0] = opened.but(facts=opened.facts.but(reached=reached))
    text = page(story, "2026-12-22T09:00")
    assert lane(text, "1 ").endswith("not known")
    assert lane(text, "1 ").count("█") == 1
    assert "from Thu 10 Dec 2026, left on a date not known\n" in text
