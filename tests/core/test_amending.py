"""Which entry a correction means, and which histories cannot have been."""

import pytest

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Corrected, Noted, Recorded
from resolutions_cli.core.record.amend import entry_meant, require_possible
from resolutions_cli.errors import AmbiguousEntry, ImpossibleHistory, NoSuchEntry
from tests.story import Story, procedure, when


def told() -> Story:
    """Four entries; the ids begin with the same 63 zeros and end with 0 to 3."""
    story = Story(procedure("nyscp"))
    story.opens("2026-11-02T10:00", "3", disputed="2026-11-02")
    story.escalates("2026-11-03T10:00", "4")
    story.add("2026-11-04T10:00", Noted())
    story.escalates("2026-11-05T10:00", "5")
    return story


@pytest.mark.parametrize(("typed", "position"), [("1", 0), (" 4 ", 3), ("0" * 63 + "2", 2)])
def test_a_number_counts_from_one_and_an_id_may_be_typed_whole(typed: str, position: int) -> None:
    log = told().log
    assert entry_meant(log, typed) is log.entries[position]


@pytest.mark.parametrize("typed", ["0", "5", "", " ", "99999", "abc", "-1", "1.0", "²"])
def test_what_names_no_entry_is_refused(typed: str) -> None:
    with pytest.raises(NoSuchEntry):
        entry_meant(told().log, typed)


def test_a_beginning_that_several_ids_share_is_ambiguous_and_lists_them() -> None:
    with pytest.raises(AmbiguousEntry) as refusal:
        entry_meant(told().log, "000000")
    assert refusal.value.advice.count("0000000000000000") == 4


def amended(story: Story, **values: object) -> Entry:
    """A correction of the second entry, not recorded."""
    changes = {key.replace("__", "."): value for key, value in values.items()}
    facts = Corrected(entry=story.entries[1].id, set=changes)
    return Entry("new", "2026-K7Q4M", when("2026-11-06"), when("2026-11-06").starts, (), facts)


@pytest.mark.parametrize("at", ["2026-11-01", "2026-11-05T10:01", "2026-11-06"])
def test_a_move_stays_between_its_neighbours(at: str) -> None:
    story = told()
    with pytest.raises(ImpossibleHistory):
        now = when("2026-11-07").starts
        require_possible(story.log, story.procedure, amended(story, at=when(at)), now)


@pytest.mark.parametrize("at", ["2026-11-02", "2026-11-02T10:00", "2026-11-05T10:00"])
def test_a_move_may_be_at_the_very_time_of_its_neighbours(at: str) -> None:
    story = told()
    now = when("2026-11-07").starts
    require_possible(story.log, story.procedure, amended(story, at=when(at)), now)


def test_an_event_that_the_procedure_does_not_have_fits_nowhere() -> None:
    story = told()
    entry = story.add("2026-11-06", Recorded(event="discussion", on=when("2026-11-06")))
    facts = Corrected(entry=entry.id, set={"event": "weather"})
    amendment = Entry("new", "D", when("2026-11-06"), when("2026-11-06").starts, (), facts)
    with pytest.raises(ImpossibleHistory) as refusal:
        require_possible(story.log, story.procedure, amendment, when("2026-11-07").starts)
    assert refusal.value.advice == "what does not fit any more: entry 5"
