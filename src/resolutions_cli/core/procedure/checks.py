"""The named checks of a procedure file, in one list that can be shown.

The reader itself makes those of `READING` while it reads the file; every other check is a small
function of a draft. An error means that the file cannot be used, a warning that somebody should
look at it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

# these two add their checks to the list while they are imported
from resolutions_cli.core.procedure import limit_checks, name_checks
from resolutions_cli.core.procedure.caps import cap_overruns
from resolutions_cli.core.procedure.limit import ENTERED, LEFT
from resolutions_cli.core.procedure.model import CLOSED, GENERAL_ROLES, Procedure, Stage
from resolutions_cli.core.procedure.named_check import (
    CHECKS,
    Finds,
    limits_of,
    named_check,
    names_a_visit,
)
from resolutions_cli.core.procedure.reader import ProcedureDraft, draft_procedure
from resolutions_cli.core.procedure.table import Lines, Problem, shown
from resolutions_cli.core.time.moment import add_months

__all__ = ["CHECKS", "check_draft", "check_procedure", "limit_checks", "name_checks", "why_stale"]


def check_procedure(
    data: Mapping[str, Any], lines: Lines, digest: str, as_of: date | None = None
) -> tuple[Procedure | None, tuple[Problem, ...]]:
    """The procedure, or None when it cannot be used, and every problem of the file by line.

    Without `as_of` only those errors are looked for that forbid the use of any file: what is
    asked of a new file must not take away one that is in use.
    """
    return check_draft(draft_procedure(data, lines, digest), as_of)


def check_draft(
    draft: ProcedureDraft, as_of: date | None
) -> tuple[Procedure | None, tuple[Problem, ...]]:
    """The same as `check_procedure`, of a file that was read."""
    problems = list(draft.problems)
    for check in CHECKS.values():
        for_new = (check.warning or check.new_only) and as_of is None
        if check.find is None or for_new or (check.whole_route and draft.problems):
            continue
        for line, sentence, allowed in check.find(draft, as_of or date.min):
            problems.append(Problem(check.name, line, sentence, allowed, check.warning))
    problems.sort(key=lambda problem: problem.line)
    usable = all(problem.warning for problem in problems)
    return (draft.procedure if usable else None), tuple(problems)


# ------------------------------------------------------------------ names that must exist


@named_check("unknown-stage", "a way on, or a limit, that names a stage the file does not have")
def _unknown_stage(draft: ProcedureDraft, _: date) -> Finds:
    stages = draft.procedure.stages
    allowed = f"the stages: {', '.join(stages)}"
    for stage in stages.values():
        for move in stage.moves:
            if move.to not in stages:
                yield move.line, f"a move leads to {shown(move.to)}, which is no stage", allowed
        for decision in stage.decisions.values():
            if decision.to and decision.to != CLOSED and decision.to not in stages:
                sentence = f"a decision leads to {shown(decision.to)}, which is no stage"
                yield decision.line, sentence, f'"", "{CLOSED}", or {allowed}'
    for limit in limits_of(draft.procedure):
        for start in limit.starts:
            word, colon, named = start.partition(":")
            if colon and word in (ENTERED, LEFT) and named not in stages:
                yield limit.line, f"`of` names {shown(named)}, which is no stage", allowed
    for line, key, named in _stages_named(draft):
        if named not in stages:
            yield line, f"`{key}` names {shown(named)}, which is no stage", allowed


def _stages_named(draft: ProcedureDraft) -> Iterator[tuple[int, str, str]]:
    """Line, key and stage, wherever a cap or an example names one."""
    for cap in draft.caps:
        yield from ((cap.limit.line, "stages", named) for named in cap.stages)
    for example in draft.examples:
        if example.start:
            yield example.line, "start", example.start
        yield from ((each.line, "to", each.to) for each in example.steps if each.to)
        yield from ((each.line, "stage", each.stage) for each in example.due)


@named_check("unknown-event", "an event that the file does not have")
def _unknown_event(draft: ProcedureDraft, _: date) -> Finds:
    procedure = draft.procedure
    allowed = f"the events: {', '.join(procedure.events) or 'none'}"
    for line, key, event in _events_named(draft):
        if event not in procedure.events:
            yield line, f"`{key}` names {shown(event)}, which is no event", allowed
    for limit in limits_of(procedure):
        for start in limit.starts:
            if start.partition(":")[0] not in (ENTERED, LEFT) and start not in procedure.events:
                sentence = f"`of` names {shown(start)}, which is no event"
                yield limit.line, sentence, f"{allowed}; entered, entered:STAGE, left:STAGE"
    for stage in procedure.stages.values():
        known = {*procedure.events, *stage.decisions}
        for line, key, name in _endings_named(draft, stage):
            if name not in known:
                yield line, f"`{key}` names {shown(name)}, no event and no decision here", allowed
        for limit in stage.limits + tuple(each for duty in stage.duties for each in duty.limits):
            if limit.at_latest not in {*procedure.events, ENTERED, ""}:
                sentence = f"`at_latest` names {shown(limit.at_latest)}, which is no event"
                yield limit.line, sentence, f"{allowed}; entered"


def _events_named(draft: ProcedureDraft) -> Iterator[tuple[int, str, str]]:
    """Line, key and event, wherever a plain event is named."""
    for example in draft.examples:
        yield from ((each.line, "event", each.event) for each in example.steps if each.event)
    for event in draft.procedure.asks:
        yield draft.line("procedure", "asks"), "asks", event
    for stage in draft.procedure.stages.values():
        for event in stage.needs:
            yield draft.stage_line(stage, "needs"), "needs", event
        for event in stage.asks:
            yield draft.stage_line(stage, "asks"), "asks", event


def _endings_named(draft: ProcedureDraft, stage: Stage) -> Iterator[tuple[int, str, str]]:
    """Line, key and name, wherever a stage names an event or a decision of its own."""
    for name in stage.until:
        yield draft.stage_line(stage, "until"), "until", name
    for duty in stage.duties:
        for name in duty.until:
            yield duty.line, "until", name
        if duty.arises:
            yield duty.line, "from", duty.arises


@named_check("unknown-ground", "a move that asks for a ground the file does not have")
def _unknown_ground(draft: ProcedureDraft, _: date) -> Finds:
    grounds = draft.procedure.grounds
    for stage in draft.procedure.stages.values():
        for move in stage.moves:
            for ground in move.grounds:
                if ground not in grounds:
                    allowed = f"the codes of [grounds]: {', '.join(grounds) or 'none'}"
                    yield move.line, f"{shown(ground)} is no ground", allowed


@named_check("unknown-outcome", "a decision that closes the dispute with a code that is no outcome")
def _unknown_outcome(draft: ProcedureDraft, _: date) -> Finds:
    outcomes = draft.procedure.outcomes
    for stage in draft.procedure.stages.values():
        for decision in stage.decisions.values():
            if decision.to == CLOSED and decision.code not in outcomes:
                allowed = f"the codes of [outcomes]: {', '.join(outcomes) or 'none'}"
                yield decision.line, f"{shown(decision.code)} closes, but is no outcome", allowed


@named_check("unknown-role", "somebody to be told of an immediate risk who is no role of the file")
def _unknown_role(draft: ProcedureDraft, _: date) -> Finds:
    known = {**draft.procedure.roles, **GENERAL_ROLES}
    for role in draft.procedure.risk.tell:
        if role not in known:
            allowed = f"the codes of [roles], or {', '.join(GENERAL_ROLES)}"
            yield draft.line("risk", "tell"), f"`tell` names {shown(role)}, no role", allowed


# ------------------------------------------------------------------ how the stages fit together


@named_check("no-start", "a file without a stage where a dispute may start", whole_route=True)
def _no_start(draft: ProcedureDraft, _: date) -> Finds:
    if not draft.procedure.starts:
        yield draft.line("stage"), "no dispute can start", "`start = true` in one or more stages"


@named_check("unreachable-stage", "a stage that no way leads to", whole_route=True)
def _unreachable_stage(draft: ProcedureDraft, _: date) -> Finds:
    stages = draft.procedure.stages
    waiting = list(draft.procedure.starts)
    if not waiting:
        return
    reached = {stage.id for stage in waiting}
    while waiting:
        for way in waiting.pop().ways:
            if way in stages and way not in reached:
                reached.add(way)
                waiting.append(stages[way])
    for stage in stages.values():
        if stage.id not in reached:
            sentence = f"no way leads to the stage {shown(stage.id)}"
            yield stage.line, sentence, "a move or a decision of another stage, or `start = true`"


@named_check("dead-end", "a stage without a way on, in a file without outcomes", whole_route=True)
def _dead_end(draft: ProcedureDraft, _: date) -> Finds:
    if draft.procedure.outcomes:
        return
    for stage in draft.procedure.stages.values():
        if not stage.ways:
            sentence = f"a dispute in the stage {shown(stage.id)} can neither go on nor end"
            yield stage.line, sentence, "`moves`, a decision, or an [outcomes] table to close with"


@named_check("unlike-ways", "decisions that may be made together and lead to different stages")
def _unlike_ways(draft: ProcedureDraft, _: date) -> Finds:
    for stage in draft.procedure.stages.values():
        onward = [
            each for each in stage.decisions.values() if each.any and each.to not in ("", CLOSED)
        ]
        for decision in onward[1:]:
            if decision.to != onward[0].to:
                pair = f"{shown(onward[0].code)} and {shown(decision.code)}"
                sentence = f"{pair} may be made together, but lead to different stages"
                yield decision.line, sentence, "one stage for all decisions with `any = true`"


@named_check("no-decision", "a stage that must be decided first, and has no decision")
def _no_decision(draft: ProcedureDraft, _: date) -> Finds:
    for stage in draft.procedure.stages.values():
        if stage.decide_first and not stage.decisions:
            sentence = f"a dispute in the stage {shown(stage.id)} could never be closed"
            yield draft.stage_line(stage, "decide_first"), sentence, "a [[stage.decision]]"


@named_check("same-name", "an event and a decision of one name, so that `until` could mean either")
def _same_name(draft: ProcedureDraft, _: date) -> Finds:
    for stage in draft.procedure.stages.values():
        for decision in stage.decisions.values():
            if decision.code in draft.procedure.events:
                sentence = f"{shown(decision.code)} is an event and a decision"
                yield decision.line, sentence, "a name of its own for each"


@named_check(
    "each-without-agency", "a deadline of each agency whose event does not belong to one agency"
)
def _each_without_agency(draft: ProcedureDraft, _: date) -> Finds:
    for stage in draft.procedure.stages.values():
        for duty in stage.duties:
            for name in duty.until if duty.each else ():
                event = draft.procedure.events.get(name)
                if event is None or not event.of_agency:
                    sentence = f"{shown(name)} would meet no single agency's deadline"
                    yield duty.line, sentence, "an event with `of_agency = true`"


# ------------------------------------------------------------------ limits


@named_check("uncited-limit", "a limit that does not say where the published text states it")
def _uncited_limit(draft: ProcedureDraft, _: date) -> Finds:
    for limit in limits_of(draft.procedure):
        if not limit.cite:
            yield limit.line, f"the limit {limit.rule} has no `cite`", "section, table, row"


@named_check("unread-limit", "a limit that starts with a stage, without a reading", warning=True)
def _unread_limit(draft: ProcedureDraft, _: date) -> Finds:
    for limit in limits_of(draft.procedure):
        if names_a_visit(limit) and not limit.reading:
            sentence = f"the limit {limit.rule} counts from reaching or leaving a stage"
            yield limit.line, sentence, "`reading`: how the text's start is understood"


@named_check("unplanned-before", "a date before something that cannot be planned", warning=True)
def _unplanned_before(draft: ProcedureDraft, _: date) -> Finds:
    for limit in limits_of(draft.procedure):
        event = draft.procedure.events.get(limit.of or "")
        if limit.backward and (names_a_visit(limit) or (event and not event.planned)):
            sentence = f"the limit {limit.rule} is known only when it is over"
            yield limit.line, sentence, "an event with `planned = true`"


@named_check("cap-overrun", "limits that add up to more than a cap allows", warning=True)
def _cap_overrun(draft: ProcedureDraft, _: date) -> Finds:
    for overrun in cap_overruns(draft.procedure):
        advice = "nothing to do if the text says so: the cap then applies"
        yield overrun.limit.line, overrun.sentence, advice


@named_check("unknown-follow-up", "an outcome to follow up that the file does not have")
def _unknown_follow_up(draft: ProcedureDraft, _: date) -> Finds:
    outcomes = draft.procedure.outcomes
    for code in draft.procedure.follow_up:
        if code not in outcomes:
            allowed = f"the codes of [outcomes]: {', '.join(outcomes) or 'none'}"
            yield draft.line("procedure", "follow_up"), f"{shown(code)} is no outcome", allowed


@named_check("stale", "a file not held against the published text for a year", warning=True)
def _stale(draft: ProcedureDraft, as_of: date) -> Finds:
    advice = "compare with your partnership's current text, then set `checked_on`"
    checked = draft.procedure.checked_on
    if sentence := why_stale(checked, as_of):
        path = ("procedure", "checked_on") if checked else ("procedure",)
        yield draft.line(*path), sentence, advice


def why_stale(checked: date | None, as_of: date) -> str:
    """Why a procedure should be compared with its text; empty if it was within a year."""
    if checked is None:
        return "nobody has said when this was last checked"
    return f"last checked on {checked}" if add_months(checked, 12) < as_of else ""
