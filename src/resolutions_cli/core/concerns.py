"""What stands against a deadline: said for as long as the record says so, wherever it is shown."""

from collections.abc import Iterator, Sequence

from resolutions_cli.core.clock import Clock
from resolutions_cli.core.deadline import Concern, ConcernCode, Key, Owed
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.facts import Agreed
from resolutions_cli.core.limit import MAIN
from resolutions_cli.core.procedure import Procedure
from resolutions_cli.core.when import in_time


def concerns_of(dispute: Dispute, owed: Owed, until: Sequence[str]) -> Iterator[Concern]:
    """The concerns of a duty that `until` fulfils: events and decisions."""
    binding = None if owed.binding is None else owed.clocks[owed.binding]
    if binding and binding.at_latest:
        yield Concern(ConcernCode.AT_LATEST, (binding.of or "",))
    if doubted := tuple(dict.fromkeys(each.of or "" for each in owed.clocks if each.doubted)):
        yield Concern(ConcernCode.DATES_DISAGREE, doubted)
    if owed.done is None:
        yield from _planned_too_late(dispute, owed)
        yield from _incomplete(dispute, owed, until)


def _planned_too_late(dispute: Dispute, owed: Owed) -> Iterator[Concern]:
    """Plans for what fulfils a duty, or a stage whose clock binds it, after it is due."""
    late = [
        event
        for each in owed.clocks
        for event in fulfilled_by(dispute.procedure, owed.key, each)
        if event in dispute.procedure.events and _is_planned_after(dispute, owed, each, event)
    ]
    if late:
        yield Concern(ConcernCode.PLANNED_TOO_LATE, tuple(dict.fromkeys(late)))


def fulfilled_by(procedure: Procedure, key: Key, clock: Clock) -> tuple[str, ...]:
    """The events and decisions that stop a clock of a duty, of a clock ahead those of its own
    stage; none when only leaving does."""
    if key.stage is None:
        return ()
    stage = clock.stage if key.duty == MAIN and clock.stage in procedure.stages else key.stage
    return procedure.until(stage or key.stage, key.duty)


def _is_planned_after(dispute: Dispute, owed: Owed, each: Clock, event: str) -> bool:
    agency = owed.key.agency if dispute.procedure.events[event].of_agency else ""
    plan = dispute.plan(event, agency)
    return plan is not None and each.due is not None and not in_time(plan.on, each.due)


def _incomplete(dispute: Dispute, owed: Owed, until: Sequence[str]) -> Iterator[Concern]:
    """A record of what would fulfil the duty that lacks something, and so fulfils nothing."""
    for event in until:
        kind = dispute.procedure.events.get(event)
        if kind is None:
            continue
        found = dispute.happened(event, owed.key.agency if kind.of_agency else "")
        if found and found[-1].missing:
            yield Concern(ConcernCode.INCOMPLETE, (event, *found[-1].missing))


def not_accepted(dispute: Dispute, agreed: Agreed) -> Iterator[Concern]:
    """The agencies of the dispute that are not recorded as accepting a date."""
    accepted = {agency.casefold() for agency in agreed.accepted}
    missing = tuple(each for each in dispute.agencies if each.casefold() not in accepted)
    if missing:
        yield Concern(ConcernCode.NOT_ACCEPTED, missing)
