"""A log and the dispute it tells: plain lists, gone through from the beginning every time."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from tests.attacks.plain.days import DATA, Days, When, before, day_of, ends, starts


class Refused(Exception):
    """The command is refused, with this exit code."""

    def __init__(self, code: int = 3) -> None:
        self.code = code


# ------------------------------------------------------------------ procedures


class Route:
    """A procedure as its file has it."""

    def __init__(self, name: str) -> None:
        (path,) = (p for p in (DATA / "procedures").iterdir() if p.name.startswith(f"{name}@"))
        raw = tomllib.loads(path.read_text("utf-8"))
        self.id = name
        self.stages: dict[str, dict[str, Any]] = {stage["id"]: stage for stage in raw["stage"]}
        self.events: dict[str, dict[str, Any]] = raw["events"]
        self.outcomes = [*raw["outcomes"], "opened-in-error"]
        self.grounds = list(raw.get("grounds", ()))
        self.starts = [stage["id"] for stage in raw["stage"] if stage.get("start")]

    def moves(self, stage: str) -> list[dict[str, Any]]:
        return list(self.stages[stage].get("moves", ()))

    def move(self, stage: str, to: str) -> dict[str, Any] | None:
        return next((move for move in self.moves(stage) if move["to"] == to), None)

    def decisions(self, stage: str) -> dict[str, dict[str, Any]]:
        return {each["code"]: each for each in self.stages[stage].get("decision", ())}

    def once(self, event: str) -> bool:
        return not self.events[event].get("recurring")

    def needed(self, event: str) -> list[str]:
        details = self.events[event].get("details", {})
        return [name for name, detail in details.items() if detail.get("needed")]


# ------------------------------------------------------------------ the log


@dataclass(frozen=True)
class Fact:
    """One thing that was recorded; `knows` holds the ids of all that was there, its own too."""

    id: str
    kind: str
    at: When
    recorded: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    knows: frozenset[str] = frozenset()

    @property
    def closes(self) -> bool:
        return self.kind == "closed" or self.facts.get("to") == "closed"

    @property
    def moves(self) -> bool:
        moving = ("opened", "escalated", "closed", "reopened")
        return self.kind in moving or (self.kind == "decided" and bool(self.facts["to"]))


def apart(one: Fact, other: Fact) -> bool:
    return one.id not in other.knows and other.id not in one.knows


def in_order(log: Iterable[Fact]) -> list[Fact]:
    """After all they know; not closing before closing; then as recorded; then by id."""
    waiting, placed, written = list(log), [], {}
    for fact in waiting:
        known = [other.recorded for other in waiting if other.id in fact.knows]
        written[fact.id] = max([fact.recorded, *known])
    while waiting:
        done = {fact.id for fact in placed}
        free = [f for f in waiting if f.knows - {f.id} <= done]
        chosen = min(free, key=lambda f: (f.kind != "opened", f.closes, written[f.id], f.id))
        placed.append(chosen)
        waiting.remove(chosen)
    return placed


def redacted(log: Iterable[Fact]) -> set[tuple[str, str]]:
    """(id, key) of every text that is gone; in corrections too, save those made knowing it."""
    log, gone = list(log), set()
    for fact in log:
        for key in fact.facts["keys"] if fact.kind == "redacted" else ():
            gone.add((fact.facts["entry"], key))
            for other in log:
                about = other.kind == "corrected" and other.facts["entry"]
                if about == fact.facts["entry"] and fact.id not in other.knows:
                    gone.add((other.id, f"set-{key}"))
    return gone


class History:
    """What a log says of itself: what was set aside, what is corrected, which moves count."""

    def __init__(self, order: list[Fact], whole: list[Fact] | None = None) -> None:
        self.order = order
        self.gone = redacted(whole or order)
        self.withdrawn: set[str] = set()
        for fact in reversed(order):
            if fact.facts.get("withdraw") and fact.id not in self.withdrawn:
                self.withdrawn.add(fact.facts["entry"])
        live = [fact for fact in order if fact.id not in self.withdrawn]
        self.corrections = [f for f in live if f.kind == "corrected" and "set" in f.facts]
        moves = [fact for fact in live if fact.moves]
        stands = {fact.facts["stands"] for fact in live if fact.kind == "settled"}
        standing = [move for move in moves if move.id in stands]
        rivals = [
            move
            for move in moves
            if move.id in stands or not any(apart(move, other) for other in standing)
        ]
        self.moves: list[Fact] = []
        self.apart: list[Fact] = []
        for move in rivals:
            follows = not self.moves or self.moves[-1].id in move.knows
            unseen = move.closes and any(apart(move, other) for other in rivals)
            (self.moves if follows and not unseen else self.apart).append(move)

    @property
    def contested(self) -> set[str]:
        """The moves that there are to choose from."""
        against = {m.id for m in self.moves if any(apart(m, other) for other in self.apart)}
        return against | {move.id for move in self.apart}

    def texts(self, fact: Fact) -> dict[str, str | None]:
        """The texts an entry has by itself; None for those that are gone."""
        return {k: None if (fact.id, k) in self.gone else text for k, text in fact.texts.items()}

    def as_it_stands(self, fact: Fact) -> Fact:
        """The entry with its corrections laid over it, the last one on top."""
        texts, facts, at = self.texts(fact), dict(fact.facts), fact.at
        for correction in self.corrections:
            if correction.facts["entry"] != fact.id:
                continue
            for key, value in correction.facts["set"].items():
                table, dot, name = key.partition(".")
                if key == "at":
                    at = value
                elif dot:
                    facts[table] = {**facts[table], name: value}
                else:
                    facts[key] = value
            over = self.texts(correction).items()
            texts |= {key[4:]: text for key, text in over if key.startswith("set-")}
        return replace(fact, at=at, facts=facts, texts=texts)


# ------------------------------------------------------------------ the dispute


@dataclass
class Visit:
    stage: str
    number: int
    entered: When
    since: int
    left: When | None = None
    until: int | None = None
    known: bool = True


@dataclass
class Event:
    event: str
    on: When
    place: int
    planned: bool = False
    agency: str = ""
    missing: tuple[str, ...] = ()


class Told:
    """A dispute as of an instant: its log told from the beginning."""

    def __init__(
        self, route: Route, order: list[Fact], as_of: datetime, whole: list[Fact] | None = None
    ) -> None:
        self.route = route
        self.history = History(order, whole)
        self.told: list[Fact] = []
        self.visits: list[Visit] = []
        self.events: list[Event] = []
        self.decided: list[tuple[int, When, list[str]]] = []
        self.agreed: list[tuple[int, When]] = []
        self.sooner: list[tuple[int, str, When]] = []
        self.agencies: list[str] = []
        self.chases: list[int] = []
        self.done: list[int] = []
        self.risks: list[When] = []
        self.closed_at: When | None = None
        self.outcome = ""
        self.misfits: set[str] = set()
        counting = [move.id for move in self.history.moves]
        ended = False
        for raw in order:
            fact = self.history.as_it_stands(raw)
            if fact.id in self.history.withdrawn or (fact.moves and fact.id not in counting):
                continue
            ended = ended or (fact.moves and starts(fact.at) > as_of)
            if starts(fact.at) > as_of or (fact.moves and ended):
                continue
            if fact.kind == "opened" or self.told:
                self.told.append(fact)
                getattr(self, f"_{fact.kind}", lambda *_: None)(fact, len(self.told) - 1)
        if not self.told:
            raise Refused(4)

    # ---------------------------------------------------------------- what each kind does

    def _enter(self, stage: str, at: When, place: int) -> None:
        if self.visits and self.visits[-1].left is None:
            here = self.visits[-1]
            here.left, here.until = at, place
            here.known = here.since != place or self.route.move(here.stage, stage) is not None
        number = 1 + sum(visit.stage == stage for visit in self.visits)
        self.visits.append(Visit(stage, number, at, place))

    def _join(self, agencies: Iterable[str]) -> None:
        self.agencies += [each for each in agencies if each and each not in self.agencies]

    def _opened(self, fact: Fact, place: int) -> None:
        facts = fact.facts
        self._join([*facts["raised_by"], *facts["with"]])
        self.events += [Event(event, on, place) for event, on in facts["events"].items()]
        rows = list(self.route.stages)
        earlier = [(s, on) for s, on in facts["reached"].items() if s != facts["stage"]]
        for stage, on in sorted(earlier, key=lambda e: (starts(e[1]), rows.index(e[0]))):
            self._enter(stage, on, place)
        self._enter(facts["stage"], facts["reached"].get(facts["stage"], fact.at), place)

    def _is_here(self, fact: Fact) -> bool:
        here = self.closed_at is None and self.visits[-1].stage == fact.facts["from"]
        if not here:
            self.misfits.add(fact.id)
        return here

    def _escalated(self, fact: Fact, place: int) -> None:
        if self._is_here(fact):
            self._enter(fact.facts["to"], fact.at, place)

    def _decided(self, fact: Fact, place: int) -> None:
        if self._is_here(fact):
            self.decided.append((len(self.visits) - 1, fact.at, fact.facts["codes"]))
            if fact.closes:
                self._closed(fact, place)
            elif fact.facts["to"]:
                self._enter(fact.facts["to"], fact.at, place)

    def _closed(self, fact: Fact, place: int) -> None:
        if self.closed_at is not None:
            self.misfits.add(fact.id)
            return
        self.visits[-1].left, self.visits[-1].until = fact.at, place
        self.closed_at, self.outcome = fact.at, fact.facts["outcome"]

    def _reopened(self, fact: Fact, _: int) -> None:
        if self.closed_at is None:
            self.misfits.add(fact.id)
            return
        self.visits[-1].left = self.visits[-1].until = None
        self.closed_at, self.outcome = None, ""

    def _recorded(self, fact: Fact, place: int) -> None:
        facts = fact.facts
        given = {key.removeprefix("detail-") for key in fact.texts}
        missing = tuple(n for n in self.route.needed(facts["event"]) if n not in given)
        self.events.append(
            Event(facts["event"], facts["on"], place, facts["planned"], facts["agency"], missing)
        )

    def _agreed(self, fact: Fact, _: int) -> None:
        self.agreed.append((len(self.visits) - 1, fact.facts["on"]))

    def _sooner(self, fact: Fact, place: int) -> None:
        self.sooner.append((place, fact.facts["stage"], fact.facts["on"]))

    def _chase(self, fact: Fact, place: int) -> None:
        (self.done if fact.facts["done"] else self.chases).append(fact.facts["done"] or place)

    def _risk(self, fact: Fact, _: int) -> None:
        if fact.facts["on"] is not None:
            self.risks.append(fact.facts["on"])

    def _party(self, fact: Fact, _: int) -> None:
        self._join([fact.facts["agency"]])

    # ---------------------------------------------------------------- what can be asked

    @property
    def here(self) -> Visit:
        return self.visits[-1]

    @property
    def apart(self) -> set[str]:
        return {move.id for move in self.history.apart}

    @property
    def is_damaged(self) -> bool:
        return bool(self.apart or self.misfits)

    def happened(self, event: str, agency: str = "") -> list[Event]:
        found = [e for e in self.events if e.event == event and not e.planned]
        found = [e for e in found if not agency or e.agency == agency]
        return sorted(found, key=lambda e: (starts(e.on), e.place))

    def last_move(self) -> When:
        return [fact.at for fact in self.told if fact.moves][-1]

    def out_of_order(self) -> set[str]:
        """Moves before those they follow, stages left before they were entered."""
        left = [visit for visit in self.visits if visit.left is not None]
        found = {f"left {v.stage}" for v in left if v.left and before(v.left, v.entered)}
        moves = [fact for fact in self.told if fact.moves]
        return found | {late.id for early, late in pairwise(moves) if before(late.at, early.at)}

    def quiet(self, days: Days, as_of: When) -> int | None:
        """Working days in which nothing was recorded, when there are five of them."""
        if self.closed_at is not None:
            return None
        last = max(
            min(day_of(fact.recorded), day_of(as_of))
            if fact.recorded <= ends(as_of)
            else day_of(fact.at)
            for fact in self.told
        )
        found = days.between(last, day_of(as_of))
        return found if found >= 5 else None
