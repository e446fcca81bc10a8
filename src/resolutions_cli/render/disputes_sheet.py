"""The disputes of a workspace as a sheet: one row a dispute, with the fields that JSON has."""

from collections.abc import Callable, Iterable, Mapping

from resolutions_cli.core.deadline import Deadline
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.summary import SummaryAsOf
from resolutions_cli.render.concern_words import concerns_in_a_list
from resolutions_cli.render.due_sheet import unreadable_rows
from resolutions_cli.render.sheet import Cell, Sheet, SheetRow, day_cell, list_cell, time_cell

#: Of a dispute without an open duty, as `status`.
CLOSED, NO_DUTY = "closed", "no-duty"

#: Each column with what a dispute, and its most urgent duty, have in it.
DISPUTE: Mapping[str, Callable[[SummaryAsOf, Deadline | None], Cell]] = {
    "status": lambda dispute, duty: _status(dispute, duty),
    "dispute": lambda dispute, _: dispute.summary.reference,
    "stage": lambda dispute, _: dispute.summary.stage,
    "opened_on": lambda dispute, _: dispute.summary.opened_at.day,
    "opened_at_london": lambda dispute, _: time_cell(dispute.summary.opened_at),
    "duty": lambda _, duty: duty.key.duty if duty else None,
    "due": lambda _, duty: day_cell(duty.due) if duty else None,
    "due_at_london": lambda _, duty: time_cell(duty.due) if duty else None,
    "quiet_days": lambda dispute, _: dispute.quiet_days,
    "note": lambda dispute, _: "; ".join(concerns_in_a_list(dispute)) or None,
    "open": lambda dispute, _: dispute.summary.is_open,
    "closed_on": lambda dispute, _: (
        dispute.summary.closed_at.day if dispute.summary.closed_at else None
    ),
    "closed_at_london": lambda dispute, _: time_cell(dispute.summary.closed_at),
    "outcome": lambda dispute, _: dispute.summary.outcome or None,
    "concerns": lambda dispute, _: list_cell(dispute.summary.concerns),
    "agencies": lambda dispute, _: list_cell(dispute.summary.agencies),
    "warnings": lambda dispute, _: list_cell(str(each.code) for each in dispute.concerns),
    "procedure": lambda dispute, _: dispute.summary.procedure,
    "version": lambda dispute, _: dispute.summary.version,
}


def disputes_sheet(disputes: Iterable[SummaryAsOf], unreadable: Iterable[Finding]) -> Sheet:
    """The disputes in the order given, above them what could not be read."""
    columns = tuple(DISPUTE)
    rows = (*unreadable_rows(unreadable, columns), *(_row(dispute) for dispute in disputes))
    return Sheet("Disputes", columns, rows, fixed=2)


def _row(dispute: SummaryAsOf) -> SheetRow:
    duty = dispute.most_urgent
    cells = tuple(cell(dispute, duty) for cell in DISPUTE.values())
    return SheetRow(cells, _status(dispute, duty))


def _status(dispute: SummaryAsOf, duty: Deadline | None) -> str:
    if duty:
        return duty.status.value
    return NO_DUTY if dispute.summary.is_open else CLOSED
