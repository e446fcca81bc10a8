"""The disputes of a workspace as a sheet: one row a dispute, with the fields that JSON has."""

from collections.abc import Callable, Iterable, Mapping

from resolutions_cli.core.brief import Brief
from resolutions_cli.core.deadline import Deadline
from resolutions_cli.core.findings import Finding
from resolutions_cli.render.concern_words import concerns_in_a_list
from resolutions_cli.render.due_sheet import unreadable_rows
from resolutions_cli.render.sheet import Cell, Sheet, SheetRow, day_cell, list_cell, time_cell

#: Of a dispute without an open duty, as `status`.
CLOSED, NO_DUTY = "closed", "no-duty"

#: Each column with what a dispute, and its most urgent duty, have in it.
DISPUTE: Mapping[str, Callable[[Brief, Deadline | None], Cell]] = {
    "status": lambda brief, duty: _status(brief, duty),
    "dispute": lambda brief, _: brief.gist.reference,
    "stage": lambda brief, _: brief.gist.stage,
    "opened_on": lambda brief, _: brief.gist.opened_at.day,
    "opened_at_london": lambda brief, _: time_cell(brief.gist.opened_at),
    "duty": lambda _, duty: duty.key.duty if duty else None,
    "due": lambda _, duty: day_cell(duty.due) if duty else None,
    "due_at_london": lambda _, duty: time_cell(duty.due) if duty else None,
    "quiet_days": lambda brief, _: brief.quiet_days,
    "note": lambda brief, _: "; ".join(concerns_in_a_list(brief)) or None,
    "open": lambda brief, _: brief.gist.is_open,
    "closed_on": lambda brief, _: brief.gist.closed_at.day if brief.gist.closed_at else None,
    "closed_at_london": lambda brief, _: time_cell(brief.gist.closed_at),
    "outcome": lambda brief, _: brief.gist.outcome or None,
    "concerns": lambda brief, _: list_cell(brief.gist.concerns),
    "agencies": lambda brief, _: list_cell(brief.gist.agencies),
    "warnings": lambda brief, _: list_cell(str(each.code) for each in brief.concerns),
    "procedure": lambda brief, _: brief.gist.procedure,
    "version": lambda brief, _: brief.gist.version,
}


def disputes_sheet(briefs: Iterable[Brief], unreadable: Iterable[Finding]) -> Sheet:
    """The disputes in the order given, above them what could not be read."""
    columns = tuple(DISPUTE)
    rows = (*unreadable_rows(unreadable, columns), *(_row(brief) for brief in briefs))
    return Sheet("Disputes", columns, rows, fixed=2)


def _row(brief: Brief) -> SheetRow:
    duty = brief.most_urgent
    cells = tuple(cell(brief, duty) for cell in DISPUTE.values())
    return SheetRow(cells, _status(brief, duty))


def _status(brief: Brief, duty: Deadline | None) -> str:
    if duty:
        return duty.status.value
    return NO_DUTY if brief.gist.is_open else CLOSED
