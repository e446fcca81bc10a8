"""Days and instants in London: what a Moment is."""

from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo

import tzdata

from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ days and instants


def _london() -> ZoneInfo:
    """London's zone as the tzdata package has it: the same on every machine, whatever zone
    files the system has or lacks. The one file that the core reads, once, as a constant."""
    path = f"{tzdata.__path__[0]}/zoneinfo/Europe/London"
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib is kept out of the core
        return ZoneInfo.from_file(file, key="Europe/London")


LONDON = _london()

#: Years that can be typed and counted. GOV.UK's list begins in 2012; a child's record may
#: reach back further, and a deadline can lie some years ahead.
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Moment(Value):
    """A day in London, known by its date only, or an instant on it, to the minute.

    `day` is always the local date in London; `instant` is in UTC, or None when only the
    date is known. Compare with `starts` and `ends`: a bare date is a whole day.
    """

    day: date
    instant: datetime | None = None

    @classmethod
    def of(cls, value: date | datetime) -> "Moment":
        """A Moment of a date, or of an aware datetime cut to the minute."""
        if isinstance(value, datetime):
            local = value.astimezone(LONDON)
            return cls(local.date(), value.astimezone(UTC).replace(second=0, microsecond=0))
        return _on(value)

    @property
    def starts(self) -> datetime:
        """The instant itself, or 00:00 London of the day; in UTC."""
        return self.instant or midnight(self.day)

    @property
    def ends(self) -> datetime:
        """The instant itself, or 24:00 London of the day; in UTC."""
        return self.instant or midnight(self.day + timedelta(days=1))

    @property
    def last_day(self) -> date:
        """The day by whose end it is: an instant at 00:00 is the end of the day before."""
        if self.instant and self.instant == midnight(self.day):
            return self.day - timedelta(days=1)
        return self.day

    @property
    def local(self) -> date | datetime:
        """What is written to files and JSON: the date, or the instant in London time."""
        return self.instant.astimezone(LONDON) if self.instant else self.day

    def is_before(self, other: "Moment") -> bool:
        """Certainly earlier: by the clock when both have a time, else by the day."""
        if self.instant and other.instant:
            return self.instant < other.instant
        return self.day < other.day

    def is_after(self, other: "Moment") -> bool:
        """Certainly later: by the clock when both have a time, else by the day."""
        return other.is_before(self)

    def is_since(self, other: "Moment", later_in_log: bool) -> bool:
        """Whether it came after another moment; where neither is certainly later, whether it
        stands later in the log."""
        return self.is_after(other) or (later_in_log and not self.is_before(other))


@lru_cache(maxsize=4096)
def _on(day: date) -> Moment:
    """A day known by its date; many entries have the same one."""
    return Moment(day)


@lru_cache(maxsize=4096)
def midnight(day: date) -> datetime:
    """00:00 in London on `day`, in UTC. London never changes its clocks at midnight."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def in_time(done: Moment, due: Moment) -> bool:
    """Whether a thing done then was in time; a bare date is in time up to the due date."""
    if done.instant and due.instant:
        return done.instant <= due.instant
    return done.day <= due.last_day


def passed(due: Moment, given_up: Moment) -> bool:
    """Whether a date had passed when another one took its place."""
    return not in_time(given_up, due)


# ------------------------------------------------------------------ calendar months


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on; when that month is shorter, its last day."""
    # 4 ms that few answers need
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=months)


class Looks(Enum):
    """Where a question looks whose answer is a date: at what happened, at what is to be done, or
    at either."""

    PAST = "past"
    FUTURE = "future"
    EITHER = "either"
