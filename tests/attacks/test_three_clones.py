"""Three clones and a bare repository: recorded and synced at random, and killed in between. They
are one's own machines, so that their settings accept what one of them redacts.

In the end each has everything that any of them recorded, and answers with the same bytes. A
longer version runs with `make torture` (tests/torture.py).
"""

import contextlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from resolutions_cli.cli import main
from resolutions_cli.files.workspace.create import init
from tests.attacks.without_waiting import without_waiting
from tests.tools import needs
from tests.torture import several

OPERATIONS = several(60, 1_000, short=20)

pytestmark = needs("git")

BEGINNING = datetime(2026, 11, 2, 9, tzinfo=UTC)
WHY = ("--reason", "nobody moved from what was said")
REFS = ("A-1", "B-1", "C-1")
MOVES: tuple[tuple[str, ...], ...] = (
    *(("note", "{ref}", "rang, and nobody was there"),) * 4,
    *(("escalate", "{ref}", *WHY),) * 2,
    ("escalate", "{ref}", "--departure", "--to", "4", *WHY),
    ("close", "{ref}", "--outcome", "withdrawn", "--no-action", *WHY),
    ("reopen", "{ref}", *WHY),
    ("correct", "{ref}", "{number}", "--set", "summary=another view", *WHY),
    ("correct", "{ref}", "{number}", "--withdraw", *WHY),
    ("redact", "{ref}", "{number}", "--yes", *WHY),
    ("redact", "{ref}", "{number}", "--key", "reason", "--yes", *WHY),
    ("settle", "{ref}", "{number}", *WHY),
    ("open", "--ref", "{ref}", "--summary", "the same reference, on two machines"),
    ("seal",),
)


