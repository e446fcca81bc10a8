"""Files that leave the record, killed or failing at every system call: what they hold is judged.

Exit 0 means the file holds exactly what it holds when nothing fails. Any other exit leaves what
was there before, with two exceptions that say so: a file whose name the disk did not confirm, and
with 5 one that says what it lacks. Nobody ever finds half a file. In every run each call of some
commands meets one of the errors; by `make torture` each call of each command meets all.
"""

import io
import json
import os
import shutil
import signal
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from resolutions_cli.files.exchange.outgoing import hand_over
from tests.attacks.recorders import EARLIER, NOW, OPEN, does
from tests.attacks.test_cut_off import ERRORS, SIGNALS
from tests.attacks.traced import READING, WATCHED, Call, Ran, Traced
from tests.house.project import SOURCE
from tests.tools import needs
from tests.torture import long, sampled, several

pytestmark = [needs("strace"), sampled]

#: Each command that makes a file, without -o FILE and where it works, by the ending of the file.
OUTPUTS = {
    "case.html": ("report", "case", "D-1"),
    "case.md": ("report", "case", "D-1", "--format", "md"),
    "case.ics": ("report", "case", "D-1", "--ics"),
    "panel.html": ("report", "panel", "D-1", "--format", "html"),
    "panel.md": ("report", "panel", "D-1", "--format", "md"),
    "panel.docx": ("report", "panel", "D-1"),
    "return.html": ("report", "return", "--year", "2026"),
    "due.ics": ("due", "--ics"),
    "due.xlsx": ("due", "--xlsx"),
    "due.csv": ("due", "--csv"),
    "list.csv": ("list", "--csv"),
    "stats.csv": ("stats", "--csv"),
    "stats.xlsx": ("stats", "--xlsx"),
    "export.jsonl": ("export", "--jsonl"),
    "bundle.toml": ("export", "D-1", "D-2", "--bundle"),
    "new.toml": ("procedure", "new", "southshire"),
}

ATTACKED = tuple(
    several(
        ("case.html", "due.ics", "export.jsonl", "bundle.toml"),
        tuple(OUTPUTS),
        short=("bundle.toml",),
    )
)
AGAIN = several((True,), (True, False))

OLDER = b"the one before\n"

#: What the file says that lacks a dispute, in whichever format.
_LACKING = (
    *("cannot be read", "unreadable", "not counted", "is not here, or was changed"),
    "dates may be wrong or missing",
)


@dataclass(frozen=True)
class Output:
    """A command that makes a file: how it is typed, its calls, and what the file must hold."""

    typed: tuple[str, ...]
    calls: tuple[Call, ...]
    good: bytes
    older: bytes | None


def with_a_day_off(day: str) -> object:
    """The list of bank holidays that comes with the program, with one day more in England."""
    listed = json.loads((SOURCE / "data" / "bank-holidays.json").read_text("utf-8"))
    new = {"title": "A day off", "date": day, "notes": "", "bunting": True}
    listed["england-and-wales"]["events"].append(new)
    return listed


class Outputs:
    """Runs each command in peace, to know what there is to attack; `place` is where."""

    def __init__(self, place: Path, traced: Traced) -> None:
        self.prepared, self.attacked = place / "prepared", place / "attacked"
        self._traced = traced
        self.at = cache(self._at)
        does(("init", "{folder}", "--practice", "--procedure", "nyscp"), self.prepared / "book")
        for words in ((*OPEN, "--summary", "said"), ("note", "D-1", "rang them")):
            does(words, self.prepared / "book", EARLIER)
        does(("open", "--ref", "D-2", "--raised", "2026-11-19"), self.prepared / "book", EARLIER)
        # a list by which dates are later: without it they are other dates
        (self.prepared / "list.json").write_text(json.dumps(with_a_day_off("2026-11-23")))
        more = ("calendar", "import", str(self.prepared / "list.json"), "--yes")
        does(more, self.prepared / "book", EARLIER)

    @contextmanager
    def copied(self, older: bytes | None, name: str) -> Iterator[Path]:
        """The workspace to be attacked, and the file to be made; gone afterwards."""
        shutil.copytree(self.prepared, self.attacked)
        file = self.attacked / "out" / name
        file.parent.mkdir()
        if older is not None:
            file.write_bytes(older)
        try:
            yield file
        finally:
            shutil.rmtree(self.attacked)

    def _at(self, name: str, again: bool) -> Output:
        words = OUTPUTS[name]
        older = OLDER if again else None
        to = ["-o"] if words[-1] != "--bundle" else []
        where = [] if words[0] == "procedure" else ["-w", str(self.attacked / "book")]
        more = ["--replace"] if again else []
        typed = (*words, *to, str(self.attacked / "out" / name), *where, *more)
        found = []
        for _ in range(2):
            with self.copied(older, name) as file:
                ran = self._traced.run(typed)
                assert ran.code == 0, ran
                found.append(file.read_bytes())
        assert found[0] == found[1], "the same record makes the same file"
        inside = [call for call in ran.calls if str(self.attacked) in call.asked + call.answer]
        return Output(typed, tuple(inside), found[0], older)


