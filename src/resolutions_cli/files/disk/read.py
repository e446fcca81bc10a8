"""The SHA-256 by which files are named and held against what was recorded of them."""

import errno
import os
import stat
from hashlib import sha256
from pathlib import Path

from resolutions_cli.core.text import harmless

# ------------------------------------------------------------------ digests


def digest_of(raw: bytes) -> str:
    """The hex SHA-256 of some bytes."""
    return sha256(raw).hexdigest()


# ------------------------------------------------------------------ names of files


#: What systems and sync tools put into any folder; names that begin with a dot are left alone
#: anyway.
_JUNK = frozenset({"thumbs.db", "desktop.ini", "icon\r"})


def is_junk(name: str) -> bool:
    """Whether a name is one that systems and sync tools leave in any folder."""
    return name.startswith((".", "~$")) or name.lower() in _JUNK


def shown(name: str) -> str:
    """A file's name as it can be printed: bytes that are not UTF-8 stand as \\udcXX, and what
    could move a cursor or turn the direction of a line is escaped as well."""
    return harmless(name)


# ------------------------------------------------------------------ bytes


#: O_NONBLOCK: opening a pipe that stands where a file should must not wait for a writer.
_READ = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_bytes(path: str | Path, limit: int) -> bytes:
    """A regular file's bytes, at most `limit` + 1 of them, so that one sees it is too large.

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
