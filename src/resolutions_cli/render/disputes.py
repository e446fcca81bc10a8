"""Disputes as a table, one row each, and as JSON: `list` and `similar`. No names."""

from collections.abc import Collection, Iterable
from typing import Any

from resolutions_cli.core.likeness import Alike
from resolutions_cli.core.summary import SummaryAsOf
from resolutions_cli.render.concern_words import concerns_in_a_list
from resolutions_cli.render.documents import moment_json, warnings_json
from resolutions_cli.render.table import Row, Table
from resolutions_cli.render.words import (
    TO_BE_SETTLED,
    TO_BE_SETTLED_STYLE,
    day_words,
    moment_words,
    remaining_words,
    several,
    shown,
    status_style,
    status_words,
)

_COLUMNS = ("DISPUTE", "STAGE", "OPENED", "STATUS", "DUE", "TIME", "QUIET", "OUTCOME", "NOTE")
_UNDER = {
    "STAGE": "DISPUTE",
    "OPENED": "DISPUTE",
    "QUIET": "DUE",
    "TIME": "DUE",
    "OUTCOME": "DUE",
}


_NOTES = {"NOTE": "STATUS"}


def disputes_table(disputes: Iterable[SummaryAsOf], to_settle: Collection[str] = ()) -> Table:
    """One row a dispute, with the status of its most urgent duty; those `to_settle` say it."""
    rows = tuple(_row(each, each.summary.reference in to_settle) for each in disputes)
    return Table(_COLUMNS, rows, under=_UNDER, notes=_NOTES)


def _row(dispute: SummaryAsOf, to_settle: bool) -> Row:
    summary, deadline = dispute.summary, dispute.most_urgent
    quiet = several(dispute.quiet_days, "working day") if dispute.quiet_days is not None else ""
    status = status_words(deadline) if deadline else ("CLOSED" if summary.closed_at else "NO DUTY")
    style = status_style(deadline) if deadline else ""
    if to_settle:
        status, style = f"{TO_BE_SETTLED}, {status}", TO_BE_SETTLED_STYLE
    closed = f"closed {day_words(summary.closed_at.day)}" if summary.closed_at else ""
    due = moment_words(deadline.due) if deadline and deadline.due else ""
    notes = [closed, *concerns_in_a_list(dispute)] if due else list(concerns_in_a_list(dispute))
    return Row(
        (
            summary.reference,
            summary.stage,
            day_words(summary.opened_at.day),
            status,
            due or closed,
            remaining_words(deadline, dispute.as_of) if deadline else "",
            quiet,
            shown(summary.outcome),
            "; ".join(filter(None, notes)),
        ),
        style,
    )


def similar_table(found: Iterable[Alike]) -> Table:
    """One row a dispute, with why it is alike."""
    rows = tuple(
        Row(
            (
                alike.case.dispute.reference,
                alike.case.dispute.stage.id,
                day_words(alike.case.dispute.opened_at.day),
                "; ".join(_why(alike)),
                shown(alike.case.dispute.outcome) or "open",
            )
        )
        for alike in found
    )
    return Table(("DISPUTE", "STAGE", "OPENED", "ALIKE", "OUTCOME"), rows)


def _why(alike: Alike) -> Iterable[str]:
    if alike.concerns:
        yield f"same concern: {', '.join(map(shown, alike.concerns))}"
    if alike.pair:
        yield "same agencies"


def list_json(dispute: SummaryAsOf) -> dict[str, Any]:
    """One dispute of a list."""
    summary, deadline = dispute.summary, dispute.most_urgent
    return {
        "dispute": summary.reference,
        "procedure": summary.procedure,
        "version": summary.version,
        "stage": summary.stage,
        "open": summary.is_open,
        "opened_at": moment_json(summary.opened_at),
        "closed_at": moment_json(summary.closed_at),
        "outcome": summary.outcome or None,
        "concerns": list(summary.concerns),
        "agencies": list(summary.agencies),
        "duty": deadline.key.duty if deadline else None,
        "status": deadline.status.value if deadline else None,
        "due": deadline.due.last_day.isoformat() if deadline and deadline.due else None,
        "quiet_days": dispute.quiet_days,
        "warnings": warnings_json(dispute),
    }


def similar_json(alike: Alike) -> dict[str, Any]:
    """One dispute like another."""
    listed = list_json(alike.case)
    return {**listed, "same_concerns": list(alike.concerns), "same_agencies": alike.pair}
