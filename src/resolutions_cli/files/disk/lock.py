"""The workspace's lock: one writer at a time on one machine. Safety does not depend on it.

Its file says who holds it, and whether a writer may have been interrupted since the last sweep of
every folder (docs/decisions/0010): `swept WHEN FILE` between writes, `begun WHEN FILE` during one,
`doubt WHEN FILE` if that is unknown. FILE is the system's number for the lock file itself, so that
a copy of the line means nothing anywhere else.
"""

import contextlib
import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import clock, durable

NAME = ".lock"

#: Seconds that a writer waits for another.
PATIENCE = 10.0

_OPEN = (
    os.O_RDWR
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

#: Errors from locking on a file system without locks; the program continues without one.
_NO_LOCKS = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.ENOSYS, errno.EINVAL}
_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}

#: Windows locks bytes, not files, and a locked byte cannot be read. This one is far past the
#: end, so that a waiting process can read who holds the lock.
_FAR_PAST_THE_END = 1 << 30

_SAID = re.compile(
    r"(?P<signed>pid (?P<pid>\d{1,10})\nhost (?P<host>[\w.-]{1,255})\n"
    r"since (?P<since>[\d:TZ.-]{1,30})\n)"
    r"(?:(?P<stands>swept|begun|doubt) (?P<swept>[\d:TZ.-]{24}) (?P<file>\d{1,40}-\d{1,40})\n)?",
    re.ASCII,
)

#: In bytes; the content is far shorter.
_LONGEST = 1024


class _Said(Value):
    """The content of the lock's file: who signed it, whether a writer has `begun` since the
    last sweep (`swept`), and the number of the file in which that was written."""

    signed: str = ""
    pid: str = "unknown"
    host: str = "unknown"
    since: str = "unknown"
    stands: str = ""
    swept: str = ""
    file: str = ""

    def is_of(self, descriptor: int) -> bool:
        """Whether this process signed it, in this very file."""
        return self.pid == str(os.getpid()) and self.file == _number(descriptor)


@contextlib.contextmanager
def held(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of the workspace `folder`. Raises Busy after `patience` seconds, NotRecorded.

    The file is never deleted: a process waiting on a deleted one would hold a lock of its own.
    """
    path = folder / NAME
    give_up = time.monotonic() + patience
    while (descriptor := _try(path)) is None:
        if time.monotonic() > give_up:
            raise _busy(path)
        # Uneven, so that many writers do not keep colliding.
        time.sleep(0.005 + 0.02 * int.from_bytes(os.urandom(1)) / 255)
    try:
        yield
        _sign_off(descriptor)  # skipped after any fault
    finally:
        # Closing releases the lock. Everything written is durable by now.
        with contextlib.suppress(OSError):
            os.close(descriptor)


def _try(path: Path) -> int | None:
    """The locked file, signed with who holds it; None while another process holds it."""
    try:
        descriptor = os.open(path, _OPEN | os.O_CREAT, 0o600)
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
        raise errors.NotRecorded(NAME, reason=fault.strerror) from fault
    return None


def _refuse_another_file(descriptor: int) -> None:
    """Raise OSError for a pipe, and for a file with a second name: it belongs to something
    else, and signing the lock would overwrite it."""
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
        raise OSError(errno.EMLINK, "it is a link to another file, or no file")


def _lock(descriptor: int) -> bool:
    """Whether the lock is ours now, or the file system has no locks."""
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
    """Whether the path still leads to the locked file; a sync tool may have replaced it."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _sign(descriptor: int) -> None:
    """Write who holds the lock. This also dates the file: unfinished files that are older are
    left over.

    Writes `swept` again if it was there and no write has begun since.
    """
    since, host = _written(clock.real_now()), _host()
    said, file = _read(descriptor), _number(descriptor)
    trusted = said.stands == "swept" and said.host == host and said.file == file
    signed = f"pid {os.getpid()}\nhost {host}\nsince {since}\n"
    line = _line("swept", said.swept, file) if trusted else _line("doubt", since, file)
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, f"{signed}{line}".encode())


def _sign_off(descriptor: int) -> None:
    """Write that a begun write ended well; if this cannot be written, the state is in doubt."""
    with contextlib.suppress(OSError):
        said = _read(descriptor)
        if said.stands == "begun" and said.is_of(descriptor):
            _note(descriptor, said, "swept", said.swept)


def _host() -> str:
    if sys.platform == "win32":
        import socket

        name = socket.gethostname()
    else:
        name = os.uname().nodename  # the same name, without importing socket
    return re.sub(r"[^\w.-]", "-", name, flags=re.ASCII)[:255] or "unknown"


