"""A text that is typed or pasted at a question is recorded whole, and reaches nothing else."""

import stat
import sys
from pathlib import Path

import pytest

from resolutions_cli.files.workspace.drafts import drafts_in
from tests.desk import REF, Desk
from tests.story import when
from tests.terminal.answering import answering
from tests.terminal.screen import BACK, END, ENTER, STOP, Screen
from tests.torture import sampled

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals"),
    sampled,
]

NOW = "2026-10-05T12:00"
WHEN = "(Enter for now): "
LOOK_OVER = "keeps it for later: "
WHY = "the risk to the child if it waits: "

SIX_LINES = (
    "On Tuesday Robin came in:\n- bruise on the left forearm\n\nrm -rf $HOME; `ls`\nfive\nsix"
)
TEXTS = {
    "six lines": SIX_LINES,
    "a line of 10,000 characters": " ".join(f"word{number:04}" for number in range(1111)),
    "200 KiB": "A line of forty characters, more or less\n" * 5_000,
    "characters that turn a line round": "left \u202eright\u202c \u2066and\u2069 on",
    "tabs, quotes and umlauts": "\tShe said: “no”.\n\tMüller, naïve, 10 €, 🙂",
}


@pytest.fixture
def opened(desk: Desk) -> Desk:
    desk.at("2026-10-05T09:00").opens("1", "--raised", "2026-10-05")
    return desk.at(NOW)


def stop(screen: Screen, how: str) -> int:
    """Stop at a question, by a key or from outside. The exit code."""
    if how == "hang up":
        return screen.hangs_up()
    return screen.is_killed() if how == "kill" else screen.types(how).ends()


def note(desk: Desk, **more: object) -> Screen:
    screen = Screen(desk.folder, "note", REF, **more)  # type: ignore[arg-type]  # for the tests
    screen.until("What to write down: ")
    return screen


@pytest.mark.parametrize("marked", [True, False], ids=["marked", "unmarked"])
@pytest.mark.parametrize("name", TEXTS)
def test_whatever_is_pasted_is_recorded_to_the_last_byte(
    opened: Desk, name: str, marked: bool
) -> None:
    # keys are taken one by one where a paste is not marked, and a tab among them is a key
    text = TEXTS[name] if marked else TEXTS[name][:20_000].replace("\t", "  ")
    screen = note(opened).pastes(text, marked=marked).types(ENTER)
    assert screen.answers(WHEN).answers(LOOK_OVER).ends() == 0, screen.text
    assert opened.texts() == {"text": text}


def test_a_text_that_is_too_long_is_refused_and_kept(opened: Desk) -> None:
    screen = note(opened).pastes("x" * 300 * 1024).types(ENTER)
    screen.until("a text takes at most 256 KiB")
    screen.types(STOP)
    assert screen.ends() == 130
    (draft,) = drafts_in(opened.folder, opened.now)
    assert draft.unfinished == "x" * 300 * 1024


def test_arrow_keys_move_and_are_no_text(opened: Desk) -> None:
    left, home, up = "\x1b[D", "\x1b[H", "\x1b[A"
    screen = note(opened).types(f"ang the tem.{left}{left}a{up}{home}R").types(ENTER)
    assert screen.answers(WHEN).answers(LOOK_OVER).ends() == 0
    assert opened.texts() == {"text": "Rang the team."}


def test_characters_that_a_terminal_obeys_are_taken_out_and_the_text_is_shown_again(
    opened: Desk,
) -> None:
    screen = note(opened).pastes("red \x1b[31mred\x07 bell").types(ENTER)
    screen.until("were taken out")
    screen.until_drawn("red [31mred bell")
    assert screen.types(ENTER).answers(WHEN).answers(LOOK_OVER).ends() == 0
    assert opened.texts() == {"text": "red [31mred bell"}


@pytest.mark.parametrize("stops", [STOP, ENTER])
def test_nothing_of_a_paste_reaches_the_shell(opened: Desk, tmp_path: Path, stops: str) -> None:
    history = tmp_path / "history"
    shell = Screen(
        opened.folder,
        environ={"HISTFILE": str(history), "PS1": "shell$ "},
        program=("bash", "--norc", "-i"),
    )
    shell.answers("shell$ ", f"{sys.executable} -m resolutions_cli note {REF}")
    shell.until("What to write down: ")
    shell.pastes(f"{SIX_LINES}\n", marked=False).types(stops)
    if stops == ENTER:
        shell.answers(WHEN).answers(LOOK_OVER)
    shell.answers("shell$ ", "exit")
    shell.ends()
    assert "Robin" not in history.read_text()
    assert "bruise" not in shell.text.rpartition("shell$ ")[2]


