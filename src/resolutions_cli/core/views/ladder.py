"""The whole ladder of a procedure with its dates, when every limit is used to its end."""

from collections.abc import Iterator

from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.procedure.limit import MAIN
from resolutions_cli.core.procedure.model import Procedure, Stage
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.imagined import ImaginedDispute


class Rung(Value):
    """A stage on the way: when it is reached and left, and its deadlines.

    `main` is its own deadline while the dispute is there. `assumed` are the events that its clocks
    wait for and no stage before asks for: they are taken to happen as it is reached. `next_stage`
    is the stage that follows, empty at the end; `other_ways` are those not taken.
    """

    stage: Stage
    entered: Moment
    left: Moment
    main: Deadline
    duties: tuple[Deadline, ...]
    assumed: tuple[str, ...]
    next_stage: str
    other_ways: tuple[str, ...]

    @property
    def is_past_when_reached(self) -> bool:
        """Whether its date had passed before the stage was reached."""
        return self.main.due is not None and self.main.due.is_before(self.entered)


class Ladder(Value):
    """The stages from a start, each left at the last moment, as of which everything was counted."""

    procedure: Procedure
    start: Moment
    rungs: tuple[Rung, ...]

    @property
    def end(self) -> Moment:
        return self.rungs[-1].left


def ladder_of(
    procedure: Procedure, start: Moment, stage: Stage, calendar: WorkingCalendar
) -> Ladder:
    """The stages from a first one, by the first way on that leads to a new stage.

    Everything that is asked for at the opening happens at `start`; each stage is done and left at
    the end of its limit, or as soon as it is reached where it has no date. Raises DateOutOfRange.
    """
    dispute = ImaginedDispute(procedure, calendar)
    asked = dict.fromkeys((*procedure.asks, *stage.needs))
    plain = {event: start for event in asked if not procedure.events[event].of_agency}
    dispute.opens(stage.id, start, plain)
    return Ladder(procedure, start, tuple(_rungs(dispute, start, stage)))


def _rungs(dispute: ImaginedDispute, start: Moment, first: Stage) -> Iterator[Rung]:
    stage, entered, passed = first, start, {first.id}
    while True:
        assumed = tuple(_assume(dispute, stage, entered))
        main = _main(dispute, stage)
        left = main.due if main.due and not main.due.is_before(entered) else entered
        decided = _finish(dispute, stage, left)
        ways = [decided] if decided else stage.ways
        new = [way for way in ways if way in dispute.procedure.stages and way not in passed]
        to = new[0] if new else ""
        yield Rung(
            stage=stage,
            entered=entered,
            left=left,
            main=main,
            duties=_further(dispute, stage),
            assumed=assumed,
            next_stage=to,
            other_ways=tuple(way for way in stage.ways if way != to),
        )
        if not to:
            return
        if not decided:
            dispute.moves(to, left)
        stage, entered = dispute.procedure.stages[to], left
        passed.add(to)


def _assume(dispute: ImaginedDispute, stage: Stage, entered: Moment) -> Iterator[str]:
    """Record the events that the stage's clocks wait for, those that fulfil it apart."""
    for clock in _main(dispute, stage).owed.clocks:
        event = clock.pending_on or ""
        if (
            event in dispute.procedure.events
            and event not in stage.until
            and not _happened(dispute, event)
        ):
            dispute.records(event, entered, planned=None)
            yield event


def _happened(dispute: ImaginedDispute, event: str) -> bool:
    return bool(dispute.case().dispute.happened(event))


def _finish(dispute: ImaginedDispute, stage: Stage, at: Moment) -> str:
    """Do what fulfils the stage, the first thing that the file names; the stage that a decision
    leads to, empty if none does."""
    if not stage.until:
        return ""
    name = stage.until[0]
    if decision := stage.decisions.get(name):
        dispute.decides(name, at)
        return decision.to
    dispute.records(name, at, planned=None)
    return ""


def _main(dispute: ImaginedDispute, stage: Stage) -> Deadline:
    return next(
        deadline
        for deadline in dispute.case().deadlines
        if deadline.key.duty == MAIN and deadline.key.stage == stage.id
    )


def _further(dispute: ImaginedDispute, stage: Stage) -> tuple[Deadline, ...]:
    known = {duty.id for duty in stage.duties}
    return tuple(
        deadline
        for deadline in dispute.case().deadlines
        if deadline.key.stage == stage.id and deadline.key.duty in known
    )
