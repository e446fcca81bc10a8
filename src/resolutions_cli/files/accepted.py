"""What came from elsewhere and counts here: a small file in `accepted/` for each thing.

A redaction that nobody accepted here removes no text, a calendar is not counted with, and a
procedure is for the disputes alone that are pinned to it. What is made here is accepted as it is
made. The folder is this machine's own: no sync and no bundle has it. A workspace without the
folder was made by an earlier version, and everything in it counts.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from enum import Enum, StrEnum, auto
from pathlib import Path

from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import Redacted
from resolutions_cli.core.value import Value
from resolutions_cli.files import clock, durable
from resolutions_cli.files.hashing import digest_of
from resolutions_cli.files.names import is_junk
from resolutions_cli.files.reading import read_bytes
from resolutions_cli.files.toml import TomlFault, load_toml
from resolutions_cli.files.workspace import ACCEPTED, Origin, Workspace

#: What the file of every redaction has in its name, so that a folder without one is not read.
MARK = f"-{Redacted.KIND}-"

#: In bytes; a mark has some two hundred.
_LIMIT = 16 * 1024

#: The digits that stand in the name of a mark.
_DIGITS = 16

#: What the folder is called until it is whole.
_UNFINISHED = f".{ACCEPTED}.new"

#: Keeps git away from the folder, whatever else it is told: what was accepted here is nobody
#: else's business. It also keeps the folder from being empty.
_FOR_GIT = (".gitignore", b"*\n")


class What(StrEnum):
    """The kinds of things that wait to be accepted."""

    REDACTION = "redaction"
    CALENDAR = "calendar"
    PROCEDURE = "procedure"


class Thing(Value):
    """Something that may come from elsewhere: of a redaction the id of its entry, of a file the
    SHA-256 of its bytes. `name` is a calendar's file name, since the time in it says which list
    counts before which."""

    what: What
    digest: str
    name: str = ""

    @property
    def mark(self) -> str:
        """The name of the file that says that it was accepted."""
        digits = digest_of("\n".join((self.what, self.digest, self.name)).encode())[:_DIGITS]
        return f"{digits}.toml"


def redaction(entry: Entry) -> Thing:
    """A redaction as a thing to be accepted."""
    return Thing(What.REDACTION, entry.id)


# ------------------------------------------------------------------ reading


class Standing(Enum):
    """Whether something counts: it does, it waits to be accepted, or nobody can tell, since its
    mark cannot be read or was damaged."""

    COUNTS = auto()
    WAITS = auto()
    IN_DOUBT = auto()


def standing(top: Path, thing: Thing) -> Standing:
    """Whether something counts in the workspace in the folder `top`, by one look."""
    folder = top / ACCEPTED
    if _is_missing(folder):
        return Standing.COUNTS
    if os.path.islink(folder):  # noqa: PTH114 - a path's own method raises where the disk fails
        return Standing.WAITS
    if _read(folder / thing.mark) == thing:
        return Standing.COUNTS
    return Standing.WAITS if _is_missing(folder / thing.mark) else Standing.IN_DOUBT


def _is_missing(path: Path) -> bool:
    """Whether nothing is there; where the disk does not answer that is not known, and what waits
    must not count by it: a text that a redaction removes does not come back."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def is_accepted(top: Path, thing: Thing) -> bool:
    """Whether something is known to count in the workspace in the folder `top`."""
    return standing(top, thing) is Standing.COUNTS


def is_in_force(top: Path, entry: Entry) -> bool:
    """Whether a redaction removes texts in the workspace in the folder `top`."""
    return is_accepted(top, redaction(entry))


def unread_marks(top: Path) -> Iterator[str]:
    """The names in `accepted/` that say nothing, or not what their name promises."""
    folder = top / ACCEPTED
    if folder.is_symlink() or not folder.is_dir():
        return
    for name in sorted(os.listdir(folder)):  # noqa: PTH208 - a string each is all that is needed
        thing = None if is_junk(name) else _read(folder / name)
        if not is_junk(name) and (thing is None or thing.mark != name):
            yield name


