"""Random disputes: every kind of entry, in any order that a record may have; one for a seed."""

import hashlib
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from tests.attacks.plain.calculator import facts_of, route_of
from tests.attacks.plain.changes import corrects, withdraws
from tests.attacks.plain.days import When, before, day_of, midnight, starts
from tests.attacks.plain.files import written
from tests.attacks.plain.log import in_order
from tests.attacks.plain.record import Told
from tests.attacks.plain.route import Route, newest

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AGENCIES = ["Health", "School", "Police", "Housing"]
HERE = Path(__file__).parent / "routes"


#: Invented files, those last that have words of the newest edition.
INVENTED = ("moorland", "seaside", "lakeside")


@cache
def procedures(*, new: bool = True) -> tuple[str, ...]:
    """The files that disputes are counted under, as text."""
    names = INVENTED if new else INVENTED[:-1]
    files = ((HERE / f"{name}.toml").read_text("utf-8") for name in names)
    return (newest("nyscp"), newest("cyscb"), *files)


class Dispute:
    """A dispute that grows, entry by entry.

    `new` lets it have what came with entries of format 2, and with the newest edition of the
    procedures' language.
    """

    def __init__(self, seed: int, *, new: bool = True) -> None:
        self.chance = random.Random(seed)
        self.seed, self.new = seed, new
        self.ref = f"S-{seed}"
        self.procedure = self.chance.choice(procedures(new=new))
        self.route: Route = route_of(self.procedure)
        year = self.chance.choice([2025, 2026, 2026, 2027, 2028, 2028])
        first = midnight(date(year, 1, 1)) + timedelta(minutes=self.chance.randrange(525_000))
        if self.chance.random() < 0.4:  # around the changes of the clocks, Easter and Christmas
            near = self.chance.choice([(3, 24), (4, 1), (10, 20), (12, 18), (4, 28)])
            first = midnight(date(year, *near)) + timedelta(minutes=self.chance.randrange(12_000))
        self.now = first
        self.entries: list[dict[str, Any]] = []
        self.words: list[str] = []
        self._open()
        for _ in range(self.chance.randrange(2, 22)):
            self._step()

    # ---------------------------------------------------------------- helping hands

    def told(self) -> Told:
        return Told(self.route, in_order(facts_of(self.entries)), self.now)

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def moment(self, earliest: datetime, latest: datetime) -> When:
        """A moment between two, at times known by its day only, at times at midnight."""
        minutes = max(0, int((latest - earliest) / MINUTE))
        when = earliest + self.chance.randint(0, minutes) * MINUTE
        kind = self.chance.random()
        if kind < 0.35:
            return day_of(when)
        if kind < 0.42 and earliest <= midnight(day_of(when)) <= latest:
            return midnight(day_of(when))
        return when

    def past(self, earliest: When | None = None) -> When:
        """A moment that is over, not before another one; often now."""
        if self.maybe(0.4):
            return self.now
        floor = self.now - timedelta(minutes=self.chance.choice([0, 300, 2000, 9000]))
        if earliest is not None:
            floor = min(self.now, max(floor, starts(earliest)))
        when = self.moment(floor, self.now)
        if earliest is not None and before(when, earliest):
            return self.now
        return when

    def future(self, days: int = 40) -> When:
        return self.moment(self.now + MINUTE, self.now + self.chance.randint(1, days) * DAY)

    def near(self) -> When:
        """Around now: today, in some days, mostly ahead."""
        return self.chance.choice([day_of(self.now), self.future(1), self.future(6), self.future()])

    def add(
        self, kind: str, at: When, /, texts: dict[str, str] | None = None, **facts: Any
    ) -> None:
        facts = {key.rstrip("_"): value for key, value in facts.items() if value not in ("", [])}
        recorded = self.now + timedelta(milliseconds=self.chance.randrange(60_000))
        if self.entries and self.maybe(0.03):  # a clock that was set back
            recorded -= timedelta(minutes=self.chance.randrange(3000))
        knows = [self.entries[-1]["id"]] if self.entries else []
        # none counts as written down before one that it knows
        known = max([recorded, *(each["recorded"] for each in self.entries)])
        texts = {**(texts or {}), "by": "Ann"}
        id_, name, file = written(self.ref, kind, at, recorded, knows, facts, texts, self.chance)
        self.entries.append(
            {
                "id": id_,
                "name": name,
                "file": file,
                "kind": kind,
                "at": at,
                "recorded": recorded,
                "known": known.replace(second=0, microsecond=0),
                "after": knows,
                "facts": facts,
                "texts": texts,
            }
        )
        said = {key: value for key, value in facts.items() if key not in ("digest", "version")}
        self.words.append(f"{len(self.entries)} {recorded:%Y-%m-%d %H:%M} {kind} at {at}: {said}")
        self.now += MINUTE

    # ---------------------------------------------------------------- opening

    def _open(self) -> None:
        stage = self.chance.choice(self.route.starts)
        at = self.past() if self.maybe(0.3) else self.now
        reached: dict[str, When] = {}
        if self.maybe(0.25):
            stage = self.chance.choice(list(self.route.stages))
            before_it = [each for each in self.route.stages if each != stage]
            since = at
            if self.maybe(0.6):
                since = reached[stage] = self.moment(starts(at) - 5 * DAY, starts(at))
            for each in self.chance.sample(before_it, self.chance.randrange(4)):
                since = self.moment(starts(since) - 5 * DAY, starts(since) - MINUTE)
                reached[each] = since
        who = self.chance.sample(AGENCIES, self.chance.randrange(4))
        once = [each for each in self.route.events if not self.route.of_agency(each)]
        events = {
            each: self.moment(starts(at) - 20 * DAY, starts(at))
            for each in self.chance.sample(once, self.chance.randrange(min(3, len(once)) + 1))
        }
        if "raised" in self.route.events and "raised" not in events and self.maybe(0.6):
            events["raised"] = self.moment(starts(at) - 4 * DAY, starts(at))
        self.add(
            "opened",
            at,
            {"summary": "what happened"},
            procedure=self.route.id,
            version=self.route.version,
            digest=hashlib.sha256(self.procedure.encode()).hexdigest(),
            stage=stage,
            raised_by=who[:1],
            with_=who[1:],
            reached=reached,
            events=events,
        )

    # ---------------------------------------------------------------- steps

    def _step(self) -> None:
        self.now += timedelta(minutes=self.chance.choice([0, 1, 30, 400, 1440, 2900, 8000, 25_000]))
        told = self.told()
        steps: list[tuple[int, Callable[[Told], None]]] = [
            *((8, self._records), (2, self._risks), (1, self._party)),
            *((2, self._done), (1, self._notes)),
            *((3, partial(corrects, self)), (1, partial(withdraws, self))),
        ]
        if told.closed_at is None:
            steps += [
                *((6, self._escalates), (5, self._decides), (3, self._sooner), (7, self._agrees)),
                *((2, self._plans), (2, self._chases), (2, self._closes)),
            ]
        else:
            steps.append((9, self._reopens))
        weights = [weight for weight, _ in steps]
        self.chance.choices([step for _, step in steps], weights)[0](told)

    def _move_at(self, told: Told) -> When:
        return self.past(told.last_move())

    def _escalates(self, told: Told) -> None:
        here = told.here.stage
        moves = self.route.moves(here)
        if moves and self.maybe(0.8):
            move = self.chance.choice(moves)
            grounds = move.get("grounds", [])[:1]
            facts: dict[str, Any] = {"to": move["to"], "grounds": grounds}
        else:
            others = [each for each in self.route.stages if each != here]
            facts = {"to": self.chance.choice(others), "departure": True}
        self.add("escalated", self._move_at(told), {"reason": "why"}, from_=here, **facts)

    def _actions(self) -> tuple[dict[str, str], dict[str, Any]]:
        """What is to be done, with dates of its own or as its words end."""
        texts, dates = {}, {}
        for number in range(1, self.chance.choice([1, 1, 2, 3, 4])):
            by, words = self.near(), "Health: rings"
            if not isinstance(by, datetime) and self.maybe(0.3):
                words += f" by {by.isoformat()}"
            elif self.new and self.maybe(0.6):
                dates[str(number)] = by
            texts[f"action-{number}"] = words
        return texts, {"action_dates": dates} if dates else {}

    def _decides(self, told: Told) -> None:
        here = told.here.stage
        known = self.route.decisions(here)
        if not known:
            return
        codes = [self.chance.choice(list(known))]
        together = [code for code, each in known.items() if each.get("any")]
        if codes[0] in together and self.maybe(0.4):
            codes = self.chance.sample(together, self.chance.randint(1, len(together)))
        chosen = [known[code] for code in codes]
        onward = [each for each in chosen if each["to"] not in ("", "closed")]
        closing = [each for each in chosen if each["to"] == "closed"]
        lead = (onward or closing or chosen)[0]
        outcome = lead["code"] if lead["to"] == "closed" else ""
        texts, dates = self._actions() if self.maybe(0.4) else ({}, {})
        at = self._move_at(told)
        facts = {"from_": here, "codes": codes, "to": lead["to"], "outcome": outcome}
        self.add("decided", at, {"reason": "why", **texts}, **facts, **dates)

    def _closes(self, told: Told) -> None:
        texts, dates = self._actions()
        outcome = self.chance.choice(self.route.outcomes)
        facts = {"from_": told.here.stage, "outcome": outcome, **dates}
        self.add("closed", self._move_at(told), {"reason": "why", **texts}, **facts)

    def _reopens(self, told: Told) -> None:
        self.add("reopened", self._move_at(told), {"reason": "why"}, to=told.here.stage)

    def _details(self, event: str) -> tuple[dict[str, Any], dict[str, str]]:
        """What the record of an event holds; at times not all that it must."""
        details: dict[str, Any] = {}
        texts = {}
        for name, rule in self.route.events[event].get("details", {}).items():
            if self.maybe(0.08):
                continue
            match rule["kind"]:
                case "text":
                    texts[f"detail-{name}"] = "somebody"
                case "people":
                    details[name] = rule.get("at_least", 1) + self.chance.choice([-1, 0, 0, 0, 1])
                    texts[f"detail-{name}"] = "Ann, Bob"
                case "agencies":
                    details[name] = self.chance.sample(AGENCIES, 2)
                case "all-of":
                    details[name] = list(rule["choices"])[self.maybe(0.1) :]
                case "one-of":
                    details[name] = self.chance.choice(list(rule["choices"]))
                case "yes-no":
                    details[name] = self.maybe(0.5)
        return details, texts

    def _event(self, told: Told, names: list[str], on: Callable[[], When], planned: bool) -> None:
        # what the stage waits for comes more often than the rest
        stage = self.route.stages[told.here.stage]
        wanted = [stage.get("until"), *(limit.get("of") for limit in stage.get("limit", ()))]
        for duty in stage.get("duty", ()):
            wanted += [duty.get("until"), duty.get("from")]
            wanted += [limit.get("of") for limit in duty.get("limit", ())]
        flat = [e for w in wanted for e in (w if isinstance(w, list) else [w]) if e in names]
        event = self.chance.choice([*names, *flat * 4])
        agency = ""
        if self.route.of_agency(event):
            agency = self.chance.choice(told.agencies or AGENCIES)
        when = on()
        details, texts = self._details(event) if not planned else ({}, {})
        at = self.now if planned or self.maybe(0.3) else when
        self.add(
            "recorded",
            at,
            texts,
            event=event,
            on=when,
            **({"planned": True} if planned else {}),
            agency=agency,
            details=details,
        )

    def _records(self, told: Told) -> None:
        floor = None if self.maybe(0.2) else told.here.entered
        self._event(told, list(self.route.events), lambda: self.past(floor), False)

    def _plans(self, told: Told) -> None:
        names = [each for each, rule in self.route.events.items() if rule.get("planned")]
        self._event(told, names, lambda: self.future(60), True)

    def _sooner(self, told: Told) -> None:
        to, scope = self.near(), ""
        if self.maybe(0.4):
            stages = [told.here.stage, *self.route.ways_on(told.here.stage)]
            scope = self.chance.choice(stages)
        at = self.past(told.last_move() if self.maybe(0.5) else None)
        if before(to, at):
            return
        self.add("sooner", at, {"reason": "why"}, on=to, stage=scope)

    def _agrees(self, told: Told) -> None:
        stage = self.route.stages[told.here.stage]
        choices = []
        if any(limit.get("agreed") for limit in stage.get("limit", ())):
            choices.append(("", ""))
        for duty in stage.get("duty", ()):
            if any(limit.get("agreed") for limit in duty.get("limit", ())):
                events = told.happened(duty["from"]) if "from" in duty else []
                choices += [(duty["id"], each.agency) for each in events[-3:]]
        if not choices:
            return
        duty_id, agency = self.chance.choice(choices)
        at, on = self.past(told.last_move()), self.near()
        if before(on, at):
            return
        accepted = self.chance.sample(told.agencies, self.chance.randint(0, len(told.agencies)))
        said = {"accepted": accepted} if self.new and self.maybe(0.8) else {}
        texts = {"with-1": "Ann", "reason": "why"}
        self.add("agreed", at, texts, duty=duty_id, agency=agency, on=on, **said)

    def _chases(self, told: Told) -> None:
        undone = [n for n in range(1, len(told.chases) + 1) if n not in told.chased]
        if undone and self.maybe(0.5):
            number = self.chance.choice(undone)
            named = {"entry": told.chases[number - 1]["entry"]} if self.maybe(0.5) else {}
            self.add("chase", self.past(), done=number, **named)
        else:
            by, at = self.near(), self.past()
            if not before(by, at):
                self.add("chase", at, {"who": "Ann", "what": "rings"}, by_when=by)

    def _risks(self, told: Told) -> None:
        if not told.risks or self.maybe(0.3):
            on = self.past()
            named = self.chance.sample(self.route.tell, self.chance.randrange(2))
            tellings = {role: self.past() for role in named}
            self.add("risk", on, {"reason": "why"}, on=on, told=tellings)
        elif self.maybe(0.3):
            when = self.past(told.risks[-1]["on"])
            self.add("risk", when, {"reason": "why"}, ended=when)
        else:
            when = self.past()
            role = self.chance.choice(self.route.tell)
            self.add("risk", when, {"told-1": "somebody"}, told={role: when})

    def _party(self, _: Told) -> None:
        self.add("party", self.now, {"name": "Ann"}, agency=self.chance.choice(AGENCIES))

    def _notes(self, _: Told) -> None:
        self.add("noted", self.past(), {"text": "rang"})

    def _done(self, told: Told) -> None:
        if not self.new:
            return
        choices = [("safe", each["entry"], "") for each in told.sooner]
        choices += [("action", each["entry"], each["key"]) for each in told.actions]
        moves = [fact for fact in told.told if fact.moves]
        choices += [(self.chance.choice(["child-file", "partners"]), moves[-1].id, "")]
        choices += [
            ("recommendation", each["entry"], "")
            for each in told.closings
            if each["outcome"] in self.route.follow_up
        ]
        if choices:
            duty, entry, key = self.chance.choice(choices)
            on = self.past()
            at = self.now if self.maybe(0.4) else on
            self.add("done", at, duty=duty, entry=entry, key=key, on=on)
