"""Working days of one nation: adding them, counting them, and showing the count."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from resolutions_cli import errors
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import FIRST_YEAR, LAST_YEAR

#: Bank holidays by date, each with its name in words.
Holidays = Mapping[date, str]

#: Mondays to Fridays in the first days of a week.
_WEEKDAYS_IN = (0, 1, 2, 3, 4, 5, 5)

_WEEKEND = {5: "Saturday", 6: "Sunday"}
_FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal()
_LAST_DAY = date(LAST_YEAR, 12, 31).toordinal()


class CountedDay(Value):
    """One line of a reckoning: a day that counts has a number, any other has a reason."""

    date: date
    counts: bool
    number: int | None = None
    why: str | None = None


class CalendarSource(Value):
    """Where a calendar's bank holidays come from, for every output that shows a date.

    `listed_on` is the date of the newest list in it; after `confirmed_until` dates rest on
    rules and not on a published list.
    """

    title: str
    listed_on: date
    imported: bool
    confirmed_from: date
    confirmed_until: date


class WorkingCalendar:
    """The working days of one nation, from 1990 to 2100.

    `confirmed` holds the officially listed bank holidays of consecutive years. Any other
    year is asked of `beyond`, once, when an answer needs it: before the list those are
    known history, after it they are provisional.

    The table always covers whole consecutive years. Days are proleptic Gregorian ordinals
    (day 1 is Monday, 1 January of year 1), so the weekdays up to a day follow from its
    ordinal alone, and only the bank holidays that fall on weekdays are searched.

    Every method raises DateOutOfRange when the day or the answer lies outside 1990 to 2100.
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
            for ordinal in self._holidays
            if first <= ordinal <= last
        }

    def add_working_days(self, day: date, count: int) -> date:
        """The working day numbered `count` after `day`, or before it when negative.

        `day` itself is day 0, whatever day it is. Raises ValueError when `count` is 0.
        """
        if not count:
            raise ValueError("day 0 is the day itself, which need not be a working day")
        start = day.toordinal()
        if not self._first <= start <= self._last:
            self._cover(start)
        if count < 0:
            # Seen from the end of the eve, its last working day is the first one back.
            start, count = start - 1, count + 1
        while True:
            rank = _weekdays_through(start) - bisect_right(self._holidays, start) + count
            # Each holiday that the rank goes past moves the answer one weekday on.
            weekday = rank + bisect_left(self._worked_before, rank) - 1
            found = weekday // 5 * 7 + weekday % 5 + 1
            if self._first <= found <= self._last:
                return date.fromordinal(found)
            # Holidays not loaded yet can only move the answer further out, so the years
            # up to here are needed in any case, and the next try is no nearer than this.
            self._cover(found)

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days d there are with after < d <= until; 0 for until <= after."""
        start, end = after.toordinal(), until.toordinal()
        self._cover(start)
        self._cover(end)
        return max(0, self._working_days_through(end) - self._working_days_through(start))

    def working_day_on_or_before(self, day: date) -> date:
        """`day` itself when it is a working day, else the last one before it."""
        return day if self.is_working_day(day) else self.add_working_days(day, -1)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether the days from `first` to `last`, in either order, go past the last list."""
        return max(first, last) > self.confirmed_until

    def walk(self, start: date, end: date) -> list[CountedDay]:
        """Each day after `start` up to `end`, or before `start` back to `end`, in that order.

        Working days are numbered from 1. Unlike the sums above this takes time by the day.
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

    def _working_days_through(self, ordinal: int) -> int:
        """The rank of a day: weekdays since year 1 up to it, less the holidays in the table.

        Holidays before the table are missing from every rank alike, so they cancel out.
        """
        return _weekdays_through(ordinal) - bisect_right(self._holidays, ordinal)

    def _cover(self, ordinal: int) -> None:
        """Make the table reach the year of that day; a year once loaded stays."""
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
        self._holidays = sorted(self._names)
        self._worked_before = [
            _weekdays_through(holiday) - 1 - earlier
            for earlier, holiday in enumerate(self._holidays)
        ]


class Calendars(Value):
    """The calendar in force, and those it replaced since the dispute was opened."""

    now: WorkingCalendar
    earlier: tuple[WorkingCalendar, ...] = ()


def _weekdays_through(ordinal: int) -> int:
    """Mondays to Fridays from day 1, a Monday, up to that day."""
    return ordinal // 7 * 5 + _WEEKDAYS_IN[ordinal % 7]
