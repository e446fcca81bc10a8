"""Files of other copies taken into the workspace: new ones are added, old ones never overwritten.

The only file that is written again is an entry whose texts differ between copies: it then has
every text that fits its seal, without those named by a redaction that counts here. Call it under
the lock.
"""

import contextlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import KINDS, Redacted
from resolutions_cli.core.entries.reference import is_reference
from resolutions_cli.core.record.log import in_order
from resolutions_cli.files.disk import durable, lock
from resolutions_cli.files.disk.read import digest_of, read_bytes
from resolutions_cli.files.record.entry_file import (
    FILE_LIMIT,
    as_recorded,
    decode,
    digits_in,
    hold_back,
    is_file_name,
    is_whole,
    kind_in,
    name_of,
    united,
)
from resolutions_cli.files.record.first_marks import accept
from resolutions_cli.files.record.redaction import Going, covered_in, going, remove_texts
from resolutions_cli.files.workspace import accepted
from resolutions_cli.files.workspace.settings import Workspace

#: In bytes; the largest file is the seal of a very large record.
LARGEST = 8 * 1024 * 1024

#: Files that are made once and have the digits of their digest in their name. Excludes
#: characters that some system does not allow in a name.
_DIGESTED = re.compile(
    r"(?:procedures|calendar|seals|left-out)/[^./\\:*?\"<>|\x00-\x1f][^/\\:*?\"<>|\x00-\x1f]*"
    r"-(?P<digits>[0-9a-f]{16})\.(?:toml|json)"
)

#: The versions of each file that are known elsewhere: its path in the workspace, and the bytes.
Versions = Mapping[str, Sequence[bytes]]


@dataclass(slots=True)
class Taken:
    """The result of uniting: the bytes of each path of the record as everybody has them, and the
    paths that are new here. `accepted` are the texts removed by redactions accepted on arrival."""

    held: dict[str, bytes] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    accepted: list[Going] = field(default_factory=list)


def home_of(path: str, raw: bytes) -> str:
    """The path of these bytes in a record; empty if they do not belong to one.

    It is mostly the given path. An entry that a sync tool renamed has its own.
    """
    if digits := promised_digits(path):
        return path if as_digested(raw, digits) is not None else ""
    folder, _, name = path.rpartition("/")
    if not is_in_dispute(path):
        return ""
    if is_file_name(name):
        return path if as_recorded(name, raw) is not None else ""
    entry = decode(name, raw).entry
    belongs = entry is not None and folder == f"disputes/{entry.dispute}"
    return f"{folder}/{name_of(entry)}" if entry and belongs else ""


def may_have_home(path: str) -> bool:
    """Whether bytes at that path may belong to a record, judged by the path alone."""
    return _DIGESTED.fullmatch(path) is not None or is_in_dispute(path)


def promised_digits(path: str) -> str:
    """The beginning of the digest in the name of a procedure, a calendar, a seal or a mark;
    empty for any other path."""
    found = _DIGESTED.fullmatch(path)
    return found["digits"] if found else ""


def is_in_dispute(path: str) -> bool:
    """Whether a path is in a dispute's folder and may be an entry's."""
    parts = path.split("/")
    return (
        len(parts) == 3
        and parts[0] == "disputes"
        and is_reference(parts[1])
        and parts[2].endswith(".toml")
        and not parts[2].startswith(".")
    )


def described(path: str) -> tuple[str, str]:
    """A description of a record's file for a list: the dispute and the kind of entry, or the
    folder and "". It shows no name that somebody else chose."""
    folder, _, name = path.rpartition("/")
    if not is_in_dispute(path):
        return folder, ""
    kind = kind_in(name)
    return folder.partition("/")[2], kind if kind in KINDS else "entry"


def take_in(
    workspace: Workspace, versions: Versions, step: Callable[[], None], *, accepts: bool = False
) -> Taken:
    """Unite the versions of each path that are known elsewhere with the ones here. Calls `step`
    for each new file. With `accepts`, redactions that come remove texts as if they were made
    here; otherwise they remove none.

    A damaged file stays as it is, for `verify` to report. Raises NotRecorded; and
    SyncUnfinished, RedactionUnfinished or SyncUnconfirmed once some files were written: these
    stay, and another try gives the same result.
    """
    taken = Taken()
    lock.begin(workspace.folder)
    try:
        folders = [
            _Folder(workspace, reference, names, accepts=accepts)
            for reference, names in _by_dispute(versions).items()
        ]
        # Procedures first: no dispute is ever here without its own.
        new = [
            file
            for path, raws in versions.items()
            if (digits := promised_digits(path))
            for file in _digested_file(workspace, path, digits, raws, taken)
        ]
        new += [file for folder in folders for file in folder.plan(taken)]
        if marks := [mark for folder in folders for mark in folder.accepted]:
            # Before the files, so that the next writer completes an interrupted run.
            accept(workspace.folder, marks)
    except OSError as fault:
        raise errors.NotRecorded("disputes", reason=_reason(fault)) from fault
    # First the new files become durable, redactions included; then the redacted texts go.
    count = len(new) + sum(len(folder.differ) for folder in folders)
    _write(workspace, new, step)
    try:
        for folder in folders:
            folder.finish(taken)
    except OSError as fault:
        done = count - sum(len(folder.differ) for folder in folders)
        raise errors.SyncUnfinished(done=done, count=count, reason=_reason(fault)) from fault
    taken.new = [
        each.folder.relative_to(workspace.folder).joinpath(each.name).as_posix() for each in new
    ]
    return taken


