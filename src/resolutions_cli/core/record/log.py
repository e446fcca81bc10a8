"""All entries of one dispute: their order, and which moves count when two copies are merged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from heapq import heapify, heappop, heappush

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    BadFacts,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Opened,
    Reopened,
    Settled,
    UnknownKind,
)
from resolutions_cli.core.procedure.model import CLOSED
from resolutions_cli.core.record.corrections import corrected
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.knowledge import Knowledge, known_times
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ all entries of a dispute


#: The most entries that a new one follows; the head of its file has room for some 900 ids.
_MOST_FOLLOWED = 500


class RemovalRequest(Value):
    """A redaction from another copy that was not accepted here.

    `texts` has the keys of the texts that it would remove and that are still here, by entry id.
    """

    redaction: Entry
    texts: Mapping[str, tuple[str, ...]]


class Log(Value):
    """One dispute's entries as they were read, and the problems found while reading.

    `entries` are in the record's order: after all they know, then those that do not close the
    dispute before those that do, then by when they were recorded (no earlier than any entry they
    know), then by id. `whole` is the full log when this one leaves out entries not known at some
    moment. `asked` are the redactions that wait to be accepted here.
    """

    reference: str
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()
    whole: "Log | None" = None
    asked: tuple[RemovalRequest, ...] = ()

    @property
    def places(self) -> Mapping[str, int]:
        """The position of each entry in the record's order, from 1.

        It cannot name an entry: entries from another copy may be put before it.
        """
        return (self.whole or self)._places

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {entry.id: place for place, entry in enumerate(self.entries, 1)}

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each entry: how many it knows, itself included.

        It never changes, whatever comes later. Entries that do not know each other may share one.
        Entries that were set aside keep theirs, also in a log of the entries known at some moment.
        """
        return (self.whole or self).knowledge.counts

    @property
    def labels(self) -> Mapping[str, str]:
        """The label of each entry: its number, with the first letters of its id where entries share
        the number, "5-3f"."""
        return (self.whole or self)._labels

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return labels_of(self.numbers)

    @cached_property
    def knowledge(self) -> Knowledge:
        """Which entries know which others."""
        return Knowledge(self.entries)

    @property
    def beside(self) -> frozenset[str]:
        """The entries recorded in one copy while others, which they do not know, were recorded in
        another."""
        return (self.whole or self)._beside

    @cached_property
    def _beside(self) -> frozenset[str]:
        ids = [entry.id for entry in self.entries]
        return self.knowledge.apart_from_any(ids, ids)

    @property
    def opened(self) -> Opened | None:
        """The facts of the entry that opens the dispute."""
        for entry in self.entries:
            if isinstance(entry.facts, Opened):
                return entry.facts
        return None

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The ids of the newest entries, those that no other entry names; sorted."""
        named = {id_ for entry in self.entries for id_ in entry.after}
        return tuple(sorted(entry.id for entry in self.entries if entry.id not in named))

    def to_follow(self, needed: str = "") -> tuple[str, ...]:
        """The ids that a new entry follows: the newest entries, or the latest of them if too many.

        They always include one that knows the last move that counts, and one that knows the
        `needed` entry. The limit lets the dispute be written to, however many entries came from
        other copies.
        """
        heads = sorted(self.heads, key=self.places.__getitem__)
        if len(heads) <= _MOST_FOLLOWED:
            return self.heads
        moves = count_moves(self.entries, self.knowledge).moves
        wanted = [id_ for id_ in (*(move.id for move in moves[-1:]), needed) if id_ in self.places]
        kept = {
            next(head for head in reversed(heads) if self.knowledge.knows(head, id_))
            for id_ in wanted
        }
        rest = [head for head in heads if head not in kept]
        return tuple(sorted((*kept, *rest[len(kept) - _MOST_FOLLOWED :])))

    @property
    def digest(self) -> str:
        """The digest to keep outside the record: the newest ids joined with "+"."""
        return "+".join(self.heads)

    @property
    def last_at(self) -> datetime | None:
        """The latest moment that an entry happened, as recorded or as corrected; None if empty."""
        dates = [entry.at.starts for entry in self.entries]
        for entry in self.entries:
            moved = entry.facts.set.get("at") if isinstance(entry.facts, Corrected) else None
            if isinstance(moved, Moment):
                dates.append(moved.starts)
        return max(dates, default=None)

    @property
    def is_damaged(self) -> bool:
        """Whether a finding may make the dispute's dates wrong."""
        return any(finding.kind.harms for finding in self.findings)

    def known_at(self, moment: datetime) -> "Log":
        """The log as known at a moment (UTC): the entries known by then, by `known_times`."""
        known = known_times(self.entries)
        kept = tuple(entry for entry in self.entries if known[entry.id] <= moment)
        if len(kept) == len(self.entries):
            return self
        there = {entry.id for entry in kept}
        asked = tuple(each for each in self.asked if each.redaction.id in there)
        return Log(self.reference, kept, self.findings, self.whole or self, asked)


#: The fewest letters of an id shown after a number that several entries share.
_LETTERS = 2


