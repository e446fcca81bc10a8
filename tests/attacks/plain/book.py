"""What each command must answer: the entry that it records, or the exit code that refuses it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.attacks.plain.calculator import KEY
from tests.attacks.plain.days import (
    Days,
    When,
    before,
    day_of,
    ends,
    in_time,
    official_list,
    shown,
    starts,
)
from tests.attacks.plain.duties import rows
from tests.attacks.plain.log import Fact, History, Refused, in_order
from tests.attacks.plain.record import Told
from tests.attacks.plain.route import Route, newest
from tests.attacks.plain.safety import chains
from tests.attacks.plain.standing import document

#: Who records, as the login name.
BY = "Ann"

MINUTE = timedelta(minutes=1)
ABOUT_OTHERS = ("corrected", "redacted", "settled")

OFFICIAL = official_list()
ROUTES = {name: Route(newest(name)) for name in ("nyscp", "cyscb")}


def refuse(when: bool, code: int = 3) -> None:
    if when:
        raise Refused(code)


@dataclass(eq=False)
class Book:
    """A workspace: what was recorded in it, and which official lists it has."""

    logs: dict[str, list[Fact]] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    lists: list[dict[str, Any]] = field(default_factory=lambda: [OFFICIAL])
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def __post_init__(self) -> None:
        self.days = Days(*self.lists)

    def copy(self) -> "Book":
        """The workspace copied to another machine."""
        logs = {ref: list(log) for ref, log in self.logs.items()}
        return Book(logs, dict(self.routes), list(self.lists), self.now)

    def unite(self, other: "Book") -> None:
        """Every entry of the other comes to this one."""
        for ref, log in other.logs.items():
            own = self.logs.setdefault(ref, [])
            own += [fact for fact in log if fact.id not in {each.id for each in own}]
            self.routes[ref] = other.routes[ref]

    def imports(self, official: dict[str, Any]) -> None:
        """A newer list counts for the years it covers."""
        self.lists.append(official)
        self.days = Days(*self.lists)

    # ---------------------------------------------------------------- asking

    def told(self, ref: str, as_of: When | None = None, known_at: When | None = None) -> Told:
        """The dispute; raises Refused(4) when it had not been opened."""
        whole = in_order(self.logs[ref])
        order = whole
        if isinstance(known_at, datetime):
            order = [fact for fact in whole if fact.recorded < known_at + MINUTE]
        elif known_at is not None:
            order = [fact for fact in whole if fact.recorded < ends(known_at)]
        as_of = self.now if as_of is None else as_of
        cut = as_of if isinstance(as_of, datetime) else ends(as_of) - MINUTE
        return Told(self.routes[ref], order, cut, whole)

    def duties(self, ref: str, told: Told, as_of: When) -> list[dict[str, Any]]:
        """Every duty as JSON has it."""
        return [
            {"dispute": ref, **document(row, as_of, self.days)} for row in rows(told, self.days)
        ]

    def open_duties(self, as_of: When, known_at: When | None = None) -> list[dict[str, Any]]:
        """Those of every dispute that somebody owes."""
        found = []
        for ref in self.logs:
            try:
                told = self.told(ref, as_of, known_at)
            except Refused:
                continue
            found += [d for d in self.duties(ref, told, as_of) if d["fulfilled_at"] is None]
        return found

    def show(self, ref: str, as_of: When, known_at: When | None) -> dict[str, Any]:
        """What `show` must say."""
        told = self.told(ref, as_of, known_at)
        numbers = {fact.id: len(fact.knows) for fact in self.logs[ref]}
        cut = as_of if isinstance(as_of, datetime) else ends(as_of) - MINUTE
        lines = [told.history.as_it_stands(fact) for fact in told.history.order]
        return {
            "stage": told.here.stage,
            "open": told.closed_at is None,
            "closed_at": shown(told.closed_at),
            "outcome": told.outcome or None,
            "agencies": told.agencies,
            "quiet_days": told.quiet(self.days, as_of),
            "visits": [
                (v.stage, v.number, shown(v.entered), shown(v.left), v.known) for v in told.visits
            ],
            "events": [
                (e.event, shown(e.on), e.planned, e.agency or None, list(e.missing))
                for e in told.events
            ],
            "entries": [
                (numbers[f.id], f.id, f.kind, shown(f.at), self._standing(told, f), f.texts)
                for f in lines
                if starts(f.at) <= cut
            ],
            "damage": sorted(
                [("made-apart", id_) for id_ in told.apart]
                + [("not-allowed", id_) for id_ in told.misfits]
            ),
            "duties": sorted(
                self.duties(ref, told, as_of),
                key=lambda duty: (ref, *(str(duty[name]) for name in KEY)),
            ),
        }

    def _standing(self, told: Told, fact: Fact) -> str:
        if fact.id in told.history.withdrawn:
            return "withdrawn"
        if fact.id in told.apart:
            return "made-apart"
        if fact.moves and fact.id not in {move.id for move in told.history.moves}:
            return "settled-against"
        return "counts"

    # ---------------------------------------------------------------- recording

    def fact(self, ref: str, kind: str, at: When, texts: dict[str, str], /, **facts: Any) -> Fact:
        """An entry as it is about to be recorded: it knows everything that is here."""
        knows = frozenset(fact.id for fact in self.logs.get(ref, ()))
        return Fact("new", kind, at, self.now, facts, {**texts, "by": BY}, knows)

    def keep(self, ref: str, fact: Fact, id_: str) -> None:
        """It was recorded, and got that id."""
        kept = Fact(
            id_, fact.kind, fact.at, fact.recorded, fact.facts, fact.texts, fact.knows | {id_}
        )
        self.logs.setdefault(ref, []).append(kept)

    def _move(self, told: Told, at: When) -> When:
        """No move in a damaged dispute, and none before the last one."""
        refuse(told.is_damaged, 5)
        refuse(before(at, told.last_move()))
        return at

    def escalate(self, ref: str, at: When, to: str, grounds: list[str], departure: bool) -> Fact:
        told = self.told(ref)
        refuse(told.closed_at is not None)
        here, route = told.here.stage, told.route
        refuse(any(ground not in route.grounds for ground in grounds), 4)
        if not to:
            ways = route.moves(here)
            refuse(not ways)
            fitting = [w for w in ways if bool(w.get("grounds")) == bool(grounds)]
            fitting = ways if len(ways) == 1 else fitting
            refuse(len(fitting) != 1, 2)
            to = fitting[0]["to"]
        way = route.move(here, to)
        asked = way.get("grounds", []) if way else []
        grounded = way is not None and (not asked or bool(set(grounds) & set(asked)))
        if not (departure and not grounded):
            refuse(not grounded)
            refuse(bool(asked) and any(ground not in asked for ground in grounds), 4)
        facts = {"from": here, "to": to}
        return self.fact(ref, "escalated", self._move(told, at), {"reason": "why"}, **facts)

    def decide(self, ref: str, at: When, codes: list[str]) -> Fact:
        told = self.told(ref)
        refuse(told.closed_at is not None)
        known = told.route.decisions(told.here.stage)
        refuse(not known)
        refuse(any(code not in known for code in codes), 4)
        chosen = [known[code] for code in codes]
        refuse(len(chosen) > 1 and not all(each.get("any") for each in chosen))
        onward = [each for each in chosen if each["to"] not in ("", "closed")]
        closing = [each for each in chosen if each["to"] == "closed"]
        lead = (onward or closing or chosen)[0]
        if lead["to"]:
            self._move(told, at)
        refuse(before(at, told.last_move()))
        outcome = lead["code"] if lead["to"] == "closed" else ""
        facts = {"from": told.here.stage, "codes": codes, "to": lead["to"], "outcome": outcome}
        return self.fact(ref, "decided", at, {"reason": "why"}, **facts)

    def close(self, ref: str, at: When, outcome: str) -> Fact:
        told = self.told(ref)
        refuse(told.closed_at is not None)
        refuse(outcome not in told.route.outcomes, 4)
        here = len(told.visits) - 1
        first = told.route.stages[told.here.stage].get("decide_first")
        decided = any(each["visit"] == here for each in told.decided)
        refuse(bool(first) and not decided and outcome != "opened-in-error")
        facts = {"from": told.here.stage, "outcome": outcome}
        return self.fact(ref, "closed", self._move(told, at), {"reason": "why"}, **facts)

    def reopen(self, ref: str, at: When) -> Fact:
        told = self.told(ref)
        refuse(told.closed_at is None)
        to = told.here.stage
        return self.fact(ref, "reopened", self._move(told, at), {"reason": "why"}, to=to)

    def record(self, ref: str, event: str, on: When, at: When | None, agency: str) -> Fact:
        told = self.told(ref)
        rule = told.route.events[event]
        planned = starts(on) > self.now
        refuse(planned and not rule.get("planned"))
        refuse(planned and told.closed_at is not None)
        refuse(bool(agency) and agency not in told.agencies, 4)
        whose = agency if rule.get("of_agency") else ""
        refuse(told.route.once(event) and bool(told.happened(event, whose)))
        when = self.now if planned and at is None else on if at is None else at
        refuse(not planned and before(when, on))
        facts = {"event": event, "on": on, "planned": planned, "agency": agency}
        return self.fact(ref, "recorded", when, {}, **facts)

    def sooner(self, ref: str, at: When, to: When, stage: str) -> Fact:
        told = self.told(ref)
        refuse(told.closed_at is not None)
        dates = {chain.scope: chain.due for chain in chains(told) if not chain.met}
        for scope in {"", stage} & dates.keys():
            refuse(ends(dates[scope]) < ends(to) and in_time(at, dates[scope]))
        refuse(before(to, at))
        return self.fact(ref, "sooner", at, {"reason": "why"}, stage=stage, on=to)

    def agree(self, ref: str, at: When, on: When) -> Fact:
        told = self.told(ref)
        refuse(told.closed_at is not None)
        limits = told.route.stages[told.here.stage].get("limit", ())
        refuse(not any(limit.get("agreed") for limit in limits))
        refuse(before(on, at))
        return self.fact(ref, "agreed", at, {"reason": "why", "with-1": "all of them"}, on=on)

    def chase(self, ref: str, at: When, by: When) -> Fact:
        refuse(before(by, at))
        refuse(self.told(ref).closed_at is not None)
        return self.fact(ref, "chase", at, {"who": "Ann", "what": "rings"}, by_when=by)

    def chased(self, ref: str, at: When, number: int) -> Fact:
        told = self.told(ref)
        refuse(number > len(told.chases), 4)
        refuse(number in told.chased)
        entry = told.chases[number - 1]["entry"]
        return self.fact(ref, "chase", at, {}, done=number, entry=entry)

    def risk(self, ref: str, at: When, told_at: When | None, over: When | None) -> Fact:
        told = self.told(ref)
        begins = told_at is None and over is None
        refuse(not begins and not told.risks)
        running = [risk["on"] for risk in told.risks if "ended" not in risk]
        refuse(over is not None and all(before(over, on) for on in running))
        texts = {} if told_at is not None else {"reason": "why"}
        when = at if begins else over if told_at is None else told_at
        assert when is not None
        if told_at is not None:
            texts["told-1"] = f"police={typed(told_at)}"
        told_then = {"police": told_at} if told_at is not None else {}
        facts = {"on": at if begins else None, "told": told_then, "ended": over}
        return self.fact(ref, "risk", when, texts, **facts)

    def entry(self, ref: str, number: int) -> Fact:
        """The entry of a short number."""
        order = in_order(self.logs[ref])
        refuse(not 1 <= number <= len(order), 4)
        return order[number - 1]

    def correct(self, ref: str, number: int, key: str, value: When | str) -> Fact:
        told, meant = self.told(ref), self.entry(ref, number)
        refuse(meant.id in told.history.withdrawn)
        refuse(meant.kind in ABOUT_OTHERS)
        now_is = told.history.as_it_stands(meant)
        texts, settings = {"reason": "why"}, {}
        if isinstance(value, str):
            refuse(key not in TEXTS.get(meant.kind, ()), 4)
            texts[f"set-{key}"] = value
        else:
            table = key.partition(".")[0]
            refuse(key != "at" and table not in meant.facts, 4)
            refuse(table == "events" and key[7:] not in told.route.events, 4)
            settings = {key: value}
            happened = meant.kind == "risk" or meant.facts.get("planned") is False
            if key == "on" and happened and now_is.facts["on"] == now_is.at:
                settings["at"] = value
        facts = {"entry": meant.id, "set": settings}
        return self._amend(ref, told, self.fact(ref, "corrected", self.now, texts, **facts))

    def withdraw(self, ref: str, number: int) -> Fact:
        told, meant = self.told(ref), self.entry(ref, number)
        refuse(meant.id in told.history.withdrawn)
        refuse(meant.kind in ("opened", "redacted"))
        refuse(meant.moves and meant.id != told.history.moves[-1].id)
        facts = {"entry": meant.id, "withdraw": True}
        return self._amend(
            ref, told, self.fact(ref, "corrected", self.now, {"reason": "why"}, **facts)
        )

    def _amend(self, ref: str, told: Told, amendment: Fact) -> Fact:
        """Refused when what it makes of the record could not have been."""
        order = [*in_order(self.logs[ref]), amendment]
        if "set" in amendment.facts:
            meant = next(fact for fact in order if fact.id == amendment.facts["entry"])
            then = History(order).as_it_stands(meant)
            facts = then.facts
            past = [then.at, *facts.get("events", {}).values(), *facts.get("reached", {}).values()]
            if then.kind == "recorded" and not facts["planned"]:
                past.append(facts["on"])
                refuse(before(then.at, facts["on"]))
            if then.kind == "risk":
                times = (facts["on"], *facts["told"].values(), facts["ended"])
                past += [when for when in times if when]
            refuse(any(starts(when) > self.now for when in past))
            was = told.history.as_it_stands(meant)
            refuse((then.at, then.facts, then.texts) == (was.at, was.facts, was.texts))
        try:
            after = Told(self.routes[ref], order, self.now)
        except Refused:
            raise Refused from None
        refuse(bool(after.misfits - told.misfits))
        refuse(bool(after.out_of_order() - told.out_of_order()))
        return amendment

    def redact(self, ref: str, number: int, key: str) -> Fact:
        order, meant = in_order(self.logs[ref]), self.entry(ref, number)
        history = History(order)
        there = {k for k, text in history.texts(meant).items() if text is not None}
        for other in order:
            if other.kind == "corrected" and other.facts["entry"] == meant.id:
                left = history.texts(other).items()
                there |= {k[4:] for k, text in left if k.startswith("set-") and text is not None}
        refuse(not there)
        refuse(bool(key) and key not in there, 4)
        facts = {"entry": meant.id, "keys": [key] if key else sorted(there)}
        return self.fact(ref, "redacted", self.now, {"reason": "why"}, **facts)

    def settle(self, ref: str, number: int) -> Fact:
        told, meant = self.told(ref), self.entry(ref, number)
        refuse(meant.id not in told.history.contested)
        return self.fact(ref, "settled", self.now, {"reason": "why"}, stands=meant.id)


#: The texts that a correction in the tests may set, of the kinds that have them.
TEXTS = {
    **dict.fromkeys(("escalated", "decided", "closed", "reopened"), ("reason",)),
    **dict.fromkeys(("sooner", "agreed", "risk"), ("reason",)),
    "noted": ("text",),
}


def typed(when: When) -> str:
    """A moment as it is typed; with Z, so that no clock change is in the way."""
    return f"{when:%Y-%m-%dT%H:%MZ}" if isinstance(when, datetime) else when.isoformat()


def at_or_day(when: datetime, bare: bool) -> When:
    """The moment, or the day that it is on."""
    return day_of(when) if bare else when


def called(book: Book, ref: str, place: int) -> str:
    """What is typed for the entry that stands there in the log, from 1: a beginning of its id,
    since where copies grew apart several have the same number."""
    order = in_order(book.logs[ref])
    return order[place - 1].id[:16] if place <= len(order) else str(place)
