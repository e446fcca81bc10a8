"""Steps that ask, about any moment, by what was known at any moment."""

import contextlib

from hypothesis.stateful import precondition, rule

from tests.attacks.plain.book import typed
from tests.attacks.plain.log import Refused
from tests.attacks.steps.desk import (
    BARE,
    INDEX,
    WHILE,
    Desk,
    as_rules_have_it,
    by_place,
    is_there,
)


class Asking(Desk):
    """What people read, held against the rules."""

    @rule(index=INDEX, as_of=WHILE, known=WHILE, bare=BARE, later=INDEX)
    @precondition(is_there)
    def shows(self, index: int, as_of: int, known: int, bare: bool, later: int) -> None:
        book, folder, ref = self.at(index)
        book.now = self.now
        moment = self.ahead(as_of, bare) if later % 4 == 0 else self.ago(as_of, bare)
        known_at = self.ago(known, bare) if later % 3 == 0 else None
        self.compares((book, folder, ref), moment, known_at)

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
        assert by_place(as_rules_have_it(document["deadlines"])) == by_place(
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
