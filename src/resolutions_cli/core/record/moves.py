"""The moves that are possible in a dispute; each refusal has its own error."""

from collections.abc import Iterable, Mapping, Sequence

from resolutions_cli import errors
from resolutions_cli.core.entries.facts import Closed, Decided, Escalated, Opened, Reopened
from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.procedure.model import (
    CLOSED,
    OPENED_IN_ERROR,
    Decision,
    Move,
    Procedure,
    Stage,
)
from resolutions_cli.core.record.agency_names import Agencies
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.safe_dates import safe_dates
from resolutions_cli.core.text import same
from resolutions_cli.core.time.moment import Moment, passed
from resolutions_cli.core.value import Value


class Step(Value):
    """Where an accepted move leads: a stage, "closed", or "" when the dispute stays.

    A `departure` is a move that the route does not have, or that lacks its ground.
    """

    to: str
    departure: bool = False
    outcome: str = ""
    questions: Mapping[str, str] | None = None


def require_open(dispute: Dispute) -> None:
    """Raise DisputeIsClosed unless the dispute is open."""
    if not dispute.is_open:
        raise errors.DisputeIsClosed


def known_code(kind: str, code: str, allowed: Iterable[str]) -> str:
    """The code itself. Raises UnknownCode, listing the allowed ones, when it is not among them."""
    names = tuple(allowed)
    if code not in names:
        raise errors.UnknownCode(kind=kind, allowed=", ".join(names) or "none in this procedure")
    return code


def code_in_any_case(kind: str, code: str, allowed: Iterable[str]) -> str:
    """The code as the procedure writes it, in whatever case it was typed.

    Raises UnknownCode, listing what there is.
    """
    names = tuple(allowed)
    alike = [name for name in names if same(name, code.strip())]
    exact = code if code in names or len(alike) != 1 else alike[0]
    return known_code(kind, exact, names)


def stage_in_any_case(typed: str, procedure: Procedure) -> str:
    """The stage as the procedure writes it, in whatever case it was typed; as it was typed where
    there is no such stage."""
    alike = [stage for stage in procedure.stages if same(stage, typed.strip())]
    return typed if typed in procedure.stages or len(alike) != 1 else alike[0]


def known_stage(procedure: Procedure, stage: str) -> str:
    """The stage itself. Raises UnknownStage, listing those of the procedure."""
    if stage not in procedure.stages:
        raise errors.UnknownStage(allowed=", ".join(procedure.stages))
    return stage


def agency_of(known: Agencies, value: str) -> str:
    """The code of an agency of the dispute, by code or by name. Raises UnknownAgency."""
    found = known.code_of(value)
    if found is None:
        raise errors.UnknownAgency(
            where="in this dispute", how="`resolve show` lists them; `resolve party` adds one"
        )
    return found


def not_before_last_move(dispute: Dispute, at: Moment) -> None:
    """Raise BeforeTheMove when a move is dated before the last one."""
    last = last_move_at(dispute)
    if at.is_before(last):
        raise errors.BeforeTheMove(last=shown_as_typed(last))


def shown_as_typed(moment: Moment) -> str:
    """A moment as a person would type it."""
    return f"{moment.local:%Y-%m-%dT%H:%M}" if moment.instant else f"{moment.day}"


def last_move_at(dispute: Dispute) -> Moment:
    """When the dispute last moved."""
    moves = [
        entry.at
        for entry in dispute.entries
        if isinstance(entry.facts, Opened | Escalated | Closed | Reopened)
        or (isinstance(entry.facts, Decided) and entry.facts.to)
    ]
    return moves[-1]


# ------------------------------------------------------------------ escalate


def ways_on(stage: Stage) -> tuple[Move, ...]:
    """The moves from a stage. Those without a ground, the ordinary way on, come first."""
    return tuple(sorted(stage.moves, key=lambda move: bool(move.grounds)))


def escalation(dispute: Dispute, to: str, grounds: Sequence[str], departure: bool) -> Step:
    """Check an escalation; without `to` it takes the one ordinary way on.

    Raises DisputeIsClosed, NoWayOn, WhichStage, UnknownStage, NotOnTheRoute, GroundMissing,
    UnknownCode.
    """
    require_open(dispute)
    stage, procedure = dispute.stage, dispute.procedure
    for ground in grounds:
        known_code("ground", ground, procedure.grounds)
    target = known_stage(procedure, to or _only_way(stage, grounds))
    move = stage.move_to(target)
    if departure and (move is None or not is_grounded(move, grounds)):
        return Step(target, departure=True)
    if move is None:
        raise errors.NotOnTheRoute(stage=stage.id, ways=_ways(stage))
    if not is_grounded(move, grounds):
        raise errors.GroundMissing(stage=target, grounds=", ".join(move.grounds))
    if move.grounds:
        for ground in grounds:
            known_code("ground for this move", ground, move.grounds)
    return Step(target, questions=move.questions)


