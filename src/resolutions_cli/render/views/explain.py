"""The view of `explain`: a date counted line by line, to check with a paper calendar."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.deadlines.reckoning import days_of
from resolutions_cli.core.entries.own_codes import ACTION, CHASE
from resolutions_cli.core.procedure.limit import MAIN
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.time.amount import Amount, Counting, Unit
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import CountedDay, WorkingCalendar
from resolutions_cli.render.formats.page import Block, Heading, Pairs, Para
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.words.concerns import ended_words
from resolutions_cli.render.words.notes import notes_of
from resolutions_cli.render.words.own_words import own_words
from resolutions_cli.render.words.words import (
    NATION_WORDS,
    PROVISIONAL,
    clock_words,
    day_words,
    moment_words,
    remaining_words,
    shown,
    source_words,
    start_words,
    status_words,
    waits_for,
)


def reckonings_page(
    case: Case, deadlines: Iterable[Deadline], calendar: WorkingCalendar
) -> list[Block]:
    """The counting of each deadline, and the calendar behind it."""
    page: list[Block] = []
    for deadline in deadlines:
        page.append(Heading(f"{deadline.reference}  {duty_title(deadline)}"))
        page.append(Pairs(duty_rows(case, deadline), 2))
        for index, clock in enumerate(deadline.owed.clocks):
            page.append(Heading(limit_title(deadline, index), 2))
            page.append(Pairs(limit_rows(case.dispute, deadline, clock), 4))
            if days := days_of(clock, calendar):
                page.append(_days(clock, days))
            if result := result_words(clock):
                page.append(Para(f"result: {result}", 4))
    page.append(Heading("THE CALENDAR"))
    page.append(Para(f"working days of {NATION_WORDS[calendar.nation]}", 2))
    page.append(Para(source_words(calendar.source), 2))
    return page


def duty_name(deadline: Deadline) -> str:
    """A deadline's name: stage, duty, agency, visit and time."""
    key = deadline.key
    named = [f"stage {key.stage}"] if key.stage else []
    if key.duty != MAIN:
        named.append(key.duty)
    agency = f" ({shown(key.agency)})" if key.agency else ""
    time = f", time {key.time}" if key.time > 1 else ""
    visit = f", visit {key.visit}" if key.visit > 1 else ""
    return f"{', '.join(named)}{agency}{visit}{time}"


def duty_title(deadline: Deadline) -> str:
    """A deadline's name and title."""
    return f"{duty_name(deadline)}: {deadline.owed.title}"


#: Labels, each with its lines.
Rows = tuple[tuple[str, tuple[str, ...]], ...]


def duty_rows(case: Case, deadline: Deadline) -> Rows:
    """A deadline in rows: its status, who must meet it, when it is due or ended, and notes."""
    done = deadline.owed.done
    said = own_words(case.dispute).get(deadline.key.duty, "")
    rows = [("what", said)] if said else []
    rows += [("status", status_words(deadline)), ("who", deadline.owed.role_words)]
    if deadline.due is None:
        rows.append(("due", waits_for(deadline)))
    else:
        left = "" if done else remaining_words(deadline, case.as_of)
        rows.append(("due", ", ".join(filter(None, (moment_words(deadline.due), left)))))
    if done:
        rows.append(("ended", ended_words(deadline, case.dispute)))
    index = deadline.owed.binding
    if index is not None and len(deadline.owed.clocks) > 1:
        rows.append(("applies", f"limit {index + 1}, the earliest"))
    if deadline.owed.aim:
        rows.append(("target", moment_words(deadline.owed.aim)))
    rows.extend(("note", note) for note in notes_of(deadline, case.dispute.procedure))
    return tuple((label, (text,)) for label, text in rows)


def limit_title(deadline: Deadline, index: int) -> str:
    """A limit's number and rule, and whether it is the limit that applies."""
    clocks = deadline.owed.clocks
    clock = clocks[index]
    applies = len(clocks) > 1 and deadline.owed.binding == index
    words = ", the limit that applies" if applies else ""
    if clock.second:
        words += f", another reading of limit {index}"
    return f"Limit {index + 1} of {len(clocks)}: {clock_words(clock)}{words}"


def limit_rows(dispute: Dispute, deadline: Deadline, clock: Clock) -> Rows:
    """A limit in rows: whose it is, its source and reading, its start, and its target."""
    rows = [
        ("whose", _whose(deadline, clock, dispute)),
        ("text", clock.cite),
        ("reading", clock.reading),
        ("decided", "shown only: the reading before it was chosen" if clock.aside else ""),
        ("strength", _strength(clock)),
        ("cap", "for the whole procedure" if clock.limit and clock.limit.cap else ""),
        ("from", _start(clock)),
        ("waits for", _pending(clock, dispute)),
        ("target", moment_words(clock.aim) if clock.aim else ""),
    ]
    return tuple((label, (text,)) for label, text in rows if text)


def result_words(clock: Clock) -> str:
    """The date that a clock gives; empty while it has none."""
    return f"{moment_words(clock.due)}{''.join(_notes(clock))}" if clock.due else ""


_SATURDAY = 5


