"""A spreadsheet of 50,000 rows: what checking it and taking it in costs, as text and as JSON.

python -m benchmarks.sheet FOLDER [ROWS]

FOLDER must not be there yet; its file system counts, since most of the system's time goes into
making the files and bringing them to the disk. Prints processor time and memory of each.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Contestant, usage
from resolutions_cli.files.workspace.create import init

#: Seconds of the processor, and mebibytes, that 50,000 rows are to stay under.
SECONDS, MEBIBYTES = 20, 300

_HEAD = "Ref,Raised,Notes,Closed,Outcome,Why\n"
_ROWS = (
    "S-{},02/11/2025,It was refused.,04/11/2025,withdrawn,It was granted.\n",
    "S-{},03/11/2025,Nobody came.,,,\n",
)
_MAP = 'format = 1\nprocedure = "nyscp"\ndates = "dd/mm/yyyy"\n' + "".join(
    f'[[column]]\nheading = "{heading}"\nis = "{means}"\n'
    for heading, means in zip(
        _HEAD.strip().split(","),
        ("reference", "raised", "summary", "closed", "outcome", "closing-reason"),
        strict=True,
    )
)


def main(folder: Path, rows: int) -> None:
    """Print a line for each way to take the sheet in."""
    folder.mkdir(parents=True)
    sheet, columns = folder / "sheet.csv", folder / "map.toml"
    lines = (_ROWS[number % len(_ROWS)].format(number) for number in range(rows))
    sheet.write_text(_HEAD + "".join(lines), "utf-8")
    columns.write_text(_MAP, "utf-8")
    words = [sys.executable, "-m", "resolutions_cli", "import", "--by", "A. Lead"]
    words += ["--csv", str(sheet), "--map", str(columns)]
    for how in (("--dry-run",), ("--dry-run", "--json"), (), ("--json",)):
        _measure(
            folder / "workspace", [*words, *how], f"{rows} rows, {' '.join(how) or 'for good'}"
        )
    shutil.rmtree(folder)


def _measure(workspace: Path, words: Sequence[str], what: str) -> None:
    shutil.rmtree(workspace, ignore_errors=True)
    os.sync()  # what was removed is not to be counted
    init(workspace, "nyscp")
    used = usage(Contestant(what, words, {"RESOLVE_WORKSPACE": str(workspace)}))
    sys.stdout.write(
        f"{what}: {used.processor_seconds:.1f} s of the processor (at most {SECONDS}),"
        f" {used.memory / 1024**2:.0f} MiB (at most {MEBIBYTES})\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50_000)
