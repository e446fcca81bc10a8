"""The time at the beginning or the end of what somebody typed: 3pm, 15:30, noon, this morning."""

import re
from datetime import UTC, date, datetime, timedelta

from resolutions_cli import errors
from resolutions_cli.core.exact_when import london_instant
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import LONDON, Moment, midnight

#: Minutes from 00:00 to the end of the day.
END_OF_DAY = 24 * 60

_NOON = 12 * 60

#: Hours that somebody who writes neither am nor pm means in the afternoon as often as not.
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

#: From when to when a part of the day is, in minutes from 00:00.
_PARTS = {
    "morning": range(_NOON),
    "afternoon": range(_NOON, 19 * 60),
    "evening": range(16 * 60, END_OF_DAY),
    "night": range(17 * 60, END_OF_DAY + 1),
}

_SHIFT = {"bst": timedelta(hours=1), "gmt": timedelta(0)}


class TimeOfDay(Value):
    """A time of day as it can be read, the likeliest reading first.

    `minutes` count from 00:00, END_OF_DAY being midnight at the end; none of a part of the day
    alone. `part` is that part, `zone` "bst" or "gmt" where one was typed.
    """

    minutes: tuple[int, ...] = ()
    part: str = ""
    zone: str = ""

    @property
    def begins(self) -> int:
        """From how many minutes after 00:00 on its part of the day is."""
        return _PARTS[self.part].start if self.part else 0

    def moments(self, day: date) -> tuple[Moment, ...]:
        """What it can be on a day: the day itself without a time, two instants where the clocks
        showed it twice. Raises SkippedTime, ImpossibleDate."""
        if not self.minutes:
            return (Moment(day),)
        found: list[Moment] = []
        for minute in self.minutes:
            found += _instants(day, minute, self.zone)
        return tuple(dict.fromkeys(found))


def take_clock(words: str) -> tuple[str, TimeOfDay]:
    """What is left of the words without their time of day, and that time.

    Raises ImpossibleDate for a time that there is not, as "3pm in the morning".
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
    """The words without a part of the day at their end, and that part; "this morning" is today's,
    "last night" is left as it is."""
    found = _PART.search(words)
    if found is None or words.endswith("last night"):
        return words, ""
    rest = words[: found.start()].strip()
    if found["this"] == "this ":
        rest = f"{rest} today".strip()
    return rest, found["part"]


def _is_time(found: re.Match[str]) -> bool:
    """Whether it is a time and no other number, as the year at the end of a date is."""
    groups = ("at", "mark", "half", "clock", "four", "named")
    return any(found[group] for group in groups)


def _is_plainly_time(found: re.Match[str]) -> bool:
    """The same of a time that stands first, where 19.11 is a day."""
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
            # meant as midnight by some and as midday by others
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
    """Those of the times that are in a part of the day. Raises ImpossibleDate for none."""
    found = tuple(each for each in minutes if not part or each in _PARTS[part])
    if not found:
        raise errors.ImpossibleDate
    return found


def _instants(day: date, minute: int, zone: str) -> tuple[Moment, ...]:
    """The instant of a time on a day in London; two in the hour that the clocks show twice."""
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
