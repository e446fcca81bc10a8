"""Working days added, a call, against the packages that can do it too; and dates by the million.

python -m benchmarks.counting [FOLDER]     the packages are installed in FOLDER
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from benchmarks.adding import DAYS
from benchmarks.installing import Environment, python_with
from benchmarks.measure import Figure, compared, in_words, marked, table
from benchmarks.workspaces import Size, kept
from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.count import count
from resolutions_cli.core.deadlines.deadline import assess_deadline
from resolutions_cli.core.deadlines.duties import owed_in
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.fold import fold
from resolutions_cli.core.time.amount import Amount, Unit
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.files.disk.clock import real_now
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.workspace.calendars import calendar_for, shipped_list
from resolutions_cli.files.workspace.procedures import procedure_named

PEERS = ("numpy", "bizdays", "holidays", "workalendar", "QuantLib", "lexdays")

#: What our own modules import; `tzdata` for the clock, which is London's.
_NEEDED = ("python-dateutil", "tzdata")

_ROOT = Path(__file__).parent.parent

#: How many working days ahead count as soon.
_SOON = 2

_ROUNDS = 21
MILLION = 1_000_000

#: How much of a peer's time a call may take.
_ADDING = 0.2

#: Seconds that so many may take.
_DATES_WITHIN, _DEADLINES_WITHIN = 10, 45


def _environment(folder: Path) -> Environment:
    return python_with(folder / "counting", (*PEERS, *_NEEDED))


def versions(folder: Path) -> dict[str, str]:
    """The version of each peer that is installed, by name."""
    installed = _environment(folder).versions
    return {name: installed[name] for name in PEERS if name in installed}


def adding(folder: Path) -> Iterator[Figure]:
    """A call of ours against one of each peer."""
    python, installed = _environment(folder)
    what = "`add_working_days`, a call, against"
    if set(PEERS) & set(installed):
        # the folder that holds the program's modules is all that is lent to their interpreter
        said = subprocess.run(
            [str(python), "-m", "benchmarks.adding", str(_ROUNDS)],
            cwd=_ROOT,
            env=os.environ | {"PYTHONPATH": str(_ROOT / "src")},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        measured: dict[str, list[float]] = json.loads(said)
        mine = measured.pop("ours")
        for name, theirs in measured.items():
            yield compared(f"{what} {name}", mine, theirs, _ADDING, lambda took: f"{took:.2f} µs")
    for name in PEERS:
        if name not in installed:
            yield Figure(f"{what} {name}", "", "not installed", most=f"{_ADDING:.2f}")


def by_the_million(place: Path, many: int = MILLION) -> Iterator[Figure]:
    """Library calls in this process; the disputes of the workspace in `place` are the input."""
    calendar = calendar_for("england", [shipped_list()])
    took = _due_dates(many, calendar)
    yield _within(f"{many:,} due dates, in one process", took, many, _DATES_WITHIN)
    took = _deadlines(many, _disputes(place), calendar)
    what = f"{many:,} whole deadlines with their limits, in one process"
    yield _within(what, took, many, _DEADLINES_WITHIN)


def _within(what: str, took: float, many: int, most: float) -> Figure:
    """A figure with a limit in seconds, which is for a million."""
    most *= many / MILLION
    return Figure(what, in_words(took), most=f"{in_words(most)}{marked(took, most)}")


def _due_dates(many: int, calendar: WorkingCalendar) -> float:
    """Seconds for so many clocks of ten working days, each from a moment to its due date."""
    amount = Amount(10, Unit.WORKING_DAY, "10 working days")
    moments = list(map(Moment, DAYS))
    begun = time.perf_counter()
    for start in islice(cycle(moments), many):
        due = count(amount, False, start, calendar)
        Clock("within 10 working days", "raised", "1", event=start, due=due)
    return time.perf_counter() - begun


def _deadlines(many: int, disputes: list[Dispute], calendar: WorkingCalendar) -> float:
    """Seconds for so many deadlines: each duty of a dispute worked out from what happened, all
    its limits counted, and its status, working days left and day to act by."""
    as_of = Moment.of(real_now())
    made = 0
    begun = time.perf_counter()
    for dispute in cycle(disputes):
        names = (dispute.procedure.id, dispute.procedure.version)
        for owed in owed_in(dispute, calendar):
            assess_deadline(dispute.reference, names, owed, as_of, calendar, _SOON)
            made += 1
        if made >= many:
            break
    return (time.perf_counter() - begun) * many / made


def _disputes(place: Path) -> list[Dispute]:
    """Every dispute of a workspace, as its log tells it now."""
    procedure = procedure_named("nyscp", None).procedure
    now = real_now()
    folders = sorted((place / "disputes").iterdir())
    return [fold(log, procedure, now) for folder in folders for log in read_logs(folder)]


def main(folder: Path) -> None:
    """Print these figures alone."""
    folder.mkdir(parents=True, exist_ok=True)
    place = kept(folder / "1000-all-open", Size(1_000, 1_000))
    sys.stdout.write(table([*adding(folder), *by_the_million(place)]))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
