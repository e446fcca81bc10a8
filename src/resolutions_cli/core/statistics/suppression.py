"""Small numbers kept back, so that none can be worked out from what is printed beside it.

A number from 1 to 4 may tell whose dispute it was; nought tells of nobody and is shown. What is
kept back with it follows from the numbers alone, never from where they stand: so exchanging two
categories that are both kept back changes nothing on the page, and as long as two of them differ
each may hold the number of the other. `docs/statistics.md` has the whole argument.
"""

from collections.abc import Sequence
from enum import Enum


class Hidden(Enum):
    """A number that is kept back; one sign, whatever the reason."""

    HIDDEN = "*"


HIDDEN = Hidden.HIDDEN

#: A number as it is given out.
Number = int | Hidden

#: Numbers below this, nought left out, are small.
BELOW = 5


def is_small(number: int) -> bool:
    """Whether a number may tell whose dispute it was."""
    return 0 < number < BELOW


def hide_alone(number: int) -> Number:
    """A number that no other number on the page adds up to."""
    return HIDDEN if is_small(number) else number


def hide_in_rows(rows: Sequence[Sequence[int]]) -> list[tuple[Number, ...]]:
    """A table whose columns' totals are printed: each row is shown, or kept back throughout.

    With the rows that hold a small number go the next larger ones, until in no column all that
    is kept back is the same number, since a sum of equal numbers tells each of them. Where
    nothing larger is left, every row goes. A column that has nothing but noughts among the rows
    kept back shows them: its total tells them anyway.
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
    """Whether each row may be 1 for all that the total tells: then noughts are not shown either,
    or their absence would tell that each row is 1."""
    return sum(column) == len(column) and max(column) < BELOW


def _to_hide_too(rows: Sequence[Sequence[int]], hidden: set[int]) -> set[int]:
    """The rows that have to go with those kept back so far; none when nothing can be told."""
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
    """A table that is shown whole or kept back whole, for what other tables add up to; of a
    column of noughts the total tells each."""
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
    """How many were open at the end of a period and of the one before, beside what was raised
    and resolved in them (each pair: the period before, the period).

    What is open at the end is what was open before, and what was raised, less what was resolved.
    So the two are shown or kept back together, and what the other numbers leave open decides it:
    with `least` open at the end of the period before, at the least, the readers know all but how
    many more there were. Every answer to that which would give a small number is kept back,
    and where there is one such answer only, the next one too.
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
