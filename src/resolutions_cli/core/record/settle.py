"""Moves made apart: the moves to choose from, and the result of the choice."""

from collections.abc import Iterable

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Settled
from resolutions_cli.core.record.findings import APART, Finding
from resolutions_cli.core.record.log import Counted, Log, count_moves


def rivals(log: Log) -> tuple[Entry, ...]:
    """The moves made without knowledge of each other, with those that count now; in order."""
    return rivals_of(log, count_moves(log.entries, log.knowledge))


def rivals_of(log: Log, counted: Counted) -> tuple[Entry, ...]:
    """As `rivals`, for moves that are counted already."""
    ids = {entry.id for entry in counted.apart}
    ids |= log.knowledge.apart_from_any((move.id for move in counted.moves), ids)
    return tuple(entry for entry in log.entries if entry.id in ids)


def settling_commands(log: Log, candidates: Iterable[Entry]) -> str:
    """The commands that settle for each of the moves, one command a move."""
    labels = log.labels
    return " or ".join(f"`resolve settle {log.reference} {labels[each.id]}`" for each in candidates)


def found_apart(log: Log, counted: Counted) -> tuple[Finding, ...]:
    """A finding, with the commands that settle it, for each move that does not count until then."""
    commands = settling_commands(log, rivals_of(log, counted)) if counted.apart else ""
    return tuple(Finding(APART, log.reference, each.id, commands) for each in counted.apart)


def settlement(log: Log, entry: Entry) -> Settled:
    """The facts that say that a move stands. Raises NothingMadeApart, NotMadeApart."""
    candidates = rivals(log)
    if not candidates:
        raise errors.NothingMadeApart(reference=log.reference)
    if entry not in candidates:
        labels = log.labels
        listed = ", ".join(f"entry {labels[each.id]}" for each in candidates)
        raise errors.NotMadeApart(number=labels[entry.id], candidates=listed)
    return Settled(stands=(entry.id,))


def outcome_of(log: Log, settled: Entry) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The moves made apart before `settled`: those that count, and those that do not."""
    before = log.but(entries=tuple(each for each in log.entries if each.id != settled.id))
    counting = {move.id for move in count_moves(log.entries, log.knowledge).moves}
    candidates = rivals(before)
    return (
        tuple(entry for entry in candidates if entry.id in counting),
        tuple(entry for entry in candidates if entry.id not in counting),
    )
