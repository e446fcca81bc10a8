"""A limit: one clock of a duty, as a procedure states it."""

from enum import StrEnum
from functools import cached_property

from resolutions_cli.core.time.amount import Amount
from resolutions_cli.core.value import Value

ENTERED, LEFT = "entered", "left"

#: The name of a stage's own duty, beside the ids of its further duties.
MAIN = "main"


class Strength(StrEnum):
    """How firmly a text states a limit. Only a limit that must be kept can be missed."""

    MUST = "must"
    SHOULD = "should"
    INDICATIVE = "indicative"
    POSSIBLE = "wherever possible"


class Pick(StrEnum):
    """Which of several starts a limit counts from."""

    EARLIEST = "earliest"
    LATEST = "latest"


class EndDays(StrEnum):
    """How the first and the last day count where a text says so: neither (clear days), or the
    start as day 1."""

    CLEAR = "clear"
    SAME_DAY = "same-day"


class Pause(Value):
    """Days that a limit leaves out: from one event to another, both `disregarded` or both
    counted."""

    since: str
    until: str
    disregarded: bool


class Extension(Value):
    """How far a limit may be extended by a recorded reason: the outer amount, from the same start,
    and what the reason must mean in the text's words."""

    to: Amount
    means: str
    times: int = 1


class Limit(Value):
    """One clock of a duty: an amount, counted from (or back from) an event; or by agreement; or
    `said`, the text's own words for a time that no date follows from.

    `of` is an event or a condition, "entered" (the stage that owns the limit), "entered:ID" or
    "left:ID"; None only when `agreed` or `said`. `others` are further starts; `pick` says which of
    them all counts. `at_latest` is an event, or "entered", that the start cannot come after: the
    limit counts from it while the start is unknown. `when` is a condition ("ID" or "not ID") under
    which the limit holds. `or_read` is a second reading of `amount`; the earlier end of the two
    counts, unless `binds_first`. `next_working_day`: a start out of hours ends with the next
    working day. `unless` are events that make the limit fall away. `cap`: it is a limit of the
    whole procedure. `start` is the start in words, as "the disagreement was raised". `cite` is
    where the published text states the limit; `reading` is how we read a text that leaves something
    open. In all these classes `line` is the line of the procedure file, 0 if unknown.
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
    said: str = ""
    when: str = ""
    or_read: Amount | None = None
    binds_first: bool = False
    strength: Strength = Strength.MUST
    others: tuple[str, ...] = ()
    pick: Pick = Pick.EARLIEST
    count: EndDays | None = None
    next_working_day: bool = False
    extend: Extension | None = None
    pause: Pause | None = None
    unless: tuple[str, ...] = ()
    cap: bool = False

    @cached_property
    def rule(self) -> str:
        """The rule in words: "within 10 working days", "before 1 day", "agreed", "said: ..."."""
        if self.amount is None:
            return f"said: {self.said}" if self.said else "agreed"
        return f"{'before' if self.backward else 'within'} {self.amount.words}"

    @property
    def is_weak(self) -> bool:
        """Whether the text only guides, so that the limit cannot be missed. A cap is never weak."""
        return self.strength is not Strength.MUST and not self.cap

    @cached_property
    def as_clock(self) -> "Limit":
        """What it has in common with a limit elsewhere that is the same clock."""
        return self.but(
            start="", cite="", reading="", line=0, cap=False, aim=None, strength=Strength.MUST
        )

    @property
    def starts(self) -> tuple[str, ...]:
        """Everything that the limit may count from, in the file's order."""
        return (self.of, *self.others) if self.of else ()

    @cached_property
    def counts_from_event(self) -> bool:
        """Whether the clock starts with an event, not with reaching or leaving a stage."""
        return self.of is not None and self.of.split(":")[0] not in (ENTERED, LEFT)
