"""Sheets as CSV and as Excel workbooks: what stays a number or a date, and what never counts."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.text import harmless
from resolutions_cli.render.formats.sheet import Cell, Sheet, SheetRow, csv_file, defused, time_cell
from resolutions_cli.render.formats.xlsx import xlsx_file
from tests.story import when

MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)

#: A London time, as a cell has it.
NINE = datetime.fromisoformat("2026-12-02T09:00")


def sheet(*cells: Cell, style: str = "") -> Sheet:
    columns = ("status", *(f"c{number}" for number in range(1, len(cells))))
    return Sheet("Deadlines", columns, (SheetRow(cells, style),))


def cells_of(raw: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_a_csv_file_has_a_mark_cr_lf_and_each_kind_of_cell_as_a_spreadsheet_reads_it() -> None:
    made = csv_file(sheet("overdue", 3, -2, 1.5, True, False, date(2026, 12, 2), NINE, None))
    assert made == (
        b"\xef\xbb\xbfstatus,c1,c2,c3,c4,c5,c6,c7,c8\r\n"
        b"overdue,3,-2,1.5,yes,no,2026-12-02,2026-12-02 09:00,\r\n"
    )


@pytest.mark.parametrize("text", ['a "b", c', "Łódź, 7", "plain", "00123", "a;b", "😀"])
def test_what_was_typed_comes_out_of_a_csv_file_as_it_was(text: str) -> None:
    read = csv.reader(io.StringIO(csv_file(sheet(text)).decode("utf-8-sig"), newline=""))
    assert list(read)[1] == [text]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠A", "'＠A"),
        (' "=1', "' \"=1"),
        ("a;=1", "a;'=1"),
        ('a;"=1', "a;'\"=1"),
        ("social-care", "social-care"),
        ("a = b", "a = b"),
        ("x@example.org", "x@example.org"),
    ],
)
def test_no_text_begins_a_formula_in_whatever_country_the_file_is_opened(
    typed: str, written: str
) -> None:
    assert defused(typed) == written


@given(st.lists(st.text("=+-@＝;,|'\" \t\r\nax", max_size=12), min_size=1, max_size=4))
def test_however_a_line_is_taken_apart_no_piece_of_it_begins_a_formula(texts: list[str]) -> None:
    line = csv_file(Sheet("Any", ("a",) * len(texts), (SheetRow(tuple(texts)),))).decode()
    body = line.partition("\r\n")[2]
    for delimiter in ",;|":
        for row in csv.reader(io.StringIO(body, newline=""), delimiter=delimiter):
            begun = [cell for cell in row if re.match(r"[\s\"]*[=+\-@＝＋－＠]", cell)]
            assert begun == []
    # and what was typed is there, but for the apostrophes
    (read,) = csv.reader(io.StringIO(body, newline=""))
    typed = [harmless(text) for text in texts]
    assert [cell.replace("'", "") for cell in read] == [text.replace("'", "") for text in typed]


def test_control_and_bidirectional_characters_are_shown_escaped_in_both() -> None:
    hostile = "\a\x1b[31m\u202e\ufffe\ttab"
    said = "\\x07\\x1b[31m\\u202e\\ufffe\\x09tab"
    assert csv_file(sheet(hostile)).decode("utf-8-sig").splitlines()[1] == said
    assert cells_of(xlsx_file([sheet(hostile)], MADE))[1] == [said]


def test_a_workbook_has_real_dates_and_numbers_and_its_texts_are_texts() -> None:
    row = ("=1+1", "https://example.org", "00123", 3, date(2026, 12, 2), NINE)
    raw = xlsx_file([sheet(*row, True, None)], MADE)
    page = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
    read = [cell.value for cell in page[2]]
    dates = [datetime.fromisoformat("2026-12-02"), NINE]
    assert read == ["=1+1", "https://example.org", "00123", 3, *dates, "yes", None]
    assert page["A2"].data_type == "s"
    assert page["B2"].hyperlink is None
    assert page["E2"].is_date


def test_a_workbook_has_filters_a_frozen_heading_and_the_colour_beside_the_word() -> None:
    raw = xlsx_file([sheet("overdue", 1, style="overdue")], MADE)
    page = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
    assert (page.title, page.freeze_panes, page.auto_filter.ref) == ("Deadlines", "A2", "A1:B2")
    assert page["A2"].fill.fgColor.rgb == "FFF8C9C4"
    assert page["B2"].fill.fgColor.rgb != "FFF8C9C4"
    assert page.column_dimensions["A"].width > len("overdue")


def test_the_same_sheets_are_the_same_bytes_and_name_nobody() -> None:
    book = [sheet("overdue"), Sheet("Second", ("a",))]
    assert xlsx_file(book, MADE) == xlsx_file(book, MADE)
    with zipfile.ZipFile(io.BytesIO(xlsx_file(book, MADE))) as parts:
        said = parts.read("docProps/core.xml").decode()
        times = {info.date_time for info in parts.infolist()}
    assert "<dc:creator></dc:creator>" in said
    assert said.count("2026-11-22T12:00:00Z") == 2
    assert times == {(1980, 1, 1, 0, 0, 0)}


def test_a_text_longer_than_a_cell_is_cut_and_says_so_instead_of_being_lost() -> None:
    (_, [text]) = cells_of(xlsx_file([sheet("x" * 40_000)], MADE))
    assert isinstance(text, str)
    assert (len(text), text.endswith("x [cut off: the record has all of it]")) == (32_767, True)


def test_a_time_is_londons_on_both_sides_of_a_clock_change() -> None:
    assert time_cell(when("2026-10-24T09:00")) == datetime.fromisoformat("2026-10-24T09:00")
    assert time_cell(when("2026-10-26T09:00")) == datetime.fromisoformat("2026-10-26T09:00")
    assert time_cell(when("2026-10-26")) is None
