"""The table of what is due: in a pipe to the letter, on terminals of several widths."""

import io

import pytest
from rich.console import Console

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.render.formats.table import Row, Table, plain_table
from resolutions_cli.render.formats.terminal import draw_table, print_table
from resolutions_cli.render.views.due import due_tables
from tests.snapshot import kept
from tests.story import Risk, Story, procedure, when

AS_OF = "2026-12-29T11:00"


def cases() -> list[Case]:
    """Two disputes that owe all sorts of things, and one that is quiet."""
    risky = Story(procedure("nyscp"))
    risky.opens("2026-12-17T15:30", "3", raised="2026-12-17T15:30", disputed="2026-12-16")
    risky.add("2026-12-29T10:00", Risk(on=when("2026-12-29T10:00")))
    group = Story(procedure("cyscb"))
    group.opens("2026-12-01", "case-review-group")
    group.plans("2026-12-02", "panel-meeting", "2027-01-11T10:00")
    return [story.case(AS_OF) for story in (risky, group)]


def table() -> Table:
    found = cases()
    deadlines = [deadline for case in found for deadline in case.open_deadlines]
    (drawn,) = due_tables(deadlines, [c for c in found if c.quiet_days], when(AS_OF))
    return drawn


@pytest.mark.clause("N16", "N19", "Y28")
def test_in_a_pipe_each_duty_is_one_line_and_nothing_is_cut() -> None:
    text = plain_table(table())
    assert text == kept("due-plain", text)


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_on_a_terminal_it_folds_and_drops_nothing(width: int) -> None:
    stream = io.StringIO()
    draw_table(table(), Console(file=stream, width=width, color_system=None))
    text = "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())
    assert text == kept(f"due-{width}", text)
    assert max(map(len, text.splitlines())) <= width
    words = [word for row in table().rows for cell in row.cells for word in cell.split()]
    assert [word for word in words if word not in text] == []


def test_without_colour_a_terminal_gets_no_escape_byte() -> None:
    stream = io.StringIO()
    print_table(Table(("STATUS",), (Row(("OVERDUE",), "overdue"),), "Heading"), stream, color=False)
    assert "\x1b" not in stream.getvalue()


@pytest.mark.clause("N19")
def test_quiet_disputes_have_a_heading_of_their_own_when_asked_for_apart() -> None:
    found = cases()
    quiet = [case for case in found if case.quiet_days is not None]
    tables = due_tables([], quiet, when(AS_OF), quiet_apart=True)
    assert [each.heading for each in tables] == ["Quiet disputes"]
    assert tables[0].rows[0].cells[3] == "Nothing recorded for 17 working days"


def grouped(by: str) -> list[Table]:
    deadlines = [deadline for case in cases() for deadline in case.open_deadlines]
    return due_tables(deadlines, [], when(AS_OF), by)


def test_of_groups_the_one_with_the_most_urgent_duty_stands_first() -> None:
    assert [each.heading for each in grouped("stage")] == [
        "nyscp: Stage 3",
        "cyscb: Stage case-review-group",
    ]


@pytest.mark.parametrize(("by", "column"), [("stage", "STAGE"), ("who", "WHO")])
def test_what_the_heading_of_a_group_says_is_no_column_in_it(by: str, column: str) -> None:
    assert all(column not in each.columns for each in grouped(by))
    assert all(column in each.columns for each in grouped("agency"))
