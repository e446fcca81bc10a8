"""Which entries each entry knows, and when each entry was known."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol

from resolutions_cli.core.entries.entry import Entry

# ------------------------------------------------------------------ which entries know which


class Follows(Protocol):
    """An entry's id, and the ids of the entries that it follows."""

    @property
    def id(self) -> str: ...

    @property
    def after(self) -> tuple[str, ...]: ...


class Knowledge:
    """The entries that each entry of a log knows: all that it follows, and itself.

    Entries that follow each other in one line are one run; only runs are compared with each other.
    A log that never forked costs its length; a forked one costs at most a bit for each pair of
    runs.
    """

    def __init__(self, ordered: Sequence[Follows]) -> None:
        """`ordered` has each entry after all it knows."""
        ids = {entry.id for entry in ordered}
        self._before: Mapping[str, tuple[str, ...]] = {
            entry.id: tuple(id_ for id_ in dict.fromkeys(entry.after) if id_ in ids)
            for entry in ordered
        }
        followed: dict[str, int] = {}
        for before in self._before.values():
            for id_ in before:
                followed[id_] = followed.get(id_, 0) + 1
        #: The run of each entry, and its place in that run, from 0.
        self._place: dict[str, tuple[int, int]] = {}
        self._lengths: list[int] = []
        #: The other runs that each run knows, as bits of their numbers.
        self._known: list[int] = []
        for id_, before in self._before.items():
            if len(before) == 1 and followed[before[0]] == 1:
                run = self._place[before[0]][0]
                self._place[id_] = (run, self._lengths[run])
                self._lengths[run] += 1
            else:
                self._place[id_] = (len(self._lengths), 0)
                self._lengths.append(1)
                self._known.append(self._known_by_any(before))

    def _known_by_any(self, ids: Iterable[str]) -> int:
        bits = 0
        for id_ in ids:
            run = self._place[id_][0]
            bits |= self._known[run] | 1 << run
        return bits

    @property
    def is_one_line(self) -> bool:
        """Whether every entry follows the one before it."""
        return len(self._lengths) < 2

    def knows(self, one: str, other: str) -> bool:
        """Whether an entry knows another, or is the same entry."""
        (run, place), (its_run, its_place) = self._place[one], self._place[other]
        if run == its_run:
            return its_place <= place
        return bool(self._known[run] >> its_run & 1)

    def known_to_any(self, ids: Iterable[str]) -> frozenset[str]:
        """The entries that any of these knows, with these themselves."""
        found: set[str] = set()
        waiting = [id_ for id_ in ids if id_ in self._before]
        while waiting:
            id_ = waiting.pop()
            if id_ not in found:
                found.add(id_)
                waiting.extend(self._before[id_])
        return frozenset(found)

    def apart(self, one: str, other: str) -> bool:
        """Whether neither of two entries knows the other."""
        return not (self.knows(one, other) or self.knows(other, one))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many entries each entry knows, itself included."""
        count = _Count(self._place, self._place, len(self._lengths))
        return {id_: count.up_to(id_, self._known) for id_ in self._place}

    def apart_from_any(self, ones: Iterable[str], others: Collection[str]) -> frozenset[str]:
        """Those of `ones` that are apart from at least one of `others`."""
        if self.is_one_line or not others:
            return frozenset()
        known = _Count(others, self._place, len(self._lengths))
        knowing = self._known_to()
        return frozenset(
            id_
            for id_ in ones
            if known.up_to(id_, self._known) + known.since(id_, knowing) - (id_ in known.members)
            < len(known.members)
        )

    def _known_to(self) -> list[int]:
        """The other runs that know each run, as bits of their numbers."""
        knowing = [0] * len(self._lengths)
        last: dict[int, tuple[str, ...]] = {}
        for id_, before in self._before.items():
            run, place = self._place[id_]
            if place == 0:
                last[run] = before
        for run in reversed(range(len(self._lengths))):
            for id_ in last[run]:
                knowing[self._place[id_][0]] |= knowing[run] | 1 << run
        return knowing


class _Count:
    """Counts the members of a set of entries in runs, and before or after a place in a run."""

    def __init__(
        self, members: Iterable[str], places: Mapping[str, tuple[int, int]], runs: int
    ) -> None:
        self.members = frozenset(members)
        self._places = places
        held: list[list[int]] = [[] for _ in range(runs)]
        for id_ in self.members:
            run, place = places[id_]
            held[run].append(place)
        self._held = [sorted(each) for each in held]
        #: For each bit, the runs whose number of members has that bit.
        self._masks: list[int] = []
        for run, each in enumerate(self._held):
            for bit in range(len(each).bit_length()):
                if bit == len(self._masks):
                    self._masks.append(0)
                if len(each) >> bit & 1:
                    self._masks[bit] |= 1 << run

    def up_to(self, id_: str, known: Sequence[int]) -> int:
        """How many members are in an entry's run up to its place, or in the runs that its run
        knows."""
        run, place = self._places[id_]
        return bisect_right(self._held[run], place) + self._of(known[run])

    def since(self, id_: str, knowing: Sequence[int]) -> int:
        """How many members are in an entry's run from its place, or in the runs that know
        its run."""
        run, place = self._places[id_]
        held = self._held[run]
        return len(held) - bisect_left(held, place) + self._of(knowing[run])

    def _of(self, runs: int) -> int:
        """How many members these runs (bits) have together."""
        return sum((runs & mask).bit_count() << bit for bit, mask in enumerate(self._masks))


# ------------------------------------------------------------------ when an entry was known


#: How far clocks may differ, and how far people may set them back.
_WEEK = timedelta(days=7)


def known_times(ordered: Sequence[Entry]) -> Mapping[str, datetime]:
    """When each entry was known, never before an entry that it knows.

    `ordered` has each entry after all it knows.
    """
    doubtful = _doubtful(ordered)
    # if a later entry's time is not in doubt, those that it follows were known by that time
    latest: dict[str, datetime] = {}
    for entry in reversed(ordered):
        limit = latest.get(entry.id)
        own = limit if entry.id in doubtful else entry.recorded
        if own is not None:
            for id_ in entry.after:
                latest[id_] = min(own, latest.get(id_, own))
    known: dict[str, datetime] = {}
    for entry in ordered:
        limit = latest.get(entry.id) if entry.id in doubtful else None
        own = min(entry.recorded, limit or entry.recorded)
        known[entry.id] = max((own, *(known[id_] for id_ in entry.after if id_ in known)))
    return known


def _doubtful(ordered: Sequence[Entry]) -> frozenset[str]:
    """The ids of the entries whose recorded time cannot be right."""
    if not _contradict(ordered):
        return frozenset()
    against = _contradictions(ordered)
    middle = sorted(entry.recorded for entry in ordered)[len(ordered) // 2]

    def weight(place: int) -> tuple[int, timedelta, datetime]:
        time = ordered[place].recorded
        return against[place].bit_count(), abs(time - middle), time

    by_weight = sorted(range(len(ordered)), key=weight, reverse=True)
    left = (1 << len(ordered)) - 1
    doubtful = []
    for place in by_weight:
        if against[place] & left:
            left &= ~(1 << place)
            doubtful.append(ordered[place].id)
    return frozenset(doubtful)


def _contradict(ordered: Sequence[Entry]) -> bool:
    """Whether any entry has a time far earlier than an entry that it knows; this is rare."""
    newest: dict[str, datetime] = {}
    for entry in ordered:
        before = max((newest[id_] for id_ in entry.after if id_ in newest), default=entry.recorded)
        if before - entry.recorded > _WEEK:
            return True
        newest[entry.id] = max(before, entry.recorded)
    return False


def _contradictions(ordered: Sequence[Entry]) -> list[int]:
    """The entries that each entry contradicts, as bits of their places.

    Two contradict each other if one knows the other and has a far earlier time.
    """
    places = {entry.id: place for place, entry in enumerate(ordered)}
    knows = [0] * len(ordered)
    for place, entry in enumerate(ordered):
        for id_ in entry.after:
            if id_ in places:
                knows[place] |= knows[places[id_]] | 1 << places[id_]
    known_to = [0] * len(ordered)
    for place in reversed(range(len(ordered))):
        for id_ in ordered[place].after:
            if id_ in places:
                known_to[places[id_]] |= known_to[place] | 1 << place
    against = [0] * len(ordered)
    by_time = sorted(range(len(ordered)), key=lambda place: ordered[place].recorded)
    earlier, next_earlier = 0, 0
    for place in by_time:
        while ordered[place].recorded - ordered[by_time[next_earlier]].recorded > _WEEK:
            earlier |= 1 << by_time[next_earlier]
            next_earlier += 1
        against[place] |= known_to[place] & earlier
    later, next_later = 0, len(by_time) - 1
    for place in reversed(by_time):
        while ordered[by_time[next_later]].recorded - ordered[place].recorded > _WEEK:
            later |= 1 << by_time[next_later]
            next_later -= 1
        against[place] |= knows[place] & later
    return against


# ------------------------------------------------------------------ redactions in force


#: Whether a redaction is in force.
InForce = Callable[[Entry], bool]


def always(_redaction: Entry) -> bool:
    """Treats every redaction as in force, wherever it came from."""
    return True
