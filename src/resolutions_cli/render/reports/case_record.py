"""The case record, for the child's file: a dispute's whole log and its deadlines."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.deadlines.reckoning import days_of
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    Closed,
    Decided,
    Escalated,
    Reopened,
    Risk,
    Settled,
    Sooner,
)
from resolutions_cli.core.record.log import Line, Standing
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.disorder import Gap
from resolutions_cli.core.views.timeline import timeline_of
from resolutions_cli.render.formats.page import Block, Heading, Items, Pairs, Para, Report
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.timeline.drawing import timeline_svg
from resolutions_cli.render.views.explain import (
    Rows,
    days_in_lines,
    duty_name,
    duty_rows,
    duty_title,
    limit_rows,
    limit_title,
    result_words,
)
from resolutions_cli.render.views.show import (
    correction_words,
    duties,
    facts_of,
    findings_said,
    route_so_far,
    standing,
    standing_words,
    views,
)
from resolutions_cli.render.words.entry import by_words, fact_rows, headline, text_rows
from resolutions_cli.render.words.words import (
    NATION_WORDS,
    capital,
    moment_words,
    recorded_words,
    several,
    source_words,
)

#: The entries that record decisions of people, unlike events and notes.
_DECISIONS = (Escalated, Decided, Closed, Reopened, Agreed, Sooner, Risk, Settled)

#: The warning at the top of the document.
NOT_THE_FILE = (
    "Put this on the child's file. It is made from the log of a dispute between agencies and"
    " holds only what is in the log. It is not the child's file itself."
)


class CaseOnRecord(Value):
    """The material for a case record: a dispute as of a moment, with its log and gaps.

    Entries written down up to `known_at` count (None: all); `digest` names the newest of them.
    """

    case: Case
    lines: Sequence[Line]
    gaps: Sequence[Gap]
    digest: str
    calendar: WorkingCalendar
    known_at: datetime | None = None


def case_record(read: CaseOnRecord) -> Report:
    """The whole record of a dispute. Its title holds only the reference."""
    case, title = read.case, f"Case record {read.case.dispute.reference}"
    stage = case.dispute.stage
    blocks = [
        Heading(title, level=1),
        Para(f"Stage {stage.id}: {stage.title}", style="heading"),
        *standing(case),
        Para(NOT_THE_FILE, style="aside"),
        Heading("At a glance"),
        timeline_svg(timeline_of(case, read.calendar)),
        Heading("Facts"),
        Pairs(tuple(facts_of(case))),
        *section("Each agency in its own words", views(case)),
        *section("Route so far", route_so_far(case)),
        *section("Deadlines, and how each ended", duties(case)),
        *section("Decisions and reasons", decisions(case, read.lines)),
        *section("Chronology", chronology(case, read.lines)),
        *section("Every entry in full", entries_in_full(case, read.lines)),
        *section("How each date was counted", reckonings(case, read.calendar)),
        *section("What is wrong with the record", findings_said(case.dispute)),
        *section("What the record lacks", _lacks(read.gaps)),
    ]
    return Report(title, blocks, tuple(made_from(read)))


def section(title: str, blocks: Iterator[Block] | Sequence[Block]) -> Iterator[Block]:
    """The title and its blocks; no title if there are no blocks."""
    for index, block in enumerate(blocks):
        if not index:
            yield Heading(title)
        yield block


def made_from(read: CaseOnRecord) -> Iterator[Block]:
    """The source of a document: the log and its time, the calendar, and the digest."""
    reference, known = read.case.dispute.reference, read.known_at
    up_to = f", using only what had been recorded by {recorded_words(known)}" if known else ""
    entries = several(len(read.lines), "entry")
    as_of = moment_words(read.case.as_of)
    yield Para(f"Made from the log of {reference} as of {as_of}{up_to}: {entries}.")
    nation = NATION_WORDS[read.calendar.nation]
    yield Para(f"Working days of {nation}; {source_words(read.calendar.source)}.")
    yield Para("The fingerprint of the newest entries. `resolve verify --against` checks it:")
    yield Para(read.digest, command=True)


# ------------------------------------------------------------------ decisions and reasons


def decisions(case: Case, lines: Sequence[Line]) -> Iterator[Block]:
    """Each move and decision that counts, as corrected, with its reason."""
    rows = []
    for line in lines:
        entry = line.current
        if isinstance(entry.facts, _DECISIONS) and line.standing is Standing.COUNTS:
            said = headline(entry, case.dispute.procedure, case.dispute.labels)
            first = f"{said} (entry {line.label})"
            rows.append((moment_words(entry.at), (first, *entry_details(entry))))
    if rows:
        yield Pairs(tuple(rows))


def entry_details(entry: Entry) -> Iterator[str]:
    """The texts and facts of an entry, a line each, with their labels."""
    for label, texts in (*text_rows(entry), *fact_rows(entry.facts)):
        first, *rest = texts
        yield f"{label}: {first}"
        yield from rest


# ------------------------------------------------------------------ events and dates


def chronology(case: Case, lines: Sequence[Line]) -> Iterator[Block]:
    """Each entry in a row: the time of the event, and the time of recording."""
    labels, procedure = case.dispute.labels, case.dispute.procedure
    rows = tuple(
        Row(
            (
                line.label,
                moment_words(line.current.at),
                recorded_words(line.entry.recorded),
                _later(line),
                headline(line.current, procedure, labels, waits=line.standing is Standing.ASKED),
                standing_words(line, labels),
            )
        )
        for line in lines
    )
    if rows:
        columns = ("ENTRY", "HAPPENED", "RECORDED", "LATER BY", "WHAT", "NOTE")
        yield Table(columns, rows, notes={"NOTE": "WHAT"})


def _later(line: Line) -> str:
    """The delay between the event and its recording; empty on the same day."""
    return several(line.days_late, "day") if line.days_late else ""


def entries_in_full(case: Case, lines: Sequence[Line]) -> Iterator[Block]:
    """Each entry as it was recorded, with every text as typed, then its corrections."""
    labels, procedure = case.dispute.labels, case.dispute.procedure
    for line in lines:
        entry = line.entry
        said = headline(entry, procedure, labels, waits=line.standing is Standing.ASKED)
        yield Heading(f"{line.label}. {said}", level=3)
        if words := standing_words(line, labels):
            yield Para(words, style="overdue")
        yield Pairs((*_both_times(line), *fact_rows(entry.facts), *text_rows(entry)))
        for correction in line.corrections:
            yield Para(correction_words(correction, labels))
            yield Pairs((*fact_rows(correction.facts), *text_rows(correction)))


def _both_times(line: Line) -> Rows:
    later, by = _later(line), by_words(line.entry)
    written = (recorded_words(line.entry.recorded), later and f"{later} later", by and f"by {by}")
    return (
        ("happened", (moment_words(line.entry.at),)),
        ("recorded", (", ".join(filter(None, written)),)),
    )


# ------------------------------------------------------------------ counted dates


def reckonings(case: Case, calendar: WorkingCalendar) -> Iterator[Block]:
    """Each deadline with its limits; repeated limits refer to the first count of their days."""
    counted: list[tuple[object, str]] = []
    for deadline in (each for each in case.deadlines if each.owed.clocks):
        yield Heading(capital(duty_title(deadline)), level=3)
        yield Pairs(duty_rows(case, deadline))
        for index in range(len(deadline.owed.clocks)):
            yield Heading(limit_title(deadline, index), level=4)
            yield Pairs(tuple(_limit(case, deadline, index, calendar, counted)))


def _limit(
    case: Case,
    deadline: Deadline,
    index: int,
    calendar: WorkingCalendar,
    counted: list[tuple[object, str]],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    clock = deadline.owed.clocks[index]
    yield from limit_rows(case.dispute, deadline, clock)
    if days_of(clock, calendar):
        same = (clock.rule, clock.of, clock.event, clock.due)
        where = next((place for known, place in counted if known == same), "")
        if where:
            yield "counted", (f"as for {where}",)
        else:
            yield from days_in_lines(clock, calendar)
            counted.append((same, f"{duty_name(deadline)}, limit {index + 1}"))
    if result := result_words(clock):
        yield "result", (result,)


# ------------------------------------------------------------------ gaps


def _lacks(gaps: Sequence[Gap]) -> Iterator[Block]:
    if gaps:
        yield Items(tuple((capital(gap.sentence),) for gap in gaps))
