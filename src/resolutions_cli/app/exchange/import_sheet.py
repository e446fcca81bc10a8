"""The import of a spreadsheet: each row is a dispute, opened as `resolve open` opens one."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.exchange.bundles import bytes_of, references_here, write_batch
from resolutions_cli.app.exchange.sheet_rows import ImportedRow, References, Rows
from resolutions_cli.app.record import Confirmation, keeping, say_sealed
from resolutions_cli.app.run import Run
from resolutions_cli.app.screen import progress
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.reference import listed
from resolutions_cli.core.sheet_map import RowProblem, SheetMap, row_values
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.durable import FileToWrite
from resolutions_cli.files.exchange.sheet import (
    MAP_LIMIT,
    SHEET_LIMIT,
    SheetLine,
    SourceSheet,
    map_from,
    read_sheet,
)
from resolutions_cli.files.workspace.procedures import pin

#: How many problems are listed; more are only counted. A date format that is wrong in the map is
#: wrong in every row.
MOST_PROBLEMS = 50


class SheetImport(Value):
    """The disputes that a sheet brings, or brought, and the problems of its other rows.

    `problems` are the first of all that were `found`, in `refused` of the `rows`.
    """

    taken: tuple[ImportedRow, ...]
    problems: tuple[RowProblem, ...]
    found: int
    refused: int
    rows: int
    written: bool = False

    @property
    def refusal(self) -> "errors.SheetRefused | None":
        """The error for rows that cannot be taken in; None if all can."""
        return errors.SheetRefused(count=self.refused, rows=self.rows) if self.refused else None


def import_sheet(
    run: Run,
    source: Path,
    map_file: Path,
    confirmation: Confirmation,
    keep: Callable[[Entry], object],
    *,
    dry_run: bool,
    skip_bad: bool,
) -> SheetImport:
    """Take in every row of a sheet, or none; with `skip_bad`, the good rows.

    The result has for each entry the value that `keep` returns. The caller confirms, and raises
    the `refusal` of rows that were not written. Raises NoFileToImport, MapUnusable,
    SheetUnreadable, NotRecorded, ImportUnfinished and Busy.
    """
    sheet_map = map_from(bytes_of(map_file, MAP_LIMIT))
    sheet = read_sheet(bytes_of(source, SHEET_LIMIT), sheet_map)
    if dry_run:
        rows = Rows(run, sheet_map, References(references_here(run)), keep, with_files=False)
        return _plan(run, sheet_map, sheet, rows)
    with keeping(run, "disputes", "list --all"):
        rows = Rows(run, sheet_map, References(references_here(run)), keep, with_files=True)
        plan = _plan(run, sheet_map, sheet, rows)
        if not plan.taken or (plan.refused and not skip_bad):
            return plan
        confirmation.begin()
        for file in rows.procedures.values():
            pin(run.workspace.procedures, file.raw)
        write_batch(run, list(_files(run, plan.taken)), confirmation)
    # the files take most of the memory, and are not needed any more
    return plan.but(taken=tuple(each._replace(files=()) for each in plan.taken), written=True)


def _files(run: Run, taken: Iterable[ImportedRow]) -> Iterable[FileToWrite]:
    for each in taken:
        folder = run.workspace.disputes / each.reference
        for name, raw in each.files:
            yield FileToWrite(folder, name, raw)


def _plan(run: Run, sheet_map: SheetMap, sheet: SourceSheet, rows: Rows) -> SheetImport:
    taken: list[ImportedRow] = []
    problems: list[RowProblem] = []
    found, refused = 0, 0
    with progress(run, "checking the rows", len(sheet)) as step:
        for row in sheet:
            wrong, dispute = _row(sheet_map, sheet.headings, row, rows)
            problems += wrong[: MOST_PROBLEMS - len(problems)]
            found, refused = found + len(wrong), refused + bool(wrong)
            if dispute:
                taken.append(dispute)
            step()
    _question_names(taken)
    _question_dates(taken)
    if rows_with := sum(each.names_new for each in taken):
        say_sealed(rows_with)
    return SheetImport(tuple(taken), tuple(problems), found, refused, len(sheet))


def _question_names(taken: Sequence[ImportedRow]) -> None:
    """Note once that children seem to be named, without a name."""
    if count := sum(each.looks_named for each in taken):
        streams.remark(
            f"resolve: note: what the map calls `child` looks like a name in {count} rows\n"
            "  a reference of the child's file is safer; put it into the sheet before it is"
            " taken in"
        )


def _question_dates(taken: Sequence[ImportedRow]) -> None:
    """Note once in which rows dates contradict each other."""
    lines = [str(each.line) for each in taken if each.is_doubtful]
    if lines:
        streams.remark(
            "resolve: note: dates of stages, or of what was raised, speak against each other\n"
            f"  in lines {listed(lines)}; check them before they are taken in"
        )


def _row(
    sheet_map: SheetMap, headings: Sequence[str], row: SheetLine, rows: Rows
) -> tuple[list[RowProblem], ImportedRow | None]:
    """The dispute of a row, or the problems of the row."""
    if len(row.cells) != len(headings):
        condition = errors.RowTooLong(cells=len(row.cells), headings=len(headings))
        return [RowProblem(row.line, "", condition)], None
    cells = dict(zip(headings, row.cells, strict=True))
    said, problems = row_values(sheet_map, cells, row.line)
    if problems:
        return problems, None
    try:
        return [], rows.dispute(said, cells, row.line)
    except errors.ResolveError as condition:
        return [RowProblem(row.line, _heading(sheet_map, condition.place), condition)], None


def _heading(sheet_map: SheetMap, place: str) -> str:
    """The heading of the column that an error concerns; empty if it concerns none."""
    meant = place.removeprefix("--").partition(" ")
    for column in sheet_map.columns:
        if column.means == meant[0] and column.of in ("", meant[2]):
            return column.heading
    return ""
