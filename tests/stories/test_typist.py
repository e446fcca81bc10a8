"""Answers that are typed for a page at the questions of a command."""

import sys
from pathlib import Path

import pytest

from docs.typist import main, typed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

ASKS = ("bash", "-c", 'read -p "One: " one; read -p "Two: " two; echo "$one, $two"; exit 3')


def test_a_line_is_typed_at_each_question_and_the_exit_code_is_kept() -> None:
    assert typed(["first", "second"], ASKS) == (
        "One: first\nTwo: second\nfirst, second\n",
        3,
    )


def test_when_the_answers_run_out_the_command_is_interrupted() -> None:
    shown, code = typed(["first"], ASKS)
    assert shown.startswith("One: first\nTwo: ^C")
    assert code != 3


def test_a_line_break_in_an_answer_is_pasted() -> None:
    asks = ("bash", "-c", 'read -p "One: " one; read more; echo "$one, $more"')
    assert typed(["a\\nb"], asks) == ("One: a\nb\na, b\n", 0)


def test_answers_come_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers"
    answers.write_text("first\n\n", "utf-8")
    assert main([str(answers), *ASKS]) == 3
    assert capsys.readouterr().out.endswith("first, \n")
    assert main([]) == 2