@pytest.fixture(scope="module")
def traced(place: Path) -> Iterator[Traced]:
    """Runs commands with the calls watched that only read as well."""
    runner = Traced(place, NOW, (*WATCHED, *READING))
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def outputs(place: Path, traced: Traced) -> Outputs:
    return Outputs(place, traced)


def cases() -> list[tuple[str, bool]]:
    """The commands, with a file there before and without; `procedure new` replaces none."""
    return [
        (name, again) for name in ATTACKED for again in AGAIN if not again or name != "new.toml"
    ]


# ------------------------------------------------------------------ failures


@pytest.mark.parametrize("how", ERRORS)
@pytest.mark.parametrize(("name", "again"), cases())
def test_a_call_that_fails_leaves_the_file_as_it_was_or_as_it_must_be(
    outputs: Outputs,
    traced: Traced,
    figure: Callable[[str], None],
    name: str,
    again: bool,
    how: str,
) -> None:
    output = outputs.at(name, again)
    ends: Counter[str] = Counter()
    missed = 0
    few = output.calls[ERRORS.index(how) :: 2 * len(ERRORS)]
    for call in several(few, output.calls):
        with outputs.copied(output.older, name) as file:
            ran = traced.run(output.typed, f"{call.name}:error={how}:when={call.nth}")
            # whoever traces may come a read later or earlier: the last one is missed at times
            missed += not any("(INJECTED)" in each.answer for each in ran.calls)
            ends[end_of(output, ran, file, (call, ran.code, ran.err))] += 1
            if call.name != "unlink":
                assert [path.name for path in file.parent.iterdir() if path != file] == [], call
    assert missed <= 2
    figure(_figures(ends))


def end_of(output: Output, ran: Ran, file: Path, what: object) -> str:
    """How it ended, and that what is there is what was said."""
    there = file.read_bytes() if file.exists() else None
    assert ran.signal == 0, what
    assert "Traceback" not in ran.err, what
    assert "fault in the program" not in ran.err, what
    if ran.code == 0:
        assert there == output.good, what
        return "made"
    if there == output.older:
        assert ran.code in (3, 4, 5, 7), what
        assert "\nmade " not in ran.err, what
        return f"as it was, exit {ran.code}"
    if there == output.good:
        # it is whole, and that is said; what could not be confirmed, or told beside it, is too
        assert ran.code in (5, 7), what
        assert ran.code == 5 or "the file was made, but the disk does not confirm" in ran.err, what
        return f"made, exit {ran.code}"
    assert ran.code == 5, what
    found, good = text_of(there or b""), text_of(output.good)
    assert any(found.count(words) > good.count(words) for words in _LACKING), what
    return "made, and says what it lacks, exit 5"


def text_of(raw: bytes) -> str:
    """What a reader of the file reads, also of a workbook or a Word file; lines put together."""
    if not raw.startswith(b"PK"):
        return raw.decode().replace("\r\n ", "").replace("\n", " ")
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


# ------------------------------------------------------------------ signals


