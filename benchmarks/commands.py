"""The commands that people and cron run all day, against a trivial command of the same typer.

python -m benchmarks.commands [FOLDER]     the workspaces are made in FOLDER, if they are not there
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Contestant, in_turn, row
from benchmarks.workspaces import make

RESOLVE = str(Path(sys.executable).with_name("resolve"))

#: Disputes in all and how many of them are open.
SIZES = {"10": (10, 5), "1,000": (1_000, 300), "1,000 all open": (1_000, 1_000)}
LARGE = {"10,000": (10_000, 300), "10,000 changing": (10_000, 300)}

TRIVIAL = """
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def hello(name: str = "you") -> None:
    print(f"hello {name}")


app()
"""


def main(folder: Path) -> None:
    """Make what is not there, warm up, time everything in turn, print a table."""
    folder.mkdir(parents=True, exist_ok=True)
    environ = {"XDG_CACHE_HOME": str(folder / "cache")}
    places = {name: _made(folder, name, *size) for name, size in (SIZES | LARGE).items()}
    time.sleep(3)  # what changed within two seconds is read again
    for place in places.values():
        subprocess.run([RESOLVE, "due", "-w", place], env=os.environ | environ, capture_output=True)
    trivial_file = folder / "trivial.py"
    trivial_file.write_text(TRIVIAL)
    trivial = Contestant("trivial", [sys.executable, str(trivial_file)])

    def asks(name: str, *words: str, terminal: bool = False) -> Contestant:
        command = [RESOLVE, *words, "-w", str(places[name])]
        return Contestant(f"{words[0]} {name}", command, environ, terminal=terminal)

    late = {name: asks(name, "due", "--overdue") for name in places}
    on_terminal = asks("1,000", "due", "--overdue", terminal=True)
    helped = Contestant("help", [RESOLVE, "--help"], environ)
    completed = Contestant(
        "completion",
        [RESOLVE],
        environ
        | {
            "_RESOLVE_COMPLETE": "complete_bash",
            "COMP_WORDS": f"resolve show -w {places['10,000']} 2019-",
            "COMP_CWORD": "4",
        },
    )
    changing = "10,000 changing"
    noted = asks(changing, "note", _some(places[changing]), "said", "--no-input")
    changed = asks(changing, "due", "--overdue")
    changed.before = lambda: _touch(places[changing])
    in_turn([trivial, *late.values(), on_terminal, helped, completed])
    # those that change something stand apart, and in a workspace of their own
    unchanged, again = asks("10,000", "due", "--overdue"), Contestant("trivial", trivial.words)
    in_turn([unchanged, changed])
    in_turn([again, noted])
    _print(
        [
            row("`due --overdue` in a pipe, 10 disputes", late["10"], trivial, 1.45),
            row("the same, 1,000, of them 300 open", late["1,000"], trivial, 1.45),
            row("the same, 1,000 all open", late["1,000 all open"], trivial, 1.75),
            row("the same on a terminal, 1,000", on_terminal, trivial, 2.5),
            row("10,000 disputes against 1,000", late["10,000"], late["1,000"], 4),
            row("one changed since, 10,000, against none", changed, unchanged, 1.2),
            row("`note`, 10,000 disputes", noted, again, 1.5),
            row("`--help`", helped, trivial, 1.3),
            row("completion of a reference, 10,000", completed, trivial, 1.3),
        ]
    )


def _made(folder: Path, name: str, disputes: int, open_: int) -> Path:
    place = folder / name.replace(",", "").replace(" ", "-")
    if not (place / "resolve.toml").exists():
        shutil.rmtree(place, ignore_errors=True)
        make(place, disputes, open_)
    return place


def _some(place: Path) -> str:
    """The reference of an open dispute."""
    for folder in sorted((place / "disputes").iterdir(), reverse=True):
        if not any("-closed-" in each.name for each in folder.iterdir()):
            return folder.name
    raise LookupError


def _touch(place: Path) -> None:
    """Change an open dispute as a sync tool does: a file it has is written once more."""
    folder = place / "disputes" / _some(place)
    entry = min(folder.iterdir())
    raw = entry.read_bytes()
    entry.unlink()
    entry.write_bytes(raw)


def _print(rows: Sequence[str]) -> None:
    head = (
        "| what | takes | against | times as long (middle half) | at most |",
        "|---|---|---|---|---|",
    )
    sys.stdout.write("\n".join((*head, *rows, "")))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
