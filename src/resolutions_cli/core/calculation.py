"""The calculator alone: an amount of time from a moment, without a dispute or a procedure."""

from datetime import timedelta
from enum import StrEnum

from resolutions_cli import errors
from resolutions_cli.core.amount import Amount, Counting, Unit
from resolutions_cli.core.counting import count, rests_on_unpublished
from resolutions_cli.core.deadline import act_by
from resolutions_cli.core.reckoning import days_counted
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment
from resolutions_cli.core.working_days import CountedDay, WorkingCalendar

_DAY = timedelta(days=1)

#: The units that run from the start itself, as one says them: "days, weeks, months and hours".
_NAMES = [
    unit.words[-1]
    for unit in Unit
    if unit.leaves_time and unit.counting is not Counting.WORKING_DAYS
]
_OTHERS = f"{', '.join(_NAMES[:-1])} and {_NAMES[-1]}"


class FirstDay(StrEnum):
    """Which day is day 1: the one after the start, as every procedure here has it, or the start
    itself, when it is a working day."""

    NEXT_DAY = "next-day"
    SAME_DAY = "same-day"


class Calculation(Value):
    """What was asked, and the answer with its working.

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
    if first_day is FirstDay.SAME_DAY:
        if amount.unit.counting is not Counting.WORKING_DAYS:
            raise errors.SameDayOfWorkingDays(others=_OTHERS)
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
