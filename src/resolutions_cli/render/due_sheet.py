"""What is due, as a sheet: one row a duty, with the fields that JSON has; no names."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from resolutions_cli.core.brief import Brief
from resolutions_cli.core.deadline import Deadline
from resolutions_cli.core.findings import Finding
from resolutions_cli.render.due import in_order
from resolutions_cli.render.sheet import Cell, Sheet, SheetRow, day_cell, list_cell, time_cell
from resolutions_cli.render.words import QUIET, notes_of, waits_for

#: Each column with what a duty has in it: as in JSON, save that times are London's without an
#: offset, and that the limits of a duty are left out. `docs/files.md` lists them.
DUTY: Mapping[str, Callable[[Deadline], Cell]] = {
    "status": lambda deadline: deadline.status.value,
    "dispute": lambda deadline: deadline.reference,
    "stage": lambda deadline: deadline.key.stage,
    "title": lambda deadline: deadline.owed.title,
    "who": lambda deadline: deadline.owed.who,
    "agency": lambda deadline: deadline.key.agency or None,
    "due": lambda deadline: day_cell(deadline.due),
    "due_at_london": lambda deadline: time_cell(deadline.due),
    "act_by": lambda deadline: day_cell(deadline.act_by),
    "working_days_left": lambda deadline: deadline.working_days_left,
    "working_days_over": lambda deadline: deadline.working_days_over,
    "quiet_days": lambda _: None,
    "note": lambda deadline: _note(deadline) or None,
    "fulfilled_on": lambda deadline: deadline.owed.done.at.day if deadline.owed.done else None,
    "fulfilled_at_london": lambda d: time_cell(d.owed.done.at) if d.owed.done else None,
    "working_days_late": lambda deadline: deadline.working_days_late,
    "past_aim": lambda deadline: deadline.past_aim,
    "aim_due": lambda deadline: day_cell(deadline.owed.aim),
    "aim_at_london": lambda deadline: time_cell(deadline.owed.aim),
    "provisional": lambda deadline: deadline.provisional,
    "planned": lambda deadline: deadline.planned,
    "moved_later": lambda deadline: deadline.moved.working_days if deadline.moved else None,
    "how": lambda deadline: str(deadline.owed.done.how) if deadline.owed.done else None,
    "working_days_here": lambda deadline: deadline.days_here,
    "concerns": lambda deadline: list_cell(str(each.code) for each in deadline.owed.concerns),
    "procedure": lambda deadline: deadline.procedure,
    "version": lambda deadline: deadline.version,
    "visit": lambda deadline: deadline.key.visit,
    "duty": lambda deadline: deadline.key.duty,
    "time": lambda deadline: deadline.key.time,
}

UNREADABLE = "unreadable"


def due_sheet(
    deadlines: Iterable[Deadline], quiet: Iterable[Brief], unreadable: Iterable[Finding]
) -> Sheet:
    """Every duty given, quiet disputes among them, and above them what could not be read: a
    file is looked at far from the messages that came with it."""
    columns = tuple(DUTY)
    rows = (
        *unreadable_rows(unreadable, columns),
        *(
            _quiet_row(each) if isinstance(each, Brief) else _row(each)
            for each in in_order(deadlines, quiet)
        ),
    )
    return Sheet("Deadlines", columns, rows, fixed=2, printed=columns.index("note") + 1)


def _row(deadline: Deadline) -> SheetRow:
    return SheetRow(tuple(cell(deadline) for cell in DUTY.values()), deadline.status.value)


def _note(deadline: Deadline) -> str:
    waits = () if deadline.due else (waits_for(deadline),)
    return "; ".join((*waits, *notes_of(deadline)))


def _quiet_row(brief: Brief) -> SheetRow:
    gist = brief.gist
    return row_of(
        tuple(DUTY),
        QUIET.lower(),
        dispute=gist.reference,
        stage=gist.stage,
        who=gist.who_words,
        quiet_days=brief.quiet_days,
        note="nothing was recorded for that long",
        procedure=gist.procedure,
        version=gist.version,
    )


def unreadable_rows(findings: Iterable[Finding], columns: Sequence[str]) -> list[SheetRow]:
    """A row for each dispute and what is wrong with it, in the column `note`."""
    problems = dict.fromkeys((found.dispute or None, found.kind.sentence) for found in findings)
    return [
        row_of(columns, UNREADABLE, dispute=dispute, note=problem) for dispute, problem in problems
    ]


def row_of(columns: Sequence[str], status: str, **cells: Cell) -> SheetRow:
    """A row that fills only these columns."""
    filled: dict[str, Cell] = {"status": status, **cells}
    return SheetRow(tuple(filled.get(column) for column in columns), status)
