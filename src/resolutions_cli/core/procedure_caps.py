"""Whether the stages' own limits, one after another, can use up more than a cap allows."""

from collections.abc import Iterator
from dataclasses import dataclass

from resolutions_cli.core.procedure import ENTERED, Limit, Procedure, Stage, Unit
from resolutions_cli.core.route import ways_from

#: A route of very many stages and ways between them is followed so many steps and no further.
_MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Overrun:
    """At `stage` the limits met on the way add up to `total`, more than the cap `limit`."""

    stage: Stage
    limit: Limit
    total: int


@dataclass(frozen=True, slots=True)
class _Reached:
    """A stage on a route: when it is due by its own clock, in units since the first day.

    `by_entering` says that some clock on the way counted from entering a stage; without one
    nothing adds up, it is only two fixed clocks that differ.
    """

    stage: Stage
    total: int
    by_entering: bool


def cap_overruns(procedure: Procedure) -> Iterator[Overrun]:
    """Every cap that a route can overrun, once each, at the first place in the file's order.

    A cap is a limit that counts from an event. All events are taken to fall on one day, so a
    cap met again is the same clock; a limit counting from `entered` starts where the stage
    before it ended. Months, hours, days and working days are never added to one another.
    """
    for unit in (Unit.WORKING_DAY, Unit.DAY, Unit.MONTH, Unit.HOUR):
        found: set[tuple[str | None, int]] = set()
        for reached in _along_each_route(procedure, unit):
            for limit in reached.stage.limits:
                size = _size(limit, unit)
                if size is None or not limit.counts_from_event or (limit.of, size) in found:
                    continue
                if reached.by_entering and reached.total > size:
                    found.add((limit.of, size))
                    yield Overrun(reached.stage, limit, reached.total)


def _along_each_route(procedure: Procedure, unit: Unit) -> Iterator[_Reached]:
    """Each stage of each route from a start, no stage twice on one route."""
    waiting = [(start, 0, False, frozenset({start.id})) for start in reversed(procedure.starts)]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        stage, spent, by_entering, before = waiting.pop()
        entered = _sizes(stage, unit, fixed=False)
        by_entering = by_entering or bool(entered)
        total = spent + min(entered, default=0)
        yield _Reached(stage, total, by_entering)
        ends = _sizes(stage, unit, fixed=True) + ([total] if entered else [])
        leaves = max(spent, min(ends, default=spent))
        waiting.extend(
            (procedure.stages[way], leaves, by_entering, before | {way})
            for way in reversed(ways_from(stage))
            if way in procedure.stages and way not in before
        )


def _sizes(stage: Stage, unit: Unit, *, fixed: bool) -> list[int]:
    """The sizes of the stage's limits in `unit`: those of events, or those of entering it."""
    return [
        size
        for limit in stage.limits
        if (limit.counts_from_event if fixed else limit.of == ENTERED)
        and (size := _size(limit, unit)) is not None
    ]


def _size(limit: Limit, unit: Unit) -> int | None:
    """How many of `unit` a forward limit allows; None when it is in another unit."""
    if limit.amount is None or limit.backward:
        return None
    if unit is Unit.DAY and limit.amount.unit is Unit.WEEK:
        return 7 * limit.amount.number
    return limit.amount.number if limit.amount.unit is unit else None
