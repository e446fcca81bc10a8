"""Which procedures there are, what is checked in one, and what was found, as tables and JSON."""

from collections.abc import Iterable
from typing import Any

from resolutions_cli.core.known_procedure import KnownProcedure
from resolutions_cli.core.procedure_checks import Check
from resolutions_cli.core.procedure_table import Problem
from resolutions_cli.render.table import Row, Table
from resolutions_cli.render.words import day_words


def procedures_table(known: Iterable[KnownProcedure]) -> Table:
    """One row a procedure file."""
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
    """The same for a document."""
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
    """Each check by name, with what it finds."""
    rows = (
        Row((check.name, "warning" if check.warning else "error", check.means)) for check in checks
    )
    return Table(("CHECK", "KIND", "IT FINDS"), tuple(rows))


def checks_json(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """The same for a document."""
    return [
        {"name": check.name, "warning": check.warning, "finds": check.means} for check in checks
    ]


def problems_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """What a check of a file found, by line."""
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
