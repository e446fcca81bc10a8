"""Disputes from the rows of a spreadsheet: their entries, as `resolve open` would record them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from resolutions_cli import errors
from resolutions_cli.app.opening.open import opening, procedure_file
from resolutions_cli.app.opening.questions import Words, looks_like_name
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.agencies import agencies_in_cells
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.entry import Draft, Entry, named_by
from resolutions_cli.core.entries.facts import Closed, Noted, Opened
from resolutions_cli.core.entries.reference import own_reference
from resolutions_cli.core.entries.sealed_codes import is_key
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.fold import fold
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.record.misfit import doubts_about
from resolutions_cli.core.record.moves import closing, not_before_last_move
from resolutions_cli.core.sheet_map import SheetMap
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.record.write import prepare
from resolutions_cli.files.workspace.procedures import ProcedureFile

#: The values of a row, by the meaning of their column and by the event or stage it is for.
Said = Mapping[tuple[str, str], tuple[str, ...]]

#: The name and the bytes of an entry's file.
NewFile = tuple[str, bytes]


class ImportedRow(NamedTuple):
    """The facts kept of a row that becomes a dispute: a tuple, since a sheet has thousands of
    rows, and a Value each would take three times the memory.

    `new` are the entries that are not here yet, each as `keep` returned it, and `files` are their
    files until they are written. `looks_named` says that a child seems to be named,
    `is_doubtful` that dates contradict each other, `names_new` that it names agencies whose
    words are sealed.
    """

    line: int
    reference: str
    opened: Moment
    is_closed: bool
    new: tuple[object, ...]
    files: tuple[NewFile, ...]
    looks_named: bool = False
    is_doubtful: bool = False
    names_new: bool = False


class References:
    """The references that are taken: by disputes that are here, and by earlier rows."""

    def __init__(self, here: Iterable[str]) -> None:
        self._here = set(here)
        self._folded = Counter(reference.casefold() for reference in self._here)

    def is_here(self, reference: str) -> bool:
        """Whether a dispute of that very reference is here and no row continues it yet."""
        return reference in self._here

    def is_free(self, reference: str, *, goes_on: bool) -> bool:
        """Whether no dispute has it, in any case; with `goes_on`, except the one that is here."""
        return self._folded[reference.casefold()] <= goes_on

    def take(self, reference: str) -> None:
        """Note that a row has it."""
        if reference in self._here:
            self._here.discard(reference)
        else:
            self._folded[reference.casefold()] += 1


class Rows:
    """Makes disputes from rows. Finds each procedure only once: a sheet names it in every row."""

    def __init__(
        self,
        run: Run,
        sheet_map: SheetMap,
        known: References,
        keep: Callable[[Entry], object],
        *,
        with_files: bool,
    ) -> None:
        self.procedures: dict[str, ProcedureFile] = {}
        self._run, self._map, self._known = run, sheet_map, known
        self._keep, self._with_files = keep, with_files
        self._named: dict[str, ProcedureFile | errors.ResolveError] = {}

    def dispute(self, said: Said, cells: Mapping[str, str], line: int) -> ImportedRow:
        """The dispute of a row. Raises the error of the row."""
        run = self._run
        with errors.placed("reference"):
            reference = own_reference(_one(said, "reference"))
            begun = _begun(run, reference) if self._known.is_here(reference) else None
            if not self._known.is_free(reference, goes_on=begun is not None):
                raise errors.RowKnown
        words = _words(run, self._map, said, reference)
        file, draft = opening(run, words, self._procedure(words.procedure))
        made = _Made(run, reference, begun or (), only_to_show=not self._with_files)
        _refuse_undated_end(self._map, said, cells, file.procedure)
        made.put(draft)
        made.put(Draft(Moment.of(run.now), Noted(), {"text": _source(cells, line)}))
        for ending in _ending(run, said, file, Log(reference, tuple(made.entries))):
            made.put(ending)
        if not made.files:
            raise errors.RowKnown("reference")
        self._known.take(reference)
        self.procedures[file.digest] = file
        opened = made.entries[0].facts
        return ImportedRow(
            line,
            reference,
            made.entries[0].at,
            any(isinstance(entry.facts, Closed) for entry in made.entries),
            tuple(map(self._keep, made.entries[-len(made.files) :])),
            tuple(made.files) if self._with_files else (),
            any(map(looks_like_name, filter(None, made.entries[0].numbered("child")))),
            isinstance(opened, Opened) and any(doubts_about(opened, file.procedure)),
            any(map(is_key, made.entries[0].texts)),
        )

    def _procedure(self, typed: str) -> ProcedureFile:
        if typed not in self._named:
            try:
                self._named[typed] = procedure_file(self._run, typed)
            except errors.ResolveError as condition:
                self._named[typed] = condition
        found = self._named[typed]
        if isinstance(found, errors.ResolveError):
            # a new instance each time, since a row adds its own place
            raise type(found)(found.place, **found.facts)
        return found


class _Made:
    """The entries of a row so far: those that are here already, and the files of the others."""

    def __init__(
        self, run: Run, reference: str, begun: tuple[Entry, ...], *, only_to_show: bool
    ) -> None:
        self.entries: list[Entry] = []
        self.files: list[NewFile] = []
        self._only_to_show = only_to_show
        self._run, self._reference, self._begun = run, reference, begun

    def put(self, made: Draft) -> None:
        """Add the next entry. Raises RowKnown if another entry is in its place here."""
        if self._begun and len(self.entries) < len(self._begun):
            self.entries.append(_the_same(self._begun[len(self.entries)], made))
            return
        signed = made.but(texts={**made.texts, "by": self._run.by})
        after = (self.entries[-1].id,) if self.entries else ()
        entry, written = prepare(
            self._run.workspace, self._reference, signed, after, only_to_show=self._only_to_show
        )
        self.entries.append(entry)
        self.files.append((written.name, written.raw))


def _begun(run: Run, reference: str) -> tuple[Entry, ...] | None:
    """The entries of a dispute that is here, perhaps from a row whose import was interrupted
    between its entries. None if the dispute has any harmful fault."""
    (log, *twins) = read_logs(run.workspace.disputes / reference)
    damaged = any(finding.kind.harms for finding in log.findings)
    return None if twins or damaged else log.entries


def _the_same(entry: Entry, made: Draft) -> Entry:
    """An entry that is here, if it matches the row; who took it in, and when, may differ.

    Raises RowKnown otherwise: then it is another dispute, or has continued since.
    """
    texts = {key: text for key, text in entry.texts.items() if key != "by"}
    if (entry.facts, texts) != (named_by(made, entry).facts, dict(made.texts)):
        raise errors.RowKnown("reference")
    return entry


def _words(run: Run, sheet_map: SheetMap, said: Said, reference: str) -> Words:
    """The row as if typed with `resolve open`."""
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
    """Raise NotClosedWhen if the sheet itself gives an outcome without a date: the dispute would
    be open and overdue. An outcome that the map gives to every row does not count."""
    headings = [column.heading for column in sheet_map.columns if column.means == "outcome"]
    stated = any(cells[heading].strip() for heading in headings if heading in cells)
    if stated and not _one(said, "closed") and _one(said, "outcome") in procedure.outcomes:
        raise errors.NotClosedWhen("closed")


def _ending(run: Run, said: Said, file: ProcedureFile, log: Log) -> Iterator[Draft]:
    """The closing of a row that gives its date, checked as `resolve close` does.

    No column gives the actions that followed from it; the missing record of them is a gap.
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
    reason = ask.text(run, reason, "closing-reason", "why it ended so")
    yield Draft(at, Closed(from_=dispute.stage.id, outcome=outcome), {"reason": reason})


def _one(said: Said, means: str) -> str:
    return said.get((means, ""), ("",))[0]


def _source(cells: Mapping[str, str], line: int) -> str:
    """The row as it was in the sheet, to keep with the dispute."""
    lines = [f"{heading}: {cell}" for heading, cell in cells.items() if cell.strip()]
    return "\n".join((f"Taken in from a spreadsheet, line {line}.", *lines))
