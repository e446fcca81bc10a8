"""Which small mistakes in the core no test would notice, as mutmut makes them.

    python -m tests.mutants [MODULE...]     as "clocks duties"; every module of MODULES if left out

mutmut changes one thing in a copy of the program, runs the tests that reach it, and changes the
next. It works in build/mutants and can be stopped and started again: a mistake that was noticed is
not made twice, the others are made again once the tests have changed. What came of it is printed
as a table, and stands in build/mutants.md with each mistake that was not noticed. `[tool.mutmut]`
in pyproject.toml says which tests are run; docs/mutants.md, what to make of the rest.
"""

import ast
import difflib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
MODULES = (
    "moves",
    "clocks",
    "duties",
    "own_duties",
    "safe_dates",
    "concerns",
    "deadline",
    "gaps",
    "fold",
)

#: Where mutmut works, which writes its own folder `mutants` below it, and where the result goes.
FOLDER = PROJECT / "build" / "mutants"
REPORT = PROJECT / "build" / "mutants.md"

_COPIED = ("src", "tests", "docs", "examples")
_CORE = Path("mutants/src/resolutions_cli/core")

#: What mutmut writes for a mistake that the tests noticed: a test failed, an error of pytest's
#: own, or far more time than the tests take.
_FAILED = (1, 3)
_TOO_LONG = (-24, 24, 36, 152, 255)
#: No test reaches it.
_UNREACHED = (5, 33)


def main(modules: tuple[str, ...]) -> int:
    """Make the mistakes in these modules, and say what came of them."""
    if unknown := [name for name in modules if name not in MODULES]:
        sys.stderr.write(f"there is no {', '.join(unknown)}; there are {', '.join(MODULES)}\n")
        return 2
    _copy()
    _forget_what_was_not_noticed()
    if _run(modules or MODULES) != 0:
        sys.stderr.write("mutmut has stopped: all the tests that it runs must pass first\n")
        return 1
    REPORT.write_text(report(modules or MODULES), encoding="utf-8")
    sys.stdout.write(table(modules or MODULES))
    sys.stdout.write(f"each mistake that was not noticed stands in {REPORT}\n")
    return 0


def _copy() -> None:
    """The project as it is now, with its times, by which mutmut knows what has changed."""
    for name in _COPIED:
        shutil.rmtree(FOLDER / name, ignore_errors=True)
        leave = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(PROJECT / name, FOLDER / name, copy_function=shutil.copy2, ignore=leave)
    for path in (*PROJECT.glob("*.md"), *PROJECT.glob("*.toml"), PROJECT / "Makefile"):
        shutil.copy2(path, FOLDER / path.name)
    # mutmut's own copy of all this, which it would not renew: all but what it has found out so far
    for path in (FOLDER / "mutants").rglob("*"):
        if path.is_file() and path.suffix != ".meta" and path.name != "mutmut-stats.json":
            path.unlink()


def _forget_what_was_not_noticed() -> None:
    """When tests have changed, mistakes that they did not notice before are to be made again."""
    content = hashlib.sha256()
    for path in sorted((FOLDER / "tests").rglob("*.*")):
        content.update(path.read_bytes() if path.is_file() else b"")
    kept = FOLDER / "tests.digest"
    if kept.exists() and kept.read_text() == content.hexdigest():
        return
    for path in (FOLDER / _CORE).glob("*.meta"):
        data = json.loads(path.read_text("utf-8"))
        data["exit_code_by_key"] = {
            name: code if code in (*_FAILED, *_TOO_LONG) else None
            for name, code in data["exit_code_by_key"].items()
        }
        path.write_text(json.dumps(data), encoding="utf-8")
    kept.write_text(content.hexdigest())


def _run(modules: tuple[str, ...]) -> int:
    """Let mutmut make the mistakes of some modules; it goes on where it was stopped. Its exit
    code, which is 1 when a test fails without any mistake."""
    pyproject = (PROJECT / "pyproject.toml").read_text("utf-8")
    only = json.dumps([f"src/resolutions_cli/core/{name}.py" for name in modules])
    (FOLDER / "pyproject.toml").write_text(
        pyproject.replace("[tool.mutmut]", f"[tool.mutmut]\nonly_mutate = {only}"),
        encoding="utf-8",
    )
    log = FOLDER / "mutmut.log"
    sys.stdout.write(f"mutmut is at work on {', '.join(modules)}; {log} says how far it is\n")
    sys.stdout.flush()
    children = os.environ.get("MUTANTS_AT_ONCE", "2")
    with log.open("wb") as said:
        return subprocess.run(
            [str(Path(sys.executable).parent / "mutmut"), "run", "--max-children", children],
            cwd=FOLDER,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode


# ------------------------------------------------------------------ what came of it


def verdicts(name: str) -> dict[str, str]:
    """Each mistake of a module, by mutmut's name for it, with what the tests made of it."""
    path = FOLDER / _CORE / f"{name}.py.meta"
    if not path.exists():
        return {}
    codes: dict[str, Any] = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    return {mutant.rpartition(".")[2]: _verdict(code) for mutant, code in codes.items()}


def _verdict(code: int | None) -> str:
    if code in (*_FAILED, *_TOO_LONG):
        return "noticed"
    if code in _UNREACHED:
        return "not reached"
    return "not noticed" if code == 0 else "not tried"


def table(modules: tuple[str, ...]) -> str:
    """How many mistakes were made in each module, and how many were noticed."""
    lines = [
        "| module | mistakes | noticed | not noticed | not reached | not tried | noticed, % |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in modules:
        found = Counter(verdicts(name).values())
        tried = found.total() - found["not tried"]
        columns = ("noticed", "not noticed", "not reached", "not tried")
        share = f"{100 * found['noticed'] / tried:.1f}" if tried else ""
        cells = (name, found.total(), *(found[column] for column in columns), share)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def report(modules: tuple[str, ...]) -> str:
    """The table, and every mistake that was not noticed, by module and function."""
    parts = ["# Mistakes that the tests were tried with\n", table(modules)]
    for name in modules:
        left = {m: said for m, said in verdicts(name).items() if said.startswith("not ")}
        if left:
            parts.append(f"## {name}\n")
            parts.extend(_changes(name, left))
    return "\n".join(parts)


def _changes(name: str, left: dict[str, str]) -> Iterator[str]:
    """For each mistake the lines that it took away and put there."""
    code = (FOLDER / _CORE / f"{name}.py").read_text("utf-8")
    found = {
        node.name: ast.unparse(ast.Module(node.body, [])).splitlines()
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef)
    }
    for mutant, said in left.items():
        function = mutant.rpartition("__mutmut_")[0]
        before, after = found[f"{function}__mutmut_orig"], found[mutant]
        lines = [
            line
            for line in difflib.unified_diff(before, after, lineterm="", n=0)
            if not line.startswith(("---", "+++", "@@"))
        ]
        # mutmut writes a method as xǁClassǁmethod and a function as x_function
        words = function.removeprefix("x_").replace("xǁ", "", 1).replace("ǁ", ".")
        yield f"{words}, {said}:\n\n```diff\n" + "\n".join(lines) + "\n```\n"


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
