"""The day in what somebody typed: last Tuesday, 2 days ago, in 10 working days, a week today.

`calendar_dates` reads days that are written with figures or with a month.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from resolutions_cli import errors
from resolutions_cli.core.calendar_dates import Day, calendar_date, on_weekday
from resolutions_cli.core.looks import Looks
from resolutions_cli.core.months import add_months

#: Counts working days on from a day, or back, as `WorkingCalendar.add_working_days` does.
AddWorkingDays = Callable[[date, int], date]

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)

_NEAR = {
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "day before yesterday": -2,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
}

_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday"),
            ("tue", "tues", "tuesday"),
            ("wed", "weds", "wednesday"),
            ("thu", "thur", "thurs", "thursday"),
            ("fri", "friday"),
            ("sat", "saturday"),
            ("sun", "sunday"),
        )
    )
    for name in names
}

_AWAY = re.compile(
    r"(?P<ahead>in )?(?P<number>\d{1,3}|[a-z]+) "
    r"(?P<unit>working days?|days?|weeks?|fortnights?|months?|years?)"
    r"(?P<behind> time| ago today| ago| from now| from today| today| tomorrow)?",
    re.ASCII,
)
_WEEKS_FROM = re.compile(r"(?P<long>a week|a fortnight) (?:on )?(?P<name>[a-z]{3,9})", re.ASCII)
_NAMED = re.compile(
    r"(?:(?P<which>last|next|this coming|coming|this) )?(?P<name>[a-z]{3,9})(?P<week> week)?",
    re.ASCII,
)


def day_meant(
    words: str, today: date, looks: Looks, add_working_days: AddWorkingDays | None = None
) -> Day | None:
    """Which days the words can mean, as of today; None where they are no day's.

    Raises ImpossibleDate and DateOutOfRange. Without `add_working_days` no words with working
    days are a day's.
    """
    words = words.removeprefix("on ")
    if words in _NEAR:
        return Day((today + _NEAR[words] * _DAY,))
    if words == "last night":
        return Day((today - _DAY, today))
    for read in (_so_far_away, _next_working_day, _weeks_from_a_day):
        if found := read(words, today, looks, add_working_days):
            return found
    if found := _named(words, today, looks):
        return found
    first, _, rest = words.partition(" ")
    if first in _WEEKDAYS:
        dated = calendar_date(rest, today, looks)
        return on_weekday(dated, _WEEKDAYS[first]) if dated else None
    return calendar_date(words, today, looks)


def _next_working_day(
    words: str, today: date, _: Looks, add_working_days: AddWorkingDays | None
) -> Day | None:
    named = {"next working day": 1, "last working day": -1, "previous working day": -1}
    step = named.get(words.removeprefix("the "))
    return Day((add_working_days(today, step),)) if step and add_working_days else None


def _so_far_away(
    words: str, today: date, _: Looks, add_working_days: AddWorkingDays | None
) -> Day | None:
    """ "2 days ago", "in 10 working days", "in a weeks time", "a fortnight today"."""
    found = _AWAY.fullmatch(words)
    if found is None:
        return None
    typed, behind = found["number"], (found["behind"] or "").strip()
    number = int(typed) if typed.isdecimal() else _NUMBERS.get(typed, 0)
    unit = found["unit"].removesuffix("s")
    ahead = bool(found["ahead"])
    if ahead != (behind in ("", "time")) or not number:
        return None
    if behind in ("today", "tomorrow") and unit not in ("week", "fortnight"):
        return None
    if behind.startswith("ago"):
        number = -number
    begin = today + _DAY if behind == "tomorrow" else today
    if unit == "working day":
        return Day((add_working_days(begin, number),)) if add_working_days else None
    return Day((_moved(begin, number, unit),))


def _moved(day: date, number: int, unit: str) -> date:
    try:
        if unit in ("month", "year"):
            return add_months(day, number * (12 if unit == "year" else 1))
        return day + number * {"day": _DAY, "week": _WEEK, "fortnight": 2 * _WEEK}[unit]
    except (OverflowError, ValueError):
        raise errors.ImpossibleDate from None


def _weeks_from_a_day(
    words: str, today: date, looks: Looks, _: AddWorkingDays | None
) -> Day | None:
    """ "a week on Friday", "a fortnight on Friday"."""
    found = _WEEKS_FROM.fullmatch(words)
    if found is None or found["name"] not in _WEEKDAYS:
        return None
    weeks = 1 if found["long"] == "a week" else 2
    days = _coming(today, _WEEKDAYS[found["name"]])
    return _looking(looks, today, (day + weeks * _WEEK for day in days))


def _named(words: str, today: date, looks: Looks) -> Day | None:
    """ "Thursday", "last Tuesday", "next Friday", "this Friday", "Friday week"."""
    found = _NAMED.fullmatch(words)
    if found is None or found["name"] not in _WEEKDAYS:
        return None
    number, which = _WEEKDAYS[found["name"]], found["which"]
    before, after = _before(today, number), _after(today, number)
    if found["week"]:
        return None if which else Day(tuple(day + _WEEK for day in _coming(today, number)))
    match which:
        case None:
            now = (today,) if today.weekday() == number else ()
            return _looking(looks, today, (*now, *_nearest_first(today, before, after)))
        case "last":
            # on a Thursday, Tuesday this week to some and Tuesday last week to others
            return Day(tuple(sorted({before, *_of_week(today, number, -1)}, reverse=True)))
        case "next":
            return Day(tuple(sorted({after, *_of_week(today, number, 1)})))
        case "this":
            this_week = set(_of_week(today, number, 0))
            coming = this_week if today in this_week else {*this_week, after}
            return _looking(looks, today, sorted(coming))
        case _:  # the other words all mean the next one
            return Day((after,))


def _before(today: date, weekday: int) -> date:
    return today - _DAY * ((today.weekday() - weekday - 1) % 7 + 1)


def _after(today: date, weekday: int) -> date:
    return today + _DAY * ((weekday - today.weekday() - 1) % 7 + 1)


def _coming(today: date, weekday: int) -> tuple[date, ...]:
    """The coming day of that name; today too where it is one."""
    after = _after(today, weekday)
    return (today, after) if today.weekday() == weekday else (after,)


def _of_week(today: date, weekday: int, weeks: int) -> Iterable[date]:
    """The day of that name in this week or one so many on, for whoever lets a week begin on
    Monday, and on Sunday."""
    for first in (today.weekday(), (today.weekday() + 1) % 7):
        start = today - first * _DAY + weeks * _WEEK
        yield start + _DAY * ((weekday - start.weekday()) % 7)


def _nearest_first(today: date, *days: date) -> list[date]:
    return sorted(days, key=lambda day: abs(day - today))


def _looking(looks: Looks, today: date, days: Iterable[date]) -> Day:
    """Those of the days that are where the question looks; all where none is."""
    found = tuple(days)
    there = tuple(
        day
        for day in found
        if not (looks is Looks.PAST and day > today) and not (looks is Looks.FUTURE and day < today)
    )
    return Day(there or found)
