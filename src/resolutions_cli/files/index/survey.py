"""Compares the folders of disputes with the index: unchanged, or to be read again."""

import os
from pathlib import Path

from resolutions_cli.files.disk.read import is_junk
from resolutions_cli.files.index.index import Index, StoredRow, entries_of, files_stamp
from resolutions_cli.files.workspace.settings import Workspace


class Survey:
    """The names of the folders that are `unchanged` since they were read for the index, and the
    paths of everything else among the disputes.

    `could_look` is False if the folder of the disputes could not be listed.
    """

    def __init__(self) -> None:
        self.could_look = True
        self.unchanged: list[str] = []
        self.changed: list[Path] = []


def survey(workspace: Workspace, index: Index, now: float) -> Survey:
    """Compare every folder, and every file of the open disputes; `now` in seconds since 1970.

    An index made in the future, before the clock was set back, does not count.
    """
    folder = workspace.disputes
    is_usable = index.made_at is not None and now >= index.made_at
    rows = index.rows if is_usable else {}
    found, path = Survey(), str(folder)
    unchanged = found.unchanged
    try:
        if folder.is_symlink():
            raise OSError
        with entries_of(path) as entries:
            for each in entries:
                row = rows.get(each.name)
                if row and _is_unchanged(each, row, now, path):
                    unchanged.append(each.name)
                elif not is_junk(each.name):
                    found.changed.append(folder / each.name)
    except OSError:
        found = Survey()
        found.could_look = False
    return found


def _is_unchanged(each: "os.DirEntry[str]", row: StoredRow, now: float, folder: str) -> bool:
    mtime, inode, files, is_live, until, _, _, _, _, _ = row
    try:
        status = each.stat(follow_symlinks=False)
        if status.st_mtime_ns != mtime or status.st_ino != inode:
            return False
        if until is not None and now >= until:
            return False
        return not is_live or files_stamp(f"{folder}{os.sep}{each.name}") == files
    except OSError:
        return False
