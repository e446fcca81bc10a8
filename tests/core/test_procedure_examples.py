"""The examples of a procedure file: read, told in memory, counted, and compared."""

from datetime import date

import pytest

from resolutions_cli.core.procedure.table import Problem
from resolutions_cli.files.workspace.procedures import check_bytes, shipped_procedures
from tests.routes import HEAD

TODAY = date(2026, 11, 22)

STAGES = """
[[stage]]
id = "1"
title = "First"
who = ["the leads"]
start = true
cite = "1"
moves = [{ to = "2" }]
[[stage.limit]]
within = "96 hours"
of = "raised"
cite = "1"
[[stage]]
id = "2"
title = "Second"
who = ["the chair"]
cite = "2"
until = "upheld"
[[stage.limit]]
within = "10 working days"
of = "entered"
cite = "2"
reading = "from reaching it"
[[stage.decision]]
code = "upheld"
means = "the decision stands"
to = ""
[[stage.duty]]
id = "visits"
title = "Each agency sees the child"
who = ["each agency"]
each = "agency"
until = "visit"
[[stage.duty.limit]]
within = "1 week"
of = "entered"
cite = "2"
reading = "from reaching it"
[[stage.duty]]
id = "papers"
title = "The papers are there"
who = ["the chair"]
until = "statement"
[[stage.duty.limit]]
before = "1 day"
of = "hearing"
cite = "2"
"""


def problems(example: str) -> list[Problem]:
    """The errors of a file with that example."""
    _, found = check_bytes(f"{HEAD}{STAGES}[[example]]\n{example}".encode(), TODAY)
    return [problem for problem in found if not problem.warning]


RAISED = 'title = "T"\nevents = [{ event = "raised", on = "2026-12-16T15:30" }]\n'
MOVED = RAISED + 'moves = [{ to = "2", on = 2026-12-18 }]\n'


@pytest.mark.parametrize(
    "example",
    [
        RAISED + 'due = [{ stage = "1", at = "2026-12-20T15:30" }]',
        RAISED + 'due = [{ stage = "1", at = 2026-12-20T15:30:00 }]',  # a time as TOML has it
        RAISED.replace("T15:30", " 15:30") + 'due = [{ stage = "1", at = "2026-12-20 15:30" }]',
        RAISED.replace('"2026-12-16T15:30"', "2026-12-16T15:30:00Z")
        + 'due = [{ stage = "1", at = 2026-12-20T15:30:00Z }]',
        MOVED + 'due = [{ stage = "2", at = 2027-01-06 }]',
        MOVED + 'due = [{ stage = "2", at = 2027-01-06, on = 2026-12-18 }]',
        MOVED
        + 'due = [{ stage = "2", duty = "visits", agency = "first-agency", at = 2026-12-25 }]',
        MOVED + 'due = [{ stage = "2", duty = "papers", at = "none" }]',
        'title = "T"\nopened = 2026-12-01\nstart = "1"\ndue = [{ stage = "1", at = "none" }]',
    ],
)
def test_an_example_whose_dates_come_out_says_nothing(example: str) -> None:
    assert problems(example) == []


def test_a_plan_a_decision_and_a_second_visit_are_told() -> None:
    example = """title = "T"
    opened = "2026-12-16T15:30"
    events = [
      { event = "raised", on = 2026-12-14 },
      { event = "hearing", on = 2027-01-12, planned = 2027-01-05 },
      { event = "visit", on = 2026-12-21, agency = "second-agency" },
    ]
    moves = [
      { to = "2", on = 2026-12-18 },
      { decision = "upheld", on = 2026-12-30 },
      { to = "1", on = 2027-01-04 },
      { to = "2", on = 2027-01-07 },
    ]
    due = [
      { stage = "1", at = "2026-12-18T00:00" },
      { stage = "2", duty = "papers", at = "none", on = 2027-01-04 },
      { stage = "2", duty = "papers", at = 2027-01-11, on = 2027-01-06 },
      { stage = "2", at = 2027-01-06 },
      { stage = "2", visit = 2, at = 2027-01-21 },
    ]
    """
    assert problems(example) == []


