"""Files of several copies united: what stays of each, and what is never touched."""

from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.entries.entry import head_values
from resolutions_cli.core.entries.facts import Noted
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.record.entry_file import (
    EntryFile,
    as_recorded,
    encode,
    hold_back,
    is_whole,
    united,
    without_texts,
)
from resolutions_cli.files.record.merge import described, home_of, read_here, take_in
from resolutions_cli.files.workspace.create import init
from resolutions_cli.files.workspace.settings import Workspace

AT = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)
KEYS = ("text", "with-1", "by")


def note() -> EntryFile:
    """A note of three texts."""
    head = head_values("D-1", Moment.of(AT), AT, ("0" * 64,), Noted(discussion=True))
    texts = dict.fromkeys(KEYS, "wisteria")
    return encode(head, texts, {key: f"{number}a" * 32 for number, key in enumerate(KEYS)})


NOTE = note()
PATH = f"disputes/D-1/{NOTE.name}"
SUBSETS = st.sets(st.sampled_from(KEYS))


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    return init(tmp_path / "book", "nyscp")


def nothing() -> None:
    """Nobody watches."""


# ------------------------------------------------------------------ texts


@given(st.lists(SUBSETS, min_size=1, max_size=3), SUBSETS)
def test_every_text_that_some_copy_has_is_there_less_what_is_gone(
    lacking: list[set[str]], gone: set[str]
) -> None:
    copies = [without_texts(NOTE.raw, keys) for keys in lacking]
    expected = without_texts(NOTE.raw, set.intersection(*lacking) | gone)
    assert {united(order, gone) for order in permutations(copies)} == {expected}


@given(SUBSETS)
def test_a_text_that_was_held_back_stays_so_only_where_no_copy_has_it(lacking: set[str]) -> None:
    kept, partly = hold_back(NOTE.raw), without_texts(NOTE.raw, lacking)
    both = united([kept, partly], ())
    assert both == united([partly, kept], ())
    assert (both == NOTE.raw) == (not lacking)
    assert both.count(b"held_back = true") == len(lacking)


def test_a_text_that_somebody_changed_is_not_taken_over() -> None:
    changed = NOTE.raw.replace(b"wisteria", b"foxglove", 1)
    assert not is_whole(changed)
    assert as_recorded(NOTE.name, changed) == changed, "its head is as it was"
    assert united([changed], ()) == without_texts(NOTE.raw, ["text"])
    assert united([changed, NOTE.raw], ()) == united([NOTE.raw, changed], ()) == NOTE.raw


def test_of_a_later_format_nobody_can_read_the_seal_and_the_shorter_file_is_kept() -> None:
    first, second = b"format = 9\n[text.x]\nlonger\n", b"format = 9\n[text.x]\n"
    assert united([first, second], ()) == united([second, first], ()) == second


# ------------------------------------------------------------------ where bytes belong


@pytest.mark.parametrize(
    ("path", "home"),
    [
        (PATH, PATH),
        (PATH.replace(".toml", " (1).toml"), PATH),
        ("disputes/D-1/copy.toml", PATH),
        (PATH.replace("D-1", ".."), ""),
        (PATH.replace("D-1", "CON"), ""),
        (PATH.replace("D-1", "D-1/deeper"), ""),
        (PATH.replace("disputes", "elsewhere"), ""),
        (PATH.replace("disputes/", "/disputes/"), ""),
        (PATH.removesuffix(".toml"), ""),
        (f"disputes/D-1/.{NOTE.name}", ""),
        (NOTE.name, ""),
    ],
)
def test_only_what_is_named_as_an_entry_belongs_among_the_disputes(path: str, home: str) -> None:
    assert home_of(path, NOTE.raw) == home


@pytest.mark.parametrize(
    "path",
    [
        "procedures/../resolve-{}.toml",
        "procedures/a/b-{}.toml",
        "procedures/.hidden-{}.toml",
        "procedures/a\\b-{}.toml",
        "procedures/a:b-{}.toml",
        "elsewhere/a-{}.toml",
    ],
)
def test_only_a_plain_name_with_its_digest_belongs_among_the_other_files(path: str) -> None:
    digits = "2c26b46b68ffc68f"  # of b"foo"
    assert home_of(path.format(digits), b"foo") == ""
    assert home_of(f"procedures/nyscp@1-{digits}.toml", b"foo")
    assert home_of(f"procedures/nyscp@1-{digits}.toml", b"fou") == ""


def test_a_kind_that_somebody_made_up_is_not_repeated() -> None:
    assert described(PATH) == ("D-1", "noted")
    assert described(PATH.replace("noted", "mary-smith")) == ("D-1", "entry")
    assert described("seals/a-0.toml") == ("seals", "")


# ------------------------------------------------------------------ put here


def test_a_new_entry_is_put_here_and_twice_is_once(here: Workspace) -> None:
    first = take_in(here, {PATH: [NOTE.raw]}, nothing)
    assert (first.new, first.held) == ([PATH], {PATH: NOTE.raw})
    again = take_in(here, {PATH: [NOTE.raw]}, nothing)
    assert (again.new, again.held) == ([], {PATH: NOTE.raw})
    assert read_here(here, PATH) == NOTE.raw


@pytest.mark.parametrize(
    "spoilt", [b"", NOTE.raw[:100], NOTE.raw.replace(b"wisteria", b"foxglove", 1)]
)
def test_a_damaged_file_is_left_as_it_is(here: Workspace, spoilt: bytes) -> None:
    take_in(here, {PATH: [NOTE.raw]}, nothing)
    (here.folder / PATH).write_bytes(spoilt)
    taken = take_in(here, {PATH: [NOTE.raw]}, nothing)
    assert (taken.new, taken.held) == ([], {PATH: NOTE.raw})
    assert (here.folder / PATH).read_bytes() == spoilt


def test_no_link_is_read_through(here: Workspace, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("wisteria")
    (here.disputes / "D-1").symlink_to(tmp_path)
    (here.folder / "seals" / "x").symlink_to(tmp_path / "secret")
    assert read_here(here, "disputes/D-1/secret") is None
    assert read_here(here, "seals/x") is None
