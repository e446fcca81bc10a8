"""Commits of some kilobytes that stand for gigabytes: told in seconds, in little memory, or passed
over; and recording goes on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.attacks.gitbombs import LARGEST, Bombs
from tests.clones import REF, Clones, begun, clones, files
from tests.tools import needs
from tests.torture import THOROUGH, long, several

__all__ = ["begun", "clones"]

pytestmark = [
    needs("git"),
    pytest.mark.skipif(sys.platform == "win32", reason="memory is measured as Unix counts it"),
]

#: In bytes: what no process of a sync may take.
MOST = 300 * 1024 * 1024

#: Where a file of a record may stand.
PLACE = "disputes/B-1"

#: Runs a command and says the most that one of its processes took, in kilobytes.
MEASURE = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


class Ended(NamedTuple):
    """How a sync ended, and the memory in bytes of the largest process that it was."""

    code: int
    out: str
    err: str
    memory: int


def synced(folder: Path) -> Ended:
    """A sync in a process of its own."""
    sync = (sys.executable, "-m", "resolutions_cli", "sync", "--wait", "300", "-w", str(folder))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *sync], capture_output=True, text=True, check=False
    )
    *lines, last = done.stderr.splitlines()
    unit = 1 if sys.platform == "darwin" else 1024
    return Ended(done.returncode, done.stdout, "\n".join(lines), int(last) * unit)


PASSED_OVER: dict[str, Callable[[Bombs], None]] = {
    "a million paths in seven objects": lambda bombs: bombs.put("bomb", bombs.doubled(6)),
    "a hundred million in nine": lambda bombs: bombs.put("bomb", bombs.doubled(8)),
    "the same as a dispute": lambda bombs: bombs.put(PLACE, bombs.doubled(8)),
    "the same in a dispute": lambda bombs: bombs.put(f"disputes/{REF}/x", bombs.doubled(8)),
    "the same among the procedures": lambda bombs: bombs.put("procedures/x", bombs.doubled(8)),
    "a folder of many names": lambda bombs: bombs.put(
        "bomb", bombs.long(several(100_000, 600_000))
    ),
    "60 times 8 MB of zeros": lambda bombs: bombs.put("bomb", bombs.zeros(60)),
    "one file of a gigabyte": lambda bombs: bombs.put(
        "bomb", bombs.one_file(several(300_000_000, 1_000_000_000))
    ),
    "the same as an entry": lambda bombs: bombs.put(
        f"{PLACE}/20261120T113000.000Z-noted-0123456789abcdef.toml",
        bombs.one_file(several(300_000_000, 1_000_000_000)),
    ),
    "a large other branch": lambda bombs: bombs.put(
        "noise", bombs.noise(several(50_000_000, 200_000_000)), "other"
    ),
}

REFUSED: dict[str, tuple[Callable[[Bombs], None], str]] = {
    "ten million entries in four objects": (
        lambda bombs: bombs.put("disputes", bombs.broad(10_000, 1000)),
        "more than 200,000 files are new",
    ),
    "60 entries of 8 MB of zeros": (
        lambda bombs: bombs.put(PLACE, bombs.zeros(60)),
        "503 MB are new, and 200 MB are taken in at most",
    ),
}

if THOROUGH:
    PASSED_OVER["200 times 8 MB of zeros"] = lambda bombs: bombs.put("bomb", bombs.zeros(200))
    REFUSED["many names where disputes are"] = (
        lambda bombs: bombs.put("disputes", bombs.long(600_000)),
        "more than 200,000 files are new",
    )


@long
@pytest.mark.parametrize("name", PASSED_OVER)
def test_a_bomb_that_is_none_of_the_record_is_carried_and_never_opened(
    clones: Clones, name: str, figure: Callable[[str], None]
) -> None:
    PASSED_OVER[name](Bombs(clones.bare))
    first = synced(clones.mine)
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    second = synced(clones.mine)
    assert (first.code, second.code) == (0, 0), (first, second)
    assert second.out == f"received: nothing; sent: 1 entry ({REF})\n"
    most = max(first.memory, second.memory)
    assert most < MOST
    figure(f"{name}: at most {most // 1024 // 1024} MB")


@long
@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_in_the_place_of_a_record_is_refused_before_it_is_read_and_can_be_taken_out(
    clones: Clones, name: str, figure: Callable[[str], None]
) -> None:
    theirs = clones.joins()
    make, words = REFUSED[name]
    bombs = Bombs(clones.bare)
    make(bombs)
    before = files(clones.mine)
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    ended = synced(clones.mine)
    assert (ended.code, ended.out) == (5, "")
    assert words in ended.err
    assert files(clones.mine).keys() > before.keys()
    assert ended.memory < MOST
    figure(f"{name}: at most {ended.memory // 1024 // 1024} MB")
    bombs.take_out("disputes")
    assert synced(clones.mine).code == 0
    assert synced(theirs).out == f"received: 1 entry ({REF}); sent: nothing\n"


def test_a_large_other_branch_is_never_fetched(clones: Clones) -> None:
    bombs = Bombs(clones.bare)
    noise = bombs.noise(1_000_000)
    bombs.put("noise", noise, "other")
    clones.done(clones.mine)
    found = subprocess.run(
        ["git", "cat-file", "-e", noise.split(" ")[2]],
        cwd=clones.mine,
        capture_output=True,
        check=False,
    )
    assert found.returncode != 0
    assert not list((clones.mine / ".git" / "refs" / "remotes" / "origin").glob("other*"))


@long
def test_files_as_large_as_they_may_be_are_read_without_two_copies_of_them(
    clones: Clones, figure: Callable[[str], None]
) -> None:
    """As many as may come: 192 MB of them are read, and found to be no entries."""
    bombs = Bombs(clones.bare)
    bombs.put(PLACE, bombs.zeros(200_000_000 // LARGEST))
    ended = synced(clones.mine)
    assert ended.code in (0, 5), ended
    assert ended.memory < MOST
    figure(f"192 MB of zeros as entries: at most {ended.memory // 1024 // 1024} MB")


@long
def test_a_git_is_bounded_in_what_it_takes_and_writes(clones: Clones) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux bounds a process that runs already")
    bin_ = clones.place / "bin"
    bin_.mkdir()
    bounds = clones.place / "bounds"
    (bin_ / "git").write_text(
        f"#!/bin/sh\nsleep 0.2\nulimit -d >> '{bounds}'\nexec {shutil.which('git')} \"$@\"\n"
    )
    (bin_ / "git").chmod(0o755)
    subprocess.run(
        [sys.executable, "-m", "resolutions_cli", "sync", "-w", str(clones.mine)],
        env={**os.environ, "PATH": f"{bin_}:/usr/bin:/bin"},
        capture_output=True,
        check=True,
    )
    assert set(bounds.read_text().split()) == {str(1 << 20)}
