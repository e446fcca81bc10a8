"""The model of a published route: stages, deadlines, limits, events, decisions, outcomes.

These are values only. `reader` makes them from a data file, `checks` finds problems of a route, and
`moves` says which moves are possible next.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Literal

from resolutions_cli.core.packing import Packing
from resolutions_cli.core.procedure.limit import (
    MAIN,
    EndDays,
    Extension,
    Limit,
    Pause,
    Pick,
    Strength,
)
from resolutions_cli.core.time.amount import Amount, Unit
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ the stages as a graph


#: The stages that each stage leads to directly, by its id; each of them is a key too.
Ways = Mapping[str, Sequence[str]]


def stages_between(ways: Ways, start: str, end: str) -> tuple[str, ...]:
    """The stages strictly between two on the shortest way; empty without a way."""
    before: dict[str, str] = {start: ""}
    queue = deque([start])
    while queue and end not in before:
        here = queue.popleft()
        for way in ways[here]:
            if way not in before:
                before[way] = here
                queue.append(way)
    between: list[str] = []
    step = before.get(end, "")
    while step and step != start:
        between.append(step)
        step = before[step]
    return tuple(reversed(between))


def leads_to(ways: Ways, start: str, end: str) -> bool:
    """Whether one stage leads to another, directly or through others."""
    return end in _reached(ways, ways[start])


def on_every_way(start: str, ways: Ways) -> Iterator[str]:
    """The stages on every way from `start` to where the route ends, nearest first.

    The route ends in a stage without a way on, or in stages that lead only to one another. A loop
    that can be left is left sooner or later, so it does not avoid a stage.
    """
    reached = _reached(ways, [start])
    ends = {stage for stage in reached if all(stage in _reached(ways, [to]) for to in ways[stage])}
    for stage in reached:
        if stage != start and not _can_avoid(stage, start, ends, ways):
            yield stage


def _can_avoid(avoided: str, start: str, ends: set[str], ways: Ways) -> bool:
    """Whether a route can lead from `start` to an end, and stay there, without a certain stage."""
    staying = ends - {avoided}
    while stuck := {s for s in staying if ways[s] and staying.isdisjoint(ways[s])}:
        staying -= stuck
    return not staying.isdisjoint(_reached(ways, [start], without=avoided))


def _reached(ways: Ways, begin: Sequence[str], without: str = "") -> Sequence[str]:
    """The stages that can be reached, those of `begin` included, the nearest first."""
    found = dict.fromkeys(begin)
    queue = deque(begin)
    while queue:
        for to in ways[queue.popleft()]:
            if to not in found and to != without:
                found[to] = None
                queue.append(to)
    return tuple(found)


# ------------------------------------------------------------------ the published route


#: The value of `to` in a decision or a move that ends the dispute.
CLOSED = "closed"


class Move(Value):
    """A way on that `escalate` may take.

    With `grounds`, one or more of these codes must be given. `questions` (by key) are answered with
    `--answer`; an unanswered one is a gap and never blocks the move.
    """

    to: str
    grounds: tuple[str, ...] = ()
    questions: Mapping[str, str] = {}
    line: int = 0


class Decision(Value):
    """A decision that `decide` may record in a stage.

    `to` is "" (the dispute stays), a stage's id, or "closed", and then the code is an outcome.
    `any`: it may be chosen together with others that have `any`. `questions` are as for a Move.
    """

    code: str
    means: str
    to: str = ""
    any: bool = False
    questions: Mapping[str, str] = {}
    line: int = 0


class Duty(Value):
    """Something that somebody must have done by a time, besides the main duty of the stage.

    `until` are the events, or decisions of the stage, that fulfil it; the first one counts. `each`
    makes one duty for every agency of the dispute ("agency"), or for those that the concerns relate
    to ("concerned"). `arises` is the event, or the decision of the stage, that creates the duty
    each time; None if it arises with the stage.
    """

    id: str
    title: str
    who: tuple[str, ...]
    until: tuple[str, ...]
    each: Literal["agency", "concerned"] | None = None
    arises: str | None = None
    limits: tuple[Limit, ...] = ()
    line: int = 0


class Detail(Value):
    """A detail that the record of an event must hold.

    `choices` are the codes of `one-of` and `all-of`; an all-of needs every one of them. `at_least`
    is how many `people` or `agencies` it needs, `role` the role in which the people are counted. An
    event that lacks a `needed` detail is incomplete and fulfils no duty.
    """

    id: str
    means: str
    kind: Literal["text", "yes-no", "one-of", "all-of", "people", "agencies"]
    choices: Mapping[str, str] = {}
    role: str = ""
    at_least: int = 0
    needed: bool = False


class Event(Value):
    """Something dated that clocks count from or that fulfils a duty.

    `kinds` are codes; one of them is recorded with it. `planned`: it may have a future date.
    `recurring`: it may happen several times. `of_agency`: it belongs to one agency, and fulfils
    that agency's duty only.
    """

    id: str
    means: str
    kinds: tuple[str, ...] = ()
    planned: bool = False
    recurring: bool = False
    of_agency: bool = False
    details: Mapping[str, Detail] = {}
    line: int = 0


class Stage(Value):
    """One rung or room of the route, with its main duty's limits and the ways on.

    `does` describes the work of its people, `instead` another way that the text allows. `needs` are
    events that `open` asks for when a dispute starts here, `asks` events to record while here.
    `until` are the events and decisions that fulfil the main duty before the stage is left; the
    first one counts. It is empty when only leaving does. `decide_first`: closing from here takes a
    decision of this stage first. `limits` are its own and the caps on it. `informal`: it is logged
    and not counted as an escalation; `meanwhile` is what stands while the dispute is here.
    """

    id: str
    title: str
    who: tuple[str, ...]
    does: str = ""
    instead: str = ""
    start: bool = False
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    cite: str = ""
    moves: tuple[Move, ...] = ()
    until: tuple[str, ...] = ()
    decide_first: bool = False
    informal: bool = False
    meanwhile: str = ""
    limits: tuple[Limit, ...] = ()
    decisions: Mapping[str, Decision] = {}
    duties: tuple[Duty, ...] = ()
    line: int = 0

    def move_to(self, stage_id: str) -> Move | None:
        """The move from here to that stage, if the route has it."""
        return next((move for move in self.moves if move.to == stage_id), None)

    @property
    def ways(self) -> tuple[str, ...]:
        """The stages that a move or a decision leads to, in the file's order, each once."""
        decided = (decision.to for decision in self.decisions.values())
        ways = (*(move.to for move in self.moves), *(to for to in decided if to and to != CLOSED))
        return tuple(dict.fromkeys(ways))