def is_grounded(move: Move, grounds: Iterable[str]) -> bool:
    """Whether a move needs no ground, or one of its grounds was given."""
    return not move.grounds or bool(set(grounds) & set(move.grounds))


def _only_way(stage: Stage, grounds: Sequence[str]) -> str:
    """The stage meant when none is named: the only way on, or the only one that fits."""
    if not stage.moves:
        raise errors.NoWayOn(stage=stage.id)
    fitting = [
        move for move in stage.moves if bool(move.grounds) == bool(grounds) or len(stage.moves) == 1
    ]
    if len(fitting) != 1:
        raise errors.WhichStage(ways=_ways(stage))
    return fitting[0].to


def _ways(stage: Stage) -> str:
    return ", ".join(move.to for move in stage.moves) or "none"


# ------------------------------------------------------------------ decide, close, reopen


def decision(dispute: Dispute, codes: Sequence[str]) -> Step:
    """Check a decision; of several codes, one that leads to a stage wins over those that close.

    Raises DisputeIsClosed, NoDecisionHere, UnknownCode, NotTogether.
    """
    require_open(dispute)
    stage = dispute.stage
    if not stage.decisions:
        raise errors.NoDecisionHere(stage=stage.id)
    chosen = [stage.decisions[known_code("decision", code, stage.decisions)] for code in codes]
    if len(chosen) > 1 and not all(item.any for item in chosen):
        raise errors.NotTogether
    leading = _leading(chosen)
    outcome = leading.code if leading.to == CLOSED else ""
    return Step(leading.to, outcome=outcome, questions=decision_questions(stage, codes))


def decision_questions(stage: Stage, codes: Iterable[str]) -> Mapping[str, str]:
    """The procedure's questions to the decision-maker for these codes in a stage, by key."""
    chosen = (stage.decisions[code] for code in codes if code in stage.decisions)
    return {key: text for item in chosen for key, text in item.questions.items()}


def _leading(chosen: Sequence[Decision]) -> Decision:
    onward = [item for item in chosen if item.to and item.to != CLOSED]
    closing = [item for item in chosen if item.to == CLOSED]
    return (onward or closing or list(chosen))[0]


def outcomes_of(procedure: Procedure) -> Mapping[str, str]:
    """The outcomes that a dispute may have; "opened in error" is always one."""
    return {**procedure.outcomes, OPENED_IN_ERROR: "the dispute was opened in error"}


def closing(dispute: Dispute, outcome: str) -> None:
    """Check a closing. Raises DisputeIsClosed, UnknownCode, DecideFirst."""
    require_open(dispute)
    known_code("outcome", outcome, outcomes_of(dispute.procedure))
    here = len(dispute.visits) - 1
    decided = any(item.visit == here for item in dispute.decisions)
    if dispute.stage.decide_first and not decided and outcome != OPENED_IN_ERROR:
        raise errors.DecideFirst(stage=dispute.stage.id, codes=", ".join(dispute.stage.decisions))


def reopening(dispute: Dispute) -> str:
    """The stage in which a closed dispute continues. Raises DisputeIsOpen."""
    if dispute.is_open:
        raise errors.DisputeIsOpen
    return dispute.stage.id


# ------------------------------------------------------------------ events and dates


def happening(dispute: Dispute, event: str, agency: str = "", kind: str = "") -> None:
    """Raise AlreadyHappened when an event that happens once is recorded a second time.

    An event of an agency happens once for each agency. An event with kinds happens once for each
    kind: a referral and a decision may both be disputed, and the earliest counts.
    """
    if dispute.procedure.events[event].recurring:
        return
    kinds = {each.kind for each in dispute.happened(event, agency)}
    if kinds and (not kind or "" in kinds or kind in kinds):
        raise errors.AlreadyHappened(event=event)


def not_before_happening(at: Moment, on: Moment) -> None:
    """Raise BeforeItHappened when an entry is dated before the event it records."""
    if at.is_before(on):
        raise errors.BeforeItHappened(happened_on=shown_as_typed(on))


def not_before_set(to: Moment, at: Moment) -> Moment:
    """A date to be kept. Raises BeforeItWasSet when it is before the day it was set."""
    if to.is_before(at):
        raise errors.BeforeItWasSet(set_on=shown_as_typed(at))
    return to


