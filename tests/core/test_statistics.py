"""What each number of the statistics counts."""

from datetime import date

import pytest

from resolutions_cli.core.statistics.figures import Spread, figures_of
from resolutions_cli.core.statistics.suppression import HIDDEN
from resolutions_cli.core.statistics.tally import LATE_AFTER, Period, Statistics
from tests.counted import Brief, Many


def counted(*briefs: Brief) -> Statistics:
    return Many(list(briefs)).statistics()


def some(counts: dict[str, int]) -> dict[str, int]:
    """The counts that are not nought."""
    return {code: number for code, number in counts.items() if number}


def test_raised_resolved_and_open_are_counted_in_the_period_and_in_the_one_before() -> None:
    found = counted(
        Brief("2026-03-31"),  # before, and still open
        Brief("2026-03-30", after=1),  # raised and resolved before
        Brief("2026-03-30", after=2),  # raised before, resolved on the first day
        Brief("2026-04-01", after=364),  # on the first day and on the last
        Brief("2027-03-31"),
        Brief("2025-03-31", after=400),  # raised before both
    )
    assert (found.raised, found.resolved, found.standing) == ((3, 2), (1, 3), (3, 2))


def test_what_was_opened_in_error_is_left_out_of_everything() -> None:
    found = counted(Brief("2026-05-06", after=3, outcome="opened-in-error", moves=1))
    assert found == counted()


def test_every_agency_of_the_workspace_is_counted_in_one_spelling() -> None:
    many = Many([Brief("2026-05-06", by=("School", "health")), Brief("2026-05-07", by=("school",))])
    found = many.statistics(agencies=["police", "School"])
    assert found.raised_by == {"School": 2, "health": 1, "police": 0, "social-care": 0}
    assert found.raised_with == {"School": 0, "health": 0, "police": 0, "social-care": 2}


def test_a_dispute_that_names_no_agency_or_no_concern_is_counted_as_such() -> None:
    found = counted(Brief("2026-05-06", by=(), concerns=()))
    assert some(dict(found.raised_by)) == {"": 1}
    assert some(dict(found.procedures[0].concerns)) == {"": 1}


@pytest.mark.clause("N4", "Y26")
def test_it_is_counted_how_far_disputes_went_where_they_ended_and_how() -> None:
    found = counted(
        Brief("2026-05-06", after=1),
        Brief("2026-05-06", moves=2, after=9),
        Brief("2026-05-06", moves=1),
        Brief("2026-05-06", moves=1, after=9, outcome="withdrawn"),
        # resolved in the period, but raised before it
        Brief("2026-03-30", moves=2, after=9, outcome="decision-changed"),
    )
    (own,) = found.procedures
    assert some(dict(own.reached)) == {"1": 1, "2": 2, "3": 1}
    assert some(dict(own.resolved_at)) == {"1": 1, "2": 1, "3": 2}
    assert some(dict(own.outcomes)) == {"agreed": 2, "decision-changed": 1, "withdrawn": 1}


@pytest.mark.clause("N7", "Y1")
def test_concerns_are_counted_under_their_own_procedure_every_code_of_it() -> None:
    found = counted(
        Brief("2026-05-06", concerns=("thresholds", "communication")),
        Brief("2026-05-06", under="cyscb", concerns=("core-group",)),
    )
    north, york = sorted(found.procedures, key=lambda each: each.procedure.id, reverse=True)
    assert some(dict(north.concerns)) == {"thresholds": 1, "communication": 1}
    assert some(dict(york.concerns)) == {"core-group": 1}
    assert set(york.concerns) == set(york.procedure.concerns)


def test_what_happened_after_the_end_of_the_period_is_not_counted() -> None:
    many = Many([Brief("2026-04-01", moves=3, after=9)])
    found = many.statistics(Period(date(2026, 4, 1), date(2026, 4, 3)))
    assert (found.resolved, found.standing) == ((0, 0), (0, 1))
    assert some(dict(found.procedures[0].reached)) == {"2": 1}


