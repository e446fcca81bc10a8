"""The desk that the steps are taken at: workspaces, their clock, a command typed and checked."""

import contextlib
import io
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from resolutions_cli.cli import main
from tests.attacks.plain.book import MINUTE, Book, at_or_day, typed
from tests.attacks.plain.calculator import KEY
from tests.attacks.plain.days import When, starts
from tests.attacks.plain.log import Fact, Refused
from tests.attacks.plain.standing import FIELDS, LIMIT_FIELDS, said_against

#: Around a change of the clocks with Easter, around the other, and around Christmas.
BEGINNINGS = [datetime(2026, *day, 9, 30, tzinfo=UTC) for day in ((3, 20), (10, 19), (12, 14))]

#: Where nothing waits for a disk, if there is such a place.
MEMORY = Path("/dev/shm")

INDEX = st.integers(0, 1000)
BARE = st.booleans()
#: Minutes: none, some of a day, days, weeks.
WHILE = st.sampled_from([0, 0, 0, 1, 30, 600, 1440, 2900, 4321, 10_080, 30_000])

#: A workspace as the rules know it, its folder, and a dispute in it.
Place = tuple[Book, Path, str]

#: What is drawn for an opening.
OPENING = {
    **dict.fromkeys(("beginning", "procedure", "stage", "reached"), INDEX),
    **dict.fromkeys(("raised", "disputed"), WHILE),
}


def command(folder: Path, words: Sequence[str]) -> tuple[int, dict[str, Any], str]:
    """One command: its exit code, the document it printed, and what it said."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([words[0], "-w", str(folder), *words[1:], "--json"])
    return code, json.loads(out.getvalue() or "{}"), err.getvalue()


def as_rules_have_it(deadlines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The duties of a document, with what the rules say of them."""
    return [
        {
            **{name: duty[name] for name in ("dispute", *FIELDS)},
            "concerns": said_against(duty["concerns"]),
            "limits": [{name: each[name] for name in LIMIT_FIELDS} for each in duty["limits"]],
        }
        for duty in deadlines
    ]


def by_place(duties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(duties, key=lambda duty: (duty["dispute"], *(str(duty[name]) for name in KEY)))


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
        "duties": by_place(as_rules_have_it(document["deadlines"])),
    }


def is_there(machine: "Desk") -> bool:
    return bool(machine.books[-1].logs)


#: Listed, so that the rules know them by what is typed.
AGENCIES = "[agencies]\n" + "".join(f'{a} = "{a}"\n' for a in ("school", "health", "police"))


class Desk(RuleBasedStateMachine):
    """A workspace, and at times its copy on another machine."""

    steps = 0
    codes: ClassVar[Counter[int]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.folders = [Path(self.place.name) / "first"]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            main(["init", str(self.folders[0]), "--practice", "--procedure", "nyscp"])
        with (self.folders[0] / "resolve.toml").open("a") as settings:
            settings.write(AGENCIES)
        self.books = [Book()]
        self.now = BEGINNINGS[0]
        self.opened = 0
        #: Of this run alone, so that it can be run again.
        self.commands = 0

    def teardown(self) -> None:
        self.place.cleanup()

    @invariant()
    def counts(self) -> None:
        Desk.steps += 1

    # ---------------------------------------------------------------- helping hands

    def at(self, index: int) -> Place:
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

    def happened(self, where: Place, minutes: int, bare: bool) -> tuple[When, list[str]]:
        """When it happened: now, without the option; or earlier, mostly since the last move."""
        if not minutes:
            return self.now, []
        book, _, ref = where
        book.now = self.now
        moved = starts(book.told(ref).last_move())
        passed = int((self.now - moved) / MINUTE)
        on = self.ago(minutes if minutes < 60 else minutes * passed // 30_000, bare)
        return on, ["--at", typed(on)]

    def stage(self, book: Book, ref: str) -> str:
        """Where a dispute is now."""
        book.now = self.now
        return book.told(ref).here.stage

    def types(self, folder: Path, *words: str) -> tuple[int, dict[str, Any], str]:
        with mock.patch.dict(os.environ, {"RESOLVE_NOW": typed(self.now)}):
            code, document, err = command(folder, words)
        Desk.codes[code] += 1
        self.commands += 1
        assert code != 1, err
        return code, document, err

    def does(self, where: Place, must: Callable[[], Fact], *words: str) -> None:
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
        assert by_place(as_rules_have_it(document["deadlines"])) == by_place(owed)
        self.looks_back(where)

    def looks_back(self, where: Place) -> None:
        """Ask about the very moment of one of the entries, by what was known at another."""
        log, number = where[0].logs[where[2]], self.commands
        known = log[number // 2 % len(log)].recorded if number % 2 else None
        self.compares(where, log[number // 5 % len(log)].at, known)

    def compares(self, where: Place, moment: When, known_at: When | None) -> None:
        """Show a dispute, and see that it says what it must."""
        book, folder, ref = where
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
