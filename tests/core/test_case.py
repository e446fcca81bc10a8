"""Never silently later: what moved a date, and by how many working days."""

from datetime import date

import pytest

from resolutions_cli.core.entries.facts import Agreed
from resolutions_cli.core.time.working_days import WorkingCalendar
from tests.story import Story, calendar, procedure, when


def with_holiday(day: date) -> WorkingCalendar:
    """England's calendar with a bank holiday proclaimed at short notice."""
    shipped = calendar()
    years = range(shipped.confirmed_from.year, shipped.confirmed_until.year + 1)
    listed = {
        year: {
            date.fromordinal(ordinal): name
            for ordinal, name in shipped._names.items()
            if date.fromordinal(ordinal).year == year
        }
        for year in years
    }
    listed[day.year][day] = "Day of mourning"
    return WorkingCalendar("england", listed, lambda _year: {}, shipped.source)


def at_stage_3() -> Story:
    """Disputed Mon 2 Nov 2026, in stage 3 since Tue 3 Nov: due Mon 16 Nov."""
    story = Story(procedure("nyscp"))
    story.opens("2026-11-02", "1", disputed="2026-11-02")
    story.escalates("2026-11-03", "2")
    story.escalates("2026-11-03", "3")
    return story


@pytest.mark.clause("N1")
def test_a_new_bank_holiday_moves_a_date_and_the_duty_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = at_stage_3()
    assert story.main("2026-11-04").due == when("2026-11-16")
    proclaimed = with_holiday(date(2026, 11, 11))
    monkeypatch.setattr("tests.story.calendar", lambda _nation: proclaimed)
    deadline = {d.key.stage: d for d in story.case("2026-11-04", [calendar()]).deadlines}["3"]
    assert deadline.due == when("2026-11-17")
    assert deadline.moved is not None
    assert (deadline.moved.working_days, deadline.moved.why) == (1, "the bank holidays changed")


def test_a_date_that_became_earlier_is_not_called_moved_later() -> None:
    story = at_stage_3()
    story.corrects("2026-11-04", story.entries[0], events__disputed=when("2026-10-30"))
    deadline = story.main("2026-11-04")
    assert (deadline.due, deadline.moved) == (when("2026-11-13"), None)


def test_a_date_moved_later_and_back_again_is_not_called_moved_later() -> None:
    story = at_stage_3()
    story.corrects("2026-11-04", story.entries[0], events__disputed=when("2026-11-04"))
    assert story.main("2026-11-04").moved is not None
    story.corrects("2026-11-05", story.entries[0], events__disputed=when("2026-11-02"))
    assert story.main("2026-11-05").moved is None


def test_a_meeting_planned_again_for_later_moves_what_counts_from_it() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-04-27", "case-review-group")
    story.plans("2026-04-28", "panel-meeting", "2026-06-01T10:00")
    story.plans("2026-05-11", "panel-meeting", "2026-06-08T10:00")
    report = story.duty("reports", "2026-05-11", "health")
    assert report.due == when("2026-06-07T10:00")
    assert report.moved is not None
    assert report.moved.working_days == 5


def test_a_first_agreement_moves_nothing() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-11-02", "practitioners")
    story.add("2026-11-03", Agreed(on=when("2026-12-01")))
    assert story.main("2026-11-03").moved is None
