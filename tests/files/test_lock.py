"""The lock: one writer at a time on one machine, and nobody waits for the dead."""

import errno
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from resolutions_cli.errors import Busy, NotRecorded
from resolutions_cli.files.disk import durable, lock

HOLDS = """
import sys, time
from pathlib import Path
from resolutions_cli.files.disk import lock
with lock.held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.communicate()


def test_the_lock_says_who_holds_it_and_stays_where_it_is(tmp_path: Path) -> None:
    with lock.held(tmp_path):
        said = (tmp_path / ".lock").read_text()
        inode = (tmp_path / ".lock").stat().st_ino
    assert said.startswith(f"pid {os.getpid()}\nhost ")
    assert "\nsince 20" in said
    with lock.held(tmp_path):
        assert (tmp_path / ".lock").stat().st_ino == inode
    assert (tmp_path / ".lock").stat().st_mode & 0o777 == 0o600


def test_who_waits_too_long_is_told_who_holds_it(
    tmp_path: Path, holder: "subprocess.Popen[bytes]"
) -> None:
    begun = time.monotonic()
    with pytest.raises(Busy) as caught, lock.held(tmp_path, patience=0.2):
        pass
    assert time.monotonic() - begun >= 0.2
    assert caught.value.exit_code == 6
    assert f"process {holder.pid} on " in caught.value.message
    assert "since 20" in caught.value.message


def test_ten_seconds_are_waited() -> None:
    assert lock.PATIENCE == 10


def test_a_killed_holder_leaves_the_lock_free(
    tmp_path: Path, holder: "subprocess.Popen[bytes]"
) -> None:
    holder.send_signal(signal.SIGKILL)
    with lock.held(tmp_path, patience=1):
        assert (tmp_path / ".lock").read_text().startswith(f"pid {os.getpid()}\n")


def test_the_lock_is_let_go_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), lock.held(tmp_path):
        raise KeyboardInterrupt
    with lock.held(tmp_path, patience=0):
        pass


STRANGE = ["", "CANARY", "pid 1\nhost \x1b[31m\nsince x\n", "\xff" * 5000]


@pytest.mark.usefixtures("holder")
@pytest.mark.parametrize("said", STRANGE)
def test_a_lock_file_with_something_else_in_it_is_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(lock, "_holding", lambda _about: "")
    (tmp_path / ".lock").write_text(said)
    with pytest.raises(Busy) as caught, lock.held(tmp_path, patience=0):
        pass
    assert caught.value.message.endswith("writing: a process that has not said which it is")


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="nobody lists who holds a lock")
def test_who_holds_the_lock_is_named_whoever_signed_it_last(
    tmp_path: Path, holder: "subprocess.Popen[bytes]"
) -> None:
    """Another program holds it that signs nothing; who signed before it has long ended."""
    signed = f"pid {_ended()}\nhost {lock._host()}\nsince 2026-11-20T10:00:00.000Z\n"
    (tmp_path / ".lock").write_text(signed)
    with pytest.raises(Busy) as caught, lock.held(tmp_path, patience=0):
        pass
    assert caught.value.message.endswith(f"writing: process {holder.pid} on {lock._host()}")


@pytest.mark.usefixtures("holder")
def test_a_process_that_has_ended_is_never_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_holding", lambda _about: "")
    signed = f"pid {_ended()}\nhost {lock._host()}\nsince 2026-11-20T10:00:00.000Z\n"
    (tmp_path / ".lock").write_text(signed)
    with pytest.raises(Busy) as caught, lock.held(tmp_path, patience=0):
        pass
    assert caught.value.message.endswith("a process that has not said which it is")


def _ended() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_where_there_are_no_locks_one_goes_on_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def flock(_descriptor: int, _how: int) -> None:
        raise OSError(number, "no locks here")

    monkeypatch.setattr(fcntl, "flock", flock)
    with lock.held(tmp_path, patience=0), lock.held(tmp_path, patience=0):
        pass


def test_a_lock_that_cannot_be_had_for_another_reason_means_nothing_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotRecorded) as caught, lock.held(tmp_path / "nowhere"):
        pass
    assert caught.value.exit_code == 7

    def flock(_descriptor: int, _how: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(NotRecorded), lock.held(tmp_path):
        pass


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("mine")
    (tmp_path / ".lock").symlink_to(target)
    with pytest.raises(NotRecorded), lock.held(tmp_path):
        pass
    assert target.read_text() == "mine"


def test_a_lock_file_that_a_sync_tool_replaced_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real, taken = tmp_path / ".lock", fcntl.flock, []

    def flock(descriptor: int, how: int) -> None:
        real(descriptor, how)
        taken.append(os.fstat(descriptor).st_ino)
        if len(taken) == 1:
            (tmp_path / "new").touch()
            (tmp_path / "new").replace(path)

    monkeypatch.setattr(fcntl, "flock", flock)
    with lock.held(tmp_path):
        assert taken[-1] == path.stat().st_ino != taken[0]


def test_on_windows_one_byte_far_past_the_end_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not run there; the path through the code is."""
    asked = []

    def locking(descriptor: int, how: int, count: int) -> None:
        asked.append((os.lseek(descriptor, 0, os.SEEK_CUR), how, count))
        if len(asked) == 1:
            raise PermissionError(errno.EACCES, "held")

    fake = SimpleNamespace(locking=locking, LK_NBLCK=2)
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    with lock.held(tmp_path):
        pass
    assert asked == [(1 << 30, 2, 1)] * 2
    assert (tmp_path / ".lock").stat().st_size < 400


