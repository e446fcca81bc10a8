"""Entries of every kind go to TOML and come back the same."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.entries.entry import FORMAT, Entry, head_values, read_entry
from resolutions_cli.core.entries.facts import (
    KINDS,
    BadFacts,
    Facts,
    Noted,
    Opened,
    UnknownKind,
    allows_text,
    fact_items,
    plain,
)
from resolutions_cli.core.time.moment import Moment

INSTANTS = st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)
MOMENTS = st.one_of(
    st.dates(date(1990, 1, 1), date(2100, 12, 31)).map(Moment), INSTANTS.map(Moment.of)
)
CODES = st.text(st.characters(codec="utf-8"), max_size=12)
COUNTS = st.integers(0, 10**6)
DETAILS = st.one_of(st.booleans(), COUNTS, CODES, st.lists(CODES).map(tuple))

#: What may stand in a fact, by how its type is written in `facts.py`.
VALUES: Mapping[Any, st.SearchStrategy[Any]] = {
    str: CODES,
    bool: st.booleans(),
    int: COUNTS,
    Moment: MOMENTS,
    Moment | None: st.none() | MOMENTS,
    tuple[str, ...]: st.lists(CODES, max_size=3).map(tuple),
    Mapping[str, Moment]: st.dictionaries(CODES, MOMENTS, max_size=3),
    Mapping[str, str]: st.dictionaries(CODES, CODES, max_size=3),
    Mapping[str, bool | int | str | tuple[str, ...]]: st.dictionaries(CODES, DETAILS, max_size=3),
    Mapping[str, Any]: st.dictionaries(CODES, DETAILS | MOMENTS, max_size=3),
}


@st.composite
def some_facts(draw: st.DrawFn) -> Facts:
    kind = draw(st.sampled_from(sorted(KINDS)))
    made = KINDS[kind]
    return made(**{fact.name: draw(VALUES[fact.type]) for fact in made.FACTS})


def there_and_back(head: dict[str, Any]) -> Entry:
    return read_entry("0" * 64, tomllib.loads(tomli_w.dumps(head)), {})


@given(some_facts(), MOMENTS, INSTANTS, st.lists(CODES, max_size=3))
def test_an_entry_of_any_kind_comes_back_from_toml_the_same(
    facts: Facts, at: Moment, recorded: datetime, after: list[str]
) -> None:
    entry = there_and_back(head_values("2026-K7Q4M", at, recorded, tuple(after), facts))
    assert entry.facts == facts
    assert entry.kind == facts.KIND
    assert (entry.at, entry.recorded) == (at, recorded)
    assert entry.after == tuple(sorted(set(after)))


def test_every_kind_of_entry_is_drawn_from() -> None:
    for kind in KINDS.values():
        assert {fact.type for fact in kind.FACTS} <= set(VALUES)


def good_head() -> dict[str, Any]:
    return head_values(
        "r", Moment(date(2026, 11, 19)), datetime(2026, 11, 19, tzinfo=UTC), (), Noted()
    )


@pytest.mark.parametrize("key", ["format", "dispute", "kind", "at", "recorded", "after"])
def test_a_head_without_one_of_its_keys_is_refused_by_name(key: str) -> None:
    head = good_head()
    del head[key]
    with pytest.raises(BadFacts) as caught:
        there_and_back(head)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("format", "1"), ("format", True), ("format", 0), ("dispute", 7), ("kind", ["noted"])),
        *(("at", "2026-11-19"), ("at", date(1889, 1, 1)), ("at", date(9999, 12, 31))),
        *(("at", datetime(2026, 11, 19)), ("at", datetime(1, 1, 1, tzinfo=UTC))),  # noqa: DTZ001
        *(("recorded", date(2026, 11, 19)), ("recorded", datetime(2026, 11, 19))),  # noqa: DTZ001
        *(("recorded", datetime(9999, 12, 31, tzinfo=UTC)), ("after", "x"), ("after", [1])),
        *(("discussion", 1), ("discussion", "yes")),
    ],
)
def test_a_value_of_the_wrong_type_or_outside_the_years_is_refused_by_name(
    key: str, value: Any
) -> None:
    with pytest.raises(BadFacts) as caught:
        there_and_back(good_head() | {key: value})
    assert (caught.value.condition, caught.value.key) == ("wrong-type", key)


def test_a_number_too_long_to_be_printed_is_refused() -> None:
    head = tomli_w.dumps(good_head() | {"kind": "chase"}) + f"done = 0x{'f' * 5000}\n"
    with pytest.raises(BadFacts) as caught:
        read_entry("0" * 64, tomllib.loads(head), {})
    assert caught.value.key == "done"


def test_an_entry_of_a_higher_format_is_refused_as_newer() -> None:
    with pytest.raises(BadFacts) as caught:
        there_and_back(good_head() | {"format": FORMAT + 1})
    assert caught.value.condition == "newer-format"


def test_an_unknown_kind_is_kept_under_its_name() -> None:
    entry = there_and_back(good_head() | {"kind": "telepathy"})
    assert entry.facts == UnknownKind(name="telepathy")
    assert entry.kind == "telepathy"


def test_keys_that_a_kind_does_not_have_are_left_alone() -> None:
    assert there_and_back(good_head() | {"mood": "blue"}).facts == Noted()


def test_numbered_texts_come_in_the_order_of_their_numbers_with_gaps_for_the_redacted() -> None:
    texts = {"child-10": "j", "child-2": None, "child-1": "a", "childish-1": "x", "child-x": "y"}
    head = good_head()
    assert read_entry("0" * 64, head, texts).numbered("child") == ("a", None, "j")


def test_facts_that_say_nothing_are_not_written() -> None:
    facts = Opened(procedure="p", version="1", digest="", stage="s", with_=("csc",))
    assert dict(fact_items(facts)) == {
        "procedure": "p",
        "version": "1",
        "digest": "",
        "stage": "s",
        "with": ("csc",),
    }
    assert plain(("a", Moment(date(2026, 1, 2)))) == ["a", date(2026, 1, 2)]


@pytest.mark.parametrize(
    ("kind", "key", "allowed"),
    [
        *(("opened", "summary", True), ("opened", "child-1", True), ("opened", "child-", False)),
        *(("noted", "by", True), ("noted", "reason", False), ("noted", "with-12345", False)),
        *(("corrected", "set-summary", True), ("recorded", "detail-reason", True)),
    ],
)
def test_a_kind_has_its_own_texts_and_no_others(kind: str, key: str, allowed: bool) -> None:
    assert allows_text(KINDS[kind], key) is allowed