def take_in_renamed(workspace: Workspace, reference: str, names: Collection[str]) -> None:
    """Give each entry that a folder holds only under a sync tool's name its own name; `names`
    are those in the dispute's folder. Raises NotRecorded."""
    versions: dict[str, list[bytes]] = {}
    for name in names:
        path = f"disputes/{reference}/{name}"
        if is_in_dispute(path) and digits_in(name) and not is_file_name(name):
            raw = read_here(workspace, path)
            home = home_of(path, raw) if raw is not None else ""
            if raw is not None and home and home.rpartition("/")[2] not in names:
                versions.setdefault(home, []).append(raw)
    if versions:
        try:
            take_in(workspace, versions, lambda: None)
        except (errors.SyncUnfinished, errors.RedactionUnfinished, errors.SyncUnconfirmed) as fault:
            raise errors.NotRecorded(
                f"disputes/{reference}", reason=fault.facts["reason"]
            ) from fault


def _write(
    workspace: Workspace, files: Sequence[durable.FileToWrite], step: Callable[[], None]
) -> None:
    """Write the files as one batch. Raises NotRecorded, SyncUnfinished and SyncUnconfirmed."""
    batch = durable.Batch(files, up_to=workspace.folder)
    try:
        if files:
            batch.write(step)
            batch.publish()
    except durable.Unconfirmed as fault:
        raise errors.SyncUnconfirmed(reason=_reason(fault)) from fault
    except OSError as fault:
        done, count = batch.published, len(files)
        if done:
            raise errors.SyncUnfinished(done=done, count=count, reason=_reason(fault)) from fault
        raise errors.NotRecorded("disputes", reason=_reason(fault)) from fault


def _reason(fault: OSError) -> str:
    return fault.strerror or "for no reason given"


def _by_dispute(versions: Versions) -> dict[str, dict[str, Sequence[bytes]]]:
    disputes: dict[str, dict[str, Sequence[bytes]]] = {}
    for path, raws in versions.items():
        if is_in_dispute(path):
            _, reference, name = path.split("/")
            disputes.setdefault(reference, {})[name] = raws
    return disputes


# ------------------------------------------------------------------ entries


