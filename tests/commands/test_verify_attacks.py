"""Every change to any entry is found and named by `verify`, and nothing else ever is.

A short version runs always; `make torture` runs the whole (tests/torture.py).
"""

import contextlib
import io
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.verify import verify
from resolutions_cli.cli import main
from resolutions_cli.core.record.findings import Finding
from tests.attacks.without_waiting import without_waiting
from tests.torture import several

#: Random valid workspaces, each of up to a dozen commands.
WORKSPACES = several(8, 10_000, short=3)

#: Of each byte of the sample so many other values are tried; of all entries so many bits of
#: every byte, or of every few.
VALUES = several(3, 255, short=1)
BITS = several(1, 8)
STRIDE = several(3, 1, short=11)

Figure = Callable[[str], None]

STORY = (
    "open --ref A-1 --child C-1 --child C-2 --raised 2026-11-02T10:00 --raised-by school --with"
    " care --concern thresholds --summary What-happened --position school:no",
    "note A-1 said --with somebody",
    "record A-1 lead-informed --on 2026-11-03 --detail lead=Ann",
    "escalate A-1 --reason disagreement --risk-to-child harm",
    "correct A-1 2 --reason spelling --set text=says",
    "redact A-1 2 --key with --reason a-name --yes",
    "open --ref B-1 --raised 2026-11-02 --raised-by school --with health",
    "note B-1 other",
)


def command(folder: Path, words: list[str]) -> tuple[int, str]:
    """One command in a workspace, nobody to ask; its exit code and what it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main([words[0], "-w", str(folder), *words[1:]])
    return code, out.getvalue()


@contextlib.contextmanager
def clock(when: str) -> Iterator[None]:
    with mock.patch.dict(os.environ, {"RESOLVE_NOW": when}):
        yield


def make(folder: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["init", str(folder), "--practice", "--procedure", "nyscp"]) == 0


@pytest.fixture(autouse=True, scope="module")
def _fast() -> Iterator[None]:
    with without_waiting():
        yield


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two disputes and eight entries of seven kinds."""
    folder = tmp_path_factory.mktemp("attacked") / "book"
    make(folder)
    for minute, line in enumerate(STORY):
        with clock(f"2026-11-10T12:{minute:02}"):
            code, _ = command(folder, line.split())
            assert code == 0, line
    return folder


@pytest.fixture
def book(story: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(story, tmp_path / "book"))


@cache
def run_in(folder: Path) -> Run:
    """A run that keeps calendars and procedures, so that many checks in a row are fast."""
    with contextlib.redirect_stderr(io.StringIO()), clock("2026-11-10T13:00"):
        return Run.start(SharedOptions(workspace=folder))


def findings(folder: Path, *against: str) -> tuple[Finding, ...]:
    return verify(run_in(folder), "", against).findings


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "disputes").glob("*/*.toml"))


def is_named(file: Path, found: tuple[Finding, ...]) -> bool:
    """Whether a finding that ends the check with 8 names the file, or the entry that it held."""
    return any(
        finding.kind.change and (finding.path.endswith(file.name) or digits(file) in finding.entry)
        for finding in found
    )


def digits(file: Path) -> str:
    return file.stem[-16:]


# ------------------------------------------------------------------ changed


def test_nothing_is_wrong_before_the_attacks(book: Path) -> None:
    assert findings(book) == ()
    assert len(entries(book)) == 8


def test_every_byte_of_an_entry_changed_to_another_value_is_found_and_named(
    book: Path, figure: Figure
) -> None:
    file = min(entries(book), key=lambda each: each.stat().st_size)
    raw = file.read_bytes()
    changes = 0
    for place, was in enumerate(raw):
        for step in range(1, VALUES + 1):
            # a stride that meets every value, and other ones at every byte
            value = (was + step * 101 + (place if VALUES < 255 else 0)) % 256
            if value != was:
                file.write_bytes(raw[:place] + bytes([value]) + raw[place + 1 :])
                assert is_named(file, findings(book)), (place, value)
                changes += 1
    file.write_bytes(raw)
    assert findings(book) == ()
    figure(f"{changes:,} changes to {len(raw)} bytes of one entry, every one found and named")


def test_every_bit_flipped_of_every_entry_is_found_and_named(book: Path, figure: Figure) -> None:
    flipped = 0
    for file in entries(book):
        raw = file.read_bytes()
        for place in range(0, len(raw), STRIDE):
            for step in range(BITS):
                changed = bytearray(raw)
                changed[place] ^= 1 << (place + step) % 8
                file.write_bytes(changed)
                assert is_named(file, findings(book)), (file.name, place, step)
                flipped += 1
        file.write_bytes(raw)
    figure(f"{flipped:,} bits of {len(entries(book))} entries, every one found and named")


def test_an_entry_removed_is_named_and_the_newest_by_a_digest_kept_elsewhere(book: Path) -> None:
    heads = {digits(file): file for file in entries(book)}
    for file in entries(book):
        raw = file.read_bytes()
        file.unlink()
        newest = not is_named(file, findings(book))
        assert is_named(file, findings(book, digits(file))), file.name
        file.write_bytes(raw)
        if not newest:
            del heads[digits(file)]
    assert len(heads) == 2, "only the newest entry of each dispute is covered by nothing"


