"""A period, and the one before it."""

from datetime import date

import pytest

from resolutions_cli.core.statistics.tally import Period, twelve_months_to, year_from_april
from tests.story import when


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-04-01", "2027-03-31", ("2025-04-01", "2026-03-31")),
        # 29 February is in the year before, and the year before that is whole all the same
        ("2028-04-01", "2029-03-31", ("2027-04-01", "2028-03-31")),
        ("2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31")),
        ("2025-11-23", "2026-11-22", ("2024-11-23", "2025-11-22")),
        # not of whole months: as many days
        ("2026-04-01", "2026-04-10", ("2026-03-22", "2026-03-31")),
        ("2026-05-05", "2026-05-05", ("2026-05-04", "2026-05-04")),
    ],
)
def test_the_period_before_is_as_long_and_ends_the_day_before(
    first: str, last: str, before: tuple[str, str]
) -> None:
    found = Period(date.fromisoformat(first), date.fromisoformat(last)).before
    assert (f"{found.first}", f"{found.last}") == before


def test_both_its_days_are_in_it_and_midnight_belongs_to_the_day_it_begins() -> None:
    period = Period(date(2026, 4, 1), date(2026, 4, 30))
    inside = ("2026-04-01T00:00", "2026-04-01", "2026-04-30T23:59", "2026-04-30")
    outside = ("2026-03-31T23:59", "2026-05-01T00:00")
    assert [period.holds(when(text)) for text in inside] == [True] * 4
    assert [period.holds(when(text)) for text in outside] == [False] * 2
    assert not period.holds(None)


def test_a_year_runs_from_april_to_march_and_twelve_months_end_with_their_day() -> None:
    assert year_from_april(2026) == Period(date(2026, 4, 1), date(2027, 3, 31))
    assert twelve_months_to(date(2026, 11, 22)) == Period(date(2025, 11, 23), date(2026, 11, 22))
    assert twelve_months_to(date(2028, 2, 29)) == Period(date(2027, 3, 1), date(2028, 2, 29))
