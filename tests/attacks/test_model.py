"""The whole command surface against the rules said once more (`plain`), step by step at random.

A short version runs always; `make torture` runs the whole (tests/torture.py).
"""

import contextlib
import copy
import io
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from resolutions_cli.cli import main
from tests.attacks.plain.book import BY, OFFICIAL, ROUTES, Book, at_or_day, typed
from tests.attacks.plain.days import When, shown, starts
from tests.attacks.plain.duties import mains
from tests.attacks.plain.record import Fact, Refused, in_order
from tests.attacks.without_waiting import without_waiting
from tests.torture import several

#: The steps are shared out, so that several processes can take them.
PARTS = 4
STEPS = several(10_000, 200_000)
STEPS_EACH = 50

#: Around a change of the clocks with Easter, around the other, and around Christmas.
BEGINNINGS = [datetime(2026, *day, 9, 30, tzinfo=UTC) for day in ((3, 20), (10, 19), (12, 14))]

INDEX = st.integers(0, 1000)
BARE = st.booleans()
#: Minutes: none, some of a day, days, weeks.
WHILE = st.sampled_from([0, 0, 0, 1, 30, 600, 1440, 2900, 4321, 10_080, 30_000])

#: What is drawn for an opening.
OPENING = {
    **dict.fromkeys(("beginning", "procedure", "stage", "reached"), INDEX),
    **dict.fromkeys(("raised", "disputed"), WHILE),
}


@pytest.fixture(autouse=True, scope="module")
def _fast() -> Iterator[None]:
    with without_waiting(), mock.patch.dict(os.environ, {"LOGNAME": BY}):
        yield


def command(folder: Path, words: Sequence[str]) -> tuple[int, dict[str, Any], str]:
    """One command: its exit code, the document it printed, and what it said."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([words[0], "-w", str(folder), *words[1:], "--json"])
    return code, json.loads(out.getvalue() or "{}"), err.getvalue()


def main_duties(deadlines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The main duties of a document, with what the rules say of them."""
    return [
        {
            **{key: duty[key] for key in ("dispute", "stage", "visit", "due", "due_at", "status")},
            **{key: duty[key] for key in ("working_days_left", "working_days_over")},
            "fulfilled_at": duty["fulfilled_at"],
            "limits": [(each["of"], each["due_at"] or each["due"]) for each in duty["limits"]],
        }
        for duty in deadlines
        if duty["duty"] == "main"
    ]


