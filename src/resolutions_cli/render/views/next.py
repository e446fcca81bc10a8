"""The view of `next`: who does what by when, how to record it, and the procedure's text."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, assert_never

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.deadline import ConcernCode, Deadline
from resolutions_cli.core.entries.own_codes import SAFE
from resolutions_cli.core.record.findings import to_be_settled
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.views.advice import Act, Advice, Ask, Way
from resolutions_cli.render.fields.deadline_json import deadline_json
from resolutions_cli.render.formats.json import warnings_json
from resolutions_cli.render.formats.page import Block, Heading, Pairs, Para
from resolutions_cli.render.views.ways import choice_words, commands_of, nothing_due, ways_page
from resolutions_cli.render.words.asked import asked_page, asking_json, of_log
from resolutions_cli.render.words.concerns import TO_RECORD, concern_words, concerns_of_dispute
from resolutions_cli.render.words.notes import notes_of
from resolutions_cli.render.words.own_words import own_words
from resolutions_cli.render.words.words import (
    QUIET,
    SETTLE_WORDS,
    TO_BE_SETTLED_STYLE,
    capital,
    moment_words,
    remaining_words,
    several,
    shown,
    status_style,
    status_words,
    unchecked_procedures,
    waits_for,
)

SOONER = "Every timescale is a maximum: acting sooner is always possible."


def next_page(advice: Advice) -> list[Block]:
    """What to do now in one dispute."""
    dispute = advice.case.dispute
    if not dispute.is_open:
        return [
            Heading(f"{dispute.reference}  closed: {dispute.outcome}"),
            *_concerns(advice.case),
            *_asked(advice.case),
            *map(Para, nothing_due(advice.case.open_deadlines)),
            *(_acts(advice) if advice.acts else ()),
            *to_record(advice.case),
            Para("To reopen it, with the same time limits:"),
            Para(advice.close, 4, command=True),
        ]
    return [
        *_head(advice.case),
        *_acts(advice),
        *to_record(advice.case),
        *_asked(advice.case),
        *_plans("PLANNED, AND THE DAY HAS PASSED: DID IT HAPPEN?", advice.plans),
        *_plans("PLANNED", advice.planned),
        *_text(advice),
        *_asks(advice.asks),
        *ways_page(advice),
    ]


def _head(case: Case, *, in_overview: bool = False) -> Iterator[Block]:
    dispute = case.dispute
    if dispute.is_open:
        yield Heading(f"{dispute.reference}  stage {dispute.stage.id}: {dispute.stage.title}")
    else:
        yield Heading(f"{dispute.reference}  closed: {dispute.outcome}")
    yield from _concerns(case, in_overview=in_overview)


def _concerns(case: Case, *, in_overview: bool = False) -> Iterator[Block]:
    """The concerns about the dispute itself; those about a deadline are shown with it."""
    if to_be_settled(case.dispute.findings):
        yield Para(SETTLE_WORDS, style=TO_BE_SETTLED_STYLE)
    for concern in concerns_of_dispute(case):
        words = concern_words(concern)
        match concern.code:
            case ConcernCode.QUIET:
                yield Para(f"{QUIET}: {words}", style="quiet")
            case ConcernCode.UNTOLD | ConcernCode.ACTION_LATE:
                yield Para(capital(words), style="overdue")
            case ConcernCode.UNCHECKED:
                if not in_overview:
                    yield Para(capital(words), style="aside")
            case ConcernCode.NO_LIMIT | ConcernCode.CHILD_FILE | ConcernCode.PARTNERS:
                pass  # shown with the deadline, or by `to_record`
            case (
                ConcernCode.PLANNED_TOO_LATE
                | ConcernCode.INCOMPLETE
                | ConcernCode.NOT_ACCEPTED
                | ConcernCode.AT_LATEST
                | ConcernCode.DATES_DISAGREE
            ):
                pass  # shown with its deadline
            case _:
                assert_never(concern.code)


#: The commands for each step that the newest move asks for.
_HOW_TO_RECORD: Mapping[ConcernCode, tuple[str, ...]] = {
    ConcernCode.CHILD_FILE: ("resolve done {reference} child-file --on WHEN",),
    ConcernCode.PARTNERS: (
        "resolve export --bundle ~/{reference}.toml {reference}",
        "resolve done {reference} partners --on WHEN",
    ),
}


def to_record(case: Case) -> Iterator[Block]:
    """The unrecorded steps that the newest move asks for, with their commands."""
    found = [each for each in case.concerns if each.code in TO_RECORD]
    if found:
        yield Heading("AFTER THE LAST MOVE")
    for concern in found:
        yield Para(capital(concern_words(concern)), 2)
        for command in _HOW_TO_RECORD[concern.code]:
            yield Para(command.format(reference=case.dispute.reference), 6, command=True)


def _asked(case: Case) -> Iterator[Block]:
    """The texts that somebody elsewhere asked you to remove, with the commands."""
    dispute = case.dispute
    yield from asked_page(dispute.reference, of_log(dispute.asked, dispute.labels))


def _acts(advice: Advice) -> Iterator[Block]:
    yield Heading("TO DO NOW")
    typed, procedure = own_words(advice.case.dispute), advice.case.dispute.procedure
    for act in advice.acts:
        style = status_style(act.deadline)
        yield Para(_duty_words(act.deadline, advice.case.as_of), 2, style)
        if words := typed.get(act.deadline.key.duty):
            yield Para(words, 4)
        yield Para(f"who: {act.deadline.owed.role_words}", 4)
        for note in (*notes_of(act.deadline, procedure), *_until_when(act.deadline)):
            yield Para(note, 4)
        for words in choice_words(advice, act):
            yield Para(words, 4)
        for command in commands_of(advice, act):
            yield Para(command, 6, command=True)


def _until_when(deadline: Deadline) -> Iterator[str]:
    """A line that says when the date to keep the child safe ends; empty for other deadlines."""
    if deadline.key.duty == SAFE:
        (clock,) = deadline.owed.clocks
        end = f"stage {clock.stage} is left" if clock.stage else "the dispute is closed"
        yield f"it stays in this list until it is recorded as done, or {end}"


def _duty_words(deadline: Deadline, as_of: Moment) -> str:
    what = deadline.owed.title
    if deadline.key.agency:
        what += f" ({shown(deadline.key.agency)})"
    end = "." if deadline.due is None else ":"
    return f"{status_words(deadline)}  {what}{end} {_when_words(deadline, as_of)}"


def _when_words(deadline: Deadline, as_of: Moment) -> str:
    if deadline.due is None:
        return capital(waits_for(deadline))
    return f"{moment_words(deadline.due)}, {remaining_words(deadline, as_of)}"


def _plans(title: str, plans: Iterable[Ask]) -> Iterator[Block]:
    for index, ask in enumerate(plans):
        if not index:
            yield Heading(title)
        if ask.planned:
            yield Para(f"Planned for {moment_words(ask.planned.on)}: {ask.name}", 2)
        yield Para(ask.command, 6, command=True)


def _text(advice: Advice) -> Iterator[Block]:
    stage, procedure = advice.stage, advice.case.dispute.procedure
    rows = [("who", (procedure.who(stage.who),)), ("does", (stage.does,))]
    rows += [("or", (stage.instead,)), ("text", (stage.cite,))]
    yield Heading("WHAT THE PROCEDURE SAYS")
    yield Pairs(tuple(row for row in rows if row[1][0]), 2)
    yield Para(SOONER, 2)
    yield Para(advice.sooner, 6, command=True)


def _asks(asks: Iterable[Ask]) -> Iterator[Block]:
    for index, ask in enumerate(asks):
        if not index:
            yield Heading("ASKED FOR, NOT RECORDED YET")
        yield Para(capital(ask.said), 2)
        if ask.advice:
            yield Para(ask.advice, 4)
        yield Para(ask.command, 6, command=True)


# ------------------------------------------------------------------ every open dispute


def overview_page(advices: Iterable[Advice]) -> list[Block]:
    """One short block for each dispute, in the order given."""
    page: list[Block] = []
    cases: list[Case] = []
    for advice in advices:
        cases.append(advice.case)
        page.extend(_head(advice.case, in_overview=True))
        page.extend(_short(advice))
        if asked := len(advice.case.dispute.asked):
            said = f"{several(asked, 'request')} to remove texts: resolve next"
            page.append(Para(f"{said} {advice.case.dispute.reference}", 2, "soon"))
    unchecked = tuple(unchecked_procedures(cases))
    if unchecked:
        page.append(Heading("PROCEDURES"))
    page.extend(Para(line, 2, "aside") for line in unchecked)
    return page


def _short(advice: Advice) -> Iterator[Block]:
    # everyone to be told of a risk is listed; of other steps only the first
    telling = [act for act in advice.acts if act.deadline.is_telling]
    shown_acts = telling or list(advice.acts[:1])
    typed = own_words(advice.case.dispute) if shown_acts else {}
    for act in shown_acts:
        style = status_style(act.deadline)
        yield Para(_duty_words(act.deadline, advice.case.as_of), 2, style)
        if words := typed.get(act.deadline.key.duty):
            yield Para(words, 4)
        yield Para(f"who: {act.deadline.owed.role_words}", 4)
        commands = commands_of(advice, act) or (f"resolve next {advice.case.dispute.reference}",)
        yield Para(commands[0], 6, command=True)
    for ask in advice.plans:
        if ask.planned:
            planned = f"Planned for {moment_words(ask.planned.on)}: {ask.name}"
            yield Para(f"{planned}. Did it happen?", 2)
            yield Para(ask.command, 6, command=True)
    if more := len(advice.acts) - len(shown_acts):
        reference = advice.case.dispute.reference
        words = f"and {several(more, 'more deadline')}: resolve next {reference}"
        yield Para(words, 2, "aside")


# ------------------------------------------------------------------ JSON


def next_json(advice: Advice) -> dict[str, Any]:
    """What to do now in one dispute, as plain values."""
    dispute, stage = advice.case.dispute, advice.stage
    deadline = advice.case.most_urgent if advice.acts else None
    return {
        "dispute": dispute.reference,
        "open": dispute.is_open,
        "stage": stage.id,
        "title": stage.title,
        "who": dispute.procedure.who(stage.who),
        "does": stage.does,
        "instead": stage.instead,
        "cite": stage.cite,
        "quiet_days": advice.case.quiet_days,
        "status": deadline.status.value if deadline else None,
        "acts": [_act_json(act) for act in advice.acts],
        "plans": [_ask_json(ask) for ask in advice.plans],
        "planned": [_ask_json(ask) for ask in advice.planned],
        "asks": [_ask_json(ask) for ask in advice.asks],
        "ways": [_way_json(way) for way in (*advice.decisions, *advice.ways)],
        "close": advice.close if dispute.is_open else None,
        "reopen": None if dispute.is_open else advice.close,
        "sooner": advice.sooner or None,
        "asked_to_be_removed": [
            asking_json(dispute.reference, each) for each in of_log(dispute.asked, dispute.labels)
        ],
        "warnings": warnings_json(advice.case),
    }


def _act_json(act: Act) -> dict[str, Any]:
    return {**deadline_json(act.deadline), "commands": list(act.commands)}


def _ask_json(ask: Ask) -> dict[str, Any]:
    planned = ask.planned.on.local.isoformat() if ask.planned else None
    return {
        "event": ask.event.id,
        "means": ask.event.means,
        "planned_for": planned,
        "command": ask.command,
    }


def _way_json(way: Way) -> dict[str, Any]:
    questions: Mapping[str, str] = way.questions or {}
    return {
        "to": way.to or None,
        "decision": way.code or None,
        "means": way.means,
        "grounds": list(way.grounds),
        "asks": dict(questions),
        "command": way.command,
    }
