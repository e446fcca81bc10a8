"""The dates and times that are written in full, as old records and machines have them.

A record says the same for ever, so nothing is added here. `typed_when` reads what people type.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from resolutions_cli import errors
from resolutions_cli.core.when import FIRST_YEAR, LAST_YEAR, LONDON, Moment

T = TypeVar("T")

_MINUTE = timedelta(minutes=1)

_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH_NAMES = (
    "january february march april may june july august september october november december".split()
)
_CLOCK = r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,6})?)?"
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    + _CLOCK
    + r"(?P<offset>Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<name>[a-z]{3,9}),? (?P<year>\d{4}),?" + _CLOCK + ")?",
    re.ASCII | re.IGNORECASE,
)
_NEAR = re.compile(r"(today|yesterday|tomorrow)(?:[t ](\d{1,2}):(\d{2}))?", re.ASCII)


def read_exact(text: str, now: datetime) -> Moment:
    """The day or the time that is written as 2026-11-19, 2026-11-19T15:30, 19 Nov 2026 15:30,
    today, "yesterday 15:30" or now; without an offset it is London time.

    Raises UnreadableDate, ImpossibleDate (30 February), SkippedTime and DoubledTime (the clock
    changes), DateOutOfRange.
    """
    typed = " ".join(text.split())
    if typed.lower() == "now":
        return Moment.of(now)
    if near := _NEAR.fullmatch(typed.lower()):
        return _near(near, now)
    if found := _ISO.fullmatch(typed):
        month = int(found["month"])
        offset = found["offset"]
    elif (found := _WORDS.fullmatch(typed)) and (named := _month_of(found["name"])):
        month, offset = named, None
    else:
        raise errors.UnreadableDate
    day = _possible(lambda: date(int(found["year"]), month, int(found["day"])))
    weekday = found.groupdict().get("weekday")
    if weekday and _WEEKDAYS[day.weekday()] != weekday.lower():
        raise errors.ImpossibleDate
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise errors.DateOutOfRange(first=FIRST_YEAR, last=LAST_YEAR)
    if found["hour"] is None:
        return Moment(day)
    clock = _possible(lambda: time(int(found["hour"]), int(found["minute"])))
    if offset:
        return _with_offset(day, clock, offset)
    return Moment.of(london_instant(day, clock))


def _near(near: re.Match[str], now: datetime) -> Moment:
    today = Moment.of(now).day
    day = today + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[near[1]])
    if near[2] is None:
        return Moment(day)
    clock = _possible(lambda: time(int(near[2]), int(near[3])))
    return Moment.of(london_instant(day, clock))


def _month_of(name: str) -> int | None:
    """The number of a month by its name or its first three letters ("Sept" too)."""
    low = name.lower()
    for number, (short, full) in enumerate(zip(_MONTHS, _MONTH_NAMES, strict=True), 1):
        if low in (short, full) or (low == "sept" and short == "sep"):
            return number
    return None


def _possible(make: Callable[[], T]) -> T:
    try:
        return make()
    except ValueError:
        raise errors.ImpossibleDate from None


def _with_offset(day: date, clock: time, offset: str) -> Moment:
    if offset in "Zz":
        return Moment.of(datetime.combine(day, clock, UTC))
    digits = offset[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise errors.ImpossibleDate
    shift = timedelta(hours=hours, minutes=minutes) * (1 if offset[0] == "+" else -1)
    return Moment.of(datetime.combine(day, clock, UTC) - shift)


def london_instant(day: date, clock: time) -> datetime:
    """The instant of a London wall-clock time, in UTC.

    Raises SkippedTime when the clocks went over it in spring, DoubledTime when they showed
    it twice in autumn.
    """
    wall = datetime.combine(day, clock)
    first = wall.replace(tzinfo=LONDON, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=LONDON, fold=1).astimezone(UTC)
    if first == second:
        return first
    if first.astimezone(LONDON).replace(tzinfo=None) != wall:
        change = _change_between(second, first)
        raise errors.SkippedTime(
            before=f"{(change - _MINUTE).astimezone(LONDON):%Y-%m-%dT%H:%M}",
            after=f"{change.astimezone(LONDON):%Y-%m-%dT%H:%M}",
        )
    raise errors.DoubledTime(
        first=first.astimezone(LONDON).isoformat(timespec="minutes"),
        second=second.astimezone(LONDON).isoformat(timespec="minutes"),
    )


def _change_between(low: datetime, high: datetime) -> datetime:
    """The first minute in (low, high] after the clocks changed, for times an hour apart."""
    offset = low.astimezone(LONDON).utcoffset()
    moment = low
    while moment.astimezone(LONDON).utcoffset() == offset and moment < high:
        moment += _MINUTE
    return moment
