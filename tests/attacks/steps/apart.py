"""Steps on two machines: the record is copied, goes on apart, meets again; a newer list comes."""

import copy
import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.attacks.plain.book import OFFICIAL, Book, called
from tests.attacks.plain.days import shown
from tests.attacks.plain.duties import rows
from tests.attacks.plain.standing import due_of
from tests.attacks.steps.desk import (
    BARE,
    INDEX,
    Desk,
    Place,
    is_there,
)


def key(duty: dict[str, Any]) -> tuple[str, str, int]:
    return duty["dispute"], duty["stage"], duty["visit"]


class Apart(Desk):
    """What happens to a workspace as a whole."""

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

    def moves(self, where: Place, what: int) -> None:
        book, _, ref = where
        why = ["--reason", "why"]
        if what % 4 == 0:
            words = ["close", ref, "--outcome", "agreed", "--no-action", *why]
            self.does(where, lambda: book.close(ref, self.now, "agreed"), *words)
        elif what % 4 == 1:
            last = len(book.logs[ref])
            words = ["correct", ref, called(book, ref, last), "--withdraw", *why]
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
            there = self.folders[theirs]
            # what was accepted on one's own other machine as well
            for path in (*there.glob("disputes/*/*.toml"), *there.glob("accepted/*.toml")):
                target = self.folders[mine] / path.relative_to(there)
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
            {
                "dispute": ref,
                "stage": row["stage"],
                "visit": row["visit"],
                "end": shown(due_of(row)),
            }
            for ref in book.logs
            for row in rows(book.told(ref, self.now), book.days)
            if row["duty"] == "main" and row["done"] is None and due_of(row) is not None
        ]
