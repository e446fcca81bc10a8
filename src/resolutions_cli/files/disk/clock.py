"""The current time: the only place that reads the clock, or RESOLVE_NOW in practice."""

import os
from datetime import UTC, datetime

from resolutions_cli import errors
from resolutions_cli.core.time.moment import LAST_YEAR

VARIABLE = "RESOLVE_NOW"

#: No entry can have been recorded with this program before this year.
FIRST_RELEASE = 2024


def now(*, practice: bool) -> datetime:
    """The current time, in UTC to the millisecond; in practice the time in RESOLVE_NOW.

    A bare date in RESOLVE_NOW means 00:00 London of that day. Raises ClockNotYours if the
    variable is set outside practice, where it would put a false time in a real log. Raises what
    `read_exact` raises for a WHEN it cannot read.
    """
    typed = os.environ.get(VARIABLE, "")
    if not typed:
        return real_now()
    if not practice:
        raise errors.ClockNotYours(variable=VARIABLE)
    from resolutions_cli.core.time.dates import read_exact

    with errors.placed(VARIABLE):
        return read_exact(typed, real_now()).starts


def real_now() -> datetime:
    """The time of the machine's clock, in UTC to the millisecond. Raises ClockWrong."""
    exact = datetime.now(UTC)  # noqa: TID251 - the only place that reads the clock
    return plausible(exact.replace(microsecond=exact.microsecond // 1000 * 1000))


def plausible(moment: datetime) -> datetime:
    """The moment, if it is after the first release and within the countable years.

    A machine with an empty battery starts in 1970. Raises ClockWrong.
    """
    if not FIRST_RELEASE <= moment.year <= LAST_YEAR:
        raise errors.ClockWrong(year=moment.year)
    return moment
