"""Disputes read and assessed: one that was named, or all, each with its faults."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.remind import print_findings
from resolutions_cli.app.run import Run
from resolutions_cli.app.screen import progress
from resolutions_cli.core.deadlines.case import Case, assess
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.reference import TWIN
from resolutions_cli.core.record.agencies import in_words, shown_words
from resolutions_cli.core.record.anchors import home
from resolutions_cli.core.record.dispute import NotYetOpened
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value
from resolutions_cli.files.record.entry_file import name_of
from resolutions_cli.files.record.log import find_log, read_log, read_logs
from resolutions_cli.files.workspace.folders import list_disputes

# ------------------------------------------------------------------ disputes


class Read(Value):
    """A dispute as it was read: its log, and its assessment under the rules."""

    log: Log
    case: Case

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The faults in it, on disk and under the rules."""
        return self.case.dispute.findings

    @property
    def is_damaged(self) -> bool:
        """Whether its dates may be wrong, so that it takes no move."""
        return any(finding.kind.harms for finding in self.findings)


class Shelf:
    """Every dispute of a workspace that could be read, and the findings about the others."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self.logs: list[Log] = []
        self.reads: list[Read] = []
        self.findings = list(findings)

    @property
    def unreadable(self) -> list[Finding]:
        """The findings that may make a date wrong, or hide one."""
        return [finding for finding in self.findings if finding.kind.harms]

    @property
    def cases(self) -> list[Case]:
        return [read.case for read in self.reads]


def read_one(run: Run, typed: str, as_of: Moment | None = None, *, words: bool = False) -> Read:
    """The named dispute, as of the moment asked about or another. With `words`, agencies have
    their words in place of their codes, for people to read.

    Raises NoSuchDispute, AmbiguousReference, DisputeUnreadable, NotOpenedThen.
    """
    log = find_log(run.workspace, typed)
    if run.is_interactive and log.reference.casefold() != typed.strip().casefold():
        streams.remark(f"resolve: note: this is about {log.reference}")
    read = _read(run, _known(run, log), as_of or run.as_of, words=words)
    run.nation = read.case.dispute.procedure.nation
    return read


def read_again(run: Run, reference: str) -> Read:
    """The dispute of a reference that was found before, as of now, read anew from its folder.

    Raises AmbiguousReference if another dispute has the reference now, DisputeUnreadable,
    NotOpenedThen.
    """
    log = read_log(run.workspace.disputes / reference.partition(TWIN)[0], reference)
    return _read(run, _known(run, log), Moment.of(run.now))


def read_newest(run: Run, typed: str) -> Read:
    """The named dispute with every entry in its log, ready for a new entry.

    It is as of now, or as of the newest entry if a fast clock dated that later, so that the next
    entry follows it. Raises what `read_one` raises.
    """
    log = find_log(run.workspace, typed)
    return _read(run, log, Moment.of(max(run.now, log.last_at or run.now)))


def read_with(run: Run, log: Log, *more: Entry) -> Read:
    """The dispute as it would be with more entries in its log, in words, to be shown before they
    are recorded; without any, as it is now. Raises NotOpenedThen, DisputeUnreadable."""
    longer = log.but(entries=(*log.entries, *more))
    return _read(run, longer, Moment.of(max(run.now, longer.last_at or run.now)), words=True)


def _read(run: Run, log: Log, as_of: Moment, *, words: bool = False) -> Read:
    try:
        return _assess(run, log, as_of, words=words)
    except NotYetOpened:
        raise errors.NotOpenedThen(reference=log.reference) from None
    except _Unreadable as fault:
        raise errors.DisputeUnreadable(
            fault.finding.path,
            reference=log.reference,
            problem=fault.finding.kind.sentence,
            remedy=fault.finding.remedy,
        ) from None


def read_all(run: Run, *, words: bool = False) -> Shelf:
    """Every dispute as of the moment asked about; a bad one never hides the others.
    `words` as for `read_one`."""
    listing = list_disputes(run.workspace)
    shelf = Shelf(listing.findings)
    with progress(run, "reading the record", len(listing.references)) as step:
        for reference in listing.references:
            read_onto(shelf, run, reference, words=words)
            step()
    return shelf


def read_onto(shelf: Shelf, run: Run, reference: str, *, words: bool = False) -> None:
    """Put the disputes of one folder on the shelf: usually one, two if two copies used the same
    reference."""
    for log in read_logs(run.workspace.disputes / reference):
        known = _known(run, log)
        shelf.logs.append(known)
        found = log.findings
        try:
            read = _assess(run, known, run.as_of, words=words)
        except NotYetOpened:
            pass
        except _Unreadable as fault:
            found = (*found, fault.finding)
        else:
            shelf.reads.append(read)
            found = read.findings
        shelf.findings.extend(dict.fromkeys(found))


class _Unreadable(Exception):
    """The program cannot show dates for a dispute."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.name)
        self.finding = finding


def _known(run: Run, log: Log) -> Log:
    return log.known_at(run.known_at) if run.known_at else log


def _assess(run: Run, log: Log, as_of: Moment, *, words: bool) -> Read:
    opened = log.opened
    for finding in log.findings:
        if finding.name == "newer-format" or (opened is None and finding.kind.harms):
            raise _Unreadable(finding)
    if opened is None:
        raise NotYetOpened
    label = f"{opened.procedure}@{opened.version}"
    try:
        procedure = run.procedure(opened.digest, label)
    except (
        errors.ProcedureMissing,
        errors.ProcedureUnreadable,
        errors.ProcedureUnusable,
    ) as missing:
        file = f"procedures/{missing.facts.get('name', '')}"
        finding = Finding("no-procedure", f"disputes/{log.reference}", detail=file)
        raise _Unreadable(finding) from None
    since = _opened_at(log)
    said = shown_words(log, run.settings.agencies) if words else {}
    log = in_words(log, said, procedure.is_of_agencies)
    case = assess(log, procedure, run.calendars(procedure.nation, since), as_of, run.settings)
    if words:
        codes = {name: code for code, name in said.items()}
        case = case.but(dispute=case.dispute.but(words={}, codes=codes))
    return Read(log, case)


def _opened_at(log: Log) -> datetime:
    return log.entries[0].recorded


def require_sound(run: Run, read: Read) -> None:
    """Raise DisputeDamaged, after its findings are shown, for a dispute that takes no move."""
    if read.is_damaged:
        warn_of_damage(run, read.findings)
        raise errors.DisputeDamaged(reference=read.log.reference)


def warn_of_damage(run: Run, findings: Iterable[Finding]) -> int:
    """Report on stderr what could not be read or used. Returns the exit code."""
    return print_findings(findings, run.problems)


# ------------------------------------------------------------------ entries from the future


#: How far the clocks of two machines may differ without a warning.
_GRACE = timedelta(minutes=5)


def recorded_in_future(run: Run, logs: Iterable[Log]) -> tuple[Finding, ...]:
    """A finding for each entry that was recorded later than now, by this machine's clock."""
    return tuple(
        Finding("recorded-in-future", f"disputes/{home(log)}/{name_of(entry)}", entry.id)
        for log in logs
        for entry in log.entries
        if entry.recorded > run.now + _GRACE
    )


def warn_of_future(findings: Iterable[Finding]) -> None:
    """Warn on stderr, for each of these entries, that its time is in doubt."""
    for finding in findings:
        streams.remark(
            f"resolve: warning: {finding.kind.sentence}\n  {finding.path}\n  {finding.kind.remedy}"
        )
