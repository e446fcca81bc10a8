"""Copies that grew apart and were united: the same answers in whatever order they met.

Uniting is what people and sync tools do: files that are not there yet are copied over. A longer
version runs with `make torture` (tests/torture.py).
"""

import contextlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolutions_cli.cli import main
from resolutions_cli.files.disk import lock
from resolutions_cli.files.record.sweep import sweep
from resolutions_cli.files.workspace import settings as workspace
from tests.attacks.without_waiting import without_waiting
from tests.torture import several

EXAMPLES = several(15, 500, short=6)

REFS = ("A-1", "B-1")
OPENINGS = (
    "open --ref A-1 --child C-7 --raised 2026-11-02T10:00 --disputed 2026-11-02 --summary wisteria",
    "open --ref B-1 --procedure cyscb --start conference --event conference=2026-11-03",
)
READ = (["show", "A-1"], ["show", "B-1"], ["due", "--all"], ["list", "--all"])


def at(when: str, folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """A command at a time, its exit code and the document it printed."""
    code, out = printed(when, folder, *words)
    return code, json.loads(out or "{}")


def printed(when: str, folder: Path, *words: str) -> tuple[int, str]:
    out = io.StringIO()
    with (
        mock.patch.dict(os.environ, {"RESOLVE_NOW": when}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        code = main([words[0], "-w", str(folder), *words[1:], "--json"])
    return code, out.getvalue()


def done(when: str, folder: Path, line: str) -> dict[str, Any]:
    """A command that must be recorded."""
    code, document = at(when, folder, *line.split())
    assert code in (0, 5) and document["kind"] == "entry", (line, code)
    return document


def unite(mine: Path, theirs: Path) -> None:
    """Bring over what is not here yet, and what was accepted there, as a sync tool does between
    one's own machines; nothing that is here is touched."""
    for path in sorted((*theirs.glob("disputes/*/*.toml"), *theirs.glob("accepted/*.toml"))):
        target = mine / path.relative_to(theirs)
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)


def united(copies: Sequence[Path]) -> Path:
    """The first copy, with what each of the others has brought to it in turn."""
    name = "-".join(copy.name for copy in copies)
    book = Path(shutil.copytree(copies[0], copies[0].parent / f"united-{name}"))
    for other in copies[1:]:
        unite(book, other)
    return book


def finished(book: Path) -> Path:
    """With every redaction done in all its files, as the next recording leaves it."""
    here = workspace.find(book, {}, book)
    with lock.held(book):
        sweep(here)
    return book


def answers(book: Path, *options: str) -> list[tuple[int, str]]:
    """Everything that can be read of a record, to the byte."""
    return [printed("2026-11-20T12:00", book, *words, *options) for words in READ]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make(tmp_path)


def make(place: Path) -> Path:
    folder = place / "book"
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert main(["init", str(folder), "--practice", "--procedure", "nyscp"]) == 0
    for line in OPENINGS:
        done("2026-11-10T12:00", folder, line)
    return folder


@pytest.fixture
def copies(book: Path) -> Callable[[int], list[Path]]:
    return lambda number: apart(book, number)


def apart(book: Path, number: int) -> list[Path]:
    """That many copies of a record, each on a machine of its own."""
    return [Path(shutil.copytree(book, book.parent / f"copy{each}")) for each in range(number)]


Copies = Callable[[int], list[Path]]


def shown(book: Path, ref: str = "A-1") -> dict[str, Any]:
    _, document = at("2026-11-20T12:00", book, "show", ref)
    dispute: dict[str, Any] = document["dispute"]
    return dispute


def standings(dispute: dict[str, Any], kind: str) -> list[str]:
    return [each["standing"] for each in dispute["entries"] if each["kind"] == kind]


# ------------------------------------------------------------------ moves


def test_a_move_made_twice_is_kept_and_shown_twice_and_counts_once(copies: Copies) -> None:
    first, second = copies(2)
    done("2026-11-11T09:00", first, "escalate A-1 --reason ours")
    done("2026-11-11T10:00", second, "escalate A-1 --reason theirs")
    there, back = united([first, second]), united([second, first])
    assert answers(there) == answers(back)
    dispute = shown(there)
    assert (dispute["stage"], [visit["stage"] for visit in dispute["visits"]]) == ("2", ["1", "2"])
    assert standings(dispute, "escalated") == ["counts", "made-apart"]
    reasons = [e["texts"]["reason"] for e in dispute["entries"] if e["kind"] == "escalated"]
    assert reasons == ["ours", "theirs"]
    assert [finding["name"] for finding in dispute["findings"]] == ["made-apart"]
    assert at("2026-11-20T12:00", there, "escalate", "A-1", "--reason", "on")[0] == 5


def called(book: Path, place: int) -> str:
    """What the entry is called that stands there in the log, from 1."""
    label: str = shown(book)["entries"][place - 1]["label"]
    return label


@pytest.mark.parametrize("stands", [2, 3])
def test_settled_on_one_machine_it_is_settled_on_all(copies: Copies, stands: int) -> None:
    first, second = copies(2)
    done("2026-11-11T09:00", first, "escalate A-1 --reason ours")
    done("2026-11-11T10:00", second, "escalate A-1 --to 4 --departure --reason theirs")
    unite(first, second)
    unite(second, first)
    done("2026-11-12T09:00", first, f"settle A-1 {called(first, stands)} --reason theirs-stands")
    done("2026-11-12T10:00", second, "note A-1 meanwhile")
    there, back = united([first, second]), united([second, first])
    assert answers(there) == answers(back)
    dispute = shown(there)
    assert dispute["findings"] == []
    assert dispute["stage"] == {2: "2", 3: "4"}[stands]
    kept = {2: ["counts", "settled-against"], 3: ["settled-against", "counts"]}[stands]
    assert standings(dispute, "escalated") == kept
    assert done("2026-11-21T09:00", there, "escalate A-1 --reason goes-on")["stage"] in ("3", "5")


def test_settled_differently_on_two_machines_it_is_shown_again(copies: Copies) -> None:
    first, second = copies(2)
    done("2026-11-11T09:00", first, "escalate A-1 --reason ours")
    done("2026-11-11T10:00", second, "escalate A-1 --to 4 --departure --reason theirs")
    unite(first, second)
    unite(second, first)
    done("2026-11-12T09:00", first, f"settle A-1 {called(first, 2)} --reason ours")
    done("2026-11-12T10:00", second, f"settle A-1 {called(second, 3)} --reason theirs")
    there, back = united([first, second]), united([second, first])
    assert answers(there) == answers(back)
    assert [finding["name"] for finding in shown(there)["findings"]] == ["made-apart"]
    again = next(e for e in shown(there)["entries"] if e["standing"] == "made-apart")
    assert again["kind"] == "escalated"
    label = next(e["label"] for e in shown(there)["entries"] if e["kind"] == "settled")
    done("2026-11-21T09:00", there, f"correct A-1 {label} --withdraw --reason agreed-with-them")
    assert shown(there)["findings"] == []


@pytest.mark.parametrize(
    "move",
    [
        "escalate A-1 --reason it-went-on",
        "escalate A-1 --to 6 --departure --reason it-went-on",
        "close A-1 --outcome withdrawn --no-action --reason otherwise",
    ],
)
@pytest.mark.parametrize("first_to_act", [0, 1])
def test_a_closing_never_takes_a_dispute_away_that_somebody_else_moved(
    copies: Copies, move: str, first_to_act: int
) -> None:
    times = ["2026-11-11T09:00", "2026-11-11T10:00"]
    closer, mover = copies(2)
    closing = "close A-1 --outcome agreed --no-action --reason all-agree"
    done(times[first_to_act], closer, closing)
    done(times[1 - first_to_act], mover, move)
    there, back = united([closer, mover]), united([mover, closer])
    assert answers(there) == answers(back)
    dispute = shown(there)
    assert dispute["open"], "closed, and whoever moved it on never saw that"
    assert "made-apart" in standings(dispute, "closed")
    _, due = at("2026-11-20T12:00", there, "due", "--overdue")
    assert any(row["dispute"] == "A-1" and row["duty"] == "main" for row in due["deadlines"])
    label = next(e["label"] for e in dispute["entries"] if e["kind"] == "closed")
    done("2026-11-20T13:00", there, f"settle A-1 {label} --reason it-is-closed")
    assert (shown(there)["open"], shown(there)["findings"]) == (False, [])


def test_what_was_noted_beside_a_closing_neither_reopens_nor_vanishes(copies: Copies) -> None:
    closer, other = copies(2)
    done("2026-11-11T09:00", closer, "close A-1 --outcome agreed --no-action --reason all-agree")
    done("2026-11-11T10:00", other, "note A-1 still-ringing")
    there, back = united([closer, other]), united([other, closer])
    assert answers(there) == answers(back)
    dispute = shown(there)
    assert (dispute["open"], dispute["findings"]) == (False, [])
    assert [e["kind"] for e in dispute["entries"]] == ["opened", "noted", "closed"]


# ------------------------------------------------------------------ texts


def test_redacted_in_one_copy_and_corrected_in_the_other_neither_text_is_read(
    copies: Copies,
) -> None:
    redacts, corrects = copies(2)
    done("2026-11-11T09:00", redacts, "redact A-1 1 --key summary --reason a-name --yes")
    done("2026-11-11T10:00", corrects, "correct A-1 1 --set summary=foxglove --reason spelling")
    there, back = united([redacts, corrects]), united([corrects, redacts])
    for book in (there, back):
        opened = shown(book)["entries"][0]
        assert (opened["texts"]["summary"], opened["original"]["texts"]["summary"]) == (None, None)
        assert "foxglove" not in json.dumps(shown(book))
    assert answers(finished(there)) == answers(finished(back))
    for book in (there, back):
        raw = b"".join(path.read_bytes() for path in book.rglob("*") if path.is_file())
        assert b"wisteria" not in raw and b"foxglove" not in raw
        assert at("2026-11-20T12:00", book, "verify")[1]["findings"] == []


def test_a_correction_made_in_knowledge_of_the_redaction_stands(copies: Copies) -> None:
    first, second = copies(2)
    done("2026-11-11T09:00", first, "redact A-1 1 --key summary --reason a-name --yes")
    unite(second, first)
    done("2026-11-11T10:00", second, "correct A-1 1 --set summary=foxglove --reason no-name")
    there, back = united([first, second]), united([second, first])
    assert answers(finished(there)) == answers(finished(back))
    assert shown(there)["entries"][0]["texts"]["summary"] == "foxglove"


# ------------------------------------------------------------------ at random

REF = st.sampled_from(REFS)
WHY = ("--reason", "why")
NUMBER = st.integers(1, 5).map(str)
DAY = st.integers(1, 10).map(lambda day: f"2026-11-{day:02}")
STAGE = st.sampled_from(["2", "4", "7", "iro-manager", "board-chair"])
COMMANDS = st.one_of(
    st.tuples(st.just("escalate"), REF, *map(st.just, WHY)),
    st.tuples(st.just("escalate"), REF, *map(st.just, (*WHY, "--departure", "--to")), STAGE),
    st.tuples(
        *(st.just("close"), REF),
        *map(st.just, ("--outcome", "agreed", "--no-action", *WHY)),
    ),
    st.tuples(st.just("reopen"), REF, *map(st.just, WHY)),
    st.tuples(st.just("decide"), REF, *map(st.just, ("no-challenge", "--no-action", *WHY))),
    st.tuples(st.just("correct"), REF, NUMBER, *map(st.just, ("--withdraw", *WHY))),
    st.tuples(
        *(st.just("correct"), REF, NUMBER, st.just("--set"), DAY.map(lambda day: f"at={day}")),
        *map(st.just, WHY),
    ),
    st.tuples(st.just("redact"), REF, NUMBER, *map(st.just, ("--yes", *WHY))),
    st.tuples(st.just("settle"), REF, NUMBER, *map(st.just, WHY)),
    st.tuples(st.just("sooner"), REF, *map(st.just, ("--to", "2026-11-30", *WHY))),
    st.tuples(st.just("record"), REF, st.just("discussion"), st.just("--on"), DAY),
    st.tuples(st.just("note"), REF, st.just("said")),
)
#: What each of three machines does before they meet, and after the first two have met.
HALF = st.lists(COMMANDS, min_size=1, max_size=3)
DOINGS = st.tuples(HALF, HALF, HALF, HALF)


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("merge"))


@contextlib.contextmanager
def begun(beginning: Path) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory() as place:
        yield apart(Path(shutil.copytree(beginning, Path(place) / "book")), 3)


def test_three_copies_give_the_same_answers_in_every_order(
    beginning: Path, figure: Callable[[str], None]
) -> None:
    tried = {"histories": 0, "made apart": 0}

    @given(doings=DOINGS)
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    def try_one(doings: tuple[list[tuple[str, ...]], ...]) -> None:
        with without_waiting(), begun(beginning) as machines:
            for machine, lines in zip([*machines, machines[0]], doings, strict=True):
                if lines is doings[3]:
                    unite(machine, machines[1])
                for minute, line in enumerate(lines):
                    code, _ = at(
                        f"2026-11-1{machines.index(machine)}T13:{minute:02}", machine, *line
                    )
                    assert code in (0, 2, 3, 4, 5), line
            books = [finished(united(order)) for order in permutations(machines)]
            same = answers(books[0])
            for book in books[1:]:
                assert answers(book) == same
            earlier = answers(books[0], "--as-of", "2026-11-11", "--known-at", "2026-11-12")
            assert (
                answers(books[-1], "--as-of", "2026-11-11", "--known-at", "2026-11-12") == earlier
            )
            tried["histories"] += 1
            tried["made apart"] += any("made-apart" in out for _, out in same)

    try_one()
    figure(
        f"{tried['histories']} histories of three copies, {tried['made apart']} with moves made"
        " apart, each united in six orders: the same bytes"
    )
