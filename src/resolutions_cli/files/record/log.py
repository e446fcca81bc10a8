"""A dispute's folder: its entries, and every fault in them."""

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.entries.reference import TWIN, beginning, match, near_reference
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.integrity import Found, assemble
from resolutions_cli.core.record.log import Log
from resolutions_cli.files.disk import durable
from resolutions_cli.files.disk.read import is_junk, read_bytes, shown
from resolutions_cli.files.record.entry_file import (
    FILE_LIMIT,
    FileProblem,
    decode,
    digits_in,
    is_file_name,
)
from resolutions_cli.files.record.left_out import digits_left_out
from resolutions_cli.files.workspace.accepted import is_in_force
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.settings import Workspace

#: How often a folder that changed during the reading is read again.
_LOOKS = 5

#: Findings that may be wrong if a writer or a sync tool is at work during the reading.
_FLEETING = frozenset(
    ("missing-entry", "not-opened", "left-over", "unreadable", "text-missing", "text-in-copy")
)


# ------------------------------------------------------------------ reading


def find_logs(workspace: Workspace, typed: str) -> tuple[Log, ...]:
    """The dispute that a person's typed reference means; both, if two have that reference.

    Raises NoSuchDispute, AmbiguousReference, and DisputesUnreadable if the folder cannot be read.
    """
    begun, twin, which = typed.partition(TWIN)
    listing = list_disputes(workspace, beginning(begun))
    if any(finding.path == workspace.disputes.name for finding in listing.findings):
        raise errors.DisputesUnreadable(workspace.disputes.name)
    try:
        reference = match(begun, listing.references)
    except errors.NoSuchDispute:
        near = near_reference(begun, list_disputes(workspace).references)
        raise (errors.NearlyADispute(near=near) if near else errors.NoSuchDispute) from None
    logs = read_logs(workspace.disputes / reference)
    if not any(log.entries or log.is_damaged for log in logs):
        raise errors.NoSuchDispute  # the folder was made, but no entry followed
    if not twin:
        return logs
    meant = match(f"{reference}{TWIN}{which}", [log.reference for log in logs])
    return tuple(log for log in logs if log.reference == meant)


def find_log(workspace: Workspace, typed: str) -> Log:
    """The one dispute that was meant. Raises what `find_logs` raises, and AmbiguousReference."""
    logs = find_logs(workspace, typed)
    if len(logs) > 1:
        match(typed.partition(TWIN)[0], [log.reference for log in logs])
    return logs[0]


def read_log(folder: Path, reference: str) -> Log:
    """The log of that reference in a dispute's folder. Raises what `match` raises."""
    logs = read_logs(folder)
    wanted = match(reference, [log.reference for log in logs])
    return next(log for log in logs if log.reference == wanted)


def read_logs(folder: Path) -> tuple[Log, ...]:
    """Every log in a dispute's folder: one, or more if several were opened under its reference.

    Never raises: a file that cannot be read becomes a finding. A missing folder, or one without
    entries, gives a log without entries. Needs no lock, since it reads again if a writer changed
    the folder meanwhile; only an entry being written right now may count as left over.
    """
    logs: tuple[Log, ...] = ()
    for _ in range(_LOOKS):
        reading = _Reading(folder)
        logs = reading.logs()
        doubtful = any(finding.name in _FLEETING for log in logs for finding in log.findings)
        if not (reading.vanished or (doubtful and reading.has_changed())):
            break
    return logs


class _Reading:
    """One pass over a dispute's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = f"{folder.parent.name}/{shown(folder.name)}"
        self.findings: list[Finding] = []
        self.unread: list[str] = []
        self.vanished = False
        self.names = self._names()

    def _names(self) -> frozenset[str] | None:
        """The names in the folder; None if it cannot be listed."""
        try:
            return (
                None
                if self.folder.is_symlink()
                else frozenset(each.name for each in self.folder.iterdir())
            )
        except FileNotFoundError:
            return frozenset()
        except OSError:
            return None

    def has_changed(self) -> bool:
        """Whether the folder now has other names in it than when it was read."""
        return self._names() != self.names

    def logs(self) -> tuple[Log, ...]:
        """The logs from every file in the folder."""
        if self.names is None:
            finding = Finding("link" if self.folder.is_symlink() else "unreadable", self.place)
            return (Log(self.folder.name, (), (finding,)),)
        whole = [(name, raw) for name in self.names if (raw := self._raw(name)) is not None]
        decoded = [(name, *decode(name, raw)) for name, raw in whole]
        # An entry's own file comes first, whatever names its copies have.
        decoded.sort(
            key=lambda each: (
                not is_file_name(each[0]),
                FileProblem("bad-name") in each[2],
                each[0],
            )
        )
        found: dict[str, Found] = {}
        for name, entry, problems in decoded:
            if entry is None:
                self._note_unread(name, problems[0], found)
            elif entry.id in found:
                first = found[entry.id]
                found[entry.id] = first.but(copies=(*first.copies, (self._path(name), entry)))
            else:
                found[entry.id] = Found(entry, self._path(name))
                self.findings += (
                    Finding(each.finding, self._path(name), entry.id, each.key) for each in problems
                )
        in_force = partial(is_in_force, self.folder.parent.parent)
        found_here = found.values()
        logs = assemble(self.folder.name, found_here, self.findings, self.unread, in_force)
        return tuple(map(self._without_left_out, logs))

    def _without_left_out(self, log: Log) -> Log:
        """The log, in which an entry that somebody left out does not count as missing."""
        missing = [each for each in log.findings if each.name == "missing-entry"]
        digits = digits_left_out(self.folder.parent.parent, self.folder.name) if missing else ()
        if not digits:
            return log
        findings = [
            each._replace(name="follows-left-out")
            if each in missing and each.entry.startswith(digits)
            else each
            for each in log.findings
        ]
        return log.but(findings=tuple(sorted(set(findings))))

    def _raw(self, name: str) -> bytes | None:
        """The bytes of a file that may be an entry; else None, with a finding if it is one."""
        finding = ""
        if durable.is_part(name):
            finding = "left-over"
        elif name.endswith(".toml.icloud"):  # iCloud moved the file away and left this placeholder
            finding = "unreadable"
        elif not is_junk(name) and not name.endswith(".toml"):
            finding = "stray-file"
        elif not is_junk(name):
            try:
                return read_bytes(f"{self.folder}{os.sep}{name}", FILE_LIMIT)
            except FileNotFoundError:
                self.vanished = True
            except OSError:
                finding = "link" if (self.folder / name).is_symlink() else "unreadable"
        if finding:
            self._pass_over(finding, name)
        return None

    def _pass_over(self, finding: str, name: str) -> None:
        self.findings.append(Finding(finding, self._path(name)))
        if finding in ("unreadable", "link"):
            self.unread.append(digits_in(name.lstrip(".")))

    def _note_unread(self, name: str, problem: FileProblem, found: Mapping[str, Found]) -> None:
        """Note a file without a readable entry as damaged; or as one that does not belong here,
        if its name has no id or the entry itself is here under its own name."""
        digits = digits_in(name)
        here = any(id_.startswith(digits) for id_ in found)
        if digits and (is_file_name(name) or not here):
            self.findings.append(Finding(problem.finding, self._path(name), "", problem.key))
            self.unread.append(digits)
        else:
            self.findings.append(Finding("stray-file", self._path(name)))

    def _path(self, name: str) -> str:
        return f"{self.place}/{shown(name)}"
