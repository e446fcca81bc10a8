"""Redactions, calendars and procedures from elsewhere that count here: a file for each.

A redaction that nobody accepted here removes no text, a calendar is not counted with, and a
procedure is for the disputes alone that are pinned to it. What is made here is accepted as it is
made. The folder is this machine's own: no sync and no bundle has it. A workspace without the
folder was made by an earlier version, and everything in it counts.
"""

import os
from collections.abc import Iterator
from enum import Enum, StrEnum, auto
from pathlib import Path

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Redacted
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import durable
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.read import digest_of, is_junk, read_bytes
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.workspace.settings import ACCEPTED

#: What the file of every redaction has in its name, so that a folder without one is not read.
MARK = f"-{Redacted.KIND}-"

#: In bytes; a mark has some two hundred.
_LIMIT = 16 * 1024

#: The digits that stand in the name of a mark.
_DIGITS = 16

#: Keeps git away from the folder, whatever else it is told: what was accepted here is nobody
#: else's business. It also keeps the folder from being empty.
FOR_GIT = (".gitignore", b"*\n")


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


class Validity(Enum):
    """Whether something counts: it does, it waits to be accepted, or nobody can tell, since its
    mark cannot be read or was damaged."""

    COUNTS = auto()
    WAITS = auto()
    IN_DOUBT = auto()


def standing(top: Path, thing: Thing) -> Validity:
    """Whether something counts in the workspace in the folder `top`, by one look."""
    folder = top / ACCEPTED
    if _is_missing(folder):
        return Validity.COUNTS
    if os.path.islink(folder):  # noqa: PTH114 - a path's own method raises where the disk fails
        return Validity.WAITS
    if read_mark_file(folder / thing.mark) == thing:
        return Validity.COUNTS
    return Validity.WAITS if _is_missing(folder / thing.mark) else Validity.IN_DOUBT


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
    return standing(top, thing) is Validity.COUNTS


def is_in_force(top: Path, entry: Entry) -> bool:
    """Whether a redaction removes texts in the workspace in the folder `top`."""
    return is_accepted(top, redaction(entry))


def unread_marks(top: Path) -> Iterator[str]:
    """The names in `accepted/` that say nothing, or not what their name promises."""
    folder = top / ACCEPTED
    if folder.is_symlink() or not folder.is_dir():
        return
    for name in sorted(os.listdir(folder)):  # noqa: PTH208 - a string each is all that is needed
        thing = None if is_junk(name) else read_mark_file(folder / name)
        if not is_junk(name) and (thing is None or thing.mark != name):
            yield name


def read_mark_file(path: Path) -> Thing | None:
    """What a mark is for; None where there is none that can be read."""
    try:
        values = load_toml(read_bytes(path, _LIMIT), limit=_LIMIT)
        return Thing(What(values["what"]), str(values["digest"]), str(values.get("name", "")))
    except (OSError, TomlFault, KeyError, ValueError):
        return None


# ------------------------------------------------------------------ writing


def make(top: Path) -> None:
    """Make the folder for a workspace that is being made, in which nothing is. Raises OSError."""
    folder = top / ACCEPTED
    durable.make_folder(folder)
    name, raw = FOR_GIT
    if not os.path.lexists(folder / name):
        (folder / durable.part_name(name)).unlink(missing_ok=True)
        durable.create(folder, name, raw, up_to=top)
