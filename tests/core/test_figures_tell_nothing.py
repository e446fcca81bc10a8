"""Nobody can work out what statistics keep back, however hard he calculates.

A reader takes the JSON document, which is all that is given out, writes down everything that he
knows of it (what adds up to what, that counts are whole and not negative, that something in a
table was small) and lets a solver look for the least and the greatest that each number which is
kept back can be. If the two are the same, he has worked it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from resolutions_cli.core.statistics.figures import figures_of
from resolutions_cli.render.views.statistics import figures_json
from tests.counted import Brief, Many

#: More than there is of anything.
_MANY = 1000

#: In these a dispute may stand in several rows.
_SEVERAL = {"raised-by", "raised-with", "concerns"}

#: In these no number tells anything of another.
_ALONE = {"conduct", "duties-ended", "duties-open"}

Terms = Mapping[int, int]


@dataclass
class Reader:
    """What is known of the numbers: each is a variable, shown ones with their value."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    hidden: dict[int, str] = field(default_factory=dict)
    known: list[tuple[Terms, float, float]] = field(default_factory=list)

    def number(self, cell: Mapping[str, Any], name: str) -> int:
        """A number of the document."""
        value = cell["number"]
        assert cell["suppressed"] is (value is None)
        index = self.variable(*(0, _MANY) if value is None else (value, value))
        if value is None:
            self.hidden[index] = name
        return index

    def variable(self, low: float, high: float) -> int:
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def know(self, terms: Terms, low: float, high: float) -> None:
        """That a sum lies between two numbers."""
        self.known.append((terms, low, high))

    def same(self, one: int, other: int) -> None:
        self.know({one: 1, other: -1}, 0, 0)

    def one_is_small(self, numbers: list[int]) -> None:
        """That something from 1 to 4 is among them, or nothing would have been kept back."""
        small = {}
        for number in numbers:
            is_it = self.variable(0, 1)
            self.know({number: 1, is_it: _MANY}, -np.inf, 4 + _MANY)
            self.know({number: 1, is_it: -_MANY}, 1 - _MANY, np.inf)
            small[is_it] = 1
        self.know(small, 1, np.inf)

    def worked_out(self) -> list[str]:
        """The numbers that can only be one number. The truth must be possible at all."""
        seen: dict[int, set[int]] = {number: set() for number in self.hidden}
        told = []
        for number, name in self.hidden.items():
            for sign in (1, -1):
                # what was found for another number may show that this one can be two
                if len(seen[number]) < 2:
                    for other, found in self._possible(number, sign).items():
                        seen[other].add(found)
            if len(seen[number]) < 2:
                told.append(name)
        return told

    def _possible(self, number: int, sign: int) -> Mapping[int, int]:
        """What all can be where one number is the least (or, with -1, the greatest) it can be."""
        matrix = np.zeros((len(self.known), len(self.low)))
        for row, (terms, _, _) in enumerate(self.known):
            for variable, factor in terms.items():
                matrix[row, variable] = factor
        limits = [low for _, low, _ in self.known], [high for _, _, high in self.known]
        aim = np.zeros(len(self.low))
        aim[number] = sign
        solved = milp(
            aim,
            constraints=LinearConstraint(matrix, *limits),
            bounds=Bounds(np.array(self.low), np.array(self.high)),
            integrality=np.ones(len(self.low)),
        )
        assert solved.success, solved.message
        return {number: round(solved.x[number]) for number in self.hidden}


def read(document: Mapping[str, Any]) -> Reader:
    """All that a reader knows."""
    reader = Reader()
    tables = {table["table"]: _table(reader, table, "") for table in document["counts"]}
    flow = tables["disputes"]
    raised, resolved, opened = (flow[code] for code in ("raised", "resolved", "open"))
    # what is open at the end was open before, or was raised, and was not resolved
    reader.know(
        {
            opened["period"]: 1,
            opened["before"]: -1,
            raised["period"]: -1,
            resolved["period"]: 1,
        },
        0,
        0,
    )
    reader.know({opened["before"]: 1, raised["before"]: -1, resolved["before"]: 1}, 0, np.inf)
    totals = tables["procedures"]
    for name in ("raised-by", "raised-with"):
        reader.same(tables[name][None]["raised"], raised["period"])
    reader.same(tables["quiet"][None]["open"], opened["period"])
    for column, number in (("raised", raised), ("resolved", resolved)):
        if len(totals) > 1:
            reader.same(totals[None][column], number["period"])
    for section in document["procedures"]:
        own = totals[section["procedure"]]
        of = {"reached": own["raised"], "raised": own["raised"], "resolved": own["resolved"]}
        for table in section["counts"]:
            cells = _table(reader, table, section["procedure"])
            for column, number in cells.get(None, {}).items():
                reader.same(number, of[column])
            if table["table"] == "stages":
                # who was not raised in the period was open before it
                for code in cells.keys() - {None}:
                    row = cells[code]
                    terms = {row["resolved"]: 1, row["reached"]: -1, opened["before"]: -1}
                    reader.know(terms, -np.inf, 0)
    return reader