def days_in_lines(clock: Clock, calendar: WorkingCalendar) -> Rows:
    """The counted days, a line for each week, then the days left out: for paper."""
    weeks: dict[tuple[int, int], list[str]] = {}
    weekends: list[str] = []
    holidays: list[str] = []
    for day in days_of(clock, calendar):
        number = f" ({day.number})" if day.counts and day.number is not None else ""
        said = f"{day_words(day.date)}{number}"
        if day.counts:
            week = day.date.isocalendar()
            noted = f"{said}, {day.why}" if day.why else said
            weeks.setdefault((week.year, week.week), []).append(noted)
        elif day.date.weekday() >= _SATURDAY:
            weekends.append(said)
        else:
            holidays.append(f"{said}: {day.why}")
    amount = clock.counted
    label = _counted_words(amount.unit.counting) if amount else "counted"
    rows = (
        (label, tuple(", ".join(days) for days in weeks.values())),
        ("weekends", (", ".join(weekends),) if weekends else ()),
        ("bank holidays", tuple(holidays)),
    )
    return tuple((name, lines) for name, lines in rows if lines)


def _counted_words(counting: Counting) -> str:
    """The unit of the numbers after counted days."""
    match counting:
        case Counting.WORKING_DAYS:
            return "working days"
        case Counting.DAYS:
            return "days"
        case Counting.MONTHS:
            return "months"
        case Counting.HOURS:
            return "hours run"
        case Counting.AT_ONCE | Counting.SAME_DAY:
            return "counted"
    assert_never(counting)


def _whose(deadline: Deadline, clock: Clock, dispute: Dispute) -> str:
    if clock.rule == "sooner":
        return "the date set to keep the child safe, with `resolve sooner`"
    if clock.limit is None and clock.of is None:
        return _whose_own(deadline)
    if clock.stage and clock.stage != deadline.key.stage:
        title = dispute.procedure.stages[clock.stage].title
        return f"the limit of stage {clock.stage} ({title}), which is already running"
    return ""


def _whose_own(deadline: Deadline) -> str:
    """The source of a date that the procedure does not set."""
    kind = deadline.key.duty.partition(":")[0]
    return {
        ACTION: "a date agreed for an action, not the procedure's",
        CHASE: "the date of your reminder, not the procedure's",
    }.get(kind, "a date of your own, not the procedure's")


def _start(clock: Clock) -> str:
    """The event that a clock counts from, and any assumption about its date or time."""
    if clock.event is None:
        return ""
    of, on = start_words(clock), moment_words(clock.event)
    words = f"{on}: {of}"
    if clock.at_latest:
        words = f"{on}, the latest possible. No date is recorded for this: {of}"
    if clock.doubted:
        words = f"{on}, the latest possible. A later date is recorded for this: {of}"
    if clock.planned:
        words = f"{on}, as planned: {of}"
    if clock.out_of_hours:
        return f"{words}, outside working hours, so it ends with the next working day"
    if clock.limit and clock.limit.count:
        return words
    return words + (_counts_how(clock.counted, clock.event) if clock.counted else "")


def _strength(clock: Clock) -> str:
    """How firmly the text states a limit that cannot be missed."""
    if clock.limit is None or not clock.is_weak:
        return ""
    return f'"{clock.limit.strength}": past this date nothing is missed, and it is shown'


def _counts_how(amount: Amount, start: Moment) -> str:
    """How the counting treats its start: as day 0, or from 00:00 if the time is not known."""
    match amount.unit.counting:
        case Counting.HOURS | Counting.AT_ONCE if start.instant is None:
            return "; no time is recorded, so it counts from midnight at the start of that day"
        case Counting.WORKING_DAYS:
            return " (day 0)"
        case Counting.HOURS | Counting.AT_ONCE:
            return ""
        case Counting.DAYS | Counting.MONTHS | Counting.SAME_DAY:
            return ""
    assert_never(amount.unit.counting)


def _pending(clock: Clock, dispute: Dispute) -> str:
    """The event that a clock without a date waits for; a stage passed over never comes."""
    if clock.pending_on is None:
        return ""
    if clock.pending_on == "agreement":
        return "a date that all accept, recorded with `resolve agree`"
    words = f"a record of when {start_words(clock)}"
    if clock.limit and clock.limit.backward:
        words = f"a record or a plan of {start_words(clock)}"
    if clock.pending_on.partition(":")[2] in dispute.passed_over:
        return f"{words}; that stage was passed over, so this limit does not count"
    return words


def _number_heading(unit: Unit) -> str:
    return "NUMBER" if unit is Unit.DAY else unit.upper()


def _days(clock: Clock, days: Iterable[CountedDay]) -> Table:
    unit = clock.counted.unit if clock.counted else Unit.DAY
    counts = "HOURS SO FAR" if unit.counting is Counting.HOURS else _number_heading(unit)
    rows = tuple(
        Row(
            (
                day_words(day.date),
                str(day.number) if day.counts and day.number is not None else "-",
                day.why or "",
            ),
            "" if day.counts else "aside",
        )
        for day in days
    )
    last = "WHY NOT" if unit.counting is Counting.WORKING_DAYS else "NOTE"
    return Table(("DAY", counts, last), rows, indent=4)


def _notes(clock: Clock) -> Iterator[str]:
    if clock.planned:
        yield "; it moves if the planned date moves"
    if clock.provisional:
        yield f"; it {PROVISIONAL}"
