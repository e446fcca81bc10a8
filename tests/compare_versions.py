"""Whether two versions of the program print the same: every reading command, in every format.

    python -m tests.compare_versions BEFORE [AFTER]

BEFORE and AFTER are each a folder with a checkout, or a commit; AFTER is this checkout if left
out. Both versions read the same copies of the golden workspaces at the same moment, each with a
cache folder of its own. Exit codes, standard output, standard error and the files that were written
are compared byte for byte; only version numbers and paths of the cache may differ. What differs is
printed with its first lines, and ends with 1. Dependencies are those of the Python that runs this.
"""

import contextlib
import difflib
import io
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.reading_commands import NEVER_COMPARED, Case, cases

PROJECT = Path(__file__).resolve().parent.parent

#: Each workspace with the moment at which it is read: all that is in it has happened by then.
WORKSPACES = {
    "tests/golden/workspace-1": "2026-09-08T12:00",
    "examples/workspace": "2026-12-22T09:00",
}

#: Commands that run at the same time.
WORKERS = 2

#: Seconds after which a command counts as one that never ends.
NO_END = 120

#: How many lines of a difference are printed.
EXCERPT = 24


class Version(NamedTuple):
    """One of the two: where its sources lie, folders that only it writes to, and its number."""

    name: str
    sources: Path
    own: Path
    number: str = "no number"

    def environ(self, now: str) -> dict[str, str]:
        """What a command is run with: nothing that this machine or its user has set."""
        return {
            "HOME": str(self.own / "home"),
            "LC_ALL": "C.UTF-8",
            "PATH": os.defpath,
            "PYTHONPATH": str(self.sources / "src"),
            "PYTHONPYCACHEPREFIX": str(self.own / "compiled"),
            "RESOLVE_NOW": now,
            "TZ": "UTC",
            "XDG_CACHE_HOME": str(self.own / "cache"),
        }


class Answer(NamedTuple):
    """All that came of a command."""

    code: int
    out: bytes
    err: bytes
    files: dict[str, bytes]

    def parts(self) -> dict[str, bytes]:
        """Each part that is compared, by the name that the table gives it."""
        files = {f"file {name}": content for name, content in self.files.items()}
        return {"exit code": b"%d\n" % self.code, "stdout": self.out, "stderr": self.err, **files}


class Difference(NamedTuple):
    """A part of an answer that is not the same, with an excerpt to read."""

    case: Case
    part: str
    excerpt: str


# ------------------------------------------------------------------ the two versions


@contextlib.contextmanager
def version(label: str, given: str, folder: Path) -> Iterator[Version]:
    """A checkout as it is, or a commit in a worktree that is removed afterwards."""
    own = folder / label
    for name in ("home", "cache", "compiled"):
        (own / name).mkdir(parents=True)
        (own / name).chmod(0o700)
    if Path(given).is_dir():
        yield numbered(Version(given, Path(given).resolve(), own))
        return
    tree = own / "tree"
    _git("worktree", "add", "--quiet", "--detach", str(tree), given)
    try:
        yield numbered(Version(given, tree, own))
    finally:
        _git("worktree", "remove", "--force", str(tree))


def _git(*words: str) -> None:
    done = subprocess.run(["git", "-C", str(PROJECT), *words], check=False)
    if done.returncode != 0:
        sys.exit(2)


def numbered(one: Version) -> Version:
    """A version with the number that it says it has."""
    said = _run(one, ("--version",), one.own, "")[1].decode()
    return one._replace(number=said.split()[-1])


def commands_of(one: Version) -> set[str]:
    """The commands that a version's own help names."""
    help_ = _run(one, ("--help",), one.own, WORKSPACES["examples/workspace"])[1].decode()
    listed = help_.partition("\nCommands:\n")[2]
    return set(re.findall(r"^  ([a-z]+)  ", listed, re.MULTILINE))


# ------------------------------------------------------------------ running a command


def _run(one: Version, words: Sequence[str], cwd: Path, now: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "resolutions_cli", *words],
        cwd=cwd,
        env=one.environ(now),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=NO_END,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def _run_on_a_terminal(
    one: Version, words: Sequence[str], cwd: Path, now: str, columns: int
) -> tuple[int, bytes, bytes]:
    """The same where standard output is a terminal of a certain width, with colours."""
    import pty

    ours, theirs = pty.openpty()
    environ = one.environ(now) | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [sys.executable, "-P", "-m", "resolutions_cli", *words],
            cwd=cwd,
            env=environ | {"COLUMNS": str(columns), "LINES": "50"},
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=said,
        ) as process,
    ):
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # Linux says that the other end is closed
            while part := os.read(ours, 1 << 16):
                shown += part
        os.close(ours)
        code = process.wait(NO_END)
        said.seek(0)
        return code, shown, said.read()


def answer(one: Version, case: Case, workspace: Path, now: str, out: Path) -> Answer:
    """Run a case in one version. Its files are made in `out`, which is gone afterwards."""
    out.mkdir(parents=True)
    words = (*case.words, "--workspace", str(workspace)) if case.in_workspace else case.words
    if case.columns:
        code, said, beside = _run_on_a_terminal(one, words, out, now, case.columns)
    else:
        code, said, beside = _run(one, words, out, now)
    files: dict[str, bytes] = {}
    for path in sorted(out.rglob("*")):
        if path.is_file():
            files |= unpacked(path.relative_to(out).as_posix(), path.read_bytes())
    shutil.rmtree(out)
    kept = {name: settled(one, content) for name, content in files.items()}
    return Answer(code, settled(one, said), settled(one, beside), kept)


