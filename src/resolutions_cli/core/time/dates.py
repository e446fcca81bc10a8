"""Days written with figures or with a month: 19/11/2026, 19.11.26, 19th November.

The day comes before the month, as in England. If another order fits too, both days are given.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import TypeVar

from resolutions_cli import errors
from resolutions_cli.core.time.moment import FIRST_YEAR, LAST_YEAR, LONDON, Looks, Moment
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ dates and times in full


T = TypeVar("T")

_MINUTE = timedelta(minutes=1)

_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_MONTHS_IN_FULL = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH_NAMES = (
    "january february march april may june july august september october november december".split()
)
_CLOCK = r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,6})?)?"
_ISO_INSTANT = re.compile(
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
    """The day or the time written as 2026-11-19, 2026-11-19T15:30, 19 Nov 2026 15:30, today,
    "yesterday 15:30" or now; without an offset it is London time.

    Raises UnreadableDate, ImpossibleDate (30 February), SkippedTime and DoubledTime (the clock
    changes), DateOutOfRange.
    """
    typed = " ".join(text.split())
    if typed.lower() == "now":
        return Moment.of(now)
    if near := _NEAR.fullmatch(typed.lower()):
        return _near(near, now)
    if found := _ISO_INSTANT.fullmatch(typed):
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
    for number, (short, full) in enumerate(zip(_MONTHS_IN_FULL, _MONTH_NAMES, strict=True), 1):
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

    Raises SkippedTime for a time that the clocks skipped in spring, DoubledTime for one that they
    showed twice in autumn.
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


# ------------------------------------------------------------------ days with figures or a month


#: A date further away than this is questioned: a wrong year is easily typed.
FAR_DAYS = 60


class Doubt(Enum):
    """Why somebody should confirm a day, although it can be read in one way only."""

    MONTH_FIRST = "the month stands before the day"
    WEEKDAY = "the weekday does not fit"
    NO_YEAR = "without a year, and far away"


class Day(Value):
    """The days that may be meant, the likeliest first, and any other doubt about them."""

    days: tuple[date, ...]
    doubt: Doubt | None = None


_MONTHS = {
    name: number
    for number, full in enumerate(
        (
            *("january", "february", "march", "april", "may", "june"),
            *("july", "august", "september", "october", "november", "december"),
        ),
        1,
    )
    for name in (full, full[:3])
} | {"sept": 9}

_FIGURES = re.compile(r"(\d{1,4}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{1,4})", re.ASCII)
_TWO_FIGURES = re.compile(r"(\d{1,2}) ?[/.] ?(\d{1,2})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]?(?P<month>[a-z]{3,9})\.?"
    r"(?:[ -]?(?P<year>\d{4})|[ -](?P<short>\d{2}))?",
    re.ASCII,
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9})\.? ?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: (?P<year>\d{4}))?",
    re.ASCII,
)
_OF_THE_MONTH = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)", re.ASCII)


def calendar_date(words: str, today: date, looks: Looks) -> Day | None:
    """The days that the words may mean; None if they are not a date.

    Raises ImpossibleDate (30 February), DateOutOfRange.
    """
    if _ISO.fullmatch(words):
        year, month, day = (int(each) for each in words.split("-"))
        return _one(year, month, day)
    if found := _FIGURES.fullmatch(words):
        return _of_figures(found[1], found[3], found[4], today)
    if found := _TWO_FIGURES.fullmatch(words):
        return _of_two_figures(int(found[1]), int(found[2]), today, looks)
    for form in (_DAY_FIRST, _MONTH_FIRST):
        found = form.fullmatch(words)
        if found and (number := _MONTHS.get(found["month"])):
            return _of_month(found.groupdict(), number, today, looks)
    if found := _OF_THE_MONTH.fullmatch(words):
        return _of_the_month(int(found[1]), today, looks)
    return None


def on_weekday(day: Day, weekday: int) -> Day:
    """The days that fall on a weekday; if there are none, all of them with a doubt."""
    fit = tuple(each for each in day.days if each.weekday() == weekday)
    return Day(fit, day.doubt) if fit else Day(day.days, Doubt.WEEKDAY)


def is_far(day: date, today: date) -> bool:
    """Whether a day is so far away that it may have been mistyped."""
    return abs((day - today).days) > FAR_DAYS


# ------------------------------------------------------------------ figures alone


def _of_figures(first: str, second: str, third: str, today: date) -> Day | None:
    """Day, month and year; with the month or the year first as well, if that fits too."""
    a, b, c = int(first), int(second), int(third)
    if len(first) == 4 and len(third) <= 2:
        found = _there((a, b, c), (a, c, b))
    elif len(first) <= 2 and len(third) == 4:
        found = _there((c, b, a), (c, a, b))
    elif len(first) <= 2 and len(third) == 2:
        found = _of_short_year(a, b, c, today)
    else:
        return None
    if not found:
        raise errors.ImpossibleDate
    days = tuple(dict.fromkeys(day for _, day in found))
    _in_range(days[0])
    return Day(days, None if found[0][0] == 0 else Doubt.MONTH_FIRST)


def _of_short_year(a: int, b: int, c: int, today: date) -> list[tuple[int, date]]:
    """Day, month and a year of two figures.

    The year comes first only if that is nearer to today: 26/11/19 in 2026 may be 2019, but 19.11.26
    is always 2026.
    """
    end, front = _full_year(c, today), _full_year(a, today)
    found = _there((end, b, a), (end, a, b))
    reversed_ = _there((front, b, c))
    nearer = [
        (2, day)
        for _, day in reversed_
        if not found or abs(day - today) < min(abs(each - today) for _, each in found)
    ]
    return [*found, *nearer]


def _there(*written: tuple[int, int, int]) -> list[tuple[int, date]]:
    """Those of (year, month, day) that are in the calendar, each with its place in the list."""
    found = []
    for place, (year, month, day) in enumerate(written):
        try:
            found.append((place, date(year, month, day)))
        except ValueError:
            continue
    return found


def _full_year(short: int, today: date) -> int:
    """The year that two figures mean, less than half a century away."""
    year = today.year // 100 * 100 + short
    return year - 100 if year >= today.year + 50 else year


def _of_two_figures(a: int, b: int, today: date, looks: Looks) -> Day:
    """Day and month, as 26/11; with the month first as well, if that fits too."""
    day_first, month_first = _without_year(b, a, today, looks), _without_year(a, b, today, looks)
    if day_first is None and month_first is None:
        raise errors.ImpossibleDate
    if day_first is None:
        assert month_first is not None
        return Day(month_first.days, Doubt.MONTH_FIRST)
    if month_first is None or a == b:
        return day_first
    return Day((*day_first.days, *month_first.days))


# ------------------------------------------------------------------ with a month's name


def _of_month(found: dict[str, str | None], month: int, today: date, looks: Looks) -> Day:
    day = int(found["day"] or 0)
    if year := found["year"]:
        return _one(int(year), month, day)
    if short := found.get("short"):
        return _one(_full_year(int(short), today), month, day)
    without = _without_year(month, day, today, looks)
    if without is None:
        raise errors.ImpossibleDate
    return without


def _one(year: int, month: int, day: int) -> Day:
    found = _there((year, month, day))
    if not found:
        raise errors.ImpossibleDate
    return Day((_in_range(found[0][1]),))


def _in_range(day: date) -> date:
    """The day itself. Raises DateOutOfRange for a year that cannot be counted."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise errors.DateOutOfRange(first=FIRST_YEAR, last=LAST_YEAR)
    return day


