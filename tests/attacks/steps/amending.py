"""Steps that amend what was recorded: corrected, set aside, redacted, settled."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.attacks.plain.book import TEXTS, called, typed
from tests.attacks.plain.days import When
from tests.attacks.plain.log import in_order
from tests.attacks.steps.desk import BARE, INDEX, WHILE, Desk, Place, is_there


class Amending(Desk):
    """What people put right."""

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
        self.corrects_to(where, number, chosen, value)

    @rule(index=INDEX, number=INDEX, whats=st.tuples(INDEX, INDEX, INDEX))
    @precondition(is_there)
    def amends_again(self, index: int, number: int, whats: tuple[int, int, int]) -> None:
        """One text corrected and redacted, several times in any order."""
        where = self.at(index)
        book, _, ref = where
        order = in_order(book.logs[ref])
        having = [n for n, fact in enumerate(order, 1) if fact.kind in TEXTS] or [1]
        entry = having[number % len(having)]
        key = TEXTS.get(order[entry - 1].kind, ("text",))[0]
        for what in whats:
            if what % 3:
                self.corrects_to(where, entry, key, f"because {what}")
            else:
                self.redacts_key(where, entry, key)

    def corrects_to(self, where: Place, number: int, key: str, value: When | str) -> None:
        book, _, ref = where
        said = value if isinstance(value, str) else typed(value)
        words = [
            "correct",
            ref,
            called(book, ref, number),
            "--set",
            f"{key}={said}",
            "--reason",
            "why",
        ]
        self.does(where, lambda: book.correct(ref, number, key, value), *words)

    def redacts_key(self, where: Place, number: int, key: str) -> None:
        book, _, ref = where
        words = ["redact", ref, called(book, ref, number), "--yes", "--reason", "why"]
        words += ["--key", key] if key else []
        self.does(where, lambda: book.redact(ref, number, key), *words)

    @rule(index=INDEX, back=INDEX)
    @precondition(is_there)
    def withdraws(self, index: int, back: int) -> None:
        where = self.at(index)
        book, _, ref = where
        number = max(1, len(book.logs[ref]) - back % 4)
        words = ["correct", ref, called(book, ref, number), "--withdraw", "--reason", "why"]
        self.does(where, lambda: book.withdraw(ref, number), *words)

    @rule(index=INDEX, number=INDEX, key=st.sampled_from(["", "", "reason", "text", "by"]))
    @precondition(is_there)
    def redacts(self, index: int, number: int, key: str) -> None:
        where = self.at(index)
        book, _, ref = where
        self.redacts_key(where, 1 + number % len(book.logs[ref]), key)

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
        self.does(where, must, "settle", ref, called(book, ref, chosen), "--reason", "why")
