"""What sync tools leave: known for what it is, taken in when it is news, never counted twice."""

import errno
import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from resolutions_cli.files.disk.read import read_bytes
from resolutions_cli.files.record import log
from tests.desk import REF, Desk
from tests.torture import sampled

pytestmark = sampled

#: How each tool renames a file that was changed in two places; {} is the name without ".toml".
COPIES = {
    "OneDrive": "{}-DESKTOP-1A2B3C.toml",
    "OneDrive, a laptop": "{}-LAPTOP.toml",
    "a browser, Windows, Google Drive": "{} (1).toml",
    "Dropbox": "{} (Anna's conflicted copy 2026-11-19).toml",
    "Dropbox, in French": "{} (Copie en conflit de Anna 2026-11-19).toml",
    "Syncthing": "{}.sync-conflict-20261119-101010-ABCDEFG.toml",
    "Nextcloud": "{} (conflicted copy 2026-11-19 101010).toml",
    "iCloud": "{} 2.toml",
    "Finder": "{} copy.toml",
    "Windows": "{} - Copy.toml",
    "Box": "{} (Anna).toml",
    "Seafile": "{} (SFConflict anna@example.org 2026-11-19-10-10-10).toml",
}

#: What may lie in any folder and is nobody's business.
LITTER = (
    *("desktop.ini", "Thumbs.db", ".DS_Store", "._x.toml", "~$x.toml", ".~lock.x.toml#"),
    *(".x.toml.swp", ".owncloudsync.log", ".sync_a1b2.db", ".nextcloudsync.log", "Icon\r"),
    *(".syncthing.x.toml.tmp", ".goutputstream-A1B2C3", ".dropbox", ".fuse_hidden0001"),
)


@pytest.fixture
def two(desk: Desk) -> Desk:
    """A dispute of two entries."""
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    desk.at("2026-11-20T11:00").done("note", REF, "said")
    return desk


def folder(desk: Desk) -> Path:
    return desk.folder / "disputes" / REF


def newest(desk: Desk) -> Path:
    return max(folder(desk).glob("*.toml"))


def findings(desk: Desk) -> list[tuple[str, str]]:
    """What `verify` names: the finding and the file, without its folder."""
    found = desk.does("verify", "--json").document["findings"]
    return [(each["name"], Path(each["path"]).name) for each in found]


def answers(desk: Desk) -> list[str]:
    """What every reading command says, as JSON: the same twice when nothing is counted twice."""
    return [
        desk.does(*words, "--json").out
        for words in (("show", REF), ("next", REF), ("list",), ("due",))
    ]


# ------------------------------------------------------------------ copies of entries


@pytest.mark.parametrize("name", COPIES.values(), ids=COPIES)
def test_a_copy_of_an_entry_is_known_for_one_and_changes_no_answer(two: Desk, name: str) -> None:
    before = [each.id for each in two.log().entries]
    due = two.does("due", "--json").out
    for file in list(folder(two).glob("*.toml")):
        shutil.copy(file, file.with_name(name.format(file.stem)))
    assert {finding for finding, _ in findings(two)} == {"copy"}
    assert [each.id for each in two.log().entries] == before
    assert two.does("due", "--json").out == due
    assert two.does("verify").code == 0
    two.done("note", REF, "recording goes on")


@pytest.mark.parametrize("name", COPIES.values(), ids=COPIES)
def test_an_entry_that_came_under_such_a_name_alone_is_taken_in_and_told(
    two: Desk, name: str
) -> None:
    before = [each.id for each in two.log().entries]
    file = newest(two)
    renamed = file.rename(file.with_name(name.format(file.stem)))
    assert [each.id for each in two.log().entries] == before
    assert findings(two) == [("bad-name", renamed.name)]
    assert "said" in two.does("show", REF).out


@pytest.mark.parametrize("name", COPIES.values(), ids=COPIES)
def test_the_next_writer_gives_such_an_entry_its_own_name(two: Desk, name: str) -> None:
    file = newest(two)
    raw = file.read_bytes()
    copy = file.rename(file.with_name(name.format(file.stem)))
    two.done("note", REF, "recording goes on")
    assert (file.read_bytes(), copy.read_bytes()) == (raw, raw)
    assert findings(two) == [("copy", copy.name)]
    two.done("escalate", REF, "--reason", "no answer")


def test_what_was_redacted_meanwhile_does_not_come_back_with_such_a_name(two: Desk) -> None:
    file = newest(two)
    raw = file.read_bytes()
    two.done("redact", REF, "2", "--yes", "--reason", "why")
    file.unlink()
    copy = file.with_name(f"{file.stem} (1).toml")
    copy.write_bytes(raw)
    two.done("note", REF, "recording goes on")
    assert b"said" not in file.read_bytes() + copy.read_bytes()
    assert findings(two) == [("copy", copy.name)]


