"""How long a sync takes that has nothing to do, against `git status` in the same repository.

python -m benchmarks.sync FOLDER [DISPUTES]     makes a workspace in FOLDER and prints the figures
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.workspaces import make

#: Of the disputes, one in so many is open.
OPEN_IN = 50

RUNS = 7


def seconds(words: Sequence[str], folder: Path) -> float:
    """How long a command takes, the middle of several runs, after one that is not counted."""
    taken = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - began)
    return median(taken[1:])


def main(folder: Path, disputes: int) -> None:
    """Make the workspace, sync it once, and measure."""
    os.environ.pop("RESOLVE_NOW", None)
    folder.mkdir(parents=True)
    book, bare = folder / "book", folder / "record.git"
    make(book, disputes, disputes // OPEN_IN)
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", bare], check=True)
    sync = [sys.executable, "-m", "resolutions_cli", "sync", "-w", str(book)]
    began = time.perf_counter()
    subprocess.run([*sync, "--wait", "900", "--init", str(bare)], check=True)
    first = time.perf_counter() - began
    subprocess.run(["git", "status"], cwd=book, check=True, stdout=subprocess.DEVNULL)
    status, nothing = seconds(["git", "status"], book), seconds(sync, book)
    sys.stdout.write(
        f"{disputes:,} disputes: the first sync takes {first:.1f} s; `git status` {status:.3f} s,"
        f" `resolve sync` with nothing to do {nothing:.3f} s, {nothing / status:.1f} times that\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
