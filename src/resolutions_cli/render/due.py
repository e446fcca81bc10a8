"""The table of what is due: one row a duty, one row a quiet dispute."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from resolutions_cli.core.case import Case
from resolutions_cli.core.deadline import Deadline, Status
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

_LAST = datetime.max.replace(tzinfo=UTC)

#: Quiet disputes stand above what is on time; duties without a date stand last.
_RANK = {Status.ON_TIME: 2, Status.NO_DATE: 3, Status.MET: 4, Status.MISSED: 4, Status.ENDED: 4}


def order_of(deadline: Deadline) -> tuple[bool, int, datetime, str, int]:
    """Who must be told of a risk comes first, then the earliest date, then no date."""
    ends = deadline.due.ends if deadline.due else _LAST
    told_first = not (deadline.is_telling and deadline.is_open)
    rank = _RANK.get(deadline.status, 0)
    return told_first, rank, ends, deadline.reference, deadline.owed.arose


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
    ordered = sorted(deadlines, key=order_of)
    urgent = [d for d in ordered if d.status not in _RANK or d.is_telling]
    rest = [d for d in ordered if not (d.status not in _RANK or d.is_telling)]
    rows = (
        *(due_row(deadline, as_of) for deadline in urgent),
        *(quiet_row(case) for case in quiet),
        *(due_row(deadline, as_of) for deadline in rest),
    )
    return Table(COLUMNS, rows, heading)


#: How the duties can be put into several tables.
GROUPINGS = ("stage", "agency", "who")


def due_tables(
    deadlines: Sequence[Deadline], quiet: Sequence[Case], as_of: Moment, group: str = ""
) -> list[Table]:
    """One table, or one for each stage, agency or actor; none when there is nothing to show.

    Raises UnknownGrouping.
    """
    if group and group not in GROUPINGS:
        raise UnknownGrouping(allowed=", ".join(GROUPINGS))
    if not group:
        return [due_table(deadlines, quiet, as_of)] if deadlines or quiet else []
    groups: dict[str, list[Deadline]] = {}
    for deadline in deadlines:
        groups.setdefault(_group_of(deadline, group), []).append(deadline)
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
