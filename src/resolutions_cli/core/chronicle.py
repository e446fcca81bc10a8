"""A log as it is read: each entry with its number, its corrections, and whether it counts."""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum

from resolutions_cli.core.corrections import corrected
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import BadFacts, UnknownKind
from resolutions_cli.core.log import Log, count_moves, is_move
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment


class Standing(StrEnum):
    """Whether an entry counts, and if not, why."""

    COUNTS = "counts"
    WITHDRAWN = "withdrawn"
    APART = "made-apart"
    SETTLED_AGAINST = "settled-against"
    UNKNOWN = "unknown-kind"
    ASKED = "asked-for"


class Line(Value):
    """One entry as `show` lists it.

    `entry` is as it was recorded, `current` as its `corrections` (oldest first) leave it;
    `withdrawn_by` is the entry that set it aside. `number` is how many entries it
    knows, itself included, and `label` what it is called. It is `beside` others when some entry
    of the dispute neither knows it nor is known by it: it was recorded in another copy.
    """

    number: int
    label: str
    entry: Entry
    current: Entry
    standing: Standing
    corrections: tuple[Entry, ...] = ()
    withdrawn_by: Entry | None = None
    beside: bool = False

    @property
    def days_late(self) -> int:
        """How many days after it happened it was written down; by what is now held to be so."""
        return max(0, (Moment.of(self.entry.recorded).day - self.current.at.day).days)


def chronicle(log: Log, as_of: Moment) -> tuple[Line, ...]:
    """The entries that had happened as of a moment (a bare date: its end), in the log's order.

    Entries that do not count are here too, so that nothing is hidden.
    """
    cut = as_of.instant or as_of.ends - timedelta(minutes=1)
    return tuple(line for line in _lines(log) if line.current.at.starts <= cut)


def _lines(log: Log) -> Iterator[Line]:
    counted = count_moves(log.entries, log.knowledge)
    moves = {entry.id for entry in counted.moves}
    apart = {entry.id for entry in counted.apart}
    numbers, labels = log.numbers, log.labels
    beside = log.beside
    asked = {each.redaction.id for each in log.asked}
    for entry in log.entries:
        corrections = counted.corrections.get(entry.id, ())
        if entry.id in counted.withdrawn_by:
            standing = Standing.WITHDRAWN
        elif entry.id in apart:
            standing = Standing.APART
        elif is_move(entry) and entry.id not in moves:
            standing = Standing.SETTLED_AGAINST
        elif isinstance(entry.facts, UnknownKind):
            standing = Standing.UNKNOWN
        elif entry.id in asked:
            standing = Standing.ASKED
        else:
            standing = Standing.COUNTS
        yield Line(
            number=numbers[entry.id],
            label=labels[entry.id],
            entry=entry,
            current=_current(entry, corrections),
            standing=standing,
            corrections=corrections,
            beside=entry.id in beside,
            withdrawn_by=counted.withdrawn_by.get(entry.id),
        )


def _current(entry: Entry, corrections: tuple[Entry, ...]) -> Entry:
    """The entry with its corrections; as it was where one of them cannot be laid over it."""
    try:
        return corrected(entry, corrections)
    except BadFacts:
        return entry
