"""Disputes as a table, one row each, and as JSON: `list` and `similar`. No names."""

from collections.abc import Collection, Iterable
from typing import Any

from resolutions_cli.core.brief import Brief
from resolutions_cli.core.likeness import Alike
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


def disputes_table(briefs: Iterable[Brief], to_settle: Collection[str] = ()) -> Table:
    """One row a dispute, with the status of its most urgent duty; those `to_settle` say it."""
    rows = tuple(_row(each, each.gist.reference in to_settle) for each in briefs)
    return Table(_COLUMNS, rows, under=_UNDER, notes=_NOTES)


def _row(brief: Brief, to_settle: bool) -> Row:
    gist, deadline = brief.gist, brief.most_urgent
    quiet = several(brief.quiet_days, "working day") if brief.quiet_days is not None else ""
    status = status_words(deadline) if deadline else ("CLOSED" if gist.closed_at else "NO DUTY")
    style = status_style(deadline) if deadline else ""
    if to_settle:
        status, style = f"{TO_BE_SETTLED}, {status}", TO_BE_SETTLED_STYLE
    closed = f"closed {day_words(gist.closed_at.day)}" if gist.closed_at else ""
    due = moment_words(deadline.due) if deadline and deadline.due else ""
    notes = [closed, *concerns_in_a_list(brief)] if due else list(concerns_in_a_list(brief))
    return Row(
        (
            gist.reference,
            gist.stage,
            day_words(gist.opened_at.day),
            status,
            due or closed,
            remaining_words(deadline, brief.as_of) if deadline else "",
            quiet,
            shown(gist.outcome),
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


def list_json(brief: Brief) -> dict[str, Any]:
    """One dispute of a list."""
    gist, deadline = brief.gist, brief.most_urgent
    return {
        "dispute": gist.reference,
        "procedure": gist.procedure,
        "version": gist.version,
        "stage": gist.stage,
        "open": gist.is_open,
        "opened_at": moment_json(gist.opened_at),
        "closed_at": moment_json(gist.closed_at),
        "outcome": gist.outcome or None,
        "concerns": list(gist.concerns),
        "agencies": list(gist.agencies),
        "duty": deadline.key.duty if deadline else None,
        "status": deadline.status.value if deadline else None,
        "due": deadline.due.last_day.isoformat() if deadline and deadline.due else None,
        "quiet_days": brief.quiet_days,
        "warnings": warnings_json(brief),
    }


def similar_json(alike: Alike) -> dict[str, Any]:
    """One dispute like another."""
    listed = list_json(alike.case)
    return {**listed, "same_concerns": list(alike.concerns), "same_agencies": alike.pair}
