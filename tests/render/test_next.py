"""What to do now, to the letter."""

import re

import pytest

from resolutions_cli.core.views.advice import advise, by_urgency
from resolutions_cli.render.formats.page import plain_page
from resolutions_cli.render.views.next import next_page, overview_page
from tests.snapshot import kept
from tests.story import Closed, Risk, Sooner, Story, procedure, when


def text(story: Story, as_of: str) -> str:
    return plain_page(next_page(advise(story.case(as_of))))


def opened(stage: str = "1", name: str = "nyscp", **events: str) -> Story:
    story = Story(procedure(name))
    story.opens("2026-10-05T09:00", stage, **(events or {"raised": "2026-10-05T09:00"}))
    return story


@pytest.mark.clause("N2", "N16", "N21")
def test_what_to_do_at_stage_1() -> None:
    said = text(opened(), "2026-10-05T10:00")
    assert said == kept("next-stage-1", said)


@pytest.mark.clause("N1", "N2")
def test_acting_sooner_is_always_possible_and_says_how() -> None:
    said = text(opened(), "2026-10-05T10:00")
    assert "Every timescale is a maximum: acting sooner is always possible.\n" in said
    assert 'resolve sooner 2026-K7Q4M --to WHEN --reason "…"\n' in said


@pytest.mark.clause("N3")
def test_whoever_must_be_told_of_a_risk_comes_first() -> None:
    story = opened(raised="2026-09-01", disputed="2026-09-01")
    told = {"police": when("2026-10-05T09:30")}
    story.add("2026-10-05T09:30", Risk(on=when("2026-10-05T09:30"), told=told))
    todo = text(story, "2026-10-05T10:00").split("TO DO NOW\n")[1].splitlines()
    assert todo[0].startswith("  OVERDUE  IMMEDIATE RISK: tell the designated safeguarding lead")
    assert todo[2] == '      resolve risk 2026-K7Q4M --told "dsl=now by NAME to NAME"'
    assert todo[3].startswith("  OVERDUE  IMMEDIATE RISK: tell Children's Social Care")
    assert todo[6].startswith("  OVERDUE  Between the professionals")


@pytest.mark.clause("Y4", "Y6", "Y28")
def test_in_york_it_asks_whether_advice_was_taken_and_names_the_way_in_health() -> None:
    story = opened("line-managers", "cyscb")
    asked = "resolve record 2026-K7Q4M advice --on WHEN --detail taken=…\n"
    assert asked in text(story, "2026-10-05T10:00")
    story.escalates("2026-10-06T09:00", "senior-managers")
    assert "  or    In health: input straight from the named doctor" in text(story, "2026-10-06")


@pytest.mark.clause("Y3")
def test_a_date_to_be_agreed_comes_with_the_command_that_records_it() -> None:
    said = text(opened("practitioners", "cyscb"), "2026-10-05T10:00")
    assert "  NO DATE  Between the practitioners. No date yet: agree one\n" in said
    assert 'resolve agree 2026-K7Q4M --by-date WHEN --with WHO --reason "…"\n' in said


@pytest.mark.clause("Y14", "Y27")
def test_ways_on_name_their_grounds_and_decisions_what_they_do() -> None:
    said = text(opened("conference", "cyscb", conference="2026-10-05"), "2026-10-05T10:00")
    assert "    no-challenge: the decision is not challenged; the dissent stays noted" in said
    assert "    needs a ground: policy, pattern\n" in said
    assert '--to iro-manager --answer "belief=…" --reason "…"\n' in said


def test_a_plan_whose_day_has_passed_is_asked_about() -> None:
    story = opened("6", raised="2026-10-05T09:00")
    story.plans("2026-10-05T09:30", "panel-meeting", "2026-10-07T10:00")
    asks = "Planned for Wed 7 Oct 2026 10:00: the multi-agency panel's meeting\n"
    assert "DID IT HAPPEN" not in text(story, "2026-10-07T09:59")
    assert asks in text(story, "2026-10-07T10:01")


@pytest.mark.clause("Y26")
def test_a_dispute_whose_stage_is_done_says_how_to_move_it_on_or_close_it() -> None:
    story = opened("7", raised="2026-10-05T09:00")
    story.decides("2026-10-06T09:00", "recommended")
    said = text(story, "2026-10-06T10:00")
    todo, _, rest = said.partition("WHAT THE PROCEDURE SAYS")
    assert "  NO DATE  The panel recommends: done, now move it on or close it" in todo
    assert (
        "    recorded: recommended (the panel recommended how the matter can be resolved),"
        " Tue 6 Oct 2026 09:00\n    decide what happens next: see WAYS ON\n"
    ) in todo
    assert "resolve c" not in todo, "none of the ways on is what somebody must do"
    assert "      resolve close 2026-K7Q4M --outcome CODE" in rest


