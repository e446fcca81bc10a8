"""The check of a cap: whether the limits of the stages, one after another, can exceed it."""

from collections.abc import Iterator, Mapping

from resolutions_cli.core.procedure.limit import ENTERED, Limit
from resolutions_cli.core.procedure.model import Procedure, Stage
from resolutions_cli.core.procedure.table import shown
from resolutions_cli.core.time.amount import Counting, Unit
from resolutions_cli.core.value import Value

#: The most steps to follow in a route with very many stages and ways. A published route takes some
#: dozens.
_MOST_STEPS = 2_000


class Overrun(Value):
    """A cap that can be exceeded: by `stage`, the limits on the way add up to `total`, more than
    the cap `limit`."""

    stage: Stage
    limit: Limit
    total: int

    @property
    def cap(self) -> str:
        """The cap in the file's words, as "13 working days"."""
        return self.limit.amount.words if self.limit.amount else ""

    @property
    def sentence(self) -> str:
        """The problem in a sentence, with the numbers."""
        return (
            f"by stage {shown(self.stage.id)} the limits add up to {self.total}, "
            f"more than the cap: {self.cap} after {self.limit.start}"
        )


class _Clocks(Value):
    """The limits of a stage that are counted in one manner: the shortest clock from entering it,
    the shortest from an event (None without one), and its caps, the smallest first."""

    entered: int | None
    fixed: int | None
    caps: list[tuple[int, Limit]]


def cap_overruns(procedure: Procedure) -> Iterator[Overrun]:
    """Every cap that a route can overrun, once each, at the first place in the file's order.

    A cap is a limit that counts from an event. All events are taken to fall on one day, so a cap
    met a second time is the same clock. A limit counting from `entered` starts where the stage
    before it ended. Months, hours, days and working days are never added to one another.
    """
    for counting in dict.fromkeys(unit.counting for unit in Unit if unit.leaves_time):
        clocks = {stage.id: _clocks(stage, counting) for stage in procedure.stages.values()}
        found: set[tuple[str | None, int]] = set()
        for stage, total in _along_each_route(procedure, clocks):
            caps = clocks[stage.id].caps
            # a cap overrun here is not looked at a second time, so that no route takes long
            while caps and caps[0][0] < total:
                size, limit = caps.pop(0)
                if (limit.of, size) not in found:
                    found.add((limit.of, size))
                    yield Overrun(stage, limit, total)


def _along_each_route(
    procedure: Procedure, clocks: Mapping[str, _Clocks]
) -> Iterator[tuple[Stage, int]]:
    """Each stage of each route from a start, with its total of time since the first day.

    No route has a stage twice. The total is 0 until a clock on the way counts from entering a
    stage: fixed clocks may differ, but they do not add up.
    """
    start: frozenset[str] = frozenset()
    waiting = [(stage, 0, False, start) for stage in reversed(procedure.starts)]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        stage, spent, by_entering, before = waiting.pop()
        own = clocks[stage.id]
        by_entering = by_entering or own.entered is not None
        total = spent + (own.entered or 0)
        yield stage, total if by_entering else 0
        by_entry = None if own.entered is None else total
        ends = [end for end in (own.fixed, by_entry) if end is not None]
        leaves = max(spent, min(ends, default=spent))
        passed = before | {stage.id}
        waiting.extend(
            (procedure.stages[way], leaves, by_entering, passed)
            for way in reversed(stage.ways)
            if way in procedure.stages and way not in passed
        )


def _clocks(stage: Stage, counting: Counting) -> _Clocks:
    found = [(_size(limit, counting), limit) for limit in stage.limits]
    sized = [(size, limit) for size, limit in found if size is not None]
    caps = [
        (size, limit)
        for size, limit in sized
        if limit.counts_from_event and not _counts_from_entering(limit)
    ]
    entered = [size for size, limit in sized if _counts_from_entering(limit)]
    return _Clocks(
        entered=min(entered, default=None),
        fixed=min((size for size, _ in caps), default=None),
        caps=sorted(caps, key=lambda cap: cap[0]),
    )


def _counts_from_entering(limit: Limit) -> bool:
    """Whether a clock starts with the stage, or with an event that cannot come after
    entering it."""
    return ENTERED in (limit.of, limit.at_latest)


def _size(limit: Limit, counting: Counting) -> int | None:
    """How much time a forward limit allows; None if it is counted in another manner."""
    if limit.amount is None or limit.backward or limit.amount.unit.counting is not counting:
        return None
    return limit.amount.size