def by_place(duties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(duties, key=lambda duty: (duty["dispute"], duty["stage"], duty["visit"]))


def is_there(machine: "Desk") -> bool:
    return bool(machine.books[-1].logs)


class Desk(RuleBasedStateMachine):
    """A workspace, and after `copies` its copy on another machine."""

    steps = 0
    codes: ClassVar[Counter[int]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folders = [Path(self.place.name) / "first"]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            main(["init", str(self.folders[0]), "--practice", "--procedure", "nyscp"])
        self.books = [Book()]
        self.now = BEGINNINGS[0]
        self.opened = 0

    def teardown(self) -> None:
        self.place.cleanup()

    @invariant()
    def counts(self) -> None:
        Desk.steps += 1

    # ---------------------------------------------------------------- helping hands

    def at(self, index: int) -> tuple[Book, Path, str]:
        """One of the workspaces, and one of its disputes."""
        number = index % len(self.books)
        book = self.books[number] if self.books[number].logs else self.books[0]
        folder = self.folders[self.books.index(book)]
        refs = list(book.logs)
        return book, folder, refs[index // 2 % len(refs)]

    def ago(self, minutes: int, bare: bool) -> When:
        return at_or_day(self.now - timedelta(minutes=minutes), bare)

    def ahead(self, minutes: int, bare: bool) -> When:
        return at_or_day(self.now + timedelta(minutes=minutes), bare)

    def happened(self, minutes: int, bare: bool) -> tuple[When, list[str]]:
        """When it happened; without the option it is now."""
        if not minutes:
            return self.now, []
        return self.ago(minutes, bare), ["--at", typed(self.ago(minutes, bare))]

    def stage(self, book: Book, ref: str) -> str:
        """Where a dispute is now."""
        book.now = self.now
        return book.told(ref).here.stage

    def types(self, folder: Path, *words: str) -> tuple[int, dict[str, Any], str]:
        with mock.patch.dict(os.environ, {"RESOLVE_NOW": typed(self.now)}):
            code, document, err = command(folder, words)
        Desk.codes[code] += 1
        assert code != 1, err
        return code, document, err

    def does(self, where: tuple[Book, Path, str], must: Callable[[], Fact], *words: str) -> None:
        """Type a recording command, and see that it answers what it must."""
        book, folder, ref = where
        book.now = self.now
        silent = () if words[0] == "redact" else ("--no-input",)
        try:
            fact = must()
        except Refused as refusal:
            code, document, err = self.types(folder, *words, *silent)
            assert code == refusal.code, (words, err)
            assert document.get("kind") in (None, "not-recorded"), words
            return
        code, document, err = self.types(folder, *words, *silent)
        assert code in (0, 5) and document, (words, code, err)
        book.keep(ref, fact, document["entry"])
        told = book.told(ref)
        assert code == (5 if told.is_damaged else 0), (words, err)
        assert document["stage"] == told.here.stage
        owed = [d for d in book.duties(ref, told, self.now) if d["fulfilled_at"] is None]
        assert by_place(main_duties(document["deadlines"])) == by_place(owed)

    # ---------------------------------------------------------------- recording

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
        where, (at, option) = self.at(index), self.happened(minutes, bare)
        book, _, ref = where
        must = lambda: book.fact(ref, "noted", at, {"text": "Rang."})  # noqa: E731
        self.does(where, must, "note", ref, "Rang.", *option)

    @rule(index=INDEX, minutes=WHILE, bare=BARE, way=INDEX, departs=INDEX)
    @precondition(is_there)
    def escalates(self, index: int, minutes: int, bare: bool, way: int, departs: int) -> None:
        where, (at, option) = self.at(index), self.happened(minutes if way % 3 == 0 else 0, bare)
        book, _, ref = where
        route = book.routes[ref]
        stages = [move["to"] for move in route.moves(self.stage(book, ref))] or list(route.stages)
        departure = departs % 6 == 0
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
        where, (at, option) = self.at(index), self.happened(minutes if code % 3 == 0 else 0, bare)
        book, _, ref = where
        known = list(book.routes[ref].decisions(self.stage(book, ref))) or ["recommended"]
        codes = list(dict.fromkeys(known[(code + n) % len(known)] for n in range(1 + code % 2)))
        words = ["decide", ref, *codes, "--reason", "why", "--no-action", *option]
        self.does(where, lambda: book.decide(ref, at, codes), *words)

    @rule(index=INDEX, minutes=WHILE, bare=BARE, outcome=INDEX)
    @precondition(is_there)
    def closes(self, index: int, minutes: int, bare: bool, outcome: int) -> None:
        where, (at, option) = self.at(index), self.happened(minutes, bare)
        book, _, ref = where
        codes = book.routes[ref].outcomes
        code = codes[outcome % len(codes)]
        words = ["close", ref, "--outcome", code, "--reason", "why", "--no-action", *option]
        self.does(where, lambda: book.close(ref, at, code), *words)

    @rule(index=INDEX, minutes=WHILE, bare=BARE)
    @precondition(is_there)
    def reopens(self, index: int, minutes: int, bare: bool) -> None:
        where, (at, option) = self.at(index), self.happened(minutes, bare)
        book, _, ref = where
        self.does(where, lambda: book.reopen(ref, at), "reopen", ref, "--reason", "why", *option)

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
        must = lambda: book.fact(ref, "party", self.now, {"name": "Bo"}, agency=who)  # noqa: E731
        self.does(where, must, "party", ref, "--add", f"chair: Bo, {who}" if who else "chair: Bo")

    # ---------------------------------------------------------------- amending

    @rule(index=INDEX, number=INDEX, key=INDEX, minutes=WHILE, bare=BARE, ahead=INDEX)
    @precondition(is_there)
    def corrects(
        self, index: int, number: int, key: int, minutes: int, bare: bool, ahead: int
    ) -> None:
        where = self.at(index)
        book, _, ref = where
        number = 1 + number % (len(book.logs[ref]) + 1)
        keys = ["at", "at", "on", "events.raised", "events.conference", "reason", "text"]
        chosen = keys[key % len(keys)]
        on = self.ahead(minutes, bare) if ahead % 5 == 0 else self.ago(minutes, bare)
        value = f"because {key}" if chosen in ("reason", "text") else on
        said = value if isinstance(value, str) else typed(value)
        words = ["correct", ref, str(number), "--set", f"{chosen}={said}", "--reason", "why"]
        self.does(where, lambda: book.correct(ref, number, chosen, value), *words)

    @rule(index=INDEX, back=INDEX)
    @precondition(is_there)
    def withdraws(self, index: int, back: int) -> None:
        where = self.at(index)
        book, _, ref = where
        number = str(max(1, len(book.logs[ref]) - back % 4))
        words = ["correct", ref, number, "--withdraw", "--reason", "why"]
        self.does(where, lambda: book.withdraw(ref, int(number)), *words)

    @rule(index=INDEX, number=INDEX, key=st.sampled_from(["", "", "reason", "text", "by"]))
    @precondition(is_there)
    def redacts(self, index: int, number: int, key: str) -> None:
        where = self.at(index)
        book, _, ref = where
        number = 1 + number % len(book.logs[ref])
        words = ["redact", ref, str(number), "--yes", "--reason", "why"]
        words += ["--key", key] if key else []
        self.does(where, lambda: book.redact(ref, number, key), *words)

    @rule(index=INDEX, number=INDEX)
    @precondition(is_there)
    def settles(self, index: int, number: int) -> None:
        where = self.at(index)
        book, _, ref = where
        contested = book.told(ref).history.contested if book.logs[ref] else set()
        order = [f.id for f in in_order(book.logs[ref])]
        numbers = [n for n, id_ in enumerate(order, 1) if id_ in contested] or range(1, 4)
        chosen = numbers[number % len(numbers)]
        must = lambda: book.settle(ref, chosen)  # noqa: E731
        self.does(where, must, "settle", ref, str(chosen), "--reason", "why")

    # ---------------------------------------------------------------- two machines, a newer list

    @rule()
    @precondition(lambda self: len(self.books) == 1 and is_there(self))
    def copies(self) -> None:
        folder = self.folders[0].with_name("second")
        shutil.rmtree(folder, ignore_errors=True)
        self.folders.append(Path(shutil.copytree(self.folders[0], folder)))
        self.books.append(self.books[0].copy())

    @rule(index=INDEX, first=INDEX, second=INDEX)
    @precondition(lambda self: len(self.books) == 2)
    def move_apart(self, index: int, first: int, second: int) -> None:
        """The same dispute is moved, closed or corrected on both machines, then they meet."""
        refs = [ref for ref in self.books[0].logs if ref in self.books[1].logs]
        ref = refs[index % len(refs)]
        for book, folder, what in zip(self.books, self.folders, (first, second), strict=True):
            self.moves((book, folder, ref), what)
        self.unites(parts=bool(index % 3))

    def moves(self, where: tuple[Book, Path, str], what: int) -> None:
        book, _, ref = where
        why = ["--reason", "why"]
        if what % 4 == 0:
            words = ["close", ref, "--outcome", "agreed", "--no-action", *why]
            self.does(where, lambda: book.close(ref, self.now, "agreed"), *words)
        elif what % 4 == 1:
            last = len(book.logs[ref])
            words = ["correct", ref, str(last), "--withdraw", *why]
            self.does(where, lambda: book.withdraw(ref, last), *words)
        else:
            stages = list(book.routes[ref].stages)
            to = stages[what % len(stages)]
            words = ["escalate", ref, "--to", to, "--departure", *why]
            self.does(where, lambda: book.escalate(ref, self.now, to, [], True), *words)

    @rule(parts=BARE)
    @precondition(lambda self: len(self.books) == 2)
    def unites(self, parts: bool) -> None:
        """Each takes what it lacks from the other; then they go on apart, or as one."""
        for mine, theirs in ((0, 1), (1, 0)):
            disputes = self.folders[theirs] / "disputes"
            for path in disputes.glob("*/*.toml"):
                target = self.folders[mine] / "disputes" / path.relative_to(disputes)
                target.parent.mkdir(exist_ok=True)
                if not target.exists():
                    shutil.copyfile(path, target)
            self.books[mine].unite(self.books[theirs])
        if not parts:
            del self.books[1], self.folders[1]

    @rule(index=INDEX, ahead=st.integers(0, 30))
    @precondition(is_there)
    def imports(self, index: int, ahead: int) -> None:
        """A list with one more bank holiday soon, or with one that was proclaimed no more."""
        book, folder, _ = self.at(index)
        day = (self.now + timedelta(days=ahead)).date()
        official = copy.deepcopy(OFFICIAL)
        taken = {event["date"] for event in official["england-and-wales"]["events"]}
        if day.weekday() < 5 and day.isoformat() not in taken:
            event = {"title": "Extra", "date": day.isoformat(), "notes": "", "bunting": False}
            official["england-and-wales"]["events"].append(event)
        if official == book.lists[-1]:
            return
        path = folder / "list.txt"
        path.write_text(json.dumps(official), "utf-8")
        was = {key(duty): duty for duty in self._dated(book)}
        code, document, err = self.types(
            folder, "calendar", "import", str(path), "--yes", "--no-input"
        )
        path.unlink()
        book.imports(official)
        owed = self._dated(book)
        moved = {(*key(d), was[key(d)]["end"], d["end"]) for d in owed if was[key(d)] != d}
        said = {
            (m["dispute"], m["stage"], m["visit"], m["was"], m["is"])
            for m in document["moved"]
            if m["duty"] == "main"
        }
        assert said == moved, err
        damaged = any(book.told(ref).is_damaged for ref in book.logs)
        assert code == (5 if damaged else 0)

    def _dated(self, book: Book) -> list[dict[str, Any]]:
        """The open main duties that have a date: where they stand, and their very end."""
        return [
            {"dispute": ref, "stage": m.visit.stage, "visit": m.visit.number, "end": shown(m.due)}
            for ref in book.logs
            for m in mains(book.told(ref, self.now), book.days)
            if m.done is None and m.due is not None
        ]

    # ---------------------------------------------------------------- asking

    @rule(index=INDEX, as_of=WHILE, known=WHILE, bare=BARE, later=INDEX)
    @precondition(is_there)
    def shows(self, index: int, as_of: int, known: int, bare: bool, later: int) -> None:
        book, folder, ref = self.at(index)
        book.now = self.now
        moment = self.ahead(as_of, bare) if later % 4 == 0 else self.ago(as_of, bare)
        known_at = self.ago(known, bare) if later % 3 == 0 else None
        words = ["show", ref, "--as-of", typed(moment)]
        words += ["--known-at", typed(known_at)] if known_at else []
        try:
            must = book.show(ref, moment, known_at)
        except Refused as refusal:
            code, document, err = self.types(folder, *words)
            assert (code, document) == (refusal.code, {}), err
            return
        code, document, _ = self.types(folder, *words)
        assert code == (5 if must["damage"] else 0)
        assert said(document["dispute"]) == must

    @rule(index=INDEX, as_of=WHILE, known=WHILE, bare=BARE, later=INDEX)
    @precondition(is_there)
    def lists(self, index: int, as_of: int, known: int, bare: bool, later: int) -> None:
        book, folder, _ = self.at(index)
        moment = self.ahead(as_of, bare) if later % 4 == 0 else self.ago(as_of, bare)
        known_at = self.ago(known, bare) if later % 3 == 0 else None
        words = ["--as-of", typed(moment), *(["--known-at", typed(known_at)] if known_at else [])]
        told = {}
        for ref in book.logs:
            with contextlib.suppress(Refused):
                told[ref] = book.told(ref, moment, known_at)
        must = {
            (ref, each.here.stage, each.closed_at is None, each.quiet(book.days, moment))
            for ref, each in told.items()
        }
        damaged = 5 if any(each.is_damaged for each in told.values()) else 0
        code, document, _ = self.types(folder, "list", "--all", *words)
        rows = document["disputes"]
        assert {(r["dispute"], r["stage"], r["open"], r["quiet_days"]) for r in rows} == must
        assert (code, len(rows)) == (damaged, len(must))
        code, document, _ = self.types(folder, "due", *words)
        assert by_place(main_duties(document["deadlines"])) == by_place(
            book.open_duties(moment, known_at)
        )
        quiet = {(row["dispute"], row["quiet_days"]) for row in document["quiet"]}
        assert quiet == {(ref, days) for ref, _, _, days in must if days is not None}
        assert code == damaged

    @rule(index=INDEX)
    @precondition(is_there)
    def verifies(self, index: int) -> None:
        """Nothing is ever found but what two machines did apart."""
        book, folder, _ = self.at(index)
        code, document, _ = self.types(folder, "verify")
        found = {each["name"] for each in document["findings"]}
        damaged = any(book.told(ref, self.now).is_damaged for ref in book.logs)
        assert found <= {"made-apart", "not-allowed", "redaction-unfinished"}
        assert code == (5 if damaged else 0)


def key(duty: dict[str, Any]) -> tuple[str, str, int]:
    return duty["dispute"], duty["stage"], duty["visit"]


def said(document: dict[str, Any]) -> dict[str, Any]:
    """What a case file says, as far as the rules say it too."""
    damage = ("made-apart", "not-allowed")
    same = ("stage", "open", "closed_at", "outcome", "agencies", "quiet_days")
    return {
        **{each: document[each] for each in same},
        "visits": [
            (v["stage"], v["visit"], v["entered"], v["left"], v["known"])
            for v in document["visits"]
        ],
        "events": [
            (e["event"], e["on"], e["planned"], e["agency"], e["missing"])
            for e in document["events"]
        ],
        "entries": [
            (e["number"], e["id"], e["kind"], e["at"], e["standing"], e["texts"])
            for e in document["entries"]
        ],
        "damage": sorted(
            (f["name"], f["entry"]) for f in document["findings"] if f["name"] in damage
        ),
        "duties": main_duties(document["deadlines"]),
    }


@pytest.mark.parametrize("_part", range(PARTS))
def test_every_command_answers_as_the_rules_say(part: int, figure: Callable[[str], None]) -> None:
    Desk.steps, Desk.codes = 0, Counter()
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=STEPS // PARTS // STEPS_EACH,
            stateful_step_count=STEPS_EACH,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )
    codes = ", ".join(f"{count} ended with {code}" for code, count in sorted(Desk.codes.items()))
    figure(f"{Desk.steps} steps, {Desk.codes.total()} commands, no difference ({codes})")
