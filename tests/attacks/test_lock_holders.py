"""Whoever holds the lock is killed, or slow, or there are no locks: nobody waits for the dead,
whoever waits is told, and nothing is lost.
"""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from resolutions_cli.app import record
from resolutions_cli.files.disk import lock
from resolutions_cli.files.record.sweep import sweep
from resolutions_cli.files.workspace import settings
from tests.desk import REF, Desk
from tests.torture import several

#: Seconds that a command waits; the real ten when there is time.
PATIENCE = several(0.5, lock.PATIENCE)

#: A writer that stops in the middle of writing, the lock in its hands.
STOPS = """
import os, signal, sys
from resolutions_cli.cli import main
from resolutions_cli.files.disk import durable
real = os.rename
def rename(part, final):
    os.kill(os.getpid(), signal.SIGSTOP)
    real(part, final)
os.rename = rename
sys.exit(main(sys.argv[1:]))
"""

#: A writer that says so each time it finds the lock held.
WAITS = """
import sys
from resolutions_cli.cli import main
from resolutions_cli.files.disk import lock
real = lock._try
def tries(path):
    found = real(path)
    if found is None:
        print("waits", flush=True)
    return found
lock._try = tries
sys.exit(main(sys.argv[1:]))
"""

#: A writer for whom locks do nothing, in one of several ways. It waits until it may begin.
WITHOUT_LOCKS = """
import fcntl, os, sys
from resolutions_cli.cli import main
from resolutions_cli.commands import note
number = int(sys.argv[1])
def flock(descriptor, how):
    if number:
        raise OSError(number, os.strerror(number))
fcntl.flock = flock
sys.stdin.readline()
for each in range(int(sys.argv[3])):
    code = main(["note", sys.argv[2], f"{os.getpid()} {each}", "--no-input"])
    print("code", code, flush=True)
"""


@pytest.fixture
def one(desk: Desk) -> Desk:
    return desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19") and desk


@pytest.fixture
def stopped(one: Desk) -> Iterator["subprocess.Popen[bytes]"]:
    """A writer that stopped in the middle of its note."""
    note = ["note", REF, "half written", "--no-input"]
    command = [sys.executable, "-c", STOPS, *note]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as writer:
        os.waitid(os.P_PID, writer.pid, os.WSTOPPED)
        assert len(list((one.folder / "disputes" / REF).glob(".*.part"))) == 1
        yield writer
        writer.kill()


def test_when_the_holder_is_killed_the_next_writer_goes_on(
    one: Desk, stopped: "subprocess.Popen[bytes]", figure: Callable[[str], None]
) -> None:
    waits = subprocess.Popen(
        [sys.executable, "-c", WAITS, "note", REF, "waited", "--no-input"],
        stdout=subprocess.PIPE,
    )
    assert waits.stdout is not None
    assert waits.stdout.readline() == b"waits\n"
    killed = time.monotonic()
    stopped.send_signal(signal.SIGKILL)
    said = next(line for line in waits.stdout if line != b"waits\n")
    assert said.startswith(b"recorded: entry 2 ")
    waited = time.monotonic() - killed
    waits.communicate()
    assert one.texts() == {"text": "waited"}
    assert list((one.folder / "disputes" / REF).glob(".*.part")) == [], "what was half is gone"
    figure(f"{waited:.2f} s")


def test_when_the_holder_is_alive_and_slow_it_is_named_and_nothing_is_recorded(
    one: Desk,
    stopped: "subprocess.Popen[bytes]",
    monkeypatch: pytest.MonkeyPatch,
    figure: Callable[[str], None],
) -> None:
    monkeypatch.setattr(record.lock, "held", partial(lock.held, patience=PATIENCE))
    begun = time.monotonic()
    said = one.does("note", REF, "what was typed")
    waited = time.monotonic() - begun
    assert said.code == 6
    assert waited >= PATIENCE
    assert f"somebody else is writing: process {stopped.pid} on " in said.err
    assert said.out == "Nothing was recorded. This is what was typed:\n\n[text]\nwhat was typed\n"
    stopped.send_signal(signal.SIGCONT)
    out, _ = stopped.communicate()
    assert out.startswith(b"recorded: entry 2 "), "the slow one was not disturbed"
    assert one.texts() == {"text": "half written"}
    figure(f"exit 6 after {waited:.1f} s")


@pytest.mark.parametrize("number", [0, errno.ENOLCK, errno.ENOTSUP])
def test_where_locks_do_nothing_many_writers_lose_nothing(
    one: Desk, number: int, figure: Callable[[str], None]
) -> None:
    writers, notes = several(4, 8), several(10, 25)
    words = [str(number), REF, str(notes)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WITHOUT_LOCKS, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(writers)
    ]
    for writer in running:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    outs = [writer.communicate()[0] for writer in running]
    confirmed = sum(out.count("code 0\n") for out in outs)
    assert confirmed == writers * notes
    log = one.log()
    texts = {entry.texts["text"] for entry in log.entries if entry.kind == "noted"}
    assert len(texts) == writers * notes
    assert log.findings == ()
    one.done("note", REF, "afterwards, alone")
    assert len(one.log().heads) == 1
    assert one.does("verify").code == 0
    figure(f"{writers} writers, {confirmed} notes, 0 lost")


def test_where_locks_do_nothing_a_part_that_is_being_written_is_left_alone(
    one: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer sweeps while a part is there that is newer than its taking of the lock."""
    monkeypatch.setattr(fcntl, "flock", lambda _descriptor, _how: None)
    here = one.folder / "disputes" / REF
    found = settings.find(one.folder, {}, one.folder)
    with lock.held(one.folder):
        taken = (one.folder / lock.NAME).stat().st_mtime_ns
        old, new = here / ".old.toml.part", here / ".new.toml.part"
        for part, age in ((old, -1), (new, 1)):
            part.write_bytes(b"half")
            os.utime(part, ns=(taken + age, taken + age))
        sweep(found)
    assert [path.name for path in here.glob(".*.part")] == [new.name]


def test_ten_seconds_are_what_a_command_waits(one: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Path, float]] = []
    real = lock.held

    def held(folder: Path, patience: float = lock.PATIENCE) -> object:
        asked.append((folder, patience))
        return real(folder, patience)

    monkeypatch.setattr(record.lock, "held", held)
    one.done("note", REF, "a note")
    assert asked == [(one.folder, 10.0)]
