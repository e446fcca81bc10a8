"""How a date was counted, line by line, to the letter."""

import pytest

from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.time.amount import Amount, Unit
from resolutions_cli.core.views.select import duties_named
from resolutions_cli.render.formats.page import plain_page
from resolutions_cli.render.views.explain import reckonings_page
from tests.snapshot import kept
from tests.story import Sooner, Story, calendar, procedure, when


def text(story: Story, as_of: str, duty: str = "") -> str:
    case = story.case(as_of)
    return plain_page(reckonings_page(case, duties_named(case, duty), calendar()))


def christmas() -> Story:
    story = Story(procedure("nyscp"))
    story.opens("2026-12-17T15:30", "1", raised="2026-12-17T15:30", disputed="2026-12-16")
    return story


@pytest.mark.clause("N9", "N11", "N14")
def test_every_limit_of_stage_1_over_christmas_clocks_ahead_too() -> None:
    said = text(christmas(), "2026-12-17T16:00")
    assert said == kept("explain-christmas", said)


@pytest.mark.clause("N17")
def test_the_cap_is_named_when_it_applies() -> None:
    story = christmas()
    for at, stage in (("2026-12-21T11:00", "2"), ("2026-12-21T12:00", "3")):
        story.escalates(at, stage)
    for at, stage in (("2026-12-29", "4"), ("2027-01-04", "5"), ("2027-01-06T09:00", "6")):
        story.escalates(at, stage)
    said = text(story, "2027-01-06T10:00")
    assert "  applies  limit 2, the earliest\n" in said
    assert (
        "  Limit 2 of 2: 13 working days after the disagreement was raised,"
        " the limit that applies\n" in said
    )


@pytest.mark.clause("N1")
def test_a_date_that_keeps_the_child_safe_says_so() -> None:
    story = christmas()
    story.add("2026-12-17T16:00", Sooner(on=when("2026-12-18")))
    said = text(story, "2026-12-17T17:00", "main")
    assert "  Limit 4 of 4: the date set to keep the child safe, the limit that applies\n" in said
    assert "whose  the date set to keep the child safe, with `resolve sooner`\n" in said


def test_an_event_known_by_its_date_only_says_from_when_hours_run() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-10-05", "1", raised="2026-10-05")
    assert "; no time is recorded, so it counts from midnight at the start of that day" in text(
        story, "2026-10-05"
    )


@pytest.mark.clause("N22", "Y3", "Y18")
@pytest.mark.parametrize(
    ("name", "stage", "waits"),
    [
        ("nyscp", "3", "waits for  a record of when the disputed decision or action was taken"),
        ("cyscb", "practitioners", "waits for  a date that all accept, recorded with `resolve"),
        (
            "cyscb",
            "case-review-group",
            "waits for  a record or a plan of the panel's first meeting",
        ),
    ],
)
def test_a_clock_without_a_date_says_what_it_waits_for(name: str, stage: str, waits: str) -> None:
    story = Story(procedure(name))
    story.opens("2026-10-05", stage)
    assert waits in text(story, "2026-10-06")


@pytest.mark.clause("Y18")
def test_backward_from_a_plan_it_says_that_the_date_moves_with_the_plan() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-10-05", "case-review-group")
    story.plans("2026-10-06", "panel-meeting", "2026-10-26T10:00")
    said = text(story, "2026-10-06", "reports")
    assert "    from     Mon 26 Oct 2026 10:00, as planned: the panel's first meeting\n" in said
    assert "    result: Sun 25 Oct 2026 10:00; it moves if the planned date moves\n" in said
    assert "not a working day: act by Fri 23 Oct 2026\n" in said


def test_a_date_past_the_published_bank_holidays_is_called_provisional() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2028-12-28", "3", disputed="2028-12-28")
    said = text(story, "2028-12-29")
    assert "; it may change: the bank holidays of that time are not published yet\n" in said
    assert "confirmed from Sun 1 Jan 2012 to Sun 31 Dec 2028\n" in said


def test_a_clock_from_a_stage_that_was_passed_over_says_that_it_does_not_run() -> None:
    nyscp = procedure("nyscp")
    limit = Limit(Amount(2, Unit.DAY, "2 days"), of="entered:3", cite="section 4", start="it began")
    stages = {**nyscp.stages, "4": nyscp.stages["4"].but(limits=(limit,))}
    story = Story(nyscp.but(stages=stages))
    story.opens("2026-10-05T09:00", "2")
    story.escalates("2026-10-06", "4", departure=True)
    waits = "a record of when it began; that stage was passed over, so this limit does not count\n"
    assert waits in text(story, "2026-10-06")
