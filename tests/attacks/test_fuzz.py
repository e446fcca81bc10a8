"""Nothing that stands in a file or is typed makes a reader fail, take long, or take much memory.

A short version runs always; `make torture` reads 1,000,000 inputs (tests/torture.py), and there
the time that the slowest took counts as well.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from resolutions_cli.core.entries.facts import KINDS
from resolutions_cli.core.time.moment import FIRST_YEAR, LAST_YEAR
from resolutions_cli.core.time.typed import read_when
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.record.entry_file import decode
from tests.attacks.fuzzing import NOW, PROJECT, WHEN_ERRORS, read_as_entry
from tests.attacks.giants import TOML, rows
from tests.torture import THOROUGH, sampled, several

pytestmark = sampled

#: How many inputs each reader is given: 20,000 in all, or 1,000,000.
COUNTS = {
    "entry": several(4_000, 250_000, short=500),
    "procedure": several(2_000, 100_000, short=250),
    "calendar": several(3_000, 150_000, short=375),
    "settings": several(3_000, 150_000, short=375),
    "seal": several(2_000, 100_000, short=250),
    "when": several(6_000, 250_000, short=750),
    "bundle": several(400, 40_000, short=50),
    "sheet": several(1_000, 100_000, short=125),
    "map": several(1_000, 100_000, short=125),
}

#: Of each, so many at once.
SEED = 20_261_122

SECONDS, MEGABYTES = 1.0, 200


@pytest.mark.parametrize("reader", COUNTS)
def test_a_reader_takes_or_refuses_whatever_it_is_given(
    reader: str, figure: Callable[[str], None]
) -> None:
    found = fuzzed(reader, COUNTS[reader])
    figure(
        f"{found['inputs']:,} inputs to the {reader} reader, {found['refused']:,} refused by a"
        f" documented error; slowest {found['slowest']:.2f} s, {found['peak']:.0f} MB in all"
    )
    assert found["wrong"] == ""
    assert found["inputs"] == COUNTS[reader]
    assert found["peak"] < MEGABYTES
    # A machine that is busy otherwise must not fail the tests of every day.
    assert not THOROUGH or found["slowest"] < SECONDS, f"input {found['slowest_at']}"


def fuzzed(reader: str, count: int) -> dict[str, Any]:
    """What a fuzzer in a process of its own did; the same inputs in every run."""
    command = [sys.executable, "-m", "tests.attacks.fuzzing", reader, str(SEED), str(count)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# ------------------------------------------------------------------ before tomllib sees it

DEEP = [name for name in TOML if "ten thousand" in name or "never close" in name]


@pytest.mark.parametrize("name", DEEP)
def test_what_tomllib_would_choke_on_never_reaches_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key of 20 kB of dots takes it 1.4 s and 396 MB."""
    reached = []
    monkeypatch.setattr(tomllib, "loads", reached.append)
    unit, before, after = TOML[name]
    with pytest.raises(TomlFault):
        load_toml(rows(unit, 20_000, before, after), limit=64 * 1024)
    assert reached == []


# ------------------------------------------------------------------ well-formed, and still wrong

KEYS = sorted(
    {fact.name for kind in KINDS.values() for fact in kind.FACTS}
    | {"format", "dispute", "kind", "at", "recorded", "after", "seal", "from", "with", "\x1b", ""}
)
DATES = st.dates() | st.datetimes(timezones=st.just(UTC)) | st.datetimes() | st.times()
VALUES = st.recursive(
    st.text(max_size=20)
    | st.sampled_from([*KINDS, "main", "closed", "0" * 64, "\x1b[2J", "\u202e", "x" * 5_000])
    | (st.integers(-(2**70), 2**70) | st.floats() | st.booleans() | DATES),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=12,
)
NEEDED = {
    "format": st.just(1) | VALUES,
    "kind": st.sampled_from(list(KINDS)) | VALUES,
    "dispute": st.just("D-1") | VALUES,
    "at": DATES | VALUES,
    "recorded": st.datetimes(timezones=st.just(UTC)) | VALUES,
    "after": st.just([]) | VALUES,
    "seal": st.just({}) | VALUES,
}
#: A few of the others at a time: with all of them a head takes longer to make than to read.
OTHERS = st.dictionaries(st.sampled_from([key for key in KEYS if key not in NEEDED]), VALUES)
HEADS = st.builds(dict.__or__, st.fixed_dictionaries(NEEDED), OTHERS)


@given(HEADS)
@settings(max_examples=several(100, 5_000, short=50))
def test_a_head_of_any_values_is_read_or_has_its_problem_named(head: dict[str, Any]) -> None:
    read_as_entry(tomli_w.dumps(head).encode("utf-8", "surrogatepass"))


@given(st.text("0123456789-/:.+TtZz ,adehijlmnoprstuvwy\u0663\u202e\n", max_size=40))
@settings(max_examples=several(500, 20_000, short=62))
def test_a_when_of_any_letters_is_a_moment_within_the_years_or_refused(typed: str) -> None:
    try:
        moment = read_when(typed, NOW)
    except WHEN_ERRORS:
        return
    # the time zone it was typed with may carry it over the edge of the years by a day
    assert FIRST_YEAR - 1 <= moment.day.year <= LAST_YEAR + 1
    assert moment.starts <= moment.ends


def test_an_entry_of_the_example_is_good_before_it_is_broken() -> None:
    """Otherwise breaking it would show nothing."""
    files = sorted(Path(PROJECT, "examples/workspace/disputes").glob("*/*.toml"))
    assert len(files) > 15
    for file in files:
        entry, problems = decode(file.name, file.read_bytes())
        assert entry is not None
        assert entry.recorded < datetime(2028, 1, 1, tzinfo=UTC)
        assert problems == ()
