"""A disk that loses its power: what may be left of what was done to it, and what may not.

While commands run, every change they make through `os` is noted. A crash after any of them then
leaves, by the least that POSIX promises:

- of a file: what was written up to its last fsync, and of the rest any beginning, or the right
  length with zeros, or with what stood there before, where bytes did not arrive;
- of a folder: the names as they were at its last fsync, and of the changes after it any of
  them, each on its own: a later one may be there without an earlier one. Only a rename is one
  change: it happens whole, or not, or leaves the new name beside the old one.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

#: The folder that another program writes, which cannot be followed here.
GIT = ".git"

#: A file as a crash leaves it, or a folder of such.
Tree = dict[str, "bytes | Tree"]


@dataclass(eq=False)
class Inode:
    """A file (`written`: its bytes) or a folder (`names`), and what of it is on the disk."""

    is_folder: bool
    written: bytes = b""
    synced: bytes = b""
    names: "dict[str, Inode]" = field(default_factory=dict)
    #: The names on the disk, and the changes to them that may or may not be.
    safe: "dict[str, Inode]" = field(default_factory=dict)
    unsafe: "list[Change]" = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """A change to a folder: a name made for an inode, taken away, or given instead of another."""

    name: str
    inode: Inode | None
    instead_of: str = ""

    def apply(self, names: dict[str, Inode]) -> None:
        """Do it to the names of a folder."""
        names.pop(self.instead_of, None)
        names.pop(self.name, None)
        if self.inode:
            names[self.name] = self.inode


class Disk:
    """Follows what is done to a folder, and says what a crash may leave of it."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.root = Inode(is_folder=True)
        #: Called after each change.
        self.changed: Callable[[], None] = lambda: None
        self._opened: dict[int, Inode] = {}
        self._at: dict[int, int] = {}

    def take_over(self) -> None:
        """What the folder holds already is on the disk."""
        self.root = _safe(self.top)

    # -------------------------------------------------------------- what is done

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note what is done through `os` in the block."""
        notes = {
            "open": self._open,
            "close": self._close,
            "lseek": self._seek,
            "write": self._write,
            "ftruncate": self._truncate,
            "fsync": self._sync,
            "mkdir": self._mkdir,
            "rmdir": self._remove,
            "unlink": self._remove,
            "rename": self._rename,
            "replace": self._rename,
        }
        watching = {name: _noting(getattr(os, name), note) for name, note in notes.items()}
        with mock.patch.multiple(os, **watching):
            yield

    def _parts(self, path: object) -> tuple[str, ...] | None:
        """Where a path leads within the folder; None outside of it."""
        try:
            parts = Path(os.fspath(path)).relative_to(self.top).parts  # type: ignore[call-overload]
        except (TypeError, ValueError):
            return None
        return None if GIT in parts else parts

    def _place(self, parts: tuple[str, ...]) -> tuple[Inode, str]:
        """The folder that a path's last name stands in, and that name."""
        folder = self.root
        for part in parts[:-1]:
            folder = folder.names[part]
        return folder, parts[-1]

    def _change(self, path: object, inode: Inode | None, instead_of: str = "") -> None:
        if parts := self._parts(path):
            folder, name = self._place(parts)
            change = Change(name, inode, instead_of)
            change.apply(folder.names)
            folder.unsafe.append(change)
            self.changed()

    def _open(self, descriptor: int, path: object, flags: int, *_: object) -> None:
        parts = self._parts(path)
        self._at[descriptor] = 0
        if parts == ():
            self._opened[descriptor] = self.root
        elif parts:
            folder, name = self._place(parts)
            if name not in folder.names:
                assert flags & os.O_CREAT, path
                self._change(path, Inode(is_folder=False))
            self._opened[descriptor] = folder.names[name]

    def _close(self, _: None, descriptor: int) -> None:
        self._opened.pop(descriptor, None)

    def _seek(self, at: int, descriptor: int, *_: object) -> None:
        self._at[descriptor] = at

    def _write(self, count: int, descriptor: int, raw: bytes) -> None:
        if inode := self._opened.get(descriptor):
            at = self._at[descriptor]
            self._at[descriptor] = end = at + count
            inode.written = inode.written[:at] + bytes(raw[:count]) + inode.written[end:]
            self.changed()

    def _truncate(self, _: None, descriptor: int, length: int) -> None:
        if inode := self._opened.get(descriptor):
            inode.written = inode.written[:length]
            self.changed()

    def _sync(self, _: None, descriptor: int) -> None:
        if inode := self._opened.get(descriptor):
            inode.synced, inode.safe, inode.unsafe = inode.written, dict(inode.names), []
            self.changed()

    def _mkdir(self, _: None, path: object, *_mode: object) -> None:
        self._change(path, Inode(is_folder=True))

    def _remove(self, _: None, path: object) -> None:
        self._change(path, None)

    def _rename(self, _: None, old: object, new: object) -> None:
        if parts := self._parts(old):
            folder, name = self._place(parts)
            self._change(new, folder.names[name], instead_of=name)

    # -------------------------------------------------------------- what is left

    def crash(self, dice: random.Random) -> Tree:
        """What is left when the power fails now; the dice say which of all that may be."""
        tree = _left(self.root, dice)
        assert isinstance(tree, dict)
        return tree


def _safe(path: Path) -> Inode:
    if not path.is_dir():
        return Inode(is_folder=False, written=path.read_bytes(), synced=path.read_bytes())
    names = {each.name: _safe(each) for each in path.iterdir() if each.name != GIT}
    return Inode(is_folder=True, names=names, safe=dict(names))


def _noting(real: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
    def call(*args: Any, **options: Any) -> Any:
        result = real(*args, **options)
        note(result, *args)
        return result

    return call


def _left(inode: Inode, dice: random.Random) -> "bytes | Tree":
    if not inode.is_folder:
        return _bytes_left(inode, dice)
    # Nothing of what was not synced, all of it, or some of it.
    share = dice.choice((0.0, 1.0, 0.5, 0.8))
    names = dict(inode.safe)
    for change in inode.unsafe:
        if dice.random() < share:
            both = change.instead_of and dice.random() < 0.1
            (Change(change.name, change.inode) if both else change).apply(names)
    return {name: _left(each, dice) for name, each in sorted(names.items())}


def _bytes_left(inode: Inode, dice: random.Random) -> bytes:
    if inode.written == inode.synced:
        return inode.synced
    kept = dice.choice((0, len(inode.written), dice.randint(0, len(inode.written))))
    kept = max(kept, len(inode.synced)) if inode.written.startswith(inode.synced) else kept
    missing = len(inode.written) - kept
    rest = dice.choice((b"", bytes(missing), inode.synced[kept:][:missing]))
    return inode.written[:kept] + rest


def put_back(tree: Tree, folder: Path) -> None:
    """Make files and folders of what a crash left."""
    folder.mkdir()
    for name, each in tree.items():
        if isinstance(each, bytes):
            (folder / name).write_bytes(each)
        else:
            put_back(each, folder / name)


def files_in(tree: Tree) -> Iterator[bytes]:
    """The bytes of every file."""
    for each in tree.values():
        if isinstance(each, bytes):
            yield each
        else:
            yield from files_in(each)
