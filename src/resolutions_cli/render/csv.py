"""A sheet as a CSV file that Excel and LibreOffice read right: RFC 4180, UTF-8 with its mark."""

import csv
import io
import re

from resolutions_cli.render.sheet import Cell, Sheet, cell_words

#: Where a spreadsheet would begin a formula: at the start of a cell, or after what it may take
#: for the end of one (a semicolon, in countries with a decimal comma), spaces and quotation
#: marks passed over. The full-width signs are taken for the others in East Asian versions.
_FORMULA = re.compile(r"(^|[;|\t\r\n])(?=[\s\"']*[=+\-@\t\r＝＋－＠])")


def csv_file(sheet: Sheet) -> bytes:
    """The sheet as bytes: CR LF, fields quoted where they must be, one line of headings.

    The byte-order mark is what makes Excel read UTF-8. Numbers, dates ("2026-12-02") and times
    ("2026-12-02 15:30") are taken for what they are; no text is taken for a formula.
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
    """The text with an apostrophe wherever a spreadsheet would begin a formula."""
    return _FORMULA.sub(r"\1'", text)
