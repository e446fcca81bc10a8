"""A period that statistics are made of, and the one of the same length directly before it."""

from datetime import date, timedelta

from resolutions_cli.core.months import add_months
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment

_DAY = timedelta(days=1)

#: The month in which the years of partnerships begin.
_APRIL = 4


class Period(Value):
    """The days from the first to the last, both of them in it."""

    first: date
    last: date

    def holds(self, moment: Moment | None) -> bool:
        """Whether it happened in the period; what did not happen did not."""
        return moment is not None and self.first <= moment.day <= self.last

    @property
    def before(self) -> "Period":
        """The period of the same length that ends the day before this one begins: as many
        months where this one is of whole months, otherwise as many days."""
        months = self._whole_months
        days = (self.last - self.first + _DAY).days
        first = add_months(self.first, -months) if months else self.first - timedelta(days=days)
        return Period(first, self.first - _DAY)

    @property
    def _whole_months(self) -> int:
        """How many months it is, when it ends the day before the same day of another month."""
        after = self.last + _DAY
        months = (after.year - self.first.year) * 12 + after.month - self.first.month
        return months if after.day == self.first.day else 0


def year_from_april(year: int) -> Period:
    """From 1 April of a year to 31 March of the next, the year of most partnerships."""
    return Period(date(year, _APRIL, 1), date(year + 1, _APRIL, 1) - _DAY)


def twelve_months_to(last: date) -> Period:
    """The twelve months that end with a day."""
    return Period(add_months(last + _DAY, -12), last)
