"""A procedure as text, as a drawing and as JSON; problems as lines."""

import json

import pytest

from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.procedure.table import Problem
from resolutions_cli.core.time.amount import Amount, Unit
from resolutions_cli.files.workspace.procedures import (
    ProcedureFile,
    check_bytes,
    procedure_named,
    shipped_procedures,
)
from resolutions_cli.render.formats.table import Table
from resolutions_cli.render.reports.wall_page import print_size, wall_page
from resolutions_cli.render.views.procedure import (
    problems_text,
    procedure_json,
    procedure_text,
)
from resolutions_cli.render.views.procedures import procedure_diagram
from resolutions_cli.render.words.limits import limit_in_full

SMALL = b"""
[procedure]
id = "southshire"
version = "2026-04"
title = "Escalation"
owner = "Southshire"
nation = "england"
source = "chapter 4"
checked_on = 2026-11-22

[outcomes]
agreed = "agreement was reached"

[events.raised]
means = "it was first put to the other agency"

[[stage]]
id = "1"
title = "Between the professionals"
who = ["the professionals"]
start = true
cite = "row 1"
moves = [{ to = "2" }]
  [[stage.limit]]
  within = "96 hours"
  of = "raised"
  aim = "24 hours"
  cite = "row 1"
  reading = "from when it was first put to them"

[[stage]]
id = "2"
title = "With the Chair"
who = ["the Chair"]
cite = "row 2"
  [[stage.decision]]
  code = "sent-back"
  means = "it is sent back"
  to = "1"
  [[stage.decision]]
  code = "agreed"
  means = "they agree"
  to = "closed"
"""


@pytest.fixture
def small() -> Procedure:
    procedure, problems = check_bytes(SMALL)
    assert procedure is not None, problems
    return procedure


@pytest.fixture(params=["nyscp", "cyscb"])
def shipped(request: pytest.FixtureRequest) -> Procedure:
    return procedure_named(str(request.param), None).procedure


def test_the_text_shows_who_does_what_by_when_and_where_it_is_written(small: Procedure) -> None:
    assert procedure_text(small, 80).split("\n\n")[2:4] == [
        """\
[1]  Between the professionals  (a dispute may start here)
  Who       the professionals
  Text      row 1
  By when   96 hours after it was first put to the other agency (target: 24
            hours)
            read as: from when it was first put to them
  On to     2: With the Chair""",
        """\
[2]  With the Chair
  Who       the Chair
  Text      row 2
  By when   no time limit in the text
  Decide    sent-back: it is sent back (on to 1)
  Decide    agreed: they agree (ends the dispute)""",
    ]


def test_the_text_says_when_the_file_was_last_checked(small: Procedure) -> None:
    assert "last checked against the published text on Sun 22 Nov 2026" in procedure_text(small)


def test_the_drawing_goes_down_the_route_and_points_back(small: Procedure) -> None:
    assert procedure_diagram(small, 46).startswith("""\
+--------------------------------------------+
| * 1: Between the professionals             |
|     96 hours after it was first put to the |
|     other agency (target: 24 hours)        |
+--------------------------------------------+
    |
    v
+--------------------------------------------+
|   2: With the Chair                        |
+--------------------------------------------+
    |--> 1 (sent-back)
    |--> closed (agreed)
""")


@pytest.mark.clause("N6", "N16", "Y28")
def test_the_text_of_a_shipped_route_leaves_nothing_out(shipped: Procedure) -> None:
    words = " ".join(procedure_text(shipped).split())
    for stage in shipped.stages.values():
        assert f"[{stage.id}] {stage.title}" in words
        assert shipped.who(stage.who) in words
        assert stage.does in words
        assert stage.instead in words
        assert stage.cite in words
        for limit in (*stage.limits, *(each for duty in stage.duties for each in duty.limits)):
            assert limit_in_full(limit) in words
            assert limit.cite in words
            assert limit.reading in words
        for decision in stage.decisions.values():
            assert f"{decision.code}: {decision.means}" in words
        for asked in (*stage.moves, *stage.decisions.values()):
            assert all(question in words for question in asked.questions.values())
        for duty in stage.duties:
            assert duty.title in words
    for codes in (shipped.outcomes, shipped.concerns, shipped.about, shipped.grounds):
        assert all(f"{code}: {means}" in words for code, means in codes.items())
    for event in shipped.events.values():
        assert f"{event.id}: {event.means}" in words
        assert all(detail.means in words for detail in event.details.values())
    assert all(shipped.role(role) in words for role in shipped.risk.tell)
    assert shipped.risk.cite in words


