"""The derived index: what lists need of each dispute, kept in the cache folder to be fast.

It can be deleted, damaged or written by many processes at any time and changes no answer: what
it holds of a dispute counts only while the dispute's folder, and of an open one every file in
it, is as it was. `docs/performance.md` says what it does not notice. It holds no text of the
record. There is none where none can be written.
"""

import contextlib
import marshal
import math
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from resolutions_cli.core.packing import Packed
from resolutions_cli.core.value import Value
from resolutions_cli.files.halves import ask
from resolutions_cli.files.names import is_junk
from resolutions_cli.files.places import cache_folder
from resolutions_cli.files.workspace import Workspace

FORMAT = 2

#: Names of an index's files: open disputes with the stamps of all, and the closed ones.
OPEN, CLOSED = "open", "closed"

#: Nanoseconds. A file changed twice within a tick of its file system's clock can keep its time
#: and its size; FAT's clock ticks every two seconds.
TICK = 2_000_000_000

#: Bytes before the body: its checksum.
_HEAD = 4

#: Disputes whose gists are kept together.
_CHUNK = 32

_PACKAGE = Path(__file__).parent.parent


#: A Note as it is kept, its fields in their order: ten thousand are taken up at once.
Kept = tuple[int, int, int, bool, float | None, float | None, int]


class Note(Value):
    """What is noted of a dispute's folder.

    `mtime` and `inode` are the folder's, `files` is a number that changes with any file in it:
    they tell that all is as it was. `is_live` says whether one of its disputes is open or
    somebody still owes something in it, as who must be told of a risk does when it is closed;
    `until` is the instant (seconds since 1970) from which it must be computed again, if there is
    one.

    `first_end` is the instant at which the first of its open duties ends, `last_recorded` the
    ordinal of the day on which something was written down last: before that instant, and while
    that day is near, nothing in it is late.
    """

    mtime: int
    inode: int
    files: int
    is_live: bool
    until: float | None
    first_end: float | None
    last_recorded: int

    @property
    def kept(self) -> Kept:
        """As it is kept; `Note(*note.kept) == note`."""
        return (
            *(self.mtime, self.inode, self.files, self.is_live),
            *(self.until, self.first_end, self.last_recorded),
        )


def is_live(kept: Kept) -> bool:
    """What the note says of that."""
    return kept[3]


def may_be_late(kept: Kept, now: float, today: int, quiet: int) -> bool:
    """Whether a duty can be overdue, or a dispute quiet; `quiet` in working days."""
    *_, first_end, last_recorded = kept
    return (first_end is not None and first_end <= now) or (0 < quiet <= today - last_recorded)


def _ends(kept: Kept) -> float:
    first_end = kept[5]
    return math.inf if first_end is None else first_end


class Index:
    """What is noted of the disputes of a workspace.

    `notes` go by the folder's name, and so do the gists, of which those of closed disputes are
    read when they are asked for. `made_at` is the instant (seconds since 1970) as of which it
    was computed; None while nothing was. It stands in `folder`, nowhere when that is None.
    """

    def __init__(self, key: Packed, folder: Path | None) -> None:
        self.key = key
        self.folder = folder
        self.made_at: float | None = None
        self.notes: dict[str, Kept] = {}
        self.calendars: dict[str, Packed] = {}
        self.has_closed = False
        self._gists: dict[str, tuple[Packed, ...]] = {}
        #: Where gists stand that were not needed yet.
        self._chunks: dict[str, bytes] = {}

    def has_gists(self, name: str) -> bool:
        """Whether the gists of a folder's disputes are held."""
        return name in self._gists or name in self._chunks

    def gists(self, name: str) -> tuple[Packed, ...]:
        """The gists of a folder's disputes, which are held."""
        chunk = self._chunks.get(name)
        if chunk is not None:
            for other, gists in marshal.loads(chunk).items():
                # what was noted anew or dropped since has no part in it any more
                if self._chunks.get(other) is chunk:
                    self._gists[other] = gists
                    del self._chunks[other]
        return self._gists[name]

    def put(self, name: str, note: Note, gists: tuple[Packed, ...]) -> None:
        """Note what the disputes of a folder came to."""
        self.drop(name)
        self.notes[name] = note.kept
        self._gists[name] = gists

    def drop(self, name: str) -> None:
        """Forget what is noted of a folder."""
        self.notes.pop(name, None)
        self._gists.pop(name, None)
        self._chunks.pop(name, None)

    def take_up(self, chunks: Iterable[tuple[tuple[str, ...], bytes]]) -> None:
        """Hold gists as they are kept."""
        for names, chunk in chunks:
            self._chunks.update(dict.fromkeys(names, chunk))

    def chunks(self, names: Iterable[str]) -> Iterator[tuple[tuple[str, ...], bytes]]:
        """The gists of these folders as they are kept: some together, since disputes under one
        procedure say much the same, and those together that end at about the same time, since
        few of them are asked for when only what is late is."""
        in_order = sorted(names, key=lambda name: _ends(self.notes[name]))
        for start in range(0, len(in_order), _CHUNK):
            chunk = tuple(in_order[start : start + _CHUNK])
            yield chunk, marshal.dumps({name: self.gists(name) for name in chunk})


