"""The intake of a bundle: the gate judges it, and its entries are united with the record here.

Writes nothing: it prepares the files. All refusals happen before anything of a bundle is written.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Opened, Redacted
from resolutions_cli.core.record.findings import KINDS
from resolutions_cli.core.record.integrity import Found, assemble
from resolutions_cli.core.record.log import Log, count_moves, in_order
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.durable import FileToWrite
from resolutions_cli.files.exchange.bundle import BundledDispute
from resolutions_cli.files.exchange.gate import judge
from resolutions_cli.files.record.arrival import Reason, look_at
from resolutions_cli.files.record.entry_file import (
    as_recorded,
    hold_back,
    name_of,
    united,
    without_marks,
)
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.record.redaction import Going, covered_in, entry_files, going
from resolutions_cli.files.workspace.accepted import is_in_force
from resolutions_cli.files.workspace.settings import Workspace

#: Faults of a dispute here that the bundle, or the next writer, corrects.
_MENDED = frozenset(
    ("missing-entry", "text-missing", "not-opened", "redaction-undone", "redaction-unfinished")
)

#: What a bundle lacks, for reasons that are not a fault of the entry.
_INCOMPLETE = {
    Reason.FOLLOWS_NOTHING: "an entry that others follow is missing",
    Reason.FOLLOWS_MISSING: "an entry that others follow is missing",
    Reason.NO_PROCEDURE: "the procedure file that it is counted by was not sent",
}

_NONE: Mapping[str, bytes] = {}


class Intake(Value):
    """The changes from one dispute: `new` entries in the record's order, texts `filled` in
    entries that are here, and the files to write.

    `apart` are the moves that will not count until somebody settles which one does; `again` says
    that another dispute has the reference here; `held_back` counts entries without their texts.
    `asked` are the redactions that came and wait, or were accepted with this import, each with
    the texts that it removes; `labels` name all entries after the import.
    """

    reference: str
    new: tuple[Entry, ...] = ()
    filled: tuple[Entry, ...] = ()
    files: tuple[FileToWrite, ...] = ()
    apart: tuple[Entry, ...] = ()
    again: bool = False
    held_back: int = 0
    asked: tuple[tuple[Entry, tuple[Going, ...]], ...] = ()
    labels: Mapping[str, str] = {}

    @property
    def redacts(self) -> bool:
        """Whether texts that are here may have to be removed."""
        return bool(self.asked) or any(isinstance(entry.facts, Redacted) for entry in self.new)


class _Copy(Value):
    """An entry, and the bytes of one of its files, with LF."""

    entry: Entry
    raw: bytes


def intake(
    workspace: Workspace,
    sent: BundledDispute,
    procedures: Mapping[str, bytes] = _NONE,
    *,
    accepts: bool = False,
) -> Intake:
    """The changes that a bundled dispute makes here; `procedures` came with it, by digest. With
    `accepts`, its redactions count here.

    Raises BundleNewer, BundleChanged, BundleIncomplete, AlmostThere, and DamagedHere.
    """
    folder = workspace.disputes / sent.reference
    here, logs = _here(folder, sent.reference)
    theirs = _theirs(sent)
    _check_newest(sent, theirs)
    _through_the_gate(workspace, sent, procedures)
    every = {**theirs, **{id_: copies[0] for id_, copies in here.items()}}
    entries = [copy.entry for copy in every.values()]
    named = covered_in(sent.reference, entries)
    waiting = {
        id_: copy.entry
        for id_, copy in theirs.items()
        if isinstance(copy.entry.facts, Redacted) and not is_in_force(workspace.folder, copy.entry)
    }

    def in_force(entry: Entry) -> bool:
        if entry.id in waiting:
            return accepts
        return is_in_force(workspace.folder, entry)

    gone = covered_in(sent.reference, entries, in_force)
    ordered = in_order(copy.entry for copy in theirs.values())
    new = tuple(entry for entry in ordered if entry.id not in here)
    done = covered_in(sent.reference, (copies[0].entry for copies in here.values()))
    files = [_new_file(folder, theirs[entry.id], gone, named, done) for entry in new]
    filled = []
    for entry in ordered:
        if entry.id in here:
            file = _filled(
                folder, here[entry.id], theirs[entry.id], gone.get(entry.id, frozenset())
            )
            if file:
                files.append(file)
                filled.append(entry)
    openings = [entry for entry in new if isinstance(entry.facts, Opened)]
    return Intake(
        sent.reference,
        new,
        tuple(filled),
        tuple(files),
        _apart(sent.reference, every, logs) if new else (),
        again=bool(openings) and (len(openings) > 1 or any(log.opened for log in logs)),
        held_back=sum(bool(entry.held_back) for entry in new),
        asked=tuple(_asked(sent.reference, waiting, here, theirs)),
        labels=Log(sent.reference, in_order(entries)).labels,
    )


def _asked(
    reference: str,
    waiting: Mapping[str, Entry],
    here: Mapping[str, list[_Copy]],
    theirs: Mapping[str, _Copy],
) -> Iterator[tuple[Entry, tuple[Going, ...]]]:
    """Each redaction that waits, with the texts that it would remove, here or in the bundle."""
    forms = [copy.entry for copies in here.values() for copy in copies]
    forms += [copy.entry for copy in theirs.values()]
    for id_, redaction in waiting.items():
        yield redaction, tuple(going(reference, forms, {id_}))


def _here(folder: Path, reference: str) -> tuple[dict[str, list[_Copy]], tuple[Log, ...]]:
    """The entries that are here, each with its own file first. Raises DamagedHere."""
    if not os.path.lexists(folder):
        return {}, ()
    logs = read_logs(folder)
    for finding in (finding for log in logs for finding in log.findings):
        if finding.kind.harms and finding.name not in _MENDED:
            raise errors.DamagedHere(
                finding.path, reference=reference, problem=finding.kind.sentence
            )
    found: dict[str, list[_Copy]] = {}
    try:
        files = list(entry_files(folder))
    except OSError as fault:
        problem = KINDS["unreadable"].sentence
        raise errors.DamagedHere(
            f"disputes/{reference}", reference=reference, problem=problem
        ) from fault
    for name, raw, entry in files:
        if entry.dispute == reference:
            copy = _Copy(entry, as_recorded(name, raw) or raw.replace(b"\r\n", b"\n"))
            place = 0 if name == name_of(entry) else len(found.get(entry.id, ()))
            found.setdefault(entry.id, []).insert(place, copy)
    return found, logs


# ------------------------------------------------------------------ the bundle


def _theirs(sent: BundledDispute) -> dict[str, _Copy]:
    """The entries of the bundle, each good by itself."""
    theirs = {}
    for number, each in enumerate(sent.entries, 1):
        came = look_at(f"disputes/{sent.reference}/{each.name}", each.raw)
        assert came is not None, "the name of an entry is that of no other file"
        if came.reason is not None:
            raise _refused(sent, number, came.reason)
        if came.entry is None:
            raise errors.BundleNewer
        theirs[came.entry.id] = _Copy(came.entry, came.raw)
    return theirs


def _refused(sent: BundledDispute, number: int, reason: Reason) -> errors.ResolveError:
    if reason is Reason.CAPITALS:
        return errors.AlmostThere(reference=sent.reference)
    if reason in _INCOMPLETE:
        return errors.BundleIncomplete(reference=sent.reference, problem=_INCOMPLETE[reason])
    return errors.BundleChanged(
        reference=sent.reference, entry=f"entry {number}", problem=reason.sentence
    )


def _check_newest(sent: BundledDispute, theirs: Mapping[str, _Copy]) -> None:
    """Raise unless the newest entries are those that the sender had."""
    entries = tuple(copy.entry for copy in theirs.values())
    if not entries or Log(sent.reference, entries).digest != sent.digest:
        problem = "its newest entries are not those that were sent"
        raise errors.BundleIncomplete(reference=sent.reference, problem=problem)


def _through_the_gate(
    workspace: Workspace, sent: BundledDispute, procedures: Mapping[str, bytes]
) -> None:
    """Raise for the first entry that the gate refuses."""
    came = {f"disputes/{sent.reference}/{each.name}": (each.raw,) for each in sent.entries}
    judged = judge(workspace, came, procedures=procedures)
    numbers = {each.raw: number for number, each in enumerate(sent.entries, 1)}
    # leaving a file out applies to syncs: a bundle must be whole
    wrong = [
        (numbers.get(each.raw, 1), each.reason) for each in (*judged.refused, *judged.left_out)
    ]
    for number, reason in sorted(wrong, key=lambda each: (each[1] is Reason.FOLLOWS_REFUSED, each)):
        raise _refused(sent, number, reason)


# ------------------------------------------------------------------ the files to write


def _new_file(
    folder: Path,
    copy: _Copy,
    gone: Mapping[str, frozenset[str]],
    named: Mapping[str, frozenset[str]],
    done: Mapping[str, frozenset[str]],
) -> FileToWrite:
    """The file as it was sent, without redacted texts.

    If the redaction comes with it, a mark says that the text is held back until the redaction is
    here too. Then an interruption between the two does not make the text count as missing.
    """
    entry, raw = copy.entry, copy.raw
    if named.get(entry.id):
        without = united((raw,), gone.get(entry.id, frozenset()))
        marked = united((without, hold_back(raw)), ())
        raw = without_marks(marked, done.get(entry.id, frozenset()))
    return FileToWrite(folder, name_of(entry), raw)


def _filled(
    folder: Path, here: list[_Copy], theirs: _Copy, gone: frozenset[str]
) -> FileToWrite | None:
    """The file with the sent texts that it lacked; None if it lacks none."""
    has = {key for copy in here for key, text in copy.entry.texts.items() if text is not None}
    sent = {key for key, text in theirs.entry.texts.items() if text is not None}
    if not sent - has - gone:
        return None
    # Finishing a redaction removes the text later, once the redaction is durable.
    raws = (*(copy.raw for copy in here), theirs.raw)
    return FileToWrite(folder, name_of(theirs.entry), united(raws, gone - has), replaces=True)


def _apart(reference: str, every: Mapping[str, _Copy], logs: Iterable[Log]) -> tuple[Entry, ...]:
    """The moves that will not count once everything is here, and were not apart before."""
    before = {entry.id for log in logs for entry in count_moves(log.entries).apart}
    united_logs = assemble(reference, [Found(copy.entry, "") for copy in every.values()])
    return tuple(
        entry
        for log in united_logs
        for entry in count_moves(log.entries).apart
        if entry.id not in before
    )
