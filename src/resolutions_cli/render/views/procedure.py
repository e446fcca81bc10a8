"""A procedure as text to pin to the wall and as JSON; the problems of a procedure file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from resolutions_cli.core.procedure.caps import cap_overruns
from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.procedure.model import (
    CLOSED,
    OPENED_IN_ERROR,
    Decision,
    Detail,
    Duty,
    Event,
    Move,
    Procedure,
    Stage,
)
from resolutions_cli.core.procedure.plain_words import short_meaning
from resolutions_cli.core.procedure.table import Problem
from resolutions_cli.core.text import between_words
from resolutions_cli.core.time.amount import Amount
from resolutions_cli.render.words.words import (
    NATION_WORDS,
    day_words,
    event_words,
    limit_words,
)

_LABEL = 10  # columns of the label before each row of a stage
_EACH = {"agency": "each agency of the dispute", "concerned": "each agency concerned"}


def problems_text(problems: Iterable[Problem], path: str) -> str:
    """One line for each problem: `file:line: problem; allowed values [name of the check]`."""
    lines = []
    for problem in problems:
        allowed = f"; {problem.allowed}" if problem.allowed else ""
        warning = "warning: " if problem.warning else ""
        place = f"{path}:{problem.line}"
        lines.append(f"{place}: {warning}{problem.sentence}{allowed} [{problem.name}]")
    return "\n".join(lines)


# ------------------------------------------------------------------ words


def limit_in_full(limit: Limit) -> str:
    """A limit in words: "96 hours after the disagreement was raised (target: 24 hours)"."""
    if limit.amount is None:
        return "a date that those involved agree on"
    aim = f" (target: {limit.aim.words})" if limit.aim else ""
    return f"{'at least ' if limit.backward else ''}{limit_words(limit)}{aim}"


def _destination(to: str) -> str:
    return {"": "the dispute stays here", CLOSED: "ends the dispute"}.get(to, f"on to {to}")


# ------------------------------------------------------------------ the whole route as text


def procedure_text(procedure: Procedure, width: int = 80) -> str:
    """The whole route: who does what by when, the sources in the text, and the ways on.

    Lines have at most `width` columns; a `width` under 40 counts as 40.
    """
    width = max(width, 40)
    outcomes = {**procedure.outcomes, OPENED_IN_ERROR: "it should not have been opened"}
    parts = [
        _head(procedure, width),
        _risk(procedure, width),
        *(_stage(procedure, stage, width) for stage in procedure.stages.values()),
        _glossary("HOW A DISPUTE MAY END (--outcome)", outcomes, width),
        _glossary("WHAT IT MAY BE ABOUT (--concern)", procedure.concerns, width),
        _glossary("IN RELATION TO WHAT (--about)", procedure.about, width),
        _glossary("GROUNDS (--ground)", procedure.grounds, width),
        _events(procedure, width),
        _overruns(procedure, width),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _head(procedure: Procedure, width: int) -> list[str]:
    checked = "not recorded as checked against the published text"
    if procedure.checked_on:
        day = day_words(procedure.checked_on)
        checked = f"last checked against the published text on {day}"
    rows = [
        procedure.title,
        procedure.owner,
        f"{procedure.label}, {checked}",
        f"Source: {procedure.source}",
        procedure.url,
        f"Working days are those of {NATION_WORDS[procedure.nation]}. "
        "Every timescale is a maximum: acting sooner is always possible. A dispute can be closed "
        "from any stage.",
    ]
    return [line for row in rows if row for line in between_words(row, width)]


def _risk(procedure: Procedure, width: int) -> list[str]:
    told = [f"{procedure.role(role)} ({role})" for role in procedure.risk.tell]
    return [
        "IMMEDIATE RISK TO A CHILD: TELL AT ONCE",
        *(line for role in told for line in between_words(f"- {role}", width, hang=2)),
        *between_words(f"  Text: {procedure.risk.cite}", width, hang=2),
    ]


def _stage(procedure: Procedure, stage: Stage, width: int) -> list[str]:
    start = "  (a dispute may start here)" if stage.start else ""
    lines = [*between_words(f"[{stage.id}]  {stage.title}{start}", width)]
    for label, text in _stage_rows(procedure, stage):
        lines += between_words(f"  {label:<{_LABEL}}{text}", width, hang=_LABEL + 2)
    return lines


def _stage_rows(procedure: Procedure, stage: Stage) -> Iterator[tuple[str, str]]:
    """Label and text of each row; a row that continues the one above has no label."""
    yield "Who", procedure.who(stage.who)
    yield from _one("Does", stage.does)
    yield from _one("Instead", stage.instead)
    yield "Text", stage.cite
    yield from _limit_rows(stage.limits, stage.cite)
    if stage.until:
        yield "Done", f"once this is recorded: {_named(stage.until, stage, procedure)}"
    if stage.needs:
        yield "Opening", f"asks when {_named(stage.needs, stage, procedure, between='; when ')}"
    if stage.asks:
        yield "Record", f"when {_named(stage.asks, stage, procedure, between='; when ')}"
    for duty in stage.duties:
        yield from _duty_rows(procedure, duty, stage)
    for decision in stage.decisions.values():
        yield "Decide", _decision(decision)
        yield from _questions(decision.questions)
    for move in stage.moves:
        yield "On to", _move(procedure, move)
        yield from _questions(move.questions)
    if stage.decide_first:
        yield "Closing", "only once a decision is recorded"


def _named(codes: Iterable[str], stage: Stage, procedure: Procedure, between: str = "; or ") -> str:
    """Events, and decisions of a stage, in words, each with the code that is typed for it."""
    said = []
    for code in codes:
        decision = stage.decisions.get(code)
        means = short_meaning(decision.means) if decision else event_words(code, procedure)
        said.append(f"{means} ({code})")
    return between.join(said)


def _one(label: str, text: str) -> Iterator[tuple[str, str]]:
    if text:
        yield label, text


def _limit_rows(limits: Sequence[Limit], cite: str) -> Iterator[tuple[str, str]]:
    """Each limit with its reading, and with its source if that differs from `cite`."""
    if not limits:
        yield "By when", "no time limit in the text"
    for number, limit in enumerate(limits):
        yield ("and" if number else "By when"), limit_in_full(limit)
        if limit.cite != cite:
            yield "", f"text: {limit.cite}"
        if limit.reading:
            yield "", f"read as: {limit.reading}"


def _duty_rows(procedure: Procedure, duty: Duty, stage: Stage) -> Iterator[tuple[str, str]]:
    yield "Also", f"{duty.title} ({duty.id})"
    each = f", one for {_EACH[duty.each]}" if duty.each else ""
    yield "", f"who: {procedure.who(duty.who)}{each}"
    if duty.arises:
        yield "", f"each time this is recorded: {_named((duty.arises,), stage, procedure)}"
    yield "", f"done once this is recorded: {_named(duty.until, stage, procedure)}"
    for label, text in _limit_rows(duty.limits, stage.cite):
        yield "", f"{label.lower()}: {text}" if label else text


def _decision(decision: Decision) -> str:
    together = "; together with others" if decision.any else ""
    return f"{decision.code}: {decision.means} ({_destination(decision.to)}{together})"


def _move(procedure: Procedure, move: Move) -> str:
    grounds = f", on grounds: {', '.join(move.grounds)}" if move.grounds else ""
    return f"{move.to}: {procedure.stages[move.to].title}{grounds}"


def _questions(questions: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, question in questions.items():
        yield "", f"asked ({key}): {question}"


def _glossary(title: str, codes: Mapping[str, str], width: int) -> list[str]:
    if not codes:
        return []
    rows = (f"  {code}: {means}" for code, means in codes.items())
    return [title, *(line for row in rows for line in between_words(row, width, hang=4))]


def _events(procedure: Procedure, width: int) -> list[str]:
    lines = ["WHAT IS RECORDED WITH ITS DATE"] if procedure.events else []
    for event in procedure.events.values():
        lines += between_words(f"  {event.id}: {event.means}{_event_notes(event)}", width, hang=4)
        for detail in event.details.values():
            lines += between_words(f"    {_detail_words(detail)}", width, hang=6)
    return lines


def _overruns(procedure: Procedure, width: int) -> list[str]:
    """The caps that the stages' limits can exceed in total; empty without any."""
    rows = [f"  {found.sentence}. The cap applies." for found in cap_overruns(procedure)]
    lines = [line for row in rows for line in between_words(row, width, hang=4)]
    return ["LIMITS THAT CAN EXCEED A CAP", *lines] if lines else []


