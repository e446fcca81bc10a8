"""Taking a spreadsheet in: each row a dispute, opened as `resolve open` opens one under way."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.context import asking, streams
from resolutions_cli.context.agencies import agencies_in_cells, say_sealed
from resolutions_cli.context.confirming import Confirmation
from resolutions_cli.context.importing import bytes_of, references_here, write_batch
from resolutions_cli.context.keeping import keeping
from resolutions_cli.context.opening import looks_like_name, opening
from resolutions_cli.context.opening_words import Words
from resolutions_cli.context.progress import progress
from resolutions_cli.context.run import Run
from resolutions_cli.core.draft import Draft, named_by
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import Closed, Noted, Opened
from resolutions_cli.core.fold import fold
from resolutions_cli.core.log import Log
from resolutions_cli.core.moves import closing, not_before_last_move
from resolutions_cli.core.procedure import Procedure
from resolutions_cli.core.reference import is_taken, listed, own_reference
from resolutions_cli.core.sealed_codes import is_key
from resolutions_cli.core.sheet_map import Problem, SheetMap, row_values
from resolutions_cli.core.taking_in import doubts_about
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment
from resolutions_cli.files.durable import Whole
from resolutions_cli.files.log import read_logs
from resolutions_cli.files.procedures import ProcedureFile, pin
from resolutions_cli.files.recording import prepare
from resolutions_cli.files.sheet import MAP_LIMIT, SHEET_LIMIT, Row, map_from, read_sheet

#: What a cell says, by what its column is, and of which event or stage.
Said = Mapping[tuple[str, str], tuple[str, ...]]


class Taken(Value):
    """A row that becomes a dispute: its entries, the first of which opens it, and the files of
    those that are not here yet."""

    line: int
    reference: str
    file: ProcedureFile
    entries: tuple[Entry, ...]
    files: tuple[Whole, ...]

    @property
    def new(self) -> tuple[Entry, ...]:
        """The entries that are not here yet."""
        return self.entries[-len(self.files) :]


class SheetImport(Value):
    """What a sheet brings, or brought, and what is wrong with other rows of it."""

    taken: tuple[Taken, ...]
    problems: tuple[Problem, ...]
    rows: int
    written: bool = False

    @property
    def refusal(self) -> errors.SheetRefused | None:
        """That rows cannot be taken in; None when all can."""
        if not self.problems:
            return None
        return errors.SheetRefused(count=len({each.line for each in self.problems}), rows=self.rows)


def import_sheet(
    run: Run,
    source: Path,
    map_file: Path,
    confirmation: Confirmation,
    *,
    dry_run: bool,
    skip_bad: bool,
) -> SheetImport:
    """Take in every row of a sheet, or none; with `skip_bad` those that are good.

    The caller confirms, and raises the `refusal` of what was not written. Raises NoFileToImport,
    MapUnusable, SheetUnreadable, NotRecorded, ImportUnfinished and Busy.
    """
    sheet_map = map_from(bytes_of(map_file, MAP_LIMIT))
    headings, rows = read_sheet(bytes_of(source, SHEET_LIMIT), sheet_map)
    if dry_run:
        return _plan(run, sheet_map, headings, rows)
    with keeping(run, "disputes", "list --all"):
        plan = _plan(run, sheet_map, headings, rows)
        files = [file for each in plan.taken for file in each.files]
        if not files or (plan.problems and not skip_bad):
            return plan
        confirmation.begin()
        for raw in {each.file.digest: each.file.raw for each in plan.taken}.values():
            pin(run.here.procedures, raw)
        write_batch(run, files, confirmation)
    return plan.but(written=True)


def _plan(
    run: Run, sheet_map: SheetMap, headings: Sequence[str], rows: Sequence[Row]
) -> SheetImport:
    # Whether a row may go on with the dispute: none that another row has taken.
    known = dict.fromkeys(references_here(run), True)
    taken: list[Taken] = []
    problems: list[Problem] = []
    with progress(run, "checking the rows", len(rows)) as step:
        for row in rows:
            wrong, dispute = _row(run, sheet_map, headings, row, known)
            problems += wrong
            if dispute:
                known[dispute.reference] = False
                taken.append(dispute)
            step()
    _question_names(taken)
    _question_dates(taken)
    if rows_with := sum(any(map(is_key, each.entries[0].texts)) for each in taken):
        say_sealed(rows_with)
    return SheetImport(tuple(taken), tuple(problems), len(rows))


def _question_names(taken: Sequence[Taken]) -> None:
    """Say once that children seem to be named, without a name."""
    texts = [each.entries[0].numbered("child") for each in taken]
    if count := sum(any(map(looks_like_name, filter(None, each))) for each in texts):
        streams.remark(
            f"resolve: note: what the map calls `child` looks like a name in {count} rows\n"
            "  a reference of the child's file is safer; put it into the sheet before it is"
            " taken in"
        )


def _question_dates(taken: Sequence[Taken]) -> None:
    """Say once in which rows dates speak against each other."""
    lines = [
        str(each.line)
        for each in taken
        for opened in (each.entries[0].facts,)
        if isinstance(opened, Opened) and any(doubts_about(opened, each.file.procedure))
    ]
    if lines:
        streams.remark(
            "resolve: note: dates of stages, or of what was raised, speak against each other\n"
            f"  in lines {listed(lines)}; check them before they are taken in"
        )


def _row(
    run: Run, sheet_map: SheetMap, headings: Sequence[str], row: Row, known: Mapping[str, bool]
) -> tuple[list[Problem], Taken | None]:
    """The dispute of a row, or what is wrong with the row."""
    if len(row.cells) != len(headings):
        condition = errors.RowTooLong(cells=len(row.cells), headings=len(headings))
        return [Problem(row.line, "", condition)], None
    cells = dict(zip(headings, row.cells, strict=True))
    said, problems = row_values(sheet_map, cells, row.line)
    if problems:
        return problems, None
    try:
        return [], _dispute(run, sheet_map, said, cells, row.line, known)
    except errors.ResolveError as condition:
        return [Problem(row.line, _heading(sheet_map, condition.place), condition)], None


def _dispute(
    run: Run,
    sheet_map: SheetMap,
    said: Said,
    cells: Mapping[str, str],
    line: int,
    known: Mapping[str, bool],
) -> Taken:
    with errors.placed("reference"):
        reference = own_reference(_one(said, "reference"))
        begun = _begun(run, reference) if known.get(reference) else None
        if is_taken(reference, known if begun is None else known.keys() - {reference}):
            raise errors.RowKnown
    file, draft = opening(run, _words(run, sheet_map, said, reference))
    source = Draft(Moment.of(run.now), Noted(), {"text": _source(cells, line)})
    entries: list[Entry] = []
    files: list[Whole] = []
    folder = run.here.disputes / reference

    def put(made: Draft) -> None:
        if begun and len(entries) < len(begun):
            entries.append(_the_same(begun[len(entries)], made))
            return
        signed = made.but(texts={**made.texts, "by": run.by})
        after = (entries[-1].id,) if entries else ()
        entry, written = prepare(run.here, reference, signed, after)
        entries.append(entry)
        files.append(Whole(folder, written.name, written.raw))

    _refuse_undated_end(sheet_map, said, cells, file.procedure)
    put(draft)
    put(source)
    for ending in _ending(run, said, file, Log(reference, tuple(entries))):
        put(ending)
    if not files:
        raise errors.RowKnown("reference")
    return Taken(line, reference, file, tuple(entries), tuple(files))


def _begun(run: Run, reference: str) -> tuple[Entry, ...] | None:
    """The entries of a dispute that is here: of a row, perhaps, whose import was cut off between
    its entries. None where anything is wrong with it."""
    (log, *twins) = read_logs(run.here.disputes / reference)
    damaged = any(finding.kind.harms for finding in log.findings)
    return None if twins or damaged else log.entries


def _the_same(entry: Entry, made: Draft) -> Entry:
    """An entry that is here, if it says what the row says; who took it in, and when, may differ.

    Raises RowKnown: then the dispute is another, or went on since.
    """
    texts = {key: text for key, text in entry.texts.items() if key != "by"}
    if (entry.facts, texts) != (named_by(made, entry).facts, dict(made.texts)):
        raise errors.RowKnown("reference")
    return entry


def _words(run: Run, sheet_map: SheetMap, said: Said, reference: str) -> Words:
    """The row as it would be typed with `resolve open`."""
    events = {kind: on for kind in ("raised", "disputed") if (on := _one(said, kind))}
    events |= {of: values[0] for (means, of), values in said.items() if means == "event"}
    with errors.placed("raised-by"):
        raised_by = agencies_in_cells(run, said.get(("raised-by", ""), ()))
    with errors.placed("with"):
        with_ = agencies_in_cells(run, said.get(("with", ""), ()))
    return Words(
        procedure=_one(said, "procedure") or sheet_map.procedure,
        start="",
        at_stage=_one(said, "stage"),
        children=said.get(("child", ""), ()),
        raised_by=raised_by,
        with_=with_,
        concerns=said.get(("concern", ""), ()),
        about=_one(said, "about"),
        events=events,
        more_events=(),
        disputed_kind=_one(said, "disputed-kind"),
        reached=tuple(f"{of}={on[0]}" for (means, of), on in said.items() if means == "reached"),
        summary=_one(said, "summary"),
        seeking=_one(said, "seeking"),
        risk_to_child=_one(said, "risk-to-child"),
        positions=(),
        reference=reference,
        follows="",
    )


def _refuse_undated_end(
    sheet_map: SheetMap, said: Said, cells: Mapping[str, str], procedure: Procedure
) -> None:
    """Raise NotClosedWhen for an outcome in the sheet itself, not one that the map gives to every
    row, without a date: taken in, the dispute would be open and overdue."""
    headings = [column.heading for column in sheet_map.columns if column.means == "outcome"]
    stated = any(cells[heading].strip() for heading in headings if heading in cells)
    if stated and not _one(said, "closed") and _one(said, "outcome") in procedure.outcomes:
        raise errors.NotClosedWhen("closed")


def _ending(run: Run, said: Said, file: ProcedureFile, log: Log) -> Iterator[Draft]:
    """The closing of a row that says when it was closed, checked as `resolve close` does.

    What followed from it no sheet says in our words; that it is not recorded is a gap.
    """
    closed, outcome = _one(said, "closed"), _one(said, "outcome")
    if not closed:
        return
    reason = _one(said, "closing-reason")
    if not (outcome and reason):
        raise errors.NotClosedHow("closed")
    at = run.past(closed, "closed")
    dispute = fold(log, file.procedure, run.now)
    with errors.placed("outcome"):
        closing(dispute, outcome)
    with errors.placed("closed"):
        not_before_last_move(dispute, at)
    reason = asking.text(run, reason, "closing-reason", "why it ended so")
    yield Draft(at, Closed(from_=dispute.stage.id, outcome=outcome), {"reason": reason})


def _one(said: Said, means: str) -> str:
    return said.get((means, ""), ("",))[0]


def _source(cells: Mapping[str, str], line: int) -> str:
    """The row as it stood in the sheet, to be kept with the dispute."""
    lines = [f"{heading}: {cell}" for heading, cell in cells.items() if cell.strip()]
    return "\n".join((f"Taken in from a spreadsheet, line {line}.", *lines))


def _heading(sheet_map: SheetMap, place: str) -> str:
    """The heading of the column that an error is about; empty when it is about none."""
    meant = place.removeprefix("--").partition(" ")
    for column in sheet_map.columns:
        if column.means == meant[0] and column.of in ("", meant[2]):
            return column.heading
    return ""