def safe_date(dispute: Dispute, to: Moment, stage: str, as_of: Moment) -> None:
    """Check a date to keep the child safe: it may only get earlier.

    Raises LaterThanInForce unless the one in force has passed or was met, UnknownStage,
    DisputeIsClosed.
    """
    require_open(dispute)
    if stage:
        known_stage(dispute.procedure, stage)
    dates = safe_dates(dispute)
    newest = {date.facts.stage: date.facts.on for date in dates if date.met is None}
    for scope in {"", stage}:
        in_force = newest.get(scope)
        if in_force and in_force.ends < to.ends and not passed(in_force, as_of):
            raise errors.LaterThanInForce(date=shown_as_typed(in_force))


def has_agreed(limits: Iterable[Limit]) -> bool:
    """Whether one of the limits is a date by agreement."""
    return any(limit.agreed for limit in limits)


def duty_by_agreement(dispute: Dispute, duty: str) -> str:
    """The duty of this stage whose limit is by agreement; the only one when none is named.

    Raises DisputeIsClosed, NothingByAgreement, WhichDuty.
    """
    require_open(dispute)
    stage = dispute.stage
    agreed = [item.id for item in stage.duties if has_agreed(item.limits)]
    if has_agreed(stage.limits):
        agreed.insert(0, "main")
    if not agreed or (duty and duty not in agreed):
        raise errors.NothingByAgreement(stage=stage.id, allowed=", ".join(agreed) or "none")
    if not duty and len(agreed) > 1:
        raise errors.WhichDuty(allowed=", ".join(agreed))
    return duty or agreed[0]


def owing_agencies(dispute: Dispute, duty: str) -> tuple[str, ...]:
    """The agencies that owe a duty of this stage now; ("",) when it names no agency.

    Raises NotOwedYet when it arises from an event that was not recorded in this visit.
    """
    found = next((item for item in dispute.stage.duties if item.id == duty), None)
    if found is None:
        return ("",)
    if found.arises is None:
        return dispute.agencies_owing(found)
    since = dispute.visit.since
    asked = (item for item in dispute.arisings(found.arises) if item.position >= since)
    agencies = tuple(dict.fromkeys(item.agency for item in asked))
    if not agencies:
        raise errors.NotOwedYet(duty=duty, arises=found.arises)
    return agencies


def owed_by(dispute: Dispute, duty: str, agency: str) -> str:
    """The agency whose duty is meant: the one named, or else the only one that owes it.

    Raises NotOwedYet; UnknownAgency when the one named does not owe it, or several do.
    """
    agencies = owing_agencies(dispute, duty)
    if not agency and len(agencies) == 1:
        return agencies[0]
    found = Agencies(agencies, dispute.words).code_of(agency)
    if found is None:
        raise errors.UnknownAgency(
            where="that owes it", how="`resolve due` shows who does; --agency says"
        )
    return found


# ------------------------------------------------------------------ risk, and reminders


def risk_goes_on(dispute: Dispute) -> None:
    """Raise NoRiskBegun unless an immediate risk is recorded."""
    if not dispute.episodes:
        raise errors.NoRiskBegun


def risk_ends(dispute: Dispute, over: Moment) -> None:
    """Check the end of a risk: one that began before it must be going on.

    Raises NoRiskGoingOn, OverBeforeItBegan.
    """
    running = [episode.on for episode in dispute.episodes if episode.ended is None]
    if not running:
        raise errors.NoRiskGoingOn
    first = min(running, key=lambda on: on.starts)
    if all(over.is_before(on) for on in running):
        raise errors.OverBeforeItBegan(began=shown_as_typed(first))


def told_before(told: Mapping[str, Moment], begun: Iterable[Moment]) -> Mapping[str, Moment]:
    """The times, by role, at which somebody was told before every immediate risk began.

    One mistyped digit would claim that somebody knows of a risk, so none of these counts.
    """
    known = list(begun)
    return {
        role: moment
        for role, moment in told.items()
        if all(moment.is_before(risk) for risk in known)
    }


def open_chase(dispute: Dispute, number: int) -> str:
    """The id of the entry of an open reminder. Raises UnknownCode, AlreadyHappened."""
    made = [placed.entry.id for placed in dispute.chases if placed.facts.by_when]
    known_code("reminder", str(number), map(str, range(1, len(made) + 1)))
    entry = made[number - 1]
    for placed in dispute.chases:
        if placed.facts.entry == entry or (placed.facts.done == number and not placed.facts.entry):
            raise errors.AlreadyHappened(event=f"that reminder {number} is done")
    return entry
