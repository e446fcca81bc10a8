"""The table of `due`: one row for each deadline and for each quiet dispute."""

from collections.abc import Iterable, Sequence

from resolutions_cli import errors
from resolutions_cli.core.deadlines.deadline import Deadline, is_urgent, urgency
from resolutions_cli.core.deadlines.summary import SummaryAsOf
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.render.fields.deadline_fields import (
    DEADLINE,
    NOTHING_TYPED,
    TableContext,
    Typed,
)
from resolutions_cli.render.formats.table import Columns, Row, Table
from resolutions_cli.render.words.words import (
    QUIET,
    TO_BE_SETTLED,
    TO_BE_SETTLED_STYLE,
    several,
    status_style,
)

COLUMNS = Columns.of(DEADLINE)


def due_row(deadline: Deadline, asked: TableContext) -> Row:
    """A deadline as a row: references, and no names except in typed text."""
    return COLUMNS.row(deadline, asked, status_style(deadline))


def quiet_row(dispute: SummaryAsOf) -> Row:
    """A quiet dispute as a row: how long it has been without an entry."""
    summary = dispute.summary
    days = several(dispute.quiet_days or 0, "working day")
    return COLUMNS.filled(
        QUIET.lower(),
        STATUS=QUIET,
        DISPUTE=summary.reference,
        STAGE=summary.stage,
        WHAT=f"Nothing recorded for {days}",
        WHO=summary.who_words,
    )


def settle_row(reference: str) -> Row:
    """A row for a dispute that was moved in two copies of the record."""
    return COLUMNS.filled(
        TO_BE_SETTLED_STYLE,
        STATUS=TO_BE_SETTLED,
        DISPUTE=reference,
        WHAT=f"Choose which move counts: resolve settle {reference}",
        NOTE="moved on two machines",
    )


def due_lines(deadlines: Iterable[Deadline], as_of: Moment) -> list[str]:
    """The deadlines as a short list, one line for each, the earliest first."""
    table = due_table(list(deadlines), (), as_of)
    rows = [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows]
    return [f"{row['DUE']}  {row['WHAT']} ({row['WHO']})" for row in rows]


def due_table(
    deadlines: Iterable[Deadline],
    quiet: Sequence[SummaryAsOf],
    as_of: Moment,
    heading: str = "",
    to_settle: Iterable[str] = (),
    typed: Typed = NOTHING_TYPED,
) -> Table:
    """Every deadline given, in the order of lists, with quiet disputes above those on time.

    Disputes `to_settle` come first, because their dates may change.
    """
    asked = TableContext(as_of, typed)
    rows = (
        quiet_row(each) if isinstance(each, SummaryAsOf) else due_row(each, asked)
        for each in in_order(deadlines, quiet)
    )
    return COLUMNS.table((*map(settle_row, to_settle), *rows), heading)


def in_order(
    deadlines: Iterable[Deadline], quiet: Iterable[SummaryAsOf]
) -> list[Deadline | SummaryAsOf]:
    """Deadlines and quiet disputes in the order of every list; those on time come last."""
    ordered = sorted(deadlines, key=urgency)
    urgent = [deadline for deadline in ordered if is_urgent(deadline)]
    return [*urgent, *quiet, *(each for each in ordered if not is_urgent(each))]


#: The ways to split deadlines into several tables.
GROUPINGS = ("stage", "agency", "who")

#: The column that the heading of a group makes redundant.
_SAID_BY_HEADING = {"stage": "STAGE", "who": "WHO"}


def due_tables(
    deadlines: Sequence[Deadline],
    quiet: Sequence[SummaryAsOf],
    as_of: Moment,
    group: str = "",
    *,
    quiet_apart: bool = False,
    to_settle: Sequence[str] = (),
    typed: Typed = NOTHING_TYPED,
) -> list[Table]:
    """One table, or one for each stage, agency or actor; none when there is nothing to show.

    In groups, or if `quiet_apart`, quiet disputes and those `to_settle` have tables of their
    own; otherwise they are rows among the deadlines. Raises UnknownGrouping.
    """
    if group and group not in GROUPINGS:
        raise errors.UnknownGrouping(allowed=", ".join(GROUPINGS))
    if not group and not quiet_apart:
        whole = due_table(deadlines, quiet, as_of, to_settle=to_settle, typed=typed)
        return [whole] if whole.rows else []
    groups: dict[str, list[Deadline]] = {}
    for deadline in deadlines:
        groups.setdefault(_group_of(deadline, group) if group else "", []).append(deadline)
    # groups are in the order of their most urgent deadlines
    names = sorted(groups, key=lambda name: min(map(urgency, groups[name])))
    said = _SAID_BY_HEADING.get(group, "")
    tables = [due_table(groups[name], (), as_of, name, typed=typed).without(said) for name in names]
    if to_settle:
        tables.insert(0, due_table((), (), as_of, "Disputes to be settled", to_settle))
    if quiet:
        tables.append(due_table((), quiet, as_of, "Quiet disputes"))
    return tables


def _group_of(deadline: Deadline, group: str) -> str:
    if group == "stage":
        stage = f"Stage {deadline.key.stage}" if deadline.key.stage else "The whole dispute"
        return f"{deadline.procedure}: {stage}"
    if group == "agency":
        return deadline.key.agency or "Every agency"
    return deadline.owed.role_words
