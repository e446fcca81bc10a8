"""A limit: one clock of a duty, as a procedure states it."""

from functools import cached_property

from resolutions_cli.core.time.amount import Amount
from resolutions_cli.core.value import Value

ENTERED, LEFT = "entered", "left"

#: The name of a stage's own duty, beside the ids of its further duties.
MAIN = "main"


class Limit(Value):
    """One clock of a duty: an amount, counted from (or back from) an event; or by agreement.

    `of` is an event's id, "entered" (the stage that owns the limit), "entered:ID" or "left:ID";
    None only when `agreed`. `at_latest` is an event, or "entered", that the start cannot come
    after: the limit counts from it while the start is unknown. `cite` is where the published text
    states the limit; `reading` is how we read a text that leaves something open. `start` is the
    start in words, as "the disagreement was raised". In all these classes `line` is the line of
    the procedure file, 0 if unknown.
    """

    amount: Amount | None
    backward: bool = False
    of: str | None = None
    agreed: bool = False
    aim: Amount | None = None
    at_latest: str = ""
    cite: str = ""
    reading: str = ""
    line: int = 0
    start: str = ""

    @cached_property
    def rule(self) -> str:
        """The rule in words: "within 10 working days", "before 1 day", "agreed"."""
        if self.amount is None:
            return "agreed"
        return f"{'before' if self.backward else 'within'} {self.amount.words}"

    @cached_property
    def counts_from_event(self) -> bool:
        """Whether the clock starts with an event, not with reaching or leaving a stage."""
        return self.of is not None and self.of.split(":")[0] not in (ENTERED, LEFT)
