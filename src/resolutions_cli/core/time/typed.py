"""Dates and times as typed, and whether they can be read in one way only.

The grammar is that of people in England, the day before the month. `phrases` and `dates` have its
words.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import assert_never

from resolutions_cli import errors
from resolutions_cli.core.time.dates import Day, Doubt, calendar_date, is_far, read_exact
from resolutions_cli.core.time.moment import FIRST_YEAR, LAST_YEAR, LONDON, Looks, Moment
from resolutions_cli.core.time.phrases import AddWorkingDays, TimeOfDay, day_meant, take_clock
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ written out


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def written_day(day: date) -> str:
    """ "Thu 19 Nov 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def written(moment: Moment) -> str:
    """A moment as "Thu 19 Nov 2026", "Thu 19 Nov 2026 3:30pm" or, at midnight, "end of Thu 19 Nov
    2026".

    In the hour that the clocks show twice, BST or GMT is added.
    """
    if moment.instant is None:
        return written_day(moment.day)
    if moment.last_day != moment.day:
        return f"end of {written_day(moment.last_day)}"
    local = moment.instant.astimezone(LONDON)
    time = "midday"
    if (local.hour, local.minute) != (12, 0):
        minutes = f":{local.minute:02}" if local.minute else ""
        time = f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        time += " BST" if local.utcoffset() == timedelta(hours=1) else " GMT"
    return f"{written_day(moment.day)} {time}"


# ------------------------------------------------------------------ as typed


#: Longer than any date that a person types.
_LONGEST = 80

#: The form that machines and records write: one instant, without doubt.
_MACHINE = re.compile(r"\d{4}-\d{2}-\d{2}[tT ]\d{2}:\d{2}.*", re.ASCII)

#: The program's own form of a day; a spreadsheet has one in most of its cells.
_WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

_HOURS = re.compile(
    r"(?P<ahead>in )?(?P<number>\d{1,3}|an?|one|two|three|half an) (?P<unit>hour|minute|min)s?"
    r"(?P<behind> ago| from now| time)?",
    re.ASCII,
)
_DAY_OR_TIME = re.compile(r"\d{1,2}\.\d{2}", re.ASCII)

_SMALL = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}

