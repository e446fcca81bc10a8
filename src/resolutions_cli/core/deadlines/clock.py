"""A limit as a running clock: its start, its end, and the event it waits for."""

from collections.abc import Iterable

from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value

#: The rule of a clock that leaves no time at all: telling somebody of an immediate risk.
AT_ONCE = "within at once"


class Clock(Value):
    """One limit, counted. `stage` is the stage it belongs to; None if it belongs to no stage.

    `due` is None while the clock waits for `pending_on` (an event, "entered:ID", "agreement").
    `planned`: it counts from a plan. `provisional`: bank holidays not yet published may move it.
    `at_latest`: the event is not recorded, and the clock counts from the latest moment it can have
    come. `doubted`: the event is recorded for after that moment.
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
        """Where the published text states the limit; empty for a date of your own."""
        return self.limit.cite if self.limit else self.cited

    @property
    def reading(self) -> str:
        """How we read a published text that does not say when the time starts."""
        return self.limit.reading if self.limit else ""

    @property
    def is_at_once(self) -> bool:
        """Whether it leaves no time at all, so that a table shows NOW."""
        if self.limit is None or self.limit.amount is None:
            return self.rule == AT_ONCE
        return not self.limit.amount.unit.leaves_time


def binding(clocks: Iterable[Clock]) -> int | None:
    """The index of the clock that ends first; a date ends at 24:00, the first wins a tie."""
    ends = [(clock.due.ends, index) for index, clock in enumerate(clocks) if clock.due]
    return min(ends)[1] if ends else None
