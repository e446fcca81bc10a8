"""The route as a graph: where one can go from a stage, and what lies between two."""

from collections import deque

from resolutions_cli.core.procedure import CLOSED, Procedure, Stage


def ways_from(stage: Stage) -> tuple[str, ...]:
    """The stages that a move or a decision leads to, in the file's order, each once."""
    decided = (decision.to for decision in stage.decisions.values())
    ways = (*(move.to for move in stage.moves), *(to for to in decided if to and to != CLOSED))
    return tuple(dict.fromkeys(ways))


def stages_between(procedure: Procedure, start: str, end: str) -> tuple[str, ...]:
    """The stages strictly between two on the shortest way; none when there is no way."""
    before: dict[str, str] = {start: ""}
    queue = deque([start])
    while queue and end not in before:
        here = queue.popleft()
        for way in ways_from(procedure.stages[here]):
            if way not in before and way in procedure.stages:
                before[way] = here
                queue.append(way)
    between: list[str] = []
    step = before.get(end, "")
    while step and step != start:
        between.append(step)
        step = before[step]
    return tuple(reversed(between))