# ------------------------------------------------------------------ keeping and taking up


def key_of(workspace: Workspace) -> Packed:
    """What a whole index depends on besides the disputes: the program, the workspace's place,
    its procedures and its bank holidays."""
    return (
        FORMAT,
        sys.version,
        _program_stamp(),
        os.path.realpath(workspace.folder),
        _listing_stamp(workspace.procedures),
        _listing_stamp(workspace.calendar),
    )


def _program_stamp() -> tuple[tuple[int, int], ...]:
    """Changes when a module or a data file of the program does: another release is installed,
    or somebody works on it."""
    return tuple(
        sorted(
            (status.st_mtime_ns, status.st_size)
            for folder in ("core", "files", "context", "data", "data/procedures")
            for each in os.scandir(_PACKAGE / folder)
            if each.is_file(follow_symlinks=False)
            for status in (each.stat(follow_symlinks=False),)
        )
    )


def _listing_stamp(folder: Path) -> int:
    """Changes with any file of a folder; a folder that is not there has one too."""
    try:
        return _files_stamp(folder)
    except OSError:
        return 0


def load(workspace: Workspace, environ: Mapping[str, str]) -> Index:
    """The index of a workspace; an empty one where there is none that can be used."""
    index = Index(key_of(workspace), _place(workspace, environ))
    body = _read(index, OPEN)
    if body is not None:
        _, index.made_at, index.notes, chunks, index.calendars = body
        index.take_up(chunks)
    return index


def load_closed(index: Index) -> None:
    """Take up the gists of closed disputes too; those that are not as noted are left out."""
    if index.has_closed:
        return
    index.has_closed = True
    body = _read(index, CLOSED)
    if body is not None:
        _, noted, chunks = body
        same = {name for name, kept in noted.items() if index.notes.get(name) == kept}
        index.take_up((tuple(filter(same.__contains__, names)), chunk) for names, chunk in chunks)


def save(index: Index, made_at: float) -> None:
    """Keep the index; where it cannot be kept there is none, and nobody is told."""
    if index.folder is None:
        return
    live = {name for name, kept in index.notes.items() if is_live(kept)}
    with contextlib.suppress(OSError):
        if index.has_closed:
            closed = {name: kept for name, kept in index.notes.items() if name not in live}
            chunks = tuple(index.chunks(closed))
            _write(index.folder, CLOSED, (index.key, closed, chunks))
        chunks = tuple(index.chunks(live))
        _write(index.folder, OPEN, (index.key, made_at, index.notes, chunks, index.calendars))


def _place(workspace: Workspace, environ: Mapping[str, str]) -> Path | None:
    """Where the index of a workspace stands; None where there is no folder for it."""
    above = cache_folder(environ)
    if above is None:
        return None
    real = os.path.realpath(workspace.folder).encode(errors="surrogateescape")
    # the name need not be unlike all others: the whole path is in the key
    return above / f"index-{zlib.crc32(real):08x}{zlib.adler32(real):08x}"


