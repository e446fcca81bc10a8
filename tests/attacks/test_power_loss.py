"""The power fails at any moment: nothing that was confirmed is lost, and nothing is half there.

Some thousands of replays in every run, a hundred thousand by `make torture`.
"""

import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from resolutions_cli.errors import WorkspaceUnreadable
from resolutions_cli.files.disk import durable, lock
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.workspace import settings
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.settings import Origin, has_settings
from tests.attacks.power import Disk, Tree, files_in, put_back
from tests.attacks.recorders import (
    AT,
    CANARY,
    OPEN,
    RECORDERS,
    RUN_AGAIN,
    WHY,
    Held,
    does,
    held,
    left_over,
    line,
    prepare,
    run,
    verified,
)
from tests.torture import several

#: Histories, the commands of each, and the crashes after each change.
HISTORIES = several(2, 16, short=1)
LENGTH = 14
CRASHES = several(10, 12)

#: A text that is redacted, and must be in no file once that was confirmed.
SECRET = "Kuckucksuhr"

#: Those that begin a history; what takes in is in test_power_loss_taking_in.py.
NOT_HERE = frozenset({"init", "open", "open-two", *RUN_AGAIN})

COMMANDS: tuple[tuple[str, ...], ...] = (
    *(each.words for name, each in RECORDERS.items() if name not in NOT_HERE),
    ("open", "--ref", "E-1", *OPEN[3:]),
    ("open", "--ref", "E-2", "--risk-to-child", CANARY, "--immediate-risk", *OPEN[3:]),
    ("open", "--ref", "E-3", *AT[3:], "7"),
    ("decide", "E-3", "recommended", *WHY),
    ("redact", "D-1", "2", "--yes", *WHY),
    ("note", "E-1", CANARY),
    ("note", "D-1", CANARY, "--with", "the head"),
    ("escalate", "E-1", *WHY),
)

#: How the lock's file ends when all is swept and nothing was begun since.
SWEPT = re.compile(rb"\Apid \d+\nhost \S+\nsince \S+\nswept \S{24} (\d+-\d+)\n\Z")

Ids = Mapping[str, Mapping[str, str | None]]


@dataclass
class Crash:
    """What a crash left, and what had been confirmed before: entries, everything else, and
    whether the secret was to be gone. `trusts_all_is_swept`: so the next writer would."""

    tree: Tree
    entries: Ids
    others: Held
    forgotten: bool
    trusts_all_is_swept: bool


@dataclass
class History:
    """Commands that run while the disk is watched; crashes of it are collected."""

    top: Path
    dice: random.Random
    crashes: list[Crash] = field(default_factory=list)
    entries: Ids = field(default_factory=dict)
    others: Held = field(default_factory=Held)
    forgotten: bool = False

    def __post_init__(self) -> None:
        self.top.mkdir()
        self.folder, self.inputs = self.top / "book", self.top.parent / "prepared" / "inputs"
        self.disk = Disk(self.top)

    def tell(self, length: int) -> None:
        """Run commands chosen by the dice, with crashes after each change that they make."""
        self.does(RECORDERS["init"].words, 0)
        self.does((*OPEN, "--summary", SECRET), 1)
        for minute in range(2, length):
            self.does(self.dice.choice(COMMANDS), minute)
        self.does(("redact", "D-1", "1", "--key", "summary", "--yes", *WHY), length)

    def does(self, words: tuple[str, ...], minute: int) -> None:
        """Run a command; once it has said that it is done, what is there counts as confirmed."""
        self.disk.changed = self._crash
        typed = line(words, self.folder, self.inputs)
        with self.disk.watched():
            code, out, err = run(typed, f"2026-11-20T10:{minute:02}")
        assert code in (0, 3, 4, 5), (words, out, err)
        if code == 0:
            self.entries, self.others = entries_in(self.folder), held(self.folder)
            self.forgotten = words[:3] == ("redact", "D-1", "1")
        self._crash()

    def _crash(self) -> None:
        for _ in range(CRASHES):
            tree = self.disk.crash(self.dice)
            trusts = self._trusts(tree)
            self.crashes.append(Crash(tree, self.entries, self.others, self.forgotten, trusts))

    def _trusts(self, tree: Tree) -> bool:
        """Whether the lock's file says that all is swept, and of itself."""
        book = tree.get(self.folder.name)
        said = book.get(lock.NAME) if isinstance(book, dict) else None
        if not isinstance(said, bytes) or not (found := SWEPT.search(said)):
            return False
        about = (self.folder / lock.NAME).stat()
        return found[1] == f"{about.st_dev}-{about.st_ino}".encode()


