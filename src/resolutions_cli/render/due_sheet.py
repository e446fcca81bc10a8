"""What is due, as a sheet: one row a duty, with the fields that JSON has; no names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from resolutions_cli.core.deadline import Deadline
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.summary import SummaryAsOf
from resolutions_cli.core.when import Moment
from resolutions_cli.render.deadline_notes import notes_of
from resolutions_cli.render.due import in_order
from resolutions_cli.render.sheet import Cell, Sheet, SheetRow, day_cell, list_cell, time_cell
from resolutions_cli.render.words import QUIET, TO_BE_SETTLED_STYLE, waits_for

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
    "fulfilled_on": lambda deadline: _day(_fulfilled(deadline)),
    "fulfilled_at_london": lambda deadline: time_cell(_fulfilled(deadline)),
    "ended_on": lambda deadline: _day(_ended(deadline)),
    "ended_at_london": lambda deadline: time_cell(_ended(deadline)),
    "how": lambda deadline: deadline.owed.done.how.value if deadline.owed.done else None,
    "working_days_late": lambda deadline: deadline.working_days_late,
    "working_days_here": lambda deadline: deadline.days_here,
    "concerns": lambda deadline: list_cell([each.code.value for each in deadline.owed.concerns]),
    "past_aim": lambda deadline: deadline.past_aim,
    "aim_due": lambda deadline: day_cell(deadline.owed.aim),
    "aim_at_london": lambda deadline: time_cell(deadline.owed.aim),
    "provisional": lambda deadline: deadline.provisional,
    "planned": lambda deadline: deadline.planned,
    "moved_later": lambda deadline: deadline.moved.working_days if deadline.moved else None,
    "procedure": lambda deadline: deadline.procedure,
    "version": lambda deadline: deadline.version,
    "visit": lambda deadline: deadline.key.visit,
    "duty": lambda deadline: deadline.key.duty,
    "time": lambda deadline: deadline.key.time,
}

UNREADABLE = "unreadable"


def due_sheet(
    deadlines: Iterable[Deadline], quiet: Iterable[SummaryAsOf], unreadable: Iterable[Finding]
) -> Sheet:
    """Every duty given, quiet disputes among them, and above them what could not be read: a
    file is looked at far from the messages that came with it."""
    columns = tuple(DUTY)
    rows = (
        *unreadable_rows(unreadable, columns),
        *(
            _quiet_row(each) if isinstance(each, SummaryAsOf) else _row(each)
            for each in in_order(deadlines, quiet)
        ),
    )
    return Sheet("Deadlines", columns, rows, fixed=2, printed=columns.index("note") + 1)


def _row(deadline: Deadline) -> SheetRow:
    return SheetRow(tuple(cell(deadline) for cell in DUTY.values()), deadline.status.value)


def _ended(deadline: Deadline) -> Moment | None:
    return deadline.owed.done.at if deadline.owed.done else None


def _day(moment: Moment | None) -> date | None:
    """The day on which something happened, at midnight too; a due date ends with the day before."""
    return moment.day if moment else None


def _fulfilled(deadline: Deadline) -> Moment | None:
    """When it was done; a date that was given up was not."""
    done = deadline.owed.done
    return done.at if done and done.fulfilled else None


def _note(deadline: Deadline) -> str:
    waits = () if deadline.due else (waits_for(deadline),)
    return "; ".join((*waits, *notes_of(deadline)))


def _quiet_row(dispute: SummaryAsOf) -> SheetRow:
    summary = dispute.summary
    return row_of(
        tuple(DUTY),
        QUIET.lower(),
        dispute=summary.reference,
        stage=summary.stage,
        who=summary.who_words,
        quiet_days=dispute.quiet_days,
        note="nothing was recorded for that long",
        procedure=summary.procedure,
        version=summary.version,
    )


def unreadable_rows(findings: Iterable[Finding], columns: Sequence[str]) -> list[SheetRow]:
    """A row for each dispute and what is wrong with it, in the column `note`; one that is to be
    settled was read, and says so."""
    problems = dict.fromkeys(
        (TO_BE_SETTLED_STYLE if found.is_apart else UNREADABLE, found.dispute or None, found.kind)
        for found in findings
    )
    return [
        row_of(columns, status, dispute=dispute, note=kind.sentence)
        for status, dispute, kind in problems
    ]


def row_of(columns: Sequence[str], status: str, **cells: Cell) -> SheetRow:
    """A row that fills only these columns."""
    filled: dict[str, Cell] = {"status": status, **cells}
    return SheetRow(tuple(filled.get(column) for column in columns), status)
