"""A workspace: made, found, its settings read, its folder looked through."""

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from resolutions_cli.errors import (
    NoWorkspace,
    NoWorkspaceThere,
    WorkspaceExists,
    WorkspaceNewer,
    WorkspaceNotMade,
    WorkspaceOfAnother,
    WorkspaceUnreadable,
)
from resolutions_cli.files.disk import durable
from resolutions_cli.files.disk.places import data_folder
from resolutions_cli.files.record.sweep import sweep
from resolutions_cli.files.workspace.create import init
from resolutions_cli.files.workspace.folders import Listing, list_disputes
from resolutions_cli.files.workspace.settings import Origin, find, others_can_read, read


def settings_in(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "resolve.toml").write_text(text)
    return folder


# ------------------------------------------------------------------ made


def test_a_workspace_may_itself_be_called_disputes(tmp_path: Path) -> None:
    here = init(tmp_path / "disputes")
    sweep(here)
    assert here.disputes.is_dir()
    assert here.seals.is_dir()


def test_a_new_workspace_is_for_its_owner_alone_and_has_every_folder(tmp_path: Path) -> None:
    here = init(tmp_path / "a" / "book", "nyscp")
    assert sorted(path.name for path in here.folder.iterdir()) == sorted(
        [
            *(".gitattributes", ".gitignore", ".lock"),
            *(
                "accepted",
                "calendar",
                "disputes",
                "left-out",
                "procedures",
                "resolve.toml",
                "seals",
            ),
        ]
    )
    folders = [here.folder, here.disputes, here.procedures, here.calendar, here.seals]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    counting = [
        line
        for line in (here.folder / "resolve.toml").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert counting == ["format = 1", "[defaults]", 'procedure = "nyscp"']
    assert (here.folder / ".gitattributes").read_text().startswith("* -text -merge ")
    assert (here.procedure, here.practice, here.soon, here.quiet) == ("nyscp", False, 2, 5)
    assert here.stated == {"procedure"}
    assert list_disputes(here) == Listing((), ())


def test_a_practice_workspace_says_so(tmp_path: Path) -> None:
    assert init(tmp_path, practice=True).practice
    assert read(tmp_path, Origin.GIVEN).practice


def test_a_workspace_is_made_once(tmp_path: Path) -> None:
    init(tmp_path, "nyscp")
    before = (tmp_path / "resolve.toml").read_bytes()
    with pytest.raises(WorkspaceExists) as caught:
        init(tmp_path, "other")
    assert caught.value.exit_code == 3
    assert (tmp_path / "resolve.toml").read_bytes() == before


def test_making_one_that_was_cut_off_is_finished_by_doing_it_again(tmp_path: Path) -> None:
    (tmp_path / "disputes").mkdir()
    (tmp_path / ".resolve.toml.part").write_text("form")
    (tmp_path / ".gitattributes").write_text("mine\n")
    here = init(tmp_path)
    assert not (tmp_path / ".resolve.toml.part").exists()
    assert (tmp_path / ".gitattributes").read_text() == "mine\n"
    assert list_disputes(here) == Listing((), ())


def test_where_none_can_be_made_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "book"):
        with pytest.raises(WorkspaceNotMade) as caught:
            init(folder)
        assert caught.value.exit_code == 7

    def full(_descriptor: int, _raw: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(WorkspaceNotMade, match="No space left"):
        init(tmp_path / "full")
    monkeypatch.undo()
    assert not (tmp_path / "full" / "resolve.toml").exists()
    assert init(tmp_path / "full").origin is Origin.MADE


def test_a_parent_that_cannot_be_synced_is_told_and_one_that_cannot_be_read_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_open, real_sync = os.open, os.fsync

    def is_parent(descriptor: int) -> bool:
        return os.path.samestat(os.fstat(descriptor), tmp_path.stat())

    def sync(descriptor: int) -> None:
        if is_parent(descriptor):
            raise PermissionError(errno.EACCES, "Permission denied")
        real_sync(descriptor)

    def open_(path: str, flags: int, *more: int, **rest: int) -> int:
        if Path(path) == tmp_path:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(path, flags, *more, **rest)

    monkeypatch.setattr(os, "fsync", sync)
    with pytest.raises(WorkspaceNotMade, match="Permission denied"):
        init(tmp_path / "unsynced")
    monkeypatch.setattr(os, "open", open_)
    assert init(tmp_path / "unread").origin is Origin.MADE


def test_the_settings_are_on_the_disk_after_all_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    real = durable.create

    def create(folder: Path, name: str, raw: bytes, *, up_to: Path) -> None:
        made.append((name, sorted(path.name for path in folder.iterdir() if path.is_dir())))
        real(folder, name, raw, up_to=up_to)

    monkeypatch.setattr(durable, "create", create)
    init(tmp_path / "book")
    folders = ["accepted", "calendar", "disputes", "left-out", "procedures", "seals"]
    assert made[-1] == ("resolve.toml", folders)


# ------------------------------------------------------------------ settings


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings_in(
        tmp_path,
        """
        format = 1
        practice = true
        [defaults]
        procedure = "cyscb"
        by = "A. Person"
        [settings]
        soon = 3
        quiet = 0
        [agencies]
        csc = "Children's Social Care"
        st-marys = "St Mary's"
        """,
    )
    here = read(tmp_path, Origin.GIVEN)
    assert (here.practice, here.procedure, here.by) == (True, "cyscb", "A. Person")
    assert (here.soon, here.quiet) == (3, 0)
    assert here.agencies == {"csc": "Children's Social Care", "st-marys": "St Mary's"}
    assert here.stated == {"practice", "procedure", "by", "soon", "quiet", "agencies"}


@pytest.mark.parametrize(
    "text",
    [
        *("", "format = true", 'format = "1"', "format = 0", "format = 1\npractice = 1"),
        *("format = 1\npractise = true", "format = 1\n[settings]\nqiuet = 3"),
        *("format = 1\n[settings]\nsoon = -1", "format = 1\n[settings]\nquiet = 5.0"),
        *("format = 1\n[settings]\nsoon = true", "format = 1\n[settings]\nsoon = 100000000"),
        *("format = 1\n[defaults]\nprocedure = 7", "format = 1\ndefaults = 1"),
        *('format = 1\n[agencies]\nCSC = "CANARY"', "format = 1\n[agencies]\ncsc = 1"),
        *('format = 1\n[agencies]\ncsc = " "', 'format = 1\n[agencies.csc]\nname = "CANARY"'),
        *("format = 1\nformat = 1", 'by = "CANARY', "\ufeffformat = 1", "a" + ".a" * 99 + " = 1"),
    ],
)
def test_settings_that_are_not_right_are_refused_without_repeating_them(
    tmp_path: Path, text: str
) -> None:
    settings_in(tmp_path, text)
    with pytest.raises(WorkspaceUnreadable) as caught:
        read(tmp_path, Origin.GIVEN)
    assert caught.value.exit_code == 5
    assert caught.value.place.startswith("resolve.toml")
    assert "CANARY" not in f"{caught.value.message}{caught.value.place}{caught.value.advice}"


def test_settings_of_a_newer_program_ask_for_it(tmp_path: Path) -> None:
    settings_in(tmp_path, "format = 2\nwhatever = true")
    with pytest.raises(WorkspaceNewer) as caught:
        read(tmp_path, Origin.GIVEN)
    assert caught.value.exit_code == 5


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"x" * 300_000])
def test_settings_that_are_no_text_or_far_too_long_are_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "resolve.toml").write_bytes(raw)
    with pytest.raises(WorkspaceUnreadable):
        read(tmp_path, Origin.GIVEN)


