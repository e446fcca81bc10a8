"""The tables and JSON of `list` and `similar`: one row for each dispute, without names."""

from collections.abc import Collection, Iterable
from typing import Any

from resolutions_cli.core.deadlines.summary import SummaryAsOf
from resolutions_cli.core.views.likeness import Alike
from resolutions_cli.render.fields.dispute_fields import DISPUTE
from resolutions_cli.render.formats.json import fields_json
from resolutions_cli.render.formats.table import Columns, Row, Table
from resolutions_cli.render.words.words import TO_BE_SETTLED_STYLE, day_words, shown, status_style

COLUMNS = Columns.of(DISPUTE)


def disputes_table(disputes: Iterable[SummaryAsOf], to_settle: Collection[str] = ()) -> Table:
    """One row for each dispute, with the status of its most urgent deadline.

    `to_settle` are the references of disputes to be settled; their status says so.
    """
    return COLUMNS.table(_row(each, each.summary.reference in to_settle) for each in disputes)


def _row(dispute: SummaryAsOf, to_settle: bool) -> Row:
    deadline = dispute.most_urgent
    style = status_style(deadline) if deadline else ""
    return COLUMNS.row(dispute, to_settle, TO_BE_SETTLED_STYLE if to_settle else style)


def similar_table(found: Iterable[Alike]) -> Table:
    """One row for each similar dispute, with the likeness."""
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
    """One dispute of a list, as a JSON object."""
    return fields_json(DISPUTE, dispute)


def similar_json(alike: Alike) -> dict[str, Any]:
    """One similar dispute, with the likeness, as a JSON object."""
    listed = list_json(alike.case)
    return {**listed, "same_concerns": list(alike.concerns), "same_agencies": alike.pair}