def unpacked(name: str, content: bytes) -> dict[str, bytes]:
    """A file by its name. Of a Word file or a workbook, which are archives, each file in it, and
    a list of them in their order with their times."""
    if not content.startswith(b"PK"):
        return {name: content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        listed = "".join(f"{one.filename} {one.date_time} {one.compress_type}\n" for one in entries)
        inside = {f"{name}/{one.filename}": archive.read(one) for one in entries}
    return {name: listed.encode(), **inside}


def settled(one: Version, content: bytes) -> bytes:
    """Output without what may differ: the version's number, its cache and its own folders."""
    content = content.replace(os.fsencode(one.sources), b"SOURCES")
    content = content.replace(os.fsencode(one.own), b"OWN")
    content = re.sub(rb"OWN/cache[^\s\"']*", b"CACHE", content)
    return re.sub(rb"\b%s\b" % re.escape(one.number.encode()), b"NUMBER", content)


# ------------------------------------------------------------------ comparing


def compare(before: Version, after: Version, folder: Path) -> tuple[int, list[Difference]]:
    """How many commands were run in each, and what differs."""
    found: list[Difference] = []
    number = 0
    shared = commands_of(before) & commands_of(after)
    for source, now in WORKSPACES.items():
        workspace = folder / source.replace("/", "-")
        shutil.copytree(PROJECT / source, workspace)
        was = kept_files(workspace)
        refs = sorted(each.name for each in (workspace / "disputes").iterdir())
        # help is the same in every workspace
        help_of = sorted(shared) if not number else []
        read = {*shared, "--help"}
        todo = [case for case in cases(refs, PROJECT, help_of) if case.command in read]

        def both(
            numbered_case: tuple[int, Case], workspace: Path = workspace, now: str = now
        ) -> list[Difference]:
            # one folder after the other by the same name: a message may have it
            out = folder / "out" / f"{numbered_case[0]}"
            case = numbered_case[1]
            one, other = (answer(each, case, workspace, now, out) for each in (before, after))
            return list(differences(case, one, other))

        with ThreadPoolExecutor(WORKERS) as pool:
            for each in pool.map(both, enumerate(todo)):
                found.extend(each)
                number += 1
                if number % 100 == 0:
                    sys.stderr.write(f"{number} commands, {len(found)} differences\n")
        now_there = kept_files(workspace)
        found.extend(
            Difference(Case((source,)), f"a reading command changed {name}", "")
            for name in sorted(was.keys() | now_there.keys())
            if was.get(name) != now_there.get(name)
        )
    return number, found


def kept_files(folder: Path) -> dict[str, bytes]:
    """The files of a workspace, by their paths; the lock is made anew by whoever needs it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def differences(case: Case, before: Answer, after: Answer) -> Iterator[Difference]:
    """Each part of two answers that is not the same."""
    one, other = before.parts(), after.parts()
    for part in one | other:
        old, new = one.get(part), other.get(part)
        if old == new:
            continue
        if old is None or new is None:
            yield Difference(case, part, "only before\n" if new is None else "only after\n")
        else:
            yield Difference(case, part, excerpt(old, new))


def excerpt(old: bytes, new: bytes) -> str:
    """The beginning of what differs: its lines, or the place where lines tell nothing."""
    with contextlib.suppress(UnicodeDecodeError):
        lines = [each.decode().splitlines() for each in (old, new)]
        found = list(difflib.unified_diff(*lines, "before", "after", lineterm="", n=1))
        more = [f"... {len(found) - EXCERPT} lines more"] if len(found) > EXCERPT else []
        if found:
            return "".join(f"{line}\n" for line in [*found[:EXCERPT], *more])
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    return f"{len(old)} and {len(new)} bytes, the first difference at byte {sum(1 for _ in same)}\n"


# ------------------------------------------------------------------ what is printed


def report(before: Version, after: Version, number: int, found: Sequence[Difference]) -> None:
    """Print the table of differences, then each with its excerpt, and what was not compared."""
    one, other = commands_of(before), commands_of(after)
    compared = {case.command for case in cases(["REF"], PROJECT)}
    print_line = sys.stdout.write
    for each in found:
        print_line(f"{each.case.shown:70} {each.part}\n")
    for each in found:
        print_line(f"\n{each.case.shown}: {each.part}\n{each.excerpt}")
    for name, commands in ((before.name, other - one), (after.name, one - other)):
        if commands:
            print_line(f"not in {name}: {', '.join(sorted(commands))}\n")
    if unknown := (one | other) - compared - NEVER_COMPARED:
        print_line(f"read by no case here, so not compared: {', '.join(sorted(unknown))}\n")
    print_line(f"{number} commands in {before.name} and {after.name}: {len(found)} differences\n")


def main(arguments: Sequence[str]) -> int:
    """Compare two versions. Returns 1 where something differs or a command is gone."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write(__doc__ or "")
        return 2
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="compare-")))
        given = (arguments[0], arguments[1] if len(arguments) == 2 else str(PROJECT))
        before, after = (
            stack.enter_context(version(label, each, folder.resolve()))
            for label, each in zip(("a", "b"), given, strict=True)
        )
        number, found = compare(before, after, folder.resolve())
        report(before, after, number, found)
        return 1 if found or commands_of(before) - commands_of(after) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
