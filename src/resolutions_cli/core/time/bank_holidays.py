"""GOV.UK's list of bank holidays: reading it, refusing a wrong one, combining several."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from resolutions_cli import errors
from resolutions_cli.core.time.moment import FIRST_YEAR, LAST_YEAR
from resolutions_cli.core.time.working_days import Holidays
from resolutions_cli.core.value import Value

#: GOV.UK's divisions, with the names used where a day is a holiday in some only.
DIVISIONS = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}

#: The divisions whose bank holidays count for each nation that a procedure can name.
NATIONS: Mapping[str, tuple[str, ...]] = {
    "england": ("england-and-wales",),
    "wales": ("england-and-wales",),
    "scotland": ("scotland",),
    "northern-ireland": ("northern-ireland",),
    # "a bank holiday in any part of the United Kingdom": Freedom of Information Act 2000,
    # section 10(6).
    "uk-any": tuple(DIVISIONS),
}

#: No division has had fewer since 1978; a shorter year is a list that was cut off.
FEWEST_A_YEAR = 8


class OfficialList(Value):
    """A list that passed every check: whole consecutive years, the same in each division.

    `listed_on` is the list's own date, or the day on which it was imported.
    """

    divisions: Mapping[str, Mapping[int, Holidays]]
    listed_on: date
    imported: bool = False

    @property
    def years(self) -> Sequence[int]:
        """The years it covers, ascending."""
        return sorted(self.divisions["england-and-wales"])

    @property
    def first_year(self) -> int:
        """The first year it covers."""
        return self.years[0]

    @property
    def last_year(self) -> int:
        """The last year it covers, up to which dates are confirmed."""
        return self.years[-1]


class VanishedHoliday(Value):
    """A finding: a bank holiday in force that a newer list of the same year lacks."""

    division: str
    day: date
    name: str


def divisions_of(nation: str) -> tuple[str, ...]:
    """The divisions whose bank holidays count. Raises UnknownNation."""
    try:
        return NATIONS[nation]
    except KeyError:
        raise errors.UnknownNation(nations=", ".join(NATIONS)) from None


def holidays_of(nation: str, by_division: Mapping[str, Holidays]) -> dict[date, str]:
    """The bank holidays of a nation, from those of its divisions.

    A holiday that only some of the divisions have names them: "2nd January: Scotland".
    """
    divisions = divisions_of(nation)
    where: dict[date, dict[str, list[str]]] = {}
    for division in divisions:
        for day, name in by_division[division].items():
            where.setdefault(day, {}).setdefault(name, []).append(DIVISIONS[division])
    return {
        day: "; ".join(
            name if len(places) == len(divisions) else f"{name}: {', '.join(places)}"
            for name, places in names.items()
        )
        for day, names in sorted(where.items())
    }


# ------------------------------------------------------------------ reading a list


def read_official_list(decoded: object, listed_on: date, imported: bool = False) -> OfficialList:
    """Read the decoded JSON of https://www.gov.uk/bank-holidays.json and check all of it.

    Raises NotBankHolidayList, BankHolidayDivisionMissing, BankHolidayTwice,
    BankHolidayOnWeekend, BankHolidayYearMissing, BankHolidaysTooFew.
    """
    if not isinstance(decoded, dict) or DIVISIONS.keys().isdisjoint(decoded):
        raise errors.NotBankHolidayList
    divisions: dict[str, dict[int, dict[date, str]]] = {}
    for division in DIVISIONS:
        if division not in decoded:
            raise errors.BankHolidayDivisionMissing(division=division)
        divisions[division] = _read_division(division, decoded[division])
    all_years = {year for years in divisions.values() for year in years}
    for division, years in divisions.items():
        for year in range(min(all_years), max(all_years) + 1):
            if year not in years:
                raise errors.BankHolidayYearMissing(division=division, year=year)
            if len(years[year]) < FEWEST_A_YEAR:
                raise errors.BankHolidaysTooFew(
                    division=division, year=year, count=len(years[year])
                )
    return OfficialList(divisions, listed_on, imported)


def _read_division(division: str, value: object) -> dict[int, dict[date, str]]:
    match value:
        case {"division": str(named), "events": [_, *_] as events} if named == division:
            pass
        case _:
            raise errors.NotBankHolidayList
    years: dict[int, dict[date, str]] = {}
    for event in events:
        day, name = _read_event(event)
        if day.weekday() >= 5:
            raise errors.BankHolidayOnWeekend(division=division, day=day)
        days = years.setdefault(day.year, {})
        if day in days:
            raise errors.BankHolidayTwice(division=division, day=day)
        days[day] = name
    return years


def _read_event(event: object) -> tuple[date, str]:
    """A day and its name: "Boxing Day", or with the notes "Boxing Day (substitute day)"."""
    match event:
        case {"title": str(title), "date": str(text), "notes": str(notes)} if title.strip():
            day = _read_day(text)
        case _:
            raise errors.NotBankHolidayList
    return day, f"{title} ({notes[0].lower()}{notes[1:]})" if notes else title


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise errors.NotBankHolidayList from None
    # fromisoformat also takes 20260101 and 2026-W01-4, which GOV.UK never writes.
    if day.isoformat() != text or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise errors.NotBankHolidayList
    return day


# ------------------------------------------------------------------ several lists


def unite(lists: Sequence[OfficialList]) -> OfficialList:
    """The list in force: each year as the last list that covers it has it.

    The first list is the shipped one. Years that do not adjoin it without a gap (a list between
    them is damaged or missing) are left out, since they are not confirmed.
    """
    known = {year for each in lists for year in each.years}
    first = last = lists[0].last_year
    while first - 1 in known:
        first -= 1
    while last + 1 in known:
        last += 1
    divisions: dict[str, dict[int, Holidays]] = {}
    for division in DIVISIONS:
        united: dict[int, Holidays] = {}
        for each in lists:
            united |= each.divisions[division]
        divisions[division] = {year: united[year] for year in range(first, last + 1)}
    newest = [each for each in lists if first <= each.first_year <= last][-1]
    return newest.but(divisions=divisions)


def check_import(new: OfficialList, in_force: OfficialList, shipped: OfficialList) -> None:
    """Check that a list may be imported beside those in force.

    Raises BankHolidayListTooOld when it ends before the shipped list, BankHolidayListApart when
    years would be missing between it and the list in force.
    """
    if new.last_year < shipped.last_year:
        raise errors.BankHolidayListTooOld(last=new.last_year, shipped=shipped.last_year)
    if new.first_year > in_force.last_year + 1:
        raise errors.BankHolidayListApart(first=new.first_year, last=in_force.last_year)


def vanished_holidays(new: OfficialList, in_force: OfficialList) -> list[VanishedHoliday]:
    """Bank holidays in force that `new` lacks in years that it covers, by division and day.

    A holiday that was moved to another day is one of them.
    """
    return [
        VanishedHoliday(division, day, name)
        for division, years in in_force.divisions.items()
        for year, days in sorted(years.items())
        if year in new.divisions[division]
        for day, name in sorted(days.items())
        if day not in new.divisions[division][year]
    ]


class Holiday(Value):
    """A bank holiday of one or more divisions."""

    day: date
    name: str
    divisions: tuple[str, ...]


def added_holidays(new: OfficialList, in_force: OfficialList) -> list[Holiday]:
    """Bank holidays of `new` that are not in force, in the order of their days.

    They include every holiday of a year that no list in force covers.
    """
    return by_day(
        (division, day, name)
        for division, years in new.divisions.items()
        for year, days in years.items()
        for day, name in days.items()
        if day not in in_force.divisions[division].get(year, {})
    )


def by_day(holidays: Iterable[tuple[str, date, str]]) -> list[Holiday]:
    """Bank holidays in the order of their days, from the division, day and name of each.

    A holiday that several divisions share is listed once.
    """
    where: dict[tuple[date, str], list[str]] = {}
    for division, day, name in holidays:
        where.setdefault((day, name), []).append(division)
    return [Holiday(day, name, tuple(found)) for (day, name), found in sorted(where.items())]
