"""Working days: the edges by hand, the vectors, and two other implementations on every day."""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy
import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from resolutions_cli.core.time.bank_holidays import NATIONS
from resolutions_cli.core.time.working_days import CalendarSource, CountedDay, WorkingCalendar
from resolutions_cli.errors import DateOutOfRange
from resolutions_cli.files.workspace.calendars import calendar_for, shipped_list

SHIPPED = shipped_list()
CALENDARS = {nation: calendar_for(nation, [SHIPPED]) for nation in NATIONS}
ENGLAND = CALENDARS["england"]
VECTORS = Path(__file__).parents[1] / "vectors" / "working-days.csv"

DAY = timedelta(days=1)
STEPS = (1, 2, 3, 5, 10, 13, 20, 28)
EVERY_DAY = [date.fromordinal(n) for n in range(734503, 740682)]

days = st.dates(date(1992, 1, 1), date(2098, 12, 31))
counts = st.integers(-400, 400).filter(bool)
nations = st.sampled_from(sorted(NATIONS))
# The first day asked of a new year loads the rules of every country, once.
unhurried = settings(deadline=None)


def test_every_day_means_from_2012_to_the_end_of_november_2028():
    assert (EVERY_DAY[0], EVERY_DAY[-1]) == (date(2012, 1, 1), date(2028, 11, 30))


# ------------------------------------------------------------------ by hand


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        # Thu 24 December 2026: Christmas Day, then a weekend, then Boxing Day's substitute.
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        # Each of the days in between is a day 0 as good as any.
        (date(2026, 12, 25), 1, date(2026, 12, 29)),
        (date(2026, 12, 26), 1, date(2026, 12, 29)),
        (date(2026, 12, 27), 1, date(2026, 12, 29)),
        (date(2026, 12, 28), 1, date(2026, 12, 29)),
        (date(2026, 12, 28), -1, date(2026, 12, 24)),
        (date(2026, 12, 29), -1, date(2026, 12, 24)),
        # Easter 2027: Good Friday 26 March to Easter Monday 29 March.
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        (date(2027, 3, 30), -1, date(2027, 3, 25)),
        # The Queen's funeral, proclaimed nine days before it.
        (date(2022, 9, 16), 1, date(2022, 9, 20)),
        # Out of the list at either end.
        (date(2028, 12, 29), 1, date(2029, 1, 2)),
        (date(2029, 1, 2), -1, date(2028, 12, 29)),
        (date(2012, 1, 1), -1, date(2011, 12, 30)),
        (date(2011, 12, 30), 1, date(2012, 1, 3)),
    ],
)
def test_day_0_is_the_start_whatever_day_it_is(start: date, count: int, due: date):
    assert ENGLAND.add_working_days(start, count) == due


def test_every_vector_holds():
    with VECTORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 193
    for row in rows:
        start, due = date.fromisoformat(row["start"]), date.fromisoformat(row["due"])
        found = ENGLAND.add_working_days(start, int(row["working_days"]))
        assert found == due, row
        assert (f"{start:%a}", f"{found:%a}") == (row["weekday"], row["due_weekday"]), row


def test_no_working_days_from_a_day_is_not_a_question():
    with pytest.raises(ValueError, match="day 0"):
        ENGLAND.add_working_days(date(2026, 11, 19), 0)


def test_a_day_off_says_why():
    assert ENGLAND.why_not_working(date(2026, 11, 21)) == "Saturday"
    assert ENGLAND.why_not_working(date(2026, 11, 22)) == "Sunday"
    assert ENGLAND.why_not_working(date(2026, 12, 25)) == "Christmas Day"
    assert ENGLAND.why_not_working(date(2026, 12, 28)) == "Boxing Day (substitute day)"
    assert ENGLAND.why_not_working(date(2026, 11, 23)) is None


def test_christmas_day_on_a_saturday_is_a_saturday_and_is_not_counted_off_twice():
    saturday = date(2021, 12, 25)
    assert ENGLAND.why_not_working(saturday) == "Saturday"
    assert ENGLAND.why_not_working(date(2021, 12, 27)) == "Christmas Day (substitute day)"
    assert ENGLAND.working_days_between(date(2021, 12, 24), date(2021, 12, 31)) == 3


def test_a_holiday_on_a_weekend_counts_for_nothing_even_if_a_list_has_it():
    calendar = only({2026: {date(2026, 12, 26): "a Saturday", date(2026, 12, 27): "a Sunday"}})
    assert calendar.add_working_days(date(2026, 12, 25), 1) == date(2026, 12, 28)
    assert calendar.add_working_days(date(2026, 12, 28), -1) == date(2026, 12, 25)


