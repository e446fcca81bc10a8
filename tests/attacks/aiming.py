"""A command run once in peace, to know what there is to attack."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.attacks.recorders import (
    RECORDERS,
    RUN_AGAIN,
    Held,
    claim,
    copied,
    held,
    line,
    prepare,
    seen_between,
    steps,
)
from tests.attacks.traced import Call, Ran, Traced


@dataclass(frozen=True)
class Target:
    """A command to attack, and the states that a reader may meet.

    `calls` are those in the workspace, of `every` one that it makes; `writing` the keys of those
    on which it rests that an entry is durable; `durable` how many of each there are by then.
    """

    name: str
    typed: tuple[str, ...]
    calls: tuple[Call, ...]
    every: tuple[Call, ...]
    writing: frozenset[object]
    durable: Counter[str]
    ways: tuple[Held, ...]
    prepared: Path
    attacked: Path

    @property
    def inputs(self) -> Path:
        """Where the files are that the command reads."""
        return self.prepared.with_name("inputs")


class Aim:
    """Finds targets; `place` is where workspaces are broken."""

    def __init__(self, place: Path, traced: Traced) -> None:
        self._place, self._traced = place, traced
        self.at = cache(self._at)

    def _at(self, name: str, json: bool) -> Target:
        """Run a recorder in peace."""
        here = self._place / f"prepared-{name}{'-json' if json else ''}"
        prepared = prepare(name, here)
        attacked = self._place / "attacked"
        words, book = RECORDERS[name].words, attacked / "book"
        typed = line(words, book, here / "inputs", json=json, prepared=prepared)
        with copied(prepared, attacked) as folder:
            before, ran = held(folder), self._traced.run(typed)
            assert (ran.code, claim(ran.out, ran.err).confirmed) == (0, True), ran
            ways = tuple(steps(before, held(folder)))
        if name in RUN_AGAIN:
            with copied(prepared, attacked) as folder:
                ways = tuple(seen_between(typed, folder))
        inside = tuple(call for call in ran.calls if str(attacked) in call.asked + call.answer)
        writing = frozenset(call.key for call in writing_calls(inside))
        return Target(
            *(
                name,
                tuple(typed),
                inside,
                ran.calls,
                writing,
                until_durable(ran.calls, _FIRST.get(name, 1)),
            ),
            *(ways, prepared, attacked),
        )


#: How a folder is opened that is only read; one that is to be synced is opened without.
_LISTING = "O_NONBLOCK"


def writing_calls(calls: Sequence[Call]) -> Iterator[Call]:
    """The calls that write, or bring to the disk what was written, in the order they came."""
    files: dict[str, bool] = {}
    named = False
    for call in calls:
        named = named or call.name == "rename"
        if call.name == "openat":
            syncs = "O_DIRECTORY" in call.asked and _LISTING not in call.asked
            files[call.answer.partition("<")[0]] = "O_CREAT" in call.asked or syncs
            writes = "O_CREAT" in call.asked or syncs
        elif call.name == "close":
            writes = files.pop(call.asked.partition("<")[0], False) and "/.lock>" not in call.asked
        else:
            # once a file has its name, all that is written to the lock is that it was done
            writes = not (named and call.name == "write" and "/.lock>" in call.asked)
        if writes:
            yield call


#: What a redaction makes until it is recorded: what says that it is accepted, and its entry.
_FIRST = {"redact": 2}


def until_durable(calls: Sequence[Call], files: int = 1) -> Counter[str]:
    """How many calls of each name there are until the first files, mostly one, and their folders
    are synced."""
    counts: Counter[str] = Counter()
    for number, call in enumerate(calls):
        counts[call.name] += 1
        closes = call.name == "close" and counts["rename"] == files
        if closes and not any(each.name == "fsync" for each in calls[number : number + 3]):
            break
    return counts


def hit(call: Call, ran: Ran) -> bool:
    """Whether the run met the very call that was aimed at."""
    return any(each.key == call.key for each in ran.calls)
