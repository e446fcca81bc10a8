"""The disputes of a workspace as a sheet: one row a dispute, with the fields that JSON has."""

from collections.abc import Iterable

from resolutions_cli.core.findings import Finding
from resolutions_cli.core.summary import SummaryAsOf
from resolutions_cli.render.dispute_fields import DISPUTE, sheet_status
from resolutions_cli.render.due_sheet import unreadable_rows
from resolutions_cli.render.sheet import Sheet, SheetColumns, SheetRow

COLUMNS = SheetColumns.of(DISPUTE)


def disputes_sheet(disputes: Iterable[SummaryAsOf], unreadable: Iterable[Finding]) -> Sheet:
    """The disputes in the order given, above them what could not be read."""
    rows = (
        *unreadable_rows(unreadable, COLUMNS.names),
        *(SheetRow(COLUMNS.cells(dispute), sheet_status(dispute)) for dispute in disputes),
    )
    return Sheet("Disputes", COLUMNS.names, rows, fixed=2)