def test_a_run_of_holidays_longer_than_the_count_is_stepped_over():
    fortnight = {date(2026, 6, 1) + n * DAY: "closed" for n in range(14)}
    calendar = only({2026: fortnight})
    assert calendar.add_working_days(date(2026, 5, 29), 1) == date(2026, 6, 15)
    assert calendar.add_working_days(date(2026, 6, 15), -1) == date(2026, 5, 29)
    assert calendar.working_days_between(date(2026, 5, 29), date(2026, 6, 14)) == 0


def test_between_leaves_out_the_first_day_and_takes_in_the_last():
    thursday = date(2026, 11, 19)
    assert ENGLAND.working_days_between(thursday, date(2026, 11, 20)) == 1
    assert ENGLAND.working_days_between(thursday, date(2026, 11, 22)) == 1
    assert ENGLAND.working_days_between(thursday, date(2026, 11, 23)) == 2
    assert ENGLAND.working_days_between(thursday, thursday) == 0
    assert ENGLAND.working_days_between(thursday, date(2026, 11, 1)) == 0


def test_the_last_working_day_before_christmas_weekend_is_to_act_by():
    assert ENGLAND.working_day_on_or_before(date(2026, 12, 28)) == date(2026, 12, 24)
    assert ENGLAND.working_day_on_or_before(date(2026, 12, 24)) == date(2026, 12, 24)


def test_a_walk_shows_each_day_with_its_number_or_its_reason():
    assert ENGLAND.walk(date(2026, 12, 23), date(2026, 12, 29)) == [
        CountedDay(date(2026, 12, 24), True, number=1),
        CountedDay(date(2026, 12, 25), False, why="Christmas Day"),
        CountedDay(date(2026, 12, 26), False, why="Saturday"),
        CountedDay(date(2026, 12, 27), False, why="Sunday"),
        CountedDay(date(2026, 12, 28), False, why="Boxing Day (substitute day)"),
        CountedDay(date(2026, 12, 29), True, number=2),
    ]


def test_a_walk_backward_goes_backward():
    assert ENGLAND.walk(date(2026, 11, 23), date(2026, 11, 20)) == [
        CountedDay(date(2026, 11, 22), False, why="Sunday"),
        CountedDay(date(2026, 11, 21), False, why="Saturday"),
        CountedDay(date(2026, 11, 20), True, number=1),
    ]
    assert ENGLAND.walk(date(2026, 11, 23), date(2026, 11, 23)) == []


def test_nations_count_by_their_own_bank_holidays_only():
    good_friday_eve = date(2026, 4, 2)
    assert ENGLAND.add_working_days(good_friday_eve, 1) == date(2026, 4, 7)
    assert CALENDARS["scotland"].add_working_days(good_friday_eve, 1) == date(2026, 4, 6)
    boyne_eve = date(2026, 7, 10)
    assert ENGLAND.add_working_days(boyne_eve, 1) == date(2026, 7, 13)
    assert CALENDARS["northern-ireland"].add_working_days(boyne_eve, 1) == date(2026, 7, 14)
    assert CALENDARS["uk-any"].add_working_days(boyne_eve, 1) == date(2026, 7, 14)


# ------------------------------------------------------------------ the ends of the list


def test_dates_are_provisional_from_the_first_day_after_the_list():
    last = date(2028, 12, 31)
    assert (ENGLAND.confirmed_from, ENGLAND.confirmed_until) == (date(2012, 1, 1), last)
    assert not ENGLAND.is_provisional(date(2028, 12, 1), last)
    assert ENGLAND.is_provisional(date(2028, 12, 1), last + DAY)
    assert ENGLAND.is_provisional(last + DAY, date(2028, 12, 1))


def test_dates_before_the_list_are_history_and_not_provisional():
    assert not ENGLAND.is_provisional(date(1999, 12, 31), date(2000, 1, 31))
    assert ENGLAND.why_not_working(date(1999, 12, 31)) == "Millennium Celebrations"


def test_christmas_day_after_the_list_is_no_working_day():
    assert not ENGLAND.is_working_day(date(2029, 12, 25))
    assert not ENGLAND.is_working_day(date(2100, 12, 27))


def test_no_question_inside_the_list_asks_beyond_it():
    first, last = ENGLAND.confirmed_from, ENGLAND.confirmed_until
    calendar = only(SHIPPED.divisions["england-and-wales"])
    calendar.add_working_days(date(2012, 1, 4), -1)
    calendar.add_working_days(date(2028, 12, 20), 5)
    calendar.working_days_between(first, last)
    calendar.walk(date(2028, 12, 1), last)
    calendar.working_day_on_or_before(last)
    calendar.is_provisional(first, date(2040, 1, 1))


