"""The main duty of each visit: its clocks, when it is due, how it ended, where it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.attacks.plain.days import (
    Days,
    When,
    before,
    day_of,
    ends,
    last_day,
    months_on,
    shown,
    starts,
)
from tests.attacks.plain.record import Event, Told, Visit


@dataclass
class Clock:
    of: str | None
    due: When | None = None
    began: When | None = None
    planned: bool = False


class Main:
    """The main duty of a visit: its clocks, when it is due, and how it ended."""

    def __init__(self, told: Told, index: int, days: Days) -> None:
        self.visit = told.visits[index]
        self.stage = told.route.stages[self.visit.stage]
        self._told, self._index, self._days = told, index, days
        self.clocks = [*self._own(), *self._ahead(), *self._safe()]
        dated = [clock.due for clock in self.clocks if clock.due]
        self.due = min(dated, key=ends, default=None)
        self.done = self._done()

    def _own(self) -> list[Clock]:
        visit, agreed = self.visit, [on for at, on in self._told.agreed if at == self._index]
        before_it = [
            v for v in self._told.visits if v.stage == visit.stage and v.number == visit.number - 1
        ]
        clocks = []
        for limit in self.stage.get("limit", ()):
            if limit.get("agreed"):
                clocks.append(Clock(None, agreed[-1] if agreed else None))
            else:
                clocks.append(self._count(limit, before_it))
        return clocks

    def _ahead(self) -> list[Clock]:
        """Clocks of stages that nothing leads round, of events that have happened."""
        route, stage, clocks = self._told.route, self.stage, []
        met = {(limit.get("within"), limit.get("of")) for limit in stage.get("limit", ())}
        been = {stage["id"]}
        while len(stage.get("moves", ())) == 1 and stage["moves"][0]["to"] not in been:
            stage = route.stages[stage["moves"][0]["to"]]
            been.add(stage["id"])
            visits = [v for v in self._told.visits[: self._index] if v.stage == stage["id"]]
            for limit in stage.get("limit", ()):
                same = (limit.get("within"), limit.get("of"))
                if limit.get("agreed") or limit["of"] == "entered" or same in met:
                    continue
                met.add(same)
                clock = self._count(limit, visits[-1:])
                late = clock.began and self.visit.left and before(self.visit.left, clock.began)
                if clock.began is not None and not clock.planned and not late:
                    clocks.append(clock)
        return clocks

    def _safe(self) -> list[Clock]:
        """The date that keeps the child safe: the newest for all stages, or for this one."""
        newest = {stage: (place, on) for place, stage, on in self._told.sooner}
        fitting = [newest[scope] for scope in newest if scope in ("", self.visit.stage)]
        if not fitting:
            return []
        place, on = min(fitting, key=lambda each: ends(each[1]))
        was_left = self.visit.until is not None and self.visit.until < place
        return [] if was_left or starts(self.visit.entered) > ends(on) else [Clock(None, on)]

    def _count(self, limit: dict[str, Any], previous: list[Visit]) -> Clock:
        if limit["of"] == "entered":
            begun, planned = self.visit.entered, False
        else:
            found = [e for e in self._told.happened(limit["of"]) if _since(e, previous)]
            plans = [e for e in self._told.events if e.event == limit["of"]][-1:]
            plans = [e for e in plans if e.planned and _since(e, previous)]
            if not found and not plans:
                return Clock(limit["of"])
            begun, planned = (found or plans)[0].on, not found
        return Clock(limit["of"], self._end(limit["within"], begun), begun, planned)

    def _end(self, within: str, begun: When) -> When:
        if within == "immediately":
            return day_of(begun)
        number, unit = int(within.split()[0]), within.split(maxsplit=1)[1].rstrip("s")
        if unit == "hour":
            return starts(begun) + timedelta(hours=number)
        if unit == "month":
            return months_on(day_of(begun), number)
        assert unit == "working day"
        return self._days.add(day_of(begun), number)

    def _done(self) -> When | None:
        """The event or decision that the stage is until, or leaving it, whichever came first."""
        until = self.stage.get("until", "")
        found: list[When] = [self.visit.left] if self.visit.left is not None else []
        if until in self._told.route.events:
            once = self._told.route.once(until)
            events = [e for e in self._told.happened(until) if not e.missing]
            events = [e for e in events if once or not before(e.on, self.visit.entered)]
            found += [e.on for e in events[:1]]
        elif until:
            decided = [(at, codes) for i, at, codes in self._told.decided if i == self._index]
            found = [at for at, codes in decided if until in codes][:1] + found
        return min(found, key=ends, default=None)

    def status(self, as_of: When) -> str:
        due, done = self.due, self.done
        if done is not None:
            both = isinstance(due, datetime) and isinstance(done, datetime)
            late = due is not None and (done > due if both else day_of(done) > last_day(due))
            return "missed" if late else "met"
        if due is None:
            return "no-date"
        if ends(as_of) > due if isinstance(due, datetime) else day_of(as_of) > due:
            return "overdue"
        if last_day(due) <= day_of(as_of):
            return "due-today"
        return "due-soon" if self._days.between(day_of(as_of), last_day(due)) <= 2 else "on-time"

    def document(self, ref: str, as_of: When) -> dict[str, Any]:
        """What JSON must say of it."""
        open_, due = self.done is None and self.due is not None, self.due
        today = day_of(as_of)
        return {
            "dispute": ref,
            "stage": self.visit.stage,
            "visit": self.visit.number,
            "due": shown(last_day(due)) if due is not None else None,
            "due_at": shown(due) if isinstance(due, datetime) else None,
            "status": self.status(as_of),
            "working_days_left": self._days.between(today, last_day(due)) if open_ else None,
            "working_days_over": self._days.between(last_day(due), today) if open_ else None,
            "fulfilled_at": shown(self.done),
            "limits": [(clock.of, shown(clock.due)) for clock in self.clocks],
        }


def _since(event: Event, previous: list[Visit]) -> bool:
    """After the visit before was left; on the same day the order of the log says."""
    if not previous:
        return True
    (visit,) = previous
    if visit.left is None or visit.until is None:
        return False
    return before(visit.left, event.on) or (
        not before(event.on, visit.left) and event.place > visit.until
    )


def mains(told: Told, days: Days) -> list[Main]:
    """The main duty of each visit that is known, in order."""
    return [Main(told, index, days) for index, visit in enumerate(told.visits) if visit.known]
