"""`due` and `list` as files: what stands in a calendar or a spreadsheet, and what never does."""

import csv
import io
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import vobject

from resolutions_cli.app import streams
from resolutions_cli.cli import main
from resolutions_cli.files.disk.places import DATA
from resolutions_cli.render.fields.deadline_fields import DEADLINE
from resolutions_cli.render.fields.dispute_fields import DISPUTE
from resolutions_cli.render.formats.sheet import SheetColumns
from tests.desk import REF, Desk
from tests.house.project import PROJECT

YORK = "Y-1"

#: Typed by somebody, and nowhere in a file that lists duties.
TYPED = ("Łukasz", "hit again", "C-77")


@pytest.fixture
def two(desk: Desk) -> Desk:
    """At stage 3 in North Yorkshire since Tuesday 1 September, disputed that day; and in York,
    between practitioners, since Friday the 11th, with no date agreed."""
    desk.at("2026-09-01T09:00")
    desk.opens(
        *("3", "--raised", "2026-09-01T09:00", "--disputed", "2026-09-01"),
        *("--summary", "Łukasz was hit again.", "--seeking", "An assessment."),
    )
    desk.at("2026-09-11T09:00").opens("practitioners", ref=YORK, procedure="cyscb")
    return desk.at("2026-09-11T12:00")


def rows(desk: Desk, *words: str) -> list[dict[str, str]]:
    """The rows of a CSV answer, by column."""
    text = desk.done(*words, "--csv").out
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def events(text: str) -> dict[str, Any]:
    """The events of a calendar by UID."""
    read = vobject.readOne(text, validate=True)
    return {event.uid.value: event for event in read.contents.get("vevent", [])}


def filled(row: Mapping[str, str], *columns: str) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


# ------------------------------------------------------------------ spreadsheets


def test_due_as_csv_has_a_row_for_each_duty_and_quiet_dispute_in_the_order_of_the_table(
    two: Desk,
) -> None:
    found = rows(two, "due")
    columns = ("status", "dispute", "stage", "due", "working_days_left", "quiet_days", "note")
    assert [filled(row, *columns) for row in found] == [
        ("due-soon", REF, "3", "2026-09-15", "2", "", ""),
        ("quiet", REF, "3", "", "", "8", "nothing was recorded for that long"),
        ("no-date", YORK, "practitioners", "", "", "", "no date yet: agree one"),
    ]


def test_what_is_fulfilled_says_when_and_how_late(two: Desk) -> None:
    two.at("2026-09-17T10:00").done("escalate", REF, "--reason", "No agreement.")
    late = next(row for row in rows(two, "due", "--all") if row["status"] == "missed")
    columns = ("fulfilled_on", "fulfilled_at_london", "working_days_late")
    assert filled(late, *columns) == ("2026-09-17", "2026-09-17 10:00", "2")


def test_the_columns_of_a_sheet_and_the_keys_of_json_are_those_of_the_list_of_fields(
    two: Desk,
) -> None:
    for command, named, fields in (
        ("due", "deadlines", DEADLINE),
        ("list", "disputes", DISPUTE),
    ):
        (one, _) = two.done(command, "--json").document[named]
        assert list(one) == [each.name for each in fields if each.in_json]
        columns = SheetColumns.of(fields).names
        assert tuple(rows(two, command)[0]) == columns


def test_list_as_csv_has_a_row_for_each_dispute(two: Desk) -> None:
    two.done("close", REF, "--outcome", "agreed", "--reason", "It was settled.", "--no-action")
    columns = ("status", "dispute", "opened_on", "closed_at_london", "outcome", "agencies")
    agencies = "school; social-care; health"
    assert [filled(row, *columns) for row in rows(two, "list", "--all")] == [
        ("no-date", YORK, "2026-09-11", "", "", agencies),
        ("closed", REF, "2026-09-01", "2026-09-11 12:00", "agreed", agencies),
    ]


def test_the_workbook_says_what_the_csv_file_says(two: Desk, tmp_path: Path) -> None:
    for command in ("due", "list"):
        book = tmp_path / f"{command}.xlsx"
        assert two.done(command, "--xlsx", "--output", str(book)).out == ""
        (page,) = openpyxl.load_workbook(book).worksheets
        (heading, *body) = page.iter_rows(values_only=True)
        expected = rows(two, command)
        assert [len(expected), heading] == [len(body), tuple(expected[0])]
        shown = [[as_csv(cell) for cell in row] for row in body]
        assert shown == [list(row.values()) for row in expected]


