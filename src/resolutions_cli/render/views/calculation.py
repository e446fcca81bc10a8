"""The calculator's answer: in words, as a small calendar, as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, assert_never

from resolutions_cli.core.deadlines.reckoning import Calculation, FirstDay
from resolutions_cli.core.time.amount import Counting
from resolutions_cli.core.time.working_days import CountedDay, WorkingCalendar
from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.json import day_json, moment_json
from resolutions_cli.render.formats.page import (
    Block,
    Drawing,
    Heading,
    Line,
    Page,
    Pairs,
    Para,
    Span,
)
from resolutions_cli.render.words.words import (
    MONTHS,
    NATION_WORDS,
    PROVISIONAL,
    WEEKDAYS,
    day_words,
    moment_words,
    several,
    source_words,
)

# ------------------------------------------------------------------ a picture of months


#: Widths in columns: of a day, of a month, of the gap between months.
_DAY, _MONTH, _GAP = 5, 35, 2

#: The most months drawn in full; for a longer count, how many at each end.
_MOST, _AT_EACH_END = 6, 2

_WEEKEND = 5


class Marks(Value):
    """The marks of a calendar: brackets around days, and short texts below days.

    `around` holds an opening bracket, a closing one and a style; `below` a short text and a
    style. Only the weeks from `first` to `last` are drawn.
    """

    first: date
    last: date
    around: Mapping[date, tuple[str, str, str]] = {}
    below: Mapping[date, tuple[str, str]] = {}


def months_drawn(marks: Marks, width: int) -> Drawing:
    """The months, as many side by side as fit `width` columns, after an empty line."""
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
    """The first day of each month, from the month of `first` to that of `last`."""
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
            yield tuple(_below_month(day, marks) for day in there)


def _top(day: date | None, marks: Marks) -> Span:
    if day is None:
        return Span(" " * _DAY)
    style = "aside" if day.weekday() >= _WEEKEND else ""
    opening, closing, style = marks.around.get(day, (" ", " ", style))
    return Span(f"{opening}{day.day:>2}{closing} ", style)


def _below_month(day: date | None, marks: Marks) -> Span:
    text, style = marks.below.get(day, ("", "")) if day else ("", "")
    return Span(f"{text:>3}".ljust(_DAY), style)


# ------------------------------------------------------------------ the answer


_WEEKEND_MARK, _HOLIDAY_MARK = "-", "*"
_SATURDAY = 5


def calculation_page(calculation: Calculation, calendar: WorkingCalendar, width: int) -> Page:
    """The answer, its start, the days passed over, and a picture."""
    skipped = _skipped(calculation)
    blocks: list[Block] = [
        Heading(moment_words(calculation.due)),
        Para(f"{_rule(calculation)}, in {NATION_WORDS[calendar.nation]}", indent=2),
        *(Para(note, indent=2) for note in _notes(calculation, calendar)),
    ]
    if calculation.days:
        blocks += _picture(calculation, width)
    if skipped:
        rows = tuple((day_words(day.date), (day.why or "",)) for day in skipped)
        blocks += [Heading("Not counted"), Pairs(rows, indent=2)]
    blocks += [Heading("Bank holidays"), Para(source_words(calendar.source), indent=2)]
    return blocks


# ------------------------------------------------------------------ words


def _rule(calculation: Calculation) -> str:
    amount = several(calculation.amount.number, calculation.amount.unit.value)
    start = moment_words(calculation.start)
    if calculation.first_day is FirstDay.SAME_DAY:
        direction = "back from" if calculation.backward else "from"
        return f"{amount} {direction} {start}, which is day 1 if it is a working day"
    return f"{amount} {'before' if calculation.backward else 'after'} {start}"


def _notes(calculation: Calculation, calendar: WorkingCalendar) -> Iterator[str]:
    """The assumptions and warnings that belong to the answer."""
    counting = calculation.amount.unit.counting
    if counting is Counting.HOURS and calculation.start.instant is None:
        yield "counted from 00:00, since only the date is known"
    day, act_by = calculation.due.last_day, calculation.act_by.last_day
    if act_by != day:
        why = calendar.why_not_working(day)
        yield f"not a working day ({why}): act by {day_words(act_by)}"
    if calculation.provisional:
        yield PROVISIONAL
    for each in calculation.days:
        if each.counts and each.why:
            yield f"{day_words(each.date)}: {each.why}"


def _skipped(calculation: Calculation) -> list[CountedDay]:
    return [day for day in calculation.days if not day.counts]


# ------------------------------------------------------------------ the picture


def _picture(calculation: Calculation, width: int) -> Iterator[Block]:
    start, due = calculation.start.day, calculation.due.last_day
    act_by = calculation.act_by.last_day
    around = {start: ("(", ")", "start"), act_by: ("<", ">", "ends"), due: ("[", "]", "ends")}
    days = [start, due, act_by, *(day.date for day in calculation.days)]
    below = {day.date: _below(day) for day in calculation.days}
    yield months_drawn(Marks(min(days), max(days), around, below), width)
    for line in _legend(calculation, {mark for mark, _ in below.values()}):
        yield Para(line, indent=1, style="aside")


def _below(day: CountedDay) -> tuple[str, str]:
    if day.counts:
        return str(day.number), "counted"
    weekend = day.date.weekday() >= _SATURDAY
    return (_WEEKEND_MARK, "aside") if weekend else (_HOLIDAY_MARK, "holiday")


def _legend(calculation: Calculation, marks: set[str]) -> Iterator[str]:
    start, due = calculation.start.day, calculation.due.last_day
    if start != due:
        yield f"({start.day:>2})  counted from"
    yield f"[{due.day:>2}]  the answer"
    if (act_by := calculation.act_by.last_day) != due:
        yield f"<{act_by.day:>2}>  the last working day up to it"
    yield f"below a day: {_what_is_below(calculation.amount.unit.counting)}"
    if _WEEKEND_MARK in marks:
        yield f"{_WEEKEND_MARK}     not counted: Saturday or Sunday"
    if _HOLIDAY_MARK in marks:
        yield f"{_HOLIDAY_MARK}     not counted: bank holiday, named below"


def _what_is_below(counting: Counting) -> str:
    match counting:
        case Counting.HOURS:
            return "the hours that have run by its end"
        case Counting.MONTHS:
            return "the number of months"
        case Counting.WORKING_DAYS | Counting.DAYS | Counting.AT_ONCE | Counting.SAME_DAY:
            return "its number"
    assert_never(counting)


# ------------------------------------------------------------------ JSON


def calculation_json(calculation: Calculation) -> dict[str, Any]:
    """The answer as the body of a JSON document; `due_at` only for an answer to the minute."""
    due = calculation.due
    return {
        "due": due.last_day.isoformat(),
        "due_at": moment_json(due) if due.instant else None,
        "act_by": calculation.act_by.last_day.isoformat(),
        "provisional": calculation.provisional,
        "days": [day_json(day) for day in calculation.days],
    }
