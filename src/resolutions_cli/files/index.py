"""The derived index: what lists need of each dispute, kept in the cache folder to be fast.

It can be deleted, damaged or written by many processes at any time and changes no answer: what
it holds of a dispute counts only while the dispute's folder, and of an open one every file in
it, is as it was. `docs/performance.md` says what it does not notice. It holds no text of the
record. There is none where none can be written.
"""

import math
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from resolutions_cli.core.packing import Packed
from resolutions_cli.core.value import Value
from resolutions_cli.files import keeping
from resolutions_cli.files.gists import Gists
from resolutions_cli.files.places import cache_folder
from resolutions_cli.files.stamps import files_stamp
from resolutions_cli.files.waiting import waiting_calendars
from resolutions_cli.files.workspace import Workspace

FORMAT = 6

#: Names of an index's files: what is looked at one by one, and folders at rest.
OPEN, CLOSED = "open", "closed"

#: A Note as it is kept, its fields in their order: thousands are taken up at once.
Kept = tuple[int, int, int, bool, float | None, float | None, int]

#: Of a folder in which nothing is owed: the time of its last change, and its inode.
AtRest = tuple[int, int]


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
    def is_at_rest(self) -> bool:
        """Whether it says the same until its folder changes."""
        return not self.is_live and self.until is None

    @property
    def kept(self) -> Kept:
        """As it is kept; `Note(*note.kept) == note`."""
        return cast(Kept, self.as_tuple())


#: In the place of a note of what cannot be relied on, as when it has just changed or is damaged:
#: it is never as noted, and may be open and late.
UNKNOWN: Kept = (-1, -1, -1, True, None, -math.inf, 0)


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


#: How many folders are at rest, and the sum of their weights: that thousands are all as they
#: were is told by it, without a note of any.
Sum = tuple[int, int]


def number_of(name: str) -> int:
    """A number that goes with a name, the same in every process."""
    # as os.fsencode does, which takes longer than all the rest
    return zlib.crc32(name.encode("utf-8", "surrogateescape"))


def weight_of(number: int, at_rest: AtRest) -> int:
    """What a folder at rest, with the number of its name, adds to their sum."""
    # of whole numbers Python's hash is the same in every process
    return hash((number, *at_rest))


class Index:
    """What is noted of the disputes of a workspace, by the names of their folders.

    `notes` are of those that are looked at one by one. Of the others, in which nothing is owed,
    there is `rest`, their sum, and `at_rest` when they were asked for, None before. `made_at` is
    the instant (seconds since 1970) as of which it was computed; None while nothing was. It
    stands in `folder`, nowhere when that is None.
    """

    def __init__(self, key: Packed, folder: Path | None) -> None:
        self.key = key
        self.folder = folder
        self.made_at: float | None = None
        self.notes: dict[str, Kept] = {}
        self.rest: Sum = (0, 0)
        self.at_rest: dict[str, AtRest] | None = None
        self.gists = Gists()
        self.calendars: dict[str, Packed] = {}

    def is_settled(self, name: str) -> bool:
        """Whether it is noted that nothing is open or owed in a folder."""
        kept = self.notes.get(name)
        return not is_live(kept) if kept else name in (self.at_rest or ())

    def put(self, name: str, note: Note | None) -> None:
        """Note what a folder came to, None when that is not to be relied on; one at rest is put
        when `at_rest` was taken up."""
        self.drop(name)
        if note is None:
            self.notes[name] = UNKNOWN
        elif note.is_at_rest:
            assert self.at_rest is not None
            self.at_rest[name] = (note.mtime, note.inode)
        else:
            self.notes[name] = note.kept

    def drop(self, name: str) -> None:
        """Forget what is noted of a folder; its gists are no longer kept."""
        self.notes.pop(name, None)
        if self.at_rest is not None:
            self.at_rest.pop(name, None)


# ------------------------------------------------------------------ keeping and taking up


def key_of(workspace: Workspace) -> Packed:
    """What a whole index depends on besides the disputes: the program, the workspace's place,
    its procedures and its bank holidays, less those that wait to be accepted."""
    return (
        FORMAT,
        keeping.this_program(),
        os.path.realpath(workspace.folder),
        _listing_stamp(workspace.procedures),
        _listing_stamp(workspace.calendar),
        waiting_calendars(workspace.folder),
    )


def _listing_stamp(folder: Path) -> int:
    """Changes with any file of a folder; a folder that is not there has one too."""
    try:
        return files_stamp(folder)
    except OSError:
        return 0


def load(workspace: Workspace, environ: Mapping[str, str]) -> Index:
    """The index of a workspace; an empty one where there is none that can be used."""
    index = Index(key_of(workspace), _place(workspace, environ))
    body = keeping.take(index.folder, OPEN, index.key)
    if body is not None:
        _, index.made_at, index.notes, index.rest, chunks, index.calendars = body
        index.gists.take_up(chunks)
    return index


def load_at_rest(index: Index, now: float) -> dict[str, AtRest]:
    """Take up what is kept of folders at rest; not what is of a time to come, nor what was kept
    beside other notes than these, by somebody who was cut off, or was slower."""
    if index.at_rest is None:
        index.at_rest = {}
        body = keeping.take(index.folder, CLOSED, index.key)
        if body is not None and body[1] <= now and body[2] == index.rest:
            _, _, _, index.at_rest, chunks = body
            index.gists.take_up(chunks)
    return index.at_rest


def save(index: Index, made_at: float) -> None:
    """Keep the index; where it cannot be kept there is none, and nobody is told."""
    if index.folder is None:
        return
    if index.at_rest is not None:
        rest = index.at_rest
        index.rest = (
            len(rest),
            sum(weight_of(number_of(name), at_rest) for name, at_rest in rest.items()),
        )
        chunks = tuple(index.gists.kept(rest))
        keeping.put(index.folder, CLOSED, (index.key, made_at, index.rest, rest, chunks))
    known = [name for name, note in index.notes.items() if note != UNKNOWN]
    # those together that end at about the same time: of what is late few are asked for
    known.sort(key=lambda name: _ends(index.notes[name]))
    chunks = tuple(index.gists.kept_together(known))
    keeping.put(
        index.folder,
        OPEN,
        (index.key, made_at, index.notes, index.rest, chunks, index.calendars),
    )


def _place(workspace: Workspace, environ: Mapping[str, str]) -> Path | None:
    """Where the index of a workspace stands; None where there is no folder for it."""
    above = cache_folder(environ)
    if above is None:
        return None
    real = os.path.realpath(workspace.folder).encode(errors="surrogateescape")
    # the name need not be unlike all others: the whole path is in the key
    return above / f"index-{zlib.crc32(real):08x}{zlib.adler32(real):08x}"
