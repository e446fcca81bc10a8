"""The folders in the commits of a record: read only as deep as a record goes, compared, built.

A tree of a few hundred bytes can stand for a hundred million paths, by naming one folder ten times
over, so git is never asked for the paths of a whole commit. Folders are read one level at a time,
and each level is measured first. A folder that a record does not have is not opened, and is
carried unchanged.
"""

import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from resolutions_cli import errors
from resolutions_cli.core.value import Value
from resolutions_cli.files.exchange.git import Git
from resolutions_cli.files.record.merge import may_have_home
from resolutions_cli.files.workspace.settings import FOLDERS

#: Git's modes of a plain file, a folder, a link and another repository. No other mode is kept.
FILE, FOLDER = "100644", "40000"
_PLAIN = (FILE, "100755")
_LINK = "120000"
_OTHERS = (FOLDER, _LINK, "160000")

#: How many paths may differ between two commits, and how many shared folders are opened to find
#: them.
MOST_PATHS, _MOST_FOLDERS = 200_000, 100_000

#: How many bytes of a commit's folders and files are read in all, and at once.
MOST_BYTES, _AT_ONCE = 200_000_000, 16_000_000

#: How many paths in folders outside the record go into git's index.
MOST_BESIDE = 10_000

#: A missing folder.
_EMPTY: Mapping[str, "TreeItem"] = {}


class TreeItem(NamedTuple):
    """An item in a folder: its mode and its id."""

    mode: str
    id: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.mode == FOLDER

    @property
    def is_file(self) -> bool:
        """Whether it has its own bytes: a plain file, or a link."""
        return self.mode in (*_PLAIN, _LINK)


_NONE = TreeItem(FILE, "")


class Change(NamedTuple):
    """A path in which two commits differ: its ids in the first and the second, empty where it is
    missing, and its mode in the second."""

    path: str
    before: str
    after: str
    mode: str = FILE

    @property
    def is_plain(self) -> bool:
        """Whether it is a plain file in the second: no link, no folder, no other repository."""
        return self.mode in _PLAIN


