"""The calendar folder: what is written is read back, and damage is reported and never raised."""

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from resolutions_cli.core.time.bank_holidays import DIVISIONS
from resolutions_cli.errors import (
    BankHolidayListTooLarge,
    CalendarFileChanged,
    CalendarFileMisnamed,
    CalendarFileUnreadable,
    NotBankHolidayList,
    UnknownNation,
)
from resolutions_cli.files.disk import durable
from resolutions_cli.files.disk.places import DATA
from resolutions_cli.files.record.first_marks import write_import
from resolutions_cli.files.workspace import calendars
from resolutions_cli.files.workspace.calendars import (
    calendar_for,
    read_import,
    read_imports,
    shipped_list,
)

GOV_UK = (DATA / "bank-holidays.json").read_bytes()
NOON = datetime(2026, 11, 19, 12, 0, 0, 120_999, tzinfo=UTC)
#: The Mondays of May and June 2028 and 2029, and Thu 30 November 2028, in every division.
NEWER = json.dumps(
    {
        division: {
            "division": division,
            "events": [
                {"title": "Extra day", "date": str(day), "notes": ""}
                for day in (
                    *(date(2028, 5, 1) + timedelta(weeks=n) for n in range(9)),
                    *(date(2029, 5, 7) + timedelta(weeks=n) for n in range(8)),
                    date(2028, 11, 30),
                )
            ],
        }
        for division in DIVISIONS
    }
).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "calendar"


def names_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


# ------------------------------------------------------------------ the shipped list


def test_the_shipped_file_is_the_one_its_source_describes():
    source = tomllib.loads((DATA / "bank-holidays-source.toml").read_text("utf-8"))
    assert hashlib.sha256(GOV_UK).hexdigest() == source["sha256"]
    assert source["url"] == "https://www.gov.uk/bank-holidays.json"
    shipped = shipped_list()
    assert (shipped.first_year, shipped.last_year) == (source["first_year"], source["last_year"])
    assert shipped.listed_on == source["listed"]


def test_what_was_proclaimed_after_the_copy_was_made_is_added_to_it():
    world_cup = date(2026, 6, 15)
    assert b"2026-06-15" not in GOV_UK
    shipped = shipped_list()
    assert world_cup in shipped.divisions["scotland"][2026]
    assert not calendar_for("scotland", [shipped]).is_working_day(world_cup)
    assert calendar_for("england", [shipped]).is_working_day(world_cup)


# ------------------------------------------------------------------ writing and reading back


def test_what_is_written_is_read_back_byte_for_byte_under_its_time_and_digest(folder: Path):
    path = write_import(folder, GOV_UK, NOON)
    digest = hashlib.sha256(GOV_UK).hexdigest()[:16]
    assert path == folder / f"20261119T120000.120Z-{digest}.json"
    assert path.read_bytes() == GOV_UK
    found = read_imports(folder)
    assert not found.problems
    [imported] = found.good
    assert imported.path == path
    assert imported.imported_at == NOON.replace(microsecond=120_000)
    assert imported.official.imported
    assert imported.official.listed_on == date(2026, 11, 19)
    assert names_in(folder) == [path.name]


def test_the_time_in_the_name_is_utc_whatever_the_time_given(folder: Path):
    in_india = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert write_import(folder, GOV_UK, in_india).name.startswith("20261119T120000.120Z-")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_folder_and_the_file_are_for_their_owner_only(folder: Path):
    path = write_import(folder, GOV_UK, NOON)
    assert (folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)


def test_nothing_is_ever_replaced(folder: Path):
    path = write_import(folder, GOV_UK, NOON)
    path.write_bytes(b"damaged")
    with pytest.raises(FileExistsError):
        write_import(folder, GOV_UK, NOON)
    assert path.read_bytes() == b"damaged"
    assert names_in(folder) == [path.name]


def test_what_cannot_be_read_back_is_not_written(folder: Path):
    with pytest.raises(NotBankHolidayList):
        write_import(folder, b"{}", NOON)
    assert not folder.exists()


def test_a_write_that_fails_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(durable, "sync", full)
    with pytest.raises(OSError, match="no space"):
        write_import(folder, GOV_UK, NOON)
    assert names_in(folder) == []


def test_imports_come_in_the_order_of_their_times(folder: Path):
    second = write_import(folder, NEWER, NOON + timedelta(days=1))
    first = write_import(folder, GOV_UK, NOON)
    assert [each.path for each in read_imports(folder).good] == [first, second]


def test_a_folder_that_is_not_there_holds_nothing(folder: Path):
    found = read_imports(folder)
    assert (found.good, found.problems, found.lists) == ((), (), [])


# ------------------------------------------------------------------ damage


def test_a_changed_file_is_a_problem_and_the_others_still_count(folder: Path):
    good = write_import(folder, GOV_UK, NOON)
    changed = write_import(folder, NEWER, NOON + timedelta(days=1))
    changed.write_bytes(NEWER.replace(b"2028-11-30", b"2028-11-29"))
    found = read_imports(folder)
    assert [each.path for each in found.good] == [good]
    [problem] = found.problems
    assert problem.path == changed
    assert isinstance(problem.condition, CalendarFileChanged)


@pytest.mark.parametrize(
    "name",
    ["bank-holidays.json", "20261119T120000.120Z.json", "20261399T996000.000Z-{digest}.json"],
)
def test_a_renamed_file_is_a_problem(folder: Path, name: str):
    path = write_import(folder, GOV_UK, NOON)
    renamed = path.rename(folder / name.format(digest=path.stem[-16:]))
    found = read_imports(folder)
    assert not found.good
    [problem] = found.problems
    assert problem.path == renamed
    assert isinstance(problem.condition, CalendarFileMisnamed)


