"""Days counted one by one. A moment is a `date`, or a `datetime` in UTC."""

import json
import re
import tomllib
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DATA = files("resolutions_cli") / "data"
ONE_DAY = timedelta(days=1)

When = date | datetime

DIVISIONS = {
    "england": ("england-and-wales",),
    "wales": ("england-and-wales",),
    "scotland": ("scotland",),
    "northern-ireland": ("northern-ireland",),
    "uk-any": ("england-and-wales", "scotland", "northern-ireland"),
}


# ------------------------------------------------------------------ moments


def minute(when: datetime) -> datetime:
    """The minute that a moment is in."""
    return when.astimezone(UTC).replace(second=0, microsecond=0)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def starts(when: When) -> datetime:
    return when if isinstance(when, datetime) else midnight(when)


def ends(when: When) -> datetime:
    return when if isinstance(when, datetime) else midnight(when + ONE_DAY)


def day_of(when: When) -> date:
    return when.astimezone(LONDON).date() if isinstance(when, datetime) else when


def last_day(when: When) -> date:
    """An instant at 00:00 is the end of the day before."""
    day = day_of(when)
    return day - ONE_DAY if isinstance(when, datetime) and when == midnight(day) else day


def before(one: When, other: When) -> bool:
    """By the clock when both have a time, else by the day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return day_of(one) < day_of(other)


def after(one: When, other: When) -> bool:
    return before(other, one)


def in_time(done: When, due: When) -> bool:
    """By the clock when both have a time, else by the day."""
    if isinstance(done, datetime) and isinstance(due, datetime):
        return done <= due
    return day_of(done) <= last_day(due)


def shown(when: When | None) -> str | None:
    """As JSON has it."""
    if isinstance(when, datetime):
        return when.astimezone(LONDON).isoformat()
    return when.isoformat() if when else None


_ENDS_BY = re.compile(r".* by (\d{4}-\d\d-\d\d)(T\d\d:\d\d(?:Z|[+-]\d\d:\d\d))?\Z", re.DOTALL)


def by_when(text: str) -> When | None:
    """The moment at the end of an action's words."""
    found = _ENDS_BY.match(text)
    if found is None:
        return None
    if found[2]:
        return datetime.fromisoformat(found[1] + found[2]).astimezone(UTC)
    return date.fromisoformat(found[1])


# ------------------------------------------------------------------ working days


def official_list() -> dict[str, Any]:
    """GOV.UK's list as it comes with the program."""
    official: dict[str, Any] = json.loads((DATA / "bank-holidays.json").read_text("utf-8"))
    source = tomllib.loads((DATA / "bank-holidays-source.toml").read_text("utf-8"))
    for added in source["proclaimed"]:
        event = {"title": added["title"], "date": f"{added['date']}", "notes": added["notes"]}
        official[added["division"]]["events"].append(event)
    return official


class Days:
    """A nation's working days: the official list, and whatever lists were imported after it.

    Years before and after the lists have the holidays that the law's rules give them; `beyond`
    says that a year comes after the last list, so that its holidays are not known for certain.
    """

    def __init__(self, *lists: dict[str, Any], nation: str = "england") -> None:
        self.divisions = DIVISIONS[nation]
        self.holidays: set[date] = set()
        listed: set[int] = set()
        for each in lists:
            for division in self.divisions:
                days = {date.fromisoformat(e["date"]) for e in each[division]["events"]}
                years = {day.year for day in days}
                if len(self.divisions) == 1:
                    self.holidays = {day for day in self.holidays if day.year not in years}
                self.holidays |= days
                listed |= years
        self.last_year = max(listed)
        for year in (*range(1990, min(listed)), *range(self.last_year + 1, 2101)):
            for division in self.divisions:
                self.holidays |= by_rule(year, division)

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def beyond(self, day: date) -> bool:
        return day.year > self.last_year

    def add(self, day: date, number: int) -> date:
        """The Nth working day after a day, whatever day that is; N below 0 goes backward."""
        step = ONE_DAY if number > 0 else -ONE_DAY
        number = abs(number)
        while number:
            day += step
            number -= self.works(day)
        return day

    def between(self, after: date, until: date) -> int:
        """How many working days d with after < d <= until."""
        found = 0
        while after < until:
            after += ONE_DAY
            found += self.works(after)
        return found


def easter(year: int) -> date:
    """Easter Sunday, by the golden number, the epact and the first Sunday after the full moon."""
    golden, century = year % 19 + 1, year // 100 + 1
    solar, lunar = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + lunar - solar) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full = 44 - epact
    full += 30 if full < 21 else 0
    moon = date(year, 3, 1) + timedelta(days=full - 1)
    return moon + timedelta(days=6 - moon.weekday() or 7)


def by_rule(year: int, division: str) -> set[date]:
    """The bank holidays of a year that no list has."""

    def monday(month: int, day: int) -> date:
        """The first Monday from that day on."""
        found = date(year, month, day)
        return found + timedelta(days=-found.weekday() % 7)

    sunday = easter(year)
    fixed = [(1, 1), (12, 25), (12, 26)]
    found = {sunday - 2 * ONE_DAY, monday(5, 1), monday(5, 25)}
    if division == "scotland":
        fixed += [(1, 2), (11, 30)]
        found.add(monday(8, 1))
    else:
        found |= {sunday + ONE_DAY, monday(8, 25)}
    if division == "northern-ireland":
        fixed += [(3, 17), (7, 12)]
    for month, day in sorted(fixed):
        kept = date(year, month, day)
        while kept.weekday() >= 5 or kept in found:
            kept += ONE_DAY
        found.add(kept)
    return found


def months_on(day: date, number: int) -> date:
    """The same day so many months on; in a shorter month its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    for shorter in count():
        try:
            return date(year, month + 1, day.day - shorter)
        except ValueError:
            continue
    raise AssertionError