class Trees(Value):
    """The folders in git's store, and the files in them."""

    git: Git

    # -------------------------------------------------------------- reading

    def changes(
        self, before: str, after: str, among: Collection[str] | None = None
    ) -> Iterator[Change]:
        """The paths in which two folders differ, given by their ids; either may be empty. With
        `among`, only those under these names.

        A folder that only one of them has counts as one path, unless a record can have it. If the
        first has a folder and the second something else, that is no difference: a record's folder
        is never replaced by a file. A file of a record does replace a folder in its place.
        Raises TooMuch.
        """
        level = [("", before, after)] if before != after else []
        found = opened = 0
        while level:
            opened += len(level)
            folders = self._folders(id_ for _, *ids in level for id_ in ids)
            below = []
            for path, *ids in level:
                ours, theirs = (folders.get(id_, _EMPTY) for id_ in ids)
                for name in sorted(ours.keys() | theirs.keys()):
                    one, other = ours.get(name, _NONE), theirs.get(name, _NONE)
                    if one == other or (among is not None and not path and name not in among):
                        continue
                    place = f"{path}{name}"
                    if opened < _MOST_FOLDERS and _is_opened(place, one, other):
                        below.append((f"{place}/", _folder(one), _folder(other)))
                    elif not one.is_folder or not other.id or _is_file_for(place, other):
                        found += 1
                        yield Change(place, one.id, other.id, other.mode)
                    if found + len(below) > MOST_PATHS:
                        raise errors.TooMuch(amount=f"more than {MOST_PATHS:,} files are new")
            level = below

    def _folders(self, ids: Iterable[str]) -> dict[str, Mapping[str, TreeItem]]:
        """The items in some folders, by the folders' ids."""
        wanted = set(ids) - {""}
        length = len(next(iter(wanted), ""))
        return {id_: dict(_entries(raw, length // 2)) for id_, raw in self.read(wanted, "tree")}

    def at(self, folder: str, paths: Iterable[str]) -> dict[str, TreeItem]:
        """The items at some paths below a folder, by path; leaves out missing ones."""
        wanted = [path.rpartition("/") for path in paths]
        opened = self._opened(folder, _with_those_above({above for above, _, _ in wanted}))
        return {
            f"{above}{slash}{name}": opened[above][name]
            for above, slash, name in wanted
            if name in opened[above]
        }

    def read(
        self, ids: Iterable[str], kind: str, largest: int = MOST_BYTES
    ) -> Iterator[tuple[str, bytes]]:
        """The contents of some ids of one kind, leaving out those larger than `largest`. All are
        measured before any is read. Raises TooMuch."""
        wanted = sorted(ids)
        if not wanted:
            return
        said = self.git.run(
            "cat-file",
            "--buffer",
            "--batch-check=%(objectname) %(objecttype) %(objectsize)",
            given=lines_of(wanted),
        )
        sizes: dict[str, int] = {}
        for line in said.word.splitlines():
            id_, kind_, *size = line.split(" ")
            if kind_ == kind and int(size[0]) <= largest:
                sizes[id_] = int(size[0])
        total = sum(sizes.values())
        if total > MOST_BYTES:
            raise errors.TooMuch(
                amount=f"{total // 1_000_000:,} MB are new, and"
                f" {MOST_BYTES // 1_000_000} MB are taken in at most"
            )
        for batch in _batches(sizes):
            out = memoryview(
                self.git.run("cat-file", "--buffer", "--batch", given=lines_of(batch)).out
            )
            at = 0
            for id_ in batch:
                begin = at + len(f"{id_} {kind} {sizes[id_]}\n")
                at = begin + sizes[id_] + 1
                yield id_, bytes(out[begin : at - 1])

    # -------------------------------------------------------------- building

    def with_paths(self, base: str, paths: Mapping[str, TreeItem]) -> str:
        """The id of a folder with the contents of another and some more paths."""
        told: dict[str, dict[str, TreeItem]] = {}
        for path, held in paths.items():
            folder, _, name = path.rpartition("/")
            told.setdefault(folder, {})[name] = held
        told = {each: told.get(each, {}) for each in _with_those_above(told)}
        contents = self._opened(base, told)
        made = ""
        depths = sorted({_depth(folder) for folder in told}, reverse=True)
        for depth in depths:
            folders = [folder for folder in told if _depth(folder) == depth]
            for folder in folders:
                contents[folder] |= told[folder]
            ids = self._written(contents[folder] for folder in folders)
            for folder, made in zip(folders, ids, strict=True):
                if folder:
                    above, _, name = folder.rpartition("/")
                    told[above][name] = TreeItem(FOLDER, made)
        return made

    def _opened(self, base: str, folders: Iterable[str]) -> dict[str, dict[str, TreeItem]]:
        """The items in some folders of a tree, by the folders' paths."""
        contents: dict[str, dict[str, TreeItem]] = {}
        ids = {"": base}
        by_depth: dict[int, list[str]] = {}
        for folder in folders:
            by_depth.setdefault(_depth(folder), []).append(folder)
        for depth in sorted(by_depth):
            for folder in by_depth[depth]:
                if folder:
                    above, _, name = folder.rpartition("/")
                    ids[folder] = _folder(contents[above].get(name, _NONE))
            found = self._folders(ids[folder] for folder in by_depth[depth])
            for folder in by_depth[depth]:
                contents[folder] = dict(found.get(ids[folder], _EMPTY))
        return contents

    def _written(self, folders: Iterable[Mapping[str, TreeItem]]) -> list[str]:
        """The ids of some folders after writing them to git's store."""
        given = "\0".join(
            "".join(_line(name, held) for name, held in folder.items()) for folder in folders
        )
        return self.git.run("mktree", "-z", "--batch", given=bytes_of(f"{given}\0")).word.split()

    def beside(self, folder: str) -> Iterator[tuple[str, TreeItem]]:
        """All items in a folder at any depth, by path from it; none if there are more than
        `MOST_BESIDE`."""
        found: list[tuple[str, TreeItem]] = []
        level = [("", folder)]
        while level:
            folders = self._folders(id_ for _, id_ in level)
            below = []
            for path, id_ in level:
                for name, held in folders[id_].items():
                    if held.is_folder:
                        below.append((f"{path}{name}/", held.id))
                    else:
                        found.append((f"{path}{name}", held))
                if len(found) + len(below) > MOST_BESIDE:
                    return
            level = below
        yield from found


# ------------------------------------------------------------------ git's formats


#: A folder's entry in git's store: the mode, the name, and the bytes of the id.
_ENTRY = {20: re.compile(rb"([0-7]{1,7}) ([^\0]*)\0(.{20})", re.DOTALL)}
_ENTRY[32] = re.compile(rb"([0-7]{1,7}) ([^\0]*)\0(.{32})", re.DOTALL)


def _entries(raw: bytes, length: int) -> Iterator[tuple[str, TreeItem]]:
    """The items of a folder by name, leaving out any that git itself would not write.

    Raises OtherEndDamaged: the bytes fit their id, so the fault was there before they came.
    """
    at = 0
    while at < len(raw):
        found = _ENTRY[length].match(raw, at)
        if found is None:
            raise errors.OtherEndDamaged
        at = found.end()
        mode, name = _MODES.get(found[1]) or _mode(found[1]), _text(found[2])
        if mode and name.lower() not in ("", ".", "..", ".git") and "/" not in name:
            yield name, TreeItem(mode, found[3].hex())


def _mode(raw: bytes) -> str:
    """The mode as git writes it today; empty if git has none for it."""
    mode = int(raw, 8)
    if stat.S_ISREG(mode):
        return _PLAIN[bool(mode & stat.S_IXUSR)]
    return next((each for each in _OTHERS if stat.S_IFMT(mode) == int(each, 8)), "")


_MODES = {each.encode(): each for each in (*_PLAIN, *_OTHERS)}
_TYPES = {FOLDER: "tree", "160000": "commit"}


def _line(name: str, held: TreeItem) -> str:
    return f"{held.mode} {_TYPES.get(held.mode, 'blob')} {held.id}\t{name}\0"


def _is_opened(path: str, one: TreeItem, other: TreeItem) -> bool:
    """Whether to open the item under a name in two folders: if both have a folder there, or one
    has a folder that a record has. A file in place of such a folder is not the record's."""
    if not (one.is_folder or other.is_folder):
        return False
    first, _, rest = path.partition("/")
    may_be = first in FOLDERS and (not rest or (first == "disputes" and "/" not in rest))
    return may_be or (one.is_folder and other.is_folder)


def _is_file_for(path: str, held: TreeItem) -> bool:
    """Whether it is a plain file at a path where a record has files."""
    return held.mode in _PLAIN and may_have_home(path)


def _folder(held: TreeItem) -> str:
    """The id of a folder; empty for anything else."""
    return held.id if held.is_folder else ""


def _with_those_above(folders: Collection[str]) -> set[str]:
    """Some folders and every folder above them, up to the root."""
    found = {""}
    for folder in folders:
        while folder not in found:
            found.add(folder)
            folder, _, _ = folder.rpartition("/")
    return found


def _depth(folder: str) -> int:
    """The depth of a folder: 0 for the root, 1 for a folder in it."""
    return folder.count("/") + 1 if folder else 0


def _batches(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """Some ids in batches that are read at once."""
    batch: list[str] = []
    size = 0
    for id_, its in sizes.items():
        if batch and size + its > _AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(id_)
        size += its
    if batch:
        yield batch


def lines_of(words: Iterable[str]) -> bytes:
    """Some words as git reads them, one a line."""
    return bytes_of("".join(f"{word}\n" for word in words))


def bytes_of(text: str) -> bytes:
    """The bytes of paths as git has them, in any encoding."""
    return text.encode("utf-8", "surrogateescape")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
