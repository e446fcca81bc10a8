"""Sheets of `due` and `list`: one row a deadline or a dispute, the fields of JSON, no names."""

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


#: As in JSON, save that times are London's without an offset, and that the limits of a duty are
#: left out.
DEADLINE_COLUMNS = SheetColumns.of(DEADLINE)

UNREADABLE = "unreadable"


def due_sheet(
    deadlines: Iterable[Deadline], quiet: Iterable[SummaryAsOf], unreadable: Iterable[Finding]
) -> Sheet:
    """Every duty given, quiet disputes among them, and above them what could not be read: a
    file is looked at far from the messages that came with it."""
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
    """A row for each dispute and what is wrong with it, in the column `note`; one that is to be
    settled was read, and says so."""
    problems = dict.fromkeys(
        (TO_BE_SETTLED_STYLE if found.is_apart else UNREADABLE, found.dispute or None, found.kind)
        for found in findings
    )
    return [
        row_of(columns, status, dispute=dispute, note=kind.sentence)
        for status, dispute, kind in problems
    ]


def row_of(columns: Sequence[str], status: str, **cells: Cell) -> SheetRow:
    """A row that fills only these columns."""
    filled: dict[str, Cell] = {"status": status, **cells}
    return SheetRow(tuple(filled.get(column) for column in columns), status)


# ------------------------------------------------------------------ the sheet


DISPUTE_COLUMNS = SheetColumns.of(DISPUTE)


def disputes_sheet(disputes: Iterable[SummaryAsOf], unreadable: Iterable[Finding]) -> Sheet:
    """The disputes in the order given, above them what could not be read."""
    rows = (
        *unreadable_rows(unreadable, DISPUTE_COLUMNS.names),
        *(SheetRow(DISPUTE_COLUMNS.cells(dispute), sheet_status(dispute)) for dispute in disputes),
    )
    return Sheet("Disputes", DISPUTE_COLUMNS.names, rows, fixed=2)