#: Characters that word processors use instead of those on a keyboard.
_MARKS = str.maketrans({"‘": "'", "’": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", ",": " "})


class Understood(Value):
    """A text that can be read in one way, with its moment."""

    moment: Moment


class Doubtful(Value):
    """A text with several readings, the likeliest first, or with one that somebody must confirm.

    `error` is raised if we cannot ask a person.
    """

    moments: tuple[Moment, ...]
    error: errors.ResolveError


class NotADate(Value):
    """A text that cannot be read, or a date or time that does not exist."""

    error: errors.ResolveError


Reading = Understood | Doubtful | NotADate


def read_when(
    text: str,
    now: datetime,
    looks: Looks = Looks.EITHER,
    add_working_days: AddWorkingDays | None = None,
) -> Moment:
    """The day or the instant that was typed, in London time; a text with two readings is refused.

    Raises UnreadableDate, AmbiguousDate, MonthFirst, WeekdayDoesNotFit, YearNeeded, ImpossibleDate
    (30 February), SkippedTime and DoubledTime (the clocks change), DateOutOfRange, InTheFuture.
    """
    reading = reading_of(text, now, looks, add_working_days)
    match reading:
        case Understood(moment):
            return moment
        case Doubtful(error=error) | NotADate(error=error):
            raise error
        case _:
            assert_never(reading)


def reading_of(
    text: str,
    now: datetime,
    looks: Looks = Looks.EITHER,
    add_working_days: AddWorkingDays | None = None,
) -> Reading:
    """The reading of a text for a question that `looks` at the past, the future, or either.

    It depends on its arguments only, and never raises.
    """
    try:
        return _read(" ".join(text.split()), now, looks, add_working_days)
    except errors.ResolveError as refusal:
        return NotADate(refusal)


def is_questionable(moment: Moment, now: datetime) -> bool:
    """Whether a date is so far away that the person who typed it should confirm it."""
    return is_far(moment.day, Moment.of(now).day)


def _read(
    typed: str, now: datetime, looks: Looks, add_working_days: AddWorkingDays | None
) -> Reading:
    if _WRITTEN_DAY.fullmatch(typed) and FIRST_YEAR <= int(typed[:4]) <= LAST_YEAR:
        try:
            return Understood(Moment.of(date.fromisoformat(typed)))
        except ValueError:
            raise errors.ImpossibleDate from None
    if _MACHINE.fullmatch(typed):
        try:
            return Understood(read_exact(typed, now))
        except errors.UnreadableDate:
            pass  # "2026-11-26 10:30am"
    words = " ".join(typed.translate(_MARKS).replace("'", "").lower().split()).rstrip(".")
    if not words or len(words) > _LONGEST:
        raise errors.UnreadableDate
    if words in ("now", "just now", "right now"):
        return Understood(Moment.of(now))
    if instant := _hours_away(words, now):
        return Understood(instant)
    today = Moment.of(now).day
    if _DAY_OR_TIME.fullmatch(words):
        return _day_or_time(words, today, looks)
    rest, clock = take_clock(words)
    day = _day_of(rest, clock, today, looks, add_working_days)
    if day is None:
        raise errors.UnreadableDate
    _refuse_later_today(day, clock, now, looks)
    return _reading(day, clock)


def _day_of(
    words: str,
    clock: TimeOfDay,
    today: date,
    looks: Looks,
    add_working_days: AddWorkingDays | None,
) -> Day | None:
    if not words and clock.minutes:
        return Day((today,))
    found = day_meant(words, today, looks, add_working_days)
    if found and not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in found.days):
        raise errors.DateOutOfRange(first=FIRST_YEAR, last=LAST_YEAR)
    return found


def _hours_away(words: str, now: datetime) -> Moment | None:
    """A time some hours or minutes away: "2 hours ago", "in half an hour".

    In real time, also across a change of the clocks.
    """
    found = _HOURS.fullmatch(words)
    if found is None or bool(found["ahead"]) != (found["behind"] in (None, " time")):
        return None
    number = found["number"]
    length = timedelta(hours=1) if found["unit"] == "hour" else timedelta(minutes=1)
    if number == "half an":
        length /= 2
    else:
        length *= _SMALL.get(number) or int(number)
    return Moment.of(now - length if found["behind"] == " ago" else now + length)


def _day_or_time(words: str, today: date, looks: Looks) -> Reading:
    """A number with a point, as 19.11 or 9.30: a day, a time of today, or either."""
    moments: list[Moment] = []
    doubt = None
    refusal: errors.ResolveError = errors.UnreadableDate()
    try:
        if day := calendar_date(words, today, looks):
            moments += map(Moment, day.days if day.doubt is not Doubt.MONTH_FIRST else ())
            doubt = day.doubt
    except errors.ResolveError as error:
        refusal = error
    try:
        moments += take_clock(words)[1].moments(today)
        doubt = None
    except errors.ResolveError as error:
        refusal = error
    if not moments:
        raise refusal
    return _settled(tuple(moments), doubt)


def _refuse_later_today(day: Day, clock: TimeOfDay, now: datetime, looks: Looks) -> None:
    """Raise InTheFuture for "this evening" when the evening has not begun and the date must be
    past."""
    local = now.astimezone(LONDON)
    is_today = day.days == (local.date(),) and not clock.minutes
    if looks is Looks.PAST and is_today and clock.begins > local.hour * 60 + local.minute:
        raise errors.InTheFuture


def _reading(day: Day, clock: TimeOfDay) -> Reading:
    """The reading of every time on every day typed. Raises SkippedTime if none of them exists."""
    moments: list[Moment] = []
    skipped: errors.ResolveError | None = None
    for each in day.days:
        for minute in clock.minutes or (None,):
            at = clock if minute is None else clock.but(minutes=(minute,))
            try:
                moments += at.moments(each)
            except errors.ResolveError as refusal:
                skipped = skipped or refusal
    if not moments:
        raise skipped or errors.UnreadableDate()
    if len(moments) == 2 and len(day.days) == len(clock.minutes) == 1 and day.doubt is None:
        return Doubtful(tuple(moments), _doubled(moments))
    return _settled(tuple(dict.fromkeys(moments)), day.doubt)


def _settled(moments: tuple[Moment, ...], doubt: Doubt | None) -> Reading:
    first = moments[0]
    if doubt is Doubt.WEEKDAY:
        return Doubtful(moments, errors.WeekdayDoesNotFit(day=written_day(first.day)))
    if len(moments) > 1:
        return Doubtful(moments, errors.AmbiguousDate(readings=_listed(map(written, moments))))
    match doubt:
        case None:
            return Understood(first)
        case Doubt.MONTH_FIRST:
            return Doubtful(moments, errors.MonthFirst(reading=written(first)))
        case Doubt.NO_YEAR:
            return Doubtful(moments, errors.YearNeeded(reading=written(first)))
        case _:
            assert_never(doubt)


def _doubled(moments: list[Moment]) -> errors.ResolveError:
    """The error for a time that the clocks showed twice, with the offset of each."""
    first, second = (each.instant.astimezone(LONDON) for each in moments if each.instant)
    return errors.DoubledTime(
        first=first.isoformat(timespec="minutes"), second=second.isoformat(timespec="minutes")
    )


def _listed(readings: Iterable[str]) -> str:
    *most, last = readings
    return f"{', '.join(most)} or {last}"
