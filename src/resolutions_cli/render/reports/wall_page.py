"""A procedure as one sheet of A4 for the wall, in words: stages, people, times and ways on."""

import math
from collections.abc import Iterable, Iterator

from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.procedure.model import CLOSED, Duty, Procedure, Stage
from resolutions_cli.render.formats.page import Block, Heading, Para, Report
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.words.limits import limit_in_full
from resolutions_cli.render.words.words import NATION_WORDS, capital, date_words

#: The letters of the table that a sheet of A4 holds, times the square of the size of print in
#: points. Measured with the shipped procedures; half of a sheet goes to narrow columns.
_SHEET = 175_000
_SMALLEST, _LARGEST = 5.0, 10.0


def wall_page(procedure: Procedure) -> Report:
    """The whole route on a sheet: no ids of events and no readings, which `procedure show` has."""
    return Report(procedure.label, tuple(_blocks(procedure)), tuple(_footer(procedure)))


def print_size(report: Report) -> float:
    """The size of print, in points, in which the sheet holds the report."""
    letters = 1 + sum(
        len(cell)
        for block in report.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
    )
    return round(min(max(math.sqrt(_SHEET / letters), _SMALLEST), _LARGEST), 1)


def _blocks(procedure: Procedure) -> Iterator[Block]:
    yield Heading(procedure.title, level=1)
    yield Para(f"{procedure.owner}. {procedure.source}", style="aside")
    told = ", ".join(procedure.role(role) for role in procedure.risk.tell)
    whom = procedure.about_whom or "a child"
    yield Para(f"Immediate risk to {whom}? Tell at once: {told}.", style="overdue")
    yield Table(
        ("STAGE", "WHO", "BY WHEN", "THEN"),
        tuple(_row(procedure, stage) for stage in procedure.stages.values()),
        heading="The stages",
    )
    duties = tuple(_duty_rows(procedure))
    if duties:
        yield Table(("ALSO", "WHO", "BY WHEN", "DONE WHEN"), duties, heading="Further tasks")
    ends = "; ".join(capital(means.partition(";")[0]) for means in procedure.outcomes.values())
    if ends:
        yield Para(f"How a dispute may end: {ends}.")
    if procedure.meanwhile:
        yield Para(f"Meanwhile: {procedure.meanwhile}")


def _footer(procedure: Procedure) -> Iterator[Block]:
    checked = "It was never compared with the published text."
    if procedure.checked_on:
        checked = f"It was compared with the published text on {date_words(procedure.checked_on)}."
    yield Para(
        f"{procedure.label}. {checked} Working days are those of"
        f" {NATION_WORDS[procedure.nation]}. Every time is the longest there is: act sooner"
        " where you can."
    )


# ------------------------------------------------------------------ stages and further tasks


def _row(procedure: Procedure, stage: Stage) -> Row:
    start = ". A dispute may start here" if stage.start else ""
    return Row(
        (
            f"{_title(stage)}{start}",
            _plain(procedure, stage.who),
            _times(stage.limits),
            _then(procedure, stage),
        )
    )


def _duty_rows(procedure: Procedure) -> Iterator[Row]:
    for stage in procedure.stages.values():
        for duty in stage.duties:
            yield Row(
                (
                    f"{duty.title} ({_short(stage)})",
                    _plain(procedure, duty.who),
                    _duty_times(procedure, stage, duty),
                    " or ".join(_named(procedure, stage, name) for name in duty.until),
                )
            )


def _plain(procedure: Procedure, who: Iterable[str]) -> str:
    return "; ".join(procedure.role(code) for code in who)


def _duty_times(procedure: Procedure, stage: Stage, duty: Duty) -> str:
    arises = f"each time: {_named(procedure, stage, duty.arises)}; " if duty.arises else ""
    return capital(f"{arises}{_times(duty.limits)}")


def _then(procedure: Procedure, stage: Stage) -> str:
    done = " or ".join(_named(procedure, stage, name) for name in stage.until)
    ways = ", ".join(_short(procedure.stages[to]) for to in stage.ways)
    closes = any(decision.to == CLOSED for decision in stage.decisions.values())
    rows = (
        f"Done when: {done}" if done else "",
        f"On to: {ways}" if ways else "",
        "A decision here may end the dispute" if closes else "",
    )
    return ". ".join(row for row in rows if row)


def _title(stage: Stage) -> str:
    """The title, with the number of a stage that has one in place of a name."""
    return f"{stage.id}. {stage.title}" if stage.id.isdigit() else stage.title


def _short(stage: Stage) -> str:
    return f"stage {stage.id}" if stage.id.isdigit() else stage.title


def _named(procedure: Procedure, stage: Stage, name: str) -> str:
    """The meaning of an event or of a decision of the stage, as far as its first semicolon."""
    if decision := stage.decisions.get(name):
        return decision.means.partition(";")[0]
    event = procedure.events.get(name)
    return event.means.partition(";")[0] if event else name


# ------------------------------------------------------------------ times


def _times(limits: Iterable[Limit]) -> str:
    times = "; and ".join(map(limit_in_full, limits))
    return capital(times) if times else "The text states no time"
