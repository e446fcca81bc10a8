"""What each word of a limit does to a date: a second reading, a guide, a cap, end days, hours."""

import tomllib

import pytest

from resolutions_cli.core.deadlines.deadline import Deadline, Status
from resolutions_cli.core.deadlines.reckoning import days_of
from resolutions_cli.core.procedure.checks import check_procedure
from resolutions_cli.core.procedure.model import Procedure
from tests.story import Story, calendar, when

HEAD = """
[procedure]
id = "southshire"
version = "2026-04"
title = "Escalation"
owner = "Southshire"
nation = "england"
source = "chapter 4"
hours = "09:00-17:00"
[outcomes]
agreed = "agreed"
[events.raised]
means = "the disagreement was raised"
[events.told]
means = "the other agency was told"
[events.meeting]
means = "the meeting"
planned = true
"""


def route(limits: str, more: str = "", stage: str = "") -> Procedure:
    """Two stages; the first has these limits."""
    toml = f"""{HEAD}{more}
[[stage]]
id = "1"
title = "Between the professionals"
who = ["the professionals"]
start = true
cite = "row 1"
moves = [{{ to = "2" }}]
{stage}
{limits}
[[stage]]
id = "2"
title = "Between the managers"
who = ["the managers"]
cite = "row 2"
"""
    procedure, problems = check_procedure(tomllib.loads(toml), {}, "digest")
    assert procedure is not None, problems
    return procedure


def limit(words: str) -> str:
    return f'[[stage.limit]]\ncite = "row 1"\nreading = "r"\n{words}\n'


def main_of(procedure: Procedure, at: str, now: str, **events: str) -> Deadline:
    """The main deadline of stage 1 of a dispute that was opened there."""
    story = Story(procedure)
    story.opens(at, "1", **events)
    return story.mains("1", now)[-1]


def due(words: str, raised: str, more: str = "") -> str:
    """When the first stage is due by one limit that counts from the raising."""
    procedure = route(limit(f'of = "raised"\n{words}'), more)
    found = main_of(procedure, raised, raised, raised=raised).due
    assert found is not None
    return str(found.local)[:16]


# ------------------------------------------------------------------ two readings


TWO_READINGS = 'within = "2 working days"\nor_read = "48 hours"'


@pytest.mark.parametrize(
    ("raised", "wanted"),
    [
        ("2026-12-18T16:00", "2026-12-20 16:00"),  # a Friday: the hours end first
        ("2026-12-14", "2026-12-16 00:00"),  # hours of a bare date run from 00:00
        ("2026-12-16T10:00", "2026-12-18 10:00"),
    ],
)
def test_of_two_readings_the_earlier_applies(raised: str, wanted: str) -> None:
    assert due(TWO_READINGS, raised) == wanted


def test_a_reading_that_was_chosen_applies_and_the_other_is_shown() -> None:
    procedure = route(limit(f'of = "raised"\n{TWO_READINGS}\nbinds = "first"'))
    deadline = main_of(procedure, "2026-12-18T16:00", "2026-12-18", raised="2026-12-18T16:00")
    assert deadline.due == when("2026-12-22")
    assert [clock.due for clock in deadline.owed.clocks] == [
        when("2026-12-22"),
        when("2026-12-20T16:00"),
    ]


# ------------------------------------------------------------------ a guide cannot be missed


GUIDE = limit('within = "2 working days"\nof = "raised"\nstrength = "wherever possible"')
FIRM = limit('within = "5 working days"\nof = "raised"')


