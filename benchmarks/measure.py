"""Whole processes timed in turn, so that what a machine does besides falls on all of them alike."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

ROUNDS = 15


@dataclass
class Contestant:
    """A command that is timed; `before` is run before each time and not timed.

    With `terminal` the command runs on a pseudo-terminal, 100 columns wide.
    """

    name: str
    words: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None
    terminal: bool = False
    codes: frozenset[int] = frozenset((0,))
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(self.seconds) * 1000


def in_turn(contestants: Sequence[Contestant], rounds: int = ROUNDS) -> None:
    """Time each once, then each once more, and so on; the first round only warms up."""
    for number in range(rounds + 1):
        for each in contestants:
            if each.before:
                each.before()
            took = _timed(each)
            if number:
                each.seconds.append(took)


def _timed(each: Contestant) -> float:
    environ = {**os.environ, **each.environ}
    if each.terminal:
        return _timed_on_a_terminal(each, environ)
    begun = time.perf_counter()
    done = subprocess.run(each.words, env=environ, capture_output=True, check=False)
    took = time.perf_counter() - begun
    if done.returncode not in each.codes:
        sys.exit(f"{each.name} ended with {done.returncode}: {done.stderr[-500:]!r}")
    return took


def _timed_on_a_terminal(each: Contestant, environ: Mapping[str, str]) -> float:
    import pty
    import tempfile

    environ = {**environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}
    with tempfile.TemporaryFile() as sink:
        master, slave = pty.openpty()
        begun = time.perf_counter()
        process = subprocess.Popen(
            each.words, env=environ, stdin=slave, stdout=slave, stderr=slave, close_fds=True
        )
        os.close(slave)
        while True:
            try:
                read = os.read(master, 1 << 16)
            except OSError:  # the other end is closed
                break
            if not read:
                break
            sink.write(read)
        code = process.wait()
        took = time.perf_counter() - begun
        os.close(master)
    if code not in each.codes:
        sys.exit(f"{each.name} ended with {code}")
    return took


def ratio(one: Contestant, other: Contestant) -> tuple[float, float, float]:
    """How many times as long `one` takes as `other`: the median of all rounds, and the middle
    half of them."""
    each = sorted(a / b for a, b in zip(one.seconds, other.seconds, strict=True))
    lower, middle, upper = statistics.quantiles(each, n=4)
    return middle, lower, upper


def row(what: str, one: Contestant, other: Contestant, most: float) -> str:
    """A line of the table in docs/performance.md."""
    middle, lower, upper = ratio(one, other)
    held = "" if middle <= most else " (more)"
    return (
        f"| {what} | {one.median:.0f} ms | {other.median:.0f} ms |"
        f" {middle:.2f} ({lower:.2f} to {upper:.2f}) | {most:.2f}{held} |"
    )
