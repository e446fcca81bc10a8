"""What the processes of the many-writers tests do: commands in-process, with or without locks.

Forked from one server that has imported everything, so that a thousand commands cost a
thousand commands and not a thousand starts of Python.
"""

import contextlib
import io
import json
import multiprocessing
import random
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.pool import Pool
from typing import Any

from resolutions_cli.cli import main
from resolutions_cli.commands import close, correct, decide, escalate, note, reopen  # noqa: F401
from resolutions_cli.commands import open as _open  # noqa: F401
from resolutions_cli.files.disk import lock
from resolutions_cli.files.record import write

#: Seconds that the processes wait for each other; longer than any lock is waited for.
PATIENCE = 300.0

BUSY = 6

_start: threading.Barrier


@dataclass(frozen=True)
class Answer:
    """What a command answered; `entries` are the ids that it said were recorded."""

    code: int
    document: dict[str, Any] = field(default_factory=dict)
    said: str = ""
    busy: int = 0

    @property
    def entries(self) -> tuple[str, ...]:
        return tuple(self.document["entries"]) if self.document.get("kind") == "entry" else ()


@contextlib.contextmanager
def crowd(size: int, *, locks: bool = True) -> Iterator[Pool]:
    """That many processes that wait for each other before they begin."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with context.Pool(size, _prepare, (context.Barrier(size), locks)) as pool:
        yield pool


def _prepare(barrier: Any, locks: bool) -> None:
    global _start
    _start = barrier
    if not locks:
        lock._lock = lambda _: True  # as a file system answers whose locks do nothing
        prepare = write.prepare
        # long enough between reading and writing for others to do the same
        write.prepare = lambda *given: (time.sleep(0.2), prepare(*given))[1]


def at_once(words: Sequence[str]) -> Answer:
    """One command, when every process of the crowd has one; again while others keep it out."""
    _start.wait(PATIENCE)
    return patiently(words)


def patiently(words: Sequence[str]) -> Answer:
    """One command, again for as long as it answers that somebody else is writing."""
    busy = 0
    while (answer := command(words)).code == BUSY:
        busy += 1
    return replace(answer, busy=busy)


def command(words: Sequence[str]) -> Answer:
    """One command, nobody to ask; 1 when it ended in a traceback."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*words, *([] if words[0] in ("show", "verify") else ["--no-input"]), "--json"])
    return Answer(code, json.loads(out.getvalue() or "{}"), err.getvalue())


# ------------------------------------------------------------------ mixed commands

#: How many commands one lot of disputes gets before the next lot is opened, so that a dispute
#: does not grow without end.
LOT = 100

#: Moves of each procedure as a person would type them; where the dispute is now is not looked at.
_WAYS = {
    "nyscp": (
        *(["escalate"],) * 4,
        *(["escalate", "--to", stage, "--departure"] for stage in "1357"),
        ["decide", "recommended"],
    ),
    "cyscb": (
        *(["escalate", "--to", stage, "--departure"] for stage in ("conference", "iro-manager")),
        ["escalate", "--to", "board-chair", "--ground", "pattern"],
        *(["decide", code] for code in ("reconvened-same-chair", "upheld", "dissent-remains")),
        *(["decide", code] for code in ("refer-to-crg", "not-referred")),
    ),
}
_STARTS = {"nyscp": "1", "cyscb": "conference"}


def mixed(folder: str, process: int, begin: int, end: int) -> list[Answer]:
    """Commands number `begin` to `end` of one process: a mixture, the same for the same numbers.

    In the first of each lot every process opens the same ten disputes.
    """
    _start.wait(PATIENCE)
    return [patiently(_words(folder, process, number)) for number in range(begin, end)]


def _words(folder: str, process: int, number: int) -> list[str]:
    chance = random.Random(f"{process} {number}")
    lot, place = divmod(number, LOT)
    place = place if place < 10 else chance.randrange(10)
    ref, procedure = f"L{lot}-{place}", ("nyscp", "cyscb")[place % 2]
    reason = ["--reason", f"process {process}, command {number}"]
    if number % LOT < 10:
        words = ["open", ref, "--procedure", procedure, "--start", _STARTS[procedure]]
        words[1:1] = ["--summary", reason[1], "--ref"]
    else:
        way = chance.choice(
            (
                *_WAYS[procedure] * 2,
                *(["close", "--outcome", "withdrawn", "--no-action"], ["reopen"], ["reopen"]),
                ["note", reason[1]],
                *(["correct", str(chance.randrange(1, 30)), "--withdraw"],) * 2,
                ["correct", str(chance.randrange(1, 30)), "--set", f"reason={reason[1]}"],
            )
        )
        words = [way[0], ref, *way[1:], *([] if way[0] == "note" else reason)]
    return [words[0], "-w", folder, *words[1:]]
