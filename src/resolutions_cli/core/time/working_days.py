"""Working days of one nation: adding them, counting them, and listing them."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import accumulate, compress

from resolutions_cli import errors
from resolutions_cli.core.packing import Packed, Packing
from resolutions_cli.core.time.moment import FIRST_YEAR, LAST_YEAR
from resolutions_cli.core.value import Value

#: Bank holidays by date, each with its name in words.
Holidays = Mapping[date, str]

#: Which days of a week, from Monday on, are not at the weekend.
_WEEK = bytes((1, 1, 1, 1, 1, 0, 0))

_WEEKEND = {5: "Saturday", 6: "Sunday"}
_FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal()
_LAST_DAY = date(LAST_YEAR, 12, 31).toordinal()


class CountedDay(Value):
    """One line of a count: a day that counts has a number, any other has a reason."""

    date: date
    counts: bool
    number: int | None = None
    why: str | None = None


class CalendarSource(Value):
    """The source of a calendar's bank holidays, for every output that shows a date.

    `listed_on` is the date of its newest list. After `confirmed_until`, dates depend on rules and
    not on a published list.
    """

    title: str
    listed_on: date
    imported: bool
    confirmed_from: date
    confirmed_until: date

    def ends_soon(self, day: date) -> bool:
        """Whether the confirmed years end less than 12 months after a day, or have ended."""
        return self.confirmed_until < _a_year_on(day)

    def is_old(self, day: date) -> bool:
        """Whether the newest list is more than 12 months old on a day."""
        return _a_year_on(self.listed_on) < day


def _a_year_on(day: date) -> date:
    """The same day of the next year; the 28th for 29 February. It needs no import."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


