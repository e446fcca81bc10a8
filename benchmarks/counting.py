"""Working days added, a call, against the packages that can do it too; and dates by the million.

python -m benchmarks.counting

Compared is what is installed of bizdays, numpy, holidays, workalendar and QuantLib.
"""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from resolutions_cli.core.clock import Clock
from resolutions_cli.core.counting import count
from resolutions_cli.core.limit import Amount, Unit
from resolutions_cli.core.when import Moment
from resolutions_cli.core.working_days import WorkingCalendar
from resolutions_cli.files.calendars import calendar_for, shipped_list

_CALLS = 20_000
_DAYS = [date(2020, 1, 1) + timedelta(days=number % 2900) for number in range(_CALLS)]

#: A call that adds ten working days to a day.
Adder = Callable[[date], object]


def ours(calendar: WorkingCalendar) -> Adder:
    return lambda day: calendar.add_working_days(day, 10)


def peers(calendar: WorkingCalendar) -> dict[str, Adder]:
    """Every other package that is installed, with the same bank holidays."""
    off = [day for year in range(2012, 2029) for day in calendar.bank_holidays(year)]
    found: dict[str, Adder] = {}
    with suppress(ImportError):
        import numpy

        business = numpy.busdaycalendar(holidays=off)
        found["numpy"] = lambda day: numpy.busday_offset(
            day, 10, roll="backward", busdaycal=business
        )
    with suppress(ImportError):
        from bizdays import Calendar

        theirs = Calendar(holidays=off, weekdays=["Saturday", "Sunday"])
        found["bizdays"] = lambda day: theirs.offset(day, 10)
    with suppress(ImportError):
        from holidays import country_holidays

        listed = country_holidays("GB", subdiv="ENG", years=range(2012, 2029))
        found["holidays"] = lambda day: listed.get_nth_working_day(day, 10)
    with suppress(ImportError):
        from workalendar.europe import UnitedKingdom

        kingdom = UnitedKingdom()
        found["workalendar"] = lambda day: kingdom.add_working_days(day, 10)
    with suppress(ImportError):
        import QuantLib

        market = QuantLib.UnitedKingdom()
        ten = QuantLib.Period(10, QuantLib.Days)
        days = {day: QuantLib.Date(day.day, day.month, day.year) for day in _DAYS}
        found["QuantLib"] = lambda day: market.advance(days[day], ten)
    return found


def microseconds(add: Adder, calls: int = _CALLS) -> float:
    """A call, the best of three times so many."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        for day in _DAYS[:calls]:
            add(day)
        best = min(best, time.perf_counter() - begun)
    return best / calls * 1e6


def main() -> None:
    """Print a line for each package, and how long a million takes."""
    calendar = calendar_for("england", [shipped_list()])
    mine = microseconds(ours(calendar))
    sys.stdout.write(f"ours {mine:.2f} microseconds a call\n")
    for name, add in peers(calendar).items():
        theirs = microseconds(add, 500 if name in ("workalendar", "holidays") else _CALLS)
        sys.stdout.write(f"{name} {theirs:.2f}; ours takes {mine / theirs:.3f} of it\n")
    amount = Amount(10, Unit.WORKING_DAY, "10 working days")
    moments = [Moment(day) for day in _DAYS]
    begun = time.perf_counter()
    for _ in range(1_000_000 // _CALLS):
        for moment in moments:
            Clock(
                "within 10 working days", "raised", "1", due=count(amount, False, moment, calendar)
            )
    sys.stdout.write(f"a million due dates: {time.perf_counter() - begun:.1f} s\n")


if __name__ == "__main__":
    main()