def test_each_year_beyond_is_asked_once_and_only_when_an_answer_needs_it():
    asked: list[int] = []

    def beyond(year: int) -> Mapping[date, str]:
        asked.append(year)
        return {}

    calendar = WorkingCalendar("england", {2026: {}}, beyond, ENGLAND.source)
    calendar.add_working_days(date(2026, 12, 30), 1)
    assert asked == []
    calendar.add_working_days(date(2026, 12, 30), 2)
    assert asked == [2027]
    calendar.add_working_days(date(2028, 12, 30), -1)
    calendar.add_working_days(date(2025, 6, 2), 300)
    assert asked == [2027, 2028, 2025]


def test_holidays_of_the_next_year_move_an_answer_that_seemed_to_lie_in_this_one():
    """Without 2027's holiday the answer is 1 January 2027, with it the Monday after."""
    calendar = WorkingCalendar(
        "england",
        {2026: {}},
        lambda year: {date(year, 1, 1): "New Year's Day"},
        ENGLAND.source,
    )
    assert calendar.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert calendar.add_working_days(date(2026, 1, 1), -1) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date.min, 1),
        (date.min, -1),
        (date.max, 1),
        (date.max, -1),
        (date(1989, 12, 31), 1),
        (date(2101, 1, 1), -1),
        (date(1990, 1, 1), -1),
        (date(2100, 12, 31), 1),
        (date(2026, 11, 19), 10**9),
        (date(2026, 11, 19), -(10**9)),
        (date(2026, 11, 19), 10**100),
        (date(2026, 11, 19), -(10**100)),
    ],
)
def test_outside_1990_to_2100_nothing_is_counted(day: date, count: int):
    with pytest.raises(DateOutOfRange):
        ENGLAND.add_working_days(day, count)


def test_the_other_questions_have_the_same_bounds():
    inside = date(2026, 11, 19)
    for outside in (date.min, date(1989, 12, 31), date(2101, 1, 1), date.max):
        for ask in (
            lambda day: ENGLAND.is_working_day(day),
            lambda day: ENGLAND.why_not_working(day),
            lambda day: ENGLAND.working_day_on_or_before(day),
            lambda day: ENGLAND.working_days_between(inside, day),
            lambda day: ENGLAND.working_days_between(day, inside),
            lambda day: ENGLAND.walk(inside, day),
            lambda day: ENGLAND.walk(day, inside),
        ):
            with pytest.raises(DateOutOfRange):
                ask(outside)


def test_the_first_and_the_last_day_that_can_be_counted_are_answered():
    assert ENGLAND.add_working_days(date(1990, 1, 1), 1) == date(1990, 1, 2)
    assert ENGLAND.working_day_on_or_before(date(2100, 12, 31)) == date(2100, 12, 31)


def test_confirmed_years_with_a_gap_are_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="consecutive"):
        only({2026: {}, 2028: {}})


# ------------------------------------------------------------------ others that count


SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}


@pytest.mark.parametrize("nation", SUBDIVISIONS)
def test_the_holidays_package_counts_the_same_on_every_day(nation: str):
    """Its own holidays and its own day-by-day arithmetic, against the official list.

    On every weekday of 2012 to 2028 the package and GOV.UK's list agree for all four
    nations, Scotland's World Cup bank holiday of 15 June 2026 included: the copy of the list
    that is shipped is older than its proclamation (3 February 2026), GOV.UK lists it by now,
    and `bank-holidays-source.toml` adds it. What the test cannot show independently is 2011
    and 2029, where our own days come from the same package.
    """
    package = country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=range(2011, 2030))
    calendar = CALENDARS[nation]
    for day in EVERY_DAY:
        for sign in (1, -1):
            reached, walked = day, 0
            for count in STEPS:
                # A walk goes on from where the shorter one ended.
                reached = package.get_nth_working_day(reached, sign * (count - walked))
                walked = count
                assert calendar.add_working_days(day, sign * count) == reached


@pytest.mark.parametrize("nation", [*SUBDIVISIONS, "uk-any"])
def test_numpy_counts_the_same_on_every_day(nation: str):
    """numpy's busday arithmetic, on holidays that the `holidays` package knows by itself."""
    subdivisions = [SUBDIVISIONS[nation]] if nation in SUBDIVISIONS else SUBDIVISIONS.values()
    closed = sorted(
        {
            day
            for subdivision in subdivisions
            for day in country_holidays("GB", subdiv=subdivision, years=range(2011, 2030))
        }
    )
    calendar = CALENDARS[nation]
    starts = numpy.array(EVERY_DAY, dtype="datetime64[D]")
    for count in STEPS:
        # From a day off, count from the working day on its far side: that one is day 0.
        ahead = numpy.busday_offset(starts, count, roll="backward", holidays=closed)
        back = numpy.busday_offset(starts, -count, roll="forward", holidays=closed)
        assert [calendar.add_working_days(day, count) for day in EVERY_DAY] == ahead.tolist()
        assert [calendar.add_working_days(day, -count) for day in EVERY_DAY] == back.tolist()