def _written(moment: datetime) -> str:
    """A time in UTC, always of the same length, so that a line can be written over another."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _number(descriptor: int) -> str:
    about = os.fstat(descriptor)
    return f"{about.st_dev}-{about.st_ino}"


def _line(stands: str, when: str, file: str) -> str:
    return f"{stands} {when} {file}\n"


def _read(descriptor: int) -> _Said:
    os.lseek(descriptor, 0, os.SEEK_SET)
    found = _SAID.fullmatch(os.read(descriptor, _LONGEST).decode("ascii", "replace"))
    return _Said(**found.groupdict("")) if found else _Said()


def _busy(path: Path) -> "errors.Busy":
    holder = "a process that has not said which it is"
    with contextlib.suppress(OSError):
        descriptor = os.open(path, _OPEN)
        try:
            holder = _holder(_read(descriptor), os.fstat(descriptor)) or holder
        finally:
            os.close(descriptor)
    return errors.Busy(holder=holder)


def _holder(said: _Said, about: os.stat_result) -> str:
    """Who holds the lock, as far as known: the last signer may have released it since, to
    another program that does not sign."""
    here = _host()
    pid = _holding(about)
    if pid and (pid, here) != (said.pid, said.host):
        return f"process {pid} on {here}"
    if not said.signed or (not pid and said.host == here and not _runs(int(said.pid))):
        return ""
    return f"process {said.pid} on {said.host}, since {said.since}"


def _holding(about: os.stat_result) -> str:
    """The process that holds a lock on a file, from Linux's list; empty if unknown."""
    wanted = f"{os.major(about.st_dev):02x}:{os.minor(about.st_dev):02x}:{about.st_ino}"
    with contextlib.suppress(OSError, UnicodeDecodeError):
        for line in Path("/proc/locks").read_text("ascii").splitlines():
            # "7: FLOCK  ADVISORY  WRITE 4711 fd:01:131075 0 EOF"; a waiting process has "->"
            match line.split():
                case [_, "FLOCK", _, "WRITE", pid, file, *_] if file == wanted and int(pid) > 0:
                    return pid
                case _:  # another kind of lock, or another file's
                    pass
    return ""


def _runs(pid: int) -> bool:
    """Whether a process of this machine is running; also True if that cannot be known."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


# ------------------------------------------------------------------ the last sweep


def begin(folder: Path) -> datetime | None:
    """Note, durably, that a write is about to begin that may be interrupted.

    Call it under the lock; it may be called repeatedly. Returns when every folder was last
    swept; None if a writer may have been interrupted since then, or if that is unknown: the
    lock's file is damaged, foreign, or from an older version, another machine or another place.
    Raises NotRecorded.
    """
    with contextlib.suppress(FileNotFoundError), _noting(folder) as descriptor:
        said = _read(descriptor)
        known = said.is_of(descriptor) and said.stands in ("swept", "begun")
        if not (known and said.stands == "begun"):
            _note(descriptor, said, "begun" if known else "doubt", said.swept)
            durable.sync(descriptor)
        return _moment(said.swept) if known else None
    return None


def note_swept(folder: Path, when: datetime | None) -> None:
    """Note when every folder was swept; None if something still needs sweeping.

    Call it after `begin`, once the removals are durable. It counts once the lock's holder ends
    without a fault. Raises NotRecorded.
    """
    with contextlib.suppress(FileNotFoundError), _noting(folder) as descriptor:
        said = _read(descriptor)
        stands = "begun" if when and said.is_of(descriptor) else "doubt"
        _note(descriptor, said, stands, _written(when) if when else said.swept)


def _note(descriptor: int, said: _Said, stands: str, when: str) -> None:
    """Write the state line over the old one; an unreadable file has none to write over."""
    if said.stands:
        os.lseek(descriptor, len(said.signed), os.SEEK_SET)
        os.write(descriptor, _line(stands, when, said.file).encode())


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else None


@contextlib.contextmanager
def _noting(folder: Path) -> Iterator[int]:
    """The lock's file, open for overwriting; its time stays when the lock was taken.

    Raises FileNotFoundError if the file is gone, and NotRecorded.
    """
    path = folder / NAME
    try:
        descriptor = os.open(path, _OPEN)
        try:
            about = os.fstat(descriptor)
            yield descriptor
            with contextlib.suppress(OSError):  # the file may belong to another account
                os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise errors.NotRecorded(NAME, reason=fault.strerror) from fault