def _read(path: Path) -> Thing | None:
    """What a mark is for; None where there is none that can be read."""
    try:
        values = load_toml(read_bytes(path, _LIMIT), limit=_LIMIT)
        return Thing(What(values["what"]), str(values["digest"]), str(values.get("name", "")))
    except (OSError, TomlFault, KeyError, ValueError):
        return None


# ------------------------------------------------------------------ writing


def accept(top: Path, things: Iterable[Thing], by: str = "") -> None:
    """Let things count in the workspace in the folder `top`, durably; `by` is who accepts them,
    empty where the record says it.

    To be called under the lock, and before what they are for is put in its place. What was
    accepted before is left as it is. Raises OSError.
    """
    begin(top)
    folder = top / ACCEPTED
    durable.require_folder(folder)
    for thing in things:
        if _read(folder / thing.mark) != thing:
            # The part of a run that was cut off; only this program, under the lock, makes one.
            (folder / durable.part_name(thing.mark)).unlink(missing_ok=True)
            is_damaged = os.path.lexists(folder / thing.mark)
            write = durable.replace if is_damaged else durable.create
            write(folder, thing.mark, _mark(thing, by), up_to=top)


def make(top: Path) -> None:
    """Make the folder for a workspace that is being made, in which nothing is. Raises OSError."""
    folder = top / ACCEPTED
    durable.make_folder(folder)
    name, raw = _FOR_GIT
    if not os.path.lexists(folder / name):
        (folder / durable.part_name(name)).unlink(missing_ok=True)
        durable.create(folder, name, raw, up_to=top)


def begin(top: Path) -> None:
    """Make the folder where there is none, with a mark for each thing that is there: from then
    on what comes waits. All of it comes to be at once. Raises OSError."""
    if os.path.lexists(top / ACCEPTED):
        return
    part = top / _UNFINISHED
    if os.path.lexists(part):
        shutil.rmtree(part)
    durable.make_folder(part)
    marks = {each.mark: _mark(each, "") for each in _everything(Workspace(top, Origin.MADE))}
    for name, raw in {_FOR_GIT[0]: _FOR_GIT[1], **marks}.items():
        durable.create(part, name, raw, up_to=part)
    part.rename(top / ACCEPTED)
    durable.sync_folder(top)


def _mark(thing: Thing, by: str) -> bytes:
    # only those who record need to write
    import tomli_w

    values = {"what": thing.what.value, "digest": thing.digest}
    values |= {key: value for key, value in (("name", thing.name), ("by", by)) if value}
    return tomli_w.dumps({**values, "at": clock.real_now()}).encode()


def _everything(workspace: Workspace) -> Iterator[Thing]:
    """Whatever in a workspace could wait."""
    # A workspace that is being made has none of it, and a redaction comes once in a while.
    from resolutions_cli.files.calendars import read_imports
    from resolutions_cli.files.procedures import procedures_in

    for each in read_imports(workspace.calendar).good:
        yield Thing(What.CALENDAR, each.digest, each.path.name)
    for file in procedures_in(workspace.procedures):
        yield Thing(What.PROCEDURE, file.digest)
    yield from (redaction(entry) for entry in _redactions(workspace))


def _redactions(workspace: Workspace) -> Iterator[Entry]:
    """Every redaction of the workspace, under whatever name a sync tool gave it."""
    from resolutions_cli.files.entry_file import FILE_LIMIT, decode, is_file_name
    from resolutions_cli.files.listing import list_disputes

    for reference in list_disputes(workspace).references:
        folder = workspace.disputes / reference
        for path in sorted(folder.iterdir()):
            name = path.name
            if name.endswith(".toml") and (MARK in name or not is_file_name(name)):
                try:
                    entry = decode(name, read_bytes(path, FILE_LIMIT)).entry
                except OSError:  # it waits, and can be accepted when it can be read
                    continue
                if entry is not None and isinstance(entry.facts, Redacted):
                    yield entry
