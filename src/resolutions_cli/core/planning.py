"""Whether a planned date meets the limits that the event has to meet."""

from collections.abc import Iterator

from resolutions_cli.core.case import Case
from resolutions_cli.core.clock import Clock
from resolutions_cli.core.concerns import fulfilled_by
from resolutions_cli.core.when import Moment, in_time


def missed_by(case: Case, event: str, agency: str, planned_for: Moment) -> Iterator[Clock]:
    """The clocks that a date planned for an event would miss, each once.

    They are those of open duties that the event fulfils; of the main duty also clocks ahead,
    where the event fulfils the stage whose clock it is.
    """
    procedure = case.dispute.procedure
    seen: set[tuple[str, str | None, Moment]] = set()
    for deadline in case.open_deadlines:
        if deadline.key.agency not in ("", agency):
            continue
        for clock in deadline.owed.clocks:
            if clock.due is None or in_time(planned_for, clock.due):
                continue
            key = (clock.rule, clock.of, clock.due)
            if key not in seen and event in fulfilled_by(procedure, deadline.key, clock):
                seen.add(key)
                yield clock