@pytest.mark.parametrize(
    ("limits", "now", "status", "shown"),
    [
        (GUIDE, "2026-12-16", Status.DUE_TODAY, "2026-12-16"),
        (GUIDE, "2026-12-17", Status.PAST_GUIDE, "2026-12-16"),
        (GUIDE + FIRM, "2026-12-15", Status.ON_TIME, "2026-12-21"),
        (GUIDE + FIRM, "2026-12-17", Status.PAST_GUIDE, "2026-12-21"),
        (GUIDE + FIRM, "2026-12-21", Status.DUE_TODAY, "2026-12-21"),
        (GUIDE + FIRM, "2026-12-22", Status.OVERDUE, "2026-12-21"),
    ],
)
def test_past_a_guide_nothing_is_overdue_until_a_firm_limit_passes(
    limits: str, now: str, status: Status, shown: str
) -> None:
    deadline = main_of(route(limits), "2026-12-14", now, raised="2026-12-14")
    assert (deadline.status, deadline.due) == (status, when(shown))


@pytest.mark.parametrize(
    ("left", "status"),
    [
        ("2026-12-16", Status.MET),
        ("2026-12-17", Status.PAST_GUIDE),
        ("2026-12-22", Status.MISSED),
    ],
)
def test_a_stage_left_after_its_guide_is_neither_met_nor_missed(left: str, status: Status) -> None:
    story = Story(route(GUIDE + FIRM))
    story.opens("2026-12-14", "1", raised="2026-12-14")
    story.escalates(left, "2")
    assert story.mains("1", left)[-1].status is status


def test_the_strength_of_a_stage_is_that_of_its_limits_but_never_of_a_cap() -> None:
    cap = '[[cap]]\nwithin = "3 working days"\nof = "raised"\ncite = "row 9"\n'
    procedure = route(FIRM, cap, 'strength = "should"')
    story = Story(procedure)
    story.opens("2026-12-14", "1", raised="2026-12-14")
    assert story.mains("1", "2026-12-18")[-1].status is Status.OVERDUE
    assert [each.is_weak for each in procedure.stages["1"].limits] == [True, False]


# ------------------------------------------------------------------ a cap on every stage


CAP = '[[cap]]\nwithin = "6 working days"\nof = "raised"\ncite = "row 9"\n'


def test_a_cap_is_a_limit_of_every_stage_at_every_visit() -> None:
    story = Story(route(FIRM, CAP))
    story.opens("2026-12-14", "1", raised="2026-12-14")
    story.escalates("2026-12-15", "2")
    assert story.mains("1", "2026-12-15")[-1].due == when("2026-12-21")
    assert story.mains("2", "2026-12-15")[-1].due == when("2026-12-22")


def test_a_cap_on_named_stages_is_not_on_the_others_and_runs_ahead() -> None:
    cap = CAP.replace("of =", 'stages = ["2"]\nof =').replace("6 working", "1 working")
    procedure = route(FIRM, cap)
    assert [each.cap for each in procedure.stages["1"].limits] == [False]
    story = Story(procedure)
    story.opens("2026-12-14", "1", raised="2026-12-14")
    # every way on leads through stage 2, so its cap leaves no more time here
    assert story.mains("1", "2026-12-14")[-1].due == when("2026-12-15")


# ------------------------------------------------------------------ end days, hours, several starts


@pytest.mark.parametrize(
    ("words", "raised", "wanted"),
    [
        ('within = "5 days"', "2026-12-14", "2026-12-19"),
        ('within = "5 days"\ncount = "same-day"', "2026-12-14", "2026-12-18"),
        ('within = "5 days"\ncount = "clear"', "2026-12-14", "2026-12-20"),
        ('within = "3 working days"\ncount = "same-day"', "2026-12-24", "2026-12-30"),
        ('within = "3 working days"\ncount = "same-day"', "2026-12-26", "2026-12-31"),
        ('within = "3 working days"\ncount = "clear"', "2026-12-24", "2027-01-04"),
    ],
)
def test_end_days_count_as_the_text_says(words: str, raised: str, wanted: str) -> None:
    assert due(words, raised) == wanted


