"""Bundles: making one from the named disputes, and taking one in."""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.output import hand_out
from resolutions_cli.app.read import Shelf, read_onto, recorded_in_future
from resolutions_cli.app.record import Confirmation, keeping
from resolutions_cli.app.run import Run
from resolutions_cli.app.screen import progress
from resolutions_cli.core.entries.facts import Opened
from resolutions_cli.core.record.anchors import home
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.durable import Batch, FileToWrite, Unconfirmed
from resolutions_cli.files.disk.read import read_bytes
from resolutions_cli.files.exchange.bundle import (
    BUNDLE_LIMIT,
    Bundle,
    BundledDispute,
    bundled,
    read_bundle,
    write_bundle,
)
from resolutions_cli.files.exchange.intake import Intake, intake
from resolutions_cli.files.record.first_marks import accept
from resolutions_cli.files.record.log import find_logs
from resolutions_cli.files.record.redaction import remove_texts
from resolutions_cli.files.workspace.accepted import Thing, redaction
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.procedures import (
    check_label,
    pin,
    procedure_with_digest,
    procedures_in,
    shipped_procedures,
)
from resolutions_cli.render.words.words import several

# ------------------------------------------------------------------ making a bundle


#: The file name that means standard output.
STDOUT = Path("-")


def make_bundle(
    run: Run, typed: Sequence[str], output: Path, *, without_text: bool, overwrite: bool
) -> int:
    """Write the named disputes to a file, and print the digest of each. Returns the exit code.

    Raises NoSuchDispute, AmbiguousReference, NotToBeSent, TooManyBeside, ProcedureMissing,
    BundleNotReadable, and what `hand_out` raises.
    """
    logs: dict[str, dict[str, Log]] = {}
    for each in typed:
        for log in find_logs(run.workspace, each):
            logs.setdefault(home(log), {})[log.reference] = log
    disputes = []
    with progress(run, "reading the record", len(logs)) as step:
        for reference in sorted(logs):
            meant = list(logs[reference].values())
            disputes.append(bundled(run.workspace, meant, without_text=without_text))
            step()
    procedures, labels = _procedures(
        run, [log for found in logs.values() for log in found.values()]
    )
    bundle = Bundle(
        made=run.now,
        program=version("resolutions-cli"),
        # names are texts, so they stay here too
        by="" if without_text else run.by,
        procedures=procedures,
        disputes=tuple(disputes),
        practice=run.workspace.practice,
    )
    to_stdout = output == STDOUT
    raw = write_bundle(bundle, labels)
    try:
        read_bundle(raw)  # a bundle that cannot be read must not be sent
    except errors.NotABundle as fault:
        raise errors.BundleNotReadable(problem=fault.facts["problem"]) from fault
    hand_out(run, raw, None if to_stdout else output, overwrite=overwrite)
    if not to_stdout:
        streams.say("".join(_line(dispute) for dispute in disputes))
    return 0


def _line(dispute: BundledDispute) -> str:
    entries = several(len(dispute.entries), "entry")
    return f"{dispute.reference}: {entries}, digest {dispute.digest}\n"


