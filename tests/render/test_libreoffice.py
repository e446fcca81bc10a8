"""What LibreOffice makes of our spreadsheets: values stay what they are, and no text counts."""

import csv
import io
import re
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl

from resolutions_cli.render.formats.sheet import Sheet, SheetRow, cell_words, csv_file
from resolutions_cli.render.formats.xlsx import xlsx_file
from tests.tools import needs

#: Each begins as a formula, a link or a number does, or holds what ends a field or a line.
TEXTS = (
    '=HYPERLINK("http://e.invalid";"x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    'a "b", c; d',
    "http://e.invalid",
    "<script>alert(1)</script>",
    "\t=1+1",
    "\x07bell \u202edesrever",
    "Łódź 😀",
)

SHEET = Sheet(
    "Deadlines",
    ("status", "due", "due_at_london", "days", "open", "title"),
    tuple(
        SheetRow(
            (
                "overdue",
                date(2026, 3, 29),
                datetime.fromisoformat("2026-10-25T01:30"),
                -number,
                True,
                text,
            ),
            "overdue",
        )
        for number, text in enumerate(TEXTS)
    ),
)

#: UTF-8, commas, the language of the United Kingdom, special numbers (dates with times) found.
_READ_CSV = "CSV:44,34,76,1,,2057,false,true"
_WRITE_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"


def converted(folder: Path, to: str, *files: Path, reading: str = "") -> Path:
    """The folder with what LibreOffice made of the files, all in one run."""
    made = folder / f"as-{to[:4]}"
    subprocess.run(
        [
            *("soffice", "--headless", "--norestore", "--convert-to", to, "--outdir", str(made)),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *([f"--infilter={reading}"] if reading else []),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return made


def rows_of(raw: bytes) -> list[list[str]]:
    """The rows of a CSV file; LibreOffice writes the seconds of a time, which are none."""
    text = re.sub(r"(\d\d:\d\d):00\b", r"\1", raw.decode("utf-8-sig"))
    return list(csv.reader(io.StringIO(text, newline="")))


@needs("soffice")
def test_csv_and_workbooks_go_through_libreoffice_and_come_back_as_they_were(
    tmp_path: Path,
) -> None:
    ours = csv_file(SHEET)
    from_csv, book, control = (tmp_path / name for name in ("c.csv", "x.xlsx", "control.csv"))
    from_csv.write_bytes(ours)
    book.write_bytes(xlsx_file([SHEET], datetime(2026, 11, 22, tzinfo=UTC)))
    control.write_text("formula\n=1+1\n", "utf-8")

    opened = converted(tmp_path, "xlsx", from_csv, control, reading=_READ_CSV)
    # what is not defused does count: this is what would happen
    (_, formula) = next(openpyxl.load_workbook(opened / "control.xlsx").active.iter_cols())
    assert formula.data_type == "f"
    page = openpyxl.load_workbook(opened / "c.xlsx").active
    kinds = [[cell.data_type for cell in row] for row in page.iter_rows(min_row=2)]
    assert kinds == [["s", "d", "d", "n", "s", "s"]] * len(TEXTS)
    assert page["B2"].value == datetime.fromisoformat("2026-03-29")
    assert page["C2"].value == datetime.fromisoformat("2026-10-25T01:30")

    back = converted(tmp_path, _WRITE_CSV, opened / "c.xlsx", book)
    assert rows_of((back / "c.csv").read_bytes()) == rows_of(ours)
    # shown as people read dates, texts as they are: nothing has to be defused where types are kept
    (heading, *body) = rows_of((back / "x.csv").read_bytes())
    assert heading == list(SHEET.columns)
    assert [row[5] for row in body] == [cell_words(text) for text in TEXTS]
    assert body[3][:5] == ["overdue", "Sun 29 Mar 2026", "Sun 25 Oct 2026 01:30", "-3", "yes"]