class RiskRules(Value):
    """Who is told at once when a child is at immediate risk, and where the text says so."""

    tell: tuple[str, ...]
    cite: str


#: The rules for a procedure that is silent on immediate risk. Not from any published text.
GENERAL_RISK = RiskRules(
    tell=("safeguarding-lead", "police", "social-care"),
    cite="general practice, not in this text",
)

GENERAL_ROLES: Mapping[str, str] = {
    "safeguarding-lead": "Designated safeguarding lead of your own agency",
    "police": "Police",
    "social-care": "Children's social care",
}

OPENED_IN_ERROR = "opened-in-error"


class Procedure(Value):
    """A partnership's published route, as its data file states it.

    `digest` is the hex SHA-256 of the file's bytes. `asks` are the events `open` asks for;
    `concerns`, `grounds`, `about`, `roles` and `outcomes` are codes with their meanings, in the
    file's order. `outcomes` does not list OPENED_IN_ERROR, which every procedure has. After an
    outcome in `follow_up` somebody carries out the accepted recommendation, and the record follows
    it. `checked_on` is when somebody last compared the file with the published text; `in_force` is
    since when the text is. `hours` are the working hours, in minutes from midnight. `about_whom` is
    whose safety disputes are about, "a child" where the file says nothing; `meanwhile` is what
    stands while a dispute runs.
    """

    id: str
    version: str
    title: str
    owner: str
    nation: str
    source: str
    url: str = ""
    checked_on: date | None = None
    in_force: date | None = None
    hours: tuple[int, int] | None = None
    about_whom: str = ""
    meanwhile: str = ""
    asks: tuple[str, ...] = ()
    concerns: Mapping[str, str] = {}
    grounds: Mapping[str, str] = {}
    about: Mapping[str, str] = {}
    roles: Mapping[str, str] = {}
    risk: RiskRules = GENERAL_RISK
    outcomes: Mapping[str, str] = {}
    follow_up: tuple[str, ...] = ()
    events: Mapping[str, Event] = {}
    stages: Mapping[str, Stage] = {}
    digest: str = ""

    @property
    def label(self) -> str:
        """Id and version, as "nyscp@as-read-2024-05"."""
        return f"{self.id}@{self.version}"

    @property
    def starts(self) -> tuple[Stage, ...]:
        """The stages where a dispute may start, in the file's order."""
        return tuple(stage for stage in self.stages.values() if stage.start)

    @cached_property
    def ways(self) -> Ways:
        """The stages that the moves and decisions of each stage lead to, by its id."""
        known = self.stages
        return {stage.id: tuple(to for to in stage.ways if to in known) for stage in known.values()}

    @cached_property
    def moving_events(self) -> frozenset[str]:
        """The events that may make a date later, even when they are first recorded."""
        return frozenset(
            start
            for stage in self.stages.values()
            for limits in (stage.limits, *(duty.limits for duty in stage.duties))
            for limit in limits
            if limit.pick is Pick.LATEST
            for start in limit.starts
        )

    def ahead(self, stage: str) -> tuple[Stage, ...]:
        """The stages that lie on every way on from a stage, nearest first."""
        if stage not in self._ahead:
            self._ahead[stage] = tuple(self.stages[id_] for id_ in on_every_way(stage, self.ways))
        return self._ahead[stage]

    @cached_property
    def _ahead(self) -> dict[str, tuple[Stage, ...]]:
        return {}

    def until(self, stage: str, duty: str) -> tuple[str, ...]:
        """The events and decisions that fulfil a duty of a stage; empty for a duty that is not its
        own."""
        found = self.stages[stage]
        if duty == MAIN:
            return found.until
        return next((each.until for each in found.duties if each.id == duty), ())

    def is_of_agencies(self, event: str, detail: str) -> bool:
        """Whether a detail of an event has agencies."""
        found = self.events.get(event)
        return (
            found is not None
            and detail in found.details
            and (found.details[detail].kind == "agencies")
        )

    def role(self, code: str) -> str:
        """The words for a role code; any other text is returned as it is."""
        return self.roles.get(code) or GENERAL_ROLES.get(code, code)

    def role_code(self, words: str) -> str | None:
        """The role with that code or those words; None if the procedure has none."""
        roles = {**GENERAL_ROLES, **self.roles}
        by_words = {said.casefold(): code for code, said in roles.items()}
        typed = words.strip().casefold()
        return typed if typed in roles else by_words.get(typed)

    def who(self, codes: tuple[str, ...]) -> str:
        """The people named by `codes`, in one line."""
        return "; ".join(self.role(code) for code in codes)


#: How a procedure that was read is stored.
PROCEDURE = Packing(
    *(Procedure, Stage, Duty, Decision, Move, Event, Detail, RiskRules, Limit, Amount, Unit),
    *(Strength, Pick, EndDays, Pause, Extension),
)


# ------------------------------------------------------------------ a procedure that can be used


class KnownProcedure(Value):
    """A procedure and where its file is: with the program, in the workspace, or both.

    `stale` is why it should be compared with the published text; empty if that was done lately.
    `waits`: it came from another copy and was not accepted here. `checked_on` is when it was last
    compared, as its file or this workspace says; `checked_by` is empty where the file says so.
    """

    procedure: Procedure
    shipped: bool
    here: bool
    stale: str = ""
    waits: bool = False
    checked_on: date | None = None
    checked_by: str = ""
