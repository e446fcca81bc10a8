"""Redactions, calendars and procedures from elsewhere that count here: a mark file for each.

Until somebody accepts it here, a redaction removes no text, a calendar is not counted with, and a
procedure serves only the disputes that are pinned to it. Anything made here is accepted at once.
The folder belongs to this machine: no sync and no bundle has it. A workspace without the folder
was made by an earlier version, and everything in it counts.
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

#: Part of the name of every redaction's file, so that a folder without one is not read.
MARK = f"-{Redacted.KIND}-"

#: In bytes; a mark has some two hundred.
_LIMIT = 16 * 1024

#: How many digits of the digest the name of a mark has.
_DIGITS = 16

#: Keeps git away from the folder, whatever its other rules: acceptance here concerns only this
#: machine. It also keeps the folder from being empty.
FOR_GIT = (".gitignore", b"*\n")


class What(StrEnum):
    """The kinds of things that wait to be accepted."""

    REDACTION = "redaction"
    CALENDAR = "calendar"
    PROCEDURE = "procedure"


class Thing(Value):
    """A redaction, calendar or procedure that may come from elsewhere. `digest` is a redaction's
    entry id, or the SHA-256 of a file's bytes. `name` is a calendar's file name, since the time
    in it says which list counts before which."""

    what: What
    digest: str
    name: str = ""

    @property
    def mark(self) -> str:
        """The name of the file that marks it as accepted."""
        digits = digest_of("\n".join((self.what, self.digest, self.name)).encode())[:_DIGITS]
        return f"{digits}.toml"


def redaction(entry: Entry) -> Thing:
    """A redaction as a thing to be accepted."""
    return Thing(What.REDACTION, entry.id)


# ------------------------------------------------------------------ reading


class Validity(Enum):
    """Whether a thing counts: it does, it waits to be accepted, or that is unknown because its
    mark cannot be read or was damaged."""

    COUNTS = auto()
    WAITS = auto()
    IN_DOUBT = auto()


def standing(top: Path, thing: Thing) -> Validity:
    """Whether a thing counts in the workspace in the folder `top`, by one look at the disk."""
    folder = top / ACCEPTED
    if _is_missing(folder):
        return Validity.COUNTS
    if os.path.islink(folder):  # noqa: PTH114 - Path.is_symlink raises when the disk fails
        return Validity.WAITS
    if read_mark_file(folder / thing.mark) == thing:
        return Validity.COUNTS
    return Validity.WAITS if _is_missing(folder / thing.mark) else Validity.IN_DOUBT


def _is_missing(path: Path) -> bool:
    """Whether the path does not exist. False if the disk does not answer: a thing that waits
    must not count then, and a redacted text must not come back."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def is_accepted(top: Path, thing: Thing) -> bool:
    """Whether a thing is known to count in the workspace in the folder `top`."""
    return standing(top, thing) is Validity.COUNTS


def is_in_force(top: Path, entry: Entry) -> bool:
    """Whether a redaction removes texts in the workspace in the folder `top`."""
    return is_accepted(top, redaction(entry))


def unread_marks(top: Path) -> Iterator[str]:
    """The names in `accepted/` of marks that cannot be read or do not fit their name."""
    folder = top / ACCEPTED
    if folder.is_symlink() or not folder.is_dir():
        return
    for name in sorted(os.listdir(folder)):  # noqa: PTH208 - strings are enough
        thing = None if is_junk(name) else read_mark_file(folder / name)
        if not is_junk(name) and (thing is None or thing.mark != name):
            yield name


def read_mark_file(path: Path) -> Thing | None:
    """The thing that a mark accepts; None if there is no readable mark."""
    try:
        values = load_toml(read_bytes(path, _LIMIT), limit=_LIMIT)
        return Thing(What(values["what"]), str(values["digest"]), str(values.get("name", "")))
    except (OSError, TomlFault, KeyError, ValueError):
        return None


# ------------------------------------------------------------------ writing


def make(top: Path) -> None:
    """Make the empty folder for a workspace that is being made. Raises OSError."""
    folder = top / ACCEPTED
    durable.make_folder(folder)
    name, raw = FOR_GIT
    if not os.path.lexists(folder / name):
        (folder / durable.part_name(name)).unlink(missing_ok=True)
        durable.create(folder, name, raw, up_to=top)
