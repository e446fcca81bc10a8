"""The index made from nothing, against parsing the same files with tomllib and nothing else.

Ours reads in several processes, which count together; what it is held against is one process.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Contestant, Figure, compared, usage

#: Of what is parsed here each takes some ten seconds.
ROUNDS = 5


def figures(due: Contestant, place: Path, cache: Path, size: str, rounds: int) -> Iterator[Figure]:
    """What `due` uses that finds no index in `cache` and makes one, time and processor time."""
    makes = Contestant(due.name, due.words, {"XDG_CACHE_HOME": str(cache)}, lambda: _clear(cache))
    parsing = str(Path(__file__).with_name("parsing.py"))
    parses = Contestant("parsing", [sys.executable, "-I", parsing, str(place / "disputes")])
    used = [(usage(makes), usage(parses)) for _ in range(rounds + 1)][1:]
    what = f"the index from nothing, {size}, against tomllib alone: "
    yield compared(
        what + "processor time",
        [ours.processor_seconds for ours, _ in used],
        [theirs.processor_seconds for _, theirs in used],
        1.5,
    )
    yield compared(
        what + "elapsed",
        [ours.seconds for ours, _ in used],
        [theirs.seconds for _, theirs in used],
        0.9,
    )


def _clear(cache: Path) -> None:
    shutil.rmtree(cache, ignore_errors=True)
