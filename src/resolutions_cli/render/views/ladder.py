"""The ladder of a procedure with its dates: as a page and as JSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.views.ladder import Ladder, Rung
from resolutions_cli.render.formats.json import limit_json, moment_json
from resolutions_cli.render.formats.page import Block, Heading, Pairs, Para
from resolutions_cli.render.words.words import clock_words, moment_words, several, source_words

# ------------------------------------------------------------------ the page


def ladders_page(ladders: Iterable[Ladder], calendar: WorkingCalendar) -> list[Block]:
    """Each ladder, stage by stage: from when, by when, and which limit applies."""
    page: list[Block] = []
    for ladder in ladders:
        page.append(Heading(f"{ladder.procedure.label} FROM {moment_words(ladder.start)}"))
        page.append(Para("Each stage is left at the last moment. Nothing is recorded."))
        for rung in ladder.rungs:
            page.append(Heading(f"{rung.stage.id}: {rung.stage.title}", 2, level=3))
            page.append(Pairs(tuple(_rows(ladder.procedure, rung)), 4))
        page.append(Para(_length(ladder, calendar)))
    page.append(Para(source_words(calendar.source), style="aside"))
    return page


def _length(ladder: Ladder, calendar: WorkingCalendar) -> str:
    begins, ends = ladder.start.day, ladder.end.last_day
    days = (ends - begins).days
    working = calendar.working_days_between(begins, ends)
    return f"The last stage ends {several(days, 'day')} later, {several(working, 'working day')}."


def _rows(procedure: Procedure, rung: Rung) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "from", (moment_words(rung.entered),)
    yield "who", (rung.main.owed.role_words,)
    if rung.assumed:
        means = (procedure.events[event].means for event in rung.assumed)
        yield "taken to happen then", tuple(means)
    yield "by", (_by(rung),)
    clocks = rung.main.owed.clocks
    applies = rung.main.binding
    if applies:
        yield "limit that applies", (_clock(applies),)
    others = tuple(_clock(clock) for clock in clocks if clock is not applies)
    if others:
        yield "other limits", others
    for deadline in rung.duties:
        yield "also", (_duty(deadline),)
    if rung.other_ways:
        yield "other ways on", (", ".join(rung.other_ways),)


def _by(rung: Rung) -> str:
    due = rung.main.due
    if due is None:
        return "no date; taken to be left at once"
    act_by = rung.main.act_by
    said = moment_words(due)
    if act_by and act_by.last_day != due.last_day:
        said = f"{said}, not a working day: act by {moment_words(act_by)}"
    return f"{said}, past when the stage is reached" if rung.is_past_when_reached else said


def _clock(clock: Clock) -> str:
    reading = ", another reading" if clock.second else ""
    due = moment_words(clock.due) if clock.due else "no date"
    provisional = ", provisional" if clock.provisional else ""
    return f"{clock_words(clock)}{reading}: {due}{provisional}"


def _duty(deadline: Deadline) -> str:
    agency = f" ({deadline.key.agency})" if deadline.key.agency else ""
    due = moment_words(deadline.due) if deadline.due else "no date"
    return f"{deadline.owed.title}{agency}: {due}"


# ------------------------------------------------------------------ JSON


def ladder_json(ladder: Ladder) -> dict[str, Any]:
    """A ladder as plain values."""
    return {
        "procedure": ladder.procedure.label,
        "digest": ladder.procedure.digest,
        "from": moment_json(ladder.start),
        "stages": [_rung_json(rung) for rung in ladder.rungs],
    }


def _rung_json(rung: Rung) -> dict[str, Any]:
    return {
        "stage": rung.stage.id,
        "title": rung.stage.title,
        "entered": moment_json(rung.entered),
        "left": moment_json(rung.left),
        "assumed": list(rung.assumed),
        **_deadline_json(rung.main),
        "past_when_reached": rung.is_past_when_reached,
        "duties": [
            {
                "duty": deadline.key.duty,
                "agency": deadline.key.agency or None,
                "title": deadline.owed.title,
                **_deadline_json(deadline),
            }
            for deadline in rung.duties
        ],
        "next": rung.next_stage or None,
        "other_ways": list(rung.other_ways),
    }


def _deadline_json(deadline: Deadline) -> dict[str, Any]:
    return {
        "due": moment_json(deadline.due),
        "act_by": moment_json(deadline.act_by),
        "applies": deadline.owed.binding,
        "provisional": deadline.provisional,
        "limits": [limit_json(clock) for clock in deadline.owed.clocks],
    }
