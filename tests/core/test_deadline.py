"""Where a deadline stands: in time or late, how it ended, when to act, what comes first."""

import pytest

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import (
    Deadline,
    Done,
    End,
    Key,
    Owed,
    Status,
    act_by,
    assess_deadline,
    is_urgent,
    urgency,
)
from resolutions_cli.core.time.moment import in_time
from tests.story import calendar, when

# Mon 2 Nov 2026 is a working day; Sat 7 and Sun 8 are none.


def owed(due: str | None = None, event: str | None = None, **more: object) -> Owed:
    """A duty with one clock that ends then, if any."""
    clock = Clock(
        "within 3 working days",
        "raised",
        "1",
        event=when(event) if event else None,
        due=when(due) if due else None,
    )
    key = Key("1", 1, str(more.pop("duty", "main")))
    return Owed(key, "Stage 1", "they", (clock,), 0).but(**more)


def stands(what: Owed, as_of: str, reference: str = "2026-K7Q4M") -> Deadline:
    """The deadline as of a moment; within two working days is soon."""
    return assess_deadline(reference, ("southshire", "2026-04"), what, when(as_of), calendar(), 2)


# ------------------------------------------------------------------ in time


@pytest.mark.parametrize(
    ("done", "due", "is_in_time"),
    [
        ("2026-11-05T10:00", "2026-11-05T10:00", True),
        ("2026-11-05T10:01", "2026-11-05T10:00", False),
        ("2026-11-05", "2026-11-05T10:00", True),
        ("2026-11-05T23:59", "2026-11-05", True),
        ("2026-11-06T00:00", "2026-11-05", False),
        ("2026-11-06", "2026-11-05", False),
        ("2026-11-05", "2026-11-05", True),
        ("2026-11-05", "2026-11-05T00:00", False),
        ("2026-11-04", "2026-11-05T00:00", True),
    ],
)
def test_two_times_are_compared_by_the_clock_and_everything_else_by_the_day(
    done: str, due: str, is_in_time: bool
) -> None:
    assert in_time(when(done), when(due)) is is_in_time


# ------------------------------------------------------------------ while it is open


@pytest.mark.parametrize(
    ("due", "as_of", "status"),
    [
        ("2026-11-05", "2026-11-02", Status.ON_TIME),
        ("2026-11-05", "2026-11-03", Status.DUE_SOON),
        ("2026-11-05", "2026-11-05", Status.DUE_TODAY),
        ("2026-11-05", "2026-11-05T23:59", Status.DUE_TODAY),
        ("2026-11-05", "2026-11-06T00:00", Status.OVERDUE),
        ("2026-11-05T10:00", "2026-11-05T10:00", Status.DUE_TODAY),
        ("2026-11-05T10:00", "2026-11-05T10:01", Status.OVERDUE),
        ("2026-11-05T10:00", "2026-11-05", Status.OVERDUE),
        ("2026-11-06T00:00", "2026-11-05T12:00", Status.DUE_TODAY),
        ("2026-11-06T00:00", "2026-11-05", Status.DUE_TODAY),
        ("2026-11-06T00:00", "2026-11-06T00:00", Status.DUE_TODAY),
        (None, "2026-11-05", Status.NO_DATE),
    ],
)
def test_an_open_duty_stands_by_how_much_time_is_left(
    due: str | None, as_of: str, status: Status
) -> None:
    assert stands(owed(due), as_of).status is status


def test_working_days_left_and_over_are_counted_while_a_duty_is_open_and_has_a_date() -> None:
    early, late = stands(owed("2026-11-10"), "2026-11-05"), stands(owed("2026-11-05"), "2026-11-10")
    assert (early.working_days_left, early.working_days_over) == (3, 0)
    assert (late.working_days_left, late.working_days_over) == (0, 3)
    undated = stands(owed(), "2026-11-05")
    ended = stands(owed("2026-11-10", done=Done(when("2026-11-09"))), "2026-11-12")
    for each in (undated, ended):
        assert (each.working_days_left, each.working_days_over) == (None, None)


def test_a_deadline_at_midnight_counts_its_days_to_the_day_before() -> None:
    assert stands(owed("2026-11-06T00:00"), "2026-11-03").working_days_left == 2
    assert stands(owed("2026-11-06T00:00"), "2026-11-09").working_days_over == 2


