"""Files made once, whole and durable, or not at all; interrupts are held meanwhile."""

import contextlib
import errno
import os
import re
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import FrameType

# ------------------------------------------------------------------ made once, whole and durable


#: O_NOFOLLOW prevents writing through a link. Windows has neither it nor O_CLOEXEC, and
#: would translate line ends without O_BINARY.
_CREATE = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Unconfirmed(OSError):
    """A file has its name, but the disk did not confirm it and it could not be removed."""


#: In bytes: how much of a file's name its unfinished file's name keeps.
_KEPT_OF_NAME = 180

_PART = re.compile(r"\.(?P<name>.+)\.\d+-[0-9a-f]{16}\.part", re.ASCII | re.DOTALL)

#: The errors of a folder's fsync on file systems that do not support it.
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}

#: How many files of a batch are written to the disk at the same time.
_AT_ONCE = 16

#: How many files a thread handles before it gets more: handing them over takes longer than
#: writing one.
_SHARE = 32

#: Seconds between tries to rename while a scanner holds the file (Windows); 1.6 s in all.
_RENAME_WAITS = (0.05, 0.1, 0.2, 0.4, 0.85)


def part_name(name: str) -> str:
    """A name for an unfinished file, different each time so that no two runs share it.

    It keeps only the beginning of a long name, since a file system takes 255 bytes.
    """
    kept = os.fsdecode(os.fsencode(name)[:_KEPT_OF_NAME])
    return f".{kept}.{os.getpid()}-{os.urandom(8).hex()}.part"


def is_part(name: str) -> bool:
    """Whether only an unfinished file can have this name."""
    return name.startswith(".") and name.endswith(".part")


def is_part_of(name: str, final: str) -> bool:
    """Whether the name belongs to an unfinished file that was to become `final`. Earlier
    versions used one fixed name for each file."""
    kept = os.fsdecode(os.fsencode(final)[:_KEPT_OF_NAME])
    found = _PART.fullmatch(name)
    return name == f".{final}.part" or (found is not None and found["name"] == kept)


def create(folder: Path, name: str, raw: bytes, *, up_to: Path) -> None:
    """Make the file `name` in `folder`, never replacing one, and return when it is durable.

    Syncs every folder from `folder` up to `up_to`: the run that made one of them may have been
    interrupted before syncing it, and losing any of them loses the file. Raises OSError and
    leaves nothing behind, except Unconfirmed.
    """
    part, final = folder / part_name(name), folder / name
    with unfinished(part, raw):
        if os.path.lexists(final):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final))
        # On Windows this refuses to replace; elsewhere the lock prevents others from making it.
        patiently(lambda: part.rename(final))
    try:
        _sync_upward(folder, up_to)
    except BaseException as fault:
        take_back(final, fault)
        raise


def take_back(final: Path, fault: BaseException) -> None:
    """Remove an unconfirmed file, so that it does not appear after a crash either.

    Raises Unconfirmed when it stays: a disk that failed once may then be read-only.
    """
    with contextlib.suppress(OSError):
        final.unlink()
        sync_folder(final.parent)
    if isinstance(fault, OSError) and os.path.lexists(final):
        raise Unconfirmed(fault.errno, fault.strerror, str(final)) from fault


def replace(folder: Path, name: str, raw: bytes, *, up_to: Path) -> None:
    """Put other bytes into the file `name`, durably; no file then holds the earlier bytes.

    Removing texts for good relies on this. Raises OSError. Whatever happens, the file holds
    either the earlier bytes or the new ones.
    """
    put_in_place(folder, name, raw)
    _sync_upward(folder, up_to)


def put_in_place(folder: Path, name: str, raw: bytes) -> None:
    """Do the same as `replace`, without syncing the folder."""
    part, final = folder / part_name(name), folder / name
    with unfinished(part, raw):
        patiently(lambda: part.replace(final))


class FileToWrite:
    """A file to be put in its place: a new one, or one that says more than the one it replaces.

    A plain class: a spreadsheet brings a hundred thousand, and a Value takes three times the
    memory.
    """

    __slots__ = ("folder", "name", "raw", "replaces")

    def __init__(self, folder: Path, name: str, raw: bytes, *, replaces: bool = False) -> None:
        self.folder, self.name, self.raw, self.replaces = folder, name, raw, replaces


