"""Days counted one by one. A moment is a `date`, or a `datetime` in UTC."""

import json
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


# ------------------------------------------------------------------ moments


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


def shown(when: When | None) -> str | None:
    """As JSON has it."""
    if isinstance(when, datetime):
        return when.astimezone(LONDON).isoformat()
    return when.isoformat() if when else None


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
    """England's working days: the official list, and whatever lists were imported after it."""

    def __init__(self, *lists: dict[str, Any]) -> None:
        self.holidays: set[date] = set()
        for each in lists:
            days = {date.fromisoformat(e["date"]) for e in each["england-and-wales"]["events"]}
            years = {day.year for day in days}
            self.holidays = {day for day in self.holidays if day.year not in years} | days

    def add(self, day: date, number: int) -> date:
        """The Nth working day after a day, whatever day that is."""
        while number:
            day += ONE_DAY
            number -= day.weekday() < 5 and day not in self.holidays
        return day

    def between(self, after: date, until: date) -> int:
        """How many working days d with after < d <= until."""
        found = 0
        while after < until:
            after += ONE_DAY
            found += after.weekday() < 5 and after not in self.holidays
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