def _event_notes(event: Event) -> str:
    notes = [
        "may be planned" if event.planned else "",
        "may happen again" if event.recurring else "",
        "for one agency each" if event.of_agency else "",
        f"one of: {', '.join(event.kinds)}" if event.kinds else "",
    ]
    said = "; ".join(note for note in notes if note)
    return f" ({said})" if said else ""


def _detail_words(detail: Detail) -> str:
    least = f", at least {detail.at_least}" if detail.at_least else ""
    role = f" as {detail.role}" if detail.role else ""
    what = {
        "one-of": f"one of: {', '.join(detail.choices)}",
        "all-of": f"all of: {', '.join(detail.choices)}",
        "people": f"people{least}{role}",
        "agencies": f"agencies{least}",
        "yes-no": "yes or no",
    }.get(detail.kind, "text")
    needed = "; needed" if detail.needed else ""
    return f"{detail.id}: {detail.means} ({what}{needed})"


# ------------------------------------------------------------------ JSON


def procedure_json(procedure: Procedure) -> dict[str, Any]:
    """The procedure as plain values, in the file's order; dates as "2026-11-22"."""
    return {
        "id": procedure.id,
        "version": procedure.version,
        "label": procedure.label,
        "digest": procedure.digest,
        "title": procedure.title,
        "owner": procedure.owner,
        "nation": procedure.nation,
        "source": procedure.source,
        "url": procedure.url or None,
        "checked_on": procedure.checked_on.isoformat() if procedure.checked_on else None,
        "asks": list(procedure.asks),
        "concerns": dict(procedure.concerns),
        "about": dict(procedure.about),
        "grounds": dict(procedure.grounds),
        "roles": dict(procedure.roles),
        "risk": {"tell": list(procedure.risk.tell), "cite": procedure.risk.cite},
        "outcomes": dict(procedure.outcomes),
        "events": [_event_json(event) for event in procedure.events.values()],
        "stages": [_stage_json(stage) for stage in procedure.stages.values()],
        "overruns": [
            {
                "stage": found.stage.id,
                "total": found.total,
                "cap": found.cap,
                "of": found.limit.of,
            }
            for found in cap_overruns(procedure)
        ],
    }