class WorkingCalendar:
    """The working days of one nation, from 1990 to 2100.

    `confirmed` holds the officially listed bank holidays of consecutive years. `beyond` is asked
    for any other year, once, when an answer needs it. Years before the list are known history,
    those after it provisional.

    The table always covers whole consecutive years. Days are proleptic Gregorian ordinals (day 1 is
    Monday, 1 January of year 1). `_days` are those of all working days, in order; `_before[n]` is
    how many of them come before the day that is n days after the first. So adding any number of
    working days takes two look-ups in the table.

    Every method raises DateOutOfRange when the day or the answer is outside 1990 to 2100.
    """

    def __init__(
        self,
        nation: str,
        confirmed: Mapping[int, Holidays],
        beyond: Callable[[int], Holidays],
        source: CalendarSource,
    ) -> None:
        first_year, last_year = min(confirmed), max(confirmed)
        if len(confirmed) != last_year - first_year + 1:
            raise ValueError("the confirmed years must be consecutive")
        self.nation = nation
        self.source = source
        self.confirmed_from = date(first_year, 1, 1)
        self.confirmed_until = date(last_year, 12, 31)
        self._beyond = beyond
        self._years = dict(confirmed)
        self._tabulate()

    @property
    def confirmed(self) -> dict[int, Holidays]:
        """The officially listed bank holidays, by year."""
        first, last = self.confirmed_from.year, self.confirmed_until.year
        return {year: days for year, days in self._years.items() if first <= year <= last}

    def is_working_day(self, day: date) -> bool:
        """Not a Saturday, not a Sunday, not a bank holiday of the nation."""
        return self.why_not_working(day) is None

    def why_not_working(self, day: date) -> str | None:
        """ "Saturday", "Sunday" or the bank holiday's name; None for a working day."""
        ordinal = day.toordinal()
        self._cover(ordinal)
        return _WEEKEND.get(day.weekday()) or self._names.get(ordinal)

    def bank_holidays(self, year: int) -> dict[date, str]:
        """The bank holidays of a year that fall on Mondays to Fridays, in order."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise errors.DateOutOfRange(first=FIRST_YEAR, last=LAST_YEAR)
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        self._cover(first)
        return {
            date.fromordinal(ordinal): self._names[ordinal]
            for ordinal in sorted(self._names)
            if first <= ordinal <= last
        }

    def add_working_days(self, day: date, count: int) -> date:
        """The working day numbered `count` after `day`, or before it when negative.

        `day` itself is day 0, whatever day it is. Raises ValueError when `count` is 0.
        """
        if not count:
            raise ValueError("day 0 is the day itself, which need not be a working day")
        ordinal = day.toordinal()
        if not self._first <= ordinal <= self._last:
            self._cover(ordinal)
        while True:
            place = ordinal - self._first
            # the last working day up to and including the day comes just before the first one after
            # it
            found = count + (self._before[place + 1] - 1 if count > 0 else self._before[place])
            if 0 <= found < len(self._days):
                return date.fromordinal(self._days[found])
            # A bank holiday of a year that is not loaded yet can only move the answer further out,
            # so the years up to here are needed in any case.
            if count > 0:
                self._cover(self._last + _least_days(found - len(self._days) + 1))
            else:
                self._cover(self._first - _least_days(-found))

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days d there are with after < d <= until; 0 for until <= after."""
        start, end = after.toordinal(), until.toordinal()
        self._cover(start)
        self._cover(end)
        return max(0, self._before[end + 1 - self._first] - self._before[start + 1 - self._first])

    def working_day_on_or_before(self, day: date) -> date:
        """`day` itself when it is a working day, else the last one before it."""
        return day if self.is_working_day(day) else self.add_working_days(day, -1)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether the days from `first` to `last`, in either order, go beyond the last list."""
        return max(first, last) > self.confirmed_until

    def walk(self, start: date, end: date) -> list[CountedDay]:
        """Each day after `start` up to `end`, or before `start` back to `end`, in that order.

        Working days are numbered from 1. Unlike the sums above, this takes time for each day.
        """
        self._cover(start.toordinal())
        self._cover(end.toordinal())
        step = timedelta(days=1 if end >= start else -1)
        days: list[CountedDay] = []
        number, day = 0, start
        while day != end:
            day += step
            why = self.why_not_working(day)
            if why is None:
                number += 1
                days.append(CountedDay(day, counts=True, number=number))
            else:
                days.append(CountedDay(day, counts=False, why=why))
        return days

    # -------------------------------------------------------------- the table

    def _cover(self, ordinal: int) -> None:
        """Extend the table to the year of that day; a loaded year stays."""
        if self._first <= ordinal <= self._last:
            return
        if not _FIRST_DAY <= ordinal <= _LAST_DAY:
            raise errors.DateOutOfRange(first=FIRST_YEAR, last=LAST_YEAR)
        wanted = date.fromordinal(ordinal).year
        for year in range(min(wanted, *self._years), max(wanted, *self._years) + 1):
            if year not in self._years:
                self._years[year] = self._beyond(year)
        self._tabulate()

    def _tabulate(self) -> None:
        self._first = date(min(self._years), 1, 1).toordinal()
        self._last = date(max(self._years), 12, 31).toordinal()
        self._names = {
            day.toordinal(): name
            for days in self._years.values()
            for day, name in days.items()
            if day.weekday() not in _WEEKEND
        }
        length = self._last - self._first + 1
        works = bytearray(_WEEK * (length // 7 + 2))[(self._first - 1) % 7 :][:length]
        for ordinal in self._names:
            works[ordinal - self._first] = 0
        self._before = [0, *accumulate(works)]
        self._days = list(compress(range(self._first, self._last + 1), works))


class Calendars(Value):
    """The calendar in force, and those it replaced since the dispute was opened."""

    now: WorkingCalendar
    earlier: tuple[WorkingCalendar, ...] = ()


def _least_days(working_days: int) -> int:
    """The least number of days that so many working days take, from any day."""
    return working_days + (working_days - 1) // 5 * 2


# ------------------------------------------------------------------ stored in the cache

_SOURCE = Packing(CalendarSource)


def pack_calendar(calendar: WorkingCalendar) -> Packed:
    """The confirmed bank holidays and their source, packed."""
    years = {
        year: {day.toordinal(): name for day, name in days.items()}
        for year, days in calendar.confirmed.items()
    }
    return (calendar.nation, years, _SOURCE.pack(calendar.source))


def unpack_calendar(packed: Packed, beyond: Callable[[int], Holidays]) -> WorkingCalendar:
    """The calendar that was packed; `beyond` gives the years that no list covers."""
    nation, years, source = packed
    confirmed = {
        year: {date.fromordinal(day): name for day, name in days.items()}
        for year, days in years.items()
    }
    return WorkingCalendar(nation, confirmed, beyond, _SOURCE.unpack(source))
