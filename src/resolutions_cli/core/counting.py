"""Counting one clock: an amount of time, forward or back from a moment. `docs/deadlines.md`."""

from datetime import UTC, datetime, timedelta

from resolutions_cli.core.limit import Amount, Unit
from resolutions_cli.core.months import add_months
from resolutions_cli.core.when import LONDON, Moment
from resolutions_cli.core.working_days import WorkingCalendar

_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}


def count(amount: Amount, backward: bool, start: Moment, calendar: WorkingCalendar) -> Moment:
    """When `amount` of time from `start` ends; back from it when `backward`.

    Working days, days, weeks and months give a date (day 0 is the day of `start`). Hours give
    an instant, from 00:00 when only the date of `start` is known, the earliest it can have been;
    "at once" is `start` itself, all day when only its date is known. Back from a moment with a
    time, days, weeks and months keep the time.
    """
    number = -amount.number if backward else amount.number
    match amount.unit:
        case Unit.WORKING_DAY:
            return Moment(calendar.add_working_days(start.day, number))
        case Unit.HOUR:
            return Moment.of(start.starts + timedelta(hours=number))
        case Unit.AT_ONCE:
            return start
        case Unit.SAME_DAY:
            return Moment(start.day)
        case Unit.MONTH:
            day = add_months(start.day, number)
        case Unit.DAY | Unit.WEEK:
            day = start.day + timedelta(days=number * _DAYS[amount.unit])
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
    """Whether bank holidays that are not published yet may move a counted date, or say when to
    act by it: working days rest on every day between, any other amount on the day it ends.

    Something that must be done at once, or on the same day, rests on none.
    """
    if amount.unit in (Unit.AT_ONCE, Unit.SAME_DAY):
        return False
    first = start.day if amount.unit is Unit.WORKING_DAY else due.day
    return calendar.is_provisional(first, due.day)