def test_time_is_counted_in_working_days_of_the_nation() -> None:
    # Wed 1 Apr to Fri 10 Apr 2026: Good Friday, the weekend and Easter Monday do not count
    (own,) = counted(Brief("2026-04-01", moves=1, after=9)).procedures
    assert own.to_resolve == (("D-0", 5),)
    # stage 1 was left on Fri 3 Apr, which is Good Friday
    assert {stage: days for stage, days in own.in_stage.items() if days} == {
        "1": (("D-0", 1),),
        "2": (("D-0", 4),),
    }


def test_duties_are_counted_by_how_they_ended_and_how_they_stand() -> None:
    found = counted(
        # stage 2 was due on Thu 7 May, when it was entered, and left on Sat 9 May
        Brief("2026-05-05", moves=2),
        Brief("2026-05-06", after=2),
    )
    (own,) = found.procedures
    assert some(dict(own.ended)) == {"met-without-date": 2, "missed": 1}
    assert some(dict(own.owing)) == {"no-date": 1}
    assert own.late == (("D-0", 1),)


@pytest.mark.clause("N4")
def test_departures_from_the_route_are_counted() -> None:
    found = counted(Brief("2026-05-06", departure="4"), Brief("2026-05-06", moves=3))
    assert found.departures == 1


@pytest.mark.clause("N5")
def test_what_was_written_down_late_is_counted_with_the_days() -> None:
    on_time, late = LATE_AFTER, LATE_AFTER + 1
    found = counted(
        Brief("2026-05-06", after=1, late=on_time), Brief("2026-05-06", after=1, late=late)
    )
    assert found.recorded_late == (("D-1", late),)


@pytest.mark.clause("N19")
def test_open_disputes_in_which_nothing_was_recorded_for_long_are_counted_as_quiet() -> None:
    found = counted(Brief("2026-05-06"), Brief("2027-03-30"), Brief("2026-05-06", after=1))
    assert (found.quiet, found.standing[1]) == (1, 2)


@pytest.mark.clause("Y25")
def test_what_is_to_be_learned_is_listed_in_an_order_that_tells_of_no_dispute() -> None:
    found = counted(
        Brief("2026-05-06", after=1, learning=("Write the reasons down.", "Ask early.")),
        Brief("2026-06-06", after=1, learning=("call back the same day",)),
        Brief("2025-06-06", after=1, learning=("Not of this year.",)),
    )
    assert found.learning == ("Ask early.", "call back the same day", "Write the reasons down.")


# ------------------------------------------------------------------ what is given out


def spread(briefs: list[Brief]) -> object:
    """How long it took to resolve them, as it is given out."""
    (section,) = Many(briefs).figures().sections
    return next(each for each in section.measured if each.name == "to-resolution").lines[0][2]


def test_a_median_is_given_out_of_five_disputes_and_not_of_four() -> None:
    briefs = [Brief("2026-05-06", after=after) for after in (1, 2, 5, 6, 7)]
    assert spread(briefs) == Spread(3, 1, 5)
    assert spread(briefs[:4]) is HIDDEN
    assert spread([Brief("2026-05-06")] * 5) is None


def test_days_of_fewer_than_five_disputes_are_kept_back_however_many_they_are() -> None:
    # two disputes, each with three duties missed
    figures = Many(
        [Brief("2026-05-06", moves=4)] * 2 + [Brief("2026-05-06", after=1)] * 9
    ).figures()
    missed = next(m for m in figures.sections[0].measured if m.name == "missed-by").lines[0][2]
    assert missed is HIDDEN


def test_with_a_procedure_of_few_disputes_no_procedure_has_figures_of_its_own() -> None:
    both = [Brief("2026-05-06", after=1)] * 20 + [Brief("2026-05-06", under="cyscb")] * 3
    figures = Many(both).figures()
    assert [section.is_withheld for section in figures.sections] == [True, True]
    (section,) = Many(both[:20]).figures().sections
    assert not section.is_withheld


def test_without_keeping_back_every_number_is_as_it_is() -> None:
    figures = figures_of(counted(Brief("2026-05-06", after=1)), keep_back=False)
    assert not figures.has_hidden
    assert [line.numbers for line in figures.counted[0].lines] == [(0, 1), (0, 1), (0, 0)]
