"""The whole record read afresh, under the lock, and everything that is wrong with it."""

from collections.abc import Sequence
from contextlib import ExitStack, suppress

from resolutions_cli import errors
from resolutions_cli.context.reading import Shelf, read_all, read_onto
from resolutions_cli.context.run import Run
from resolutions_cli.core.anchors import (
    Answer,
    Seal,
    answer,
    home,
    not_in_record,
    read_digests,
    sealed_but_missing,
    unanchored,
)
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.gap import Gap
from resolutions_cli.core.gaps import gaps_of
from resolutions_cli.core.log import Log
from resolutions_cli.core.value import Value
from resolutions_cli.files import lock
from resolutions_cli.files.entry_file import name_of
from resolutions_cli.files.inspection import inspect
from resolutions_cli.files.log import find_logs
from resolutions_cli.files.seals import Seals, read_seals


class Verdict(Value):
    """What a check of the record found: of all of it, or of one dispute.

    `unanchored` are the logs whose newest entries no digest that was asked about covers;
    `gaps` what each dispute lacks.
    """

    logs: tuple[Log, ...]
    seals: tuple[Seal, ...]
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    unanchored: tuple[Log, ...]
    gaps: tuple[tuple[str, tuple[Gap, ...]], ...]


def verify(run: Run, typed: str, against: Sequence[str]) -> Verdict:
    """Check the dispute that was named, or everything when none was.

    Nothing is kept from an earlier check, and nothing is written. Raises BadDigest,
    NoSuchDispute, AmbiguousReference, and Busy.
    """
    digests = read_digests(against)
    with ExitStack() as held, suppress(errors.NotRecorded):
        # Where the lock's file cannot be written nobody else can record either.
        held.enter_context(lock.held(run.here.folder))
        return _verdict(run, typed, digests)
    return _verdict(run, typed, digests)


def _verdict(run: Run, typed: str, digests: tuple[str, ...]) -> Verdict:
    shelf, seals = _read(run, typed)
    logs = tuple(shelf.logs)
    answers = tuple(answer(digits, logs, seals.good) for digits in digests)
    findings = [
        *(_placed(finding, logs) for finding in shelf.findings),
        *seals.findings,
        *sealed_but_missing(logs, seals.good),
        *not_in_record(answers),
    ]
    if not typed:
        findings += inspect(run.here, run.imports)
    return Verdict(
        logs=logs,
        seals=seals.good,
        findings=tuple(sorted(set(findings), key=lambda each: (each.path, each))),
        answers=answers,
        unanchored=unanchored(logs, answers, seals.good),
        gaps=tuple((case.dispute.reference, gaps_of(case)) for case in shelf.cases),
    )


def _read(run: Run, typed: str) -> tuple[Shelf, Seals]:
    """Everything, or one dispute and what the seals say of it."""
    words = not run.asked.json
    if not typed:
        return read_all(run, words=words), read_seals(run.here)
    (reference,) = {home(log) for log in find_logs(run.here, typed)}
    shelf = Shelf()
    read_onto(shelf, run, reference, words=words)
    seals = tuple(
        seal.but(disputes={reference: seal.disputes.get(reference, ())})
        for seal in read_seals(run.here).good
    )
    return shelf, Seals(seals)


def _placed(finding: Finding, logs: Sequence[Log]) -> Finding:
    """The finding with the file it is about: the rules know a dispute's reference only."""
    for log in logs:
        for entry in log.entries if log.reference == finding.path else ():
            if entry.id == finding.entry:
                return finding._replace(path=f"disputes/{home(log)}/{name_of(entry)}")
    return finding
