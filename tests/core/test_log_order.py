"""The order of a log, what an entry knows, and which moves count when two copies met again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Closed,
    Corrected,
    Decided,
    Escalated,
    Facts,
    Noted,
    Opened,
    Reopened,
    Settled,
)
from resolutions_cli.core.record.knowledge import Knowledge, known_times
from resolutions_cli.core.record.log import Log, count_moves, in_order, labels_of
from resolutions_cli.core.time.moment import Moment

START = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
OPENED = Opened(procedure="p", version="1", digest="0" * 64, stage="one")


def entry(name: str, facts: Facts, *after: Entry, minute: int = 0) -> Entry:
    """An entry whose id begins with its name, recorded so many minutes after the start."""
    recorded = START + timedelta(minutes=minute)
    id_ = name + sha256(name.encode()).hexdigest()[len(name) :]
    heads = tuple(sorted({each.id for each in after}))
    return Entry(id_, "2026-K7Q4M", Moment.of(recorded), recorded, heads, facts)


def to(stage: str, from_: str = "one") -> Escalated:
    return Escalated(from_=from_, to=stage)


def counted(*entries: Entry) -> tuple[list[str], list[str]]:
    """The names of the moves that count and of those made apart, the same for any order."""
    results = set()
    for seed in range(20):
        shuffled = list(entries)
        Random(seed).shuffle(shuffled)
        found = count_moves(in_order(shuffled))
        results.add((tuple(e.id[:2] for e in found.moves), tuple(e.id[:2] for e in found.apart)))
    (only,) = results
    return list(only[0]), list(only[1])


# ------------------------------------------------------------------ order


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Entries that each follow some earlier ones, recorded by clocks that cannot be trusted."""
    made: list[Entry] = []
    for number in range(draw(st.integers(1, 12))):
        after = draw(st.lists(st.sampled_from(made), max_size=3)) if made else []
        closed = Closed(from_="one", outcome="resolved")
        facts = draw(st.sampled_from([OPENED, Noted(), to("two"), closed, Settled(stands=())]))
        minute = draw(st.integers(-3, 3))
        made.append(entry(f"{number:02}", facts, *after, minute=minute))
    return made


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_is_the_same_whatever_order_the_files_are_read_in(
    history: list[Entry], random: Random
) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert in_order(shuffled) == in_order(history)
    assert count_moves(in_order(shuffled)) == count_moves(in_order(history))


@given(histories())
def test_every_entry_stands_after_all_it_knows(history: list[Entry]) -> None:
    ordered = in_order(history)
    assert sorted(e.id for e in ordered) == sorted(e.id for e in history)
    place = {each.id: number for number, each in enumerate(ordered)}
    assert all(place[id_] < place[each.id] for each in ordered for id_ in each.after)


@given(histories())
def test_an_entry_counts_as_recorded_no_earlier_than_anything_it_knows(
    history: list[Entry],
) -> None:
    written = known_times(in_order(history))
    for each in history:
        assert written[each.id] >= each.recorded
        assert all(written[each.id] >= written[id_] for id_ in each.after)


@given(histories())
def test_what_was_known_at_a_time_holds_all_that_it_follows(history: list[Entry]) -> None:
    log = Log("2026-K7Q4M", in_order(history))
    for minute in range(-3, 4):
        known = {e.id for e in log.known_at(START + timedelta(minutes=minute)).entries}
        assert all(set(e.after) <= known for e in history if e.id in known)


@given(histories())
def test_an_entry_knows_itself_and_all_that_it_follows_and_nothing_else(
    history: list[Entry],
) -> None:
    ordered = in_order(history)
    by_id = {each.id: each for each in history}

    def behind(each: Entry) -> set[str]:
        return {each.id}.union(*(behind(by_id[id_]) for id_ in each.after))

    known = Knowledge(ordered)
    for each in history:
        assert {e.id for e in history if known.knows(each.id, e.id)} == behind(each)
        assert known.counts[each.id] == len(behind(each))


