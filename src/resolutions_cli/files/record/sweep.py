"""Clears up after an interrupted run, and restores the names of files that a sync tool renamed."""

import contextlib
import os
import stat
from datetime import timedelta
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import clock, durable, lock
from resolutions_cli.files.record.entry_file import is_file_name
from resolutions_cli.files.record.redaction import remove_texts
from resolutions_cli.files.workspace.accepted import MARK
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.settings import Workspace

#: How often every dispute is swept even without an interrupted writer: the files that other
#: machines and sync tools leave behind are not noted anywhere.
AGAIN = timedelta(days=1)


def sweep(workspace: Workspace, reference: str = "") -> None:
    """Remove the remains of interrupted recordings and redactions, and give entries that a sync
    tool renamed their own names. Call it under the lock, before any writing.

    It sweeps the workspace's own folders and the named dispute. It sweeps every dispute if none
    is named, if a writer may have been interrupted in one, or if the last full sweep was more
    than a day ago.

    It removes only files no newer than the lock, by the file system's own clock: on another
    machine, or where locks do not work, somebody may be writing right now.
    Raises NotRecorded if the lock's file cannot be written.
    """
    taken, now = _taken(workspace), clock.real_now()
    last = lock.begin(workspace.folder)
    whole = not reference or last is None or not now - AGAIN < last <= now
    tops = [workspace.folder, workspace.procedures, workspace.calendar, workspace.seals]
    tops += [workspace.left_out, workspace.accepted]
    done = [_clear(str(folder), taken).is_done for folder in tops]
    if whole:
        done.append(_clear(str(workspace.disputes), taken).is_done)
        listing = list_disputes(workspace)
        done += [finding.path != workspace.disputes.name for finding in listing.findings]
        done += [_sweep_dispute(workspace, each, taken) for each in listing.references]
    elif not workspace.disputes.is_symlink():
        done.append(_sweep_dispute(workspace, reference, taken))
    if not all(done):
        lock.note_swept(workspace.folder, None)
    elif whole:
        lock.note_swept(workspace.folder, now)


def _taken(workspace: Workspace) -> int:
    """When the lock was taken, in nanoseconds by the file system's clock; -1, so before every
    file, if there is no lock."""
    try:
        return (workspace.folder / lock.NAME).stat().st_mtime_ns
    except OSError:
        return -1


def _sweep_dispute(workspace: Workspace, reference: str, taken: int) -> bool:
    """Whether no work is left in a dispute's folder after sweeping it."""
    folder = f"{workspace.disputes}{os.sep}{reference}"
    cleared = _clear(folder, taken, of_dispute=True)
    names = cleared.names
    try:
        if any(name.endswith(".toml") and not is_file_name(name) for name in names):
            from resolutions_cli.files.record.merge import take_in_renamed  # seldom needed

            take_in_renamed(workspace, reference, names)
            names = frozenset(os.listdir(folder))  # noqa: PTH208 - strings are enough
        if any(MARK in name for name in names):
            remove_texts(workspace, reference)
    except (OSError, errors.NotRecorded):  # the next writer tries again
        return False
    return cleared.is_done


class _Cleared(Value):
    """The names in a folder whose unfinished files were removed. `is_done` unless one remains
    that must be removed, now or after an interruption of the process that is writing it."""

    names: frozenset[str] = frozenset()
    is_done: bool = True


def _clear(folder: str, taken: int, *, of_dispute: bool = False) -> _Cleared:
    """Remove the unfinished files of a folder, durably; also a dispute's folder, if it was made
    for an entry that never followed. Follows no link."""
    names: frozenset[str] = frozenset()
    try:
        about = os.lstat(folder)
        if not stat.S_ISDIR(about.st_mode):
            return _Cleared()
        with os.scandir(folder) as found:
            there = {each.name: each for each in found}
        names = frozenset(there)
        parts = [each for name, each in there.items() if durable.is_part(name)]
        old = [each for each in parts if each.stat(follow_symlinks=False).st_mtime_ns <= taken]
        for each in old:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(each.path)  # noqa: PTH108 - making a Path takes longer than the rest
        if of_dispute and len(old) == len(there):
            if about.st_mtime_ns > taken:
                return _Cleared(names, is_done=False)  # the folder has only just been made
            Path(folder).rmdir()
            durable.sync_folder(Path(folder).parent)
        elif old:
            durable.sync_folder(Path(folder))
    except FileNotFoundError:
        return _Cleared()
    except OSError:
        return _Cleared(names, is_done=False)
    return _Cleared(names, is_done=len(old) == len(parts))
