"""The only place that reads the clock, and the clock that a practice workspace may set."""

import os
from datetime import UTC, datetime

from resolutions_cli import errors
from resolutions_cli.core.time.moment import LAST_YEAR

VARIABLE = "RESOLVE_NOW"

#: The year before which nothing can have been recorded with this program.
FIRST_RELEASE = 2024


def now(*, practice: bool) -> datetime:
    """The time it is, in UTC to the millisecond; in practice what RESOLVE_NOW says.

    A bare date in RESOLVE_NOW means 00:00 London of that day. Outside practice the variable
    is refused (ClockNotYours), so that nobody quietly records a false time in a real log.
    Raises what `read_exact` raises for a WHEN it cannot read.
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
    """What the machine's clock says, in UTC to the millisecond. Raises ClockWrong."""
    exact = datetime.now(UTC)  # noqa: TID251 - here the clock is read, and nowhere else
    return plausible(exact.replace(microsecond=exact.microsecond // 1000 * 1000))


def plausible(moment: datetime) -> datetime:
    """The moment, unless it lies before this program or past what can be counted.

    A machine with an empty battery begins again in 1970. Raises ClockWrong.
    """
    if not FIRST_RELEASE <= moment.year <= LAST_YEAR:
        raise errors.ClockWrong(year=moment.year)
    return moment
