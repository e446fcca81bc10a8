"""Ten working days added to a day, by us and by each package that is installed here, in turn.

python -m benchmarks.adding ROUNDS

Prints JSON: for each contestant the microseconds of a call in each round. Run by `counting.py`
where the packages are. Each has the English calendar of the official list, and must give our
answer for each day first. A day is given as the type that the package works with; those whose
own that is have a second line, with a day that comes and goes as a date of Python.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from importlib import import_module
from typing import Any, NamedTuple

from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.files.workspace.calendars import calendar_for, shipped_list

CALLS = 5_000
TEN = 10

#: Days within the official list, of all kinds.
DAYS = [date(2020, 1, 1) + timedelta(days=number % 2900) for number in range(CALLS)]


class Adder(NamedTuple):
    """Something that adds ten working days to each of `days`, which are as it wants them."""

    add: Callable[[Any], Any]
    days: list[Any] = DAYS


def ours(calendar: WorkingCalendar) -> Iterator[tuple[str, Adder]]:
    yield "ours", Adder(lambda day: calendar.add_working_days(day, TEN))


def with_numpy(calendar: WorkingCalendar) -> Iterator[tuple[str, Adder]]:
    numpy = import_module("numpy")
    business = numpy.busdaycalendar(holidays=_bank_holidays(calendar))

    def add(day: Any) -> Any:
        return numpy.busday_offset(day, TEN, roll="backward", busdaycal=business)

    yield "numpy", Adder(add, [numpy.datetime64(day, "D") for day in DAYS])
    yield "numpy with Python's dates", Adder(lambda day: add(day).item())


def with_bizdays(calendar: WorkingCalendar) -> Iterator[tuple[str, Adder]]:
    theirs = import_module("bizdays").Calendar(
        holidays=_bank_holidays(calendar), weekdays=["Saturday", "Sunday"]
    )
    yield "bizdays", Adder(lambda day: theirs.offset(day, TEN))


def with_holidays(calendar: WorkingCalendar) -> Iterator[tuple[str, Adder]]:
    theirs = import_module("holidays").HolidayBase()
    theirs.update(dict.fromkeys(_bank_holidays(calendar), "bank holiday"))
    yield "holidays", Adder(lambda day: theirs.get_nth_working_day(day, TEN))


def with_workalendar(calendar: WorkingCalendar) -> Iterator[tuple[str, Adder]]:
    western = import_module("workalendar.core").WesternCalendar
    listed = {year: list(calendar.bank_holidays(year).items()) for year in _years(calendar)}
    theirs = type("England", (western,), {"holidays": lambda _, year=None: listed[year]})()
    yield "workalendar", Adder(lambda day: theirs.add_working_days(day, TEN))


def with_quantlib(calendar: WorkingCalendar) -> Iterator[tuple[str, Adder]]:
    quantlib = import_module("QuantLib")
    theirs = quantlib.BespokeCalendar("England")
    for weekday in (quantlib.Saturday, quantlib.Sunday):
        theirs.addWeekend(weekday)
    for day in _bank_holidays(calendar):
        theirs.addHoliday(quantlib.Date.from_date(day))
    ten = quantlib.Period(TEN, quantlib.Days)
    yield (
        "QuantLib",
        Adder(
            lambda day: theirs.advance(day, ten),
            [quantlib.Date.from_date(day) for day in DAYS],
        ),
    )
    yield (
        "QuantLib with Python's dates",
        Adder(lambda day: theirs.advance(quantlib.Date.from_date(day), ten).to_date()),
    )


def with_lexdays(calendar: WorkingCalendar) -> Iterator[tuple[str, Adder]]:
    listed = [
        {"id": day.isoformat(), "date": day.isoformat(), "name": {"en": "bank holiday"}}
        for day in _bank_holidays(calendar)
    ]
    theirs = import_module("lexdays").calendar({"id": "england", "one_off": listed})
    yield "lexdays", Adder(lambda day: theirs.add_business_days(day, TEN))


def _years(calendar: WorkingCalendar) -> range:
    return range(calendar.confirmed_from.year, calendar.confirmed_until.year + 1)


def _bank_holidays(calendar: WorkingCalendar) -> list[date]:
    return [day for year in _years(calendar) for day in calendar.bank_holidays(year)]


def contestants(calendar: WorkingCalendar) -> dict[str, Adder]:
    """All that are installed, ours first; each gives the same answers."""
    found = dict(ours(calendar))
    peers = (with_numpy, with_bizdays, with_holidays, with_workalendar, with_quantlib, with_lexdays)
    for peer in peers:
        try:
            found |= dict(peer(calendar))
        except ImportError:
            continue
    right = [calendar.add_working_days(day, TEN) for day in DAYS]
    for name, adder in found.items():
        if [_plain(adder.add(day)) for day in adder.days] != right:
            raise SystemExit(f"{name} gives other answers")
    return found


def _plain(answer: Any) -> object:
    """An answer as a date of Python, whatever type it came as."""
    if hasattr(answer, "to_date"):
        return answer.to_date()
    return answer.item() if hasattr(answer, "item") else answer


def in_turn(adders: Mapping[str, Adder], rounds: int) -> dict[str, list[float]]:
    """Microseconds of a call, by round."""
    found: dict[str, list[float]] = {name: [] for name in adders}
    for _ in range(rounds):
        for name, (add, days) in adders.items():
            begun = time.perf_counter()
            for day in days:
                add(day)
            found[name].append((time.perf_counter() - begun) / len(days) * 1e6)
    return found


if __name__ == "__main__":
    england = calendar_for("england", [shipped_list()])
    json.dump(in_turn(contestants(england), int(sys.argv[1])), sys.stdout)
