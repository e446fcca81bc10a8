"""The table of what is due: one row a duty, one row a quiet dispute."""

from collections.abc import Iterable, Sequence

from resolutions_cli.core.case import Case
from resolutions_cli.core.deadline import Deadline, is_urgent, urgency
from resolutions_cli.core.when import Moment
from resolutions_cli.errors import UnknownGrouping
from resolutions_cli.render.table import Row, Table
from resolutions_cli.render.words import (
    NOW,
    QUIET,
    moment_words,
    notes_of,
    remaining_words,
    several,
    status_words,
    waits_for,
)

COLUMNS = ("STATUS", "DISPUTE", "STAGE", "WHAT", "WHO", "DUE", "TIME", "NOTE")

#: Where a terminal has no room for all columns; notes stand under what they are about.
UNDER = {"STAGE": "WHAT", "WHO": "WHAT", "TIME": "DUE"}
NOTES = {"NOTE": "WHAT"}


def due_row(deadline: Deadline, as_of: Moment) -> Row:
    """One duty as a row; no names, only references."""
    key = deadline.key
    what = f"{deadline.owed.title} ({key.agency})" if key.agency else deadline.owed.title
    due = moment_words(deadline.due) if deadline.due else waits_for(deadline)
    return Row(
        (
            status_words(deadline),
            deadline.reference,
            key.stage or "",
            what,
            deadline.owed.who,
            due,
            remaining_words(deadline, as_of),
            "; ".join(notes_of(deadline)),
        ),
        NOW if deadline.is_now else deadline.status.value,
    )


def quiet_row(case: Case) -> Row:
    """A dispute in which nothing was recorded for too long, as a row."""
    dispute = case.dispute
    days = several(case.quiet_days or 0, "working day")
    return Row(
        (
            QUIET,
            dispute.reference,
            dispute.stage.id,
            f"Nothing recorded for {days}",
            dispute.procedure.who(dispute.stage.who),
            "",
            "",
            "",
        ),
        QUIET.lower(),
    )


def due_table(
    deadlines: Iterable[Deadline], quiet: Sequence[Case], as_of: Moment, heading: str = ""
) -> Table:
    """Every duty given, in the order of lists, quiet disputes above what is on time."""
    ordered = sorted(deadlines, key=urgency)
    urgent = [deadline for deadline in ordered if is_urgent(deadline)]
    rest = [deadline for deadline in ordered if not is_urgent(deadline)]
    rows = (
        *(due_row(deadline, as_of) for deadline in urgent),
        *(quiet_row(case) for case in quiet),
        *(due_row(deadline, as_of) for deadline in rest),
    )
    return Table(COLUMNS, rows, heading, UNDER, NOTES)


#: How the duties can be put into several tables.
GROUPINGS = ("stage", "agency", "who")


def due_tables(
    deadlines: Sequence[Deadline],
    quiet: Sequence[Case],
    as_of: Moment,
    group: str = "",
    *,
    quiet_apart: bool = False,
) -> list[Table]:
    """One table, or one for each stage, agency or actor; none when there is nothing to show.

    Quiet disputes stand among the duties, or `quiet_apart` and in groups in a table of their
    own. Raises UnknownGrouping.
    """
    if group and group not in GROUPINGS:
        raise UnknownGrouping(allowed=", ".join(GROUPINGS))
    if not group and not quiet_apart:
        return [due_table(deadlines, quiet, as_of)] if deadlines or quiet else []
    groups: dict[str, list[Deadline]] = {}
    for deadline in deadlines:
        groups.setdefault(_group_of(deadline, group) if group else "", []).append(deadline)
    tables = [due_table(groups[name], (), as_of, name) for name in sorted(groups)]
    if quiet:
        tables.append(due_table((), quiet, as_of, "Quiet disputes"))
    return tables


def _group_of(deadline: Deadline, group: str) -> str:
    if group == "stage":
        stage = f"Stage {deadline.key.stage}" if deadline.key.stage else "The whole dispute"
        return f"{deadline.procedure}: {stage}"
    if group == "agency":
        return deadline.key.agency or "Every agency"
    return deadline.owed.who