def test_the_days_in_a_stage_without_a_time_are_counted_until_it_is_left() -> None:
    here = owed(since=when("2026-11-05"))
    assert stands(here, "2026-11-10").days_here == 3
    assert stands(here.but(done=Done(when("2026-11-09"))), "2026-11-10").days_here is None
    assert stands(owed(), "2026-11-10").days_here is None


# ------------------------------------------------------------------ how it ended


@pytest.mark.parametrize(
    ("how", "without_date", "in_time_"),
    [
        (End.FULFILLED, Status.DONE, Status.MET),
        (End.MOVED_ON, Status.DONE, Status.MET),
        (End.LEFT, Status.LEFT, Status.LEFT),
        (End.LAPSED, Status.ENDED, Status.ENDED),
    ],
)
def test_what_ended_late_is_missed_however_it_ended(
    how: End, without_date: Status, in_time_: Status
) -> None:
    done = Done(when("2026-11-05"), how)
    assert stands(owed(None, done=done), "2026-11-09").status is without_date
    assert stands(owed("2026-11-05", done=done), "2026-11-09").status is in_time_
    missed = stands(owed("2026-11-03", done=done), "2026-11-09")
    assert (missed.status, missed.working_days_late) == (Status.MISSED, 2)
    assert missed.is_done_late is (how is End.FULFILLED)


def test_days_late_are_said_of_nothing_that_was_in_time_or_is_open() -> None:
    met = stands(owed("2026-11-05", done=Done(when("2026-11-04"))), "2026-11-09")
    assert (met.working_days_late, met.is_done_late) == (None, False)
    open_ = stands(owed("2026-11-05"), "2026-11-09")
    assert (open_.working_days_late, open_.is_done_late) == (None, False)


def test_days_late_of_a_deadline_at_midnight_are_counted_from_the_day_before() -> None:
    done = Done(when("2026-11-09"))
    assert stands(owed("2026-11-06T00:00", done=done), "2026-11-09").working_days_late == 2


# ------------------------------------------------------------------ the aim


def aimed(due: str, aim: str, **more: object) -> Owed:
    (clock,) = owed(due).clocks
    return owed(due).but(clocks=(clock.but(aim=when(aim)),), **more)


@pytest.mark.parametrize(
    ("aim", "as_of", "past"),
    [
        ("2026-11-05", "2026-11-05", False),
        ("2026-11-05", "2026-11-06T00:00", True),
        ("2026-11-05T10:00", "2026-11-05T10:00", False),
        ("2026-11-05T10:00", "2026-11-05T10:01", True),
        ("2026-11-05T10:00", "2026-11-05", True),
        ("2026-11-05T10:00", "2026-11-04", False),
    ],
)
def test_an_aim_is_past_like_a_deadline(aim: str, as_of: str, past: bool) -> None:
    assert stands(aimed("2026-11-12", aim), as_of).past_aim is past


def test_an_aim_is_past_only_while_the_duty_is_open_and_not_overdue() -> None:
    assert not stands(aimed("2026-11-12", "2026-11-05"), "2026-11-13").past_aim
    done = Done(when("2026-11-09"))
    assert not stands(aimed("2026-11-12", "2026-11-05", done=done), "2026-11-10").past_aim
    assert stands(owed("2026-11-12"), "2026-11-10").past_aim is False


def test_of_several_aims_the_earliest_counts() -> None:
    (clock,) = owed("2026-11-12").clocks
    aims = ("2026-11-06", "2026-11-05T10:00", "2026-11-05")
    both = owed().but(clocks=tuple(clock.but(aim=when(aim)) for aim in aims))
    assert both.aim == when("2026-11-05T10:00")


# ------------------------------------------------------------------ when to act


@pytest.mark.parametrize(
    ("due", "by"),
    [
        ("2026-11-05", "2026-11-05"),
        ("2026-11-07", "2026-11-06"),
        ("2026-11-08T10:00", "2026-11-06"),
        ("2026-11-05T10:00", "2026-11-05T10:00"),
        ("2026-11-07T00:00", "2026-11-07T00:00"),
        ("2026-11-08T00:00", "2026-11-06"),
    ],
)
def test_one_acts_by_the_last_working_day_up_to_the_deadline(due: str, by: str) -> None:
    assert act_by(when(due), calendar()) == when(by)


