"""One line of resolve.toml changed: every other byte and every other value stay as they are."""

import difflib
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.errors import SettingsNotPlain, WorkspaceUnreadable
from resolutions_cli.files.workspace.create import init
from resolutions_cli.files.workspace.known_settings import KNOWN, new_settings_file
from resolutions_cli.files.workspace.settings import Origin, Workspace, read
from resolutions_cli.files.workspace.settings_lines import (
    clear_in_file,
    set_in_file,
    with_value,
)

NEW = new_settings_file("nyscp", practice=True).encode()

#: Files as people write them, and what one more line makes of each.
BY_HAND = {
    "a line that is there": (
        b"format = 1\n[settings]\n  soon  =  2   # for us\nquiet = 7\n",
        b"format = 1\n[settings]\n  soon  =  3   # for us\nquiet = 7\n",
    ),
    "a key in quotation marks": (
        b'format = 1\n[settings]\n"soon" = 2\n',
        b'format = 1\n[settings]\n"soon" = 3\n',
    ),
    "a table without the line": (
        b'format = 1\n\n[settings]\nquiet = 7\n\n[agencies]\noak = "Oak"\n',
        b'format = 1\n\n[settings]\nquiet = 7\nsoon = 3\n\n[agencies]\noak = "Oak"\n',
    ),
    "no table": (b"format = 1\n# mine\n", b"format = 1\n# mine\n\n[settings]\nsoon = 3\n"),
    "no line feed at the end": (b"format = 1", b"format = 1\n\n[settings]\nsoon = 3\n"),
    "Windows line ends": (
        b"format = 1\r\n[settings]\r\nquiet = 7\r\n",
        b"format = 1\r\n[settings]\r\nquiet = 7\r\nsoon = 3\r\n",
    ),
    "an empty table with a comment behind it": (
        b"format = 1\n[settings] # ours\n",
        b"format = 1\n[settings] # ours\nsoon = 3\n",
    ),
    "an example in a comment": (
        b"format = 1\n[settings]\nquiet = 7\n# soon = 2\n# more\n",
        b"format = 1\n[settings]\nquiet = 7\n# soon = 2\nsoon = 3\n# more\n",
    ),
    "a comment of a table between the lines of another": (
        b'format = 1\n[defaults]\n# [settings]\n# soon = 2\nby = "A"\n',
        b'format = 1\n[defaults]\n# [settings]\n# soon = 2\nby = "A"\n\n[settings]\nsoon = 3\n',
    ),
}

#: Files that hold the setting where no line of its own can.
NOT_PLAIN = (
    b"format = 1\nsettings = {quiet = 7}\n",
    b"format = 1\nsettings.quiet = 7\n",
)


@pytest.mark.parametrize("name", BY_HAND)
def test_a_line_is_changed_or_added_and_nothing_else(name: str) -> None:
    before, after = BY_HAND[name]
    assert with_value(before, "settings", "soon", 3) == after


@pytest.mark.parametrize("raw", NOT_PLAIN)
def test_a_file_without_lines_of_its_own_for_it_is_refused_and_left_alone(
    tmp_path: Path, raw: bytes
) -> None:
    assert with_value(raw, "settings", "soon", 3) is None
    here = init(tmp_path / "book")
    (here.folder / "resolve.toml").write_bytes(raw)
    with pytest.raises(SettingsNotPlain):
        set_in_file(read(here.folder, Origin.GIVEN), "settings", "soon", 3)
    assert (here.folder / "resolve.toml").read_bytes() == raw


@pytest.mark.parametrize(
    "text", ['"', "\\", "# no comment", "[settings]", "it's", "a = 1", "Siân O’Brien", "\t"]
)
def test_a_text_is_read_back_as_it_was_set_and_then_changed(text: str) -> None:
    once = with_value(NEW, "defaults", "by", text)
    assert once is not None
    assert tomllib.loads(once.decode())["defaults"]["by"] == text
    again = with_value(once, "defaults", "by", "J. Okafor")
    assert again == with_value(NEW, "defaults", "by", "J. Okafor")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    ("settings", "soon"),
                    ("settings", "quiet"),
                    ("defaults", "by"),
                    ("agencies", "oak"),
                    ("agencies", "elm"),
                ]
            ),
            st.one_of(st.none(), st.integers(0, 9)),
        ),
        max_size=8,
    )
)
def test_whatever_is_set_and_cleared_the_lines_of_the_new_file_stay_in_their_order(
    changes: list[tuple[tuple[str, str], int | None]],
) -> None:
    raw, wanted = NEW, dict[tuple[str, str], object]()
    for (table, key), number in changes:
        value = number if number is None or table == "settings" else f"name {number}"
        done = with_value(raw, table, key, value)
        assert done is not None
        raw = done
        wanted[table, key] = value
    kept = [line for line in difflib.ndiff(NEW.splitlines(), raw.splitlines()) if line[0] == "-"]
    assert kept == []
    values = tomllib.loads(raw.decode())
    assert {at: values.get(at[0], {}).get(at[1]) for at in wanted} == wanted
    assert values["defaults"]["procedure"] == "nyscp"


def test_a_value_that_cannot_be_read_back_as_a_setting_is_never_written(tmp_path: Path) -> None:
    here = init(tmp_path / "book")
    before = (here.folder / "resolve.toml").read_bytes()
    with pytest.raises(WorkspaceUnreadable):
        set_in_file(here, "settings", "soon", 100_000)
    assert (here.folder / "resolve.toml").read_bytes() == before


def test_clearing_takes_the_one_line_out(tmp_path: Path) -> None:
    here = init(tmp_path / "book", "nyscp")
    before = (here.folder / "resolve.toml").read_bytes()
    set_here = set_in_file(here, "defaults", "by", "J. Okafor")
    assert set_here.by == "J. Okafor"
    assert clear_in_file(set_here, "defaults", "by").by == ""
    assert (here.folder / "resolve.toml").read_bytes() == before


# ------------------------------------------------------------------ the table and the reader


def test_every_setting_that_the_reader_takes_is_in_the_table_with_its_default() -> None:
    fields = {"procedure", "by", "soon", "quiet", "sync", "redactions", "agencies", "practice"}
    assert {name for name, each in KNOWN.items() if each.table or name == "practice"} == fields
    fresh = Workspace(Path(), Origin.GIVEN)
    defaults = {name: KNOWN[name].default for name in ("soon", "quiet", "sync", "redactions")}
    assert defaults == {name: str(getattr(fresh, name)) for name in defaults}


def test_the_new_file_is_good_with_each_of_its_comments_uncommented(tmp_path: Path) -> None:
    lines = new_settings_file("", practice=False).splitlines()
    open_ = [
        line.removeprefix("# ") if "[" in line[:4] or " = " in line else line for line in lines
    ]
    (tmp_path / "resolve.toml").write_text("\n".join(open_), "utf-8")
    here = read(tmp_path, Origin.GIVEN)
    assert here.stated == {name for name, each in KNOWN.items() if each.table}
    assert (here.soon, here.quiet, here.sync, here.redactions) == (2, 5, 2, "ask")
