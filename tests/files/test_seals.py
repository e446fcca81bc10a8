"""Seals on disk: written once, read back with whatever is wrong."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Noted, Opened
from resolutions_cli.core.record.anchors import Seal
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.disk import durable
from resolutions_cli.files.record.seals import Seals, read_seals, write_seal
from resolutions_cli.files.workspace.create import init
from resolutions_cli.files.workspace.settings import Workspace

NOW = datetime(2026, 11, 22, 10, 30, 0, 120_000, tzinfo=UTC)
OPENED = Opened(procedure="p", version="1", digest="0" * 64, stage="one")


def log(reference: str, *heads: str) -> Log:
    """A log with these newest entries, and an opening before them."""
    first = Entry("0" * 64, reference, Moment.of(NOW), NOW, (), OPENED)
    ids = [head * 64 for head in heads]
    later = [Entry(i, reference, Moment.of(NOW), NOW, (first.id,), Noted()) for i in ids]
    return Log(reference, (first, *later))


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    return init(tmp_path / "book")


@pytest.fixture
def seal(here: Workspace) -> Seal:
    return write_seal(here, [log("2026-K7Q4M", "b", "a"), log("own-1", "c")], NOW)


def path(here: Workspace, seal: Seal) -> Path:
    return here.folder / seal.path


def test_a_seal_lists_the_newest_entries_of_every_dispute_and_is_named_after_its_digest(
    here: Workspace, seal: Seal
) -> None:
    raw = path(here, seal).read_bytes()
    assert raw.decode() == (
        "format = 2\n"
        "sealed = 2026-11-22 10:30:00.120000+00:00\n"
        "\n"
        "[disputes]\n"
        f'2026-K7Q4M = [\n    "{"a" * 64}",\n    "{"b" * 64}",\n]\n'
        f'own-1 = [\n    "{"c" * 64}",\n]\n'
        "\n[held_back]\n"
    )
    assert seal.digest == sha256(raw).hexdigest()
    assert seal.path == f"seals/20261122T103000.120Z-{seal.digest[:16]}.toml"
    assert path(here, seal).stat().st_mode & 0o777 == 0o600


def test_a_seal_is_read_back_as_it_was_made(here: Workspace, seal: Seal) -> None:
    assert read_seals(here) == Seals((seal,))


def test_two_disputes_of_one_folder_are_sealed_together(here: Workspace) -> None:
    made = write_seal(here, [log("2026-K7Q4M~00000000", "b"), log("2026-K7Q4M~11111111", "a")], NOW)
    assert made.disputes == {"2026-K7Q4M": ("a" * 64, "b" * 64)}


def test_the_same_seal_in_the_same_moment_is_one_seal(here: Workspace, seal: Seal) -> None:
    again = write_seal(here, [log("2026-K7Q4M", "b", "a"), log("own-1", "c")], NOW)
    assert again == seal
    assert len(list(here.seals.iterdir())) == 1


def test_a_record_without_a_dispute_can_be_sealed(here: Workspace) -> None:
    made = write_seal(here, [Log("2026-EMPTY", ())], NOW)
    assert made.disputes == {}
    assert read_seals(here).good == (made,)


def test_a_folder_that_is_not_there_holds_no_seal_and_is_made_for_one(here: Workspace) -> None:
    here.seals.rmdir()
    assert read_seals(here) == Seals()
    made = write_seal(here, [log("own-1", "c")], NOW)
    assert read_seals(here).good == (made,)


def edit(old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        raw = file.read_bytes()
        assert old in raw
        file.write_bytes(raw.replace(old, new, 1))

    return change


def forge(old: bytes, new: bytes) -> Callable[[Path], None]:
    """Change what a seal says and give its file the name that fits."""

    def change(file: Path) -> None:
        raw = file.read_bytes().replace(old, new, 1)
        file.unlink()
        name = f"20261122T103000.120Z-{sha256(raw).hexdigest()[:16]}.toml"
        file.with_name(name).write_bytes(raw)

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (edit(b"aaaa", b"aaab"), "changed"),
        (edit(b"format = 2", b"format = 1"), "changed"),
        (lambda file: file.write_bytes(b""), "changed"),
        (lambda file: file.write_bytes(file.read_bytes()[:-1]), "changed"),
        (forge(b"[disputes]", b"[disputes"), "not-toml"),
        (forge(b"format = 2", b"format = 1"), "not-toml"),
        (forge(b"format = 2", b"format = 3"), "not-toml"),
        (forge(b"[held_back]", b"[withheld]"), "not-toml"),
        (forge(b"aaaa", b"AAAA"), "not-toml"),
        (forge(b"own-1", b"'../x'"), "not-toml"),
        (forge(b"sealed = 2026", b"unsealed = 2026"), "not-toml"),
        (lambda file: (file.unlink(), file.mkdir()), "unreadable"),
        (lambda file: file.rename(file.with_name("mine.toml")), "bad-name"),
    ],
)
def test_a_seal_that_is_not_what_was_written_is_found(
    here: Workspace, seal: Seal, change: Callable[[Path], object], found: str
) -> None:
    change(path(here, seal))
    assert [finding.name for finding in read_seals(here).findings] == [found]


def test_a_copy_counts_once_and_strange_files_are_told(here: Workspace, seal: Seal) -> None:
    file = path(here, seal)
    shutil.copy(file, file.with_name(file.name.replace(".toml", " (1).toml")))
    part = durable.part_name("x.toml")
    for name in ("minutes.docx", "notes.toml", ".DS_Store", part):
        (here.seals / name).write_bytes(b"CANARY")
    found = read_seals(here)
    assert found.good == (seal,)
    assert sorted((f.name, f.path.rpartition("/")[2]) for f in found.findings) == [
        ("copy", file.name.replace(".toml", " (1).toml")),
        ("left-over", part),
        ("misplaced-file", "minutes.docx"),
        ("misplaced-file", "notes.toml"),
    ]


def test_turned_line_ends_change_nothing(here: Workspace, seal: Seal) -> None:
    file = path(here, seal)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_seals(here) == Seals((seal,))


def test_a_link_is_never_followed(here: Workspace, seal: Seal, tmp_path: Path) -> None:
    file = path(here, seal)
    shutil.move(file, tmp_path / file.name)
    file.symlink_to(tmp_path / file.name)
    assert [(f.name, f.path) for f in read_seals(here).findings] == [("link", seal.path)]
    shutil.rmtree(here.seals)
    here.seals.symlink_to(tmp_path, target_is_directory=True)
    assert [(f.name, f.path) for f in read_seals(here).findings] == [("link", "seals")]
