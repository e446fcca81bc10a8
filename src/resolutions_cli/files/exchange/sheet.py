"""A spreadsheet saved as CSV, read row by row, each with the line on which it begins."""

import csv
import io
from collections.abc import Iterator

from resolutions_cli import errors
from resolutions_cli.core.sheet_map import SheetMap, read_map
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.toml import load_toml

#: In bytes.
SHEET_LIMIT = 32 * 1024 * 1024
MAP_LIMIT = 256 * 1024

MOST_ROWS = 50_000

#: Cells may hold line ends, and a sheet may have empty rows; reading more lines would take too
#: long.
MOST_LINES = 1_000_000


class SheetLine(Value):
    """A row of a sheet: the line on which it begins, and its unchanged cells."""

    line: int
    cells: tuple[str, ...]


def map_from(raw: bytes) -> SheetMap:
    """The map in a file. Raises MapUnusable."""
    try:
        return read_map(load_toml(raw, limit=MAP_LIMIT))
    except TomlFault as fault:
        place = f", line {fault.line}" if fault.line else ""
        raise errors.MapUnusable(problem=f"{fault.problem}{place}") from None


class SourceSheet:
    """The headings of a sheet and its rows that are not empty. Each pass over the rows reads them
    again, since as values they would take ten times the memory of the file."""

    def __init__(self, text: str, separator: str) -> None:
        rows = _rows(text, separator)
        first = next(rows, None)
        if first is None:
            raise errors.SheetUnreadable(line=1, problem="it is empty")
        self.line = first.line
        self.headings = tuple(cell.strip() for cell in first.cells)
        self._text, self._separator = text, separator
        self._count = sum(1 for _ in rows)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[SheetLine]:
        rows = _rows(self._text, self._separator)
        next(rows)
        return rows


def read_sheet(raw: bytes, sheet_map: SheetMap) -> SourceSheet:
    """The sheet, checked as a whole. Raises SheetUnreadable.

    UTF-8 with or without a byte-order mark; cells may hold line ends in quotation marks.
    """
    if len(raw) > SHEET_LIMIT:
        raise errors.SheetUnreadable(line=1, problem=f"larger than {SHEET_LIMIT // 1024**2} MiB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise errors.SheetUnreadable(line=line, problem="not UTF-8") from None
    if text.count("\n") + text.count("\r") > MOST_LINES:
        raise errors.SheetUnreadable(line=1, problem=f"more than {MOST_LINES} lines")
    sheet = SourceSheet(text, sheet_map.separator)
    for column in sheet_map.columns:
        if sheet.headings.count(column.heading) != 1:
            number = sheet_map.columns.index(column) + 1
            problem = f"column {number} of the map is not there, or there twice"
            raise errors.SheetUnreadable(line=sheet.line, problem=problem)
    return sheet


def _rows(text: str, separator: str) -> Iterator[SheetLine]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before, count = 0, 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            problem = "quotation marks that do not close, or a cell that is too long"
            raise errors.SheetUnreadable(line=before + 1, problem=problem) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            count += 1
            if count > 1 + MOST_ROWS:  # the headings do not count as a row
                raise errors.SheetUnreadable(line=before + 1, problem=f"more than {MOST_ROWS} rows")
            yield SheetLine(before + 1, tuple(cells))
        before = reader.line_num
