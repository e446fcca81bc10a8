"""Every dispute of a workspace for `due` and `list`: from the index if it is current, else read."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from resolutions_cli import errors
from resolutions_cli.app.run import Run
from resolutions_cli.core.deadlines.deadline import Owed
from resolutions_cli.core.deadlines.summary import SUMMARY, DisputeSummary, SummaryAsOf
from resolutions_cli.core.entries.own_codes import TELL
from resolutions_cli.core.text import Filters
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import pack_calendar
from resolutions_cli.files.disk.clock import real_now
from resolutions_cli.files.index.index import Index, IndexRow, is_live, may_be_late, stamp_of
from resolutions_cli.files.index.survey import Survey, survey

# The modules that read a record are imported where they are used: a list made from the index needs
# none of them, and importing them takes longer than making the list.
if TYPE_CHECKING:
    from resolutions_cli.app.read import Read, Shelf
    from resolutions_cli.core.procedure.model import Procedure
    from resolutions_cli.core.record.findings import Finding
    from resolutions_cli.core.record.log import Log
    from resolutions_cli.core.views.known_names import Known


class Board:
    """The disputes that could be read, by reference, and the findings about the others.

    `named` are the agencies in the logs of disputes that were not open yet; `problems` are those
    of imported calendars, by path; `reads` are the sources of the summaries if every file was
    read.
    """

    def __init__(self) -> None:
        self.disputes: list[SummaryAsOf] = []
        self.unreadable: list[Finding] = []
        self.named: set[str] = set()
        self.problems: Mapping[str, errors.ResolveError] = {}
        self.reads: list[Read] = []

    def add_findings(self, shelf: "Shelf") -> None:
        """Add the findings of a shelf, and the agencies in its logs."""
        from resolutions_cli.core.record.agencies import agencies_named

        self.unreadable.extend(shelf.unreadable)
        self.named.update(name for log in shelf.logs for name in agencies_named(log))


def read_board(
    run: Run, *, closed: bool = True, only_late: bool = False, whole: bool = False
) -> Board:
    """Every dispute as of the moment asked about; closed ones only with `closed`. With
    `only_late`, disputes that are neither overdue nor quiet may be left out.

    The index answers for now. As of another time or knowledge, or if the `whole` logs are needed,
    every file is read.
    """
    board = Board()
    if whole or run.asked.as_of or run.asked.known_at:
        _read_every_file(run, board)
        return board
    now, today = run.now.timestamp(), run.as_of.day.toordinal()
    with Index(run.workspace, os.environ) as index:
        found = survey(run.workspace, index, now)
        run.take_calendars(index.calendars)
        for name in found.unchanged:
            stored = index.rows[name]
            if not (closed or is_live(stored)):
                continue
            if only_late and not may_be_late(stored, now, today, run.settings.quiet):
                continue
            packed = index.summaries(name)
            if packed is None:
                found.changed.append(run.workspace.disputes / name)
            else:
                board.disputes.extend(summary_as_of(run, SUMMARY.unpack(each)) for each in packed)
        is_all = found.could_look and len(found.unchanged) == len(index.rows)
        if found.changed or not is_all or index.made_at is None:
            _read_changed(run, index, found, board, closed=closed)
    board.disputes.sort(key=lambda each: each.summary.reference)
    return board


def summary_as_of(run: Run, summary: DisputeSummary) -> SummaryAsOf:
    """A summary with its deadlines at the moment asked about."""
    return SummaryAsOf(summary, run.as_of, run.calendar(summary.nation), run.settings)


# ------------------------------------------------------------------ reading changed folders


def _read_every_file(run: Run, board: Board) -> None:
    from resolutions_cli.app.read import read_all

    shelf = read_all(run)
    board.disputes.extend(shelf.cases)
    board.reads.extend(shelf.reads)
    board.add_findings(shelf)
    board.problems = run.problems


def _read_changed(run: Run, index: Index, found: Survey, board: Board, *, closed: bool) -> None:
    """Read the changed folders onto the board, and update the index."""
    from resolutions_cli.app.read import Shelf, read_onto
    from resolutions_cli.app.screen import progress
    from resolutions_cli.files.workspace.folders import list_disputes, sort_out

    listing = sort_out(found.changed) if found.could_look else list_disputes(run.workspace)
    board.unreadable.extend(finding for finding in listing.findings if finding.kind.harms)
    board.problems = run.problems
    if found.could_look:
        kept = set(found.unchanged).difference(each.name for each in found.changed)
        for name in index.rows.keys() - kept:
            index.drop(name)
    nations = {"england"}
    with progress(run, "reading the record", len(listing.references)) as step:
        for name in listing.references:
            before = int(real_now().timestamp() * 1_000_000_000)
            shelf = Shelf()
            read_onto(shelf, run, name)
            board.add_findings(shelf)
            summaries = [read.case.summary for read in shelf.reads]
            nations |= {each.nation for each in summaries}
            row = _row(run, name, shelf, before)
            if row:
                index.put(name, row, tuple(map(SUMMARY.pack, summaries)))
            if closed or row is None or row.is_live:
                board.disputes.extend(summary_as_of(run, each) for each in summaries)
            step()
    for nation in nations - index.calendars.keys():
        index.calendars[nation] = pack_calendar(run.calendar(nation))
    if index.is_changed and not run.problems:
        index.save(run.now.timestamp())


def _row(run: Run, name: str, shelf: "Shelf", before: int) -> IndexRow | None:
    """The index's row for a folder; None if a later change could not be noticed, if the folder
    has a fault, or if one of its disputes is not open yet."""
    entries = [entry for log in shelf.logs for entry in log.entries]
    if shelf.unreadable or len(shelf.reads) < len(shelf.logs) or not entries:
        return None
    # An entry recorded by a fast clock does not show when its file was made.
    times = [entry.recorded for entry in entries if entry.recorded <= run.now]
    newest = max(times).timestamp() if times else 0
    stamp = stamp_of(run.workspace.disputes / name, before, newest)
    if stamp is None:
        return None
    summaries = [read.case.summary for read in shelf.reads]
    open_duties = [owed for summary in summaries for owed in summary.duties if not owed.done]
    ends = [_late_from(owed, owed.due).timestamp() for owed in open_duties if owed.due]
    return IndexRow(
        mtime=stamp.mtime,
        inode=stamp.inode,
        files=stamp.files,
        is_live=bool(open_duties) or any(each.is_open or each.asked for each in summaries),
        until=_until(run, shelf.logs),
        first_end=min(ends, default=None),
        last_recorded=min(summary.last_recorded.toordinal() for summary in summaries),
    )


def _late_from(owed: Owed, due: Moment) -> datetime:
    """When an open deadline becomes late: once its time ends, or begins for telling of a risk."""
    return due.starts if owed.key.duty.startswith(f"{TELL}:") else due.ends


def _until(run: Run, logs: "Sequence[Log]") -> float | None:
    """When the first time in the log that is still ahead comes, since the summary is out of date
    from then on; None if all are past."""
    times = [time for log in logs for time in _times(log) if time.ends > run.as_of.ends]
    return min((time.starts.timestamp() for time in times), default=None)


def _times(log: "Log") -> Iterator[Moment]:
    from resolutions_cli.core.entries.facts import Corrected

    for entry in log.entries:
        yield entry.at
        yield Moment.of(entry.recorded)
        if isinstance(entry.facts, Corrected) and isinstance(
            at := entry.facts.set.get("at"), Moment
        ):
            yield at


# ------------------------------------------------------------------ names in filters


def require_known(run: Run, board: Board, filters: Filters) -> None:
    """Refuse a name that no dispute, procedure or agency list of the workspace knows.

    Refuses nothing before the first dispute, or if something cannot be read, since that may
    have the name. Closed disputes must be on the board. Raises UnknownCode,
    NoSuchProcedure, UnknownAgency.
    """
    if filters == Filters() or not board.disputes or board.unreadable:
        return
    known_in(run, board).require(filters)


def known_in(run: Run, board: Board) -> "Known":
    """The names that can filter a list of these disputes."""
    from resolutions_cli.core.views.known_names import Known
    from resolutions_cli.files.workspace.procedures import (
        names_of,
        procedures_in,
        shipped_procedures,
    )

    pinned = dict.fromkeys((each.summary.digest, each.summary.label) for each in board.disputes)
    procedures = [*(run.procedure(*each) for each in pinned), *_in_use(run)]
    files = (*procedures_in(run.workspace.procedures), *shipped_procedures())
    agencies = {name for each in board.disputes for name in each.summary.named}
    return Known(
        procedures=tuple({each.digest: each for each in procedures}.values()),
        procedure_names=names_of(files),
        agencies=frozenset((*agencies, *board.named, *run.workspace.agencies)),
    )


def _in_use(run: Run) -> "Iterator[Procedure]":
    """The readable procedures in the workspace's folder, and its default one."""
    from resolutions_cli.files.workspace.procedures import procedure_named, procedures_in

    for file in procedures_in(run.workspace.procedures):
        with suppress(errors.ProcedureUnusable):
            yield file.procedure
    with suppress(errors.ProcedureUnusable, errors.NoSuchProcedure, errors.AmbiguousProcedure):
        yield procedure_named(run.workspace.procedure, run.workspace.procedures).procedure
