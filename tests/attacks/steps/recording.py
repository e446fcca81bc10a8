"""Steps that record: openings, moves, events, dates, notes."""

from datetime import datetime, timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.attacks.plain.book import ROUTES, typed
from tests.attacks.plain.days import starts
from tests.attacks.steps.desk import (
    BARE,
    BEGINNINGS,
    INDEX,
    OPENING,
    WHILE,
    Desk,
    is_there,
)

WHY = ("--reason", "why")

#: A stage whose clock counts from an event, another stage, and that event.
_ROUND = {
    "nyscp": ("7", "6", "panel-meeting"),
    "cyscb": ("conference", "iro-manager", "conference"),
}


class Recording(Desk):
    """What people record of a dispute."""

    @rule(minutes=WHILE)
    def waits(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @initialize(**OPENING)
    def begins(self, **drawn: int) -> None:
        self.opens(**drawn)

    @rule(**OPENING)
    @precondition(lambda self: len(self.books[0].logs) < 3)
    def opens(
        self, beginning: int, procedure: int, stage: int, raised: int, disputed: int, reached: int
    ) -> None:
        if not self.opened:
            self.now = BEGINNINGS[beginning % len(BEGINNINGS)]
        self.opened += 1
        ref, name = f"D-{self.opened}", ["nyscp", "cyscb"][procedure % 2]
        route = ROUTES[name]
        stages = list(route.stages) if stage % 2 else route.starts
        here = stages[stage // 2 % len(stages)]
        given = dict(zip(("raised", "disputed"), (raised, disputed), strict=True))
        if name == "cyscb":
            given = {"conference": raised}
        events = {event: self.ago(m, m % 2 == 0) for event, m in given.items() if m}
        ways = [here, *(s for s in route.stages if route.move(s, here))]
        on_the_way = ways[: reached % 3] if stage % 2 else []
        reach = {
            s: self.ago(1440 * n + reached, bool(reached % 2)) for n, s in enumerate(on_the_way)
        }
        words = ["open", "--ref", ref, "--procedure", name, "--raised-by", "school"]
        words += ["--with", "health", "--at-stage" if stage % 2 else "--start", here]
        words += [w for e, on in events.items() for w in ("--event", f"{e}={typed(on)}")]
        words += [w for s, on in reach.items() for w in ("--reached", f"{s}={typed(on)}")]
        book, folder = self.books[0], self.folders[0]
        book.now = self.now
        book.routes[ref] = route
        past = [*events.values(), *reach.values()]
        at = max(past, key=starts, default=self.now)
        facts = {"stage": here, "raised_by": ["school"], "with": ["health"]}
        facts |= {"events": events, "reached": reach}
        book.logs[ref] = []
        self.does((book, folder, ref), lambda: book.fact(ref, "opened", at, {}, **facts), *words)

    @rule(index=INDEX, minutes=WHILE, bare=BARE)
    @precondition(is_there)
    def notes(self, index: int, minutes: int, bare: bool) -> None:
        where = self.at(index)
        at, option = self.happened(where, minutes, bare)
        book, _, ref = where
        must = lambda: book.fact(ref, "noted", at, {"text": "Rang."})  # noqa: E731
        self.does(where, must, "note", ref, "Rang.", *option)

    @rule(index=INDEX, minutes=WHILE, bare=BARE, way=INDEX, departs=INDEX)
    @precondition(is_there)
    def escalates(self, index: int, minutes: int, bare: bool, way: int, departs: int) -> None:
        where = self.at(index)
        at, option = self.happened(where, minutes, bare)
        book, _, ref = where
        route = book.routes[ref]
        stages = [move["to"] for move in route.moves(self.stage(book, ref))] or list(route.stages)
        departure = departs % 3 == 0
        stages = list(route.stages) if departure else stages
        to = stages[way // 2 % len(stages)] if way % 2 or departure else ""
        grounds = [route.grounds[way % 3]] if route.grounds and departs % 3 == 1 else []
        words = ["escalate", ref, "--reason", "why", *option, *(["--to", to] if to else [])]
        words += [w for ground in grounds for w in ("--ground", ground)]
        words += ["--departure"] if departure else []
        self.does(where, lambda: book.escalate(ref, at, to, grounds, departure), *words)

    @rule(index=INDEX, minutes=WHILE, bare=BARE, code=INDEX)
    @precondition(is_there)
    def decides(self, index: int, minutes: int, bare: bool, code: int) -> None:
        where = self.at(index)
        at, option = self.happened(where, minutes, bare)
        book, _, ref = where
        known = list(book.routes[ref].decisions(self.stage(book, ref))) or ["recommended"]
        codes = list(dict.fromkeys(known[(code + n) % len(known)] for n in range(1 + code % 2)))
        words = ["decide", ref, *codes, "--reason", "why", "--no-action", *option]
        self.does(where, lambda: book.decide(ref, at, codes), *words)

    @rule(index=INDEX, minutes=WHILE, bare=BARE, outcome=INDEX)
    @precondition(is_there)
    def ends(self, index: int, minutes: int, bare: bool, outcome: int) -> None:
        """An open dispute is closed, a closed one taken up again; now and then the wrong way."""
        where = self.at(index)
        at, option = self.happened(where, minutes, bare)
        book, _, ref = where
        closed = book.told(ref).closed_at is not None
        if closed != (outcome % 8 == 0):
            self.does(where, lambda: book.reopen(ref, at), "reopen", ref, *WHY, *option)
            return
        codes = book.routes[ref].outcomes
        code = codes[outcome % len(codes)]
        words = ["close", ref, "--outcome", code, *WHY, "--no-action", *option]
        self.does(where, lambda: book.close(ref, at, code), *words)

    @rule(index=INDEX, order=st.permutations(range(4)), bare=BARE)
    @precondition(is_there)
    def comes_round(self, index: int, order: list[int], bare: bool) -> None:
        """All on one day: a stage left, entered again, and its event recorded in between."""
        where = self.at(index)
        book, _, ref = where
        stage, other, event = _ROUND[book.routes[ref].id]
        on = self.ago(0, bare)
        for what in order:
            if what < 2:
                to = (stage, other)[what]
                words = ["escalate", ref, "--to", to, "--departure", *WHY]
                must = partial(book.escalate, ref, self.now, to, [], True)
            else:
                words = ["record", ref, event, "--on", typed(on)]
                must = partial(book.record, ref, event, on, None, "")
            self.does(where, must, *words)

    @rule(index=INDEX, which=INDEX, minutes=WHILE, bare=BARE, plan=BARE, late=INDEX)
    @precondition(is_there)
    def records(
        self, index: int, which: int, minutes: int, bare: bool, plan: bool, late: int
    ) -> None:
        where = self.at(index)
        book, _, ref = where
        events = book.routes[ref].events
        event = list(events)[which % len(events)]
        on = self.ahead(minutes, bare) if plan else self.ago(minutes, bare)
        at = self.now if late % 4 == 0 else None
        agency = ["school", "health", "nobody"][which % 3] if events[event].get("of_agency") else ""
        words = ["record", ref, event, "--on", typed(on)]
        words += ["--at", typed(at)] if isinstance(at, datetime) else []
        words += ["--agency", agency] if agency else []
        self.does(where, lambda: book.record(ref, event, on, at, agency), *words)

    @rule(index=INDEX, minutes=WHILE, bare=BARE, stage=INDEX)
    @precondition(is_there)
    def sooners(self, index: int, minutes: int, bare: bool, stage: int) -> None:
        where, to = self.at(index), self.ahead(minutes, bare)
        book, _, ref = where
        stages = list(book.routes[ref].stages)
        scope = self.stage(book, ref) if stage % 3 == 0 else stages[stage % len(stages)]
        scope = scope if stage % 2 else ""
        words = ["sooner", ref, "--to", typed(to), "--reason", "why"]
        words += ["--stage", scope] if scope else []
        self.does(where, lambda: book.sooner(ref, self.now, to, scope), *words)

    @rule(index=INDEX, minutes=WHILE, bare=BARE)
    @precondition(is_there)
    def agrees(self, index: int, minutes: int, bare: bool) -> None:
        where, on = self.at(index), self.ahead(minutes, bare)
        book, _, ref = where
        words = ["agree", ref, "--duty", "main", "--by-date", typed(on), "--reason", "why"]
        must = lambda: book.agree(ref, self.now, on)  # noqa: E731
        self.does(where, must, *words, "--with", "all of them")

    @rule(index=INDEX, minutes=WHILE, what=INDEX)
    @precondition(is_there)
    def risks(self, index: int, minutes: int, what: int) -> None:
        where, then = self.at(index), self.ago(minutes, bare=False)
        book, _, ref = where
        told, over = (then if what % 3 == n else None for n in (1, 2))
        words = [
            "risk",
            ref,
            *(["--told", f"police={typed(told)}"] if told else ["--reason", "why"]),
        ]
        words += ["--ended", typed(over)] if over else []
        self.does(where, lambda: book.risk(ref, self.now, told, over), *words)

    @rule(index=INDEX, minutes=WHILE, bare=BARE, done=st.integers(0, 3))
    @precondition(is_there)
    def chases(self, index: int, minutes: int, bare: bool, done: int) -> None:
        where, by = self.at(index), self.ahead(minutes, bare)
        book, _, ref = where
        if done:
            must = lambda: book.chased(ref, self.now, done)  # noqa: E731
            self.does(where, must, "chase", ref, "--done", str(done))
        else:
            words = ["chase", ref, "rings", "--by", typed(by), "--who", "Ann"]
            self.does(where, lambda: book.chase(ref, self.now, by), *words)

    @rule(index=INDEX, who=st.sampled_from(["", "school", "police"]))
    @precondition(is_there)
    def joins(self, index: int, who: str) -> None:
        where = self.at(index)
        book, _, ref = where
        said = {"name": "Bo", "role": "chair"}
        must = lambda: book.fact(ref, "party", self.now, said, agency=who)  # noqa: E731
        self.does(where, must, "party", ref, "--add", f"chair: Bo, {who}" if who else "chair: Bo")