@given(histories(), st.randoms())
def test_an_entry_is_apart_from_others_when_none_knows_the_other(
    history: list[Entry], chance: Random
) -> None:
    known, ids = Knowledge(in_order(history)), [each.id for each in history]
    ones, others = (chance.sample(ids, chance.randint(0, len(ids))) for _ in range(2))
    apart = {one for one in ones if any(known.apart(one, other) for other in others)}
    assert known.apart_from_any(ones, others) == apart


@given(histories(), histories())
def test_the_number_of_an_entry_never_changes_whatever_comes(
    history: list[Entry], more: list[Entry]
) -> None:
    before = Log("D-1", in_order(history)).numbers
    after = Log("D-1", in_order({e.id: e for e in (*more, *history)}.values())).numbers
    assert {id_: after[id_] for id_ in before} == before


def test_entries_of_one_number_are_told_apart_by_as_many_letters_as_it_takes() -> None:
    numbers = {"aaaa": 1, "3f5a": 2, "3f7b": 2, "9c00": 2, "bbbb": 3}
    assert labels_of(numbers) == {
        "aaaa": "1",
        "3f5a": "2-3f5",
        "3f7b": "2-3f7",
        "9c00": "2-9c",
        "bbbb": "3",
    }


@given(histories())
def test_taking_the_log_one_entry_at_a_time_adds_at_the_end_when_each_knows_all_before(
    history: list[Entry],
) -> None:
    chain: list[Entry] = []
    for number, each in enumerate(history):
        follows = (chain[-1],) if chain else ()
        chain.append(entry(f"{number:02}", each.facts, *follows, minute=-number))
    assert in_order(reversed(chain)) == tuple(chain)


def test_a_closing_stands_after_everything_else_that_is_free() -> None:
    opened = entry("aa", OPENED)
    closed = entry("bb", Closed(from_="one", outcome="x"), opened, minute=1)
    noted = entry("cc", Noted(), opened, minute=9)
    assert [e.id[:2] for e in in_order((closed, noted, opened))] == ["aa", "cc", "bb"]


def test_the_newest_entries_are_those_that_nothing_follows() -> None:
    opened = entry("aa", OPENED)
    one, other = entry("bb", Noted(), opened), entry("cc", Noted(), opened)
    log = Log("r", in_order((opened, one, other)))
    assert log.heads == (one.id, other.id)
    assert log.digest == f"{one.id}+{other.id}"


# ------------------------------------------------------------------ moves


def test_moves_that_follow_each_other_all_count() -> None:
    opened = entry("aa", OPENED)
    noted = entry("bb", Noted(), opened, minute=1)
    moved = entry("cc", to("two"), noted, minute=2)
    closed = entry("dd", Closed(from_="two", outcome="x"), moved, minute=3)
    again = entry("ee", Reopened(to="two"), closed, minute=4)
    assert counted(opened, noted, moved, closed, again) == (["aa", "cc", "dd", "ee"], [])


def test_of_two_moves_made_apart_the_earlier_counts_and_the_other_is_kept() -> None:
    opened = entry("aa", OPENED)
    early = entry("cc", to("two"), opened, minute=1)
    late = entry("bb", to("two"), opened, minute=2)
    assert counted(opened, early, late) == (["aa", "cc"], ["bb"])


def test_moves_that_follow_one_that_does_not_count_do_not_count_either() -> None:
    opened = entry("aa", OPENED)
    early = entry("bb", to("two"), opened, minute=1)
    late = entry("cc", to("two"), opened, minute=2)
    further = entry("dd", to("three", "two"), late, minute=3)
    assert counted(opened, early, late, further) == (["aa", "bb"], ["cc", "dd"])


def test_a_dispute_that_somebody_moved_on_never_closes_unseen() -> None:
    opened = entry("aa", OPENED)
    closed = entry("bb", Closed(from_="one", outcome="x"), opened, minute=1)
    moved = entry("cc", to("two"), opened, minute=9)
    assert counted(opened, closed, moved) == (["aa", "cc"], ["bb"])


