"""Files read within a size limit, their SHA-256 digests, and their names as they can be printed."""

import errno
import os
import stat
from hashlib import sha256
from pathlib import Path

from resolutions_cli.core.text import harmless

# ------------------------------------------------------------------ digests


def digest_of(raw: bytes) -> str:
    """The SHA-256 of some bytes, in hex digits."""
    return sha256(raw).hexdigest()


# ------------------------------------------------------------------ names of files


#: Names that systems and sync tools put into any folder. Names that begin with a dot are
#: ignored anyway.
_JUNK = frozenset({"thumbs.db", "desktop.ini", "icon\r"})


def is_junk(name: str) -> bool:
    """Whether systems and sync tools leave files of this name in any folder."""
    return name.startswith((".", "~$")) or name.lower() in _JUNK


def shown(name: str) -> str:
    """A file's name as it can be printed: bytes that are not UTF-8 become \\udcXX, and
    characters that could move a cursor or turn the direction of a line are escaped as well."""
    return harmless(name)


# ------------------------------------------------------------------ bytes


#: O_NONBLOCK: opening a pipe in place of a file must not wait for a writer.
_READ = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_bytes(path: str | Path, limit: int) -> bytes:
    """The bytes of a regular file, at most `limit` + 1 of them, which shows that it is too large.

    Raises OSError; ELOOP for a link.
    """
    descriptor = os.open(path, _READ)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        parts: list[bytes] = []
        left = limit + 1
        while left > 0 and (part := os.read(descriptor, min(left, 1 << 16))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)
