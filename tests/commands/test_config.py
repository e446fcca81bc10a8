"""`resolve config`: every setting with its value, source and meaning; one of them set."""

import pytest

from resolutions_cli.files.workspace import settings
from resolutions_cli.files.workspace.known_settings import KNOWN
from tests.desk import Desk, Said

#: A value for every setting that can be set: as typed, and as it is read.
VALUES = {
    "procedure": ("cyscb", "cyscb"),
    "by": ("  J. Okafor ", "J. Okafor"),
    "soon": ("3", 3),
    "quiet": ("10 working days", 10),
    "sync": ("0", 0),
    "redactions": ("Accept", "accept"),
}


def rows(said: Said) -> dict[str, dict[str, object]]:
    return {each["name"]: each for each in said.document["settings"]}


def read_back(desk: Desk) -> settings.Workspace:
    return settings.read(desk.folder, settings.Origin.GIVEN)


# ------------------------------------------------------------------ every setting


def test_every_setting_is_listed_with_value_source_and_meaning(desk: Desk) -> None:
    found = rows(desk.done("config", "--json"))
    assert list(found) == list(KNOWN)
    for name, setting in KNOWN.items():
        assert found[name]["means"] == setting.meaning
        assert setting.meaning.endswith(".")
        assert setting.meaning.count(". ") == 0, "one sentence"
        assert len(setting.meaning.split()) <= 25
    table = desk.done("config").out
    assert table.startswith("SETTING")
    for name in KNOWN:
        assert f"\n{name} " in table


def test_every_setting_that_can_be_set_has_a_value_here_agencies_are_set_below() -> None:
    assert {*VALUES, "agencies"} == {name for name, each in KNOWN.items() if not each.instead}


@pytest.mark.parametrize("name", VALUES)
def test_every_setting_is_set_shown_and_set_back(desk: Desk, name: str) -> None:
    file = desk.folder / "resolve.toml"
    desk.done("config", name, "--default")
    before, default = file.read_bytes(), getattr(read_back(desk), name)
    typed, value = VALUES[name]
    said = desk.done("config", name, typed, "--json")
    assert (rows(said)[name]["value"], rows(said)[name]["from"]) == (value, "resolve.toml")
    assert getattr(read_back(desk), name) == value
    assert len(file.read_bytes().splitlines()) - len(before.splitlines()) in (1, 2)
    assert desk.done("config", name).out.startswith(f"{name}: ")
    desk.done("config", name, "--default")
    assert getattr(read_back(desk), name) == default
    assert rows(desk.done("config", "--json"))[name]["from"] == "the default"


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_said_to_be_typed_to_change_a_setting_can_be_typed(desk: Desk, name: str) -> None:
    change = KNOWN[name]
    if change.instead:
        refused = desk.refused(3, "config", name, "yes")
        assert change.instead in refused
        return
    (said,) = rows(desk.done("config", name, "--json")).values()
    words = str(said["change"]).removeprefix("resolve ").split(" ", 2)
    desk.done(*words[:2], words[2].strip('"'))


def test_a_setting_counts_from_then_on(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1", "--disputed", "2026-10-01", "--raised", "2026-10-02")
    desk.done("config", "by", "J. Okafor")
    desk.done("note", "D-1", "The head rang.")
    assert desk.newest().texts["by"] == "J. Okafor"


# ------------------------------------------------------------------ the file


def test_comments_and_everything_else_stay_byte_for_byte(desk: Desk) -> None:
    file = desk.folder / "resolve.toml"
    mine = b"format = 1 # ours\npractice = true\n\n# Monday: ask Sam\n[settings]\nsoon=2 # was 3\n"
    file.write_bytes(mine)
    desk.done("config", "soon", "4")
    assert file.read_bytes() == mine.replace(b"soon=2", b"soon=4")


def test_setting_what_is_set_changes_nothing_and_says_so(desk: Desk) -> None:
    desk.done("config", "soon", "4")
    before = (desk.folder / "resolve.toml").stat().st_mtime_ns
    said = desk.done("config", "soon", "4")
    assert said.err == "resolve: note: it is set to that already; nothing was changed\n"
    assert (desk.folder / "resolve.toml").stat().st_mtime_ns == before


def test_a_copy_that_is_synced_is_told_that_the_others_keep_theirs(desk: Desk) -> None:
    (desk.folder / ".git").mkdir()
    assert "this changes this copy only" in desk.done("config", "soon", "4").err


# ------------------------------------------------------------------ agencies


def test_an_agency_is_listed_renamed_shown_and_taken_off(desk: Desk) -> None:
    said = desk.done("config", "agencies.hilltop", "Hilltop School")
    assert said.err.startswith("resolve: note: list only organisations, never a person\n")
    assert read_back(desk).agencies["hilltop"] == "Hilltop School"
    said = desk.done("config", "agencies.hilltop", "Hilltop Academy")
    assert said.err == ""
    assert "  hilltop      Hilltop Academy\n" in desk.done("config", "agencies").out
    desk.done("config", "agencies.hilltop", "--default")
    assert "hilltop" not in read_back(desk).agencies
    assert "school" in read_back(desk).agencies


# ------------------------------------------------------------------ where it comes from


def test_the_environment_and_the_option_are_named_as_sources(desk: Desk) -> None:
    found = rows(desk.at("2026-10-05T09:00").done("config", "--json"))
    assert found["workspace"]["from"] == "RESOLVE_WORKSPACE"
    assert (found["RESOLVE_NOW"]["value"], found["RESOLVE_NOW"]["from"]) == (
        "2026-10-05T09:00",
        "set in the environment",
    )
    assert (found["NO_COLOR"]["value"], found["NO_COLOR"]["from"]) == (None, "the default")
    found = rows(desk.done("config", "-w", str(desk.folder), "--json"))
    assert found["workspace"]["from"] == "--workspace"


def test_names_are_taken_in_either_case(desk: Desk) -> None:
    assert desk.done("config", "SOON").out.startswith("soon: ")
    assert desk.done("config", "resolve_now").out.startswith("RESOLVE_NOW: ")
