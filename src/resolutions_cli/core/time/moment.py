"""Days and instants in London, as values of one class, `Moment`."""

from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo

import tzdata

from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ days and instants


def _london() -> ZoneInfo:
    """London's time zone from the tzdata package, the same on every machine.

    The system's own zone files may differ or be missing. This is the one file that the core reads.
    """
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
        """The day by the end of which it is: an instant at 00:00 is the end of the day before."""
        if self.instant and self.instant == midnight(self.day):
            return self.day - timedelta(days=1)
        return self.day

    @property
    def local(self) -> date | datetime:
        """The value for files and JSON: the date, or the instant in London time."""
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
        """Whether it came after another moment; if neither is certainly later, the log's order
        decides."""
        return self.is_after(other) or (later_in_log and not self.is_before(other))


@lru_cache(maxsize=4096)
def _on(day: date) -> Moment:
    """A day known by its date; cached, since many entries have the same day."""
    return Moment(day)


@lru_cache(maxsize=4096)
def midnight(day: date) -> datetime:
    """00:00 in London on `day`, in UTC. London never changes its clocks at midnight."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def in_time(done: Moment, due: Moment) -> bool:
    """Whether a task done at a moment was in time; a bare date is in time up to the due date."""
    if done.instant and due.instant:
        return done.instant <= due.instant
    return done.day <= due.last_day


def passed(due: Moment, given_up: Moment) -> bool:
    """Whether a date had passed when another one replaced it."""
    return not in_time(given_up, due)


# ------------------------------------------------------------------ calendar months


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the last day of a shorter month."""
    # importing it takes 4 ms, and few answers need it
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=months)


class Looks(Enum):
    """Where a question looks for a date: in the past, in the future, or in either."""

    PAST = "past"
    FUTURE = "future"
    EITHER = "either"
