"""The whole ladder of a procedure, counted by hand over Christmas 2026."""

import pytest

from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.views.ladder import Ladder, ladder_of
from resolutions_cli.files.workspace.procedures import check_bytes, shipped_procedures
from tests.routes import HEAD
from tests.story import calendar, procedure, when
from tests.written import written_procedure


def ladder(route: Procedure, stage: str = "", start: str = "2026-12-16T15:30") -> Ladder:
    first = route.stages[stage] if stage else route.starts[0]
    return ladder_of(route, when(start), first, calendar())


def dates(found: Ladder) -> list[tuple[str, str | None, str]]:
    """Stage, date, and the limit that applies."""
    return [
        (
            rung.stage.id,
            str(rung.main.due.local)[:16] if rung.main.due else None,
            rung.main.binding.rule if rung.main.binding else "",
        )
        for rung in found.rungs
    ]


def test_every_stage_of_nyscp_ends_when_its_limit_ends_over_christmas() -> None:
    # working days after 16 December: 17 18 21 22 23 24 29 30 31, 4 January is the tenth
    assert dates(ladder(procedure("nyscp"))) == [
        ("1", "2026-12-20 15:30", "within 96 hours"),
        ("2", "2026-12-20", "within immediately"),
        ("3", "2027-01-04", "within 10 working days"),
        ("4", "2027-01-04", "within 10 working days"),
        ("5", "2027-01-05", "within 1 working day"),
        ("6", "2027-01-07", "within 13 working days"),
        ("7", "2027-01-07", "within 13 working days"),
    ]


def test_each_stage_begins_where_the_one_before_it_ended() -> None:
    for file in shipped_procedures():
        for first in file.procedure.starts:
            rungs = ladder(file.procedure, first.id).rungs
            assert [rung.next_stage for rung in rungs[:-1]] == [rung.stage.id for rung in rungs[1:]]
            assert [rung.left for rung in rungs[:-1]] == [rung.entered for rung in rungs[1:]]
            assert rungs[-1].next_stage == ""
            assert len({rung.stage.id for rung in rungs}) == len(rungs)


def test_an_event_that_nothing_asks_for_is_taken_to_happen_and_said() -> None:
    rungs = {rung.stage.id: rung for rung in ladder(procedure("cyscb")).rungs}
    assert rungs["line-managers"].assumed == ("line-managers-disagree",)
    assert rungs["line-managers"].other_ways == ("board-chair",)
    assert rungs["practitioners"].main.due is None
    assert rungs["practitioners"].left == rungs["practitioners"].entered


def route(text: str) -> Procedure:
    found, problems = check_bytes((HEAD + text).encode())
    assert found is not None, problems
    return found


STAGES = """
[[stage]]
id = "1"
title = "First"
who = ["the leads"]
start = true
cite = "1"
moves = [{ to = "2" }]
[[stage.limit]]
within = "20 days"
of = "raised"
cite = "1"
[[stage]]
id = "2"
title = "Second"
who = ["the chair"]
cite = "2"
until = "sent-back"
[[stage.limit]]
within = "10 days"
of = "raised"
cite = "2"
or_read = "5 days"
[[stage.decision]]
code = "sent-back"
means = "it goes back"
to = "1"
[[stage.duty]]
id = "letter"
title = "A letter is sent"
who = ["the chair"]
until = "report"
[[stage.duty.limit]]
within = "2 weeks"
of = "entered"
cite = "3"
"""


def test_a_clock_ahead_applies_and_a_decision_that_leads_back_ends_the_ladder() -> None:
    found = ladder(route(STAGES), start="2026-12-01")
    first, second = found.rungs
    assert first.main.due == second.main.due == when("2026-12-06")  # the earlier reading
    assert [clock.second for clock in second.main.owed.clocks][:2] == [False, True]
    assert second.next_stage == ""
    assert second.other_ways == ("1",)
    assert [deadline.due for deadline in second.duties] == [when("2026-12-20")]
    assert found.end == when("2026-12-06")


def test_a_date_that_had_passed_when_its_stage_was_reached_is_said() -> None:
    # with another way on, the limit of stage 2 does not apply in stage 1
    third = '[[stage]]\nid = "3"\ntitle = "Third"\nwho = ["the board"]\ncite = "3"\n'
    ways = STAGES.replace('{ to = "2" }', '{ to = "2" }, { to = "3" }') + third
    first, second, *_ = ladder(route(ways), start="2026-12-01").rungs
    assert (first.main.due, second.main.due) == (when("2026-12-21"), when("2026-12-06"))
    assert [first.is_past_when_reached, second.is_past_when_reached] == [False, True]
    assert second.left == second.entered == when("2026-12-21")


@pytest.mark.parametrize("start", ["2026-12-16T15:30", "2027-03-28", "2026-10-25T00:30"])
def test_the_whole_language_of_the_template_can_be_tried(start: str) -> None:
    template, _ = check_bytes(written_procedure().encode())
    assert template is not None
    found = ladder(template, start=start)
    assert [rung.stage.id for rung in found.rungs] == ["1", "2", "panel"]
    assert {deadline.key.duty for deadline in found.rungs[-1].duties} >= {"constitution", "reports"}
