"""An amount of time: the units, the facts about each, and how an amount is read.

To add a unit, add a row to `Unit`; `tests/house/test_every_unit.py` names the words for people that
are missing. To add a manner of counting, add it to `Counting`; mypy names each place that has to
count, explain or check by it.
"""

import re
from enum import Enum, StrEnum, auto
from typing import Self, assert_never

from resolutions_cli import errors
from resolutions_cli.core.value import Value


class Counting(Enum):
    """How an amount of time is counted on from a moment, or back from it."""

    WORKING_DAYS = auto()
    DAYS = auto()
    MONTHS = auto()
    HOURS = auto()
    #: no time at all: the moment itself
    AT_ONCE = auto()
    #: the day of the moment, whatever its time
    SAME_DAY = auto()


class RestsOn(Enum):
    """Which days must be in a published list of bank holidays for a counted date to be certain."""

    EVERY_DAY = auto()
    #: only whether that day is a working day, which decides when to act by it
    LAST_DAY = auto()
    NOTHING = auto()


class UnitFacts(Value):
    """A row of the table of units.

    `words` are as a procedure file or a person writes it: the singular and the plural of a counted
    unit, every word for an uncounted one. `also` are another singular and plural of the same.
    `size` is its length in the terms of `counting` (a week is 7 days), 0 for an uncounted unit.
    """

    code: str
    words: tuple[str, ...]
    counting: Counting
    size: int
    rests_on: RestsOn
    also: tuple[str, ...] = ()


class Unit(StrEnum):
    """The unit of an amount of time: the one table of all facts about each unit.

    Its value, the code, is stored in files and never changes.
    """

    words: tuple[str, ...]
    also: tuple[str, ...]
    counting: Counting
    size: int
    rests_on: RestsOn

    def __new__(cls, facts: object) -> Self:
        if not isinstance(facts, UnitFacts):
            raise TypeError(f"the unit {facts!r} has no facts: give it a row of UnitFacts")
        member = str.__new__(cls, facts.code)
        member._value_ = facts.code
        member.words, member.also, member.counting = facts.words, facts.also, facts.counting
        member.size, member.rests_on = facts.size, facts.rests_on
        return member

    WORKING_DAY = UnitFacts(
        code="working day",
        words=("working day", "working days"),
        counting=Counting.WORKING_DAYS,
        size=1,
        rests_on=RestsOn.EVERY_DAY,
    )
    DAY = UnitFacts(
        code="day",
        words=("day", "days"),
        counting=Counting.DAYS,
        size=1,
        rests_on=RestsOn.LAST_DAY,
        also=("calendar day", "calendar days"),
    )
    WORKING_WEEK = UnitFacts(
        code="working week",
        words=("working week", "working weeks"),
        counting=Counting.WORKING_DAYS,
        size=5,
        rests_on=RestsOn.EVERY_DAY,
    )
    WEEK = UnitFacts(
        code="week",
        words=("week", "weeks"),
        counting=Counting.DAYS,
        size=7,
        rests_on=RestsOn.LAST_DAY,
    )
    MONTH = UnitFacts(
        code="month",
        words=("month", "months"),
        counting=Counting.MONTHS,
        size=1,
        rests_on=RestsOn.LAST_DAY,
    )
    YEAR = UnitFacts(
        code="year",
        words=("year", "years"),
        counting=Counting.MONTHS,
        size=12,
        rests_on=RestsOn.LAST_DAY,
    )
    HOUR = UnitFacts(
        code="hour",
        words=("hour", "hours"),
        counting=Counting.HOURS,
        size=1,
        rests_on=RestsOn.LAST_DAY,
    )
    AT_ONCE = UnitFacts(
        code="at once",
        words=("at once",),
        counting=Counting.AT_ONCE,
        size=0,
        rests_on=RestsOn.NOTHING,
    )
    SAME_DAY = UnitFacts(
        code="same day",
        words=("immediately", "same day"),
        counting=Counting.SAME_DAY,
        size=0,
        rests_on=RestsOn.NOTHING,
    )

    @property
    def leaves_time(self) -> bool:
        """Whether it is counted at all, so that it takes a number."""
        match self.counting:
            case Counting.WORKING_DAYS | Counting.DAYS | Counting.MONTHS | Counting.HOURS:
                return True
            case Counting.AT_ONCE | Counting.SAME_DAY:
                return False
        assert_never(self.counting)


