"""Concerns about a deadline, and tasks after a move, for as long as the record shows them."""

from collections.abc import Iterator, Sequence

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Concern, ConcernCode, Key, Owed
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Agreed
from resolutions_cli.core.entries.own_codes import CHILD_FILE, PARTNERS
from resolutions_cli.core.procedure.limit import MAIN
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.dispute import Dispute, once
from resolutions_cli.core.record.log import is_move
from resolutions_cli.core.time.moment import in_time

# ------------------------------------------------------------------ concerns about a deadline


def concerns_of(dispute: Dispute, owed: Owed, until: Sequence[str]) -> Iterator[Concern]:
    """The concerns about a duty; `until` are the events and decisions that fulfil it."""
    binding = None if owed.binding is None else owed.clocks[owed.binding]
    if binding and binding.at_latest:
        yield Concern(ConcernCode.AT_LATEST, (binding.of or "",))
    if doubted := tuple(dict.fromkeys(each.of or "" for each in owed.clocks if each.doubted)):
        yield Concern(ConcernCode.DATES_DISAGREE, doubted)
    if owed.done is None:
        yield from _planned_too_late(dispute, owed)
        yield from _incomplete(dispute, owed, until)


def _planned_too_late(dispute: Dispute, owed: Owed) -> Iterator[Concern]:
    """A concern for events planned after the end of a clock of the duty that they would stop."""
    late = [
        event
        for each in owed.clocks
        for event in fulfilled_by(dispute.procedure, owed.key, each)
        if event in dispute.procedure.events and _is_planned_after(dispute, owed, each, event)
    ]
    if late:
        yield Concern(ConcernCode.PLANNED_TOO_LATE, tuple(dict.fromkeys(late)))


def fulfilled_by(procedure: Procedure, key: Key, clock: Clock) -> tuple[str, ...]:
    """The events and decisions that stop a clock of a duty; empty when only leaving does.

    For a later stage's clock they are those of that stage.
    """
    if key.stage is None:
        return ()
    stage = clock.stage if key.duty == MAIN and clock.stage in procedure.stages else key.stage
    return procedure.until(stage or key.stage, key.duty)


def _is_planned_after(dispute: Dispute, owed: Owed, each: Clock, event: str) -> bool:
    agency = owed.key.agency if dispute.procedure.events[event].of_agency else ""
    plan = dispute.plan(event, agency)
    return plan is not None and each.due is not None and not in_time(plan.on, each.due)


def _incomplete(dispute: Dispute, owed: Owed, until: Sequence[str]) -> Iterator[Concern]:
    """A concern for an event that lacks details it needs, and so does not fulfil the duty."""
    for event in until:
        kind = dispute.procedure.events.get(event)
        if kind is None:
            continue
        found = dispute.happened(event, owed.key.agency if kind.of_agency else "")
        if found and found[-1].missing:
            yield Concern(ConcernCode.INCOMPLETE, (event, *found[-1].missing))


def not_accepted(dispute: Dispute, agreed: Agreed) -> Iterator[Concern]:
    """A concern naming the agencies that are not recorded as accepting a date."""
    accepted = {agency.casefold() for agency in agreed.accepted}
    missing = tuple(each for each in dispute.agencies if each.casefold() not in accepted)
    if missing:
        yield Concern(ConcernCode.NOT_ACCEPTED, missing)


# ------------------------------------------------------------------ tasks after a move


@once
def moves_of(dispute: Dispute) -> tuple[Entry, ...]:
    """The moves that count, oldest first: the opening, escalations, decisions that move the
    dispute, closings, reopenings."""
    return tuple(entry for entry in dispute.entries if is_move(entry))


def is_on_file(dispute: Dispute, move: Entry) -> bool:
    """Whether a move is recorded as put on the child's file."""
    return move.id in _on_file(dispute)


@once
def _on_file(dispute: Dispute) -> frozenset[str]:
    """The ids of the moves that are recorded as put on the child's file."""
    found = (placed.facts for placed in dispute.finished)
    return frozenset(facts.entry for facts in found if facts.duty == CHILD_FILE)


def have_partners(dispute: Dispute, move: Entry) -> bool:
    """Whether the partners are recorded as sent a bundle that includes a move.

    Entries recorded after that bundle make it out of date only at the next move.
    """
    since = dispute.places[move.id]
    sent = (placed.facts.entry for placed in dispute.finished if placed.facts.duty == PARTNERS)
    return any(dispute.places.get(newest, 0) >= since for newest in sent)


def to_record(dispute: Dispute) -> Iterator[str]:
    """The tasks after the newest move that are not recorded as done."""
    move = moves_of(dispute)[-1]
    if not is_on_file(dispute, move):
        yield CHILD_FILE
    if not have_partners(dispute, move):
        yield PARTNERS