def labels_of(numbers: Mapping[str, int]) -> Mapping[str, str]:
    """A unique label for each entry, from its id and number."""
    same: dict[int, list[str]] = {}
    for id_, number in numbers.items():
        same.setdefault(number, []).append(id_)
    labels = {}
    for number, ids in same.items():
        if len(ids) == 1:
            labels[ids[0]] = str(number)
            continue
        ids.sort()
        # in alphabetical order an id shares the most letters with the one before or after it
        shared = [0, *map(_shared, ids, ids[1:]), 0]
        for id_, before, after in zip(ids, shared, shared[1:], strict=False):
            letters = id_[: max(_LETTERS, before + 1, after + 1)]
            labels[id_] = f"{number}-{letters}"
    return labels


def _shared(one: str, other: str) -> int:
    """How many first letters two ids share."""
    return next((at for at in range(len(one)) if one[: at + 1] != other[: at + 1]), len(one))


def is_closing(entry: Entry) -> bool:
    """Whether the entry ends the dispute."""
    facts = entry.facts
    return isinstance(facts, Closed) or (isinstance(facts, Decided) and facts.to == CLOSED)


def is_move(entry: Entry) -> bool:
    """Whether the entry moves the dispute: opens, escalates, closes or reopens it."""
    facts = entry.facts
    if isinstance(facts, Decided):
        return bool(facts.to)
    return isinstance(facts, Opened | Escalated | Closed | Reopened)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries in the record's order; the same whatever order they are given in."""
    by_id = {entry.id: entry for entry in entries}
    waiting = {id_: {a for a in entry.after if a in by_id} for id_, entry in by_id.items()}
    followers: dict[str, list[str]] = {id_: [] for id_ in by_id}
    for id_, before in waiting.items():
        for known in before:
            followers[known].append(id_)
    written: dict[str, datetime] = {}

    def key(id_: str) -> tuple[bool, bool, datetime, str]:
        # The opening comes first even where a missing entry leaves later ones with none to follow.
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


class Counted(Value):
    """The moves that count, the moves made apart, and the entries set aside.

    `withdrawn_by` has the entry that set each one aside. `corrections` has the corrections of each
    corrected entry, oldest first.
    """

    moves: tuple[Entry, ...]
    apart: tuple[Entry, ...] = ()
    withdrawn_by: Mapping[str, Entry] = {}
    corrections: Mapping[str, tuple[Entry, ...]] = {}

    @property
    def withdrawn(self) -> frozenset[str]:
        """The ids of the entries that were set aside."""
        return frozenset(self.withdrawn_by)


def count_moves(ordered: Sequence[Entry], knowledge: Knowledge | None = None) -> Counted:
    """The moves of a log that count. `knowledge`, if given, is of these entries or more.

    A move counts if it knows the last counted move. A closing counts only if, for every other move,
    one of the two knows the other: a dispute that was moved on elsewhere never closes unseen. The
    moves that a `settled` entry keeps win over any made apart from them.
    """
    withdrawn, corrections = set_aside(ordered)
    known = knowledge or Knowledge(ordered)
    candidates = [e for e in ordered if is_move(e) and e.id not in withdrawn]
    standing = {
        id_
        for entry in ordered
        if isinstance(entry.facts, Settled) and entry.id not in withdrawn
        for id_ in entry.facts.stands
    }
    settled = [entry.id for entry in candidates if entry.id in standing]
    rest = [entry.id for entry in candidates if entry.id not in standing]
    beaten = known.apart_from_any(rest, settled)
    rivals = [entry for entry in candidates if entry.id not in beaten]
    closings = [entry.id for entry in rivals if is_closing(entry)]
    unseen = known.apart_from_any(closings, [entry.id for entry in rivals])
    counted: list[Entry] = []
    left_over: list[Entry] = []
    for entry in rivals:
        follows = not counted or known.knows(entry.id, counted[-1].id)
        (counted if follows and entry.id not in unseen else left_over).append(entry)
    return Counted(tuple(counted), tuple(left_over), withdrawn, corrections)


def set_aside(
    ordered: Sequence[Entry],
) -> tuple[Mapping[str, Entry], Mapping[str, tuple[Entry, ...]]]:
    """The entry that set each one aside, and the corrections of each corrected entry, oldest first.

    Read from the newest back, so that a correction that was itself withdrawn has no effect.
    """
    withdrawn: dict[str, Entry] = {}
    corrections: dict[str, list[Entry]] = {}
    for entry in reversed(ordered):
        facts = entry.facts
        if not isinstance(facts, Corrected) or entry.id in withdrawn:
            continue
        if facts.withdraw:
            withdrawn[facts.entry] = entry
        else:
            corrections.setdefault(facts.entry, []).append(entry)
    return withdrawn, {id_: tuple(reversed(each)) for id_, each in corrections.items()}


# ------------------------------------------------------------------ the log as it is read


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

    `entry` is as recorded; `current` is with its `corrections` (oldest first). `withdrawn_by` is
    the entry that set it aside. `number` is how many entries it knows, itself included, and `label`
    the name shown for it. It is `beside` others if some entry neither knows it nor is known by it:
    it was recorded in another copy.
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
        """Days from when it happened, as now corrected, to when it was recorded."""
        return max(0, (Moment.of(self.entry.recorded).day - self.current.at.day).days)


def chronicle(log: Log, as_of: Moment) -> tuple[Line, ...]:
    """The entries that had happened by a moment (a bare date: its end), in the log's order.

    Entries that do not count are included, so that no entry is hidden.
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
    """The entry with its corrections; as recorded if a correction does not fit it."""
    try:
        return corrected(entry, corrections)
    except BadFacts:
        return entry