class Amount(Value):
    """An amount of time, as "10 working days" or "immediately".

    `number` counts units, and is 0 for `at once` and `same day`; `words` are the file's own.
    """

    number: int
    unit: Unit
    words: str

    @property
    def size(self) -> int:
        """Its length in working days, days, months or hours, by its unit's `counting`."""
        return self.number * self.unit.size


# ------------------------------------------------------------------ how an amount is written

_COUNTED = {word: unit for unit in Unit if unit.leaves_time for word in (*unit.words, *unit.also)}
_UNCOUNTED = {word: unit for unit in Unit if not unit.leaves_time for word in unit.words}

#: The numbers that may be written as words.
NUMBER_WORDS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NUMBERS = {word: number for number, word in enumerate(NUMBER_WORDS, 1)}

#: The plurals of the counted units, in the order of the table.
PLURALS = tuple(unit.words[-1] for unit in Unit if unit.leaves_time)

#: The largest number in a procedure file: ten years of days. A person may ask for any of 4 digits.
MAX_AMOUNT = 3660
_LARGEST_TYPED = 9999

AMOUNT_IS = f'"10 {PLURALS[0]}", or {", ".join(PLURALS[1:])} (1 to {MAX_AMOUNT}); ' + ", ".join(
    f'"{word}"' for word in _UNCOUNTED
)

_RANGE = re.compile(r"(?P<aim>\w+) ?(?: to |-|\N{EN DASH}) ?(?P<limit>\w+) (?P<unit>[a-z ]+)", re.I)


def read_amount(words: str) -> Amount | None:
    """The amount that `words` of a procedure file mean, or None if they mean none (see
    AMOUNT_IS).

    Capitals and the number of spaces do not matter, and numbers up to twelve may be words. The
    amount keeps the file's own words.
    """
    own = " ".join(words.split())
    if unit := _UNCOUNTED.get(own.lower()):
        return Amount(0, unit, own)
    amount = _counted(own.lower(), MAX_AMOUNT)
    return amount.but(words=own) if amount else None


def read_range(words: str) -> tuple[Amount, Amount] | None:
    """The aim and the limit of a range in a procedure file, as "24 to 96 hours"; None if it is
    none. Each has the file's own words for it, as "24 hours" and "96 hours"."""
    found = _RANGE.fullmatch(" ".join(words.split()))
    if found is None:
        return None
    unit = found["unit"]
    aim = read_amount(f"{found['aim']} {unit}")
    limit = read_amount(f"{found['limit']} {unit}")
    if aim is None or limit is None:
        return None
    singular = unit.removesuffix("s").removesuffix("S")
    return (aim.but(words=f"{found['aim']} {singular}") if aim.number == 1 else aim), limit


def read_typed_amount(typed: str) -> Amount:
    """An amount that a person typed, as "5 working days", in any case and with any spaces.

    Raises BadAmount, also for an uncounted amount ("at once").
    """
    amount = _counted(" ".join(typed.lower().split()), _LARGEST_TYPED, zeros=True)
    if amount is None:
        raise errors.BadAmount
    return amount.but(words=typed)


def _counted(words: str, most: int, *, zeros: bool = False) -> Amount | None:
    """The one grammar of counted amounts: a number of 1 to 4 digits or in words, a space, a unit.

    The number is at most `most`. With `zeros` it may begin with noughts, as in "05 days".
    """
    digits, _, named = words.partition(" ")
    unit = _COUNTED.get(named)
    if unit is None:
        return None
    number = _NUMBERS.get(digits) or _number(digits, zeros=zeros)
    # years are counted in months, so that no answer lies beyond the calendar
    largest = most // unit.size if unit.counting is Counting.MONTHS else most
    return Amount(number, unit, words) if 0 < number <= largest else None


def _number(digits: str, *, zeros: bool) -> int:
    """The number in these digits; 0 if they are none."""
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= len(str(_LARGEST_TYPED))
    return int(digits) if is_number and (zeros or not digits.startswith("0")) else 0
