"""The sheets of `due` and `list`: a row for each deadline or dispute, fields as in JSON."""

from collections.abc import Iterable, Sequence

from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.deadlines.summary import SummaryAsOf
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.render.fields.deadline_fields import DEADLINE
from resolutions_cli.render.fields.dispute_fields import DISPUTE, sheet_status
from resolutions_cli.render.formats.sheet import Cell, Sheet, SheetColumns, SheetRow
from resolutions_cli.render.views.due import in_order
from resolutions_cli.render.words.words import QUIET, TO_BE_SETTLED_STYLE

# ------------------------------------------------------------------ the sheet


#: As in JSON, except that times are London time without an offset, and limits are left out.
DEADLINE_COLUMNS = SheetColumns.of(DEADLINE)

UNREADABLE = "unreadable"


def due_sheet(
    deadlines: Iterable[Deadline], quiet: Iterable[SummaryAsOf], unreadable: Iterable[Finding]
) -> Sheet:
    """A sheet of the deadlines given, with quiet disputes among them.

    Rows at the top say what could not be read, since the file's reader does not see the messages.
    """
    columns = DEADLINE_COLUMNS.names
    rows = (
        *unreadable_rows(unreadable, columns),
        *(
            _quiet_row(each) if isinstance(each, SummaryAsOf) else _row(each)
            for each in in_order(deadlines, quiet)
        ),
    )
    return Sheet("Deadlines", columns, rows, fixed=2, printed=columns.index("note") + 1)


def _row(deadline: Deadline) -> SheetRow:
    return SheetRow(DEADLINE_COLUMNS.cells(deadline), deadline.status.value)


def _quiet_row(dispute: SummaryAsOf) -> SheetRow:
    summary = dispute.summary
    return row_of(
        DEADLINE_COLUMNS.names,
        QUIET.lower(),
        dispute=summary.reference,
        stage=summary.stage,
        who=summary.who_words,
        quiet_days=dispute.quiet_days,
        note="nothing was recorded for that long",
        procedure=summary.procedure,
        version=summary.version,
    )


def unreadable_rows(findings: Iterable[Finding], columns: Sequence[str]) -> list[SheetRow]:
    """A row for each dispute and its problem, in the column `note`.

    A dispute to be settled was read, so it has a status of its own.
    """
    problems = dict.fromkeys(
        (TO_BE_SETTLED_STYLE if found.is_apart else UNREADABLE, found.dispute or None, found.kind)
        for found in findings
    )
    return [
        row_of(columns, status, dispute=dispute, note=kind.sentence)
        for status, dispute, kind in problems
    ]


def row_of(columns: Sequence[str], status: str, **cells: Cell) -> SheetRow:
    """A row with only the given columns filled."""
    filled: dict[str, Cell] = {"status": status, **cells}
    return SheetRow(tuple(filled.get(column) for column in columns), status)


# ------------------------------------------------------------------ the sheet


DISPUTE_COLUMNS = SheetColumns.of(DISPUTE)


def disputes_sheet(disputes: Iterable[SummaryAsOf], unreadable: Iterable[Finding]) -> Sheet:
    """The disputes in the order given, below rows for those that could not be read."""
    rows = (
        *unreadable_rows(unreadable, DISPUTE_COLUMNS.names),
        *(SheetRow(DISPUTE_COLUMNS.cells(dispute), sheet_status(dispute)) for dispute in disputes),
    )
    return Sheet("Disputes", DISPUTE_COLUMNS.names, rows, fixed=2)
