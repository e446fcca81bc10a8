"""Moves made apart: which there are to choose from, and what is left when one of them stands."""

from resolutions_cli import errors
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import Settled
from resolutions_cli.core.log import Log, count_moves, known_by


def rivals(log: Log) -> tuple[Entry, ...]:
    """The moves made without knowledge of each other, those that count now included; in order."""
    counted = count_moves(log.entries)
    known = known_by(log.entries)
    bit = {entry.id: 1 << index for index, entry in enumerate(log.entries)}

    def apart(one: Entry, other: Entry) -> bool:
        return not (known[one.id] & bit[other.id] or known[other.id] & bit[one.id])

    ids = {entry.id for entry in counted.apart}
    ids.update(
        move.id for move in counted.moves if any(apart(move, other) for other in counted.apart)
    )
    return tuple(entry for entry in log.entries if entry.id in ids)


def settlement(log: Log, entry: Entry) -> Settled:
    """The facts that say that a move stands. Raises NothingMadeApart, NotMadeApart."""
    candidates = rivals(log)
    if not candidates:
        raise errors.NothingMadeApart(reference=log.reference)
    if entry not in candidates:
        numbers = log.numbers
        listed = ", ".join(f"entry {numbers[each.id]}" for each in candidates)
        raise errors.NotMadeApart(number=numbers[entry.id], candidates=listed)
    return Settled(stands=(entry.id,))


def outcome_of(log: Log, settled: Entry) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Of the moves that were made apart before `settled`: those that count, those that do not."""
    before = log.but(entries=tuple(each for each in log.entries if each.id != settled.id))
    counting = {move.id for move in count_moves(log.entries).moves}
    candidates = rivals(before)
    return (
        tuple(entry for entry in candidates if entry.id in counting),
        tuple(entry for entry in candidates if entry.id not in counting),
    )
