"""From a log to a dispute: where it is, what counts, what two copies made of it."""

from itertools import permutations

import pytest

from resolutions_cli.core.deadlines.case import Calendars, assess
from resolutions_cli.core.deadlines.deadline import Status
from resolutions_cli.core.deadlines.summary import Settings
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    Closed,
    Corrected,
    Escalated,
    Noted,
    Opened,
    Reopened,
    Settled,
    UnknownKind,
)
from resolutions_cli.core.record.dispute import NotYetOpened
from resolutions_cli.core.record.log import Log, in_order
from tests.story import Story, calendar, procedure, when


def raised() -> Story:
    """A dispute of North Yorkshire's, raised and opened Mon 2 Nov 2026 10:00."""
    story = Story(procedure("nyscp"))
    story.opens("2026-11-02T10:00", "1", raised="2026-11-02T10:00", disputed="2026-11-02")
    return story


def apart(story: Story, *branches: list[Entry]) -> Log:
    """The story's log with entries that were made in copies that did not know of each other."""
    entries = [*story.entries, *(entry for branch in branches for entry in branch)]
    return Log("2026-K7Q4M", in_order(entries))


def entry(id_: str, at: str, facts: object, after: str) -> Entry:
    """An entry that knows one other, by the last letters of its id."""
    base = Story(procedure("nyscp")).add(at, facts)  # type: ignore[arg-type]
    return base.but(id=id_.rjust(64, "0"), after=(after.rjust(64, "0"),))


def assessed(log: Log, as_of: str = "2026-12-01") -> object:
    calendars = Calendars(calendar())
    return assess(log, procedure("nyscp"), calendars, when(as_of), Settings())


# ------------------------------------------------------------------ as of


def test_a_dispute_is_not_there_before_it_was_opened() -> None:
    with pytest.raises(NotYetOpened):
        raised().case("2026-11-01")


def test_a_bare_date_means_the_end_of_that_day() -> None:
    story = raised()
    story.escalates("2026-11-03T16:00", "2")
    assert story.case("2026-11-03").dispute.stage.id == "2"
    assert story.case("2026-11-03T15:59").dispute.stage.id == "1"


def test_an_entry_known_by_date_only_counts_from_the_start_of_its_day() -> None:
    story = raised()
    story.escalates("2026-11-03", "2")
    assert story.case("2026-11-03T00:00").dispute.stage.id == "2"
    assert story.case("2026-11-02").dispute.stage.id == "1"


def test_what_was_not_yet_written_down_is_not_known() -> None:
    story = raised()
    correction = story.corrects("2026-11-05", story.entries[0], events__disputed=when("2026-10-30"))
    before = story.log.known_at(correction.recorded.replace(hour=0))
    assert len(before.entries) == 1
    assert story.log.known_at(correction.recorded) == story.log


def test_a_correction_holds_for_every_moment_asked_about() -> None:
    story = raised()
    story.corrects("2026-11-05", story.entries[0], events__disputed=when("2026-10-30"))
    assert story.case("2026-11-02").dispute.happened("disputed")[0].on == when("2026-10-30")


def test_the_last_of_several_corrections_wins_and_a_withdrawn_one_does_nothing() -> None:
    story = raised()
    story.corrects("2026-11-05", story.entries[0], events__disputed=when("2026-10-30"))
    second = story.corrects("2026-11-06", story.entries[0], events__disputed=when("2026-10-29"))
    assert story.case("2026-11-06").dispute.happened("disputed")[0].on == when("2026-10-29")
    story.add("2026-11-07", Corrected(entry=second.id, withdraw=True))
    assert story.case("2026-11-07").dispute.happened("disputed")[0].on == when("2026-10-30")


def test_a_corrected_text_stands_beside_the_original() -> None:
    story = raised()
    note = story.add("2026-11-03", Noted(), {"text": "first"})
    story.add("2026-11-04", Corrected(entry=note.id), {"reason": "a slip", "set-text": "second"})
    assert story.case("2026-11-04").dispute.entries[1].texts["text"] == "second"
    assert story.log.entries[1].texts["text"] == "first"


# ------------------------------------------------------------------ moves


def test_a_withdrawn_move_takes_the_dispute_back_to_where_it_was() -> None:
    story = raised()
    move = story.escalates("2026-11-03", "2")
    story.add("2026-11-04", Corrected(entry=move.id, withdraw=True))
    dispute = story.case("2026-11-04").dispute
    assert (dispute.stage.id, len(dispute.visits)) == ("1", 1)


def test_reopening_goes_on_in_the_same_visit_with_the_same_clocks() -> None:
    story = raised()
    before = story.main("2026-11-02T11:00").due
    story.add("2026-11-03", Closed(from_="1", outcome="agreed"))
    assert not story.case("2026-11-03").dispute.is_open
    story.add("2026-11-04", Reopened(to="1"))
    dispute = story.case("2026-11-04").dispute
    assert (dispute.is_open, dispute.visit.number, len(dispute.visits)) == (True, 1, 1)
    assert story.main("2026-11-04").due == before


def test_stages_that_a_departure_passes_over_show_and_owe_nothing() -> None:
    story = raised()
    story.escalates("2026-11-03", "5", departure=True)
    case = story.case("2026-11-03")
    assert case.dispute.passed_over == ("2", "3", "4")
    assert {deadline.key.stage for deadline in case.deadlines} == {"1", "5"}


