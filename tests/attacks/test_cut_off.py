"""Killed, interrupted or failing at every system call: the record is as before, or as after.

What takes in several entries may have taken in the first ones, whole; run again it brings the
rest, and nothing twice. In every run each call of two or three commands and some of those that
take in; by `make torture` each call of each command. Git's own calls are in test_git_cut_off.py.
"""

import json
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.attacks.aiming import Aim, Target, hit
from tests.attacks.recorders import (
    CANARY,
    RECORDERS,
    RUN_AGAIN,
    WITHOUT_JSON,
    Held,
    claim,
    copied,
    does,
    held,
    is_true,
    left_over,
    nobody_is_at_work_in,
    verified,
)
from tests.attacks.traced import Call, Ran, Traced
from tests.tools import needs
from tests.torture import long, sampled, several

pytestmark = [needs("strace"), sampled]

SIGNALS = ("SIGKILL", "SIGINT", "SIGTERM")
ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EACCES", "EROFS")

_UNLOCKS = ("close", True)

#: What a disk that failed once does not do any more, when it has gone read-only.
CHANGING = ("fsync", "rename", "unlink", "mkdir", "rmdir")

#: One in so many calls of these is attacked in a short run.
SOME = {
    "import": 24,
    "import-more": 24,
    "import-csv": 24,
    "sync": 100,
    "decide": 6,
    "settle": 6,
}

#: Those that take in a redaction, whose text is removed last.
REDACTS = frozenset({"import-more", "sync"})

#: Those that remove a text here and nothing else.
REMOVES = frozenset({"redact", "redact-as-asked"})

#: A redaction whose text the next writer removes, and of several entries only the first.
UNFINISHED = "recorded, and not all done"

ATTACKED = tuple(
    several(
        ("open", "note", "escalate", "decide", "settle", *RUN_AGAIN),
        tuple(RECORDERS),
        short=("note", "sync"),
    )
)
#: A note writes as an escalation does, call for call; what it answers to an error is another.
SIGNALLED = tuple(
    several(
        ("open", "escalate", "decide", "settle", *RUN_AGAIN), tuple(RECORDERS), short=("decide",)
    )
)


# ------------------------------------------------------------------ signals


@pytest.mark.parametrize("how", SIGNALS)
@pytest.mark.parametrize("name", SIGNALLED)
def test_a_signal_at_any_call_leaves_the_record_as_before_or_as_after(
    aim: Aim,
    traced: Traced,
    figure: Callable[[str], None],
    name: str,
    how: str,
) -> None:
    target = aim.at(name, False)
    ends: Counter[str] = Counter()
    answered = 0
    calls: Sequence[Call] = target.calls
    if name in SOME:
        calls = some(calls, SIGNALS.index(how), name)
    for call in calls:
        with copied(target.prepared, target.attacked) as folder:
            ran = traced.run(target.typed, f"{call.name}:signal={how}:when={call.nth}")
            what = (call, ran.out, ran.err)
            assert hit(call, ran), what
            nobody_is_at_work_in(folder)
            now = held(folder)
            assert now in target.ways, what
            assert is_true(claim(ran.out, ran.err), now, target.ways), what
            assert ends_as_it_must(how, ran, now, target), what
            answered += ran.code == 130
            between = now.entries not in (target.ways[0].entries, target.ways[-1].entries)
            end = "between" if between else "after" if now == target.ways[-1] else "before"
            ends[end] += 1
            the_next_writer_clears_up(folder, now, target)
    assert how != "SIGINT" or answered, "no interrupt has come through"
    words = ", ".join(f"{count} {end}" for end, count in sorted(ends.items()))
    figure(f"{len(calls)} calls: {words}")


def ends_as_it_must(how: str, ran: Ran, now: Held, target: Target) -> bool:
    """A kill cannot be held back. An interrupt is answered with 130, and says which it was;
    the very last calls may come after the confirmation is out."""
    if how != "SIGINT":
        return ran.signal == signal.Signals[how]
    said = claim(ran.out, ran.err)
    if ran.code == 130:
        return said.was_not or said.was_recorded
    return ran.code == 0 and said.confirmed and now == target.ways[-1]


def the_next_writer_clears_up(folder: Path, now: Held, target: Target) -> None:
    """What was left over is named by verify, and removed by the next writer."""
    unfinished = left_over(folder)
    if not now.made:
        does(("init", "{folder}", "--practice", "--procedure", "nyscp"), folder)
        now = held(folder)
    elif unfinished:
        _, findings = verified(folder)
        told = sorted(each["path"] for each in findings if each["name"] == "left-over")
        assert told == unfinished
    does(("open", "--ref", "N-1", "--raised", "2026-11-19"), folder)
    assert left_over(folder) == []
    later = held(folder)
    assert later.without("N-1").entries == now.entries
    assert len(later.entries) == len(now.entries) + 1
    run_again(target, folder)
    _, findings = verified(folder)
    found = {each["name"] for each in findings}
    assert (
        found == {"made-apart"} if target.name == "settle" and now == target.ways[0] else not found
    )


def run_again(target: Target, folder: Path) -> None:
    """What takes in several entries brings the rest, and nothing twice."""
    if target.name in RUN_AGAIN:
        does(RUN_AGAIN[target.name], folder, inputs=target.inputs)
        assert held(folder).without("N-1").entries == target.ways[-1].entries
        does(RUN_AGAIN[target.name], folder, inputs=target.inputs)
        assert held(folder).without("N-1").entries == target.ways[-1].entries


