"""A limit as a running clock: what it counts from, when it ends, what it waits for."""

from collections.abc import Iterable

from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value

#: The rule of a clock that leaves no time at all: telling somebody of an immediate risk.
AT_ONCE = "within at once"


class Clock(Value):
    """One limit, counted. `stage` is the one whose clock it is; None for a person's own date.

    `due` is None while the clock waits for `pending_on` (an event, "entered:ID", "agreement").
    `planned` says that it counts from a plan, `provisional` that bank holidays not yet
    published may move it. `at_latest`: the event is not recorded, and cannot have come later
    than the moment counted from; `doubted`: it is recorded for later than it can have come.
    """

    rule: str
    of: str | None
    stage: str | None
    limit: Limit | None = None
    event: Moment | None = None
    due: Moment | None = None
    aim: Moment | None = None
    pending_on: str | None = None
    planned: bool = False
    provisional: bool = False
    cited: str = ""
    at_latest: bool = False
    doubted: bool = False

    @property
    def cite(self) -> str:
        """Where the published text says so; empty for a person's own date."""
        return self.limit.cite if self.limit else self.cited

    @property
    def reading(self) -> str:
        """How a text is read that leaves the start open."""
        return self.limit.reading if self.limit else ""

    @property
    def is_at_once(self) -> bool:
        """Whether it leaves no time at all, so that a table says NOW."""
        if self.limit is None or self.limit.amount is None:
            return self.rule == AT_ONCE
        return not self.limit.amount.unit.leaves_time


def binding(clocks: Iterable[Clock]) -> int | None:
    """The index of the clock that ends first; a date ends at 24:00, the first wins a tie."""
    ends = [(clock.due.ends, index) for index, clock in enumerate(clocks) if clock.due]
    return min(ends)[1] if ends else None
