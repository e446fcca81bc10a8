"""`resolve where`: what is in force, and where each of it came from."""

from pathlib import Path

import pytest

from resolutions_cli.files.workspace.create import init
from tests.desk import Desk, Said


def in_force(said: Said) -> dict[str, tuple[str, str]]:
    return {each["name"]: (each["value"], each["from"]) for each in said.document["settings"]}


def test_each_setting_with_its_origin(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    found = in_force(desk.done("where", "--json"))
    assert found["workspace"] == (str(desk.folder), "RESOLVE_WORKSPACE")
    assert found["practice"] == ("yes", "resolve.toml")
    assert found["default procedure"] == ("nyscp", "resolve.toml")
    assert found["soon"] == ("2 working days", "the default")
    assert found["procedures in use"][0] == "nyscp@as-read-2024-05-r2"
    assert found["time"] == ("Mon 5 Oct 2026 09:00", "RESOLVE_NOW")
    assert found["others can read it"][0] == "no"
    assert found["RESOLVE_NOW"] == ("2026-10-05T09:00", "set in the environment")
    assert {"program", "python", "time zone data", "bank holidays", "lock"} <= set(found)


def test_the_cache_folder_is_that_of_this_version_of_the_program(desk: Desk, cache: Path) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    folder, origin = in_force(desk.done("where", "--json"))["cache folder"]
    assert origin == "made again when it is deleted"
    assert Path(folder).parent == cache / "resolve"
    assert list(Path(folder).iterdir()), "what opening a dispute read once is kept there"
    (line,) = (line for line in desk.done("where").out.splitlines() if line.startswith("cache"))
    assert folder in line


def test_settings_of_the_file_are_said_to_be_from_it(desk: Desk) -> None:
    settings = desk.folder / "resolve.toml"
    desk.lists({})
    added = '[settings]\nsoon = 4\n[agencies]\nschool = "A school"\n'
    settings.write_text(settings.read_text() + added)
    found = in_force(desk.done("where", "--json"))
    assert found["soon"] == ("4 working days", "resolve.toml")
    assert found["agencies"] == ("school", "resolve.toml")


def test_a_workspace_that_others_can_read_is_said_to_be(desk: Desk) -> None:
    for folder in (desk.folder, desk.folder / "disputes"):
        folder.chmod(0o755)
    assert in_force(desk.done("where", "--json"))["others can read it"][0] == "yes"


def test_only_a_real_record_that_others_can_read_is_worth_a_warning(
    desk: Desk, tmp_path: Path
) -> None:
    real = tmp_path / "real"
    init(real, "nyscp")
    for folder in (desk.folder, real):
        for each in (folder, folder / "disputes"):
            each.chmod(0o755)
    assert "warning" not in desk.done("due").err
    assert "other accounts on this machine can read" in desk.done("due", "-w", str(real)).err


def test_the_table_has_a_row_for_each(desk: Desk) -> None:
    out = desk.done("where", "-w", str(desk.folder)).out
    assert out.startswith("WHAT")
    assert "--workspace\n" in out


def test_without_a_workspace_it_says_where_it_looked_and_what_is_in_force_all_the_same(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RESOLVE_WORKSPACE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    said = desk.does("where", "--json")
    assert said.code == 4
    assert said.err.startswith("resolve: error: there is no workspace\n")
    assert str(tmp_path) in said.err
    assert "workspace" not in in_force(said)
    assert in_force(said)["data folder"][0] == str(tmp_path / "data" / "resolve")


def test_a_workspace_that_cannot_be_read_is_said_to_be_and_the_rest_is_shown(desk: Desk) -> None:
    (desk.folder / "resolve.toml").write_text("format = 99\n")
    said = desk.does("where", "--json")
    assert said.code == 5
    assert "program" in in_force(said)


def test_a_workspace_in_a_folder_that_a_tool_keeps_in_step_is_said_to_be(
    desk: Desk, tmp_path: Path
) -> None:
    assert "note" not in desk.done("where").err
    folder = tmp_path / "OneDrive - A council" / "record"
    init(folder, "nyscp")
    said = desk.does("where", "-w", str(folder), "--json")
    assert in_force(said)["kept in step by"][0] == "OneDrive"
    assert said.err == ""
    said = desk.done("where", "-w", str(folder))
    assert "the workspace lies in a folder of OneDrive" in said.err
    assert "docs/sync.md" in said.err


def test_what_was_never_synced_is_said_to_be(desk: Desk) -> None:
    found = in_force(desk.done("where", "--json"))
    assert found["last sync"] == ("none", "resolve sync")
    assert found["synced with"] == ("nothing", "resolve sync --init URL")
    assert found["sync"] == ("2 working days", "the default")
