"""The calculator's answer: in words, as a small calendar, as JSON."""

from collections.abc import Iterator
from typing import Any, assert_never

from resolutions_cli.core.amount import Counting
from resolutions_cli.core.calculation import Calculation, FirstDay
from resolutions_cli.core.working_days import CountedDay, WorkingCalendar
from resolutions_cli.render.documents import day_json, moment_json
from resolutions_cli.render.months import Marks, months_drawn
from resolutions_cli.render.page import Block, Heading, Page, Pairs, Para
from resolutions_cli.render.words import (
    NATION_WORDS,
    PROVISIONAL,
    day_words,
    moment_words,
    several,
    source_words,
)

_WEEKEND_MARK, _HOLIDAY_MARK = "-", "*"
_SATURDAY = 5


def calculation_page(calculation: Calculation, calendar: WorkingCalendar, width: int) -> Page:
    """The answer, what it was counted from, the days passed over, and a picture."""
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
    """What a reader must know about the answer besides the answer."""
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
    """The answer as the body of a document; `due_at` only for an answer to the minute."""
    due = calculation.due
    return {
        "due": due.last_day.isoformat(),
        "due_at": moment_json(due) if due.instant else None,
        "act_by": calculation.act_by.last_day.isoformat(),
        "provisional": calculation.provisional,
        "days": [day_json(day) for day in calculation.days],
    }
