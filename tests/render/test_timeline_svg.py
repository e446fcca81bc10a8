"""The timeline as SVG: what it holds, what it says to whoever does not see it, no harm in it."""

import re
from xml.etree.ElementTree import Element, fromstring

import pytest

from resolutions_cli.core.entries.facts import Opened
from resolutions_cli.core.views.timeline import timeline_of
from resolutions_cli.render.formats.page import Picture
from resolutions_cli.render.timeline.drawing import timeline_svg
from tests.snapshot import kept
from tests.story import Story, calendar, procedure

SVG = "{http://www.w3.org/2000/svg}"


def pictured(story: Story, as_of: str) -> Picture:
    return timeline_svg(timeline_of(story.case(as_of), calendar()))


def parsed(picture: Picture) -> Element:
    return fromstring(picture.svg)


def texts(svg: Element, name: str) -> list[str]:
    return [each.text or "" for each in svg.iter(f"{SVG}{name}")]


@pytest.fixture
def late() -> Story:
    """Stage 1 took longer than its 96 hours, over Christmas."""
    story = Story(procedure("nyscp"))
    story.opens("2026-12-17T15:30", "1", raised="2026-12-17T15:30", disputed="2026-12-16")
    story.escalates("2026-12-22T11:00", "2")
    return story


@pytest.mark.clause("N17")
def test_the_same_in_words_names_stages_limits_the_cap_and_bank_holidays(late: Story) -> None:
    words = pictured(late, "2026-12-22T15:00").words.replace(". ", ".\n") + "\n"
    assert words == kept("timeline-words", words)


def test_it_says_what_it_is_and_holds_a_reference_stages_and_dates_only(late: Story) -> None:
    svg = parsed(pictured(late, "2026-12-22T15:00"))
    (title,), (description,) = texts(svg, "title"), texts(svg, "desc")
    assert title == "Timeline of 2026-K7Q4M, stage 2"
    assert description.startswith(
        "Wed 16 Dec 2026 to Fri 8 Jan 2027, as of Tue 22 Dec 2026 15:00. "
        "Stage 1: MISSED, due Mon 21 Dec 2026 15:30. Stage 2: NOW, due Tue 22 Dec 2026."
    )
    assert svg.get("role") == "img"
    ids = {each.get("id") for each in svg.iter()}
    assert set((svg.get("aria-labelledby") or "").split()) <= ids


def test_every_status_stands_there_as_a_word(late: Story) -> None:
    words = " ".join(texts(parsed(pictured(late, "2026-12-22T15:00")), "text"))
    for said in (
        "MISSED, due Mon 21 Dec",
        "NOW, due Tue 22 Dec",
        "later stage, due",
        "as of 22 Dec",
    ):
        assert said in words
    assert "13 working days after the disagreement was raised" in words
    assert "Fri 25 Dec 2026: Christmas Day" in words


def test_weekends_bank_holidays_and_what_is_late_differ_by_pattern_and_not_by_colour_alone(
    late: Story,
) -> None:
    svg = parsed(pictured(late, "2026-12-22T15:00"))
    hatched = [each.get("fill") for each in svg.iter(f"{SVG}rect") if each.get("fill")]
    assert set(hatched) == {
        "url(#timeline-2026-K7Q4M-holiday)",
        "url(#timeline-2026-K7Q4M-late)",
    }


def test_it_loads_nothing_and_runs_nothing(late: Story) -> None:
    svg = pictured(late, "2026-12-22T15:00").svg
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|@import|href=|\bon\w+=", svg)


def test_the_same_record_gives_the_same_bytes(late: Story) -> None:
    assert pictured(late, "2026-12-22T15:00") == pictured(late, "2026-12-22T15:00")


def test_what_was_typed_does_no_harm_in_it() -> None:
    story = Story(procedure("cyscb"))
    opened = story.opens("2026-12-01", "case-review-group")
    assert isinstance(opened.facts, Opened)
    nasty = '<script>alert(1)</script>"\x07\u202e&amp;]]>'
    story.entries[0] = opened.but(facts=opened.facts.but(with_=(nasty,)))
    picture = pictured(story, "2026-12-02")
    assert "<script" not in picture.svg
    svg = parsed(picture)
    assert nasty not in " ".join((*texts(svg, "title"), *texts(svg, "desc")))
    assert not {"\x07", "\u202e"} & set(picture.svg + picture.words)


@pytest.mark.parametrize("as_of", ["2026-12-17T15:30", "2027-06-01", "2046-06-01"])
def test_a_day_or_twenty_years_both_fit_the_page(late: Story, as_of: str) -> None:
    late.entries[1:] = []
    svg = parsed(pictured(late, as_of))
    _, _, width, height = map(float, (svg.get("viewBox") or "").split())
    for each in svg.iter(f"{SVG}text"):
        assert 0 <= float(each.get("x") or -1) <= width
    for each in svg.iter(f"{SVG}rect"):
        assert float(each.get("x") or 0) + float(each.get("width") or 0) <= width
    assert height < 700