class _Folder:
    """A dispute's folder, and the versions of its entries that are known elsewhere."""

    def __init__(
        self,
        workspace: Workspace,
        reference: str,
        versions: Mapping[str, Sequence[bytes]],
        *,
        accepts: bool,
    ) -> None:
        self.workspace, self.reference = workspace, reference
        self.folder = workspace.disputes / reference
        self.versions = versions
        self.place = f"{workspace.disputes.name}/{reference}"
        self.names = self._names()
        self.redacts = any(accepted.MARK in name for name in (*self.names, *versions))
        self.accepts = accepts
        self.accepted: list[accepted.Thing] = []
        self.differ: dict[str, bytes] = {}
        #: By the name of each entry's file, the texts that redactions name: `gone` by those that
        #: count here, `named` by all. The shared form of a file lacks all of them, so that it is
        #: the same for everybody.
        self.gone: Mapping[str, frozenset[str]] = {}
        self.named: Mapping[str, frozenset[str]] = {}

    def _names(self) -> set[str]:
        """The names in the folder. Raises OSError if it is a link."""
        if not os.path.lexists(self.folder):
            return set()
        durable.require_folder(self.folder)
        return set(os.listdir(self.folder))  # noqa: PTH208 - strings are enough

    def plan(self, taken: Taken) -> Iterator[durable.FileToWrite]:
        """The files that are new here, each after those it follows: an interruption then leaves
        none without them. Notes the entries that differ, for `finish` to unite."""
        if self.redacts:
            self._read_redactions(taken)
        new: dict[str, bytes] = {}
        for name in sorted(self.versions):
            here = self._here(name)
            forms = _forms(name, (*here, *self.versions[name]))
            if not forms:
                continue
            result = united(forms, self.gone.get(name, ()))
            taken.held[f"{self.place}/{name}"] = united(forms, self.named.get(name, ()))
            if name not in self.names:
                # Until the redaction is here too, its texts count as held back, not as missing.
                held = united((result, hold_back(result)), ()) if self.named.get(name) else result
                new[name] = held
            elif any(form != result and is_whole(form) for form in _forms(name, here)):
                self.differ[name] = result
        for name in _in_order(new):
            yield durable.FileToWrite(self.folder, name, new[name])

    def finish(self, taken: Taken) -> None:
        """Unite the texts of entries that differ, and remove redacted texts from copies and from
        entries that nobody sent as well.

        Raises OSError, with the entries still to be united in `differ`; RedactionUnfinished if
        the dispute has redactions.
        """
        try:
            for name in list(self.differ):
                result = self.differ[name]
                durable.replace(self.folder, name, result, up_to=self.workspace.folder)
                del self.differ[name]
            if self.redacts:
                remove_texts(self.workspace, self.reference)
                self.names = self._names()
        except OSError as fault:
            if self.redacts:
                raise errors.RedactionUnfinished(self.place, reason=_reason(fault)) from fault
            raise
        if not self.redacts:
            return
        for name in filter(is_file_name, sorted(self.names)):
            for form in _forms(name, self._here(name)):
                if is_whole(form):
                    shared = united((form,), self.named.get(name, ()))
                    taken.held[f"{self.place}/{name}"] = shared

    def _here(self, name: str) -> list[bytes]:
        """The bytes of the file in a list, if it is here and can be read."""
        if name in self.names:
            with contextlib.suppress(OSError):
                return [read_bytes(f"{self.folder}{os.sep}{name}", FILE_LIMIT)]
        return []

    def _read_redactions(self, taken: Taken) -> None:
        """Note the texts that redactions name, here and elsewhere together, so that a removed
        text does not come back even for a moment."""
        entries = list(self._entries())
        new = {
            entry.id: accepted.redaction(entry)
            for entry in entries
            if self.accepts
            and isinstance(entry.facts, Redacted)
            and name_of(entry) not in self.names
        }
        if new:
            self.accepted = list(new.values())
            taken.accepted += going(self.reference, entries, new)

        def in_force(entry: Entry) -> bool:
            return entry.id in new or accepted.is_in_force(self.workspace.folder, entry)

        self.gone = _by_name(entries, covered_in(self.reference, entries, in_force))
        self.named = _by_name(entries, covered_in(self.reference, entries))

    def _entries(self) -> Iterator[Entry]:
        for name in sorted(self.names | set(self.versions)):
            for raw in (*self._here(name), *self.versions.get(name, ())):
                entry = decode(name, raw).entry if name.endswith(".toml") else None
                if entry is not None:
                    yield entry


def _by_name(
    entries: Iterable[Entry], keys: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    return {name_of(entry): keys[entry.id] for entry in entries if entry.id in keys}


def _in_order(files: Mapping[str, bytes]) -> list[str]:
    """The names of some entries' files in the record's order; first those that cannot be read
    here, such as those of a later format."""
    entries = {name: decode(name, raw).entry for name, raw in files.items()}
    ordered = in_order(entry for entry in entries.values() if entry)
    places = {entry.id: place for place, entry in enumerate(ordered)}
    return sorted(
        files, key=lambda name: (places[entry.id] if (entry := entries[name]) else -1, name)
    )


def _forms(name: str, raws: Iterable[bytes]) -> list[bytes]:
    """The versions of an entry's file that have its head."""
    return [form for raw in raws if (form := as_recorded(name, raw)) is not None]


# ------------------------------------------------------------------ everything else


def _digested_file(
    workspace: Workspace, path: str, digits: str, raws: Iterable[bytes], taken: Taken
) -> Iterator[durable.FileToWrite]:
    """A procedure, calendar, seal or mark, if it is good and new; these are never united."""
    target = workspace.folder / path
    is_here = os.path.lexists(target)
    if is_here:
        with contextlib.suppress(OSError):
            raws = (read_bytes(target, LARGEST), *raws)
    forms = [form for raw in raws if (form := as_digested(raw, digits)) is not None]
    if forms:
        taken.held[path] = forms[0]
        if not is_here:
            yield durable.FileToWrite(target.parent, target.name, forms[0])


def as_digested(raw: bytes, digits: str) -> bytes | None:
    """The bytes whose digest begins with these digits, even if their line ends were changed."""
    if len(raw) > LARGEST:
        return None
    fed = raw.replace(b"\r\n", b"\n")
    for form in dict.fromkeys((raw, fed, fed.replace(b"\n", b"\r\n"))):
        if digest_of(form).startswith(digits):
            return form
    return None


def read_here(workspace: Workspace, path: str) -> bytes | None:
    """The bytes of a file of the workspace, if it can be read. Follows no link."""
    parts = Path(path).parts
    if any((workspace.folder / Path(*parts[:end])).is_symlink() for end in range(1, len(parts))):
        return None
    try:
        return read_bytes(workspace.folder / path, LARGEST)
    except OSError:
        return None