def test_a_sync_tools_copy_of_a_good_file_is_none(folder: Path):
    path = write_import(folder, GOV_UK, NOON)
    (folder / f"{path.stem} (conflicted copy).json").write_bytes(GOV_UK)
    found = read_imports(folder)
    assert [each.path for each in found.good] == [path]
    assert not found.problems


def test_the_parts_of_a_write_that_was_cut_short_and_desktop_files_are_passed_over(folder: Path):
    folder.mkdir()
    (folder / ".20261119T120000.120Z-0123456789abcdef.json.part").write_bytes(b"{")
    (folder / "desktop.ini").write_bytes(b"")
    found = read_imports(folder)
    assert not found.good
    assert not found.problems


def test_line_endings_that_a_tool_turned_are_no_damage(folder: Path):
    path = write_import(folder, GOV_UK, NOON)
    path.write_bytes(GOV_UK.replace(b"\n", b"\r\n"))
    assert [each.path for each in read_imports(folder).good] == [path]


def test_a_folder_in_place_of_a_file_is_a_problem(folder: Path):
    path = folder / "20261119T120000.120Z-0123456789abcdef.json"
    path.mkdir(parents=True)
    [problem] = read_imports(folder).problems
    assert isinstance(problem.condition, CalendarFileUnreadable)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders on this system")
def test_a_pipe_in_place_of_a_file_is_not_waited_for(folder: Path):
    folder.mkdir()
    os.mkfifo(folder / "20261119T120000.120Z-0123456789abcdef.json")
    [problem] = read_imports(folder).problems
    assert isinstance(problem.condition, CalendarFileUnreadable)


def test_a_file_in_place_of_the_folder_is_a_problem(folder: Path):
    folder.write_bytes(b"")
    [problem] = read_imports(folder).problems
    assert problem.path == folder


def test_a_file_over_the_limit_is_not_parsed(folder: Path):
    folder.mkdir()
    raw = b" " * (calendars.LARGEST_LIST + 1)
    digest = hashlib.sha256(raw).hexdigest()[:16]
    (folder / f"20261119T120000.120Z-{digest}.json").write_bytes(raw)
    [problem] = read_imports(folder).problems
    assert isinstance(problem.condition, BankHolidayListTooLarge)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"not json",
        b"[" * 100_000,
        b'{"scotland": ' * 100_000,
        b"1" * 100_000,
        b'{"scotland": {}, "scotland": {}}',
    ],
)
def test_bytes_of_any_kind_are_refused_by_name(raw: bytes):
    with pytest.raises(NotBankHolidayList):
        read_import(raw, NOON)


# ------------------------------------------------------------------ the calendar


def test_a_calendar_says_where_it_comes_from():
    source = calendar_for("england", [shipped_list()]).source
    assert source.title == "GOV.UK bank holidays"
    assert source.listed_on == date(2026, 2, 25)
    assert not source.imported
    assert (source.confirmed_from, source.confirmed_until) == (
        date(2012, 1, 1),
        date(2028, 12, 31),
    )


def test_an_import_counts_for_its_years_and_moves_what_is_confirmed(folder: Path):
    write_import(folder, NEWER, NOON)
    lists = [shipped_list(), *read_imports(folder).lists]
    before, after = calendar_for("england", lists[:1]), calendar_for("england", lists)
    assert before.add_working_days(date(2028, 11, 29), 1) == date(2028, 11, 30)
    assert after.add_working_days(date(2028, 11, 29), 1) == date(2028, 12, 1)
    assert after.why_not_working(date(2027, 12, 27)) == before.why_not_working(date(2027, 12, 27))
    assert after.confirmed_until == after.source.confirmed_until == date(2029, 12, 31)
    assert (after.source.imported, after.source.listed_on) == (True, date(2026, 11, 19))


def test_an_unknown_nation_has_no_calendar():
    with pytest.raises(UnknownNation):
        calendar_for("cornwall", [shipped_list()])


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1995, 5, 8), "May Day"),  # moved for VE Day
        (date(1999, 12, 31), "Millennium Celebrations"),
        (date(2002, 6, 3), "Golden Jubilee of Elizabeth II"),
        (date(2011, 4, 29), "Wedding of William and Catherine"),
        (date(2011, 12, 27), "Christmas Day (substitute day)"),
    ],
)
def test_years_before_the_list_have_their_historical_bank_holidays(day: date, name: str):
    assert calendar_for("england", [shipped_list()]).why_not_working(day) == name


def test_st_andrews_day_was_no_bank_holiday_before_its_act_of_january_2007():
    scotland = calendar_for("scotland", [shipped_list()])
    assert scotland.is_working_day(date(2006, 11, 30))
    assert not scotland.is_working_day(date(2007, 11, 30))


def test_the_holidays_package_is_loaded_only_for_a_year_beyond_the_list():
    program = """
import sys
from datetime import date
from resolutions_cli.files.workspace.calendars import calendar_for, shipped_list
calendar = calendar_for("uk-any", [shipped_list()])
calendar.add_working_days(date(2028, 11, 1), 20)
print("holidays" in sys.modules)
calendar.add_working_days(date(2028, 12, 29), 20)
print("holidays" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.split() == [b"False", b"True"]
