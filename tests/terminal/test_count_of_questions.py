"""How many questions a dispute takes from its opening to its end, by prompts alone.

Of North Yorkshire's six, and of York's nine, ask when a move was made, which Enter answers.
"""

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
    *(("escalate", "now", "No answer; he is at risk.") for _ in range(2)),
    ("decide", "", "A visit is made."),
    ("close", "recommendation-accepted", "", "Both agree.", "none", ""),
)


CYSCB = (
    (
        f"open --ref {REF} --procedure cyscb --start conference",
        *("no", "C-77", "", "16 Nov 2026", "registration", "", "school", "", "health", ""),
        *("registration", "school", "", "He was seen.", "A visit.", "He is hit.", ""),
    ),
    ("escalate", "iro", "", "He goes home to harm."),
    ("decide", "upheld", "", "It was right."),
    ("escalate", "heads", "", "It is still wrong, and he is at risk."),
    ("record", "head-of", "now", "school"),
    ("record", "head-of", "now"),
    ("escalate", "unresolved", "", "", "No agreement; he is at risk."),
    ("decide", "refer", "", "It is for the group."),
    ("record", "group-had", "now"),
    ("record", "panel-con", "now", "Jo Park, governor", "Al Reed, nurse", "", "1", "2"),
    ("record", "panel-m", "tomorrow"),
    ("record", "report-r", "now", "1", "Bo Vale", "Ten years", "2", "The head", "1", "2", "3"),
    ("record", "report-r", "now", "Cy Dale", "Ten years", "2", "The head", "1", "2", "3"),
    ("decide", "accept", "", "", "They are right."),
    ("record", "findings", "now", "1", "2", "3", "4", "5", "6"),
    ("decide", "", "It is considered."),
    ("decide", "ratified", "", "It is ratified."),
    ("record", "plan-rat", "now"),
    ("decide", "implemented", "", "All of it is done.", "none", ""),
)


def test_york_from_a_conference_to_the_audit(desk: Desk) -> None:
    assert asked(desk, "2026-11-30", *CYSCB) == 73
    assert desk.case().dispute.outcome == "implemented"


def test_north_yorkshires_seven_stages(desk: Desk) -> None:
    assert asked(desk, "2026-11-30", *NYSCP) == 30
    assert desk.case().dispute.outcome == "recommendation-accepted"