def _read(index: Index, name: str) -> Any:
    """The body of one of the files; None when it is not there, not ours, damaged or not of
    this key."""
    if index.folder is None:
        return None
    try:
        with (index.folder / name).open("rb") as file:
            if not _is_private(os.fstat(file.fileno())):
                return None
            raw = file.read()
    except OSError:
        return None
    if int.from_bytes(raw[:_HEAD], "big") != zlib.crc32(memoryview(raw)[_HEAD:]):
        return None
    try:
        body = marshal.loads(memoryview(raw)[_HEAD:])
    except (EOFError, ValueError, TypeError):
        return None
    return body if body[0] == index.key else None


def _is_private(found: os.stat_result) -> bool:
    """Whether a file is this account's, and nobody else can have written to it."""
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _write(folder: Path, name: str, body: Packed) -> None:
    """Put a file in the place of the one that is there, whole or not at all. Not synced: what
    a power failure leaves of it has the wrong checksum."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    raw = marshal.dumps(body)
    part = folder / f".{name}.{os.getpid()}.part"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(zlib.crc32(raw).to_bytes(_HEAD, "big"))
            file.write(raw)
        part.replace(folder / name)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


# ------------------------------------------------------------------ is it as it was?


class Survey:
    """What is among the disputes: the folders that are as noted, by name, and the rest.

    `could_look` is False when they could not be listed at all.
    """

    def __init__(self, *, could_look: bool = True) -> None:
        self.could_look = could_look
        self.held: dict[str, os.DirEntry[str]] = {}
        self.rest: list[os.DirEntry[str]] = []

    def let_go(self, name: str) -> None:
        """Count a folder among the rest."""
        self.rest.append(self.held.pop(name))


def survey(workspace: Workspace, index: Index, now: float) -> Survey:
    """Look at every folder, and at every file of the open ones; `now` in seconds since 1970."""
    found = Survey()
    is_usable = index.made_at is not None and now >= index.made_at
    notes = index.notes if is_usable else {}
    try:
        if workspace.disputes.is_symlink():
            return Survey(could_look=False)
        with os.scandir(workspace.disputes) as entries:
            there = list(entries)
    except OSError:
        return Survey(could_look=False)
    known = [each for each in there if each.name in notes]
    found.rest = [each for each in there if each.name not in notes and not is_junk(each.name)]
    answers = ask(lambda each: _is_as_noted(each, notes[each.name], now), known)
    for each, is_as_noted in zip(known, answers, strict=True):
        if is_as_noted:
            found.held[each.name] = each
        else:
            found.rest.append(each)
    return found


def _is_as_noted(each: "os.DirEntry[str]", kept: Kept, now: float) -> bool:
    mtime, inode, files, is_live, until, _, _ = kept
    try:
        status = each.stat(follow_symlinks=False)
        return (
            status.st_mtime_ns == mtime
            and status.st_ino == inode
            and (until is None or now < until)
            and (not is_live or _files_stamp(each.path) == files)
        )
    except OSError:
        return False


class Stamp(Value):
    """What tells that a dispute's folder is as it was: fields of a Note."""

    mtime: int
    inode: int
    files: int


def stamp_of(folder: Path, before: int, newest_entry: float) -> Stamp | None:
    """The stamp of a dispute's folder that was read after `before` (nanoseconds since 1970).

    None when it may have changed since then: something in it is dated within a tick of that,
    or later. None, too, where the folder is older than the newest entry in it
    (`newest_entry`, seconds since 1970): that file system does not date its folders.
    """
    try:
        status = folder.lstat()
        found = list(_files(folder))
    except OSError:
        return None
    newest = max((max(mtime, ctime) for *_, mtime, ctime in found), default=0)
    if max(newest, status.st_mtime_ns) > before - TICK:
        return None
    if status.st_mtime_ns < newest_entry * 1e9 - TICK:
        return None
    return Stamp(status.st_mtime_ns, status.st_ino, sum(map(hash, found)))


def _files_stamp(folder: "os.PathLike[str] | str") -> int:
    """A number that changes with any file's size or times; of whole numbers Python's hash is the
    same in every process."""
    return sum(map(hash, _files(folder)))


def _files(folder: "os.PathLike[str] | str") -> Iterator[tuple[int, int, int, int]]:
    """Of each file its inode, its size, and both its times in nanoseconds."""
    with os.scandir(folder) as entries:
        for each in entries:
            status = each.stat(follow_symlinks=False)
            yield status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
