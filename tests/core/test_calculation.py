"""The calculator: every unit, both directions, day 1, and what an answer rests on."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.deadlines.reckoning import Calculation, FirstDay, calculate
from resolutions_cli.core.time.amount import read_typed_amount
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.errors import DateOutOfRange
from tests.story import calendar, when

ENGLAND = calendar()
_FILE = Path(__file__).parents[1] / "vectors" / "working-days.csv"
VECTORS = list(csv.DictReader(_FILE.read_text("utf-8").splitlines()))


def answer(
    amount: str, start: str, *, back: bool = False, same_day: bool = False, nation: str = "england"
) -> Calculation:
    first_day = FirstDay.SAME_DAY if same_day else FirstDay.NEXT_DAY
    return calculate(
        read_typed_amount(amount), when(start), calendar(nation), backward=back, first_day=first_day
    )


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: "-".join(row.values()))
def test_every_vector_comes_out_of_the_calculator(row: dict[str, str]) -> None:
    number = int(row["working_days"])
    found = answer(f"{abs(number)} working days", row["start"], back=number < 0)
    assert found.due == when(row["due"])


@pytest.mark.parametrize(
    ("amount", "start", "back", "due", "act_by"),
    [
        ("10 working days", "2026-12-16", False, "2027-01-04", "2027-01-04"),
        ("1 working day", "2026-12-29", True, "2026-12-24", "2026-12-24"),
        ("5 days", "2026-12-22", False, "2026-12-27", "2026-12-24"),
        ("2 weeks", "2026-12-11", False, "2026-12-25", "2026-12-24"),
        ("6 months", "2026-08-31", False, "2027-02-28", "2027-02-26"),
        ("1 month", "2026-03-31", True, "2026-02-28", "2026-02-27"),
        ("48 hours", "2026-10-24T10:00", False, "2026-10-26T09:00", "2026-10-26T09:00"),
        ("96 hours", "2026-12-17T15:30", False, "2026-12-21T15:30", "2026-12-21T15:30"),
        ("24 hours", "2026-12-26T10:00", False, "2026-12-27T10:00", "2026-12-24"),
        ("1 day", "2026-12-17T15:30", True, "2026-12-16T15:30", "2026-12-16T15:30"),
    ],
)
def test_each_unit_is_counted_as_the_rules_say(
    amount: str, start: str, back: bool, due: str, act_by: str
) -> None:
    found = answer(amount, start, back=back)
    assert (found.due, found.act_by) == (when(due), when(act_by))


@pytest.mark.parametrize(
    ("number", "start", "back", "due"),
    [
        # Thursday is day 1
        (1, "2026-11-19", False, "2026-11-19"),
        (3, "2026-11-19", False, "2026-11-23"),
        (3, "2026-11-19", True, "2026-11-17"),
        # on a Saturday, and on Christmas Day, day 1 is the next working day
        (1, "2026-11-21", False, "2026-11-23"),
        (1, "2026-12-25", False, "2026-12-29"),
        (1, "2026-12-25", True, "2026-12-24"),
    ],
)
def test_same_day_makes_the_start_day_1_when_it_is_a_working_day(
    number: int, start: str, back: bool, due: str
) -> None:
    found = answer(f"{number} working days", start, back=back, same_day=True)
    assert found.due == when(due)
    counted = [day for day in found.days if day.counts]
    assert [day.number for day in counted] == list(range(1, number + 1))
    assert counted[-1].date == found.due.day


@given(
    st.dates(date(2012, 1, 2), date(2028, 6, 1)), st.integers(1, 60), st.booleans(), st.booleans()
)
def test_the_days_shown_are_every_day_from_the_start_to_the_answer(
    start: date, number: int, back: bool, same_day: bool
) -> None:
    first_day = FirstDay.SAME_DAY if same_day else FirstDay.NEXT_DAY
    amount = read_typed_amount(f"{number} working days")
    found = calculate(amount, Moment(start), ENGLAND, backward=back, first_day=first_day)
    dates = [day.date.toordinal() for day in found.days]
    step = -1 if back else 1
    begin = start.toordinal() + (0 if same_day else step)
    assert dates == list(range(begin, found.due.day.toordinal() + step, step))
    assert sum(day.counts for day in found.days) == number
    assert all(day.why for day in found.days if not day.counts)


@pytest.mark.parametrize(
    ("amount", "start", "provisional"),
    [
        ("5 working days", "2028-12-20", False),
        ("10 working days", "2028-12-20", True),
        ("14 days", "2028-12-17", False),
        ("15 days", "2028-12-17", True),
    ],
)
def test_an_answer_past_the_published_list_is_provisional(
    amount: str, start: str, provisional: bool
) -> None:
    assert answer(amount, start).provisional is provisional


def test_a_nation_counts_by_its_own_bank_holidays() -> None:
    assert answer("1 working day", "2026-11-29").due == when("2026-11-30")
    assert answer("1 working day", "2026-11-29", nation="scotland").due == when("2026-12-01")
    assert answer("1 working day", "2026-11-29", nation="uk-any").due == when("2026-12-01")


@pytest.mark.parametrize("amount", ["9999 months", "9999 weeks", "9999 working days", "9999 days"])
@pytest.mark.parametrize("back", [False, True])
def test_an_answer_outside_the_years_that_can_be_counted_is_refused(
    amount: str, back: bool
) -> None:
    start = "1990-02-01" if back else "2099-12-01"
    with pytest.raises(DateOutOfRange):
        answer(amount, start, back=back)
