"""Reading writes nothing: not to a workspace that cannot be written, and not to one that can."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolutions_cli.cli import COMMANDS
from tests.attacks.recorders import RECORDERS
from tests.desk import REF, Desk
from tests.tools import needs
from tests.torture import sampled

pytestmark = sampled

#: Every command that only reads.
READING = (
    *(["due"], ["due", "--json"], ["next"], ["next", REF], ["show", REF], ["show", REF, "--json"]),
    *(
        ["list", "--all"],
        ["explain", REF],
        ["timeline", REF],
        ["similar", REF],
        ["find", "said"],
        ["where"],
        ["config"],
        ["drafts"],
        ["verify"],
        ["calendar"],
    ),
    *(["verify", "--gaps"], ["verify", "--json"], ["procedure", "list"], ["procedure", "show"]),
    *(["calc", "10 working days", "--from", "2026-11-19"], ["due", "--as-of", "2026-12-24"]),
    *(["stats"], ["timeline", REF], ["export", "--jsonl"]),
    *(["report", "case", REF], ["report", "return"], ["report", "panel", REF, "--format", "md"]),
)

#: One makes a workspace of its own; two take in what other machines recorded, and have tests of
#: their own (tests/commands/test_import.py, test_sync.py).
NEITHER = {"demo", "import", "sync"}

RUN = "import sys; from resolutions_cli.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def book(desk: Desk) -> Desk:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    desk.at("2026-11-20T11:00").done("note", REF, "said")
    desk.done("seal")
    return desk


def words_of(words: list[str]) -> list[str]:
    return [*words, "nyscp"] if words == ["procedure", "show"] else words


def state(folder: Path) -> list[tuple[str, int, int, int]]:
    """Names, sizes and times of everything in the workspace but the lock's file."""
    return [
        (str(path), about.st_size, about.st_mtime_ns, about.st_ctime_ns)
        for path in sorted((folder, *folder.rglob("*")))
        for about in [path.lstat()]
        if path.name != ".lock"
    ]


def test_every_command_that_only_reads_is_tried() -> None:
    recording = {recorder.words[0] for recorder in RECORDERS.values()}
    assert recording | {words[0] for words in READING} | NEITHER == set(COMMANDS)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_command_that_reads_changes_nothing_in_a_workspace_that_can_be_written(
    book: Desk, words: list[str]
) -> None:
    before = state(book.folder)
    book.done(*words_of(words))
    assert state(book.folder) == before


# ------------------------------------------------------------------ by somebody who may not write


@pytest.fixture
def sealed_off(book: Desk) -> Iterator[Desk]:
    """The workspace, with no right left to write in it."""
    every = [book.folder, *book.folder.rglob("*")]
    for path in every:
        path.chmod(0o500 if path.is_dir() else 0o400)
    yield book
    for path in every:
        path.chmod(0o700)


#: Root writes where it likes; without its capabilities it is held to the rights of the files.
WITHOUT_CAPABILITIES = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
needs_plain_rights = needs("setpriv") if os.geteuid() == 0 else needs()


def plainly(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command with no more rights than the files give."""
    before = WITHOUT_CAPABILITIES if os.geteuid() == 0 else ()
    return subprocess.run(
        [*before, sys.executable, "-c", RUN, *words],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_plain_rights
def test_every_reading_command_works_where_nothing_can_be_written(sealed_off: Desk) -> None:
    before = state(sealed_off.folder)
    for words in READING:
        done = plainly(*words_of(words))
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout == sealed_off.done(*words_of(words)).out, words
    assert state(sealed_off.folder) == before


@needs_plain_rights
def test_what_would_record_says_that_it_could_not_and_gives_the_text_back(
    sealed_off: Desk,
) -> None:
    before = state(sealed_off.folder)
    done = plainly("note", REF, "what was said", "--no-input")
    assert done.returncode == 7
    assert "what was said" in done.stdout
    assert "what was said" not in done.stderr
    assert state(sealed_off.folder) == before


# ------------------------------------------------------------------ followed call by call

#: A call that opens a file for writing, or changes a name, a mode or a size.
_WRITES = re.compile(
    r"open(?:at)?\(.*(?:O_WRONLY|O_RDWR|O_CREAT|O_TRUNC)"
    r"|\b(?:creat|rename\w*|unlink\w*|mkdir\w*|rmdir|link\w*|symlink\w*|mknod\w*|truncate"
    r"|chmod|fchmodat|chown|lchown|fchownat|utime\w*|setxattr|lsetxattr|removexattr)\("
)


@needs("strace")
@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_no_call_of_a_reading_command_writes_under_the_workspace(
    book: Desk, words: list[str], tmp_path: Path
) -> None:
    """But for the lock, in which `verify` writes its name so that nobody records meanwhile."""
    trace = tmp_path / "trace"
    command = [sys.executable, "-c", RUN, *words_of(words)]
    subprocess.run(
        ["strace", "-f", "-e", "trace=%file", "-o", str(trace), *command],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=True,
    )
    calls = [call for call in trace.read_text().splitlines() if str(book.folder) in call]
    written = [call for call in calls if _WRITES.search(call.partition(" = ")[0])]
    if words[0] not in ("calc", "procedure", "where"):
        assert calls, "nothing of the workspace was read"
    allowed = f'"{book.folder}/.lock"' if words[0] == "verify" else None
    assert [call for call in written if allowed is None or allowed not in call] == []