def test_a_date_that_does_not_come_out_is_said_with_both() -> None:
    (problem,) = problems(RAISED + 'due = [{ stage = "1", at = 2026-12-20 }]')
    assert problem.name == "example-differs"
    assert problem.sentence == (
        'the example "T" says 2026-12-20 of main in stage "1", and 2026-12-20T15:30 comes out'
    )
    (problem,) = problems(MOVED + 'due = [{ stage = "2", duty = "papers", at = 2027-01-11 }]')
    assert problem.sentence.endswith("and none comes out")


@pytest.mark.parametrize(
    ("example", "name", "words"),
    [
        (RAISED + 'due = [{ stage = "2", at = 2026-12-20 }]', "example-differs", "no deadline"),
        (RAISED + 'due = [{ stage = "9", at = 2026-12-20 }]', "unknown-stage", "`stage` names"),
        (RAISED.replace("raised", "raisd") + "due = []", "unknown-event", "`event` names"),
        (MOVED.replace('to = "2"', 'to = "9"') + "due = []", "unknown-stage", "`to` names"),
        (RAISED + 'start = "9"\ndue = []', "unknown-stage", "`start` names"),
        (
            MOVED.replace('to = "2"', 'decision = "upheld"') + "due = []",
            "example-differs",
            'the stage "1" has no decision "upheld"',
        ),
        (
            MOVED.replace('to = "2"', 'to = "2", decision = "upheld"') + "due = []",
            "bad-value",
            "a move has `to` or `decision`",
        ),
        (RAISED, "missing-key", "`due` is missing"),
        ('title = "T"\ndue = []', "missing-key", "nothing happens"),
        (RAISED + 'due = [{ stage = "1", at = "soon" }]', "bad-value", '"soon" is no date'),
        (RAISED + 'due = [{ stage = "1", at = "2026-02-30" }]', "bad-value", "is no date"),
        (RAISED + 'due = [{ stage = "1", at = 5 }]', "wrong-type", "`at` is of the wrong type"),
        (RAISED + 'due = [{ stage = "1" }]', "missing-key", "`at` is missing"),
        (
            RAISED + 'due = [{ stage = "1", at = 2026-12-20, visit = 0 }]',
            "bad-value",
            "counts from 1",
        ),
        (RAISED + 'due = [{ stage = "1", at = 2026-12-20, dey = 1 }]', "unknown-key", '"dey"'),
        (
            RAISED.replace("2026-12-16T15:30", "2100-12-30")
            + 'due = [{ stage = "1", at = "none" }]',
            "example-differs",
            "",
        ),
    ],
)
def test_what_an_example_gets_wrong_is_said(example: str, name: str, words: str) -> None:
    found = problems(example)
    assert [problem.name for problem in found] == [name]
    assert words in found[0].sentence


def test_an_agency_that_an_example_does_not_have_is_said() -> None:
    visit = '{ event = "visit", on = 2026-12-19, agency = "school" }'
    (problem,) = problems(MOVED.replace("events = [", f"events = [{visit}, ") + "due = []")
    assert problem.name == "example-differs"
    assert problem.allowed == "first-agency or second-agency"


def test_a_file_in_use_is_not_counted_again() -> None:
    raw = f"{HEAD}{STAGES}[[example]]\n{RAISED}due = [{{ stage = '1', at = 2026-12-20 }}]".encode()
    assert check_bytes(raw, TODAY)[0] is None
    procedure, found = check_bytes(raw)
    assert procedure is not None
    assert found == ()


@pytest.mark.parametrize(
    ("name", "start", "day", "due"),
    [
        ("nyscp", "1", '"2026-12-16T15:30"', '"2026-12-20T15:30"'),
        ("cyscb", "conference", "2026-12-24", "2026-12-30"),
    ],
)
def test_a_shipped_file_can_carry_an_example(name: str, start: str, day: str, due: str) -> None:
    file = next(each for each in shipped_procedures() if each.label.startswith(f"{name}@"))
    event = "raised" if name == "nyscp" else "conference"
    example = (
        f'\n[[example]]\ntitle = "T"\nstart = "{start}"\n'
        f'events = [{{ event = "{event}", on = {day} }}]\ndue = [{{ stage = "{start}", at = '
    )
    good, bad = (file.raw + f"{example}{at} }}]\n".encode() for at in (due, "2026-12-25"))
    assert check_bytes(good, TODAY)[0] is not None
    assert [each.name for each in check_bytes(bad, TODAY)[1] if not each.warning] == [
        "example-differs"
    ]
