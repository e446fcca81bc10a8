"""How many questions a dispute takes from its opening to its end, by prompts alone."""

import sys

import pytest

from tests.desk import REF, Desk
from tests.terminal.answering import answering

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminal")


def asked(desk: Desk, now: str, *steps: tuple[str, ...]) -> int:
    """How many questions some commands ask; a step is the command and the answers."""
    count = 0
    for number, (words, *answers) in enumerate(steps):
        desk.at(f"{now}T{9 + number // 6:02}:{number % 6}0")
        said = answering(*answers, to=(*words.split(), *(() if number == 0 else (REF,))))
        assert said.code == 0, (words, said.text)
        count += said.questions
    return count


NYSCP = (
    (
        f"open --ref {REF} --procedure nyscp",
        *("no", "C-77", "", "16 Nov 2026", "13 Nov 2026", "thresholds", ""),
        *("school", "", "health", "", "He was seen.", "A visit.", "He is hit.", ""),
    ),
    *(("escalate", "", "No answer; he is at risk.") for _ in range(4)),
    ("escalate", "yesterday", "", "No answer; he is at risk."),
    ("escalate", "", "", "No answer; he is at risk."),
    ("decide", "", "A visit is made."),
    ("close", "recommendation-accepted", "", "Both agree.", "none", ""),
)


def test_north_yorkshires_seven_stages(desk: Desk) -> None:
    assert asked(desk, "2026-11-30", *NYSCP) <= 33
    assert desk.case().dispute.outcome == "recommendation-accepted"