def test_a_link_or_a_folder_in_place_of_the_settings_is_refused(tmp_path: Path) -> None:
    target = settings_in(tmp_path / "target", "format = 1") / "resolve.toml"
    (tmp_path / "resolve.toml").symlink_to(target)
    with pytest.raises(WorkspaceUnreadable):
        read(tmp_path, Origin.GIVEN)
    (tmp_path / "b" / "resolve.toml").mkdir(parents=True)
    with pytest.raises(WorkspaceUnreadable):
        read(tmp_path / "b", Origin.GIVEN)


# ------------------------------------------------------------------ found


@pytest.fixture
def four(tmp_path: Path) -> dict[str, Path]:
    """A workspace in each place that is looked in."""
    homes = {
        "given": tmp_path / "given",
        "variable": tmp_path / "variable",
        "upward": tmp_path / "up" / "ward",
        "data": tmp_path / "data" / "resolve",
    }
    for folder in homes.values():
        settings_in(folder, "format = 1\n")
    (homes["upward"] / "deep" / "er").mkdir(parents=True)
    return homes


def test_the_workspace_given_wins_then_the_variable_then_upward_then_the_data_folder(
    four: dict[str, Path], tmp_path: Path
) -> None:
    environ = {"RESOLVE_WORKSPACE": str(four["variable"]), "XDG_DATA_HOME": str(tmp_path / "data")}
    start = four["upward"] / "deep" / "er"
    found = [
        find(four["given"], environ, start),
        find(None, environ, start),
        find(None, {**environ, "RESOLVE_WORKSPACE": ""}, start),
        find(None, {"XDG_DATA_HOME": str(tmp_path / "data")}, tmp_path),
    ]
    assert [(each.folder, each.origin) for each in found] == [
        (four["given"], Origin.GIVEN),
        (four["variable"], Origin.VARIABLE),
        (four["upward"], Origin.UPWARD),
        (four["data"], Origin.DATA),
    ]


