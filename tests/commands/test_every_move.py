"""Each procedure file walked by commands alone: every move, every decision, every outcome.

Nothing here knows a procedure: what to type is read from the file, so that another file is
walked by naming it in FILES.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from resolutions_cli.core.procedure.model import (
    CLOSED,
    OPENED_IN_ERROR,
    Decision,
    Move,
    Procedure,
    Stage,
)
from resolutions_cli.core.record.moves import outcomes_of
from resolutions_cli.files.record.first_marks import add_procedure
from resolutions_cli.files.workspace.procedures import (
    ProcedureFile,
    load_procedure_file,
    shipped_procedures,
)
from tests.desk import Desk, Said
from tests.torture import sampled
from tests.written import written_procedure

Way = Move | Decision


@dataclass(frozen=True)
class Step:
    """A move or a decision of a stage; without a way the stage is closed from."""

    stage: str
    way: Way

    @property
    def to(self) -> str:
        """The stage it leads to; the same one where the dispute stays."""
        return self.way.to or self.stage


def steps_from(stage: Stage) -> list[Step]:
    return [Step(stage.id, way) for way in (*stage.moves, *stage.decisions.values())]


def walks(procedure: Procedure) -> Iterator[list[Step]]:
    """Ways through the route, each from a start, that together take every step at least once."""
    left = [step for stage in procedure.stages.values() for step in steps_from(stage)]
    while left:
        walk = _nearest(procedure, [start.id for start in procedure.starts], left)
        assert walk, f"no start leads to {left}"
        while walk[-1].to != CLOSED and (more := _nearest(procedure, [walk[-1].to], left, walk)):
            walk += more
        yield walk
        left = [step for step in left if step not in walk]


def _nearest(
    procedure: Procedure, places: list[str], wanted: list[Step], done: list[Step] | None = None
) -> list[Step]:
    """The fewest steps from one of these stages that end with a wanted one not done yet."""
    queue: deque[list[Step]] = deque()
    seen = set(places)
    for place in places:
        queue.extend([step] for step in steps_from(procedure.stages[place]))
    while queue:
        way = queue.popleft()
        if way[-1] in wanted and way[-1] not in (done or ()):
            return way
        here = way[-1].to
        if here != CLOSED and here not in seen:
            seen.add(here)
            queue.extend([*way, step] for step in steps_from(procedure.stages[here]))
    return []


@dataclass
class Walker:
    """Types the commands of a walk, an hour `apart`, and checks where each one leads."""

    desk: Desk
    procedure: Procedure
    hour: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)
    apart: timedelta = timedelta(hours=1)
    number: int = 0
    taken: set[tuple[str, str]] = field(default_factory=set)

    def types(self, *words: str) -> Said:
        self.hour += self.apart
        return self.desk.at(f"{self.hour:%Y-%m-%dT%H:%M}Z").done(*words)

    def opens(self, stage: str) -> str:
        self.number += 1
        ref = f"W-{self.number}"
        self.hour += self.apart
        self.desk.at(f"{self.hour:%Y-%m-%dT%H:%M}Z")
        self.desk.opens(stage, ref=ref, procedure=self.procedure.label)
        return ref

    def goes(self, ref: str, step: Step) -> None:
        """Take one step by a command, and see that the dispute is where it leads."""
        way = step.way
        answers = [w for key in way.questions for w in ("--answer", f"{key}=as it was found")]
        if isinstance(way, Move):
            grounds = [word for ground in way.grounds[:1] for word in ("--ground", ground)]
            words = ["escalate", ref, "--to", way.to, *grounds]
            self.taken.add((step.stage, f"to {way.to}"))
        else:
            closes = ["--no-action"] if way.to == CLOSED else []
            words = ["decide", ref, way.code, *closes]
            self.taken.add((step.stage, way.code))
        said = self.types(*words, "--reason", "It was discussed and noted.", *answers, "--json")
        case = self.desk.case(ref)
        after = case.dispute
        assert not after.findings
        if step.to == CLOSED:
            assert isinstance(way, Decision)
            assert (after.is_open, after.outcome) == (False, way.code)
            assert said.document["deadlines"] == []
        else:
            assert (after.is_open, said.document["stage"]) == (True, step.to)
            main = (step.to, after.visit.number, "main")
            assert main in {(d.key.stage, d.key.visit, d.key.duty) for d in case.deadlines}

    def closes(self, ref: str, outcome: str) -> None:
        """Close from the stage it is in, after a decision where the file wants one first."""
        stage = self.desk.case(ref).dispute.stage
        if stage.decide_first and outcome != OPENED_IN_ERROR:
            staying = next(d for d in stage.decisions.values() if not d.to)
            self.goes(ref, Step(stage.id, staying))
        follows = [] if outcome == OPENED_IN_ERROR else ["--action", "School: rings by 2027-01-11"]
        self.types("close", ref, "--outcome", outcome, "--reason", "All agree.", *follows)
        dispute = self.desk.case(ref).dispute
        assert (dispute.is_open, dispute.outcome, dispute.findings) == (False, outcome, ())


def from_template(folder: Path) -> ProcedureFile:
    """The file that `procedure new` writes."""
    folder.mkdir()
    path = folder / "southshire.toml"
    path.write_text(written_procedure("southshire"), encoding="utf-8")
    return load_procedure_file(path)


FILES = (*(file.label for file in shipped_procedures()), "new")


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest, tmp_path: Path) -> ProcedureFile:
    """Each procedure file that is walked."""
    if request.param == "new":
        return from_template(tmp_path / "new")
    return next(file for file in shipped_procedures() if file.label == request.param)


@pytest.mark.clause("N6", "Y2", "Y8", "Y10", "Y11", "Y12", "Y13", "Y14", "Y15", "Y21", "Y23", "Y24")
def test_every_move_and_every_decision_of_a_file_can_be_taken_by_commands(
    desk: Desk, file: ProcedureFile
) -> None:
    if file.path.name == "southshire.toml":
        add_procedure(desk.folder / "procedures", file.path)
    walker = Walker(desk, file.procedure)
    outcomes = iter(file.procedure.outcomes)
    for walk in walks(file.procedure):
        ref = walker.opens(walk[0].stage)
        for step in walk:
            walker.goes(ref, step)
        if walk[-1].to != CLOSED:
            walker.closes(ref, next(outcomes, OPENED_IN_ERROR))
    every = {
        (stage.id, f"to {way.to}" if isinstance(way, Move) else way.code)
        for stage in file.procedure.stages.values()
        for way in (*stage.moves, *stage.decisions.values())
    }
    assert walker.taken == every


@pytest.mark.clause("N2")
def test_every_move_and_every_decision_can_be_taken_a_minute_after_the_last(
    desk: Desk, file: ProcedureFile
) -> None:
    if file.path.name == "southshire.toml":
        add_procedure(desk.folder / "procedures", file.path)
    walker = Walker(desk, file.procedure, apart=timedelta(minutes=1))
    for walk in walks(file.procedure):
        ref = walker.opens(walk[0].stage)
        for step in walk:
            walker.goes(ref, step)
        if walk[-1].to != CLOSED:
            walker.closes(ref, OPENED_IN_ERROR)


@sampled
@pytest.mark.clause("Y26")
def test_every_outcome_of_a_file_closes_a_dispute_from_every_stage(
    desk: Desk, file: ProcedureFile
) -> None:
    if file.path.name == "southshire.toml":
        add_procedure(desk.folder / "procedures", file.path)
    walker = Walker(desk, file.procedure)
    for stage in file.procedure.stages:
        for outcome in outcomes_of(file.procedure):
            walker.number += 1
            ref = f"W-{walker.number}"
            desk.at(f"{walker.hour:%Y-%m-%dT%H:%M}Z")
            desk.opens(stage, ref=ref, procedure=file.procedure.label)
            walker.closes(ref, outcome)


@pytest.mark.clause("Y26")
def test_a_stage_that_was_closed_from_goes_on_with_its_own_clocks(
    desk: Desk, file: ProcedureFile
) -> None:
    if file.path.name == "southshire.toml":
        add_procedure(desk.folder / "procedures", file.path)
    walker = Walker(desk, file.procedure)
    for stage in file.procedure.stages:
        walker.number += 1
        ref = f"W-{walker.number}"
        desk.at(f"{walker.hour:%Y-%m-%dT%H:%M}Z")
        desk.opens(stage, ref=ref, procedure=file.procedure.label)
        before = [(d.key, d.due) for d in desk.case(ref).deadlines]
        walker.closes(ref, OPENED_IN_ERROR)
        assert [d for d in desk.case(ref).deadlines if d.is_open] == []
        walker.types("reopen", ref, "--reason", "It was no error.")
        assert desk.case(ref).dispute.stage.id == stage
        assert [(d.key, d.due) for d in desk.case(ref).open_deadlines] == before
