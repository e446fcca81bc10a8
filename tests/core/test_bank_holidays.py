"""The official list: what is read, what is refused, and what several lists come to."""

from datetime import date, timedelta
from typing import Any

import pytest

from resolutions_cli.core.time.bank_holidays import (
    DIVISIONS,
    OfficialList,
    VanishedHoliday,
    check_import,
    divisions_of,
    holidays_of,
    read_official_list,
    unite,
    vanished_holidays,
)
from resolutions_cli.errors import (
    BankHolidayDivisionMissing,
    BankHolidayListApart,
    BankHolidayListTooOld,
    BankHolidayOnWeekend,
    BankHolidaysTooFew,
    BankHolidayTwice,
    BankHolidayYearMissing,
    NotBankHolidayList,
    UnknownNation,
)
from resolutions_cli.files.workspace.calendars import shipped_list

LISTED = date(2026, 11, 22)


def gov_uk(*years: int) -> dict[str, Any]:
    """GOV.UK's shape, with the first eight Mondays of each year as bank holidays."""
    return {
        division: {
            "division": division,
            "events": [event(day) for year in years for day in mondays(year)],
        }
        for division in DIVISIONS
    }


def event(day: date, title: str = "Monday", notes: str = "") -> dict[str, Any]:
    return {"title": title, "date": day.isoformat(), "notes": notes, "bunting": True}


def mondays(year: int) -> list[date]:
    first = date(year, 1, 1)
    first += timedelta(days=-first.weekday() % 7)
    return [first + timedelta(weeks=n) for n in range(8)]


def official(*years: int) -> OfficialList:
    return read_official_list(gov_uk(*years), LISTED)


# ------------------------------------------------------------------ reading


def test_the_shipped_list_passes_its_own_checks_and_covers_2012_to_2028():
    shipped = shipped_list()
    assert (shipped.first_year, shipped.last_year) == (2012, 2028)
    assert {len(years) for years in shipped.divisions.values()} == {17}
    assert not shipped.imported


def test_a_day_is_read_by_division_and_year_with_its_notes_in_brackets():
    decoded = gov_uk(2026)
    decoded["scotland"]["events"].append(
        event(date(2026, 12, 28), "Boxing Day", notes="Substitute day")
    )
    read = read_official_list(decoded, LISTED)
    assert read.divisions["scotland"][2026][date(2026, 12, 28)] == "Boxing Day (substitute day)"
    assert date(2026, 12, 28) not in read.divisions["northern-ireland"][2026]
    assert read.divisions["england-and-wales"][2026][date(2026, 1, 5)] == "Monday"


def test_keys_that_gov_uk_may_add_one_day_do_no_harm():
    decoded = gov_uk(2026)
    decoded["cornwall"] = {"division": "cornwall", "events": []}
    decoded["scotland"]["updated"] = "2026-11-22"
    decoded["scotland"]["events"][0]["region"] = "all"
    assert read_official_list(decoded, LISTED).divisions.keys() == DIVISIONS.keys()


@pytest.mark.parametrize(
    "decoded",
    [
        None,
        [],
        {},
        "england-and-wales",
        {"events": []},
        gov_uk(2026) | {"scotland": []},
        gov_uk(2026) | {"scotland": {"division": "scotland"}},
        gov_uk(2026) | {"scotland": {"division": "scotland", "events": []}},
        gov_uk(2026) | {"scotland": {"division": "scotland", "events": {}}},
        gov_uk(2026) | {"scotland": gov_uk(2026)["northern-ireland"]},
    ],
)
def test_anything_of_another_shape_is_refused(decoded: object):
    with pytest.raises(NotBankHolidayList):
        read_official_list(decoded, LISTED)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "2026-12-25",
        {},
        {"title": "Christmas Day", "date": "2026-12-25"},
        {"title": "Christmas Day", "date": 20261225, "notes": ""},
        {"title": "Christmas Day", "date": "25/12/2026", "notes": ""},
        {"title": "Christmas Day", "date": "20261225", "notes": ""},
        {"title": "Christmas Day", "date": "2026-W52-5", "notes": ""},
        {"title": "Christmas Day", "date": "2026-02-30", "notes": ""},
        {"title": "Christmas Day", "date": "2101-12-23", "notes": ""},
        {"title": "Christmas Day", "date": "1989-12-25", "notes": ""},
        {"title": "Christmas Day", "date": "2026-12-25", "notes": None},
        {"title": " ", "date": "2026-12-25", "notes": ""},
        {"title": 25, "date": "2026-12-25", "notes": ""},
    ],
)
def test_a_single_event_of_another_shape_refuses_the_whole_list(wrong: object):
    decoded = gov_uk(2026)
    decoded["scotland"]["events"].append(wrong)
    with pytest.raises(NotBankHolidayList):
        read_official_list(decoded, LISTED)


@pytest.mark.parametrize("division", DIVISIONS)
def test_a_missing_division_is_named(division: str):
    decoded = gov_uk(2026)
    del decoded[division]
    with pytest.raises(BankHolidayDivisionMissing, match=f"no division {division}"):
        read_official_list(decoded, LISTED)


def test_a_year_left_out_of_the_middle_is_named():
    with pytest.raises(BankHolidayYearMissing, match="england-and-wales in 2027"):
        official(2026, 2028)


