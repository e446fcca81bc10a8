"""Which folders of disputes are as the index has them, and which must be read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resolutions_cli.files.index import Index, StoredRow, files_stamp
from resolutions_cli.files.names import is_junk
from resolutions_cli.files.workspace import Workspace


class Survey:
    """The names of the folders that are `unchanged` since they were read for the index, and the
    paths of everything else among the disputes.

    `could_look` is False when the folder of the disputes could not be listed.
    """

    def __init__(self) -> None:
        self.could_look = True
        self.unchanged: list[str] = []
        self.changed: list[Path] = []


def survey(workspace: Workspace, index: Index, now: float) -> Survey:
    """Look at every folder, and at every file of the open disputes; `now` in seconds since 1970.

    An index that was made in the future, before the clock was set back, counts for nothing.
    """
    folder = workspace.disputes
    is_usable = index.made_at is not None and now >= index.made_at
    rows = index.rows if is_usable else {}
    found = Survey()
    try:
        if folder.is_symlink():
            raise OSError
        with _entries_of(str(folder)) as entries:
            for each in entries:
                row = rows.get(each.name)
                if row and _is_unchanged(each, row, now, folder):
                    found.unchanged.append(each.name)
                elif not is_junk(each.name):
                    found.changed.append(folder / each.name)
    except OSError:
        found = Survey()
        found.could_look = False
    return found


def _is_unchanged(each: "os.DirEntry[str]", row: StoredRow, now: float, folder: Path) -> bool:
    mtime, inode, files, is_live, until, *_ = row
    try:
        status = each.stat(follow_symlinks=False)
        if status.st_mtime_ns != mtime or status.st_ino != inode:
            return False
        if until is not None and now >= until:
            return False
        return not is_live or files_stamp(f"{folder}{os.sep}{each.name}") == files
    except OSError:
        return False


@contextmanager
def _entries_of(folder: str) -> Iterator[Iterator["os.DirEntry[str]"]]:
    """The entries of a folder, as os.scandir has them, good until the end of the block. Where the
    system can, each is asked about by its name alone: it takes an eighth less than by its path."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(descriptor) as entries:
            yield entries
    finally:
        os.close(descriptor)
