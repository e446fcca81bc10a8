"""Guesses, help, `find` and the glance on a real terminal of 80 by 24."""

import sys
from pathlib import Path

import pytest

from resolutions_cli.cli import COMMANDS
from tests.desk import REF, Desk

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from tests.terminal.screen import STOP, Screen

NOW = "2026-10-06T09:00"
CANARY = "zwolfkanarie"


@pytest.fixture
def book(desk: Desk, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    desk.at("2026-10-05T09:00").opens("1", "--raised", "2026-10-02", "--summary", "He is hungry.")
    return desk.at(NOW)


def screen(desk: Desk, *words: str, columns: int = 80) -> Screen:
    return Screen(desk.folder, *words, now=NOW, columns=columns)


@pytest.mark.parametrize("columns", [80, 100, 120])
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_no_line_of_help_is_broken_by_the_terminal(book: Desk, name: str, columns: int) -> None:
    shown = screen(book, *filter(None, (name,)), "-h", columns=columns)
    assert shown.ends() == 0
    lines = shown.text.splitlines()
    assert max(map(len, lines)) < 80
    assert [line.rstrip() for line in lines] == [line for line in shown.lines[: len(lines)]]


def test_alone_it_fits_on_a_screen_with_room_to_type(book: Desk) -> None:
    shown = screen(book)
    assert shown.ends() == 0
    lines = shown.text.splitlines()
    assert lines[0].startswith("PRACTICE")
    assert lines[1].startswith("1 dispute is open in ")
    assert lines[2].startswith("1 late, 0 due today, 0 due soon.")
    assert len(lines) == 7


def test_find_asks_for_the_words_so_that_no_shell_keeps_them(book: Desk) -> None:
    shown = screen(book, "find").answers("What to look for:", "HUNGRY")
    assert shown.ends() == 0
    assert "risk" not in shown.text
    assert f"{REF}  entry 1, Fri 2 Oct 2026" in shown.text
    assert "He is hungry." in shown.text


def test_what_is_found_breaks_no_word_at_80_columns(book: Desk) -> None:
    text = "The school wrote about attendance and meals, " * 12 + CANARY
    book.done("note", REF, text)
    shown = screen(book, "find", CANARY, "wrote")
    assert shown.ends() == 0
    words = set(" ".join(shown.text.split()).split())
    assert {"attendance", CANARY} <= words
    assert words <= set(f"{text} … {shown.text}".split())
    assert max(len(line) for line in shown.text.splitlines()) <= 80


def test_a_beginning_runs_the_command_and_it_asks_as_ever(book: Desk) -> None:
    before = book.files()
    shown = screen(book, "not", REF)
    shown.until("What to write down")
    assert shown.types(STOP).ends() == 130
    assert book.files() == before


@pytest.mark.parametrize("words", [["delete", REF], ["add"], ["due", "--late"], ["re", REF]])
def test_a_guess_is_answered_in_four_lines_and_records_nothing(
    book: Desk, words: list[str]
) -> None:
    before = book.files()
    shown = screen(book, *words)
    assert shown.ends() == 2
    assert len([line for line in shown.lines if line]) <= 5
    assert "redact" not in shown.text
    assert book.files() == before
