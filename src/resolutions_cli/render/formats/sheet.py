"""Sheets as values, and as CSV for Excel and LibreOffice: RFC 4180, UTF-8 with a BOM."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, assert_never

from resolutions_cli.core.text import harmless
from resolutions_cli.core.time.moment import LONDON, Moment
from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.table import Field, R_contra

if TYPE_CHECKING:
    from resolutions_cli.render.formats.table import Kind


# ------------------------------------------------------------------ sheets


#: The value of a cell: a text, a count, yes or no, a day, a London time, or None. Times have no
#: offset, because spreadsheets cannot calculate with one.
Cell = str | int | float | bool | date | datetime | None


class SheetRow(Value):
    """One row; `style` names a meaning (a status), never a colour."""

    cells: tuple[Cell, ...]
    style: str = ""


class Sheet(Value):
    """A table with one row of headings.

    `name` titles the sheet: a fixed word of the program with at most 31 letters, never a text of
    the record. The heading of a column with times says that they are London time. The cell in
    the column `status` (else the first) also shows the row's style as a colour. The first `fixed`
    columns stay in sight when the sheet scrolls sideways. The first `printed` ones are printed;
    0 prints all.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...] = ()
    fixed: int = 0
    printed: int = 0

    @property
    def styled_column(self) -> int:
        """The index of the column that carries the colour."""
        return self.columns.index("status") if "status" in self.columns else 0


class SheetColumns(Value, Generic[R_contra]):
    """The columns of a sheet, selected once from the fields of a row."""

    names: tuple[str, ...]
    fields: tuple[Field[R_contra, Any], ...]

    @classmethod
    def of(cls, fields: Iterable[Field[R_contra, Any]]) -> "SheetColumns[R_contra]":
        """The columns of a sheet with these fields."""
        there = tuple(sorted((f for f in fields if f.column), key=lambda f: f.column))
        return cls(tuple(name for field in there for name in columns_of(field)), there)

    def cells(self, row: R_contra) -> tuple[Cell, ...]:
        """The cells of a row, one for each column."""
        return tuple(cell for f in self.fields for cell in cells_of(f.kind, f.value(row)))


def columns_of(field: Field[Any, Any]) -> tuple[str, ...]:
    """A field's column names; a moment has one for the day and one for the time."""
    match field.kind:
        case "moment":
            return field.name.removesuffix("_at") + "_on", f"{field.name}_london"
        case "instant":
            return (f"{field.name}_london",)
        case _:  # any other kind is one column, named as in JSON
            return (field.name,)


def cells_of(kind: "Kind", value: Any) -> tuple[Cell, ...]:
    """A field's value as cells, one for each of its columns."""
    match kind:
        case "text" | "reference" | "whether" | "count" | "ordinal" | "difference":
            return (value,)
        case "status" | "end" | "standing" | "digest":
            return (value,)
        case "day":
            return (day_cell(value),)
        case "instant":
            return (time_cell(value),)
        case "moment":
            # an event at midnight keeps its own day; only a due date counts as the day before
            return (value.day if value else None, time_cell(value))
        case "codes":
            return (list_cell(value),)
        case "concerns" | "warnings":
            return (list_cell(each.code.value for each in value),)
        case "recorded" | "digests" | "counts" | "facts" | "texts" | "held-back" | "original":
            raise AssertionError(kind)  # no sheet has entries
        case "limits" | "visits" | "events" | "asked" | "findings" | "gaps":
            raise AssertionError(kind)  # no cell can hold several rows
    assert_never(kind)


def day_cell(moment: Moment | None) -> date | None:
    """The day by whose end a moment falls; None for None."""
    return None if moment is None else moment.last_day


def time_cell(moment: Moment | None) -> datetime | None:
    """The London time of an instant, without an offset; None if only the day is known."""
    if moment is None or moment.instant is None:
        return None
    return moment.instant.astimezone(LONDON).replace(tzinfo=None)


def list_cell(items: Iterable[str]) -> str | None:
    """Several codes or agencies in one cell."""
    return "; ".join(items) or None


def cell_words(cell: Cell) -> str:
    """A cell as text: ISO dates, times to the minute, yes or no, typed text made harmless."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case str():
            return harmless(cell)
        case int() | float():
            return str(cell)
    assert_never(cell)


# ------------------------------------------------------------------ CSV


#: Places where a spreadsheet would begin a formula: the start of a cell, or a character that it
#: may take for the end of one (a semicolon, in countries with a decimal comma). Spaces and
#: quotation marks may come between. East Asian versions also accept the full-width signs.
_FORMULA = re.compile(r"(^|[;|\t\r\n])(?=[\s\"']*[=+\-@\t\r＝＋－＠])")


def csv_file(sheet: Sheet) -> bytes:
    """The sheet as CSV: CR LF, fields quoted only if necessary, one line of headings.

    Excel reads UTF-8 only with the byte-order mark. Spreadsheets recognise numbers, dates
    ("2026-12-02") and times ("2026-12-02 15:30"), and take no text for a formula.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(defused, sheet.columns))
    for row in sheet.rows:
        writer.writerow(map(_field, row.cells))
    return out.getvalue().encode("utf-8-sig")


def _field(cell: Cell) -> str:
    words = cell_words(cell)
    return defused(words) if isinstance(cell, str) else words


def defused(text: str) -> str:
    """The text with an apostrophe at each place where a spreadsheet would begin a formula."""
    return _FORMULA.sub(r"\1'", text)