@pytest.mark.parametrize(
    ("event", "due", "by"),
    [
        ("2026-11-08", "2026-11-08", "2026-11-08"),
        ("2026-11-07T09:00", "2026-11-08T09:00", "2026-11-08T09:00"),
        ("2026-11-06", "2026-11-08", "2026-11-06"),
        ("2026-11-05", "2026-11-08", "2026-11-06"),
        ("2026-11-09", "2026-11-08", "2026-11-06"),  # counted back from a meeting
        (None, "2026-11-08", "2026-11-06"),
    ],
)
def test_nobody_is_to_act_before_the_time_began_to_run(
    event: str | None, due: str, by: str
) -> None:
    assert stands(owed(due, event), "2026-11-02").act_by == when(by)


def test_without_a_date_there_is_no_day_to_act_by() -> None:
    assert stands(owed(), "2026-11-02").act_by is None


def test_the_clock_that_ends_first_says_when_the_time_began_to_run() -> None:
    (early,) = owed("2026-11-08", "2026-11-02").clocks
    (late,) = owed("2026-11-15", "2026-11-08").clocks
    both = owed().but(clocks=(late, early))
    assert stands(both, "2026-11-02").act_by == when("2026-11-06")


# ------------------------------------------------------------------ what it says besides


def test_a_deadline_carries_what_it_was_made_from() -> None:
    what = owed("2026-11-05")
    found = stands(what, "2026-11-05")
    assert (found.reference, found.procedure, found.version) == (
        "2026-K7Q4M",
        "southshire",
        "2026-04",
    )
    assert (found.owed, found.moved, found.provisional) == (what, None, False)
    (clock,) = what.clocks
    assert stands(what.but(clocks=(clock.but(provisional=True),)), "2026-11-05").provisional


# ------------------------------------------------------------------ what comes first


def test_tellings_come_first_then_dates_then_what_has_none_then_what_is_over() -> None:
    met = Done(when("2026-11-02"))
    listed = {
        "open telling": stands(owed("2026-11-12", duty="tell:police"), "2026-11-05"),
        "overdue": stands(owed("2026-11-03"), "2026-11-05"),
        "due today": stands(owed("2026-11-05"), "2026-11-05"),
        "due soon": stands(owed("2026-11-06"), "2026-11-05"),
        "on time": stands(owed("2026-11-12"), "2026-11-05"),
        "no date": stands(owed(), "2026-11-05"),
        "told": stands(owed("2026-11-02", duty="tell:police", done=met), "2026-11-05"),
        "met": stands(owed("2026-11-04", done=met), "2026-11-05"),
        "done": stands(owed(done=met), "2026-11-05"),
    }
    assert sorted(reversed(listed), key=lambda name: urgency(listed[name])) == list(listed)


def test_of_what_is_due_at_once_the_reference_and_then_the_log_s_order_decide() -> None:
    first = stands(owed("2026-11-05", arose=2), "2026-11-02", "2026-A")
    second = stands(owed("2026-11-05", arose=5), "2026-11-02", "2026-A")
    third = stands(owed("2026-11-05", arose=1), "2026-11-02", "2026-B")
    assert sorted([third, second, first], key=urgency) == [first, second, third]


def test_what_is_due_soon_or_over_stands_above_a_quiet_dispute_and_so_does_any_telling() -> None:
    urgent = {
        as_of: is_urgent(stands(owed("2026-11-05"), as_of))
        for as_of in ("2026-11-02", "2026-11-04", "2026-11-05", "2026-11-06")
    }
    assert list(urgent.values()) == [False, True, True, True]
    assert not is_urgent(stands(owed(), "2026-11-05"))
    assert is_urgent(stands(owed("2026-11-30", duty="tell:police"), "2026-11-05"))
    told = owed("2026-11-30", duty="tell:police", done=Done(when("2026-11-04")))
    assert not is_urgent(stands(told, "2026-11-05"))
