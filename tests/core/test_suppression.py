"""What is kept back cannot be told, not even by somebody who knows how it is chosen.

Every table of small numbers there is gets printed. Whoever sees the print knows that the truth is
one of the tables that print so: were a number that is kept back the same in all of them, it
would be told.
"""

from collections.abc import Callable, Hashable, Iterable
from itertools import product

import pytest

from resolutions_cli.core.statistics.suppression import (
    HIDDEN,
    Number,
    hide_alone,
    hide_in_line,
    hide_in_rows,
    hide_standing,
    hide_unless_all_large,
)

Numbers = tuple[int, ...]
Printed = tuple[Number, ...]


def told(worlds: Iterable[tuple[Numbers, Hashable]], shown: Callable[[Numbers], Printed]) -> int:
    """Print every world, beside what else is printed of it; how many prints tell a number."""
    prints: dict[Hashable, list[set[int]]] = {}
    for numbers, beside in worlds:
        printed = shown(numbers)
        found = prints.setdefault((printed, beside), [set() for _ in numbers])
        for seen, number, sign in zip(found, numbers, printed, strict=True):
            if sign is HIDDEN:
                seen.add(number)
    return sum(any(len(seen) == 1 for seen in found) for found in prints.values())


def lines(length: int, most: int) -> Iterable[Numbers]:
    """Every table of one column whose total is no small number."""
    return (n for n in product(range(most + 1), repeat=length) if 5 <= sum(n) <= most)


@pytest.mark.parametrize(("length", "most"), [(1, 20), (2, 16), (3, 14), (4, 10), (5, 8), (6, 7)])
def test_no_line_whose_total_is_printed_tells_what_is_kept_back(length: int, most: int) -> None:
    worlds = ((line, sum(line)) for line in lines(length, most))
    assert told(worlds, lambda line: tuple(hide_in_line(line))) == 0


@pytest.mark.parametrize(("length", "most"), [(1, 12), (2, 9), (3, 7), (4, 5)])
def test_nor_does_one_in_which_a_dispute_may_stand_in_several_lines(length: int, most: int) -> None:
    worlds = (
        (line, total)
        for line in product(range(most + 1), repeat=length)
        for total in range(max(5, *line), sum(line) + 1)
    )
    assert told(worlds, lambda line: tuple(hide_in_line(line))) == 0


@pytest.mark.parametrize(("length", "most"), [(1, 12), (2, 12), (3, 7), (4, 5)])
def test_nor_do_two_columns_whose_rows_belong_together(length: int, most: int) -> None:
    columns = [(0,) * length, *lines(length, most)]
    worlds = (((*a, *b), (sum(a), sum(b))) for a, b in product(columns, repeat=2))

    def shown(numbers: Numbers) -> Printed:
        rows = hide_in_rows(list(zip(numbers[:length], numbers[length:], strict=True)))
        return tuple(number for column in zip(*rows, strict=True) for number in column)

    assert told(worlds, shown) == 0


def test_nor_does_a_table_that_is_shown_whole_or_not_at_all() -> None:
    columns = [(0, 0), *lines(2, 14)]
    worlds = (((*a, *b), (sum(a), sum(b))) for a, b in product(columns, repeat=2))

    def shown(numbers: Numbers) -> Printed:
        rows = hide_unless_all_large(list(zip(numbers[:2], numbers[2:], strict=True)))
        return tuple(number for column in zip(*rows, strict=True) for number in column)

    assert told(worlds, shown) == 0


def test_nor_does_what_is_open_beside_what_was_raised_and_resolved() -> None:
    """What was open before both periods is printed nowhere, but it was no less than none."""
    # few numbers of each kind do: small ones, none, and some that are not small
    some = (0, 1, 4, 5, 6, 9)
    worlds = []
    for raised, resolved in product(product(some, repeat=2), repeat=2):
        for first in range(24):
            before = first + raised[0] - resolved[0]
            after = before + raised[1] - resolved[1]
            if before >= 0 and after >= 0:
                worlds.append(((*raised, *resolved, before, after), None))

    def shown(numbers: Numbers) -> Printed:
        raised, resolved, standing = numbers[:2], numbers[2:4], numbers[4:]
        kept = hide_standing(_pair(raised), _pair(resolved), _pair(standing))
        return (*map(hide_alone, numbers[:4]), *kept)

    # what was raised and resolved in the period is kept back as such; beside it stands the rest
    assert told(worlds, shown) == 0


def _pair(numbers: Numbers) -> tuple[int, int]:
    first, second = numbers
    return first, second


# ------------------------------------------------------------------ by example


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        # nothing is small
        ([12, 0, 5], "12 0 5"),
        # one small number: the next larger goes with it, or the total would tell it
        ([3, 12, 30, 0], "* * 30 0"),
        # two that differ do without
        ([3, 2, 30], "* * 30"),
        # two that are the same: half of what is missing
        ([4, 4, 12, 30], "* * * 30"),
        # the next larger twice: which of the two went would tell where they stand
        ([1, 12, 12, 30], "* * * 30"),
        # nothing larger is left: everything goes
        ([2, 2, 2, 0], "* * * *"),
        ([1, 1, 1, 1, 1], "* * * * *"),
        # as many as there are lines: were noughts shown, the lines without would all be 1
        ([2, 0, 1, 1, 1], "* * * * *"),
    ],
)
def test_what_goes_with_small_numbers(numbers: list[int], printed: str) -> None:
    assert said(hide_in_line(numbers)) == printed


def test_a_row_with_a_small_number_goes_as_a_whole_and_the_noughts_a_total_tells_are_shown() -> (
    None
):
    rows = [(20, 0), (3, 0), (9, 5), (2, 0)]
    assert [said(row) for row in hide_in_rows(rows)] == ["20 0", "* 0", "9 5", "* 0"]


@pytest.mark.parametrize(
    ("raised", "resolved", "standing", "printed"),
    [
        # the first year: none open before it
        ((0, 30), (0, 20), (0, 10), "0 10"),
        ((0, 30), (0, 27), (0, 3), "* *"),
        # 6 at least: nothing that is small can be meant
        ((6, 30), (0, 30), (6, 6), "6 6"),
        # 4 at least, and 4 in fact: 5 is kept back too, or the sign would say 4
        ((9, 10), (5, 5), (4, 9), "* *"),
        ((9, 10), (5, 5), (5, 10), "* *"),
        ((9, 10), (5, 5), (6, 11), "6 11"),
        # what was resolved is kept back, so the rest would tell it
        ((9, 10), (5, 2), (9, 17), "* *"),
    ],
)
def test_what_is_open_is_kept_back_where_the_rest_would_tell_it(
    raised: tuple[int, int], resolved: tuple[int, int], standing: tuple[int, int], printed: str
) -> None:
    assert said(hide_standing(raised, resolved, standing)) == printed


def said(numbers: Iterable[Number]) -> str:
    return " ".join("*" if number is HIDDEN else str(number) for number in numbers)
