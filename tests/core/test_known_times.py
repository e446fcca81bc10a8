"""When entries count as known, whatever somebody's clock said."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Noted
from resolutions_cli.core.record.knowledge import known_times
from resolutions_cli.core.record.log import in_order
from resolutions_cli.core.time.moment import Moment

DEAD = {"2099": datetime(2099, 1, 1, tzinfo=UTC), "2000": datetime(2000, 1, 1, tzinfo=UTC)}


def day(number: int) -> datetime:
    return datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=number)


def chain(*times: datetime) -> tuple[Entry, ...]:
    """Entries that each follow the one before, recorded at these times."""
    made: list[Entry] = []
    for number, time in enumerate(times):
        id_ = sha256(f"{number}".encode()).hexdigest()
        after = (made[-1].id,) if made else ()
        made.append(Entry(id_, "D-1", Moment.of(time), time, after, Noted()))
    return tuple(made)


def known(*times: datetime) -> list[datetime]:
    entries = chain(*times)
    found = known_times(entries)
    return [found[entry.id] for entry in entries]


@pytest.mark.parametrize("year", DEAD)
def test_a_clock_that_lost_its_battery_changes_nothing_for_those_that_follow(year: str) -> None:
    times = [day(1), day(2), DEAD[year], DEAD[year] + timedelta(hours=1), day(30), day(31)]
    found = known(*times)
    assert [found[place] for place in (0, 1, 4, 5)] == [day(1), day(2), day(30), day(31)]
    assert all(day(2) <= found[place] <= day(30) for place in (2, 3))


def test_an_entry_of_2099_that_nobody_followed_was_not_known_before() -> None:
    assert known(day(1), DEAD["2099"]) == [day(1), DEAD["2099"]]


def test_one_that_follows_it_is_enough_to_doubt_it() -> None:
    assert known(day(1), DEAD["2099"], day(2)) == [day(1), day(2), day(2)]


def test_an_entry_of_2000_makes_nothing_before_it_known_sooner() -> None:
    assert known(day(1), day(20), DEAD["2000"]) == [day(1), day(20), day(20)]


def test_a_clock_that_was_set_back_by_an_hour_is_known_no_earlier_than_what_it_follows() -> None:
    back = day(2) - timedelta(hours=1)
    assert known(day(1), day(2), back) == [day(1), day(2), day(2)]


@given(
    st.lists(st.sampled_from([*DEAD.values(), *map(day, range(0, 40, 5))]), max_size=10),
    st.data(),
)
def test_nothing_is_known_before_what_it_follows(
    times: list[datetime], data: st.DataObject
) -> None:
    made: list[Entry] = []
    for number, time in enumerate(times):
        after = data.draw(st.lists(st.sampled_from(made), max_size=2)) if made else []
        id_ = sha256(f"{number}".encode()).hexdigest()
        ids = tuple({each.id for each in after})
        made.append(Entry(id_, "D-1", Moment.of(time), time, ids, Noted()))
    found = known_times(in_order(made))
    assert all(found[id_] <= found[each.id] for each in made for id_ in each.after)