@pytest.mark.parametrize(
    ("count", "wanted"),
    [
        ("", "2026-12-25 14:00"),
        ('count = "same-day"', "2026-12-25"),
        ('count = "clear"', "2026-12-24"),
    ],
)
def test_back_from_a_meeting_its_time_is_dropped_only_where_the_text_counts_whole_days(
    count: str, wanted: str
) -> None:
    procedure = route(limit(f'before = "5 days"\nof = "meeting"\n{count}'))
    story = Story(procedure)
    story.opens("2026-12-14", "1", raised="2026-12-14")
    story.plans("2026-12-14", "meeting", "2026-12-30T14:00")
    found = story.mains("1", "2026-12-14")[-1].due
    assert found is not None
    assert str(found.local)[:16] == wanted


@pytest.mark.parametrize(
    ("count", "first", "last"),
    [
        ("same-day", ("2026-12-24", 1), ("2026-12-30", 3)),
        ("clear", ("2026-12-25", None), ("2027-01-04", None)),
    ],
)
def test_the_days_of_each_count_can_be_checked_by_hand(
    count: str, first: tuple[str, int | None], last: tuple[str, int | None]
) -> None:
    words = f'within = "3 working days"\nof = "raised"\ncount = "{count}"'
    deadline = main_of(route(limit(words)), "2026-12-24", "2026-12-24", raised="2026-12-24")
    [clock] = deadline.owed.clocks
    days = days_of(clock, calendar())
    assert [day.number for day in days if day.counts] == [1, 2, 3]
    shown = [(str(day.date), day.number) for day in days]
    assert (shown[0], shown[-1]) == (first, last)


@pytest.mark.parametrize(
    ("raised", "wanted"),
    [
        ("2026-12-16T10:00", "2026-12-17 10:00"),
        ("2026-12-16T17:00", "2026-12-17 17:00"),
        ("2026-12-16T17:01", "2026-12-17"),
        ("2026-12-18T18:00", "2026-12-21"),
        ("2026-12-24T20:00", "2026-12-29"),
        ("2026-12-26", "2026-12-29"),
        ("2026-12-16", "2026-12-17 00:00"),
    ],
)
def test_a_start_out_of_hours_ends_with_the_next_working_day(raised: str, wanted: str) -> None:
    assert due('within = "24 hours"\nout_of_hours = "next working day"', raised) == wanted


BOTH = 'within = "2 working days"\nof = ["raised", "told"]'


def test_of_several_starts_the_earliest_known_counts_and_may_be_sooner() -> None:
    story = Story(route(limit(BOTH)))
    story.opens("2026-12-16", "1", raised="2026-12-16")
    before = story.mains("1", "2026-12-16")[-1]
    assert (before.due, before.owed.unknown) == (when("2026-12-18"), ("the other agency was told",))
    story.records("told", "2026-12-15")
    after = story.mains("1", "2026-12-16")[-1]
    assert (after.due, after.owed.unknown) == (when("2026-12-17"), ())


def test_of_several_starts_the_latest_known_counts_and_that_it_moved_is_shown() -> None:
    story = Story(route(limit(f'{BOTH}\npick = "latest"')))
    story.opens("2026-12-14", "1", raised="2026-12-14")
    assert story.mains("1", "2026-12-14")[-1].due == when("2026-12-16")
    story.records("told", "2026-12-15")
    after = story.mains("1", "2026-12-15")[-1]
    assert after.due == when("2026-12-17")
    assert after.moved is not None


# ------------------------------------------------------------------ a time without a date


def test_words_without_a_number_give_no_date_and_count_the_days_in_the_stage() -> None:
    deadline = main_of(
        route(limit('said = "as soon as possible"')),
        "2026-12-14",
        "2026-12-17",
        raised="2026-12-14",
    )
    assert (deadline.status, deadline.due, deadline.days_here) == (Status.NO_DATE, None, 3)


def test_words_beside_a_limit_do_not_hide_it() -> None:
    deadline = main_of(
        route(limit('said = "without delay"') + FIRM),
        "2026-12-14",
        "2026-12-17",
        raised="2026-12-14",
    )
    assert (deadline.due, deadline.days_here) == (when("2026-12-21"), None)
