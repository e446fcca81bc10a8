"""A small picture of the months that a count goes through; readable without any colour."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from resolutions_cli.core.value import Value
from resolutions_cli.render.page import Drawing, Line, Span
from resolutions_cli.render.words import MONTHS, WEEKDAYS, several

#: Columns of a day, of a month, and between two months.
_DAY, _MONTH, _GAP = 5, 35, 2

#: Of a longer count only the first and the last months are drawn.
_MOST, _AT_EACH_END = 6, 2

_WEEKEND = 5


class Marks(Value):
    """What is drawn: brackets around days, and what stands below a day.

    `around` holds an opening bracket, a closing one and a style; `below` a short text and a
    style. Only the weeks from `first` to `last` are drawn.
    """

    first: date
    last: date
    around: Mapping[date, tuple[str, str, str]] = {}
    below: Mapping[date, tuple[str, str]] = {}


def months_drawn(marks: Marks, width: int) -> Drawing:
    """The months, side by side as far as `width` columns go, under an empty line."""
    months = _months(marks.first, marks.last)
    left_out = len(months) - 2 * _AT_EACH_END if len(months) > _MOST else 0
    side_by_side = max(1, (width + _GAP) // (_MONTH + _GAP))
    if not left_out:
        return Drawing(((), *_rows(months, marks, side_by_side)))
    begin, end = months[:_AT_EACH_END], months[-_AT_EACH_END:]
    between = (Span(f"({several(left_out, 'month')} between not drawn)", "aside"),)
    return Drawing(
        ((), *_rows(begin, marks, side_by_side), between, (), *_rows(end, marks, side_by_side))
    )


def _months(first: date, last: date) -> list[date]:
    """The first day of each month from that of `first` to that of `last`."""
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return months


def _rows(months: Sequence[date], marks: Marks, side_by_side: int) -> Iterator[Line]:
    """Rows of months, each followed by an empty line."""
    for start in range(0, len(months), side_by_side):
        drawn = [list(_month(month, marks)) for month in months[start : start + side_by_side]]
        for index in range(max(map(len, drawn))):
            yield _beside([lines[index] if index < len(lines) else () for lines in drawn])
        yield ()


def _beside(lines: Sequence[Line]) -> Line:
    joined: list[Span] = []
    for line in lines:
        if joined:
            joined.append(Span(" " * _GAP))
        joined.extend(line)
        joined.append(Span(" " * (_MONTH - sum(len(span.text) for span in line))))
    return tuple(joined)


def _month(month: date, marks: Marks) -> Iterator[Line]:
    yield (Span(f"{MONTHS[month.month - 1]} {month.year}", "heading"),)
    yield (Span("".join(f"{name:>3}  " for name in WEEKDAYS).rstrip(), "aside"),)
    week = month - timedelta(days=month.weekday())
    while week <= marks.last and (week < month or week.month == month.month):
        days = [week + timedelta(days=number) for number in range(7)]
        week += timedelta(days=7)
        if days[-1] < marks.first:
            continue
        there = [day if day.month == month.month else None for day in days]
        yield tuple(_top(day, marks) for day in there)
        if any(day in marks.below for day in there):
            yield tuple(_below(day, marks) for day in there)


def _top(day: date | None, marks: Marks) -> Span:
    if day is None:
        return Span(" " * _DAY)
    style = "aside" if day.weekday() >= _WEEKEND else ""
    opening, closing, style = marks.around.get(day, (" ", " ", style))
    return Span(f"{opening}{day.day:>2}{closing} ", style)


def _below(day: date | None, marks: Marks) -> Span:
    text, style = marks.below.get(day, ("", "")) if day else ("", "")
    return Span(f"{text:>3}".ljust(_DAY), style)
