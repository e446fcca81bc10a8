"""An entry is recorded: prepared, read back, written durably, what was cut off before removed."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from resolutions_cli.core.draft import Draft
from resolutions_cli.core.entry import Entry, head_values
from resolutions_cli.core.facts import Opened, Redacted, allows_text
from resolutions_cli.core.log import Log
from resolutions_cli.core.reference import LONGEST, TWIN, is_reference, is_taken
from resolutions_cli.errors import (
    BadReference,
    InterruptedAfterRecording,
    NotRecorded,
    PerhapsRecorded,
    RedactionUnfinished,
    ReferenceTaken,
)
from resolutions_cli.files import clock, durable, lock
from resolutions_cli.files.entry_file import EntryFile, decode, encode
from resolutions_cli.files.listing import list_disputes
from resolutions_cli.files.log import read_logs
from resolutions_cli.files.redaction import finish_redactions, remove_texts
from resolutions_cli.files.uniting import take_in_renamed
from resolutions_cli.files.workspace import FOLDERS, Workspace

#: How often a file is written whose unfinished part another writer took away.
_TRIES = 5


def record(workspace: Workspace, reference: str, draft: Draft, log: Log | None) -> Entry:
    """Record an entry in a dispute, and come back when it is durable.

    To be called under the lock, with the log as it was read under it; None for an opening, for
    which the folder is made. Raises NotRecorded when nothing was recorded (it holds nothing of
    the texts: the caller gives them back), PerhapsRecorded when that is not certain,
    InterruptedAfterRecording, ReferenceTaken, BadReference, and what `encode` raises. A
    redaction's texts are removed at once, else RedactionUnfinished is raised: it was recorded
    all the same.
    """
    home = reference.partition(TWIN)[0]
    if not is_reference(home):
        raise BadReference(longest=LONGEST)
    opens = isinstance(draft.facts, Opened)
    if opens:
        _refuse_taken(workspace, home)
    elif log is None or not log.entries:
        raise ValueError("only an opening can be the first entry of a dispute")
    entry, file = prepare(workspace, home, draft, log.heads if log and not opens else ())
    with durable.interrupts_held() as interrupt:
        try:
            sweep(workspace)
            _put(workspace, home, file, opens=opens)
        except durable.Unconfirmed as fault:
            place, command = f"disputes/{home}", f"show {home}"
            raise PerhapsRecorded(place, command=command, reason=_reason(fault)) from fault
        except OSError as fault:
            raise NotRecorded(f"disputes/{home}", reason=_reason(fault)) from fault
        except KeyboardInterrupt:
            # A second one, which is not held; the entry may have been in its place by then.
            if (workspace.disputes / home / file.name).exists():
                raise InterruptedAfterRecording(command=f"show {home}") from None
            raise
        if isinstance(draft.facts, Redacted):
            _remove_texts(workspace, home)
    if interrupt.came:
        raise InterruptedAfterRecording(command=f"show {home}")
    return entry


def _remove_texts(workspace: Workspace, home: str) -> None:
    """Do what a redaction says that was just recorded. Raises RedactionUnfinished."""
    try:
        remove_texts(workspace, home)
    except OSError as fault:
        raise RedactionUnfinished(f"disputes/{home}", reason=_reason(fault)) from fault


def _reason(fault: OSError) -> str:
    return fault.strerror or "for no reason given"


def _refuse_taken(workspace: Workspace, home: str) -> None:
    """Raise unless the reference is free; also from one that differs in case only, since on
    many disks both would be one folder. A folder in which no entry arrived is free."""
    references = list_disputes(workspace).references
    if is_taken(home, (other for other in references if other != home)):
        raise ReferenceTaken
    (log, *twins) = read_logs(workspace.disputes / home)
    if log.entries or twins or log.is_damaged:
        raise ReferenceTaken


def prepare(
    workspace: Workspace, home: str, draft: Draft, after: tuple[str, ...]
) -> tuple[Entry, EntryFile]:
    """The entry and its file, read back before it is written: what cannot be read later, or
    would say something else, must not come to be."""
    for key in draft.texts:
        if not allows_text(type(draft.facts), key):
            raise ValueError(f"{draft.facts.KIND} has no text {key}")
    recorded = clock.now(practice=workspace.practice)
    salts = {key: secrets.token_hex(32) for key in draft.texts}
    head = head_values(home, draft.at, recorded, after, draft.facts)
    file = encode(head, draft.texts, salts)
    entry, problems = decode(file.name, file.raw)
    if entry is None or problems or _what_is_said(entry) != _what_is_said(draft):
        raise ValueError(f"{draft.facts.KIND} would not come back as it was given")
    return entry, file


def _what_is_said(given: Entry | Draft) -> tuple[object, ...]:
    return given.at, given.facts, dict(given.texts)


def _put(workspace: Workspace, home: str, file: EntryFile, *, opens: bool) -> None:
    """Make the file, and for an opening its folder. Raises OSError, leaving nothing behind.

    Tried again when the folder or the unfinished file vanished: where locks do nothing, another
    writer may have taken them for left over.
    """
    folder = workspace.disputes / home
    durable.require_folder(workspace.disputes)
    for tries_left in reversed(range(_TRIES)):
        try:
            if opens:
                durable.make_folder(folder)
            durable.require_folder(folder)
            durable.create(folder, file.name, file.raw, up_to=workspace.folder)
        except BaseException as fault:
            if opens:
                with contextlib.suppress(OSError):
                    folder.rmdir()
            if not (isinstance(fault, FileNotFoundError) and tries_left):
                raise
        else:
            return


# ------------------------------------------------------------------ what was left over


def sweep(workspace: Workspace) -> None:
    """Remove what recordings and redactions that were cut off left, and give entries that a sync
    tool renamed their own names. To be called under the lock.

    What is removed is no newer than the taking of the lock, by the file system's own clock:
    where locks do nothing, or on another machine, somebody may be writing right now.
    """
    with contextlib.suppress(OSError):
        taken = (workspace.folder / lock.NAME).stat().st_mtime_ns
        for folder in _folders(workspace):
            names = _sweep_folder(folder, taken, of_dispute=folder.parent == workspace.disputes)
            if folder.parent == workspace.disputes:
                with contextlib.suppress(NotRecorded):  # tried again by the next writer
                    take_in_renamed(workspace, folder.name, names)
    finish_redactions(workspace)


def _folders(workspace: Workspace) -> Iterator[Path]:
    yield workspace.folder
    yield from (workspace.folder / name for name in FOLDERS)
    for reference in list_disputes(workspace).references:
        yield workspace.disputes / reference


def _sweep_folder(folder: Path, taken: int, *, of_dispute: bool) -> frozenset[str]:
    """Returns the names of the files that were there."""
    there: list[os.DirEntry[str]] = []
    with contextlib.suppress(OSError):
        idle = folder.stat().st_mtime_ns <= taken
        with os.scandir(folder) as found:
            there = list(found)
        parts = [each for each in there if durable.is_part(each.name)]
        for each in parts:
            if each.stat(follow_symlinks=False).st_mtime_ns <= taken:
                Path(each.path).unlink()
        # A dispute's folder that was made for an entry that never came.
        if of_dispute and idle and len(parts) == len(there):
            folder.rmdir()
    return frozenset(each.name for each in there)