def _event_json(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "means": event.means,
        "kinds": list(event.kinds),
        "planned": event.planned,
        "recurring": event.recurring,
        "of_agency": event.of_agency,
        "details": [
            {
                "id": detail.id,
                "means": detail.means,
                "kind": detail.kind,
                "choices": dict(detail.choices),
                "role": detail.role or None,
                "at_least": detail.at_least,
                "needed": detail.needed,
            }
            for detail in event.details.values()
        ],
    }


def _stage_json(stage: Stage) -> dict[str, Any]:
    return {
        "id": stage.id,
        "title": stage.title,
        "who": list(stage.who),
        "does": stage.does or None,
        "instead": stage.instead or None,
        "start": stage.start,
        "needs": list(stage.needs),
        "asks": list(stage.asks),
        "cite": stage.cite,
        "until": _one_or_several(stage.until),
        "decide_first": stage.decide_first,
        "limits": [_limit_json(limit) for limit in stage.limits],
        "moves": [
            {"to": move.to, "grounds": list(move.grounds), "questions": dict(move.questions)}
            for move in stage.moves
        ],
        "decisions": [
            {
                "code": decision.code,
                "means": decision.means,
                "to": decision.to,
                "any": decision.any,
                "questions": dict(decision.questions),
            }
            for decision in stage.decisions.values()
        ],
        "duties": [_duty_json(duty) for duty in stage.duties],
    }


def _duty_json(duty: Duty) -> dict[str, Any]:
    return {
        "id": duty.id,
        "title": duty.title,
        "who": list(duty.who),
        "each": duty.each,
        "from": duty.arises,
        "until": _one_or_several(duty.until),
        "limits": [_limit_json(limit) for limit in duty.limits],
    }


def _one_or_several(names: Sequence[str]) -> str | list[str] | None:
    """Names as in the file: a single name, a list, or None."""
    return (names[0] if len(names) == 1 else list(names)) if names else None


def _limit_json(limit: Limit) -> dict[str, Any]:
    return {
        "rule": limit.rule,
        "of": limit.of,
        "aim": _words(limit.aim),
        "at_latest": limit.at_latest or None,
        "cite": limit.cite,
        "reading": limit.reading or None,
    }


def _words(amount: Amount | None) -> str | None:
    return amount.words if amount else None
