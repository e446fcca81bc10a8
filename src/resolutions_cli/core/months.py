"""Calendar months on from a day, or back."""

from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on; when that month is shorter, its last day."""
    # 4 ms that few answers need
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=months)
