"""Whole processes timed in turn, so that what a machine does besides falls on all of them alike."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

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
    #: Processor time of each run: a busy machine lengthens the one and hardly the other.
    processor_seconds: list[float] = field(default_factory=list)

    def anew(self, name: str = "") -> "Contestant":
        """The same command, not timed yet."""
        return replace(self, name=name or self.name, seconds=[], processor_seconds=[])


def in_turn(contestants: Sequence[Contestant], rounds: int = ROUNDS) -> None:
    """Time each once, then each once more, and so on; the first round only warms up."""
    for number in range(rounds + 1):
        for each in contestants:
            if each.before:
                each.before()
            used = _processor_seconds()
            took = _timed(each)
            if number:
                each.seconds.append(took)
                each.processor_seconds.append(_processor_seconds() - used)


def _processor_seconds() -> float:
    """What the processes that were started, and have ended, have used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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


class Usage(NamedTuple):
    """What a command and the processes it started used; `memory` in bytes, of the largest."""

    seconds: float
    processor_seconds: float
    memory: int


def usage(each: Contestant) -> Usage:
    """Run a command once, into nowhere. It is started by a process of its own: `usage.py`."""
    if each.before:
        each.before()
    said = subprocess.run(
        [sys.executable, "-I", "-S", str(Path(__file__).with_name("usage.py")), *each.words],
        env={**os.environ, **each.environ},
        capture_output=True,
        check=True,
    ).stdout.split()
    if int(said[3]) not in each.codes:
        sys.exit(f"{each.name} ended with {int(said[3])}")
    return Usage(float(said[0]), float(said[1]), int(said[2]))


# ------------------------------------------------------------------ what is printed


class Figure(NamedTuple):
    """A line of the table in docs/performance.md, each cell as it is printed."""

    what: str
    takes: str
    against: str = ""
    times: str = ""
    most: str = ""
    processor: str = ""


def compared(
    what: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    most: float | None = None,
    say: Callable[[float], str] | None = None,
) -> Figure:
    """Two things that were measured in turn, with how many times as long the first takes: the
    median of all rounds, and the middle half of them.

    In seconds, or whatever `say` puts into words. `most` is the ratio to keep, if there is one.
    """
    say = say or in_words
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    lower, middle, upper = statistics.quantiles(ratios, n=4)
    return Figure(
        what,
        say(statistics.median(ours)),
        say(statistics.median(theirs)),
        f"{middle:.2f} ({lower:.2f} to {upper:.2f})",
        "" if most is None else f"{most:.2f}{marked(middle, most)}",
    )


def raced(what: str, ours: Contestant, theirs: Contestant, most: float | None = None) -> Figure:
    """Two commands that were timed in turn, by elapsed time, and by processor time beside it."""
    ratios = [
        one / other
        for one, other in zip(ours.processor_seconds, theirs.processor_seconds, strict=True)
    ]
    used = (statistics.median(each.processor_seconds) for each in (ours, theirs))
    processor = f"{statistics.median(ratios):.2f} ({' and '.join(map(in_words, used))})"
    return compared(what, ours.seconds, theirs.seconds, most)._replace(processor=processor)


def marked(found: float, most: float) -> str:
    """What stands behind a limit that was not kept."""
    return "" if found <= most else " (more)"


def in_words(seconds: float) -> str:
    """A time in seconds, in the unit that suits it."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.2f} µs"
    return f"{seconds * 1e3:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def table(figures: Sequence[Figure]) -> str:
    """All of them as Markdown."""
    head = (
        *("what", "takes", "against", "times as long (middle half)", "at most"),
        "in processor time",
    )
    lines = [f"| {' | '.join(row)} |" for row in (head, *figures)]
    lines.insert(1, "|---" * len(head) + "|")
    return "\n".join(lines) + "\n"
