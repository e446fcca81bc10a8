"""When each entry was known: the time that it says, unless the times of others rule that out.

Clocks go wrong: one that lost its battery says 2099, or 2000. An entry knows what it follows, so
of two entries whose times contradict each other by more than a week one has a time that cannot be
right. It is the one that contradicts the more others; among equals the one that is further from
the middle of all times, then the one that the other follows. Clocks that differ by less do no
harm: an entry counts as known no earlier than what it follows.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from resolutions_cli.core.entry import Entry

#: By how much clocks may differ, and people may set them back.
_WEEK = timedelta(days=7)


def known_times(ordered: Sequence[Entry]) -> Mapping[str, datetime]:
    """When each entry was known, never before anything it knows. `ordered`: each after all it
    knows."""
    doubtful = _doubtful(ordered)
    # what follows it with a time that is not in doubt was not known before it
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
    """The ids of the entries whose time cannot be right."""
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
    """Whether any entry says a far earlier time than something that it knows. Mostly none does."""
    newest: dict[str, datetime] = {}
    for entry in ordered:
        before = max((newest[id_] for id_ in entry.after if id_ in newest), default=entry.recorded)
        if before - entry.recorded > _WEEK:
            return True
        newest[entry.id] = max(before, entry.recorded)
    return False


def _contradictions(ordered: Sequence[Entry]) -> list[int]:
    """For each entry, as bits of their places, the others that it contradicts: it knows them and
    says a far earlier time, or they know it and say one."""
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