def test_in_york_what_the_iro_manager_upheld_is_said_and_nothing_is_suggested() -> None:
    story = opened("iro-manager", "cyscb", conference="2026-10-05")
    story.decides("2026-10-06T09:00", "upheld")
    todo = text(story, "2026-10-06T10:00").partition("WHAT THE PROCEDURE SAYS")[0]
    assert "recorded: upheld (the conference chair's decision is upheld), Tue 6 Oct 2026" in todo
    assert "    decide what happens next: see WAYS ON\n" in todo


def test_decisions_are_choices_with_their_meanings_in_the_order_of_the_file() -> None:
    said = text(opened("case-review-group", "cyscb"), "2026-10-05T10:00")
    ways = said.partition("\nWAYS ON\n")[2]
    codes = list(procedure("cyscb").stages["case-review-group"].decisions)
    found = [line.strip().partition(":")[0] for line in ways.splitlines()]
    assert [code for code in found if code in codes] == codes
    assert ways.count("resolve decide") == 1
    assert "resolve decide 2026-K7Q4M CODE " in ways


@pytest.mark.parametrize(
    ("stage", "name"), [("1", "nyscp"), ("7", "nyscp"), ("iro-manager", "cyscb")]
)
def test_first_it_is_resolved_then_taken_on_then_closed(stage: str, name: str) -> None:
    ways = text(opened(stage, name), "2026-10-05T10:00").partition("\nWAYS ON\n")[2]
    firsts = [line.split()[0] for line in ways.splitlines() if re.match(r"  \S", line)]
    order = {"decide:": 0, "resolve": 0, "move": 1, "close": 2}
    places = [order[first] for first in firsts]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 2)


def test_no_stage_of_any_procedure_has_one_way_on_as_what_must_be_done() -> None:
    for name in ("nyscp", "cyscb"):
        for stage in procedure(name).stages:
            todo = text(opened(stage, name), "2026-10-05T10:00").partition("WHAT THE PROC")[0]
            assert re.findall("resolve (?:escalate|decide|close)", todo) == [], stage


def test_in_a_closed_dispute_there_is_nothing_to_do() -> None:
    story = opened()
    story.add("2026-10-06T09:00", Closed(from_="1", outcome="agreed"))
    assert text(story, "2026-10-07") == (
        "2026-K7Q4M  closed: agreed\n"
        "Nothing is due under the procedure.\n"
        "\nAFTER THE LAST MOVE\n"
        "  Put the last move on the child's file, then record that\n"
        "      resolve done 2026-K7Q4M child-file --on WHEN\n"
        "  Send the partners the newest bundle, then record that\n"
        "      resolve export --bundle ~/2026-K7Q4M.toml 2026-K7Q4M\n"
        "      resolve done 2026-K7Q4M partners --on WHEN\n"
        "To reopen it, with the same time limits:\n"
        '    resolve reopen 2026-K7Q4M --reason "…"\n'
    )


@pytest.mark.clause("N19", "N16")
def test_every_open_dispute_in_a_short_block_the_most_urgent_first() -> None:
    calm = opened("practitioners", "cyscb")
    pressing = opened(raised="2026-10-01T09:00")
    cases = [story.case("2026-10-14") for story in (calm, pressing)]
    said = plain_page(overview_page(advise(case) for case in by_urgency(cases)))
    assert said == kept("next-overview", said)


def test_a_plan_that_is_still_to_come_is_named_with_its_day() -> None:
    story = opened("6", raised="2026-10-05T09:00")
    story.plans("2026-10-05T09:30", "panel-meeting", "2026-10-07T10:00")
    said = text(story, "2026-10-06T09:00")
    assert (
        "\nPLANNED\n  Planned for Wed 7 Oct 2026 10:00: the multi-agency panel's meeting\n" in said
    )


@pytest.mark.clause("N1")
def test_the_date_that_keeps_the_child_safe_says_until_when_it_stands_there() -> None:
    story = opened("1", raised="2026-10-05T09:00")
    story.add("2026-10-05T10:00", Sooner(on=when("2026-10-06")))
    said = text(story, "2026-10-05T11:00")
    assert (
        "    it stays in this list until it is recorded as done, or the dispute is closed\n" in said
    )
    story.add("2026-10-05T10:30", Sooner(on=when("2026-10-05T17:00"), stage="1"))
    said = text(story, "2026-10-05T11:00")
    assert "    it stays in this list until it is recorded as done, or stage 1 is left\n" in said