def test_an_entry_renamed_is_named(book: Path) -> None:
    names = ["x.toml", "20261110T120000.000Z-noted-0123456789abcdef.toml"]
    for file in entries(book):
        for name in (*names, file.name.replace("20261110", "20261109")):
            renamed = file.rename(file.with_name(name))
            found = findings(book)
            assert is_named(file, found) or is_named(renamed, found), (file.name, name)
            renamed.rename(file)


def test_an_entry_replaced_by_an_older_one_is_named(book: Path) -> None:
    for file in entries(book):
        raw = file.read_bytes()
        for older in entries(book):
            if older.name < file.name and older.parent == file.parent:
                shutil.copy(older, file)
                assert is_named(file, findings(book)), (older.name, file.name)
        file.write_bytes(raw)


def test_an_entry_added_or_copied_from_another_dispute_is_named(book: Path) -> None:
    first, second = (book / "disputes" / name for name in ("A-1", "B-1"))
    for source, target in ((first, second), (second, first)):
        for file in sorted(source.glob("*.toml")):
            added = Path(shutil.copy(file, target))
            assert is_named(added, findings(book)), file.name
            added.unlink()
    made = first / "20261110T120500.000Z-noted-0123456789abcdef.toml"
    made.write_bytes(next(first.glob("*-noted-*")).read_bytes().replace(b"A-1", b"A-2"))
    assert is_named(made, findings(book))


def test_every_byte_of_a_seal_and_of_a_procedure_changed_is_named(
    book: Path, figure: Figure
) -> None:
    changes = 0
    with clock("2026-11-10T12:30"):
        assert command(book, ["seal"])[0] == 0
    for file in (*(book / "seals").iterdir(), *(book / "procedures").iterdir()):
        raw = file.read_bytes()
        for place in range(0, len(raw), max(1, len(raw) // several(60, len(raw)))):
            file.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
            assert is_named(file, findings(book)), (file.name, place)
            changes += 1
        file.write_bytes(raw)
    figure(f"{changes:,} bytes of a seal and a procedure, every one found and named")


# ------------------------------------------------------------------ no false alarm

REFS = ("A-1", "B-1")
REF = st.sampled_from(REFS)
#: Words as people type them: quotation marks, line feeds, bidirectional and combining characters.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30).map(
    lambda text: f"said {text}"
)
NUMBER = st.integers(1, 6).map(str)

COMMANDS = st.one_of(
    st.tuples(st.just("note"), REF, WORDS, st.just("--no-input")),
    st.tuples(st.just("note"), REF, WORDS, st.just("--with"), WORDS, st.just("--no-input")),
    st.tuples(st.just("escalate"), REF, st.just("--reason"), WORDS, st.just("--no-input")),
    st.tuples(
        *map(st.just, ("record", "--no-input", "--on", "2026-11-03")), REF, st.just("discussion")
    ),
    st.tuples(st.just("chase"), REF, WORDS, *map(st.just, ("--by", "2026-12-01", "--who", "me"))),
    st.tuples(st.just("risk"), REF, st.just("--reason"), WORDS),
    st.tuples(st.just("correct"), REF, NUMBER, *map(st.just, ("--withdraw", "--reason")), WORDS),
    st.tuples(
        *map(st.just, ("correct", "--reason", "spelling", "--set")),
        WORDS.map(lambda text: f"text={text}"),
        REF,
        NUMBER,
    ),
    st.tuples(
        *map(st.just, ("close", "--no-action", "--outcome", "agreed", "--no-input", "--reason")),
        *(WORDS, REF),
    ),
    st.tuples(st.just("reopen"), REF, st.just("--reason"), WORDS, st.just("--no-input")),
    st.tuples(st.just("redact"), REF, NUMBER, st.just("--yes"), st.just("--reason"), WORDS),
    st.tuples(st.just("seal")),
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which two disputes were opened, and nothing more."""
    folder = tmp_path_factory.mktemp("begun") / "book"
    make(folder)
    how = ("--raised", "2026-11-02", "--summary", "It began so.", "--no-input")
    for ref in REFS:
        with clock("2026-11-10T12:00"):
            assert command(folder, ["open", "--ref", ref, *how])[0] == 0
    return folder


def test_a_record_that_was_only_ever_written_by_the_program_raises_no_alarm(
    begun: Path, figure: Figure
) -> None:
    checked: Counter[str] = Counter()

    @given(lines=st.lists(COMMANDS, max_size=12), backward=st.booleans())
    @settings(max_examples=WORKSPACES, deadline=None, suppress_health_check=list(HealthCheck))
    def try_one(lines: list[tuple[str, ...]], backward: bool) -> None:
        checked["entries"] += entries_without_alarm(begun, lines, backward)
        checked["workspaces"] += 1

    try_one()
    assert checked["workspaces"] >= WORKSPACES
    figure(f"{checked['workspaces']:,} workspaces, {checked['entries']:,} entries, no false alarm")


def entries_without_alarm(begun: Path, lines: list[tuple[str, ...]], backward: bool) -> int:
    """Go on in a copy of a workspace by these commands and check it; how many entries it has."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(begun, Path(place) / "book"))
        for number, line in enumerate(lines):
            # clocks of several machines do not agree: each entry may say it is before the last
            minute = 59 - number if backward else number
            with clock(f"2026-11-10T12:{minute:02}"):
                assert command(folder, list(line))[0] in (0, 2, 3, 4), line
        assert findings(folder) == ()
        with clock("2026-11-11"):
            assert command(folder, ["verify"]) == (0, "")
        return len(entries(folder))
