"""Advice in a dispute: the open deadlines, how to record each, and the ways on."""

import shlex
from collections.abc import Iterable, Iterator, Mapping

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.deadline import Deadline, urgency
from resolutions_cli.core.entries.own_codes import ACTION, CHASE, ONWARD, RECOMMENDATION, SAFE, TELL
from resolutions_cli.core.procedure.limit import MAIN, Limit
from resolutions_cli.core.procedure.model import CLOSED, Event, Stage
from resolutions_cli.core.procedure.plain_words import dating_advice, event_name, happened_words
from resolutions_cli.core.record.dispute import Dispute, Occurrence
from resolutions_cli.core.record.moves import ways_on
from resolutions_cli.core.record.safe_dates import safe_dates
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.gaps import is_noted


class Act(Value):
    """An open duty, and the commands that record the event it waits for or that fulfil it."""

    deadline: Deadline
    commands: tuple[str, ...]


class Ask(Value):
    """An event that the procedure asks for and that is not recorded, or a plan whose day has
    passed.

    `said` is what happened, `name` what a plan is called, and `advice` how to date the event.
    """

    event: Event
    command: str
    planned: Occurrence | None = None

    @property
    def said(self) -> str:
        return happened_words(self.event)

    @property
    def name(self) -> str:
        return event_name(self.event)

    @property
    def advice(self) -> str:
        return dating_advice(self.event)


class Way(Value):
    """A way on from the stage: where it leads, what it needs, the command.

    `to` is a stage, "closed", or "" if the dispute stays; `code` is the decision's.
    """

    to: str
    command: str
    code: str = ""
    means: str = ""
    grounds: tuple[str, ...] = ()
    questions: Mapping[str, str] | None = None


class Advice(Value):
    """The next steps, with `acts` most urgent first; in a closed dispute, only the open duties.

    `plans` are those whose day has passed, `planned` those that are still to come.
    """

    case: Case
    acts: tuple[Act, ...]
    plans: tuple[Ask, ...]
    asks: tuple[Ask, ...]
    ways: tuple[Way, ...]
    decisions: tuple[Way, ...]
    close: str
    sooner: str
    planned: tuple[Ask, ...] = ()

    @property
    def stage(self) -> Stage:
        """The stage the dispute is in."""
        return self.case.dispute.stage


def advise(case: Case) -> Advice:
    """The next steps, as of the moment the case was assessed."""
    dispute = case.dispute
    open_now = sorted(case.open_deadlines, key=urgency)
    acts = tuple(Act(each, tuple(commands_for(dispute, each))) for each in open_now)
    if not dispute.is_open:
        reopen = f'resolve reopen {dispute.reference} --reason "…"'
        return Advice(case, acts, (), (), (), (), close=reopen, sooner="")
    return Advice(
        case=case,
        acts=acts,
        plans=tuple(_plans(case, passed=True)),
        planned=tuple(_plans(case, passed=False)),
        asks=tuple(_asked(dispute)),
        ways=tuple(_ways(dispute)),
        decisions=tuple(_decisions(dispute)),
        close=close_command(dispute),
        sooner=f'resolve sooner {dispute.reference} --to WHEN --reason "…"',
    )


def by_urgency(cases: Iterable[Case]) -> list[Case]:
    """Disputes with open duties, the most urgent first; open ones without a duty last."""
    cases = list(cases)
    owing = [case for case in cases if case.open_deadlines]
    idle = [case for case in cases if case.dispute.is_open and not case.open_deadlines]
    owing.sort(key=lambda case: min(map(urgency, case.open_deadlines)))
    return [*owing, *sorted(idle, key=lambda case: case.dispute.reference)]


# ------------------------------------------------------------------ entries to record


def commands_for(dispute: Dispute, deadline: Deadline) -> Iterator[str]:
    """The commands that record the events a duty waits for, and that fulfil it."""
    reference, duty = dispute.reference, deadline.key.duty
    kind, _, rest = duty.partition(":")
    if kind == TELL:
        yield f'resolve risk {reference} --told "{rest}=now by NAME to NAME"'
    elif kind == CHASE:
        yield f"resolve chase {reference} --done {rest}"
    elif kind == ONWARD:
        yield from choices_of(dispute)
    elif kind in (SAFE, ACTION, RECOMMENDATION):
        several = kind == SAFE and len(safe_dates(dispute)) > 1
        is_first = kind == ACTION or (deadline.key.time == 1 and not several)
        which = "" if is_first else f":{deadline.key.time}"
        yield f"resolve done {reference} {duty}{which} --on WHEN"
    else:
        agreeable = [clock.limit for clock in deadline.owed.clocks if clock.limit]
        yield from _waited_for(dispute, deadline, agreeable)
        yield from _fulfilling(dispute, deadline)


