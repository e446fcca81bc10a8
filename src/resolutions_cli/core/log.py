"""All entries of one dispute: their order, and which moves count when two copies met again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from heapq import heapify, heappop, heappush

from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import (
    Closed,
    Corrected,
    Decided,
    Escalated,
    Opened,
    Reopened,
    Settled,
)
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.procedure import CLOSED
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment


class Asked(Value):
    """A redaction that came from elsewhere and that nobody accepted here: by the id of each
    entry, the keys of the texts that it would remove and that are still here."""

    redaction: Entry
    texts: Mapping[str, tuple[str, ...]]


class Log(Value):
    """One dispute's entries as they were read, and what was found wrong on the way.

    `entries` are in the record's order: after all they know, not-closing before closing, then
    by when they were recorded (no earlier than anything they know), then by id. `whole` is the
    log that this one is a part of, when entries not known at some moment were left out. `asked`
    are the redactions among the entries that wait to be accepted here.
    """

    reference: str
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()
    whole: "Log | None" = None
    asked: tuple[Asked, ...] = ()

    @property
    def numbers(self) -> Mapping[str, int]:
        """The short number of each entry, for typing: its place among all entries, from 1.

        Entries that were set aside keep theirs, and so does every entry when only what was
        known at some moment is looked at.
        """
        every = (self.whole or self).entries
        return {entry.id: number for number, entry in enumerate(every, 1)}

    @property
    def opened(self) -> Opened | None:
        """The facts of the entry that opens the dispute."""
        for entry in self.entries:
            if isinstance(entry.facts, Opened):
                return entry.facts
        return None

    @property
    def heads(self) -> tuple[str, ...]:
        """The ids of the newest entries, those that no other entry names; sorted."""
        named = {id_ for entry in self.entries for id_ in entry.after}
        return tuple(sorted(entry.id for entry in self.entries if entry.id not in named))

    @property
    def digest(self) -> str:
        """What to keep elsewhere: the newest ids joined with "+"."""
        return "+".join(self.heads)

    @property
    def last_at(self) -> datetime | None:
        """The latest moment that an entry says it happened, or is corrected to; None if empty."""
        dates = [entry.at.starts for entry in self.entries]
        for entry in self.entries:
            moved = entry.facts.set.get("at") if isinstance(entry.facts, Corrected) else None
            if isinstance(moved, Moment):
                dates.append(moved.starts)
        return max(dates, default=None)

    @property
    def is_damaged(self) -> bool:
        """Whether something is wrong that may make the dispute's dates wrong."""
        return any(finding.kind.harms for finding in self.findings)

    def known_at(self, moment: datetime) -> "Log":
        """The log as it was known then: entries recorded up to `moment` (UTC)."""
        written = effective_recorded(self.entries)
        kept = tuple(entry for entry in self.entries if written[entry.id] <= moment)
        if len(kept) == len(self.entries):
            return self
        there = {entry.id for entry in kept}
        asked = tuple(each for each in self.asked if each.redaction.id in there)
        return Log(self.reference, kept, self.findings, self.whole or self, asked)


def is_closing(entry: Entry) -> bool:
    """Whether the entry ends the dispute."""
    facts = entry.facts
    return isinstance(facts, Closed) or (isinstance(facts, Decided) and facts.to == CLOSED)


def is_move(entry: Entry) -> bool:
    """Whether the entry takes the dispute somewhere: opens, moves on, closes or reopens it."""
    facts = entry.facts
    if isinstance(facts, Decided):
        return bool(facts.to)
    return isinstance(facts, Opened | Escalated | Closed | Reopened)