def test_a_folder_that_was_named_and_is_no_workspace_is_never_replaced_by_another(
    four: dict[str, Path], tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    for given, environ in ((wrong, {}), (None, {"RESOLVE_WORKSPACE": str(wrong)})):
        with pytest.raises(NoWorkspaceThere) as caught:
            find(given, environ, four["upward"])
        assert caught.value.exit_code == 4
        assert caught.value.place == str(wrong)


def test_without_any_the_places_that_were_looked_in_are_named(tmp_path: Path) -> None:
    with pytest.raises(NoWorkspace) as caught:
        find(None, {"XDG_DATA_HOME": "/nowhere/data"}, tmp_path)
    assert caught.value.exit_code == 4
    assert str(tmp_path) in caught.value.advice
    assert "/nowhere/data/resolve" in caught.value.advice


def test_a_relative_folder_is_taken_from_where_one_stands(four: dict[str, Path]) -> None:
    assert find(Path("ward"), {}, four["upward"].parent).folder == four["upward"]


def test_broken_settings_on_the_way_up_are_told_and_not_passed_over(
    four: dict[str, Path], tmp_path: Path
) -> None:
    settings_in(four["upward"] / "deep", "format = ")
    with pytest.raises(WorkspaceUnreadable):
        find(None, {"XDG_DATA_HOME": str(tmp_path / "data")}, four["upward"] / "deep" / "er")


def test_somebody_elses_workspace_is_used_only_when_it_is_named(
    four: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody can put a resolve.toml into /tmp."""
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(WorkspaceOfAnother) as caught:
        find(None, {}, four["upward"] / "deep")
    assert caught.value.exit_code == 4
    assert find(four["upward"], {}, four["given"]).folder == four["upward"]


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {"XDG_DATA_HOME": "/x"}, "/x/resolve"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "/home/a/.local/share/resolve"),
        ("linux", {}, "/home/a/.local/share/resolve"),
        ("darwin", {"XDG_DATA_HOME": "/x"}, "/home/a/Library/Application Support/resolve"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/resolve"),
        ("win32", {}, None),
    ],
)
def test_each_platform_has_its_data_folder(
    monkeypatch: pytest.MonkeyPatch, platform: str, environ: dict[str, str], folder: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", "/home/a")
    assert data_folder(environ) == (Path(folder) if folder else None)


def test_without_a_home_there_is_no_data_folder_and_that_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    assert data_folder({}) is None
    with pytest.raises(NoWorkspace):
        find(None, {}, tmp_path)
    monkeypatch.setattr(Path, "expanduser", lambda _path: nowhere())
    with pytest.raises(NoWorkspaceThere):
        find(Path("~/book"), {}, tmp_path)


# ------------------------------------------------------------------ looked through


def test_the_disputes_are_listed_and_everything_else_among_them_is_told(tmp_path: Path) -> None:
    here = init(tmp_path / "book")
    for name in ("2026-K7Q4M", "LAC-12", "2026-K7Q4M (1)", ".stfolder", "CON"):
        (here.disputes / name).mkdir()
    (here.disputes / ".DS_Store").touch()
    (here.disputes / "list.docx").touch()
    (here.disputes / "2026-LINK0").symlink_to(tmp_path, target_is_directory=True)
    listing = list_disputes(here)
    assert listing.references == ("2026-K7Q4M", "LAC-12")
    assert {(finding.name, finding.path) for finding in listing.findings} == {
        ("link", "disputes/2026-LINK0"),
        ("bad-folder", "disputes/2026-K7Q4M (1)"),
        ("bad-folder", "disputes/CON"),
        ("stray-file", "disputes/list.docx"),
    }


def test_disputes_that_are_missing_or_a_link_are_never_taken_for_none(tmp_path: Path) -> None:
    here = init(tmp_path / "book")
    here.disputes.rmdir()
    assert [finding.name for finding in list_disputes(here).findings] == ["no-disputes"]
    here.disputes.symlink_to(tmp_path, target_is_directory=True)
    assert [finding.name for finding in list_disputes(here).findings] == ["link"]
    assert all(finding.kind.harms for finding in list_disputes(here).findings)


def test_a_workspace_that_others_can_get_into_is_known(tmp_path: Path) -> None:
    here = init(tmp_path / "book")
    assert not others_can_read(here)
    here.folder.chmod(0o755)
    assert not others_can_read(here)
    here.disputes.chmod(0o750)
    assert others_can_read(here)
    here.folder.chmod(0o700)
    assert not others_can_read(here)


def test_sweeping_goes_on_where_a_folder_cannot_be_read(tmp_path: Path) -> None:
    here = init(tmp_path / "book")
    here.seals.rmdir()
    (here.folder / ".lock").unlink()
    sweep(here)
