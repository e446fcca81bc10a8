"""Which folders of disputes are as an index notes them, and which must be read."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from resolutions_cli.files.halves import in_halves
from resolutions_cli.files.index import (
    AtRest,
    Index,
    Kept,
    Sum,
    load_at_rest,
    number_of,
    weight_of,
)
from resolutions_cli.files.names import is_junk
from resolutions_cli.files.stamps import files_stamp
from resolutions_cli.files.workspace import Workspace


class Survey:
    """What is among the disputes: the names of the folders that are `held` as noted (those at
    rest only when they were asked for, or when not all of them are), and the `rest`.

    `is_all` says that every folder is as noted and no other thing is there; `could_look` is
    False when they could not be listed at all.
    """

    def __init__(self, *, could_look: bool = True) -> None:
        self.could_look = could_look
        self.is_all = False
        self.held: set[str] = set()
        self.rest: list[Path] = []


def survey(workspace: Workspace, index: Index, now: float, *, closed: bool) -> Survey:
    """Look at every folder, and at every file of the open ones; `now` in seconds since 1970.
    With `closed` the disputes in which nothing is owed are asked for too."""
    folder = workspace.disputes
    is_usable = index.made_at is not None and now >= index.made_at
    notes = index.notes if is_usable else {}
    try:
        if folder.is_symlink():
            return Survey(could_look=False)
        looked = in_halves(partial(_look, str(folder), notes, now), len(notes) + index.rest[0])
        found = Survey()
        found.held.update(*(held for held, _ in looked))
        rest = tuple(map(sum, zip(*(each for _, each in looked), strict=True)))
        is_same = is_usable and rest == index.rest
        found.is_all = is_same and len(found.held) == len(notes)
        if closed or not is_same:
            _look_at_each(found, load_at_rest(index, now), folder)
            found.is_all = found.is_all and not found.rest
        elif not found.is_all:
            changed = (folder / name for name in notes.keys() - found.held)
            found.rest = [each for each in changed if os.path.lexists(each)]
    except OSError:
        return Survey(could_look=False)
    return found


def _look(
    folder: str, notes: Mapping[str, Kept], now: float, share: int, of: int
) -> tuple[list[str], Sum]:
    """Of the folders of one share: the names that are as noted, and the sum of those of which
    there is no note. What systems and sync tools put there is no dispute."""
    held: list[str] = []
    count = weight = 0
    with _look_through(folder) as entries:
        for each in entries:
            number = number_of(each.name)
            if number % of != share:
                continue
            kept = notes.get(each.name)
            if kept is not None:
                if _is_as_noted(each, kept, now, folder):
                    held.append(each.name)
            elif not is_junk(each.name):
                count += 1
                weight += weight_of(number, _times(each))
    return held, (count, weight)


def _is_as_noted(each: "os.DirEntry[str]", kept: Kept, now: float, folder: str) -> bool:
    mtime, inode, files, is_live, until, _, _ = kept
    if _times(each) != (mtime, inode) or (until is not None and now >= until):
        return False
    try:
        return not is_live or files_stamp(f"{folder}{os.sep}{each.name}") == files
    except OSError:
        return False


def _times(each: "os.DirEntry[str]") -> AtRest:
    """When something last changed in a folder, and its inode; a time that none has when it
    cannot be asked."""
    try:
        status = each.stat(follow_symlinks=False)
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_ino


def _look_at_each(found: Survey, at_rest: Mapping[str, AtRest], folder: Path) -> None:
    """Tell of each folder that has no note whether it is at rest still."""
    with _look_through(str(folder)) as entries:
        for each in entries:
            if each.name in found.held:
                continue
            if at_rest.get(each.name) == _times(each):
                found.held.add(each.name)
            elif not is_junk(each.name):
                found.rest.append(folder / each.name)


@contextmanager
def _look_through(folder: str) -> Iterator[Iterator["os.DirEntry[str]"]]:
    """What is in a folder, as os.scandir has it, good until the end of the block. Where the
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
