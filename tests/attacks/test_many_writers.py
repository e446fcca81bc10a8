"""Many processes recording at once: nothing lost, every log one history, no move made twice.

A short version runs always; `make torture` runs the whole (tests/torture.py).
"""

import contextlib
import io
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from resolutions_cli.cli import main
from tests.attacks.writers import Answer, at_once, command, crowd, mixed
from tests.torture import several

ROUNDS = several(2, 25)
OPERATIONS = several(512, 10_000)

REFUSED, MADE_APART, NOT_RECORDED = 3, 5, 7

Figure = Callable[[str], None]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["init", str(folder), "--procedure", "nyscp"]) == 0
    return folder


@dataclass(frozen=True)
class OnDisk:
    """An entry as its file says, read by nothing of the program's."""

    digits: str
    head: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.head[key]


def entries(folder: Path) -> dict[str, OnDisk]:
    """Every entry of a dispute, by the digits of its id."""
    found = (OnDisk(file.stem[-16:], tomllib.loads(file.read_text())) for file in files(folder))
    return {entry.digits: entry for entry in found}


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def lost(book: Path, answers: Iterable[Answer]) -> list[str]:
    """The ids that a command said it recorded and that are in no file."""
    there = {path.stem[-16:] for path in book.glob("disputes/*/*.toml")}
    return [id_ for answer in answers for id_ in answer.entries if id_[:16] not in there]


def chain(folder: Path) -> list[OnDisk]:
    """The entries of a dispute in order; fails unless each follows exactly the one before."""
    found = entries(folder)
    follower: dict[str, OnDisk] = {}
    for entry in found.values():
        (before,) = entry["after"] or ("",)
        assert before[:16] not in follower, "two entries follow the same one"
        follower[before[:16]] = entry
    order, here = [], ""
    while here in follower:
        order.append(follower[here])
        here = order[-1].digits
    assert len(order) == len(found)
    return order


def walk(order: Iterable[OnDisk]) -> int:
    """Go where the moves of a log say, and count them; fails at one that does not start where
    the dispute is. Only the last move can be set aside, so the log goes on from the one before.
    """
    places: list[tuple[str, str, bool]] = []
    moves = 0
    for entry in order:
        _, stage, is_open = places[-1] if places else ("", "", True)
        kind = entry["kind"]
        if kind == "opened":
            assert not places
            places.append((entry.digits, entry["stage"], True))
        elif kind in ("escalated", "closed") or (kind == "decided" and "to" in entry.head):
            assert is_open, "a move out of a closed dispute"
            assert entry["from"] == stage, "a move from a stage that was left"
            to = entry.head.get("to", "closed")
            places.append((entry.digits, stage if to == "closed" else to, to != "closed"))
        elif kind == "reopened":
            assert not is_open, "an open dispute reopened"
            places.append((entry.digits, stage, True))
        elif "withdraw" in entry.head:
            places = [place for place in places if place[0] != entry["entry"][:16]]
        moves += kind in ("escalated", "closed", "decided", "reopened")
    return moves


def test_forty_processes_record_on_one_dispute_and_nothing_is_lost(
    book: Path, figure: Figure
) -> None:
    assert command(["open", "-w", str(book), "--ref", "A-1"]).code == 0
    answers: list[Answer] = []
    with crowd(40) as pool:
        for number in range(ROUNDS):
            lines = [["note", "-w", str(book), "A-1", f"{number} {each}"] for each in range(40)]
            answers += pool.map(at_once, lines, chunksize=1)
    assert Counter(answer.code for answer in answers) == {0: 40 * ROUNDS}
    order = chain(book / "disputes" / "A-1")
    said = [entry["text"]["text"]["value"] for entry in order if entry["kind"] == "noted"]
    assert sorted(said) == sorted(f"{n} {each}" for n in range(ROUNDS) for each in range(40))
    assert lost(book, answers) == []
    assert command(["verify", "-w", str(book)]).code == 0
    figure(f"{len(lost(book, answers))} of {len(answers)} entries lost; {busy(answers)}")


def busy(answers: list[Answer]) -> str:
    """How often somebody was kept out for ten seconds and had to try again."""
    return f"{sum(answer.busy for answer in answers)} times busy"


def test_sixteen_processes_move_ten_disputes_and_each_log_is_one_history(
    book: Path, figure: Figure
) -> None:
    each, size = OPERATIONS // 16, 16
    with crowd(size) as pool:
        work = [(str(book), process, 0, each) for process in range(size)]
        answers = [answer for done in pool.starmap(mixed, work, chunksize=1) for answer in done]
    assert {answer.code for answer in answers} <= {0, 2, 3, 4}, [a for a in answers if a.code == 1]
    assert lost(book, answers) == []
    folders = sorted((book / "disputes").iterdir())
    kept = sum(len(files(folder)) for folder in folders)
    assert kept == sum(len(answer.entries) for answer in answers), "more than was confirmed"
    moves = sum(walk(chain(folder)) for folder in folders)
    assert moves > 0
    assert command(["verify", "-w", str(book)]).code == 0
    recorded = sum(answer.code == 0 for answer in answers)
    figure(
        f"{len(answers)} commands, {recorded} recorded, {moves} moves in {len(folders)} logs,"
        f" none made twice; {busy(answers)}"
    )


def test_where_locks_do_nothing_nothing_is_lost_and_moves_made_apart_are_shown(
    book: Path, figure: Figure
) -> None:
    assert command(["open", "-w", str(book), "--ref", "A-1", "--procedure", "nyscp"]).code == 0
    answers: list[Answer] = []
    with crowd(16, locks=False) as pool:
        for number in range(several(3, 50)):
            lines = [
                ["escalate", "-w", str(book), "A-1", "--to", "2", "--reason", f"{each}"]
                if each < 8 and number == 0
                else ["note", "-w", str(book), "A-1", f"{number} {each}"]
                for each in range(16)
            ]
            answers += pool.map(at_once, lines, chunksize=1)
    given_back = [answer for answer in answers if answer.code == NOT_RECORDED]
    assert {answer.code for answer in answers} <= {0, REFUSED, MADE_APART, NOT_RECORDED}
    assert lost(book, answers) == []
    found = entries(book / "disputes" / "A-1")
    confirmed = {id_[:16] for answer in answers for id_ in answer.entries}
    assert {entry.digits for entry in found.values() if entry["kind"] != "opened"} == confirmed
    shown = command(["show", "-w", str(book), "A-1"]).document["dispute"]
    assert {entry["id"][:16] for entry in shown["entries"]} == set(found)
    moves = [entry for entry in found.values() if entry["kind"] == "escalated"]
    apart = [each for each in shown["findings"] if each["name"] == "made-apart"]
    assert {each["name"] for each in shown["findings"]} <= {"made-apart"}
    assert len(moves) > 1, "nobody met anybody"
    assert (shown["stage"], len(apart)) == ("2", len(moves) - 1)
    figure(
        f"{len(answers)} commands without locks, 0 lost, {len(given_back)} given back;"
        f" {len(moves)} moves made apart, all shown"
    )