def entries_in(folder: Path) -> dict[str, dict[str, str | None]]:
    """The texts of every entry that is read."""
    here = settings.read(folder, Origin.GIVEN)
    return {
        entry.id: dict(entry.texts)
        for reference in list_disputes(here).references
        for log in read_logs(here.disputes / reference)
        for entry in log.entries
    }


def check(crash: Crash, folder: Path, ever: Ids) -> None:
    """Nothing confirmed is lost, and nothing that is there is half or was never recorded."""
    if not has_settings(folder):
        assert not crash.others.made
        return
    now = held(folder)  # fails on whatever is half
    found = entries_in(folder)
    for id_, texts in crash.entries.items():
        assert id_ in found, "a confirmed entry is lost"
        assert all(found[id_][key] in (text, None) for key, text in texts.items())
    for id_, given in found.items():
        assert id_ in ever, "nobody recorded that"
        assert given.keys() == ever[id_].keys()
    assert crash.others.files <= now.files
    assert crash.others.procedures <= now.procedures
    if crash.trusts_all_is_swept:
        assert "redaction-unfinished" not in now.findings
        assert not [path for path in left_over(folder) if path.count("/") > 1], "in a dispute"
    if crash.forgotten:
        assert not any(SECRET.encode() in raw for raw in files_in(crash.tree))


def goes_on(folder: Path) -> None:
    """Whoever records next after a crash clears up, and the record is whole."""
    does(RECORDERS["init"].words, folder) if not has_settings(folder) else None
    before = held(folder).entries
    does(("open", "--ref", "N-1", "--raised", "2026-11-19"), folder)
    assert held(folder).without("N-1").entries == before
    assert left_over(folder) == []
    _, findings = verified(folder)
    assert {each["name"] for each in findings} <= {"open-to-others", "recorded-in-future"}


def replay(place: Path, seed: int) -> tuple[int, int]:
    """Tell a history and look at every crash of it; how many, and how many different ones."""
    dice = random.Random(seed)
    prepare("init", place / "prepared")
    history = History(place / "told", dice)
    history.tell(LENGTH)
    seen: set[str] = set()
    for number, crash in enumerate(history.crashes):
        # The same is left by many a crash; it is looked at once for each that was confirmed.
        state = repr((crash.tree, sorted(crash.entries), crash.others, crash.forgotten))
        if state in seen:
            continue
        seen.add(state)
        put_back(crash.tree, place / "crashed")
        check(crash, place / "crashed" / "book", history.entries)
        if number % 20 == 0:
            goes_on(place / "crashed" / "book")
        shutil.rmtree(place / "crashed")
    return len(history.crashes), len(seen)


@pytest.fixture
def disk(place: Path) -> Iterator[Path]:
    folder = place / "disk"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("part", range(several(1, 4)))
def test_power_that_fails_at_any_moment_loses_nothing_that_was_confirmed(
    disk: Path, part: int, figure: Callable[[str], None]
) -> None:
    total = different = 0
    for seed in range(part * HISTORIES, (part + 1) * HISTORIES):
        replays, states = replay(disk / str(seed), seed)
        total, different = total + replays, different + states
        shutil.rmtree(disk / str(seed))
    assert total >= several(3_000, 25_000, short=1_500)
    figure(f"{total} replays, {different} different states left, 0 confirmed entries lost")


@pytest.mark.parametrize("forgets", ["sync_folder", "sync"])
def test_a_program_that_forgot_a_sync_would_be_caught(
    disk: Path, monkeypatch: pytest.MonkeyPatch, forgets: str
) -> None:
    monkeypatch.setattr(durable, forgets, lambda _, **__: None)
    with pytest.raises((AssertionError, WorkspaceUnreadable)):
        replay(disk / "0", 0)