@pytest.mark.parametrize("name", COPIES.values(), ids=COPIES)
def test_a_copy_that_is_damaged_harms_nothing_and_is_told(two: Desk, name: str) -> None:
    file = newest(two)
    copy = file.with_name(name.format(file.stem))
    copy.write_bytes(file.read_bytes().replace(b"format = 1", b"format = 9"))
    before = two.log().entries
    assert findings(two) == [("stray-file", copy.name)]
    assert two.log().entries == before


@pytest.mark.parametrize("name", LITTER)
def test_litter_is_passed_over_everywhere(two: Desk, name: str) -> None:
    before = answers(two)
    for place in ("disputes", f"disputes/{REF}", "procedures", "calendar", "seals", "."):
        (two.folder / place / name).write_bytes(b"\0litter")
    assert answers(two) == before
    assert findings(two) == []
    two.done("note", REF, "recording goes on")


# ------------------------------------------------------------------ placeholders


def test_an_entry_that_icloud_took_away_makes_its_dispute_unreadable_not_shorter(
    two: Desk,
) -> None:
    file = newest(two)
    file.unlink()
    file.with_name(f".{file.name}.icloud").write_bytes(b"bplist00")
    assert findings(two) == [("unreadable", f".{file.name}.icloud")]
    assert two.does("due").code == 5


@pytest.mark.parametrize("fault", [errno.EACCES, errno.EIO, errno.ETIMEDOUT, errno.EINVAL])
def test_a_placeholder_that_cannot_be_fetched_is_unreadable_and_never_missing(
    two: Desk, fault: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OneDrive's and others' files on demand look like files until they are read."""
    file = newest(two)

    def fails(path: str | Path, limit: int) -> bytes:
        if Path(path).name == file.name:
            raise OSError(fault, os.strerror(fault))
        return read_bytes(path, limit)

    monkeypatch.setattr(log, "read_bytes", fails)
    assert findings(two) == [("unreadable", file.name)]
    assert two.does("due").code == 5
    assert two.does("escalate", REF, "--reason", "no answer").code == 5


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        # a socket's path takes 108 bytes
        made.bind(f"/proc/self/cwd/{path.name}")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
@pytest.mark.parametrize("make", [pipe, listening, Path.mkdir])
def test_a_pipe_a_socket_or_a_folder_in_an_entrys_place_is_unreadable_and_not_waited_for(
    two: Desk, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = newest(two)
    file.unlink()
    monkeypatch.chdir(file.parent)
    make(file)
    assert findings(two) == [("unreadable", file.name)]
    assert two.does("show", REF).code == 5


# ------------------------------------------------------------------ folders


@pytest.mark.parametrize(
    "name",
    ["{} (1)", "{} - Copy", "{} (Anna's conflicted copy 2026-11-19)", "{} copy", "{} 2", "{}~1"],
)
def test_a_whole_folder_that_is_a_copy_is_told_and_none_of_it_is_counted(
    two: Desk, name: str
) -> None:
    due = two.does("due", "--json").out
    shutil.copytree(folder(two), folder(two).with_name(name.format(REF)))
    assert findings(two) == [("bad-folder", name.format(REF))]
    assert len(two.does("list", "--json").document["disputes"]) == 1
    assert two.does("due", "--json").document["deadlines"] == json.loads(due)["deadlines"]


def test_a_copied_folder_whose_name_could_be_a_reference_counts_no_entry_twice(two: Desk) -> None:
    """Syncthing and some others put only letters and hyphens behind a name."""
    shutil.copytree(folder(two), folder(two).with_name(f"{REF}-LAPTOP"))
    assert {finding for finding, _ in findings(two)} == {"foreign"}
    assert len(two.does("list", "--json").document["disputes"]) == 1


# ------------------------------------------------------------------ the other folders


@pytest.mark.parametrize("name", COPIES.values(), ids=COPIES)
def test_copies_of_seals_procedures_and_settings_change_nothing(two: Desk, name: str) -> None:
    two.done("seal")
    before = answers(two)
    for place in ("seals", "procedures", "."):
        for file in list((two.folder / place).glob("*.toml")):
            shutil.copy(file, file.with_name(name.format(file.stem)))
    assert answers(two) == before
    assert {finding for finding, _ in findings(two)} <= {"copy", "misplaced-file"}
    assert two.does("verify").code == 0
