"""The workspace's lock: one writer at a time on one machine. Safety does not rest on it."""

import contextlib
import errno
import os
import random
import re
import socket
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from resolutions_cli.errors import Busy, NotRecorded
from resolutions_cli.files import clock

NAME = ".lock"

#: Seconds that a writer waits for another.
PATIENCE = 10.0

_OPEN = (
    os.O_RDWR
    | os.O_CREAT
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

#: What locking answers where a file system has no locks; one goes on without.
_NO_LOCKS = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.ENOSYS, errno.EINVAL}
_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}

#: Windows locks bytes, not files, and a locked byte cannot be read; this one is far past the
#: end, so that whoever waits can read who holds the lock.
_FAR_PAST_THE_END = 1 << 30

_HOLDER = re.compile(r"pid (\d{1,10})\nhost ([\w.-]{1,255})\nsince ([\d:TZ.-]{1,30})\n", re.ASCII)


@contextlib.contextmanager
def held(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of the workspace `folder`. Raises Busy after `patience` seconds, NotRecorded.

    The file is never deleted: whoever waits on a deleted one would hold a lock of its own.
    """
    path = folder / NAME
    give_up = time.monotonic() + patience
    while (descriptor := _try(path)) is None:
        if time.monotonic() > give_up:
            raise _busy(path)
        # Uneven, so that many writers do not keep meeting.
        time.sleep(random.uniform(0.005, 0.025))
    try:
        yield
    finally:
        # Closing lets go of the lock. What was written is durable by now.
        with contextlib.suppress(OSError):
            os.close(descriptor)


def _try(path: Path) -> int | None:
    """Open and lock the file, and write down who holds it; None while another does."""
    try:
        descriptor = os.open(path, _OPEN, 0o600)
        try:
            _refuse_another_file(descriptor)
            if _lock(descriptor) and _is_still(path, descriptor):
                _sign(descriptor)
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
    except OSError as fault:
        raise NotRecorded(NAME, reason=fault.strerror) from fault
    return None


def _refuse_another_file(descriptor: int) -> None:
    """Raise OSError for a pipe, and for a file that has a second name: it is somebody's, and who
    holds the lock would be written over it."""
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
        raise OSError(errno.EMLINK, "it is a link to another file, or no file")


def _lock(descriptor: int) -> bool:
    """Whether the lock is ours now, or there is no such thing here."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _FAR_PAST_THE_END, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        if fault.errno in _HELD:
            return False
        if fault.errno not in _NO_LOCKS:
            raise
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the path still leads to the locked file; a sync tool may have put another there."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _sign(descriptor: int) -> None:
    """Write who holds the lock. It also dates the file: what is older was left over."""
    since = clock.real_now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    host = re.sub(r"[^\w.-]", "-", socket.gethostname(), flags=re.ASCII) or "unknown"
    text = f"pid {os.getpid()}\nhost {host}\nsince {since}\n".encode()
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text)


def _busy(path: Path) -> Busy:
    try:
        with path.open("rb") as file:
            said = file.read(1024).decode("ascii", "replace")
    except OSError:
        said = ""
    found = _HOLDER.fullmatch(said)
    pid, host, since = found.groups() if found else ("unknown", "unknown", "unknown")
    return Busy(pid=pid, host=host, since=since)
