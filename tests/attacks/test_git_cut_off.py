"""Git killed or failing at each of its own system calls during a sync: the record is unharmed.

Each git that a sync starts, in turn, is followed by strace with all that it starts itself, and
each of their calls that changes something is the last one, or fails. What git then leaves (a
lock, half of an object) is at most a file to delete, which the message names.

In every run some of the places; by `make torture` every one.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from resolutions_cli.cli import main
from tests.attacks.recorders import (
    BARE,
    NOW,
    Held,
    claim,
    copied,
    held,
    is_true,
    line,
    nobody_is_at_work_in,
    prepare,
    run,
    seen_between,
)
from tests.tools import needs
from tests.torture import long, several

pytestmark = [needs("git", "strace"), long]

#: How a call is cut off: the git is killed; so is the sync; nothing more can be written.
WAYS = ("git is killed", "git and sync are killed", "ENOSPC", "EIO")

#: One in so many places in a short run, each time others.
SOME = 200

#: Instead of the number of a git: all are followed.
EVERY = "every"

#: Calls by which git changes something.
CHANGING = (
    *("openat", "write", "pwrite64", "writev", "fsync", "rename", "link", "unlink"),
    *("mkdir", "rmdir", "ftruncate", "chmod"),
)

#: A git that is followed when it is aimed at; what it did stands under its number.
WRAPPER = """#!/bin/sh
number=$(($(cat '{count}') + 1))
echo $number > '{count}'
[ "$AIMED_AT" = every ] || [ "$AIMED_AT" = $number ] || exec {git} "$@"
strace -f -qq -y -s0 -o '{trace}'/$number --trace={changing} $INJECTED {git} "$@"
code=$?
[ -z "$KILLS_SYNC" ] || [ $code -lt 128 ] || kill -KILL $PPID
exit $code
"""

_LINE = re.compile(r"(?P<pid>\d+) +(?P<name>\w+)\((?P<asked>.*)\) += (?P<answer>.*)")


@dataclass(frozen=True)
class Place:
    """A call of a git: that of the `git`th which a sync starts, the `nth` of its name."""

    git: int
    name: str
    nth: int


@dataclass(frozen=True)
class Ended:
    """How a sync ended: its exit code, or the negative number of the signal."""

    code: int
    out: str
    err: str


@dataclass
class Syncing:
    """A workspace that is behind and ahead of its repository, to be synced again and again."""

    top: Path
    prepared: Path
    ways: tuple[Held, ...] = ()

    @property
    def attacked(self) -> Path:
        return self.top / "attacked"

    @property
    def typed(self) -> list[str]:
        return line(("sync",), self.attacked / "book", self.top)

    def sync(self, aimed_at: str = "", injected: str = "", *, kills_sync: bool = False) -> Ended:
        """Sync in a process of its own."""
        (self.top / "count").write_text("0")
        environ = {
            "PATH": f"{self.top / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "RESOLVE_NOW": NOW,
            "AIMED_AT": aimed_at,
            "INJECTED": injected,
            "KILLS_SYNC": "1" if kills_sync else "",
        }
        out, err = self.top / "out", self.top / "err"
        child = os.fork()
        if child == 0:
            with (
                out.open("w") as sys.stdout,
                err.open("w") as sys.stderr,
                mock.patch.dict(os.environ, environ),
            ):
                code = main(self.typed)
            os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        nobody_is_at_work_in(self.attacked / "book")
        return Ended(code, out.read_text("utf-8"), err.read_text("utf-8"))

    def places(self) -> Iterator[Place]:
        """Every call that changes something, of every git that a sync in peace starts."""
        with copied(self.prepared, self.attacked):
            assert self.sync(EVERY).code == 0
        traces = {int(each.name): each.read_text() for each in (self.top / "trace").iterdir()}
        for number, trace in sorted(traces.items()):
            yield from sorted(self._changing(number, trace), key=repr)

    def _changing(self, number: int, trace: str) -> set[Place]:
        counts: Counter[tuple[str, str]] = Counter()
        places = set()
        for each in map(_LINE.match, trace.splitlines()):
            if each:
                counts[each["pid"], each["name"]] += 1
                reads = each["name"] == "openat" and not re.search("O_WRONLY|O_RDWR", each["asked"])
                elsewhere = str(self.attacked) not in each["asked"] and ".git" not in each["asked"]
                if not reads and not elsewhere:
                    places.add(Place(number, each["name"], counts[each["pid"], each["name"]]))
        return places


@pytest.fixture(scope="module")
def syncing() -> Iterator[Syncing]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        top = Path(name)
        with mock.patch.dict(os.environ, {"HOME": name, "GIT_CONFIG_NOSYSTEM": "1"}):
            prepared = prepare("sync", top / "prepared")
            found = Syncing(top, prepared)
            with copied(prepared, found.attacked) as folder:
                found.ways = tuple(seen_between(found.typed, folder))
            _put_before_git(top)
            yield found


def _put_before_git(top: Path) -> None:
    (top / "bin").mkdir()
    (top / "trace").mkdir()
    git = subprocess.run(["which", "git"], check=True, capture_output=True, text=True)
    wrapper = top / "bin" / "git"
    wrapper.write_text(
        WRAPPER.format(
            count=top / "count",
            trace=top / "trace",
            git=git.stdout.strip(),
            changing=",".join(CHANGING),
        )
    )
    wrapper.chmod(0o755)


@pytest.fixture(scope="module")
def places(syncing: Syncing) -> tuple[Place, ...]:
    return tuple(syncing.places())


@pytest.mark.parametrize("way", WAYS)
def test_a_git_that_is_cut_off_harms_nothing_and_the_next_sync_brings_everything(
    syncing: Syncing, places: tuple[Place, ...], way: str, figure: Callable[[str], None]
) -> None:
    ends: Counter[str] = Counter()
    deleted = 0
    tried = several(places[5 * WAYS.index(way) + 3 :: SOME], places)
    for place in tried:
        with copied(syncing.prepared, syncing.attacked) as folder:
            ended = _attacked(syncing, place, way)
            what = (place, ended)
            now = held(folder)
            assert now in syncing.ways, what
            if ended.code >= 0:
                assert ended.code in (0, 3, 5, 6, 7), what
                assert is_true(claim(ended.out, ended.err), now, syncing.ways), what
            else:
                assert ended.code == -signal.SIGKILL, what
            ends[f"exit {ended.code}" if ended.code >= 0 else "killed"] += 1
            deleted += _goes_on(syncing, folder, what)
    words = ", ".join(f"{count} {end}" for end, count in sorted(ends.items()))
    figure(
        f"{len(tried)} calls of the {max(place.git for place in places)} gits of a sync: {words};"
        f" {deleted} locks deleted as the message says, and the next sync brought the rest"
    )


def _attacked(syncing: Syncing, place: Place, way: str) -> Ended:
    how = "signal=SIGKILL" if "killed" in way else f"error={way}"
    injected = f"--inject={place.name}:{how}:when={place.nth}"
    return syncing.sync(str(place.git), injected, kills_sync="sync" in way)


def _goes_on(syncing: Syncing, folder: Path, what: object) -> int:
    """Sync again, deleting the locks that it names; how many these were."""
    deleted = 0
    ended = syncing.sync()
    while ended.code == 6 and deleted < 5:
        deleted += 1
        for lock in _locks_named(syncing, ended.err):
            lock.unlink()
        ended = syncing.sync()
    assert ended.code == 0, (what, ended)
    assert held(folder) == syncing.ways[-1], what
    assert syncing.sync().out == "received: nothing; sent: nothing\n", what
    _check_clone(syncing, folder)
    return deleted


def _locks_named(syncing: Syncing, err: str) -> list[Path]:
    if "whoever runs it deletes" in err:
        found = list((syncing.attacked / BARE).rglob("*.lock"))
    else:
        found = [syncing.attacked / "book" / name for name in re.findall(r"\.git/\S+\.lock", err)]
    assert found, err
    return found


def _check_clone(syncing: Syncing, folder: Path) -> None:
    """What the other end has is whole, and the same as here."""
    bare, clone = syncing.attacked / BARE, syncing.attacked / "clone"
    for where in (bare, folder):
        subprocess.run(
            ["git", "-C", where, "fsck", "--strict", "--no-dangling"],
            check=True,
            capture_output=True,
        )
    subprocess.run(["git", "clone", "--quiet", bare, clone], check=True)
    files = {path.name: path.read_bytes() for path in folder.glob("disputes/*/*.toml")}
    assert {path.name: path.read_bytes() for path in clone.glob("disputes/*/*.toml")} == files
    assert run(line(("verify",), folder, folder))[0] == 0
