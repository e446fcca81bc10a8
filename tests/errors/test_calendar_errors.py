"""Each condition of the calendars: provoked once, with its exit code, and silent about texts."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from resolutions_cli.core.time.bank_holidays import DIVISIONS, check_import
from resolutions_cli.errors import (
    BankHolidayDivisionMissing,
    BankHolidayListApart,
    BankHolidayListTooLarge,
    BankHolidayListTooOld,
    BankHolidayOnWeekend,
    BankHolidaysTooFew,
    BankHolidayTwice,
    BankHolidayYearMissing,
    CalendarFileChanged,
    CalendarFileMisnamed,
    CalendarFileUnreadable,
    DateOutOfRange,
    NotBankHolidayList,
    ResolveError,
    UnknownNation,
)
from resolutions_cli.files.record.first_marks import write_import
from resolutions_cli.files.workspace.calendars import (
    calendar_for,
    read_import,
    read_imports,
    shipped_list,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
#: Free text that a file may hold, and that no message may repeat.
PRIVATE = "Ada Example's day"

Events = list[dict[str, Any]]
Decoded = dict[str, dict[str, Any]]


def gov_uk(*years: int) -> Decoded:
    """The first eight Mondays of each year, in GOV.UK's shape, each with a private title."""
    events = [
        {"title": PRIVATE, "date": str(first_monday(year) + timedelta(weeks=n)), "notes": PRIVATE}
        for year in years
        for n in range(8)
    ]
    return {each: {"division": each, "events": [*events]} for each in DIVISIONS}


def first_monday(year: int) -> date:
    day = date(year, 1, 1)
    return day + timedelta(days=-day.weekday() % 7)


def changed(change: Callable[[Events], object]) -> bytes:
    decoded = gov_uk(2026, 2027, 2028)
    change(decoded["scotland"]["events"])
    return json.dumps(decoded).encode()


def without_scotland() -> bytes:
    decoded = gov_uk(2028)
    del decoded["scotland"]
    return json.dumps(decoded).encode()


def another(day: str) -> Callable[[Events], object]:
    return lambda events: events.append({"title": PRIVATE, "date": day, "notes": PRIVATE})


REFUSED = {
    NotBankHolidayList: changed(another(PRIVATE)),
    BankHolidayListTooLarge: PRIVATE.encode() * 150_000,
    BankHolidayDivisionMissing: without_scotland(),
    BankHolidayYearMissing: json.dumps(gov_uk(2026, 2028)).encode(),
    BankHolidaysTooFew: changed(lambda events: events.pop()),
    BankHolidayOnWeekend: changed(another("2026-12-26")),
    BankHolidayTwice: changed(another("2026-01-05")),
}


@pytest.mark.parametrize("condition", REFUSED)
def test_a_wrong_list_is_refused_with_exit_3(condition: type[ResolveError]):
    with pytest.raises(condition) as raised:
        read_import(REFUSED[condition], NOW)
    assert_says(raised.value, exit_code=3)


@pytest.mark.parametrize(
    ("condition", "years"),
    [(BankHolidayListTooOld, (2026, 2027)), (BankHolidayListApart, (2030, 2031))],
)
def test_a_list_that_does_not_fit_the_one_in_force_is_refused_with_exit_3(
    condition: type[ResolveError], years: tuple[int, ...]
):
    shipped = shipped_list()
    new = read_import(json.dumps(gov_uk(*years)).encode(), NOW)
    with pytest.raises(condition) as raised:
        check_import(new, shipped, shipped)
    assert_says(raised.value, exit_code=3)


def rename(path: Path) -> None:
    path.rename(path.with_name(f"{PRIVATE}.json"))


def change(path: Path) -> None:
    path.write_text(PRIVATE)


def turn_into_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("condition", "damage"),
    [
        (CalendarFileMisnamed, rename),
        (CalendarFileChanged, change),
        (CalendarFileUnreadable, turn_into_a_folder),
    ],
)
def test_a_damaged_import_is_reported_with_exit_5(
    tmp_path: Path, condition: type[ResolveError], damage: Callable[[Path], None]
):
    damage(write_import(tmp_path / "calendar", json.dumps(gov_uk(2028)).encode(), NOW))
    [problem] = read_imports(tmp_path / "calendar").problems
    assert type(problem.condition) is condition
    assert_says(problem.condition, exit_code=5)


def test_a_nation_without_a_calendar_is_wrong_usage():
    with pytest.raises(UnknownNation) as raised:
        calendar_for(PRIVATE, [shipped_list()])
    assert_says(raised.value, exit_code=2)


def test_a_count_that_leaves_the_calendar_is_wrong_usage():
    with pytest.raises(DateOutOfRange) as raised:
        calendar_for("england", [shipped_list()]).add_working_days(date(2026, 11, 22), 10**6)
    assert_says(raised.value, exit_code=2)


def assert_says(error: ResolveError, exit_code: int) -> None:
    said = f"{error} {error.advice}"
    assert error.exit_code == exit_code
    assert error.message
    assert error.advice
    assert "Ada" not in said
    assert "{" not in said
    assert not error.message.endswith(".")