def _procedures(run: Run, logs: Sequence[Log]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The procedure files of these disputes, and their labels, by digest."""
    files: dict[str, bytes] = {}
    labels: dict[str, str] = {}
    for log in logs:
        opened = log.opened
        if opened and opened.digest not in files:
            labels[opened.digest] = f"{opened.procedure}@{opened.version}"
            folder, label = run.workspace.procedures, labels[opened.digest]
            files[opened.digest] = procedure_with_digest(opened.digest, folder, label=label).raw
    return files, labels


# ------------------------------------------------------------------ taking a bundle in


class Import(Value):
    """The changes that a bundle brings, or brought: `written` is False for a dry run, and if all
    of it was here. `procedures` are the labels of new ones, `waiting` those among them that open
    no other dispute until they are accepted. With `accepts`, the redactions that came count.
    """

    bundle: Bundle
    disputes: tuple[Intake, ...]
    procedures: tuple[str, ...]
    waiting: tuple[str, ...] = ()
    accepts: bool = False
    written: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def files(self) -> list[FileToWrite]:
        return [file for dispute in self.disputes for file in dispute.files]

    @property
    def to_accept(self) -> list[Thing]:
        """The redactions that this import accepts."""
        asked = [each for dispute in self.disputes for each, _ in dispute.asked]
        return [redaction(each) for each in asked] if self.accepts else []


def import_bundle(
    run: Run, source: Path, confirmation: Confirmation, *, dry_run: bool, accepts: bool
) -> Import:
    """Take in the new parts of a bundle; the caller confirms. With `accepts`, its redactions
    remove texts here.

    Raises NoFileToImport, PracticeBundle, what `read_bundle` and `intake` raise,
    ProcedureRefused, ProcedureLabelTaken, NotRecorded, ImportUnfinished, and Busy.
    """
    bundle = read_bundle(bytes_of(source))
    if bundle.practice and not run.workspace.practice:
        raise errors.PracticeBundle
    if dry_run:
        return _plan(run, bundle, accepts=accepts)
    with keeping(run, "disputes", "list --all"):
        plan = _plan(run, bundle, accepts=accepts)
        if not plan.files and not plan.to_accept:
            return plan
        confirmation.begin()
        # Before the files, so that the next writer completes an interrupted run.
        accept(run.workspace.folder, plan.to_accept)
        _pin(run, plan)
        if plan.files:
            write_batch(run, plan.files, confirmation)
        _redact(run, plan.disputes)
    return plan.but(written=True, findings=_findings(run, plan.disputes))


def bytes_of(source: Path, limit: int = BUNDLE_LIMIT) -> bytes:
    """The bytes of the named file, or of standard input for "-"; at most `limit` + 1.

    Raises NoFileToImport, also unless it is a regular file: a pipe may never end.
    """
    try:
        if str(source) == "-":
            return sys.stdin.buffer.read(limit + 1)
        return read_bytes(source.expanduser().resolve(strict=True), limit)
    except (OSError, RuntimeError, AttributeError):
        raise errors.NoFileToImport(str(source)) from None


def references_here(run: Run) -> tuple[str, ...]:
    """The references that have a folder here. Raises DisputesUnreadable."""
    listing = list_disputes(run.workspace)
    if any(finding.path == run.workspace.disputes.name for finding in listing.findings):
        raise errors.DisputesUnreadable(run.workspace.disputes.name)
    return listing.references


# ------------------------------------------------------------------ the plan


def _plan(run: Run, bundle: Bundle, *, accepts: bool) -> Import:
    references_here(run)
    disputes = []
    with progress(run, "checking what was sent", len(bundle.disputes)) as step:
        for sent in bundle.disputes:
            disputes.append(intake(run.workspace, sent, bundle.procedures, accepts=accepts))
            step()
    new = _new_procedures(run, bundle, disputes)
    shipped = {file.digest for file in shipped_procedures()}
    waiting = tuple(label for digest, label in new.items() if digest not in shipped)
    return Import(bundle, tuple(disputes), tuple(new.values()), waiting, accepts)


def _new_procedures(run: Run, bundle: Bundle, disputes: Sequence[Intake]) -> dict[str, str]:
    """The labels of the procedures to be put in use here, by their digests."""
    new: dict[str, str] = {}
    folder = run.workspace.procedures
    for dispute in disputes:
        for entry in dispute.new:
            opened = entry.facts
            if not isinstance(opened, Opened) or opened.digest in new:
                continue
            if opened.digest in bundle.procedures:
                procedure = check_label(procedures_in(folder), bundle.procedures[opened.digest])
                new[opened.digest] = procedure.label
                continue
            try:
                procedure_with_digest(opened.digest, folder)
            except errors.ProcedureMissing:
                problem = "the procedure file that it is counted by was not sent"
                raise errors.BundleIncomplete(
                    reference=dispute.reference, problem=problem
                ) from None
    return {digest: label for digest, label in new.items() if not _is_pinned(run, label, digest)}


def _is_pinned(run: Run, label: str, digest: str) -> bool:
    return (run.workspace.procedures / f"{label}-{digest[:16]}.toml").exists()


# ------------------------------------------------------------------ writing it


def _pin(run: Run, plan: Import) -> None:
    """Put the procedures in use first: no dispute is ever here without its own."""
    digests = {
        entry.facts.digest
        for dispute in plan.disputes
        for entry in dispute.new
        if isinstance(entry.facts, Opened)
    }
    for digest in sorted(digests & plan.bundle.procedures.keys()):
        pin(run.workspace.procedures, plan.bundle.procedures[digest])


def write_batch(run: Run, files: Sequence[FileToWrite], confirmation: Confirmation) -> None:
    """Write the files of an import, under the lock. Raises OSError, ImportUnfinished."""
    batch = Batch(files, up_to=run.workspace.folder)
    with progress(run, "writing what is new", len(files)) as step:
        batch.write(step)
    try:
        batch.publish()
    except Unconfirmed:
        raise
    except OSError as fault:
        if not batch.published:
            raise
        reason = fault.strerror or "for no reason given"
        done, count = batch.published, len(files)
        raise errors.ImportUnfinished(done=done, count=count, reason=reason) from fault
    except KeyboardInterrupt:  # a second Ctrl-C, which is not held
        raise errors.ImportInterrupted(done=batch.published, count=len(files)) from None
    confirmation.recorded("disputes", "list --all")


def _redact(run: Run, disputes: Sequence[Intake]) -> None:
    """Remove the texts of redactions that have just come and that count. Raises
    RedactionUnfinished."""
    for dispute in disputes:
        if dispute.redacts:
            place = f"disputes/{dispute.reference}"
            try:
                remove_texts(run.workspace, dispute.reference)
            except OSError as fault:
                raise errors.RedactionUnfinished(place, reason=fault.strerror) from fault


def _findings(run: Run, disputes: Sequence[Intake]) -> tuple[Finding, ...]:
    """The faults of the disputes after the import, above all moves made in two copies."""
    shelf = Shelf()
    changed = [dispute for dispute in disputes if dispute.files]
    with progress(run, "reading what came", len(changed)) as step:
        for dispute in changed:
            read_onto(shelf, run, dispute.reference)
            step()
    return (*shelf.unreadable, *recorded_in_future(run, shelf.logs))