def effective_recorded(ordered: Iterable[Entry]) -> Mapping[str, datetime]:
    """When each entry was written down, no earlier than anything it knows.

    A clock that was set back does no harm this way. `ordered`: each after all it knows.
    """
    written: dict[str, datetime] = {}
    for entry in ordered:
        known = (written[id_] for id_ in entry.after if id_ in written)
        written[entry.id] = max((entry.recorded, *known))
    return written


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries in the record's order; the same for any order they are given in."""
    by_id = {entry.id: entry for entry in entries}
    waiting = {id_: {a for a in entry.after if a in by_id} for id_, entry in by_id.items()}
    followers: dict[str, list[str]] = {id_: [] for id_ in by_id}
    for id_, before in waiting.items():
        for known in before:
            followers[known].append(id_)
    written: dict[str, datetime] = {}

    def key(id_: str) -> tuple[bool, bool, datetime, str]:
        # The opening first: where an entry is missing, what came after it knows nothing here.
        entry = by_id[id_]
        known = (written[a] for a in entry.after if a in written)
        written[id_] = max((entry.recorded, *known))
        opens = isinstance(entry.facts, Opened)
        return not opens, is_closing(entry), written[id_], id_

    free = [key(id_) for id_, before in waiting.items() if not before]
    heapify(free)
    ordered = []
    while free:
        id_ = heappop(free)[-1]
        ordered.append(by_id[id_])
        for follower in followers[id_]:
            waiting[follower].discard(id_)
            if not waiting[follower]:
                heappush(free, key(follower))
    return tuple(ordered)


def known_by(ordered: Sequence[Entry]) -> Mapping[str, int]:
    """For each entry the set of entries it knows, itself included, as bits of their positions."""
    position = {entry.id: index for index, entry in enumerate(ordered)}
    known: dict[str, int] = {}
    for index, entry in enumerate(ordered):
        bits = 1 << index
        for id_ in entry.after:
            if id_ in position:
                bits |= known[id_]
        known[entry.id] = bits
    return known


class Counted(Value):
    """Which moves count, which were made apart, and which entries were set aside."""

    moves: tuple[Entry, ...]
    apart: tuple[Entry, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    corrections: Mapping[str, tuple[Entry, ...]] = {}


def count_moves(ordered: Sequence[Entry]) -> Counted:
    """Say which moves of a log count.

    A move counts when the last counted move is among what it knows; a closing only when no
    move was made without knowledge of it, or it of them, so that a dispute that somebody moved
    on never closes unseen. A `settled` entry's moves stand against any made apart from them.
    """
    withdrawn, corrections = _set_aside(ordered)
    candidates = [e for e in ordered if is_move(e) and e.id not in withdrawn]
    known = known_by(ordered)
    bit = {entry.id: 1 << index for index, entry in enumerate(ordered)}

    def apart(one: Entry, other: Entry) -> bool:
        return not (known[one.id] & bit[other.id] or known[other.id] & bit[one.id])

    standing = {
        id_
        for entry in ordered
        if isinstance(entry.facts, Settled) and entry.id not in withdrawn
        for id_ in entry.facts.stands
    }
    settled = [entry for entry in candidates if entry.id in standing]
    beaten = {
        e.id for e in candidates if e.id not in standing and any(apart(e, s) for s in settled)
    }
    rivals = [entry for entry in candidates if entry.id not in beaten]
    counted: list[Entry] = []
    left_over: list[Entry] = []
    for entry in rivals:
        follows = not counted or bool(known[entry.id] & bit[counted[-1].id])
        unseen = is_closing(entry) and any(apart(entry, other) for other in rivals)
        (counted if follows and not unseen else left_over).append(entry)
    return Counted(tuple(counted), tuple(left_over), withdrawn, corrections)


def _set_aside(
    ordered: Sequence[Entry],
) -> tuple[frozenset[str], Mapping[str, tuple[Entry, ...]]]:
    """The ids of withdrawn entries, and for each corrected entry its corrections, oldest first.

    Read from the newest back: a correction that was itself withdrawn does nothing.
    """
    withdrawn: set[str] = set()
    corrections: dict[str, tuple[Entry, ...]] = {}
    for entry in reversed(ordered):
        facts = entry.facts
        if not isinstance(facts, Corrected) or entry.id in withdrawn:
            continue
        if facts.withdraw:
            withdrawn.add(facts.entry)
        else:
            corrections[facts.entry] = (entry, *corrections.get(facts.entry, ()))
    return frozenset(withdrawn), corrections
