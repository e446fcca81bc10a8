"""The clock: read in one place, set only in practice."""

from datetime import UTC, datetime, timedelta

import pytest

from resolutions_cli.errors import ClockNotYours, ClockWrong, UnreadableDate
from resolutions_cli.files.disk.clock import now, plausible, real_now


def test_the_time_is_in_utc_to_the_millisecond() -> None:
    before = datetime.now(UTC)  # noqa: TID251 - the clock is what is tested
    found = now(practice=False)
    assert found.tzinfo is UTC
    assert found.microsecond % 1000 == 0
    assert before - timedelta(milliseconds=1) <= found <= before + timedelta(seconds=30)
    assert now(practice=True) >= found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-19T15:30", datetime(2026, 11, 19, 15, 30, tzinfo=UTC)),
        ("19 July 2026 15:30", datetime(2026, 7, 19, 14, 30, tzinfo=UTC)),
        ("2026-07-19", datetime(2026, 7, 18, 23, 0, tzinfo=UTC)),
    ],
)
def test_in_practice_it_is_what_resolve_now_says(
    monkeypatch: pytest.MonkeyPatch, typed: str, meant: datetime
) -> None:
    monkeypatch.setenv("RESOLVE_NOW", typed)
    assert now(practice=True) == meant
    with pytest.raises(ClockNotYours):
        now(practice=False)


def test_a_resolve_now_that_is_no_date_is_refused_and_an_empty_one_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RESOLVE_NOW", "soon")
    with pytest.raises(UnreadableDate):
        now(practice=True)
    monkeypatch.setenv("RESOLVE_NOW", "")
    assert now(practice=False) <= real_now()


@pytest.mark.parametrize("year", [1970, 2000, 2101, 9999])
def test_a_clock_that_cannot_be_right_is_not_counted_from(year: int) -> None:
    with pytest.raises(ClockWrong) as caught:
        plausible(datetime(year, 1, 1, tzinfo=UTC))
    assert caught.value.exit_code == 3
    assert str(year) in caught.value.message