def _table(
    reader: Reader, table: Mapping[str, Any], where: str
) -> dict[str | None, dict[str, int]]:
    """The numbers of a table by code and column, those of its totals under None."""
    name = table["table"]
    cells: dict[str | None, dict[str, int]] = {
        row["code"]: {
            column: reader.number(cell, f"{where} {name} {row['code']} {column}")
            for column, cell in row["numbers"].items()
        }
        for row in table["rows"]
    }
    if name == "disputes":
        for code in ("raised", "resolved"):
            for number in cells[code].values():
                if number in reader.hidden:
                    reader.one_is_small([number])
    columns = next(iter(cells.values()), {})
    kept = [n for row in cells.values() for n in row.values() if n in reader.hidden]
    if not table["totals"]:
        return cells
    totals = {
        column: reader.number(cell, f"{where} {name} total {column}")
        for column, cell in table["totals"].items()
    }
    if kept and not any(number in reader.hidden for number in totals.values()):
        reader.one_is_small(kept)
    for column in columns:
        terms = {row[column]: 1 for row in cells.values()} | {totals[column]: -1}
        reader.know(terms, 0, np.inf if name in _SEVERAL else 0)
        for row in cells.values():
            reader.know({row[column]: 1, totals[column]: -1}, -np.inf, 0)
    return cells | {None: totals}


# ------------------------------------------------------------------ records


def several(elements: str, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    chosen = st.lists(st.sampled_from(elements.split()), min_size=1, max_size=most, unique=True)
    return chosen.map(tuple)


@st.composite
def records(draw: st.DrawFn) -> Many:
    """Up to a few dozen disputes; each told up to a dozen times, since what is told of few is
    what is kept back beside what is told of many."""
    months = st.sampled_from(["2025-05", "2026-02", "2026-04", "2026-09", "2027-03"])
    one = st.builds(
        Brief,
        opened=months.map(lambda month: f"{month}-06"),
        by=several("school school health police", 2),
        with_=several("social-care social-care housing", 2),
        concerns=several("thresholds communication need-for-action", 2),
        under=st.sampled_from(["nyscp", "nyscp", "nyscp", "cyscb"]),
        moves=st.integers(0, 3),
        after=st.sampled_from([None, 9, 9, 9, 70]),
        outcome=st.sampled_from(["agreed", "agreed", "withdrawn"]),
    )
    kinds = draw(st.lists(st.tuples(one, st.sampled_from([1, 1, 2, 4, 5, 12])), max_size=5))
    under_one = draw(st.booleans())
    briefs = [replace(kind, under="nyscp") if under_one else kind for kind, _ in kinds]
    return Many(
        [brief for brief, (_, times) in zip(briefs, kinds, strict=True) for _ in range(times)]
    )


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@example(Many([Brief("2026-05-06")] * 20 + [Brief("2026-05-06", under="cyscb")] * 3))
@example(Many([Brief("2026-05-06", after=9)] * 20 + [Brief("2026-05-06")] * 4))
@given(records())
def test_a_solver_works_nothing_out(many: Many) -> None:
    figures = figures_of(many.statistics(agencies=["probation"]))
    assert read(figures_json(figures, learning=False)).worked_out() == []


def test_the_solver_works_out_what_is_badly_kept_back() -> None:
    """Nine in stage 1 and three in stage 2, of which only the three are kept back."""
    many = Many([Brief("2026-05-06", moves=moves) for moves in [0] * 9 + [1] * 3])
    document = figures_json(figures_of(many.statistics()), learning=False)
    assert read(document).worked_out() == []
    first, second, *_ = document["procedures"][0]["counts"][0]["rows"]
    assert [row["numbers"]["reached"]["number"] for row in (first, second)] == [None, None]
    first["numbers"]["reached"] = {"number": 9, "suppressed": False}
    assert read(document).worked_out() == ["nyscp stages 2 reached"]


@pytest.mark.parametrize("one", ["health", "police"])
def test_two_that_are_kept_back_can_be_exchanged_and_nothing_changes(one: str) -> None:
    """So none of them is told by anything that is made of the figures, in whatever format."""
    other = {"health": "police", "police": "health"}[one]
    names = ["school"] * 20 + [one] * 3 + [other] * 7
    exchanged = ["school"] * 20 + [other] * 3 + [one] * 7
    first, second = (
        Many([Brief("2026-05-06", by=(name,), after=9) for name in each]).figures()
        for each in (names, exchanged)
    )
    assert first == second
