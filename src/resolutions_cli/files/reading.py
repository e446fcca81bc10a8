"""How a file of the workspace is read: never through a link, never more than it can be."""

import errno
import os
import stat
from pathlib import Path

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