# ------------------------------------------------------------------ failures


@pytest.mark.parametrize("how", ERRORS)
@pytest.mark.parametrize("name", ATTACKED)
def test_a_call_that_fails_means_nothing_is_recorded_and_the_text_is_given_back(
    aim: Aim,
    traced: Traced,
    figure: Callable[[str], None],
    name: str,
    how: str,
) -> None:
    target = aim.at(name, how in ("EIO", "EROFS") and name not in WITHOUT_JSON)
    ends: Counter[str] = Counter()
    for call in failing(target, ERRORS.index(how)):
        with copied(target.prepared, target.attacked) as folder:
            ran = traced.run(target.typed, f"{call.name}:error={how}:when={call.nth}")
            assert hit(call, ran), (call, ran)
            end = judged(target, ran, folder, (call, ran))
            assert end in ends_of(target, call, how), (end, call, ran)
            assert left_over(folder) == [], (call, ran)
            run_again(target, folder)
            ends[end] += 1
    figure(_figures(ends))


def some(calls: Sequence[Call], turn: int, name: str) -> list[Call]:
    """Every call; in a short run one in so many, each time others."""
    return list(several(calls[3 * turn + 1 :: SOME[name]], calls))


def failing(target: Target, turn: int) -> list[Call]:
    """The calls that are made to fail in one test."""
    if target.name not in RUN_AGAIN:
        return chosen(target, turn)
    # A close that fails here is not done at all, and the holder would wait for its own lock.
    calls = [call for call in target.calls if (call.name, "/.lock>" in call.asked) != _UNLOCKS]
    return some(calls, turn, target.name)


def chosen(target: Target, turn: int) -> list[Call]:
    """Every call; in a short run every call gets one of the errors, and they take turns."""
    few = target.calls[turn % len(ERRORS) :: len(ERRORS)]
    return list(several(few, target.calls))


def judged(target: Target, ran: Ran, folder: Path, what: object) -> str:
    """How it ended. Whatever it was, the record is whole, and what was said of it is true."""
    now, said = held(folder), claim(ran.out, ran.err)
    assert now in target.ways, what
    assert is_true(said, now, target.ways), what
    assert ran.signal == 0, what
    if ran.code != 7:
        if now == target.ways[-1]:
            assert ran.code in (0, 5), what
            assert ran.code or not now.findings, what
            return "recorded"
        # the entry that `settle` is about is named by its id, and perhaps is what cannot be read
        assert ran.code in (3, 5) or (ran.code, target.name) == (4, "settle"), what
        assert not said.confirmed, what
        return "unreadable, exit 5" if ran.code == 5 else f"refused, exit {ran.code}"
    if now == target.ways[-1] and said.was_recorded:
        return UNFINISHED
    if target.name == "sync" and said.confirmed:
        return "recorded, exit 7"  # and when that was could not be noted, or not be sent
    assert said.was_not or said.partly or said.perhaps, what
    if RECORDERS[target.name].has_text:
        assert CANARY in ran.out, what
    if "--json" in target.typed:
        assert json.loads(ran.out)["kind"] == "not-recorded", what
    return "perhaps recorded, exit 7" if said.perhaps else "not recorded, exit 7"


def ends_of(target: Target, call: Call, how: str) -> set[str]:
    """The ends that there may be when a call fails."""
    if call.key not in target.writing or (call.name == "flock" and how == "EACCES"):
        # Only reading, or what was held already and is asked for again: what cannot be read
        # is told, and what happened to a child is recorded all the same where it can be.
        ends = {"recorded", "unreadable, exit 5", "refused, exit 3", "not recorded, exit 7"}
        ends |= {"refused, exit 4"} if target.name == "settle" else set()
        return ends | {UNFINISHED} if target.name in {*REMOVES, *REDACTS} else ends
    if target.name in REMOVES and call.nth > target.durable[call.name]:
        return {UNFINISHED}
    if target.name in RUN_AGAIN:
        # Told with how much of it was taken in; or all is there, and the disk does not confirm.
        ends = {"not recorded, exit 7", "perhaps recorded, exit 7"}
        if target.name == "sync":
            ends |= {"recorded, exit 7", "unreadable, exit 5"}
        return ends | ({"recorded", UNFINISHED} if target.name in REDACTS else set())
    if target.name == "init" and how == "EACCES" and call.name == "openat":
        return {"recorded", "not recorded, exit 7"}  # a parent that may be entered, not read
    return {"not recorded, exit 7"}


@long
@pytest.mark.parametrize("name", ATTACKED)
def test_a_disk_that_fails_and_is_read_only_from_then_on_is_told_the_truth_about(
    aim: Aim, traced: Traced, figure: Callable[[str], None], name: str
) -> None:
    target = aim.at(name, False)
    ends: Counter[str] = Counter()
    for call in failing(target, 0):
        before = Counter(each.name for each in target.every[: target.every.index(call)])
        on = [f"{each}:error=EROFS:when={before[each] + 1}+" for each in CHANGING]
        first = f"{call.name}:error=EIO:when={call.nth}{'+' if call.name in CHANGING else ''}"
        with copied(target.prepared, target.attacked) as folder:
            ran = traced.run(target.typed, *on, first)
            assert hit(call, ran), (call, ran)
            ends[judged(target, ran, folder, (call, ran))] += 1
    figure(_figures(ends))


def _figures(ends: Counter[str]) -> str:
    return f"{ends.total()} calls: " + ", ".join(f"{n} {end}" for end, n in sorted(ends.items()))
