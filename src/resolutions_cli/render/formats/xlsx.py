"""Sheets as an Excel workbook: real dates and numbers, filters, statuses in colour."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any, assert_never

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from resolutions_cli.render.formats.sheet import Cell, Sheet, cell_words

#: The background of a status; the text stays black, at least 10 to 1 against each.
FILLS: Mapping[str, str] = {
    "overdue": "#F8C9C4",
    "unreadable": "#F8C9C4",
    "to-be-settled": "#F8C9C4",
    "past-guide": "#F3CDEB",
    "due-today": "#F3CDEB",
    "due-soon": "#FBE7A1",
    "quiet": "#C6E6EE",
    "on-time": "#D5EBC9",
    "met": "#D5EBC9",
    "done": "#D5EBC9",
    "missed": "#F8C9C4",
    "no-date": "#E6E6E6",
    "left": "#E6E6E6",
    "ended": "#E6E6E6",
}

#: The most characters that Excel accepts in one cell; it would lose the whole of a longer text.
_LONGEST = 32_767
_CUT = " [cut off: the record has all of it]"

#: Column widths in characters; wider columns are hard to read side by side.
_NARROWEST, _WIDEST = 6, 40

#: The height of a line of text and the most for a row, in points; Excel accepts up to 409.
_LINE, _HIGHEST = 15, 400

#: Room for the arrow of the filter.
_ARROW = 4


def xlsx_file(sheets: Sequence[Sheet], made: datetime) -> bytes:
    """The sheets as one workbook; the same bytes for the same sheets and the same `made`.

    `made` goes into the workbook as its creation time: the moment asked about, not the clock.
    The workbook names no author. No text becomes a formula or a link.
    """
    out = io.BytesIO()
    # in memory, because the parts of the archive then carry no time stamps
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"title": sheets[0].name, "created": made.replace(tzinfo=None)})
    formats = _Formats(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return out.getvalue()


class _Formats:
    """The workbook's formats, each made once, by kind of cell and background colour."""

    _KINDS: Mapping[str, Mapping[str, Any]] = {
        "heading": {"bold": True, "bottom": 1, "text_wrap": True},
        "text": {"num_format": "@", "text_wrap": True},
        "number": {"num_format": "General", "align": "left"},
        "day": {"num_format": "ddd d mmm yyyy", "align": "left"},
        "time": {"num_format": "ddd d mmm yyyy hh:mm", "align": "left"},
    }

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Format] = {}

    def get(self, kind: str, style: str = "") -> Format:
        """The format for a kind of cell, with the style's colour if it has one."""
        fill = FILLS.get(style, "")
        if (kind, fill) not in self._made:
            colour = {"bg_color": fill} if fill else {}
            values = {"valign": "top", **self._KINDS[kind], **colour}
            self._made[kind, fill] = self._book.add_format(values)
        return self._made[kind, fill]


def _write(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    for column, heading in enumerate(sheet.columns):
        page.write_string(0, column, heading, formats.get("heading"))
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row.cells):
            style = row.style if column == sheet.styled_column else ""
            _write_cell(page, (number, column), cell, formats, style)
    _lay_out(page, sheet)


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    """Set widths, heights, fixed columns, filters and the print layout."""
    widths = _widths(sheet)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    for number, row in enumerate(sheet.rows, 1):
        cells = zip(row.cells, widths, strict=True)
        lines = max(ceil(_length(cell) / width) for cell, width in cells)
        if lines > 1:
            page.set_row(number, min(lines * _LINE, _HIGHEST))
    last = len(sheet.rows)
    page.freeze_panes(1, sheet.fixed)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)
    page.print_area(0, 0, last, (sheet.printed or len(sheet.columns)) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.fit_to_pages(1, 0)


def _write_cell(
    page: Worksheet, place: tuple[int, int], cell: Cell, formats: _Formats, style: str
) -> None:
    match cell:
        case None:
            pass
        case str() | bool():
            page.write_string(*place, _fitting(cell_words(cell)), formats.get("text", style))
        case datetime():
            page.write_datetime(*place, cell, formats.get("time", style))
        case date():
            page.write_datetime(*place, cell, formats.get("day", style))
        case int() | float():
            page.write_number(*place, cell, formats.get("number", style))
        case _:
            assert_never(cell)


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT


def _widths(sheet: Sheet) -> list[int]:
    """The width of each column: its longest cell, within the limits above."""
    widths = []
    for column, heading in enumerate(sheet.columns):
        cells = (_length(row.cells[column]) for row in sheet.rows)
        widest = max((len(heading) + _ARROW, *cells))
        widths.append(min(max(widest + 1, _NARROWEST), _WIDEST))
    return widths


def _length(cell: Cell) -> int:
    """The length of a cell as shown; dates are shown with their weekday."""
    if isinstance(cell, datetime):
        return len("Wed 30 Sep 2026 15:30")
    return len("Wed 30 Sep 2026") if isinstance(cell, date) else len(cell_words(cell))
