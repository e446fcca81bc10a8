"""Counting one clock: an amount of time, forward or back from a moment. `docs/deadlines.md`."""

from datetime import UTC, datetime, timedelta
from typing import assert_never

from resolutions_cli.core.procedure.limit import EndDays
from resolutions_cli.core.time.amount import Amount, Counting, RestsOn
from resolutions_cli.core.time.moment import LONDON, Moment, add_months
from resolutions_cli.core.time.working_days import WorkingCalendar


def count(
    amount: Amount,
    backward: bool,
    start: Moment,
    calendar: WorkingCalendar,
    ends: EndDays | None = None,
) -> Moment:
    """The end of an `amount` of time from `start`, or back from it when `backward`.

    Working days, days, weeks and months give a date (day 0 is the day of `start`). Hours give an
    instant. If only the date of `start` is known, they run from 00:00, the earliest it can have
    been. "At once" is `start` itself, all day when only its date is known. Back from a moment with
    a time, days, weeks and months keep the time. With `ends` the end days count as there: then no
    time is kept, and the amount must be in days, weeks, months or working days.
    """
    if ends is not None:
        return _between_end_days(amount, backward, start, calendar, ends)
    size = -amount.size if backward else amount.size
    match amount.unit.counting:
        case Counting.WORKING_DAYS:
            return Moment(calendar.add_working_days(start.day, size))
        case Counting.HOURS:
            return Moment.of(start.starts + timedelta(hours=size))
        case Counting.AT_ONCE:
            return start
        case Counting.SAME_DAY:
            return Moment(start.day)
        case Counting.MONTHS:
            day = add_months(start.day, size)
        case Counting.DAYS:
            day = start.day + timedelta(days=size)
        case _:
            assert_never(amount.unit.counting)
    if backward and start.instant:
        clock = start.instant.astimezone(LONDON).time()
        wall = datetime.combine(day, clock, LONDON)
        # where the clocks change, the earlier of the two readings is the safe one
        readings = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        return Moment.of(min(readings))
    return Moment(day)


def first_day_before(start: Moment, backward: bool, ends: EndDays) -> Moment:
    """The day from which a count with these end days begins, as day 0.

    With the start as day 1, that is the day before it. Back from a day, the first day of the count
    is its earlier end: it is day 1, and the day that is counted from is none.
    """
    if ends is EndDays.SAME_DAY and not backward:
        return Moment(start.day - timedelta(days=1))
    return Moment(start.day)


def _between_end_days(
    amount: Amount, backward: bool, start: Moment, calendar: WorkingCalendar, ends: EndDays
) -> Moment:
    due = count(amount, backward, first_day_before(start, backward, ends), calendar)
    if ends is EndDays.SAME_DAY:
        return due
    step = -1 if backward else 1
    if amount.unit.counting is Counting.WORKING_DAYS:
        return Moment(calendar.add_working_days(due.day, step))
    return Moment(due.day + timedelta(days=step))


def rests_on_unpublished(
    amount: Amount, start: Moment, due: Moment, calendar: WorkingCalendar
) -> bool:
    """Whether bank holidays not yet published may move a counted date, or the day to act by.

    Working days depend on every day in between, any other amount on the day it ends. A task for at
    once, or for the same day, depends on neither.
    """
    match amount.unit.rests_on:
        case RestsOn.EVERY_DAY:
            return calendar.is_provisional(start.day, due.day)
        case RestsOn.LAST_DAY:
            return calendar.is_provisional(due.day, due.day)
        case RestsOn.NOTHING:
            return False
    assert_never(amount.unit.rests_on)
