"""The dispute that a log tells: plain lists, gone through from the beginning every time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from tests.attacks.plain.days import Days, When, before, by_when, day_of, ends, minute, starts
from tests.attacks.plain.log import Fact, History, Refused
from tests.attacks.plain.route import Route


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
    at: When | None = None
    recorded: When | None = None
    number: int = 0


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
        self.decided: list[dict[str, Any]] = []
        self.agreed: list[dict[str, Any]] = []
        self.sooner: list[dict[str, Any]] = []
        self.chases: list[dict[str, Any]] = []
        self.chased: dict[int, When] = {}
        self.risks: list[dict[str, Any]] = []
        self.calmed: list[int] = []
        self.tellings: list[tuple[int, str, When]] = []
        self.closings: list[dict[str, Any]] = []
        self.actions: list[dict[str, Any]] = []
        self.done: list[dict[str, Any]] = []
        self.agencies: list[str] = []
        self.closed_at: When | None = None
        self.outcome = ""
        self.misfits: set[str] = set()
        self.as_of = as_of
        counting = [move.id for move in self.history.moves]
        ended = False
        for self.number, raw in enumerate(order, 1):
            fact = self.history.as_it_stands(raw)
            if fact.id in self.history.withdrawn or (fact.moves and fact.id not in counting):
                continue
            ended = ended or (fact.moves and starts(fact.at) > as_of)
            # what is decided or agreed is so in the stage that the move before it led to
            follows = fact.moves or fact.kind in ("decided", "agreed")
            if starts(fact.at) > as_of or (follows and ended):
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
        self.opened = fact
        self._join([*facts.get("raised_by", ()), *facts.get("with", ())])
        for event, on in facts.get("events", {}).items():
            missing = tuple(self.route.missing(event, {}, {}))
            self.events.append(Event(event, on, place, missing=missing))
        rows, reached = list(self.route.stages), facts.get("reached", {})
        earlier = [(s, on) for s, on in reached.items() if s != facts["stage"]]
        for stage, on in sorted(earlier, key=lambda e: (starts(e[1]), rows.index(e[0]))):
            self._enter(stage, on, place)
        self._enter(facts["stage"], reached.get(facts["stage"], fact.at), place)

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
            facts = fact.facts
            here = {"visit": len(self.visits) - 1, "at": fact.at, "place": place}
            self.decided.append({**here, "codes": facts["codes"]})
            self._act(fact)
            if fact.closes:
                self._close(fact, place)
            elif facts.get("to"):
                self._enter(facts["to"], fact.at, place)

    def _act(self, fact: Fact) -> None:
        """What was agreed that somebody does."""
        keys = [key for key in fact.texts if key.startswith("action-")]
        for key in sorted(keys, key=lambda each: int(each[7:])):
            dates = fact.facts.get("action_dates", {})
            by = dates[key[7:]] if key[7:] in dates else by_when(fact.texts[key] or "")
            here = {"visit": len(self.visits) - 1, "entry": fact.id, "key": key}
            self.actions.append({**here, "by": by})

    def _closed(self, fact: Fact, place: int) -> None:
        if self.closed_at is not None:
            self.misfits.add(fact.id)
            return
        self._act(fact)
        self._close(fact, place)

    def _close(self, fact: Fact, place: int) -> None:
        self.visits[-1].left, self.visits[-1].until = fact.at, place
        self.closed_at, self.outcome = fact.at, fact.facts["outcome"]
        here = {"visit": len(self.visits) - 1, "at": fact.at, "place": place, "entry": fact.id}
        self.closings.append({**here, "outcome": self.outcome})

    def _reopened(self, fact: Fact, _: int) -> None:
        if self.closed_at is None:
            self.misfits.add(fact.id)
            return
        self.visits[-1].left = self.visits[-1].until = None
        self.closed_at, self.outcome = None, ""

    def _recorded(self, fact: Fact, place: int) -> None:
        facts = fact.facts
        planned, agency = facts.get("planned", False), facts.get("agency", "")
        missing = tuple(self.route.missing(facts["event"], facts.get("details", {}), fact.texts))
        said = None if planned else self._said_at_opening(facts)
        if said is not None:
            said.missing, said.number = missing, self.number
            return
        said = Event(facts["event"], facts["on"], place, planned, agency, missing, fact.at)
        said.recorded, said.number = minute(fact.recorded), self.number
        self.events.append(said)

    def _said_at_opening(self, facts: dict[str, Any]) -> Event | None:
        """The same event, dated for the same day when the dispute was opened."""
        kinds, agency = self.opened.facts.get("event_kinds", {}), facts.get("agency", "")
        both = {kinds.get(facts["event"], ""), facts.get("details", {}).get("kind", "")} - {""}
        for event in self.events:
            same = (event.number, event.event, event.agency) == (0, facts["event"], agency)
            if same and day_of(event.on) == day_of(facts["on"]) and len(both) < 2:
                return event
        return None

    def _agreed(self, fact: Fact, place: int) -> None:
        facts = fact.facts
        about = {"duty": facts.get("duty", "main"), "agency": facts.get("agency", "")}
        here = {"visit": len(self.visits) - 1, "at": fact.at, "place": place}
        said = {"on": facts["on"], "accepted": facts.get("accepted", [])}
        written = {"number": self.number, "recorded": minute(fact.recorded)}
        self.agreed.append({**about, **here, **said, **written})

    def _sooner(self, fact: Fact, place: int) -> None:
        scope, on = fact.facts.get("stage", ""), fact.facts["on"]
        when = {"place": place, "at": fact.at, "recorded": minute(fact.recorded)}
        self.sooner.append({"entry": fact.id, **when, "scope": scope, "on": on})

    def _chase(self, fact: Fact, place: int) -> None:
        facts = fact.facts
        if facts.get("done"):
            entries = [each["entry"] for each in self.chases]
            number, named = facts["done"], facts.get("entry", "")
            if named:
                number = 1 + entries.index(named) if named in entries else 0
            self.chased[number] = min(self.chased.get(number, fact.at), fact.at, key=starts)
        else:
            here = {"visit": len(self.visits) - 1, "at": fact.at, "place": place}
            self.chases.append({**here, "by": facts["by_when"], "entry": fact.id})

    def _risk(self, fact: Fact, place: int) -> None:
        facts = fact.facts
        if facts.get("on") is not None:
            here = {"visit": len(self.visits) - 1, "place": place}
            self.risks.append({**here, "on": facts["on"]})
        if facts.get("ended") is not None:
            self.calmed.append(place)
            for risk in self.risks:
                if "ended" not in risk and not before(facts["ended"], risk["on"]):
                    risk["ended"] = facts["ended"]
        self.tellings += [(place, role, when) for role, when in facts.get("told", {}).items()]

    def _done(self, fact: Fact, place: int) -> None:
        facts = fact.facts
        about = {"duty": facts["duty"], "entry": facts.get("entry", ""), "place": place}
        self.done.append({**about, "key": facts.get("key", ""), "on": facts["on"]})

    def _party(self, fact: Fact, _: int) -> None:
        self._join([fact.facts.get("agency", "")])

    # ---------------------------------------------------------------- what can be asked

    @property
    def under_way(self) -> bool:
        """Whether it was taken in under way."""
        facts = self.opened.facts
        return bool(facts.get("reached")) or facts["stage"] not in self.route.starts

    @property
    def concerned(self) -> list[str]:
        """The agencies that the dispute was opened with."""
        return list(self.opened.facts.get("with", ()))

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
        """Each time it did, earliest first."""
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
