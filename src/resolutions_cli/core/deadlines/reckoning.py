"""The days that a clock counts, to check against a paper calendar; and the calculator."""

from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from resolutions_cli import errors
from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.count import count, first_day_before, rests_on_unpublished
from resolutions_cli.core.deadlines.deadline import act_by
from resolutions_cli.core.procedure.limit import EndDays
from resolutions_cli.core.time.amount import Amount, Counting, Unit
from resolutions_cli.core.time.moment import Moment, add_months, midnight
from resolutions_cli.core.time.working_days import CountedDay, WorkingCalendar
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ day by day


#: Why the last of a number of clear days has no number.
_CLEAR = "the last day does not count: the days are clear days"

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def days_of(clock: Clock, calendar: WorkingCalendar) -> tuple[CountedDay, ...]:
    """Each day that a clock counted, with its number, and each day it skipped, with the reason.

    Working days and days are numbered from the day after the event (back from the day before),
    months by their number. For hours, each day has the hours that have run by its end. A clock by
    agreement, one that still waits, and one that leaves no time have no days.
    """
    amount, limit = clock.counted, clock.limit
    if amount is None or limit is None or clock.event is None or clock.due is None:
        return ()
    if limit.count is None:
        return days_counted(amount, clock.event, clock.due, calendar)
    start = first_day_before(clock.event, limit.backward, limit.count)
    days = days_counted(amount, start, clock.due, calendar)
    match limit.count:
        case EndDays.SAME_DAY:
            return days
        case EndDays.CLEAR:
            return (*days[:-1], CountedDay(clock.due.day, False, None, _CLEAR))
    assert_never(limit.count)


def days_counted(
    amount: Amount, start: Moment, due: Moment, calendar: WorkingCalendar
) -> tuple[CountedDay, ...]:
    """The days of an amount of time from `start` to `due`, forward or back."""
    match amount.unit.counting:
        case Counting.WORKING_DAYS:
            return tuple(calendar.walk(start.day, due.day))
        case Counting.DAYS:
            return _each_day(start.day, due.day)
        case Counting.MONTHS:
            sign = 1 if due.day >= start.day else -1
            return tuple(
                CountedDay(add_months(start.day, sign * number), True, number)
                for number in range(1, amount.size + 1)
            )
        case Counting.HOURS:
            return _hours(start, due)
        case Counting.AT_ONCE | Counting.SAME_DAY:
            return ()
    assert_never(amount.unit.counting)


def _each_day(start: date, end: date) -> tuple[CountedDay, ...]:
    step = _DAY if end >= start else -_DAY
    return tuple(
        CountedDay(start + step * number, True, number)
        for number in range(1, abs((end - start).days) + 1)
    )


def _hours(event: Moment, due: Moment) -> tuple[CountedDay, ...]:
    """The hours that have run by the end of each day; forward or back between two instants."""
    low, high = sorted((event.starts, due.starts))
    backward = due.starts < event.starts
    days = []
    day, last = Moment.of(low).day, Moment.of(high).last_day
    while day <= last:
        begin, end = max(midnight(day), low), min(midnight(day + _DAY), high)
        run = (high - begin) if backward else (end - low)
        days.append(CountedDay(day, True, round(run / _HOUR), _clock_change(day)))
        day += _DAY
    return tuple(reversed(days)) if backward else tuple(days)


def _clock_change(day: date) -> str | None:
    length = (midnight(day + _DAY) - midnight(day)) // _HOUR
    if length == 24:
        return None
    direction = "forward" if length < 24 else "back"
    return f"the clocks go {direction}: a day of {length} hours"


# ------------------------------------------------------------------ the calculator


#: The units other than working days, in words: "days, weeks, months and hours".
_NAMES = [
    unit.words[-1]
    for unit in Unit
    if unit.leaves_time and unit.counting is not Counting.WORKING_DAYS
]
_OTHERS = f"{', '.join(_NAMES[:-1])} and {_NAMES[-1]}"


class FirstDay(StrEnum):
    """Which day is day 1: the day after the start, as in every procedure here, or the start itself
    if it is a working day."""

    NEXT_DAY = "next-day"
    SAME_DAY = "same-day"


class Calculation(Value):
    """A question to the calculator, and the answer with its working.

    `due` is a date, or an instant for hours; `act_by` is the last working day up to it.
    `provisional` says that bank holidays not yet published may change the answer.
    """

    amount: Amount
    start: Moment
    backward: bool
    first_day: FirstDay
    due: Moment
    act_by: Moment
    provisional: bool
    days: tuple[CountedDay, ...]


def require_countable(amount: Amount, first_day: FirstDay) -> None:
    """Raise SameDayOfWorkingDays when the start is to be day 1 of anything but working days."""
    if first_day is FirstDay.SAME_DAY and amount.unit.counting is not Counting.WORKING_DAYS:
        raise errors.SameDayOfWorkingDays(others=_OTHERS)


def calculate(
    amount: Amount,
    start: Moment,
    calendar: WorkingCalendar,
    *,
    backward: bool = False,
    first_day: FirstDay = FirstDay.NEXT_DAY,
) -> Calculation:
    """Count an amount of time from a moment, or back from it.

    Raises SameDayOfWorkingDays when the start is to be day 1 of anything but working days, and
    DateOutOfRange when the answer lies outside the years that can be counted.
    """
    counted_from = start
    require_countable(amount, first_day)
    if first_day is FirstDay.SAME_DAY:
        # Seen from the day before, the start is the first day, if it is a working day at all.
        counted_from = Moment(start.day + (_DAY if backward else -_DAY))
    due = count(amount, backward, counted_from, calendar)
    return Calculation(
        amount=amount,
        start=start,
        backward=backward,
        first_day=first_day,
        due=due,
        act_by=act_by(due, calendar),
        provisional=rests_on_unpublished(amount, counted_from, due, calendar),
        days=days_counted(amount, counted_from, due, calendar),
    )
