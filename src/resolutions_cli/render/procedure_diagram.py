"""A procedure as a drawing in plain text."""

from collections.abc import Iterator, Sequence

from resolutions_cli.core.procedure import Procedure, Stage
from resolutions_cli.render.procedure import limit_words, wrapped


def procedure_diagram(procedure: Procedure, width: int = 72) -> str:
    """The route as boxes, in plain ASCII: down the page as far as it leads to something new.

    Each stage is drawn once. `-->` beside a line leads to a stage that is drawn elsewhere.
    """
    width = max(width, 40)
    drawn: set[str] = set()
    columns = [
        "\n".join(_column(procedure, stage, drawn, width))
        for stage in (*procedure.starts, *procedure.stages.values())
        if stage.id not in drawn
    ]
    legend = "*  a dispute may start here.  Any stage may also be closed with an outcome."
    return "\n\n".join([*columns, "\n".join(wrapped(legend, width, hang=3))])


def _column(procedure: Procedure, stage: Stage, drawn: set[str], width: int) -> Iterator[str]:
    """The boxes from a stage downward; `drawn` grows by each."""
    below: Stage | None = stage
    while below:
        stage = below
        drawn.add(stage.id)
        yield from _box(stage, width)
        ways = _ways(stage)
        onward = next((to for to in ways if to in procedure.stages and to not in drawn), None)
        for to, why in ways.items():
            if to != onward:
                arrow = "---" if to == "" else "-->"
                aside = _arrow_words(to or "stays", why)
                yield from wrapped(f"    |{arrow} {aside}", width, hang=9)
        below = procedure.stages[onward] if onward else None
        if onward:
            yield "    |"
            yield from wrapped(f"    v    {_arrow_words('', ways[onward])}".rstrip(), width, hang=9)


def _arrow_words(to: str, why: Sequence[str]) -> str:
    return " ".join(word for word in (to, f"({', '.join(why)})" if why else "") if word)


def _ways(stage: Stage) -> dict[str, tuple[str, ...]]:
    """Where a stage leads (a stage, "closed", "" for staying), each with grounds or decisions."""
    ways: dict[str, tuple[str, ...]] = {}
    for move in stage.moves:
        ways[move.to] = move.grounds
    for decision in stage.decisions.values():
        ways[decision.to] = (*ways.get(decision.to, ()), decision.code)
    return ways


def _box(stage: Stage, width: int) -> Iterator[str]:
    inner = width - 4
    rule = f"+{'-' * (inner + 2)}+"
    mark = "*" if stage.start else " "
    duties = ((f"{duty.id}: ", duty.limits) for duty in stage.duties)
    times = [
        f"{name}{limit_words(limit)}"
        for name, limits in (("", stage.limits), *duties)
        for limit in limits
    ]
    yield rule
    for row in (f"{mark} {stage.id}: {stage.title}", *(f"    {time}" for time in times)):
        for line in wrapped(row, inner, hang=4):
            yield f"| {line:<{inner}} |"
    yield rule