def test_an_editor_gets_a_private_file_which_is_removed(opened: Desk, tmp_path: Path) -> None:
    editor, seen = tmp_path / "editor", tmp_path / "seen"
    editor.write_text(
        f'#!/bin/sh\nstat -c "%a %n" "$1" >{seen}\ncat "$1" >>{seen}\nprintf "From the editor.\\n'
        'Two lines.\\n" >"$1"\ntouch "$1~"\n'
    )
    editor.chmod(0o700)
    screen = note(opened, environ={"VISUAL": str(editor)}).types("begun\x1be")
    screen.until("Two lines.")
    assert screen.types(ENTER).answers(WHEN).answers(LOOK_OVER).ends() == 0
    assert opened.texts() == {"text": "From the editor.\nTwo lines."}
    mode, _, file = seen.read_text().splitlines()[0].partition(" ")
    assert (mode, seen.read_text().splitlines()[1]) == ("600", "begun")
    assert not Path(file).parent.exists()


# ------------------------------------------------------------------ stopping and going on


@pytest.mark.parametrize("stops", [STOP, END, "hang up", "kill"])
def test_what_was_answered_is_kept_and_gone_on_with(opened: Desk, stops: str) -> None:
    before = opened.files()
    screen = Screen(opened.folder, "escalate", REF)
    screen.answers(WHEN, "5 Oct 2026 11:00")
    screen.until(WHY)
    assert stop(screen, stops) == 130
    if stops != "hang up":
        assert "Your answers are kept for 14 days." in screen.text
    (draft,) = drafts_in(opened.folder, opened.now)
    file = opened.folder / "drafts" / draft.name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each for each in opened.files() if not each.startswith("drafts")] == before
    again = Screen(opened.folder, "escalate", REF)
    again.answers("Go on with it? [Y/n]: ")
    again.answers(WHY, "No answer to two calls.")
    assert again.answers(LOOK_OVER).ends() == 0, again.text
    assert opened.texts()["reason"] == "No answer to two calls."
    assert opened.newest().at == when("2026-10-05T11:00")
    assert not (opened.folder / "drafts").exists()


def test_back_asks_the_question_before_with_its_answer_in_place(opened: Desk) -> None:
    screen = note(opened).types("Noone rang.\r")
    screen.until(WHEN)
    screen.types(BACK)
    screen.until("Noone rang.")
    screen.types("\x15Nobody rang.\r")
    assert screen.answers(WHEN).answers(LOOK_OVER).ends() == 0
    assert opened.texts() == {"text": "Nobody rang."}


def test_looking_it_over_one_answer_is_changed_and_the_others_stay(opened: Desk) -> None:
    screen = Screen(opened.folder, "escalate", REF)
    screen.answers(WHEN, "5 Oct 2026 10:00")
    screen.answers(WHY, "Noone rang.")
    page = screen.until(LOOK_OVER)
    assert "  2. Why it goes on to stage 2" in page
    assert "Due after that:" in page
    assert "Mon 5 Oct 2026" in page
    screen.types("2\r")
    screen.until("Noone rang.")
    screen.types("\x15Nobody rang.\r")
    assert screen.answers(LOOK_OVER).ends() == 0
    assert opened.texts()["reason"] == "Nobody rang."
    assert opened.newest().at == when("2026-10-05T10:00")


def test_a_draft_whose_answers_are_recorded_is_gone_even_if_that_cannot_be_said(
    opened: Desk,
) -> None:
    first = note(opened).types("Rang them.\r").answers(WHEN)
    first.until(LOOK_OVER)
    assert first.types("q\r").ends() == 130
    program = ("bash", "-c", f"exec {sys.executable} -m resolutions_cli note {REF} >/dev/full")
    again = Screen(opened.folder, program=program)
    again.answers("Go on with it? [Y/n]: ")
    again.answers(LOOK_OVER)
    assert again.ends() == 7, again.text
    assert opened.texts() == {"text": "Rang them."}
    assert drafts_in(opened.folder, opened.now) == []


@pytest.mark.parametrize("stops", [STOP, "hang up", "kill"])
def test_the_text_that_was_being_typed_is_kept_too(opened: Desk, stops: str) -> None:
    screen = note(opened).types("Half a sent")
    screen.until("Half a sent")
    assert stop(screen, stops) == 130
    (draft,) = drafts_in(opened.folder, opened.now)
    assert draft.unfinished == "Half a sent"