# ------------------------------------------------------------------ whether all is swept

WHEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a lock whose last holder came to a good end, all swept at WHEN."""
    with lock.held(tmp_path):
        lock.begin(tmp_path)
        lock.note_swept(tmp_path, WHEN)
    return tmp_path / ".lock"


def believed(file: Path) -> datetime | None:
    """When all was swept, by what whoever takes the lock next makes of its file."""
    with lock.held(file.parent):
        return lock.begin(file.parent)


def test_a_holder_that_came_to_its_end_is_believed(file: Path) -> None:
    assert [believed(file), believed(file)] == [WHEN, WHEN]


def test_begun_is_said_once_for_all_that_is_written_under_the_lock(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(
        durable, "sync", lambda _: synced.append(file.read_text().splitlines()[-1][:5])
    )
    with lock.held(file.parent):
        assert [lock.begin(file.parent), lock.begin(file.parent)] == [WHEN, WHEN]
    assert synced == ["begun"]


def test_the_time_of_the_file_stays_that_of_the_locks_taking(file: Path) -> None:
    with lock.held(file.parent):
        os.utime(file, ns=(10**18, 10**18))
        lock.begin(file.parent)
        lock.note_swept(file.parent, WHEN)
        assert file.stat().st_mtime_ns == 10**18


def test_a_lock_file_that_is_cut_short_anywhere_is_not_believed(file: Path) -> None:
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert believed(file) is None, whole[:length]
        file.write_bytes(whole[:length] + bytes(len(whole) - length))
        assert believed(file) is None, whole[:length]
    file.write_bytes(whole)
    assert believed(file) == WHEN


@pytest.mark.parametrize(
    ("what", "to"),
    {
        "an older version's": (rb"swept .*\n", b""),
        "another machine's": (rb"host .*", b"host elsewhere"),
        "another file's": (rb"\d+\n\Z", b"7\n"),
        "one whose holder was cut off": (rb"swept", b"begun"),
        "a newer version's": (rb"\Z", b"more 1\n"),
        "no date": (rb"swept \S+", b"swept ------------------------"),
    }.values(),
)
def test_a_lock_file_of_which_nobody_can_tell_is_not_believed(
    file: Path, what: bytes, to: bytes
) -> None:
    said = file.read_bytes()
    changed = re.sub(what, to, said, count=1)
    assert changed != said
    file.write_bytes(changed)
    assert believed(file) is None


def test_a_lock_file_that_a_sync_tool_brought_or_somebody_copied_is_not_believed(
    file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy2(file, copy)
    assert believed(copy / file.name) is None
    brought = file.with_name("brought")
    shutil.copy2(file, brought)
    brought.replace(file)
    assert believed(file) is None


def test_one_that_is_written_over_by_another_holder_is_not_signed_off(file: Path) -> None:
    """Where locks do nothing."""
    with lock.held(file.parent):
        lock.begin(file.parent)
        others = file.read_text().replace(f"pid {os.getpid()}", "pid 1")
        file.write_text(others)
        assert lock.begin(file.parent) is None
    assert file.read_text() == others.replace("begun", "doubt")


def test_a_lock_that_vanished_says_nothing(file: Path) -> None:
    with lock.held(file.parent):
        file.unlink()
        assert lock.begin(file.parent) is None
        lock.note_swept(file.parent, WHEN)
    assert not file.exists()


@pytest.mark.parametrize("fails", ["write", "fsync"])
def test_nothing_is_begun_where_that_cannot_be_said(
    file: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(NotRecorded), lock.held(file.parent):
        monkeypatch.setattr(os, fails, full)
        lock.begin(file.parent)
    monkeypatch.undo()
    assert believed(file) == (WHEN if fails == "write" else None)
