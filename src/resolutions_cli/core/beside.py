"""How many entries of a dispute may stand beside each other, knowing nothing of one another."""

from collections.abc import Collection, Mapping

from resolutions_cli.core.entry import Entry
from resolutions_cli.core.log import in_order

#: The newest entries that a dispute has at most. Each machine follows all that it has, so that
#: there are never more of them than machines.
MOST_BESIDE = 100


def taken_beside(every: Mapping[str, Entry], new: Collection[str]) -> Collection[str]:
    """Those of the `new` ids that can be among the entries without too many standing beside each
    other: the first in the record's order, each with all that it follows. What is not new stays,
    and an entry that knows one of the newest takes its place, however many there are.
    """
    newest = every.keys() - {id_ for entry in every.values() for id_ in entry.after}
    if len(newest) <= MOST_BESIDE or not new:
        return new
    here = every.keys() - new
    left = here - {id_ for each in here for id_ in every[each].after}
    taken: set[str] = set()
    barren: set[str] = set()
    count = len(left)
    for entry in in_order(every.values()):
        if entry.id not in newest or entry.id in here:
            continue
        past = _new_past(entry.id, every, here, barren | taken if count >= MOST_BESIDE else taken)
        known = left.intersection(id_ for each in past for id_ in every[each].after)
        if count >= MOST_BESIDE and not known:
            barren |= past  # none of it takes anybody's place, then or later
            continue
        past = _new_past(entry.id, every, here, taken)
        known = left.intersection(id_ for each in past for id_ in every[each].after)
        taken |= past
        left = left - known
        count += 1 - len(known)
    return taken


def _new_past(
    id_: str, every: Mapping[str, Entry], here: Collection[str], known: Collection[str]
) -> set[str]:
    """An entry that is new and the new ones that it follows, but for those that are `known`."""
    found: set[str] = set()
    ahead = [id_]
    while ahead:
        each = ahead.pop()
        if each in every and each not in found and each not in here and each not in known:
            found.add(each)
            ahead.extend(every[each].after)
    return found