def test_later_keeps_a_draft_and_records_nothing(opened: Desk) -> None:
    before = len(opened.log().entries)
    screen = note(opened).types("Rang them.\r").answers(WHEN)
    screen.until(LOOK_OVER)
    assert screen.types("q\r").ends() == 130
    assert len(opened.log().entries) == before
    (draft,) = drafts_in(opened.folder, opened.now)
    assert [each.typed for each in draft.answers] == ["Rang them.", ""]


# ------------------------------------------------------------------ terminals of other kinds


def test_on_a_dumb_terminal_questions_are_plain_lines(opened: Desk) -> None:
    screen = note(opened, environ={"TERM": "dumb"}).types("Rang the team.\n").answers(WHEN)
    screen.until(LOOK_OVER)
    assert screen.types("\n").ends() == 0
    assert "\x1b" not in screen.shown
    assert opened.texts() == {"text": "Rang the team."}


def test_on_a_dumb_terminal_a_line_that_may_be_cut_off_is_refused(opened: Desk) -> None:
    screen = note(opened, environ={"TERM": "dumb"}).types("x" * 6_299 + "\n")
    screen.until("may have cut the line off")
    screen.types(STOP)
    assert screen.ends() == 130
    assert opened.texts() != {"text": "x" * 4_095}


@pytest.mark.parametrize("columns", [80, 100, 120])
def test_no_question_breaks_a_word_or_is_longer_than_three_lines(
    opened: Desk, columns: int
) -> None:
    screen = Screen(opened.folder, "escalate", REF, columns=columns)
    screen.answers(WHEN)
    screen.until(WHY)
    screen.types(STOP)
    screen.ends()
    asked = " ".join(" ".join(screen.lines).split())
    assert (
        'Why it goes on to stage 2 ("With your line manager"), and the risk to the child' in asked
    )
    assert sum(bool(line) for line in screen.lines if "resolve" not in line) < 12


def test_a_remark_breaks_no_word_on_a_narrow_terminal(opened: Desk) -> None:
    screen = Screen(opened.folder, "show", "2026-NONE", columns=40)
    assert screen.ends() == 4
    shown = [line for line in screen.lines if line][2:]  # the first two: it is for practice
    whole = opened.refused(4, "show", "2026-NONE")
    assert " ".join(" ".join(shown).split()) == " ".join(whole.split())
    assert len(shown) > len(whole.splitlines())


# ------------------------------------------------------------------ found by people who used it


def test_a_folder_that_is_named_keeps_and_finds_drafts_too(opened: Desk) -> None:
    screen = Screen(opened.folder, "note", REF, "-w", str(opened.folder))
    screen.answers("What to write down: ", "Rang them.")
    screen.until(WHEN)
    assert screen.types(STOP).ends() == 130
    (draft,) = drafts_in(opened.folder, opened.now)
    assert [each.typed for each in draft.answers] == ["Rang them."]


def test_back_at_a_date_that_is_asked_back_asks_for_the_date_again(opened: Desk) -> None:
    screen = note(opened).types("Rang them.\r").answers(WHEN, "1/9")
    screen.until("[Y/n]: ")
    screen.types(BACK)
    screen.answers(WHEN, "5 Oct 2026 10:00")
    assert screen.answers(LOOK_OVER).ends() == 0, screen.text
    assert opened.newest().at == when("2026-10-05T10:00")


def test_looking_it_over_shows_the_date_as_it_was_understood(opened: Desk) -> None:
    screen = note(opened).types("Rang them.\r").answers(WHEN, "1/9")
    screen.until("[Y/n]: ")
    screen.types("5 Oct 2026 10:00\r")
    assert "Mon 5 Oct 2026 10am" in screen.until(LOOK_OVER)
    screen.types(ENTER)
    assert screen.ends() == 0


def test_a_date_that_was_changed_to_now_is_not_shown_any_more(opened: Desk) -> None:
    screen = note(opened).types("Rang them.\r").answers(WHEN, "1 Oct 2026 10:00")
    assert "Thu 1 Oct 2026 10am" in screen.until(LOOK_OVER)
    screen.types("2\r")
    screen.until(WHEN)
    screen.types("\x15\r")
    page = screen.until(LOOK_OVER)
    assert ": now" in page
    assert "Thu 1 Oct 2026 10am" not in page.partition("Look it over")[2]
    screen.types(ENTER)
    assert screen.ends() == 0


@pytest.mark.usefixtures("opened")
def test_looking_it_over_shows_an_action_whole_and_not_only_its_date() -> None:
    action = "Jo Park: ring them by 9 Oct 2026"
    answers = ("agreed", "", "Both agree.", action, "", "")
    said = answering(*answers, to=("close", REF))
    assert said.code == 0, said.text
    page = " ".join(said.text.partition("Look it over")[2].split())
    assert action in page
