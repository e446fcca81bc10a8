"""The route as a graph: what lies between two stages, and what nobody can go round.

Closing is possible in every stage and is no way on.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

#: By the id of each stage the stages that one can go to from it; each of them is a key too.
Ways = Mapping[str, Sequence[str]]


def stages_between(ways: Ways, start: str, end: str) -> tuple[str, ...]:
    """The stages strictly between two on the shortest way; none when there is no way."""
    before: dict[str, str] = {start: ""}
    queue = deque([start])
    while queue and end not in before:
        here = queue.popleft()
        for way in ways[here]:
            if way not in before:
                before[way] = here
                queue.append(way)
    between: list[str] = []
    step = before.get(end, "")
    while step and step != start:
        between.append(step)
        step = before[step]
    return tuple(reversed(between))


def leads_to(ways: Ways, start: str, end: str) -> bool:
    """Whether one can get from a stage to another one."""
    return end in _reached(ways, ways[start])


def on_every_way(start: str, ways: Ways) -> Iterator[str]:
    """The stages on every way from `start` to where the route ends, nearest first.

    The route ends in a stage without a way on, or in stages that lead only to one another. A
    loop that can be left ends sooner or later, so it is no way round.
    """
    reached = _reached(ways, [start])
    ends = {stage for stage in reached if all(stage in _reached(ways, [to]) for to in ways[stage])}
    for stage in reached:
        if stage != start and not _can_avoid(stage, start, ends, ways):
            yield stage


def _can_avoid(avoided: str, start: str, ends: set[str], ways: Ways) -> bool:
    """Whether one can get from `start` to an end, and stay there, without a stage."""
    staying = ends - {avoided}
    while stuck := {s for s in staying if ways[s] and staying.isdisjoint(ways[s])}:
        staying -= stuck
    return not staying.isdisjoint(_reached(ways, [start], without=avoided))


def _reached(ways: Ways, begin: Sequence[str], without: str = "") -> Sequence[str]:
    """The stages that can be reached, those of `begin` among them, the nearest first."""
    found = dict.fromkeys(begin)
    queue = deque(begin)
    while queue:
        for to in ways[queue.popleft()]:
            if to not in found and to != without:
                found[to] = None
                queue.append(to)
    return tuple(found)
