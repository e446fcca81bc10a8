"""A procedure drawn in plain text; the lists of procedures, checks and problems."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from resolutions_cli.core.procedure.checks import Check
from resolutions_cli.core.procedure.model import KnownProcedure, Procedure, Stage
from resolutions_cli.core.procedure.table import Problem
from resolutions_cli.core.text import between_words
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.views.procedure import limit_in_full
from resolutions_cli.render.words.words import day_words

# ------------------------------------------------------------------ the diagram


def procedure_diagram(procedure: Procedure, width: int = 72) -> str:
    """The route as boxes in plain ASCII, down the page for as long as it reaches new stages.

    Each stage is drawn once. `-->` beside a line leads to a stage that is drawn elsewhere.
    """
    width = max(width, 40)
    drawn: set[str] = set()
    columns = [
        "\n".join(_column(procedure, stage, drawn, width))
        for stage in (*procedure.starts, *procedure.stages.values())
        if stage.id not in drawn
    ]
    legend = "*  a dispute may start here.  Any stage may also be closed with an outcome."
    return "\n\n".join([*columns, "\n".join(between_words(legend, width, hang=3))])


def _column(procedure: Procedure, stage: Stage, drawn: set[str], width: int) -> Iterator[str]:
    """The boxes from a stage downward. Adds each stage drawn to `drawn`."""
    below: Stage | None = stage
    while below:
        stage = below
        drawn.add(stage.id)
        yield from _box(stage, width)
        ways = _ways(stage)
        onward = next((to for to in ways if to in procedure.stages and to not in drawn), None)
        for to, why in ways.items():
            if to != onward:
                arrow = "---" if to == "" else "-->"
                aside = _arrow_words(to or "stays", why)
                yield from between_words(f"    |{arrow} {aside}", width, hang=9)
        below = procedure.stages[onward] if onward else None
        if onward:
            yield "    |"
            yield from between_words(
                f"    v    {_arrow_words('', ways[onward])}".rstrip(), width, hang=9
            )


def _arrow_words(to: str, why: Sequence[str]) -> str:
    return " ".join(word for word in (to, f"({', '.join(why)})" if why else "") if word)


def _ways(stage: Stage) -> dict[str, tuple[str, ...]]:
    """The ways on from a stage (to a stage, "closed", or "" to stay), with grounds or codes."""
    ways: dict[str, tuple[str, ...]] = {}
    for move in stage.moves:
        ways[move.to] = move.grounds
    for decision in stage.decisions.values():
        ways[decision.to] = (*ways.get(decision.to, ()), decision.code)
    return ways


def _box(stage: Stage, width: int) -> Iterator[str]:
    inner = width - 4
    rule = f"+{'-' * (inner + 2)}+"
    mark = "*" if stage.start else " "
    duties = ((f"{duty.id}: ", duty.limits) for duty in stage.duties)
    times = [
        f"{name}{limit_in_full(limit)}"
        for name, limits in (("", stage.limits), *duties)
        for limit in limits
    ]
    yield rule
    for row in (f"{mark} {stage.id}: {stage.title}", *(f"    {time}" for time in times)):
        for line in between_words(row, inner, hang=4):
            yield f"| {line:<{inner}} |"
    yield rule


# ------------------------------------------------------------------ lists


def procedures_table(known: Iterable[KnownProcedure]) -> Table:
    """One row for each procedure file."""
    columns = ("ID", "VERSION", "OWNER", "WHERE", "CHECKED", "NOTE")
    return Table(columns, tuple(_row(each) for each in known), under={"NOTE": "OWNER"})


def _row(known: KnownProcedure) -> Row:
    procedure = known.procedure
    checked = day_words(procedure.checked_on) if procedure.checked_on else "never"
    waits = f"resolve procedure accept {procedure.label}" if known.waits else ""
    note = "; ".join(filter(None, (waits, known.stale)))
    return Row((procedure.id, procedure.version, procedure.owner, _where(known), checked, note))


def _where(known: KnownProcedure) -> str:
    if known.waits:
        return "not accepted yet"
    if not known.shipped:
        return "workspace"
    return "shipped, in use here" if known.here else "shipped"


def procedures_json(known: Iterable[KnownProcedure]) -> list[dict[str, Any]]:
    """The procedure files, for a JSON document."""
    return [
        {
            "id": each.procedure.id,
            "version": each.procedure.version,
            "label": each.procedure.label,
            "digest": each.procedure.digest,
            "title": each.procedure.title,
            "owner": each.procedure.owner,
            "nation": each.procedure.nation,
            "shipped": each.shipped,
            "in_workspace": each.here,
            "waits": each.waits,
            "checked_on": each.procedure.checked_on and each.procedure.checked_on.isoformat(),
            "stale": each.stale or None,
        }
        for each in known
    ]


# ------------------------------------------------------------------ checks


def checks_table(checks: Iterable[Check]) -> Table:
    """Each check: its name, its kind and the faults that it finds."""
    rows = (
        Row((check.name, "warning" if check.warning else "error", check.means)) for check in checks
    )
    return Table(("CHECK", "KIND", "IT FINDS"), tuple(rows))


def checks_json(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """The checks, for a JSON document."""
    return [
        {"name": check.name, "warning": check.warning, "finds": check.means} for check in checks
    ]


def problems_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The problems found in a procedure file, with their lines."""
    return [
        {
            "name": problem.name,
            "line": problem.line,
            "warning": problem.warning,
            "problem": problem.sentence,
            "allowed": problem.allowed or None,
        }
        for problem in problems
    ]