@dataclass
class Clones:
    """Three machines, the luck that moves them, and what they were told is recorded."""

    place: Path
    luck: random.Random
    minutes: int = 0
    recorded: set[str] = field(default_factory=set)
    synced: int = 0
    killed: int = 0
    with_git: int = 0
    unlocked: int = 0

    @property
    def machines(self) -> list[Path]:
        return [self.place / name for name in ("one", "two", "three")]

    def begin(self) -> None:
        """One machine begins, the others join, each in one of the two ways there are."""
        bare = self.place / "record.git"
        subprocess.run(["git", "init", "--quiet", "--bare", bare], check=True)
        one, two, three = self.machines
        for folder in (one, three):
            init(folder, "nyscp", practice=True)
        for ref in REFS:
            self.does(one, "open", "--ref", ref, "--summary", "wisteria", "--raised", "2026-11-02")
        assert self.does(one, "sync", "--init", str(bare))[0] == 0
        bare_head = ["git", "-C", bare, "symbolic-ref", "HEAD", "refs/heads/main"]
        subprocess.run(bare_head, check=True)
        subprocess.run(["git", "clone", "--quiet", bare, two], check=True)
        assert self.does(three, "sync", "--init", str(bare))[0] == 0
        for folder in self.machines:
            with (folder / "resolve.toml").open("a", encoding="utf-8") as settings:
                settings.write('\n[settings]\nredactions = "accept"\n')

    def does(self, folder: Path, *words: str) -> tuple[int, str]:
        """A command in this process, a little later than the one before; its code and answer."""
        self.minutes += self.luck.randrange(1, 40)
        now = (BEGINNING + timedelta(minutes=self.minutes)).isoformat()
        out = io.StringIO()
        with (
            mock.patch.dict(os.environ, {"RESOLVE_NOW": now}),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            code = main([words[0], "-w", str(folder), *words[1:], "--json"])
        return code, out.getvalue()

    def records(self, folder: Path) -> None:
        """Something is recorded, or refused."""
        words = self.luck.choice(MOVES)
        given = {"ref": self.luck.choice(REFS), "number": self.luck.randrange(1, 9)}
        code, out = self.does(folder, *(word.format(**given) for word in words))
        assert code in (0, 2, 3, 4, 5), (words, code)
        if code in (0, 5) and out and (document := json.loads(out))["kind"] == "entry":
            self.recorded.update(document["entries"])

    def syncs(self, folder: Path) -> None:
        self._patiently(folder)
        self.synced += 1

    def is_killed(self, folder: Path) -> None:
        """A sync is killed at some moment. What git was doing by then goes on without it; or is
        killed as well, as when the power fails."""
        now = (BEGINNING + timedelta(minutes=self.minutes)).isoformat()
        words = [sys.executable, "-m", "resolutions_cli", "sync", "-w", str(folder)]
        with subprocess.Popen(
            words,
            env={**os.environ, "RESOLVE_NOW": now},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            time.sleep(self.luck.uniform(0.15, 0.5))
            gits = children(process.pid) if self.luck.random() < 0.5 else []
            process.kill()
            for git in gits:
                with contextlib.suppress(OSError):
                    os.killpg(git, signal.SIGKILL)
        self.killed += process.returncode < 0
        self.with_git += process.returncode < 0 and bool(gits)

    def end(self) -> None:
        """Everybody syncs until nobody has anything to send."""
        for _ in range(2):
            for folder in self.machines:
                self._patiently(folder)

    def _patiently(self, folder: Path) -> None:
        code, _ = self.does(folder, "sync")
        if code == 6:
            # A git that was killed left its lock; whoever reads the message deletes it.
            for lock in [*(folder / ".git").rglob("*.lock"), *self.place.glob("*.git/**/*.lock")]:
                lock.unlink()
                self.unlocked += 1
            code, _ = self.does(folder, "sync")
        assert code in (0, 5), code


def children(pid: int) -> list[int]:
    """The processes that another one has started, where the system says it."""
    with contextlib.suppress(OSError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def answers(clones: Clones, folder: Path) -> list[str]:
    """Everything that can be read of a record, to the byte."""
    read: list[Sequence[str]] = [
        ("due", "--all", "--json"),
        ("list", "--all", "--json"),
        ("verify", "--json"),
        ("export", "--jsonl", "--with-text"),
    ]
    out, listed = [], clones.place / "listed"
    with mock.patch.dict(os.environ, {"RESOLVE_NOW": "2026-12-20T12:00"}):
        read += [("show", ref, "--json") for ref in references(folder)]
        for words in read:
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
                code = main([*words, "-w", str(folder)])
            out.append(f"{words} {code} {said.getvalue().replace(str(folder), str(listed))}")
    return out


def references(folder: Path) -> Iterator[str]:
    yield from sorted(each.name for each in (folder / "disputes").iterdir())


def entries(folder: Path) -> dict[str, bytes]:
    """Every file of the record, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for place in ("disputes", "procedures", "calendar", "seals")
        for path in (folder / place).rglob("*")
        if path.is_file()
    }


def test_three_clones_killed_in_the_middle_hold_the_same_in_the_end(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    clones = Clones(tmp_path, random.Random(20_261_122))
    with without_waiting():
        clones.begin()
        for _ in range(OPERATIONS):
            folder = clones.luck.choice(clones.machines)
            doing = clones.luck.random()
            if doing < 0.65:
                clones.records(folder)
            elif doing < 0.9:
                clones.syncs(folder)
            else:
                clones.is_killed(folder)
        clones.end()
        first, *others = clones.machines
        held = entries(first)
        for other in others:
            assert entries(other) == held
            assert answers(clones, other) == answers(clones, first)
    ids = {name.rpartition("-")[2].removesuffix(".toml") for name in held}
    assert {id_[:16] for id_ in clones.recorded} <= ids, "an entry that was confirmed is lost"
    assert no_text_in_the_history(first)
    figure(
        f"{OPERATIONS} operations on three clones: {len(clones.recorded)} entries recorded,"
        f" {clones.synced} syncs, {clones.killed} more killed ({clones.with_git} of them with their"
        f" git, {clones.unlocked} locks deleted by hand): the same {len(held)} files and the same"
        " answers on all three, 0 entries lost"
    )


def no_text_in_the_history(folder: Path) -> bool:
    """Whether no message of a commit has a word that somebody typed."""
    said = subprocess.run(
        ["git", "-C", folder, "log", "--format=%B%an%ae%cn%ce"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "A-1" in said
    return not any(word in said for word in ("wisteria", "nobody", "rang", "view"))