def test_a_move_that_the_route_does_not_have_is_found_when_it_does_not_say_so() -> None:
    story = raised()
    story.escalates("2026-11-03", "5")
    assert [finding.name for finding in story.case("2026-11-03").dispute.findings] == [
        "not-allowed"
    ]


def test_a_move_that_needs_a_ground_is_found_without_one() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-11-02", "practitioners")
    story.escalates("2026-11-03", "board-chair")
    assert [finding.name for finding in story.case("2026-11-03").dispute.findings] == [
        "not-allowed"
    ]


def test_an_entry_of_an_unknown_kind_is_kept_and_counts_for_nothing() -> None:
    story = raised()
    story.add("2026-11-03", UnknownKind(name="weighed"))
    dispute = story.case("2026-11-03").dispute
    assert [item.kind for item in dispute.entries] == ["opened", "weighed"]
    assert dispute.stage.id == "1"


def test_a_dispute_taken_in_under_way_knows_the_stages_it_was_told_of() -> None:
    story = Story(procedure("nyscp"))
    facts = Opened(
        procedure="nyscp",
        version="as-read-2024-05",
        digest=story.procedure.digest,
        stage="4",
        reached={"1": when("2026-11-02"), "3": when("2026-11-05"), "4": when("2026-11-09")},
        events={"disputed": when("2026-11-02")},
    )
    story.add("2026-11-10", facts)
    dispute = story.case("2026-11-10").dispute
    visits = [(visit.stage, visit.entered.day.day, visit.certain) for visit in dispute.visits]
    assert visits == [("1", 2, False), ("3", 5, True), ("4", 9, True)]
    owed = {deadline.key.stage for deadline in story.case("2026-11-10").deadlines}
    assert owed == {"3", "4"}


# ------------------------------------------------------------------ two copies that met again


def test_of_two_moves_made_apart_the_one_recorded_first_counts_and_the_other_shows() -> None:
    story = raised()
    mine = entry("a", "2026-11-03T09:00", Escalated(from_="1", to="2"), "0")
    theirs = entry("b", "2026-11-03T10:00", Escalated(from_="1", to="2"), "0")
    case = assessed(apart(story, [mine], [theirs]))
    assert [move.id for move in case.dispute.apart] == [theirs.id]  # type: ignore[attr-defined]
    assert "made-apart" in {f.name for f in case.dispute.findings}  # type: ignore[attr-defined]


def test_a_dispute_that_somebody_moved_on_never_closes_unseen() -> None:
    story = raised()
    closed = entry("a", "2026-11-03T09:00", Closed(from_="1", outcome="agreed"), "0")
    moved = entry("b", "2026-11-03T10:00", Escalated(from_="1", to="2"), "0")
    dispute = assessed(apart(story, [closed], [moved])).dispute  # type: ignore[attr-defined]
    assert (dispute.is_open, dispute.stage.id) == (True, "2")
    assert [item.id for item in dispute.apart] == [closed.id]


def test_settling_says_which_of_the_moves_stands() -> None:
    story = raised()
    closed = entry("a", "2026-11-03T09:00", Closed(from_="1", outcome="agreed"), "0")
    moved = entry("b", "2026-11-03T10:00", Escalated(from_="1", to="2"), "0")
    settled = entry("c", "2026-11-04", Settled(stands=(closed.id,)), "0").but(
        after=(closed.id, moved.id)
    )
    dispute = assessed(apart(story, [closed], [moved], [settled])).dispute  # type: ignore[attr-defined]
    assert (dispute.is_open, dispute.apart) == (False, ())


def test_uniting_copies_in_any_order_gives_the_same_state() -> None:
    story = raised()
    branches = [
        entry("a", "2026-11-03T09:00", Escalated(from_="1", to="2"), "0"),
        entry("b", "2026-11-03T08:00", Escalated(from_="1", to="2"), "0"),
        entry("c", "2026-11-03T08:00", Noted(), "0"),
        entry("d", "2026-11-03T07:00", Closed(from_="1", outcome="agreed"), "0"),
    ]
    states = {
        repr((case.summary, case.deadlines, case.dispute))
        for order in permutations(branches)
        for case in (assessed(Log("2026-K7Q4M", in_order([*story.entries, *order]))),)
    }
    assert len(states) == 1


def test_a_clock_that_was_set_back_does_no_harm_to_the_order() -> None:
    first = raised().entries[0]
    late = entry("1", "2026-11-03T09:00", Noted(), "0")
    early = entry("2", "2026-11-03T09:00", Noted(), "1").but(recorded=first.recorded)
    assert [item.id[-1] for item in in_order([early, late, first])] == ["0", "1", "2"]


# ------------------------------------------------------------------ agreements


@pytest.mark.clause("Y3")
def test_a_date_agreed_anew_shows_that_it_moved_later() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-11-02", "practitioners")
    assert story.main("2026-11-02").status is Status.NO_DATE
    story.add("2026-11-02", Agreed(on=when("2026-11-06")))
    assert story.main("2026-11-02").due == when("2026-11-06")
    story.add("2026-11-05", Agreed(on=when("2026-11-11")))
    deadline = story.main("2026-11-05")
    assert deadline.due == when("2026-11-11")
    assert deadline.moved is not None
    assert (deadline.moved.working_days, deadline.moved.why) == (3, "a later date was agreed")
