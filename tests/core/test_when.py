"""How a WHEN that a person typed is read, and what a Moment is."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.time.moment import LONDON, Moment, in_time, midnight
from resolutions_cli.core.time.typed import read_when
from resolutions_cli.errors import (
    AmbiguousDate,
    DateOutOfRange,
    DoubledTime,
    ImpossibleDate,
    ResolveError,
    SkippedTime,
    UnreadableDate,
    WeekdayDoesNotFit,
)

#: Sun 22 Nov 2026, 09:30 in London.
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-11-19", "2026-11-19"),
        ("19 Nov 2026", "2026-11-19"),
        ("19 November 2026", "2026-11-19"),
        ("19th november 2026", "2026-11-19"),
        ("Thu 19 Nov 2026", "2026-11-19"),
        ("  19   Nov 2026 ", "2026-11-19"),
        ("3 Sept 2026", "2026-09-03"),
        ("today", "2026-11-22"),
        ("yesterday", "2026-11-21"),
        ("tomorrow", "2026-11-23"),
        ("Today", "2026-11-22"),
        ("now", "2026-11-22T09:30:00+00:00"),
        ("2026-11-19T15:30", "2026-11-19T15:30:00+00:00"),
        ("2026-11-19 15:30", "2026-11-19T15:30:00+00:00"),
        ("2026-07-01T15:30", "2026-07-01T15:30:00+01:00"),
        ("2026-07-01T15:30Z", "2026-07-01T16:30:00+01:00"),
        ("2026-07-01T15:30:59Z", "2026-07-01T16:30:00+01:00"),
        ("2026-07-01T15:30-05:00", "2026-07-01T21:30:00+01:00"),
        ("19 November 2026 15:30", "2026-11-19T15:30:00+00:00"),
        ("yesterday 16:05", "2026-11-21T16:05:00+00:00"),
        ("2026-10-25T01:30+01:00", "2026-10-25T01:30:00+01:00"),
        ("2026-10-25T01:30Z", "2026-10-25T01:30:00+00:00"),
    ],
)
def test_a_when_is_read_in_london(typed: str, read: str) -> None:
    assert read_when(typed, NOW).local.isoformat() == read


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("03/04/2026", AmbiguousDate),
        ("3.4.2026", AmbiguousDate),
        ("03-04-2026", AmbiguousDate),
        ("2026/04/03", AmbiguousDate),
        ("30 Feb 2026", ImpossibleDate),
        ("2026-02-30", ImpossibleDate),
        ("2026-11-19T25:00", ImpossibleDate),
        ("2026-11-19 25:00", ImpossibleDate),
        ("2026-11-19T9:30", UnreadableDate),  # a machine writes 09:30
        ("2026-11-19T12:60", ImpossibleDate),
        ("2026-11-19T12:00+15:00", ImpossibleDate),
        ("Mon 19 Nov 2026", WeekdayDoesNotFit),  # it is a Thursday
        ("", UnreadableDate),
        ("next week", UnreadableDate),
        ("2026-1-5", AmbiguousDate),
        ("٢٠٢٦-11-19", UnreadableDate),
        ("19 Octember 2026", UnreadableDate),
        ("1989-12-31", DateOutOfRange),
        ("2101-01-01", DateOutOfRange),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(typed: str, error: type[ResolveError]) -> None:
    with pytest.raises(error) as refused:
        read_when(typed, NOW)
    assert refused.value.exit_code == 2


def test_a_time_that_the_clock_change_skips_names_the_two_nearest_real_ones() -> None:
    with pytest.raises(SkippedTime) as refused:
        read_when("2026-03-29T01:30", NOW)
    assert refused.value.facts == {"before": "2026-03-29T00:59", "after": "2026-03-29T02:00"}


def test_a_time_that_the_clock_change_doubles_names_both_offsets() -> None:
    with pytest.raises(DoubledTime) as refused:
        read_when("2026-10-25T01:30", NOW)
    assert refused.value.facts == {
        "first": "2026-10-25T01:30+01:00",
        "second": "2026-10-25T01:30+00:00",
    }


days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
minutes = st.integers(min_value=0, max_value=24 * 60 - 1)


@given(days)
def test_every_day_comes_back_from_how_it_is_written(day: date) -> None:
    assert read_when(day.isoformat(), NOW) == Moment(day)
    assert read_when(f"{day:%d %B %Y}", NOW) == Moment(day)


@given(days, minutes)
def test_every_instant_comes_back_from_how_it_is_written(day: date, minute: int) -> None:
    moment = Moment.of(datetime(day.year, day.month, day.day, tzinfo=UTC) + minute * _MINUTE)
    assert read_when(moment.local.isoformat(), NOW) == moment


_MINUTE = timedelta(minutes=1)


@given(days)
def test_a_day_starts_and_ends_at_midnight_in_london(day: date) -> None:
    moment = Moment(day)
    assert moment.starts.astimezone(LONDON).replace(tzinfo=None) == datetime.combine(day, time())
    assert moment.ends == midnight(day + timedelta(days=1))


@given(days, minutes, days, minutes)
def test_one_of_two_moments_is_before_the_other_or_they_may_be_the_same(
    day: date, minute: int, other_day: date, other_minute: int
) -> None:
    one = Moment.of(midnight(day) + minute * _MINUTE)
    other = Moment.of(midnight(other_day) + other_minute * _MINUTE)
    assert one.is_before(other) == (one.starts < other.starts)
    assert one.is_before(Moment(other_day)) == (one.day < other_day)
    assert not (one.is_before(other) and one.is_after(other))


#: Dates that the refusal itself shows, as examples.
EXAMPLES = UnreadableDate.hint


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_moment_or_a_refusal(typed: str) -> None:
    try:
        assert isinstance(read_when(typed, NOW), Moment)
    except ResolveError as refused:
        assert refused.exit_code == 2
        said = f"{refused.message}{refused.advice}"
        # a weekday is said with the dates that it can be
        is_said = typed in said and not isinstance(refused, AmbiguousDate)
        assert len(typed) < 3 or not is_said or typed in EXAMPLES


def test_midnight_is_read_as_the_end_of_the_day_before() -> None:
    assert read_when("2026-12-21T00:00", NOW).last_day == date(2026, 12, 20)
    assert read_when("2026-12-21T00:01", NOW).last_day == date(2026, 12, 21)


# ------------------------------------------------------------------ days and times compared


def _moment(minutes: int, timed: bool) -> Moment:
    at = Moment.of(NOW - timedelta(minutes=minutes))
    return at if timed else Moment(at.day)


#: Days and times around the end of summer time.
_MOMENTS = st.builds(_moment, st.integers(60 * 24 * 26, 60 * 24 * 31), st.booleans())


@given(_MOMENTS, _MOMENTS)
def test_where_one_has_no_time_two_moments_are_compared_by_day(one: Moment, other: Moment) -> None:
    before, after = one.is_before(other), one.is_after(other)
    assert not (before and after)
    assert after == other.is_before(one)
    if one.instant and other.instant:
        assert before == (one.instant < other.instant)
    else:
        assert before == (one.day < other.day)


@given(_MOMENTS, _MOMENTS, _MOMENTS)
def test_what_came_before_something_earlier_came_before_it(a: Moment, b: Moment, c: Moment) -> None:
    if a.is_before(b) and b.is_before(c):
        assert a.is_before(c)


@given(_MOMENTS, _MOMENTS)
def test_what_is_in_time_is_not_after_what_is_due_save_at_midnight(
    done: Moment, due: Moment
) -> None:
    if due.last_day == due.day:
        assert in_time(done, due) == (not done.is_after(due))


@given(_MOMENTS, _MOMENTS)
def test_the_log_says_what_came_first_only_where_no_date_does(one: Moment, other: Moment) -> None:
    assert one.is_since(other, later_in_log=True) == (not one.is_before(other))
    assert one.is_since(other, later_in_log=False) == one.is_after(other)
