"""Counting one clock: an amount of time, forward or back from a moment. `docs/deadlines.md`."""

from datetime import UTC, datetime, timedelta
from typing import assert_never

from resolutions_cli.core.time.amount import Amount, Counting, RestsOn
from resolutions_cli.core.time.moment import LONDON, Moment, add_months
from resolutions_cli.core.time.working_days import WorkingCalendar


def count(amount: Amount, backward: bool, start: Moment, calendar: WorkingCalendar) -> Moment:
    """The end of an `amount` of time from `start`, or back from it when `backward`.

    Working days, days, weeks and months give a date (day 0 is the day of `start`). Hours give an
    instant. If only the date of `start` is known, they run from 00:00, the earliest it can have
    been. "At once" is `start` itself, all day when only its date is known. Back from a moment with
    a time, days, weeks and months keep the time.
    """
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