def as_csv(cell: object) -> str:
    """A cell of a workbook as the CSV file writes it; openpyxl reads a day as its midnight."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    return "" if cell is None else str(cell)


def test_a_workbook_is_not_for_a_terminal(two: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "is_terminal", lambda _: True)
    assert two.does("due", "--xlsx").err.startswith("resolve: error: this format is not for a")
    assert two.done("due", "--csv").out.startswith("status,dispute,stage,")


def test_without_its_library_a_workbook_is_refused_and_csv_is_not(
    two: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "xlsxwriter"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "resolutions_cli.render.formats.xlsx", raising=False)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert "this format needs xlsxwriter, which is not installed" in two.refused(2, "due", "--xlsx")
    assert two.done("due", "--csv").err == ""


def test_what_cannot_be_read_stands_in_the_file_too(two: Desk) -> None:
    (entry,) = (two.folder / "disputes" / YORK).iterdir()
    entry.write_bytes(b"")
    for command in ("due", "list"):
        said = two.does(command, "--csv")
        assert said.code == 5
        first = said.out.splitlines()[1]
        assert first.startswith(f"unreadable,{YORK},")
        assert "the file is empty" in first


# ------------------------------------------------------------------ calendars


def test_due_as_a_calendar_holds_what_is_open_and_takes_back_what_is_done(two: Desk) -> None:
    before = events(two.done("due", "--ics").out)
    assert [event.status.value for event in before.values()] == ["CONFIRMED"]
    two.done("escalate", REF, "--reason", "No agreement.")
    after = events(two.done("due", "--ics").out)
    assert sorted(event.status.value for event in after.values()) == ["CANCELLED", "CONFIRMED"]
    (uid,) = before
    assert after[uid].status.value == "CANCELLED"


def sequences(desk: Desk) -> dict[str, int]:
    found = events(desk.done("due", "--ics", "--procedure", "nyscp").out)
    return {uid: int(event.sequence.value) for uid, event in found.items()}


def test_the_sequence_rises_with_whatever_may_have_moved_a_date(two: Desk) -> None:
    (uid,), seen = sequences(two), [sequences(two)]
    two.done("sooner", REF, "--to", "2026-09-14", "--reason", "The school closes.")
    seen.append(sequences(two))
    two.done("correct", REF, "2", "--withdraw", "--reason", "It does not close.")
    seen.append(sequences(two))
    two.done("calendar", "import", str(newer_list(two)))
    seen.append(sequences(two))
    numbers = [each[uid] for each in seen]
    assert numbers == sorted(set(numbers))


def newer_list(desk: Desk) -> Path:
    """GOV.UK's list with a bank holiday more, on Monday 14 September 2026."""
    shipped = DATA / "bank-holidays.json"
    lists = json.loads(shipped.read_bytes())
    added = {"title": "Proclaimed", "date": "2026-09-14", "notes": "", "bunting": False}
    lists["england-and-wales"]["events"].append(added)
    lists["scotland"]["events"].append({**added, "date": "2026-06-15"})
    file = desk.folder.parent / "bank-holidays.json"
    file.write_text(json.dumps(lists), "utf-8")
    return file


def test_a_bank_holiday_moves_the_event_under_the_same_uid(two: Desk) -> None:
    ((uid, before),) = events(two.done("due", "--ics").out).items()
    two.done("calendar", "import", str(newer_list(two)))
    after = events(two.done("due", "--ics").out)[uid]
    assert (f"{before.dtstart.value}", f"{after.dtstart.value}") == ("2026-09-15", "2026-09-16")
    assert after.contents["last-modified"][0].value > before.contents["last-modified"][0].value


def test_an_unchanged_record_is_the_same_calendar_on_any_day(two: Desk) -> None:
    today = two.done("due", "--ics").out
    assert two.at("2027-02-01T09:00").done("due", "--ics").out == today


def test_every_event_of_a_whole_workspace_has_a_uid_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    workspace = str(PROJECT / "examples" / "workspace")
    asked = ["due", "--ics", "--as-of", "2026-12-22", "--workspace", workspace]
    assert main(asked) == 0
    out = capsys.readouterr().out
    assert len(events(out)) == out.count("BEGIN:VEVENT") > 12


def test_report_case_as_a_calendar_has_the_events_that_due_has_of_that_dispute(two: Desk) -> None:
    two.done("agree", YORK, "--by-date", "2026-09-18", "--with", "Jo", "--reason", "All accept.")
    assert len(events(two.done("due", "--ics").out)) == 2
    alone = two.done("report", "case", REF, "--ics").out
    assert alone == two.done("due", "--ics", "--procedure", "nyscp").out
    assert "leave out all but one of --format, --ics" in two.refused(
        2, "report", "case", REF, "--ics", "--format", "md"
    )


def test_a_dispute_that_cannot_be_read_is_told_in_the_calendar_and_ends_with_5(two: Desk) -> None:
    (entry,) = (two.folder / "disputes" / YORK).iterdir()
    entry.write_bytes(b"")
    said = two.does("due", "--ics")
    assert said.code == 5
    assert {event.summary.value for event in events(said.out).values()} == {
        f"{YORK}: dates may be wrong or missing",
        f"{REF} stage 3",
    }


# ------------------------------------------------------------------ all of them


@pytest.mark.parametrize(
    "words",
    [("due", "--csv"), ("due", "--ics"), ("due", "--json"), ("list", "--csv"), ("list", "--json")],
)
def test_no_name_and_no_text_of_the_record_is_in_any_and_a_file_is_what_a_pipe_gets(
    two: Desk, tmp_path: Path, words: tuple[str, ...]
) -> None:
    two.done("risk", REF, "--reason", "Łukasz was hit again.")
    two.done("chase", REF, "Asks Łukasz.", "--by", "2026-09-14", "--who", "Łukasz")
    out = two.done(*words).out
    assert [text for text in TYPED if text in out] == []
    file = tmp_path / "made"
    two.done(*words, "--output", str(file))
    assert file.read_bytes().decode() == out
    assert two.does(*words, "--output", str(file)).code == 3
    assert two.done(*words, "--output", str(file), "--replace").err == f"made {file}\n"


def test_a_job_that_writes_a_calendar_again_says_nothing_while_all_is_well(
    two: Desk, tmp_path: Path
) -> None:
    words = ("due", "--ics", "--quiet", "--replace", "--output", str(tmp_path / "deadlines.ics"))
    for _ in range(2):
        said = two.done(*words)
        assert (said.out, said.err) == ("", "")
    (entry,) = (two.folder / "disputes" / YORK).iterdir()
    entry.write_bytes(b"")
    assert two.does(*words).code == 5
