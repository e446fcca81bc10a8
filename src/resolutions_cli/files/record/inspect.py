"""Faults of a workspace outside its disputes: links, rights, files that do not belong."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.files.disk import durable, lock
from resolutions_cli.files.disk.read import is_junk, shown
from resolutions_cli.files.record.arrival import Reason, look_at
from resolutions_cli.files.record.left_out import LeftOut, read_marks
from resolutions_cli.files.record.merge import read_here
from resolutions_cli.files.workspace.accepted import unread_marks
from resolutions_cli.files.workspace.calendars import ImportedLists
from resolutions_cli.files.workspace.procedures import is_pinned_name, is_unchanged
from resolutions_cli.files.workspace.settings import (
    ACCEPTED,
    CHECKED,
    FOLDERS,
    SETTINGS,
    Workspace,
)


def inspect(workspace: Workspace, imports: ImportedLists) -> Iterator[Finding]:
    """Every finding about the workspace itself, its procedures and its imported calendars.

    `imports` are its calendars as they were read. Seals and disputes are inspected elsewhere.
    """
    yield from _top(workspace)
    yield from _accepted(workspace)
    yield from _procedures(workspace)
    yield from _calendars(workspace, imports)
    yield from _left_out(workspace)


def _top(workspace: Workspace) -> Iterator[Finding]:
    for name in (SETTINGS, lock.NAME, *FOLDERS, ACCEPTED, CHECKED):
        # Reading the disputes and the seals finds links in their place.
        if name not in ("disputes", "seals") and (workspace.folder / name).is_symlink():
            yield Finding("link", name)
    for folder in (workspace.folder, workspace.disputes):
        for each in _entries(folder):
            if durable.is_part(each.name):
                yield Finding("left-over", _path(workspace, each))
    if _others_can_write(workspace):
        yield Finding("open-to-others", workspace.disputes.name)


def _others_can_write(workspace: Workspace) -> bool:
    """Whether another account may add, change or remove entries. Not known on Windows."""
    if sys.platform == "win32":
        return False
    try:
        modes = [folder.stat().st_mode for folder in (workspace.folder, workspace.disputes)]
    except OSError:
        return False
    above, disputes = modes
    # Only accounts that can enter the folder above can reach the disputes.
    passes = above & (stat.S_IXGRP | stat.S_IXOTH)
    return bool(above & (stat.S_IWGRP | stat.S_IWOTH)) or bool(
        passes and disputes & (stat.S_IWGRP | stat.S_IWOTH)
    )


def _accepted(workspace: Workspace) -> Iterator[Finding]:
    """A finding for each mark of acceptance that cannot be read."""
    for name in unread_marks(workspace.folder):
        yield Finding("mark-unread", f"{ACCEPTED}/{shown(name)}")
    for each in _entries(workspace.accepted):
        if durable.is_part(each.name):
            yield Finding("left-over", _path(workspace, each))


def _procedures(workspace: Workspace) -> Iterator[Finding]:
    """A finding for each file that was changed since it was put there, or does not belong."""
    for each in _entries(workspace.procedures):
        if finding := _common(each):
            yield Finding(finding, _path(workspace, each))
        elif not is_junk(each.name):
            if not is_pinned_name(each.name):
                yield Finding("misplaced-file", _path(workspace, each))
            elif not is_unchanged(Path(each.path)):
                yield Finding("procedure-changed", _path(workspace, each))


def _calendars(workspace: Workspace, imports: ImportedLists) -> Iterator[Finding]:
    for each in _entries(workspace.calendar):
        if finding := _common(each):
            yield Finding(finding, _path(workspace, each))
    for problem in imports.problems:
        changed = isinstance(problem.condition, errors.CalendarFileChanged)
        path = problem.path.relative_to(workspace.folder).as_posix()
        yield Finding("calendar-changed" if changed else "calendar-unread", shown(path))


def _left_out(workspace: Workspace) -> Iterator[Finding]:
    """A finding for each file that was left out, once, and for each file that is no mark. A mark
    has no effect if its file is here and counts, so that is no finding."""
    marks = read_marks(workspace.left_out)
    told = set()
    for each in _entries(workspace.left_out):
        mark = marks.get(each.name)
        if finding := _common(each):
            yield Finding(finding, _path(workspace, each))
        elif mark is None and not is_junk(each.name):
            yield Finding("misplaced-file", _path(workspace, each))
        elif mark is not None and (mark.path, mark.digest) not in told:
            told.add((mark.path, mark.digest))
            if not _counts(workspace, mark.path):
                yield Finding("left-out", shown(mark.path), detail=_why(mark))


def _why(mark: LeftOut) -> str:
    """Why the gate refused a file that was left out; "" for a reason of a later version."""
    known = mark.reason in {each.value for each in Reason}
    return Reason(mark.reason).sentence if known else ""


def _counts(workspace: Workspace, path: str) -> bool:
    """Whether a sound file of the record is at a path, so that its mark has no effect."""
    raw = read_here(workspace, path)
    came = look_at(path, raw) if raw is not None else None
    return came is not None and came.path == path and came.reason is None


def _common(each: os.DirEntry[str]) -> str:
    """The finding that a file in any folder can have, or ""."""
    if durable.is_part(each.name):
        return "left-over"
    return "link" if each.is_symlink() else ""


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda each: each.name)
    except OSError:
        return []


def _path(workspace: Workspace, each: os.DirEntry[str]) -> str:
    return shown(Path(each.path).relative_to(workspace.folder).as_posix())
