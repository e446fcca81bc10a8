"""Other programs that list what is overdue, with as many things to do as we have disputes.

Each is given one thing for each dispute: as many of them open, and as many of those overdue, as
in the workspace of that size; the others are done. What is open is due in two days, or was due two
days ago. Each program keeps them as it likes best, and is asked once before it is timed.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.installing import debian_package, python_with
from benchmarks.measure import Contestant
from benchmarks.workspaces import Size
from resolutions_cli.files.disk.clock import real_now

TODOMAN = "todoman==4.7.0"

#: A time as iCalendar and taskwarrior write it, in UTC.
_STAMP = "%Y%m%dT%H%M%SZ"

_SUMMARY = "Between the professionals"


def versions(folder: Path) -> dict[str, str]:
    """The version of each program that is installed, by name."""
    found = {}
    if version := python_with(folder / "todoman", (TODOMAN,)).versions.get("todoman"):
        found["todoman"] = version
    if program := _task_program(folder):
        words = [program, "--version"]
        found["taskwarrior"] = subprocess.run(
            words, capture_output=True, text=True, check=False
        ).stdout.strip()
    return found


def todoman(folder: Path, size: Size, name: str) -> Contestant | None:
    """todoman, each thing to do in a file of its own, listed from its cache: what is due within
    the hour, which is nothing but what was due two days ago. None where it is not installed."""
    python, versions = python_with(folder / "todoman", (TODOMAN,))
    if "todoman" not in versions:
        return None
    place = folder / f"todoman {name}"
    shutil.rmtree(place, ignore_errors=True)
    todos = place / "lists" / "disputes"
    todos.mkdir(parents=True)
    now = real_now()
    for number in range(size.disputes):
        (todos / f"{number}.ics").write_bytes(_todo(number, size, now))
    settings = place / "config.py"
    settings.write_text(
        f"path = {str(place / 'lists' / '*')!r}\n"
        f"cache_path = {str(place / 'cache.sqlite3')!r}\n"
        "date_format = '%Y-%m-%d'\n"
        "time_format = '%H:%M'\n"
    )
    asks = [str(python.with_name("todo")), "--config", str(settings), "list", "--due", "1"]
    return _checked(Contestant(f"todoman {name}", asks), size, "Between")


def _todo(number: int, size: Size, now: datetime) -> bytes:
    """A VTODO as todoman writes them."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:benchmark",
        "BEGIN:VTODO",
        f"UID:{number}@benchmark",
        f"DTSTAMP:{now:{_STAMP}}",
        f"CREATED:{now:{_STAMP}}",
        f"SUMMARY:{_SUMMARY}",
        f"DUE:{_due(number, size, now):{_STAMP}}",
        "STATUS:NEEDS-ACTION" if number < size.open else "STATUS:COMPLETED",
        *(() if number < size.open else (f"COMPLETED:{now:{_STAMP}}", "PERCENT-COMPLETE:100")),
        "END:VTODO",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def taskwarrior(folder: Path, size: Size, name: str) -> Contestant | None:
    """taskwarrior's report of what is overdue, from tasks that it imported; None where the
    Debian package cannot be had or run."""
    program = _task_program(folder)
    if program is None:
        return None
    place = folder / f"taskwarrior {name}"
    shutil.rmtree(place, ignore_errors=True)
    (place / "data").mkdir(parents=True)
    settings = place / "taskrc"
    # it has news of its release to tell unless it was told that they were read
    settings.write_text(f"data.location={place / 'data'}\nconfirmation=no\nnews.version=2.6.0\n")
    tasks = place / "tasks.json"
    now = real_now()
    tasks.write_text("\n".join(json.dumps(_task(each, size, now)) for each in range(size.disputes)))
    environ = {"TASKRC": str(settings)}
    taken = subprocess.run(
        [program, "import", str(tasks)], env=os.environ | environ, capture_output=True, check=False
    )
    if taken.returncode:
        return None
    # it ends with 1 when there is nothing to report
    found = Contestant(
        f"taskwarrior {name}", [program, "overdue"], environ, codes=frozenset((0, 1))
    )
    return _checked(found, size, "Between")


def _task_program(folder: Path) -> str | None:
    unpacked = debian_package(folder / "packages", "taskwarrior")
    return str(unpacked / "usr" / "bin" / "task") if unpacked else None


def _task(number: int, size: Size, now: datetime) -> dict[str, str]:
    """A task as taskwarrior exports them."""
    is_open = number < size.open
    return {
        "uuid": f"00000000-0000-4000-8000-{number:012x}",
        "description": _SUMMARY,
        "entry": f"{now - timedelta(days=9):{_STAMP}}",
        "due": f"{_due(number, size, now):{_STAMP}}",
        "status": "pending" if is_open else "completed",
    } | ({} if is_open else {"end": f"{now:{_STAMP}}"})


def _due(number: int, size: Size, now: datetime) -> datetime:
    is_ahead = size.late <= number < size.open
    return now + timedelta(days=2 if is_ahead else -2)


def _checked(peer: Contestant, size: Size, word: str) -> Contestant:
    """A peer that lists as many as are late, and has its cache now; one that does not would be
    compared for something else."""
    for _ in range(2):
        done = subprocess.run(
            peer.words, env=os.environ | dict(peer.environ), capture_output=True, text=True
        )
    listed = done.stdout.count(word)
    if done.returncode not in peer.codes or listed != size.late:
        sys.exit(f"{peer.name} lists {listed}, not {size.late}: {done.stderr[-500:]}")
    return peer