def test_the_drawing_of_a_shipped_route_has_each_stage_once_and_every_way(
    shipped: Procedure,
) -> None:
    lines = procedure_diagram(shipped).splitlines()
    for stage in shipped.stages.values():
        mark = "*" if stage.start else " "
        assert sum(line.startswith(f"| {mark} {stage.id}: ") for line in lines) == 1
    ways = sum(line.startswith(("    |-->", "    |---", "    v")) for line in lines)
    targets = [
        {*(move.to for move in stage.moves), *(each.to for each in stage.decisions.values())}
        for stage in shipped.stages.values()
    ]
    assert ways == sum(len(each) for each in targets)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_text_and_drawing_keep_to_the_width_and_to_plain_characters(
    shipped: Procedure, width: int
) -> None:
    for text in (procedure_text(shipped, width), procedure_diagram(shipped, width)):
        assert max(map(len, text.splitlines())) <= width
        assert all(line == line.rstrip() for line in text.splitlines())
        assert text.isascii()


def test_the_json_is_plain_and_complete(shipped: Procedure) -> None:
    decoded = json.loads(json.dumps(procedure_json(shipped)))
    assert decoded["label"] == shipped.label
    assert decoded["digest"] == shipped.digest
    assert [stage["id"] for stage in decoded["stages"]] == list(shipped.stages)
    assert [event["id"] for event in decoded["events"]] == list(shipped.events)


def test_a_limit_in_json_has_its_rule_its_start_and_where_it_is_written(small: Procedure) -> None:
    assert procedure_json(small)["stages"][0]["limits"] == [
        {
            "rule": "within 96 hours",
            "of": "raised",
            "aim": "24 hours",
            "at_latest": None,
            "cite": "row 1",
            "reading": "from when it was first put to them",
            "others": [],
            "pick": None,
            "or_read": None,
            "binds_first": False,
            "strength": "must",
            "cap": False,
            "count": None,
            "out_of_hours": False,
        }
    ]


DAY = Amount(1, Unit.DAY, "1 day")
NOW = Amount(0, Unit.SAME_DAY, "immediately")
AT_ONCE = Amount(0, Unit.AT_ONCE, "at once")


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit(DAY, of="put", start="it was put"), "1 day after it was put"),
        (
            Limit(DAY, of="put", aim=NOW, start="it was put"),
            "1 day after it was put (target: immediately)",
        ),
        (
            Limit(DAY, backward=True, of="meeting", start="the meeting"),
            "at least 1 day before the meeting",
        ),
        (Limit(NOW, of="put", start="it was put"), "immediately, on the day that it was put"),
        (Limit(AT_ONCE, of="put", start="it was put"), "at once when it was put"),
        (Limit(None, agreed=True), "a date that those involved agree on"),
    ],
)
def test_a_limit_is_said_in_words(limit: Limit, words: str) -> None:
    assert limit_in_full(limit) == words


def test_a_problem_is_one_line_with_its_place_and_what_is_allowed() -> None:
    problems = [
        Problem("unknown-stage", 12, 'a move leads to "3", which is no stage', "the stages: 1, 2"),
        Problem("stale", 4, "nobody has said when this was last checked", "compare", True),
    ]
    assert problems_text(problems, "own.toml").splitlines() == [
        'own.toml:12: a move leads to "3", which is no stage; the stages: 1, 2 [unknown-stage]',
        "own.toml:4: warning: nobody has said when this was last checked; compare [stale]",
    ]


# ------------------------------------------------------------------ the sheet for the wall


@pytest.mark.parametrize("file", shipped_procedures(), ids=lambda file: file.label)
def test_the_sheet_has_every_stage_and_no_id_of_an_event(file: ProcedureFile) -> None:
    procedure = file.procedure
    tables = [block for block in wall_page(procedure).blocks if isinstance(block, Table)]
    stages, *further = tables
    assert len(stages.rows) == len(procedure.stages)
    assert sum(len(table.rows) for table in further) == sum(
        len(stage.duties) for stage in procedure.stages.values()
    )
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    ids = [event for event in procedure.events if "-" in event]
    assert [cell for cell in cells for event in ids if event in cell.split()] == []


def test_a_longer_procedure_is_printed_smaller_and_never_too_small_to_read() -> None:
    shipped = {file.label: file.procedure for file in shipped_procedures()}
    north, york = shipped["nyscp@as-read-2024-05-r2"], shipped["cyscb@cites-wt2018-r2"]
    assert print_size(wall_page(york)) < print_size(wall_page(north)) <= 10
    many = {f"{stage}-{n}": york.stages[stage] for stage in york.stages for n in range(9)}
    assert print_size(wall_page(york.but(stages={**york.stages, **many}))) == 5
