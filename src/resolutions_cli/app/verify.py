"""The whole record read anew, under the lock, with every fault in it."""

import time
from collections.abc import Iterable, Mapping, Sequence

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.read import Shelf, read_all, read_onto, recorded_in_future
from resolutions_cli.app.run import Run
from resolutions_cli.core.record.anchors import (
    Answer,
    Seal,
    Uncovered,
    answer,
    beside_the_digest,
    held_back_since,
    home,
    not_covered,
    not_in_record,
    read_digests,
    sealed_but_missing,
    spoken_of,
    unanchored,
)
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.disorder import Gap
from resolutions_cli.core.views.gaps import gaps_of
from resolutions_cli.files.disk import lock
from resolutions_cli.files.record.entry_file import name_of
from resolutions_cli.files.record.inspect import inspect
from resolutions_cli.files.record.log import find_logs
from resolutions_cli.files.record.seals import Seals, read_seals

_BESIDE = (
    "the record was read; an entry being written right now may be missing from this check, or be"
    " listed as left over"
)

#: How often the record is read again while somebody writes, and the seconds between.
_LOOKS = 5
_BETWEEN_LOOKS = 0.5


class Verdict(Value):
    """The result of a check of the whole record, or of one dispute.

    `covered` are the logs that the given digests cover at least in part, `uncovered` the entries
    of these logs that the digests do not cover, and `unanchored` the logs whose newest entries
    no digest covers; `gaps` are what each dispute lacks.
    """

    logs: tuple[Log, ...]
    seals: tuple[Seal, ...]
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    unanchored: tuple[Log, ...]
    covered: tuple[Log, ...]
    uncovered: tuple[Uncovered, ...]
    gaps: tuple[tuple[str, tuple[Gap, ...]], ...]


def verify(run: Run, typed: str, against: Sequence[str]) -> Verdict:
    """Check the named dispute, or the whole record if `typed` is empty.

    It uses no earlier check and writes nothing. If another process keeps writing, it reads
    without the lock and says so on stderr. Raises BadDigest, NoSuchDispute and
    AmbiguousReference.
    """
    digests = read_digests(against)
    try:
        with lock.held(run.workspace.folder):
            return _verdict(run, typed, digests)
    except errors.Busy as busy:
        streams.remark(f"resolve: note: {busy.message}\n  {_BESIDE}")
        return _beside_a_writer(run, typed, digests)
    except errors.NotRecorded:
        # If the lock's file cannot be written, other processes cannot record either.
        return _verdict(run, typed, digests)


def _beside_a_writer(run: Run, typed: str, digests: tuple[str, ...]) -> Verdict:
    """The same as `_verdict`, while another process writes: a half-done write is gone at the next
    look, so harmful findings count once two looks agree."""
    verdict, harm = _verdict(run, typed, digests), frozenset[Finding]()
    for _ in range(_LOOKS):
        found = frozenset(each for each in verdict.findings if each.kind.harms or each.kind.change)
        if found == harm:
            break
        harm = found
        time.sleep(_BETWEEN_LOOKS)
        verdict = _verdict(run, typed, digests)
    return verdict


def _verdict(run: Run, typed: str, digests: tuple[str, ...]) -> Verdict:
    shelf, seals = _read(run, typed)
    logs = tuple(shelf.logs)
    answers = tuple(answer(digits, logs, seals.good) for digits in digests)
    uncovered = not_covered(logs, answers, seals.good)
    by_the_rules = (
        *shelf.findings,
        *held_back_since(logs, seals.good),
        *beside_the_digest(uncovered),
    )
    files = _files(logs, by_the_rules)
    findings = [
        *(_placed(finding, files) for finding in by_the_rules),
        *seals.findings,
        *sealed_but_missing(logs, seals.good),
        *not_in_record(answers),
        *recorded_in_future(run, logs),
    ]
    if not typed:
        findings += inspect(run.workspace, run.imports)
    return Verdict(
        logs=logs,
        seals=seals.good,
        findings=tuple(sorted(set(findings), key=lambda each: (each.path, each))),
        answers=answers,
        unanchored=unanchored(logs, answers, seals.good),
        covered=spoken_of(logs, answers, seals.good),
        uncovered=uncovered,
        gaps=tuple((case.dispute.reference, gaps_of(case)) for case in shelf.cases),
    )


def _read(run: Run, typed: str) -> tuple[Shelf, Seals]:
    """Every dispute with the seals, or one dispute and its part of the seals."""
    words = not run.asked.json
    # seals first: a writer may add one that lists entries newer than the disputes read before it
    found = read_seals(run.workspace)
    if not typed:
        return read_all(run, words=words), found
    (reference,) = {home(log) for log in find_logs(run.workspace, typed)}
    shelf = Shelf()
    read_onto(shelf, run, reference, words=words)
    seals = tuple(
        seal.but(disputes={reference: seal.disputes.get(reference, ())}) for seal in found.good
    )
    return shelf, Seals(seals)


def _placed(finding: Finding, files: Mapping[tuple[str, str], str]) -> Finding:
    """The finding with its file: the rules know only a dispute's reference."""
    path = files.get((finding.path, finding.entry), finding.path)
    return finding._replace(path=path)


def _files(logs: Iterable[Log], findings: Iterable[Finding]) -> Mapping[tuple[str, str], str]:
    """The files of the entries in the findings, by dispute and id."""
    about = {(finding.path, finding.entry) for finding in findings}
    return {
        (log.reference, entry.id): f"disputes/{home(log)}/{name_of(entry)}"
        for log in logs
        for entry in log.entries
        if (log.reference, entry.id) in about
    }