def test_a_decision_that_closes_is_a_closing_and_one_that_stays_is_no_move() -> None:
    opened = entry("aa", OPENED)
    stays = entry("bb", Decided(from_="one", codes=("noted",)), opened, minute=1)
    closes = Decided(from_="one", codes=("resolved",), to="closed", outcome="resolved")
    closed = entry("cc", closes, opened, minute=1)
    moved = entry("dd", to("two"), opened, minute=2)
    assert counted(opened, stays, closed, moved) == (["aa", "dd"], ["cc"])


def test_of_two_closings_made_apart_neither_counts() -> None:
    opened = entry("aa", OPENED)
    one = entry("bb", Closed(from_="one", outcome="x"), opened, minute=1)
    other = entry("cc", Closed(from_="one", outcome="y"), opened, minute=2)
    assert counted(opened, one, other) == (["aa"], ["bb", "cc"])


def test_a_settled_entry_says_which_of_the_moves_made_apart_stands() -> None:
    opened = entry("aa", OPENED)
    early = entry("bb", to("two"), opened, minute=1)
    late = entry("cc", to("three"), opened, minute=2)
    settled = entry("dd", Settled(stands=(late.id,)), early, late, minute=3)
    onward = entry("ee", to("four", "three"), settled, minute=4)
    assert counted(opened, early, late, settled, onward) == (["aa", "cc", "ee"], [])


def test_a_settled_closing_stands_against_the_move_made_apart_from_it() -> None:
    opened = entry("aa", OPENED)
    moved = entry("bb", to("two"), opened, minute=1)
    closed = entry("cc", Closed(from_="one", outcome="x"), opened, minute=2)
    settled = entry("dd", Settled(stands=(closed.id,)), moved, closed, minute=3)
    assert counted(opened, moved, closed, settled) == (["aa", "cc"], [])


def test_a_withdrawn_move_does_not_count_and_leaves_room_for_another() -> None:
    opened = entry("aa", OPENED)
    wrong = entry("bb", to("two"), opened, minute=1)
    withdrawn = entry("cc", Corrected(entry=wrong.id, withdraw=True), wrong, minute=2)
    right = entry("dd", to("three"), withdrawn, minute=3)
    assert counted(opened, wrong, withdrawn, right) == (["aa", "dd"], [])


def test_a_withdrawal_that_was_withdrawn_does_nothing() -> None:
    opened = entry("aa", OPENED)
    moved = entry("bb", to("two"), opened, minute=1)
    first = entry("cc", Corrected(entry=moved.id, withdraw=True), moved, minute=2)
    second = entry("dd", Corrected(entry=first.id, withdraw=True), first, minute=3)
    assert counted(opened, moved, first, second) == (["aa", "bb"], [])


def test_corrections_are_listed_with_what_they_correct_oldest_first() -> None:
    opened = entry("aa", OPENED)
    noted = entry("bb", Noted(), opened, minute=1)
    first = entry("dd", Corrected(entry=noted.id), noted, minute=2)
    second = entry("cc", Corrected(entry=noted.id), first, minute=3)
    found = count_moves(in_order((opened, noted, first, second)))
    assert [e.id[:2] for e in found.corrections[noted.id]] == ["dd", "cc"]


@given(histories())
def test_the_moves_that_count_form_a_chain_each_knowing_the_one_before(
    history: list[Entry],
) -> None:
    ordered: Sequence[Entry] = in_order(history)
    known = Knowledge(ordered)
    moves = count_moves(ordered).moves
    for before, after in pairwise(moves):
        assert known.knows(after.id, before.id)


def test_the_opening_comes_first_also_where_the_entries_between_are_missing() -> None:
    opened = entry("ff", OPENED, minute=5)
    missing = entry("aa", Noted(), opened, minute=5)
    late = entry("00", to("two"), missing, minute=5)
    assert in_order([late, opened]) == (opened, late)
