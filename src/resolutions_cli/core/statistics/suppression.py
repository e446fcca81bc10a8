"""Small numbers hidden, so that they cannot be worked out from the numbers printed beside them.

A number from 1 to 4 may reveal whose dispute it was. Nought reveals no dispute and is shown. The
other numbers to hide depend on the numbers alone, never on their order. So exchanging two hidden
categories changes nothing on the page, and if two of them differ, each may hold the other's number.
`docs/statistics.md` has the whole argument.
"""

from collections.abc import Sequence
from enum import Enum


class Hidden(Enum):
    """A hidden number; one sign, whatever the reason."""

    HIDDEN = "*"


HIDDEN = Hidden.HIDDEN

#: A number as published.
Number = int | Hidden

#: Numbers below this, except nought, are small.
BELOW = 5


def is_small(number: int) -> bool:
    """Whether a number may reveal whose dispute it was."""
    return 0 < number < BELOW


def hide_alone(number: int) -> Number:
    """The published form of a number that is not part of a total on the page."""
    return HIDDEN if is_small(number) else number


def hide_in_rows(rows: Sequence[Sequence[int]]) -> list[tuple[Number, ...]]:
    """A table whose column totals are printed: each row is shown, or hidden throughout.

    Rows with a small number are hidden. The next larger rows are hidden too, until the hidden
    numbers of no column are all the same, since a sum of equal numbers reveals each of them. If no
    larger row is left, every row is hidden. A column with only noughts in the hidden rows shows
    them: its total reveals them anyway.
    """
    hidden = {index for index, row in enumerate(rows) if any(map(is_small, row))}
    if any(_may_all_be_one(column) for column in zip(*rows, strict=True)):
        hidden = set(range(len(rows)))
    while more := _to_hide_too(rows, hidden):
        hidden |= more
    told = [not any(rows[index][column] for index in hidden) for column in range(_width(rows))]
    return [
        tuple(
            HIDDEN if index in hidden and not told[column] else number
            for column, number in enumerate(row)
        )
        for index, row in enumerate(rows)
    ]


def hide_in_line(numbers: Sequence[int]) -> list[Number]:
    """A table of one column, as `hide_in_rows`."""
    return [number for (number,) in hide_in_rows([(number,) for number in numbers])]


def _width(rows: Sequence[Sequence[int]]) -> int:
    return len(rows[0]) if rows else 0


def _may_all_be_one(column: Sequence[int]) -> bool:
    """Whether every row may be 1, judging by the total.

    Then noughts are hidden too: without any nought, readers would know that each row is 1.
    """
    return sum(column) == len(column) and max(column) < BELOW


def _to_hide_too(rows: Sequence[Sequence[int]], hidden: set[int]) -> set[int]:
    """The further rows to hide, given those hidden so far; empty when no number can be
    worked out."""
    if not hidden:
        return set()
    shown = set(range(len(rows))) - hidden
    for column in range(_width(rows)):
        kept = {rows[index][column] for index in hidden}
        if len(kept) > 1 or kept == {0}:
            continue
        others = {rows[index][column] for index in shown} - kept - {0}
        if not others:
            return shown
        return {index for index in shown if rows[index][column] == min(others)}
    return set()


def hide_unless_all_large(rows: Sequence[Sequence[int]]) -> list[tuple[Number, ...]]:
    """A table shown whole or hidden whole, because other tables add up to its numbers.

    A column of noughts is shown: its total reveals each of them.
    """
    keeps = any(is_small(number) for row in rows for number in row)
    told = [not any(column) for column in zip(*rows, strict=True)]
    return [
        tuple(
            HIDDEN if keeps and not none else number for number, none in zip(row, told, strict=True)
        )
        for row in rows
    ]


def hide_standing(
    raised: tuple[int, int], resolved: tuple[int, int], standing: tuple[int, int]
) -> tuple[Number, Number]:
    """How many disputes were open at the end of a period and of the one before.

    Each pair is for the period before and the period; `raised` and `resolved` are printed beside
    it. The number open at the end is the number open before, plus those raised, less those
    resolved. So both are shown or both are hidden. Readers can work out the `least` number open at
    the end of the period before, but not how many more there were. Each answer that would give a
    small number is hidden, and if only one answer would, the next one is hidden too.
    """
    if any(map(is_small, (*raised, *resolved))):
        return HIDDEN, HIDDEN
    gained = raised[1] - resolved[1]
    least = max(0, raised[0] - resolved[0], -gained)
    telling = [more for more in range(BELOW) if is_small(least + more)]
    telling += [more for more in range(BELOW) if is_small(least + gained + more)]
    if telling:
        telling.append(min(telling) + 1)
    return (HIDDEN, HIDDEN) if standing[0] - least in telling else standing