def test_numpy_finds_as_many_working_days_between_any_two():
    closed = [*country_holidays("GB", subdiv="ENG", years=range(2011, 2030))]
    after = numpy.array(EVERY_DAY, dtype="datetime64[D]")
    day = numpy.timedelta64(1, "D")
    for span in (1, 4, 7, 30, 365, 3000):
        until = after[span:]
        # numpy counts begin <= d < end; ours is after < d <= until.
        counted = numpy.busday_count(after[:-span] + day, until + day, holidays=closed)
        ours = [
            ENGLAND.working_days_between(a, b)
            for a, b in zip(EVERY_DAY, EVERY_DAY[span:], strict=False)
        ]
        assert ours == counted.tolist()


# ------------------------------------------------------------------ what holds for any day


@unhurried
@given(nations, days, counts)
def test_adding_is_walking(nation: str, day: date, count: int):
    calendar = CALENDARS[nation]
    due = calendar.add_working_days(day, count)
    last = calendar.walk(day, due)[-1]
    assert (last.date, last.number) == (due, abs(count))


@unhurried
@given(nations, days, counts)
def test_between_undoes_adding(nation: str, day: date, count: int):
    calendar = CALENDARS[nation]
    due = calendar.add_working_days(day, count)
    if count > 0:
        assert calendar.working_days_between(day, due) == count
    else:
        assert calendar.working_days_between(due - DAY, day - DAY) == -count


@unhurried
@given(nations, days, counts, st.integers(1, 30))
def test_a_later_start_or_a_longer_count_is_never_due_sooner(
    nation: str, day: date, count: int, more: int
):
    calendar = CALENDARS[nation]
    due = calendar.add_working_days(day, count)
    assert calendar.add_working_days(day + more * DAY, count) >= due
    if count + more:
        assert calendar.add_working_days(day, count + more) > due


@unhurried
@given(nations, days, counts)
def test_what_is_due_is_due_on_a_working_day(nation: str, day: date, count: int):
    calendar = CALENDARS[nation]
    due = calendar.add_working_days(day, count)
    assert calendar.is_working_day(due)
    assert calendar.working_day_on_or_before(due) == due


@unhurried
@given(days)
def test_a_day_off_anywhere_in_the_kingdom_is_one_for_uk_any(day: date):
    everywhere = all(CALENDARS[nation].is_working_day(day) for nation in SUBDIVISIONS)
    assert CALENDARS["uk-any"].is_working_day(day) == everywhere


@unhurried
@given(st.sampled_from(sorted(SUBDIVISIONS)), days, st.integers(1, 400))
def test_uk_any_is_never_due_sooner_than_a_nation(nation: str, day: date, count: int):
    of_nation = CALENDARS[nation].add_working_days(day, count)
    assert CALENDARS["uk-any"].add_working_days(day, count) >= of_nation


@unhurried
@given(
    st.sets(st.dates(date(2024, 1, 1), date(2028, 12, 31)), max_size=400),
    st.dates(date(2025, 6, 1), date(2027, 6, 1)),
    st.integers(-60, 60).filter(bool),
)
def test_any_set_of_holidays_is_counted_as_a_paper_calendar_would(
    closed: set[date], day: date, count: int
):
    """However dense the holidays, and in whatever order their years are loaded."""

    def holidays_in(year: int) -> Mapping[date, str]:
        return {each: "closed" for each in closed if each.year == year}

    calendar = WorkingCalendar("england", {2026: holidays_in(2026)}, holidays_in, ENGLAND.source)
    on_paper, counted = day, 0
    while counted < abs(count):
        on_paper += DAY if count > 0 else -DAY
        counted += on_paper.weekday() < 5 and on_paper not in closed
    assert calendar.add_working_days(day, count) == on_paper


def only(years: Mapping[int, Mapping[date, str]]) -> WorkingCalendar:
    """A calendar that must not look beyond its list."""

    def beyond(year: int) -> Mapping[date, str]:
        raise AssertionError(f"asked for {year}")

    source = CalendarSource("test", date(2026, 1, 1), False, date(2026, 1, 1), date(2026, 12, 31))
    return WorkingCalendar("england", years, beyond, source)