class Batch:
    """Many files made together: every one is whole and durable before the first gets its name.

    So a fault prevents all of them, unless it comes between the first name and the last. Names
    are given in the order of the files; `published` counts them.
    """

    def __init__(self, files: Sequence[FileToWrite], *, up_to: Path) -> None:
        self.files, self.up_to = files, up_to
        self.published = 0
        self._folders = list(dict.fromkeys(each.folder for each in files))
        self._parts = [part_name(each.name) for each in files]

    def write(self, step: Callable[[], None]) -> None:
        """Make the unfinished files and sync them to the disk; calls `step` after each.

        Raises OSError, and then leaves nothing behind. Threads share the work because the disk
        can sync many files at once: one after the other takes twenty times as long.
        """
        from concurrent.futures import ThreadPoolExecutor  # only batches need it

        for folder in self._folders:
            make_folder(folder)
        writers = ThreadPoolExecutor(_AT_ONCE)
        try:
            for share in writers.map(self._write_parts, _shares(len(self.files))):
                for _ in share:
                    step()
        except BaseException:
            writers.shutdown(cancel_futures=True)
            self._give_up()
            raise
        finally:
            writers.shutdown()

    def _write_parts(self, share: range) -> range:
        for number in share:
            self._write_part(number)
        return share

    def _write_part(self, number: int) -> None:
        file = self.files[number]
        descriptor = os.open(file.folder / self._parts[number], _CREATE, 0o600)
        try:
            _write_all(descriptor, file.raw)
            sync(descriptor)
        finally:
            os.close(descriptor)

    def publish(self) -> None:
        """Give the files their names, in order, and sync the folders.

        Raises OSError after `published` of them; Unconfirmed if only the sync failed.
        """
        try:
            for file, name in zip(self.files, self._parts, strict=True):
                part, final = file.folder / name, file.folder / file.name
                if not file.replaces and os.path.lexists(final):
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final))
                patiently(partial(part.replace if file.replaces else part.rename, final))
                self.published += 1
        except BaseException:
            self._give_up()
            raise
        try:
            self._sync_folders()
        except OSError as fault:
            raise Unconfirmed(fault.errno, fault.strerror, str(self.up_to)) from fault

    def _sync_folders(self) -> None:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(_AT_ONCE) as syncing:
            list(syncing.map(self._sync_share, _shares(len(self._folders))))
        beneath = dict.fromkeys(folder.parent for folder in self._folders)
        above = dict.fromkeys(each for folder in beneath for each in (folder, *folder.parents))
        for folder in above:
            if folder.is_relative_to(self.up_to):
                sync_folder(folder)

    def _sync_share(self, share: range) -> None:
        for number in share:
            sync_folder(self._folders[number])

    def _give_up(self) -> None:
        """Remove the unfinished files, and the folders that stayed empty."""
        for file, name in zip(self.files, self._parts, strict=True):
            with contextlib.suppress(OSError):
                (file.folder / name).unlink()
        for folder in self._folders:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _shares(count: int) -> Iterator[range]:
    """The numbers up to `count`, in ranges of one thread's share."""
    return (range(first, min(first + _SHARE, count)) for first in range(0, count, _SHARE))


@contextlib.contextmanager
def unfinished(part: Path, raw: bytes) -> Iterator[None]:
    """Make the unfinished file, whole and durable, for the block to rename; removes it when
    anything fails."""
    descriptor = os.open(part, _CREATE, 0o600)
    try:
        try:
            _write_all(descriptor, raw)
            sync(descriptor)
        finally:
            os.close(descriptor)
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _sync_upward(folder: Path, up_to: Path) -> None:
    """Sync the names in a folder, and in the folders above it up to `up_to`, to the disk."""
    for above in (folder, *folder.parents):
        sync_folder(above)
        if above == up_to:
            break


def _write_all(descriptor: int, raw: bytes) -> None:
    """Write every byte: a single write may write only some of them."""
    rest = memoryview(raw)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync(descriptor: int) -> None:
    """Sync a file's bytes, or a folder's names, to the disk itself. On a Mac plain fsync leaves
    them in the drive's cache."""
    if sys.platform == "darwin":
        import fcntl  # not on Windows

        # Some file systems there do not support it, network shares above all.
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def patiently(rename: Callable[[], object]) -> None:
    """Rename, and on Windows retry for a while when a scanner holds one of the files."""
    for wait in _RENAME_WAITS if sys.platform == "win32" else ():
        try:
            rename()
        except PermissionError:
            time.sleep(wait)
        else:
            return
    rename()


def sync_folder(folder: Path, *, unless_unreadable: bool = False) -> None:
    """Sync the names in a folder to the disk. Windows has no call for this and needs none.

    A folder that this account may enter but not read cannot be opened for syncing;
    `unless_unreadable` skips only that case.
    """
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:
        if unless_unreadable:
            return
        raise
    try:
        sync(descriptor)
    except OSError as fault:
        if fault.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder for the owner alone, if it is missing. Raises OSError, also for a link."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    require_folder(folder)


def require_folder(folder: Path) -> None:
    """Raise OSError unless the path is a folder, and not a link to one."""
    if folder.is_symlink() or not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


class Interrupt:
    """Whether this block holds interrupts back, and whether one came."""

    holds = False
    came = False


@contextlib.contextmanager
def interrupts_held() -> Iterator[Interrupt]:
    """Hold Ctrl-C back until the block ends, so that its message and its effect agree.

    A second Ctrl-C is not held. The caller looks at `came` after the block. Inside another
    block of this kind, and outside the main thread, this does nothing.
    """
    held = Interrupt()
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield held
        return

    def note(_number: int, _frame: FrameType | None) -> None:
        held.came = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, note)
    held.holds = True
    try:
        yield held
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


# ------------------------------------------------------------------ a folder for trials


def new_folder(name: str) -> Path:
    """A new empty folder, in the system's temporary folder, that only this account can read."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-"))