def _waited_for(dispute: Dispute, deadline: Deadline, limits: Iterable[Limit]) -> Iterator[str]:
    waiting = (clock.pending_on for clock in deadline.owed.clocks if clock.pending_on)
    for pending in dict.fromkeys(waiting):
        if pending in dispute.procedure.events:
            yield record_command(dispute, pending, deadline.key.agency)
    agreed = any(limit.agreed for limit in limits)
    if agreed and deadline.due is None:
        duty = "" if deadline.key.duty == MAIN else f" --duty {deadline.key.duty}"
        whose = f" --agency {shlex.quote(deadline.key.agency)}" if deadline.key.agency else ""
        yield (
            f'resolve agree {dispute.reference}{duty}{whose} --by-date WHEN --with WHO --reason "…"'
        )


def _fulfilling(dispute: Dispute, deadline: Deadline) -> Iterator[str]:
    stage = deadline.key.stage or dispute.stage.id
    until = dispute.procedure.until(stage, deadline.key.duty)
    events = [name for name in until if name in dispute.procedure.events]
    for event in events:
        yield _complete_command(dispute, event, deadline.key.agency) or record_command(
            dispute, event, deadline.key.agency
        )
    if not events and deadline.key.duty == MAIN:
        yield from choices_of(dispute)


def _complete_command(dispute: Dispute, event: str, agency: str) -> str:
    """The command that completes an event's record, which does not count while it lacks details.

    Empty if no record lacks any.
    """
    of_agency = dispute.procedure.events[event].of_agency
    found = dispute.happened(event, agency if of_agency else "")
    if not found or not found[-1].missing:
        return ""
    number = dispute.labels[found[-1].entry.id]
    sets = " ".join(f"--set details.{each}=…" for each in found[-1].missing)
    return f"resolve correct {dispute.reference} {number} {sets}"


def choices_of(dispute: Dispute) -> Iterator[str]:
    """The commands that people may choose from in a stage: decide, escalate, close.

    They are in the order to consider them. None suggests an outcome, since people must choose it.
    """
    stage = dispute.stage
    if stage.decisions:
        yield f'resolve decide {dispute.reference} CODE --reason "…"'
    if stage.moves:
        to = "" if len(stage.moves) == 1 else " --to STAGE"
        yield f'resolve escalate {dispute.reference}{to} --reason "…"'
    yield close_command(dispute)


def close_command(dispute: Dispute) -> str:
    """The command that closes a dispute."""
    return f'resolve close {dispute.reference} --outcome CODE --reason "…" --action "…"'


def record_command(dispute: Dispute, event: str, agency: str = "") -> str:
    """The command that records an event, with the details that its record needs."""
    known: Event = dispute.procedure.events[event]
    words = [f"resolve record {dispute.reference} {event} --on WHEN"]
    if known.of_agency:
        words.append(f"--agency {shlex.quote(agency) if agency else 'AGENCY'}")
    words.extend(f"--detail {each.id}=…" for each in known.details.values() if each.needed)
    return " ".join(words)


# ------------------------------------------------------------------ events asked for


def _plans(case: Case, *, passed: bool) -> Iterator[Ask]:
    """The plans in force whose day has passed, or has not, with the command for the event."""
    dispute = case.dispute
    for occurrence in dispute.occurrences:
        standing = dispute.plan(occurrence.event, occurrence.agency)
        if occurrence is standing and (occurrence.on.ends < case.as_of.ends) is passed:
            event = dispute.procedure.events[occurrence.event]
            command = record_command(dispute, occurrence.event, occurrence.agency)
            yield Ask(event, command, occurrence)


def _asked(dispute: Dispute) -> Iterator[Ask]:
    """The events asked for at the opening and in this stage that are not recorded."""
    stage = dispute.stage
    start = dispute.procedure.stages[dispute.opened.stage]
    for event in dict.fromkeys((*dispute.procedure.asks, *start.needs, *stage.asks)):
        if not dispute.happened(event) and not is_noted(dispute, event):
            yield Ask(dispute.procedure.events[event], record_command(dispute, event))


# ------------------------------------------------------------------ the ways on


def _ways(dispute: Dispute) -> Iterator[Way]:
    moves = ways_on(dispute.stage)
    for move in moves:
        words = [f"resolve escalate {dispute.reference}"]
        if len(moves) > 1:
            words.append(f"--to {move.to}")
        if move.grounds:
            words.append("--ground CODE")
        words.extend(f'--answer "{key}=…"' for key in move.questions)
        words.append('--reason "…"')
        title = dispute.procedure.stages[move.to].title
        yield Way(
            to=move.to,
            command=" ".join(words),
            means=title,
            grounds=move.grounds,
            questions=move.questions,
        )


def _decisions(dispute: Dispute) -> Iterator[Way]:
    for decision in dispute.stage.decisions.values():
        words = [f"resolve decide {dispute.reference} {decision.code}"]
        words.extend(f'--answer "{key}=…"' for key in decision.questions)
        words.append('--reason "…"')
        if decision.to == CLOSED:
            words.append('--action "…"')
        yield Way(
            to=decision.to,
            command=" ".join(words),
            code=decision.code,
            means=decision.means,
            questions=decision.questions,
        )
