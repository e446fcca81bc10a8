"""Every unit of the rules of counting, forward and back, and how it is explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.count import count
from resolutions_cli.core.deadlines.reckoning import days_of
from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.time.amount import read_amount
from tests.story import calendar, when

ENGLAND = calendar()


def counted(rule: str, start: str) -> str:
    """ "within 10 working days" from a start, as the date or London time it comes to."""
    way, _, words = rule.partition(" ")
    amount = read_amount(words)
    assert amount is not None
    return count(amount, way == "before", when(start), ENGLAND).local.isoformat()


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        ("within 1 working day", "2026-12-24", "2026-12-29"),
        ("within 2 working days", "2026-04-02T23:59", "2026-04-08"),
        ("within 1 working day", "2026-11-21", "2026-11-23"),  # from a Saturday
        ("within 2 working weeks", "2026-12-18", "2027-01-06"),  # Christmas, Boxing Day, New Year
        ("within One working week", "2026-11-22", "2026-11-27"),
        ("within 1 year", "2027-02-28", "2028-02-28"),
        ("within two years", "2028-02-29", "2030-02-28"),
        ("within 10 calendar days", "2026-12-20", "2026-12-30"),
        ("before 1 working week", "2027-01-04", "2026-12-23"),
        ("before 1 year", "2028-02-29T10:00", "2027-02-28T10:00:00+00:00"),
        ("within 10 days", "2026-12-20", "2026-12-30"),
        ("within 2 weeks", "2026-02-16", "2026-03-02"),
        ("within 1 month", "2026-01-31", "2026-02-28"),
        ("within 1 month", "2028-01-31", "2028-02-29"),
        ("within 6 months", "2026-08-31", "2027-02-28"),
        ("within 48 hours", "2026-12-24T10:00", "2026-12-26T10:00:00+00:00"),
        ("within 96 hours", "2026-12-17", "2026-12-21T00:00:00+00:00"),
        ("within 24 hours", "2026-03-28T12:00", "2026-03-29T13:00:00+01:00"),
        ("within at once", "2026-12-16T11:00", "2026-12-16T11:00:00+00:00"),
        ("within immediately", "2026-12-26T11:00", "2026-12-26"),
        ("within same day", "2026-12-26", "2026-12-26"),
        ("before 1 working day", "2027-01-04", "2026-12-31"),
        ("before 1 day", "2026-06-01T10:00", "2026-05-31T10:00:00+01:00"),
        ("before 1 day", "2026-06-01", "2026-05-31"),
        ("before 1 week", "2026-04-01T10:00", "2026-03-25T10:00:00+00:00"),
        ("before 1 month", "2026-03-31T10:00", "2026-02-28T10:00:00+00:00"),
        ("before 24 hours", "2026-03-29T13:00", "2026-03-28T12:00:00+00:00"),
        ("before 24 hours", "2026-06-01", "2026-05-31T00:00:00+01:00"),
    ],
)
def test_an_amount_is_counted(rule: str, start: str, due: str) -> None:
    assert counted(rule, start) == due


def test_back_to_a_time_that_was_skipped_or_doubled_is_the_earlier_reading() -> None:
    assert counted("before 1 day", "2026-03-30T01:30") == "2026-03-29T00:30:00+00:00"
    assert counted("before 1 day", "2026-10-26T01:30") == "2026-10-25T01:30:00+01:00"


moments = st.datetimes(
    min_value=when("2012-01-10").starts.replace(tzinfo=None),
    max_value=when("2028-11-30").starts.replace(tzinfo=None),
).map(lambda naive: when(f"{naive:%Y-%m-%dT%H:%MZ}"))
numbers = st.integers(min_value=1, max_value=60)


@given(moments, numbers, st.sampled_from(["working day", "day", "week", "month", "hour"]))
def test_counting_forward_is_later_and_back_is_earlier(start, number, unit) -> None:  # type: ignore[no-untyped-def]
    amount = read_amount(f"{number} {unit}" + ("s" if number > 1 else ""))
    assert amount is not None
    assert count(amount, False, start, ENGLAND).ends > start.starts
    assert count(amount, True, start, ENGLAND).starts < start.ends


@given(moments, numbers)
def test_the_reckoning_ends_with_the_last_number_on_the_due_date(start, number) -> None:  # type: ignore[no-untyped-def]
    amount = read_amount(f"{number} working days")
    assert amount is not None
    due = count(amount, False, start, ENGLAND)
    clock = Clock("", "raised", "1", Limit(amount, of="raised"), event=start, due=due)
    days = days_of(clock, ENGLAND)
    assert (days[-1].date, days[-1].number) == (due.day, number)
    assert [day.number for day in days if day.counts] == list(range(1, number + 1))
    assert all(day.why for day in days if not day.counts)


def lines(rule: str, start: str) -> list[str]:
    """The reckoning of a rule, a line a day."""
    way, _, words = rule.partition(" ")
    amount = read_amount(words)
    assert amount is not None
    limit = Limit(amount, backward=way == "before", of="raised")
    due = count(amount, limit.backward, when(start), ENGLAND)
    clock = Clock(rule, "raised", "1", limit, event=when(start), due=due)
    return [
        f"{day.date:%a %d %b} {day.number if day.counts else day.why}"
        + (f" ({day.why})" if day.counts and day.why else "")
        for day in days_of(clock, ENGLAND)
    ]


def test_working_days_are_numbered_and_each_other_day_has_its_reason() -> None:
    assert lines("within 3 working days", "2026-12-23") == [
        "Thu 24 Dec 1",
        "Fri 25 Dec Christmas Day",
        "Sat 26 Dec Saturday",
        "Sun 27 Dec Sunday",
        "Mon 28 Dec Boxing Day (substitute day)",
        "Tue 29 Dec 2",
        "Wed 30 Dec 3",
    ]


def test_hours_bear_how_many_have_run_by_the_end_of_each_day() -> None:
    assert lines("within 96 hours", "2026-03-27T16:00") == [
        "Fri 27 Mar 8",
        "Sat 28 Mar 32",
        "Sun 29 Mar 55 (the clocks go forward: a day of 23 hours)",
        "Mon 30 Mar 79",
        "Tue 31 Mar 96",
    ]


def test_months_and_days_back_are_numbered_as_they_are_counted() -> None:
    assert lines("within 2 months", "2026-12-31") == ["Sun 31 Jan 1", "Sun 28 Feb 2"]
    assert lines("before 2 days", "2026-06-01") == ["Sun 31 May 1", "Sat 30 May 2"]
    assert lines("before 2 working days", "2026-06-01") == [
        "Sun 31 May Sunday",
        "Sat 30 May Saturday",
        "Fri 29 May 1",
        "Thu 28 May 2",
    ]
