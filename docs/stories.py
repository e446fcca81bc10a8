"""Pages whose commands are run: each console block of a page, and what it printed.

    python -m docs.stories check [PAGE...]     run the pages, show what differs (exit 1)
    python -m docs.stories renew [PAGE...]     write today's output into the pages
    python -m docs.stories keep PAGE FOLDER    run a page and keep the workspace it made

A page is Markdown. Its fenced blocks marked `console` are one session of bash, from the first to
the last, begun in an empty folder: lines that begin with "$ " are typed (with "> " they go on),
all others are what was printed, standard error included. So `export RESOLVE_NOW=…` in a page sets
the clock of what follows, as it does for a reader who types it. A block inside an HTML comment
is run too: that is how a page that explains something on a workspace gets one.

An ellipsis stands for whatever was printed there; alone on a line, for any number of lines. A
command that does not end with 0 prints `[exit 3]` after its output. The one thing that is left
out is the line that every command prints in a practice workspace.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sys.executable).parent
PRACTICE = "PRACTICE: a workspace for training, not a record"

#: Nothing of the machine that runs a page may show in it. In seconds.
TIMEOUT = 240

_ANYTHING = "…"
_MARK = "---- end of step ----"
#: Ids and digests differ in every run, since each text is sealed with salt of its own.
_IDS = re.compile(r"\b[0-9a-f]{16,}\b")


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page; `first` and `last` are the lines, from 0, of what it printed."""

    command: str
    expected: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what it was read from."""

    path: Path
    lines: tuple[str, ...]
    steps: tuple[Step, ...]


def pages(folder: Path = PROJECT) -> list[Path]:
    """Every page of the project that has a console block."""
    found = [folder / "README.md", *folder.glob("docs/**/*.md"), *folder.glob("examples/**/*.md")]
    return sorted(p for p in found if p.is_file() and "```console" in p.read_text("utf-8"))


def read_page(path: Path) -> Page:
    """The steps of a page, in order. Raises ValueError where output comes before a command."""
    lines = tuple(path.read_text("utf-8").splitlines())
    return Page(path, lines, tuple(_steps(path, lines)))


def _steps(path: Path, lines: tuple[str, ...]) -> Iterator[Step]:
    inside = False
    command, first = "", 0
    for number, line in enumerate((*lines, "```")):
        if not inside:
            inside, command = line.strip() == "```console", ""
            continue
        if (line == ">" or line.startswith("> ")) and command and number == first:
            command, first = f"{command}\n{line[2:]}", number + 1
        elif line.startswith("$ ") or line.strip() == "```":
            if command:
                yield Step(command, lines[first:number], first, number)
            command, first = line[2:], number + 1
            inside = line.startswith("$ ")
        elif not command:
            raise ValueError(f"{path.name}:{number + 1}: output before a command")


def run_page(page: Page, folder: Path) -> list[tuple[str, ...]]:
    """What each step prints when the page is run in `folder`."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    script = "".join(
        f"{{ {step.command}\n}}\n"
        'code=$?; [ $code -eq 0 ] || echo "[exit $code]"\n'
        f"echo '{_MARK}'; (exit $code)\n"
        for step in page.steps
    )
    environment = {
        "PATH": f"{SCRIPTS}{os.pathsep}/usr/bin{os.pathsep}/bin",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "LOGNAME": "j.marsh",
        "PROJECT": str(PROJECT),
    }
    done = subprocess.run(
        ["bash", "-c", f"exec 2>&1\n{script}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=TIMEOUT,
        check=False,
    )
    lines = [line for line in done.stdout.decode().splitlines() if line != PRACTICE]
    printed: list[tuple[str, ...]] = []
    while _MARK in lines:
        end = lines.index(_MARK)
        printed.append(tuple(lines[:end]))
        del lines[: end + 1]
    if len(printed) < len(page.steps):
        printed.append((*lines, "[the session ended here]"))
        printed.extend(() for _ in page.steps[len(printed) :])
    return printed


def fits(expected: Iterable[str], printed: Iterable[str]) -> bool:
    """Whether what was printed is what the page says, its ellipses standing for anything."""
    pattern = "".join(
        r"(?:.*\n)*?"
        if line.strip() == _ANYTHING
        else ".*?".join(map(re.escape, line.split(_ANYTHING))) + r"\n"
        for line in _without_last_blanks(expected)
    )
    return bool(re.fullmatch(pattern, "".join(f"{x}\n" for x in _without_last_blanks(printed))))


def _without_last_blanks(lines: Iterable[str]) -> list[str]:
    kept = [line.rstrip() for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def differences(path: Path) -> str:
    """What the page says against what was printed; empty when they agree."""
    page = read_page(path)
    with tempfile.TemporaryDirectory() as top:
        printed = run_page(page, _work(top))
    found = []
    for step, lines in zip(page.steps, printed, strict=True):
        if not fits(step.expected, lines):
            place = f"{path.name}:{step.first}: $ {step.command}"
            found.append(place)
            found.extend(
                unified_diff(step.expected, lines, "the page", "printed now", lineterm="", n=2)
            )
    return "\n".join(found)


def renew(path: Path) -> bool:
    """Write what is printed today into the page, where it differs. Returns whether it did."""
    page = read_page(path)
    with tempfile.TemporaryDirectory() as top:
        work = _work(top)
        printed = run_page(page, work)
    lines = list(page.lines)
    for step, now in reversed(list(zip(page.steps, printed, strict=True))):
        if not fits(step.expected, now):
            fresh = [_fresh(line.replace(str(work), _ANYTHING), step.expected) for line in now]
            lines[step.first : step.last] = _without_last_blanks(fresh)
    text = "\n".join(lines) + "\n"
    changed = text != path.read_text("utf-8")
    if changed:
        path.write_text(text, "utf-8")
    return changed


def _fresh(line: str, expected: Iterable[str]) -> str:
    """A line as the page is to have it: an ellipsis of the page stays if it still fits."""
    for old in expected:
        if _ANYTHING in old and old.strip() != _ANYTHING and fits([old], [line]):
            return old
    return _IDS.sub(_ANYTHING, line)


def _work(top: str) -> Path:
    work = Path(top) / "work"
    work.mkdir()
    return work


def keep(path: Path, folder: Path) -> None:
    """Run a page, and put the one workspace that it made into `folder` instead of what is there.

    The lock goes: it says who wrote last on which machine.
    """
    with tempfile.TemporaryDirectory() as top:
        work = _work(top)
        run_page(read_page(path), work)
        made = [settings.parent for settings in work.glob("*/resolve.toml")]
        if len(made) != 1:
            raise SystemExit(f"{path.name} makes {len(made)} workspaces, not one")
        (made[0] / ".lock").unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made[0], folder)


def main(words: list[str]) -> int:
    """Check, renew or keep. Returns the exit code."""
    match words:
        case ["check", *names]:
            differ = [found for path in _named(names) if (found := differences(path))]
            sys.stdout.write("".join(f"{found}\n\n" for found in differ))
            return 1 if differ else 0
        case ["renew", *names]:
            for path in _named(names):
                if renew(path):
                    sys.stdout.write(f"{path.relative_to(PROJECT)} was renewed\n")
            return 0
        case ["keep", page, folder]:
            keep(Path(page), Path(folder))
            return 0
    sys.stderr.write(f"{__doc__}\n")
    return 2


def _named(names: list[str]) -> list[Path]:
    return [Path(name).resolve() for name in names] or pages()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