def _without_year(month: int, day: int, today: date, looks: Looks) -> Day | None:
    """The nearest days of that date, past or future as asked; None if no year has it."""
    years = range(today.year - 8, today.year + 9)  # two leap years may be 8 years apart
    days = [each for _, each in _there(*((year, month, day) for year in years))]
    return _nearest(days, today, looks) if days else None


def _of_the_month(day: int, today: date, looks: Looks) -> Day:
    """The nearest days of that number, the 19th for example. Raises ImpossibleDate."""
    around = range(today.year * 12 + today.month - 3, today.year * 12 + today.month + 2)
    days = [each for _, each in _there(*((at // 12, at % 12 + 1, day) for at in around))]
    if not days:
        raise errors.ImpossibleDate
    return _nearest(days, today, looks)


def _nearest(days: Iterable[date], today: date, looks: Looks) -> Day:
    """The days that are meant, of several without a year or a month.

    They are the last, the next, or both, as the question asks; only the near one if just one is
    near.
    """
    ordered = list(days)
    before = max((day for day in ordered if day <= today), default=None)
    after = min((day for day in ordered if day >= today), default=None)
    wanted = {Looks.PAST: [before], Looks.FUTURE: [after], Looks.EITHER: [before, after]}[looks]
    found = sorted({day for day in wanted if day}, key=lambda day: abs(day - today))
    if not found:
        raise errors.ImpossibleDate
    if near := tuple(day for day in found if not is_far(day, today)):
        return Day(near[:1] if today in near else near)
    return Day(tuple(found), Doubt.NO_YEAR if len(found) == 1 else None)
