"""Whatever becomes of the other process, every thing is answered for, in its order."""

import os
from collections.abc import Iterator

import pytest

from resolutions_cli.files import halves


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(halves, "MANY", 4)
    yield
    with pytest.raises(ChildProcessError):  # none is left behind
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("many", [0, 1, 3, 4, 5, 400, 200_001])
def test_the_answers_come_in_the_order_of_the_things(many: int) -> None:
    things = list(range(many))
    assert halves.ask(lambda thing: thing % 3 == 0, things) == [each % 3 == 0 for each in things]


def test_what_a_process_that_was_killed_did_not_answer_is_asked_here() -> None:
    here = os.getpid()

    def question(thing: int) -> bool:
        if os.getpid() != here and thing == 5:
            os.kill(os.getpid(), 9)
        return thing > 4

    assert halves.ask(question, range(8)) == [False] * 5 + [True] * 3


def test_a_question_that_fails_fails_here() -> None:
    def question(thing: int) -> bool:
        return 1 // (thing - 5) > 0

    with pytest.raises(ZeroDivisionError):
        halves.ask(question, range(8))
