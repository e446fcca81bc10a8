"""How many modules a reader passes through to follow one command.

    python -m benchmarks.entered [COMMAND...]     as due escalate; all of COMMANDS if left out

Each command runs once, in a process of its own, on a practice workspace with one dispute. A module
is `loaded` when it was imported, and `entered` when one of its functions was called by the command:
what runs while modules are imported is left out. `functions` were called at least once, `calls`
counts each time, and each step of a generator. The numbers depend on the code alone, not on the
machine or how busy it is; Python 3.11 counts more functions, since comprehensions are functions
there. With one command its modules are listed, those with the most calls first.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

PACKAGE = "resolutions_cli"
_ROOT = Path(__file__).parent.parent

#: When the workspace is read and written; the dispute was opened two days before.
_NOW = "2026-11-20T10:00"
_OPENED = "2026-11-18T10:00"

_REF = "W-1"

#: Seconds. What changed within two seconds is not read from the index, so it waits longer.
_SETTLED = 3

#: Code of a function, and not of a module or a class, which runs while it is imported.
_CO_OPTIMIZED = 0x1


class Traced(NamedTuple):
    """A command that is followed; `cold` when nothing is in the cache folder before."""

    words: tuple[str, ...]
    cold: bool = False


COMMANDS = {
    "due": Traced(("due",)),
    "due, nothing kept": Traced(("due",), cold=True),
    "list": Traced(("list",)),
    "next": Traced(("next",)),
    "show": Traced(("show", _REF)),
    "explain": Traced(("explain", _REF)),
    "calc": Traced(("calc", "10 working days", "--from", "2026-12-16")),
    "note": Traced(("note", _REF, "Rang the duty team.")),
    "escalate": Traced(("escalate", _REF, "--reason", "No agreement.", "--no-input")),
    "escalate, nothing kept": Traced(
        ("escalate", _REF, "--reason", "No agreement.", "--no-input"), cold=True
    ),
    "redact": Traced(("redact", _REF, "1", "--reason", "It names a child.", "--yes")),
}


class Followed(NamedTuple):
    """What a command passed through; `entered` has the calls of each module."""

    loaded: int
    entered: dict[str, int]
    functions: int
    calls: int


# ------------------------------------------------------------------ in the process of the command


class Tracer:
    """Counts the calls of functions of the package, by the code that was called."""

    def __init__(self) -> None:
        self.calls: Counter[CodeType] = Counter()
        self.modules: dict[CodeType, str] = {}
        self._importing = 0

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """What the interpreter calls at each call and return."""
        code = frame.f_code
        if code.co_name == "<module>":
            self._importing += (event == "call") - (event == "return")
        elif event == "call" and not self._importing and code.co_flags & _CO_OPTIMIZED:
            name = str(frame.f_globals.get("__name__", ""))
            if name.partition(".")[0] == PACKAGE:
                self.calls[code] += 1
                self.modules[code] = name

    def followed(self) -> Followed:
        """What was counted so far."""
        entered: Counter[str] = Counter()
        for code, calls in self.calls.items():
            entered[self.modules[code]] += calls
        loaded = sum(name.partition(".")[0] == PACKAGE for name in sys.modules)
        return Followed(loaded, dict(entered), len(self.calls), self.calls.total())


def run_here(words: Sequence[str], result: Path) -> int:
    """Run a command in this process, and write what it passed through into a file."""
    tracer = Tracer()
    main = import_module(f"{PACKAGE}.cli").main
    sys.setprofile(tracer)
    try:
        code: int = main(list(words))
    finally:
        sys.setprofile(None)
    result.write_text(json.dumps(tracer.followed()), "utf-8")
    return code


# ------------------------------------------------------------------ one process for each command


def follow_all(folder: Path, names: Sequence[str]) -> dict[str, Followed]:
    """Run each command in a workspace of its own, and say what it passed through."""
    _make_workspace(folder)
    places = {name: Path(tempfile.mkdtemp(dir=folder)) for name in names}
    for place in places.values():
        shutil.copytree(folder / "workspace", place / "workspace")
    time.sleep(_SETTLED)
    return {name: _follow(place, COMMANDS[name]) for name, place in places.items()}


def _follow(place: Path, command: Traced) -> Followed:
    environ = {
        "HOME": str(place),
        "PATH": os.environ["PATH"],
        "RESOLVE_NOW": _NOW,
        "RESOLVE_WORKSPACE": str(place / "workspace"),
        "XDG_CACHE_HOME": str(place / "cache"),
    }
    if not command.cold:
        for words in (("due",), ("show", _REF)):
            _run(["-m", PACKAGE, *words], environ)
    result = place / "followed.json"
    _run(["-m", "benchmarks.entered", "--here", str(result), *command.words], environ)
    return Followed(*json.loads(result.read_text("utf-8")))


def _make_workspace(folder: Path) -> None:
    place = str(folder / "workspace")
    parties = ("--raised-by", "school", "--with", "health", "--summary", "Two views.")
    environ = {"HOME": str(folder), "PATH": os.environ["PATH"], "RESOLVE_NOW": _OPENED}
    for words in (
        ("init", place, "--practice", "--procedure", "nyscp"),
        ("open", "-w", place, "--ref", _REF, "--raised", _OPENED, *parties, "--no-input"),
    ):
        _run(["-m", PACKAGE, *words], environ)


def _run(words: Sequence[str], environ: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, *words], env=environ, cwd=_ROOT, capture_output=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr[-500:]!r}")


# ------------------------------------------------------------------ what is printed


def main(names: Sequence[str]) -> int:
    """Follow these commands, and print a table."""
    if unknown := [name for name in names if name not in COMMANDS]:
        sys.stderr.write(f"there is no {', '.join(unknown)}; there are: {'; '.join(COMMANDS)}\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="entered-") as made:
        folder = Path(made).resolve()
        found = follow_all(folder, names or list(COMMANDS))
    sys.stdout.write("| command | loaded | entered | functions | calls |\n|---|---|---|---|---|\n")
    for name, one in found.items():
        cells = (name, one.loaded, len(one.entered), one.functions, one.calls)
        sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")
    if len(found) == 1:
        for module, calls in Counter(one.entered).most_common():
            sys.stdout.write(f"{calls:6}  {module.removeprefix(f'{PACKAGE}.')}\n")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--here"]:
        sys.exit(run_here(sys.argv[3:], Path(sys.argv[2])))
    sys.exit(main(sys.argv[1:]))