@pytest.mark.parametrize("year", [2026, 2028])
def test_a_year_that_one_division_lacks_at_either_end_is_named(year: int):
    decoded = gov_uk(2026, 2027, 2028)
    events = decoded["scotland"]["events"]
    decoded["scotland"]["events"] = [each for each in events if str(year) not in each["date"]]
    with pytest.raises(BankHolidayYearMissing, match=f"scotland in {year}"):
        read_official_list(decoded, LISTED)


def test_a_year_with_seven_bank_holidays_is_refused():
    decoded = gov_uk(2026, 2027)
    decoded["northern-ireland"]["events"].pop()
    with pytest.raises(BankHolidaysTooFew, match=r"only 7 .* northern-ireland in 2027"):
        read_official_list(decoded, LISTED)


def test_a_bank_holiday_on_a_saturday_is_refused():
    decoded = gov_uk(2026)
    decoded["england-and-wales"]["events"].append(event(date(2026, 12, 26)))
    with pytest.raises(BankHolidayOnWeekend, match="england-and-wales on 2026-12-26"):
        read_official_list(decoded, LISTED)


def test_a_date_that_stands_twice_is_refused_even_under_another_title():
    decoded = gov_uk(2026)
    decoded["scotland"]["events"].append(event(date(2026, 1, 5), "Another"))
    with pytest.raises(BankHolidayTwice, match="2026-01-05 twice for scotland"):
        read_official_list(decoded, LISTED)


# ------------------------------------------------------------------ nations


def test_wales_has_the_bank_holidays_of_england():
    assert divisions_of("wales") == divisions_of("england") == ("england-and-wales",)


def test_a_nation_that_is_not_listed_is_an_error_and_not_a_default():
    with pytest.raises(UnknownNation) as raised:
        divisions_of("England")
    assert "england, wales, scotland, northern-ireland, uk-any" in raised.value.advice


def test_the_union_says_where_a_day_is_a_bank_holiday_unless_it_is_everywhere():
    christmas, second, easter = date(2026, 12, 25), date(2026, 1, 2), date(2026, 4, 6)
    by_division = {
        "england-and-wales": {christmas: "Christmas Day", easter: "Easter Monday"},
        "scotland": {christmas: "Christmas Day", second: "2nd January"},
        "northern-ireland": {christmas: "Christmas Day", easter: "Easter Monday"},
    }
    assert holidays_of("uk-any", by_division) == {
        second: "2nd January: Scotland",
        easter: "Easter Monday: England and Wales, Northern Ireland",
        christmas: "Christmas Day",
    }
    assert holidays_of("scotland", by_division) == by_division["scotland"]


# ------------------------------------------------------------------ several lists


def test_a_later_list_counts_for_its_years_and_leaves_the_others():
    moved = gov_uk(2027, 2028)
    for division in moved.values():
        division["events"][0]["date"] = "2027-01-05"
    later = read_official_list(moved, date(2027, 1, 1), imported=True)
    united = unite([official(2025, 2026, 2027), later])
    assert (united.first_year, united.last_year) == (2025, 2028)
    assert (united.listed_on, united.imported) == (date(2027, 1, 1), True)
    assert min(united.divisions["scotland"][2026]) == date(2026, 1, 5)
    assert min(united.divisions["scotland"][2027]) == date(2027, 1, 5)


def test_one_list_alone_is_itself():
    shipped = official(2025, 2026)
    assert unite([shipped]) == shipped


def test_years_that_hang_in_the_air_are_not_confirmed():
    """The import that joined 2029 to the shipped list is damaged: 2029 is a guess."""
    united = unite([official(2026, 2027), official(2029, 2030)])
    assert united.years == [2026, 2027]


def test_a_list_that_follows_on_without_a_gap_may_be_imported():
    shipped = official(2026, 2027)
    check_import(official(2028), shipped, shipped)
    check_import(official(2025, 2026, 2027), shipped, shipped)


def test_a_list_that_leaves_years_out_is_refused():
    shipped = official(2026, 2027)
    with pytest.raises(BankHolidayListApart, match=r"begins with 2029.* only up to 2027"):
        check_import(official(2029), shipped, shipped)


def test_a_list_that_ends_before_the_shipped_one_is_refused():
    shipped = official(2026, 2027)
    with pytest.raises(BankHolidayListTooOld, match=r"ends with 2026, .*\(2027\)"):
        check_import(official(2025, 2026), shipped, shipped)


def test_a_list_that_ends_before_an_imported_one_is_taken_as_it_only_counts_for_its_years():
    shipped, in_force = official(2026, 2027), official(2026, 2027, 2028)
    check_import(official(2027), in_force, shipped)


def test_days_that_disappear_are_found_in_the_years_covered_by_both():
    decoded = gov_uk(2027, 2028)
    decoded["scotland"]["events"][0]["date"] = "2027-12-24"
    new = read_official_list(decoded, LISTED)
    gone = VanishedHoliday("scotland", date(2027, 1, 4), "Monday")
    assert vanished_holidays(new, official(2026, 2027)) == [gone]
    assert vanished_holidays(official(2027), official(2026, 2027)) == []
