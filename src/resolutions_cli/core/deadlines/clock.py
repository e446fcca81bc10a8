"""A limit as a running clock: its start, its end, and the event it waits for."""

from collections.abc import Iterable

from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.time.amount import Amount, Unit
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value

#: The rule of a clock that leaves no time at all: telling somebody of an immediate risk.
AT_ONCE = "within at once"

#: What is counted where a limit in hours begins outside working hours, and the text says so.
NEXT_WORKING_DAY = Amount(1, Unit.WORKING_DAY, "1 working day")


class Clock(Value):
    """One limit, counted. `stage` is the stage it belongs to; None if it belongs to no stage.

    `due` is None while the clock waits for `pending_on` (an event, "entered:ID", "agreement").
    `planned`: it counts from a plan. `provisional`: bank holidays not yet published may move it.
    `at_latest`: the event is not recorded, and the clock counts from the latest moment it can have
    come. `doubted`: the event is recorded for after that moment. `second`: it is another reading of
    the limit before it; `aside`: it is shown, and the other reading was chosen. `out_of_hours`: it
    began outside working hours, so it ends with the next working day. `unknown` are further starts
    that are not recorded, and would make it end earlier.
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
    second: bool = False
    aside: bool = False
    out_of_hours: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def is_weak(self) -> bool:
        """Whether the text only guides: past it, nothing is missed."""
        return self.limit is not None and self.limit.is_weak

    @property
    def counted(self) -> Amount | None:
        """The amount of time that was counted."""
        if self.out_of_hours:
            return NEXT_WORKING_DAY
        return self.limit.amount if self.limit else None

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
    """The index of the clock that ends first; a date ends at 24:00, the first wins a tie.

    A limit that only guides is taken only where no other has a date.
    """
    ends = [
        (clock.is_weak, clock.due.ends, index)
        for index, clock in enumerate(clocks)
        if clock.due and not clock.aside
    ]
    return min(ends)[2] if ends else None
