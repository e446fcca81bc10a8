"""Times and days in words, as people type them: 3pm, 15:30, noon, this morning, next Friday."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from resolutions_cli import errors
from resolutions_cli.core.time.dates import Day, calendar_date, london_instant, on_weekday
from resolutions_cli.core.time.moment import LONDON, Looks, Moment, add_months, midnight
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ the time of day


#: Minutes from 00:00 to the end of the day.
END_OF_DAY = 24 * 60

_NOON = 12 * 60

#: Hours that, without am or pm, often mean the afternoon.
_AFTERNOON_HOURS = range(1, 8)

_TIME = (
    r"(?P<at>at )?(?:(?P<hour>\d{1,2})(?:(?P<mark>[:.])(?P<minute>\d{2})(?::\d{2}(?:\.\d{1,6})?)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?P<clock> ?oclock| ?h(?:ou)?rs)?"
    r"|(?P<four>\d{4}) ?h(?:ou)?rs|(?:12 ?)?(?P<named>noon|midday|midnight))"
    r"(?: (?P<zone>bst|gmt))?"
)
_AT_THE_END = re.compile(rf"(?:^|(?<= )){_TIME}$", re.ASCII)
_AT_THE_START = re.compile(rf"{_TIME}(?: (?:on )?(?P<rest>.+))?", re.ASCII)
_PART = re.compile(
    r"(?:^|(?<= ))(?P<this>this |in the |the )?(?P<part>morning|afternoon|evening|night)$", re.ASCII
)

#: When each part of the day begins and ends, in minutes from 00:00.
_PARTS = {
    "morning": range(_NOON),
    "afternoon": range(_NOON, 19 * 60),
    "evening": range(16 * 60, END_OF_DAY),
    "night": range(17 * 60, END_OF_DAY + 1),
}

_SHIFT = {"bst": timedelta(hours=1), "gmt": timedelta(0)}


class TimeOfDay(Value):
    """A time of day as it can be read, the likeliest reading first.

    `minutes` count from 00:00, and END_OF_DAY is midnight at the end; a part of the day alone has
    no `minutes`. `part` is that part; `zone` is "bst" or "gmt" if one was typed.
    """

    minutes: tuple[int, ...] = ()
    part: str = ""
    zone: str = ""

    @property
    def begins(self) -> int:
        """The minutes from 00:00 to the beginning of its part of the day."""
        return _PARTS[self.part].start if self.part else 0

    def moments(self, day: date) -> tuple[Moment, ...]:
        """The moments it may be on a day.

        Without a time, the day itself; two instants if the clocks showed the time twice. Raises
        SkippedTime, ImpossibleDate.
        """
        if not self.minutes:
            return (Moment(day),)
        found: list[Moment] = []
        for minute in self.minutes:
            found += _instants(day, minute, self.zone)
        return tuple(dict.fromkeys(found))


def take_clock(words: str) -> tuple[str, TimeOfDay]:
    """The words without their time of day, and that time.

    Raises ImpossibleDate for a time that does not exist, as "3pm in the morning".
    """
    if words.startswith("end of "):
        return words.removeprefix("end of ").removeprefix("the day "), TimeOfDay((END_OF_DAY,))
    words = words.replace("tonight", "this night")
    words, found = _taken_from_end(words)
    words, part = _part_taken(words)
    if found is None:
        words, found = _taken_from_end(words)
    if found is None and (start := _AT_THE_START.fullmatch(words)) and _is_plainly_time(start):
        words, found = start["rest"] or "", start
    if found is None:
        return words, TimeOfDay(part=part)
    if words == "last night":
        words, part = "yesterday", "night"
    return words, TimeOfDay(_minutes_of(found, part), part, found["zone"] or "")


def _taken_from_end(words: str) -> tuple[str, re.Match[str] | None]:
    found = _AT_THE_END.search(words)
    if found is None or not _is_time(found):
        return words, None
    return words[: found.start()].strip(), found


def _part_taken(words: str) -> tuple[str, str]:
    """The words without a part of the day at their end, and that part.

    "this morning" is today's; "last night" is left as it is.
    """
    found = _PART.search(words)
    if found is None or words.endswith("last night"):
        return words, ""
    rest = words[: found.start()].strip()
    if found["this"] == "this ":
        rest = f"{rest} today".strip()
    return rest, found["part"]


def _is_time(found: re.Match[str]) -> bool:
    """Whether it is a time, not another number such as the year at the end of a date."""
    groups = ("at", "mark", "half", "clock", "four", "named")
    return any(found[group] for group in groups)


def _is_plainly_time(found: re.Match[str]) -> bool:
    """As `_is_time`, for a time that comes first, where 19.11 is a day."""
    return _is_time(found) and (found["mark"] != "." or bool(found["half"] or found["at"]))


def _minutes_of(found: re.Match[str], part: str) -> tuple[int, ...]:
    """The minutes from 00:00 that were typed, likeliest first. Raises ImpossibleDate."""
    if named := found["named"]:
        return _within(part, (0, END_OF_DAY) if named == "midnight" else (_NOON,))
    if four := found["four"]:
        return _within(part, (_minutes(int(four[:2]), int(four[2:])),))
    typed, minute = found["hour"], int(found["minute"] or 0)
    hour = int(typed)
    if half := found["half"]:
        if not 1 <= hour <= 12:
            raise errors.ImpossibleDate
        if (hour, minute, half) == (12, 0, "a"):
            # some people mean midnight, others midday
            return _within(part, (0, _NOON))
        return _within(part, (_minutes(hour % 12 + (12 if half == "p" else 0), minute),))
    if typed.startswith("0") or not 1 <= hour <= 11:
        return _within(part, (_minutes(hour, minute),))
    morning, afternoon = _minutes(hour, minute), _minutes(hour + 12, minute)
    if part:
        return _within(part, (morning, afternoon))
    return (afternoon, morning) if hour in _AFTERNOON_HOURS else (morning,)


def _minutes(hour: int, minute: int) -> int:
    if hour > 23 or minute > 59:
        raise errors.ImpossibleDate
    return hour * 60 + minute


def _within(part: str, minutes: tuple[int, ...]) -> tuple[int, ...]:
    """The times that are in a part of the day. Raises ImpossibleDate if there are none."""
    found = tuple(each for each in minutes if not part or each in _PARTS[part])
    if not found:
        raise errors.ImpossibleDate
    return found


def _instants(day: date, minute: int, zone: str) -> tuple[Moment, ...]:
    """The instant of a time on a day in London; two for a time that the clocks show twice."""
    if minute == END_OF_DAY:
        return (Moment.of(midnight(day + timedelta(days=1))),)
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    if zone:
        instant = (wall - _SHIFT[zone]).replace(tzinfo=UTC)
        if instant.astimezone(LONDON).replace(tzinfo=None) != wall:
            raise errors.ImpossibleDate
        return (Moment.of(instant),)
    try:
        return (Moment.of(london_instant(day, wall.time())),)
    except errors.DoubledTime:
        folds = (wall.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
        return tuple(Moment.of(each) for each in folds)


# ------------------------------------------------------------------ the day


#: Adds working days to a day, or subtracts them, as `WorkingCalendar.add_working_days` does.
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
    """The days that the words may mean, as of today; None if they name no day.

    Raises ImpossibleDate and DateOutOfRange. Without `add_working_days`, words with working days
    name no day.
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
            # on a Thursday, some mean Tuesday this week and others Tuesday last week
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
    """The next day of that name, with today if today has that name."""
    after = _after(today, weekday)
    return (today, after) if today.weekday() == weekday else (after,)


def _of_week(today: date, weekday: int, weeks: int) -> Iterable[date]:
    """The day of that name in this week, or `weeks` later.

    Twice: for weeks that begin on Monday, and for weeks that begin on Sunday.
    """
    for first in (today.weekday(), (today.weekday() + 1) % 7):
        start = today - first * _DAY + weeks * _WEEK
        yield start + _DAY * ((weekday - start.weekday()) % 7)


def _nearest_first(today: date, *days: date) -> list[date]:
    return sorted(days, key=lambda day: abs(day - today))


def _looking(looks: Looks, today: date, days: Iterable[date]) -> Day:
    """The days in the past or the future, as the question asks; all of them if no day is."""
    found = tuple(days)
    there = tuple(
        day
        for day in found
        if not (looks is Looks.PAST and day > today) and not (looks is Looks.FUTURE and day < today)
    )
    return Day(there or found)
