"""Sheets as large as they may be: what checking one and taking it in costs, in room and in work.

Room is measured at full length by `make torture`; in every run a tenth of the rows, whose room is
limited in proportion. What would make it dear is counted in every run. Seconds are measured in
benchmarks alone.
"""

import os
import pkgutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from resolutions_cli.app.exchange import sheet_rows
from resolutions_cli.app.exchange.import_sheet import MOST_PROBLEMS
from resolutions_cli.core.entries import reference
from resolutions_cli.files.disk import durable
from resolutions_cli.files.exchange.sheet import MOST_LINES, MOST_ROWS
from tests.attacks.recorders import SHEET, SHEET_MAP
from tests.desk import Desk
from tests.torture import long, several

ROWS = several(MOST_ROWS // 10, MOST_ROWS)

#: Megabytes for 50,000 rows; the program itself takes 40 of these.
MEGABYTES = 300

HEAD, CLOSED, OPEN = SHEET.splitlines()
GOOD = (CLOSED.replace("S-1", "S-#"), OPEN.replace("S-2", "S-#"))
SHEETS = {
    "good": GOOD,
    "every date wrong": tuple(row.replace("/11/2026", "-11-2026") for row in GOOD),
    "a reference twice": (GOOD[0].replace("S-#", "S-1"),),
    "cells missing": ("S-#,02/11/2026",),
    "nothing but empty cells": (",,,,,",),
}


def sheet(folder: Path, rows: tuple[str, ...], count: int) -> list[str]:
    """A sheet of so many rows, and how it is taken in."""
    lines = (rows[n % len(rows)].replace("#", str(n)) for n in range(count))
    (folder / "sheet.csv").write_text("\n".join((HEAD, *lines, "")), "utf-8")
    (folder / "map.toml").write_text(SHEET_MAP, "utf-8")
    return ["--csv", str(folder / "sheet.csv"), "--map", str(folder / "map.toml"), "--dry-run"]


_MEASURED = """
import resource, sys
from resolutions_cli.cli import main
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(code, used.ru_utime + used.ru_stime, int(peak) / 1024, file=sys.stderr)
"""


@long
@pytest.mark.skipif(sys.platform != "linux", reason="room is measured as Linux tells it")
@pytest.mark.parametrize(
    ("kind", "how"),
    [
        *((kind, ("--dry-run",)) for kind in SHEETS),
        *(("good", how) for how in ((), ("--json",), ("--dry-run", "--json"))),
    ],
)
def test_a_sheet_takes_the_room_of_its_rows(
    desk: Desk, tmp_path: Path, figure: Callable[[str], None], kind: str, how: tuple[str, ...]
) -> None:
    dry = sheet(tmp_path, SHEETS[kind], ROWS)
    words = ["import", *dry[: dry.index("--dry-run")], *how]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *words],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "RESOLVE_WORKSPACE": str(desk.folder)},
    )
    code, seconds, megabytes = done.stderr.splitlines()[-1].split()
    assert code == ("0" if kind in ("good", "nothing but empty cells") else "3"), done.stderr
    assert float(megabytes) < 40 + (MEGABYTES - 40) * ROWS / MOST_ROWS
    ways = " ".join((kind, *how))
    figure(f"{ways}: {ROWS} rows, {float(seconds):.1f} s, {float(megabytes):.0f} MB")


@pytest.mark.parametrize("count", [200, 400])
def test_what_is_the_same_in_every_row_is_looked_for_once(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """The procedure is found once, and no reference is compared with all those before it."""
    work: Counter[str] = Counter()

    def counted(module: object, name: str) -> None:
        real = getattr(module, name)

        def counting(*words: object, **named: object) -> object:
            work[name] += 1
            return real(*words, **named)

        monkeypatch.setattr(module, name, counting)

    counted(sheet_rows, "procedure_file")
    counted(reference, "same_in_any_case")
    said = desk.does("import", *sheet(tmp_path, GOOD, count))
    assert (said.code, len(said.out.splitlines())) == (0, count + 1)
    assert work == {"procedure_file": 1}


@pytest.mark.parametrize("count", [64, 128])
def test_each_entry_is_made_and_read_back_once_and_the_libraries_are_not_needed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """Threads are given the files by the share: to be given each would cost more than to write."""
    work: Counter[str] = Counter()
    for place in (
        "files.record.write.encode",
        "files.record.write.decode",
        "files.disk.toml_library.load_any",
        "files.disk.durable.Batch._write_part",
        "files.disk.durable.Batch._write_parts",
    ):
        _count(monkeypatch, f"resolutions_cli.{place}", work)
    dry = sheet(tmp_path, GOOD, count)
    assert desk.does("import", *dry[: dry.index("--dry-run")]).code == 0
    entries = 2 * count + count // 2
    assert (work["encode"], work["decode"], work["_write_part"]) == (entries, entries, entries)
    assert work["_write_parts"] == -(-entries // durable._SHARE)
    assert work["load_any"] < 10, "the map and the procedure"


def _count(monkeypatch: pytest.MonkeyPatch, place: str, work: Counter[str]) -> None:
    """Count the calls of what stands there."""
    module, _, name = place.rpartition(".")
    real = pkgutil.resolve_name(place)

    def counting(*words: object, **named: object) -> object:
        work[name] += 1
        return real(*words, **named)

    monkeypatch.setattr(pkgutil.resolve_name(module), name, counting)


def test_fifty_problems_are_listed_and_the_others_counted(desk: Desk, tmp_path: Path) -> None:
    words = sheet(tmp_path, SHEETS["every date wrong"], 400)
    said = desk.does("import", *words)
    assert said.code == 3
    assert said.out.count(": a cell is not a date of the form dd/mm/yyyy\n") == MOST_PROBLEMS
    # every row has a wrong date of raising it, every other one also of closing it
    assert "\nand 550 more problems: put these right first\n" in said.out
    assert "400 of 400 rows cannot be taken in" in said.err
    found = desk.does("import", *words, "--json").document
    assert (len(found["problems"]), found["problem_count"], found["refused_rows"]) == (50, 600, 400)


def test_fifty_thousand_rows_are_taken_and_one_more_is_not(desk: Desk, tmp_path: Path) -> None:
    words = sheet(tmp_path, ("S-#",), MOST_ROWS)
    assert "50000 of 50000 rows cannot be taken in" in desk.does("import", *words).err
    words = sheet(tmp_path, ("S-#",), MOST_ROWS + 1)
    assert "more than 50000 rows" in desk.does("import", *words).err


def test_a_file_of_empty_lines_is_not_read_through(desk: Desk, tmp_path: Path) -> None:
    words = sheet(tmp_path, ("",), MOST_LINES)
    said = desk.does("import", *words)
    assert (said.code, said.err.splitlines()[0]) == (
        3,
        f"resolve: error: the spreadsheet cannot be read, line 1: more than {MOST_LINES} lines",
    )