@pytest.mark.parametrize("how", SIGNALS)
@pytest.mark.parametrize(("name", "again"), cases())
def test_a_signal_at_any_call_leaves_the_older_file_or_the_new_one(
    outputs: Outputs,
    traced: Traced,
    figure: Callable[[str], None],
    name: str,
    again: bool,
    how: str,
) -> None:
    output = outputs.at(name, again)
    ends: Counter[str] = Counter()
    few = output.calls[SIGNALS.index(how) :: 2 * len(SIGNALS)]
    for call in several(few, output.calls):
        with outputs.copied(output.older, name) as file:
            ran = traced.run(output.typed, f"{call.name}:signal={how}:when={call.nth}")
            there = file.read_bytes() if file.exists() else None
            assert there in (output.older, output.good), (call, ran)
            if how == "SIGINT":
                assert ran.code in (0, 130), (call, ran)
                assert (there == output.good) == (ran.code == 0 or "\nmade " in ran.err), (
                    call,
                    ran,
                )
            else:
                assert ran.signal == signal.Signals[how], (call, ran)
            ends["after" if there == output.good else "before"] += 1
            file.unlink(missing_ok=True)
            assert traced.run(output.typed).code == 0, call
            assert file.read_bytes() == output.good, call
    figure(_figures(ends))


# ------------------------------------------------------------------ two at once


#: What another run does to the file meanwhile: it makes it too, has no room, or is killed.
_OTHER = """
import os, signal, sys
from pathlib import Path
from resolutions_cli.files.exchange.outgoing import hand_over

def no_room(*_):
    raise OSError(28, "No space left on device")

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "has no room":
    os.fsync = no_room
if sys.argv[2] == "is killed":
    Path.replace = Path.hardlink_to = killed
file, content = Path(sys.argv[1]), b"the other one\\n" * 999
hand_over(file.parent, file.name, content, overwrite=sys.argv[3] == "again")
"""
OTHERS = b"the other one\n" * 999
_CALLS = ("open", "write", "fsync", "close", "replace", "link", "unlink")


@long
@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("other", ["makes it", "has no room", "is killed"])
def test_of_two_runs_that_make_one_file_none_puts_a_worse_one_in_its_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    figure: Callable[[str], None],
    other: str,
    again: bool,
) -> None:
    """One is held up before each of its calls in turn, while the other does its worst."""
    file = tmp_path / "out" / "report.html"
    older = OLDER if again else None
    held_up, calls = 0, 1
    while held_up < calls:
        file.parent.mkdir()
        if older:
            file.write_bytes(older)
        with monkeypatch.context() as patch:
            made = _held_up(patch, held_up, lambda: _other(file, other, older))
            with suppress(FileExistsError):
                hand_over(file.parent, file.name, GOOD, overwrite=again)
            calls = len(made)
        assert file.read_bytes() in ((GOOD, OTHERS) if other == "makes it" else (GOOD,))
        left = [path for path in file.parent.iterdir() if path != file]
        assert len(left) <= (other == "is killed"), "only what was killed has left its part"
        shutil.rmtree(file.parent)
        held_up += 1
    assert calls > 5
    figure(f"another {other}: {calls} places")


GOOD = b"<!doctype html>\n" * 999


def _held_up(patch: pytest.MonkeyPatch, nth: int, meanwhile: Callable[[], None]) -> list[str]:
    """Let something happen before the nth call; every call is in what is returned."""
    calls: list[str] = []

    def wrap(name: str) -> None:
        real = getattr(os, name)

        def call(*words: object, **named: object) -> object:
            calls.append(name)
            if len(calls) == nth + 1:
                meanwhile()
            return real(*words, **named)

        patch.setattr(os, name, call)

    for name in _CALLS:
        wrap(name)
    return calls


def _other(file: Path, does_what: str, older: bytes | None) -> None:
    before = file.read_bytes() if file.exists() else None
    how = "again" if older else "new"
    words = [sys.executable, "-c", _OTHER, str(file), does_what, how]
    pid = os.spawnv(os.P_NOWAIT, sys.executable, words)
    os.waitpid(pid, 0)
    there = file.read_bytes() if file.exists() else None
    may_be_made = does_what == "makes it" and (older or before is None)
    assert there == (OTHERS if may_be_made else before)


def _figures(ends: Counter[str]) -> str:
    return f"{ends.total()} calls: " + ", ".join(f"{n} {end}" for end, n in sorted(ends.items()))
