"""Every measurement of docs/performance.md in one go, as one table.

python -m benchmarks FOLDER [small]

Workspaces, other packages and caches are made in FOLDER, if they are not there; what comes next is
said on stderr. At full size that takes 6 GB and a quarter of an hour, half of it to make what is
not there; `small` has smaller workspaces and fewer rounds, to see in two minutes that it all works.
"""

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks import commands, counting, peers
from benchmarks.commands import SMALL, Field, Scale, said
from benchmarks.measure import Figure, table


def main(folder: Path, *, small: bool) -> None:
    """Make what is not there, warm up, measure everything, print the table."""
    # what a person has set for work on the program is not what users run it with
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "RESOLVE_NOW", "RESOLVE_WORKSPACE"):
        os.environ.pop(name, None)
    folder.mkdir(parents=True, exist_ok=True)
    field = Field(folder.resolve(), SMALL if small else Scale())
    found: list[Figure] = list(commands.figures(field))
    said("working days")
    found.extend(counting.adding(field.folder))
    many = 20_000 if small else counting.MILLION
    found.extend(counting.by_the_million(field.places["thousand-all-open"], many))
    sys.stdout.write(f"{table(found)}\n{_conditions(field.folder)}\n")


def _conditions(folder: Path) -> str:
    """With what it was measured, and against which releases."""
    machine = (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()},"
        f" typer {version('typer')}"
    )
    others = peers.versions(folder) | counting.versions(folder)
    return "; ".join(filter(None, (machine, ", ".join(map(" ".join, others.items())))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), small="small" in sys.argv[2:])
