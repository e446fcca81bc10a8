"""The outline of a pack for a panel: its sections, each with parts of the log or places to write.

An outline is data, as a procedure is: the partnership decides which sections a panel needs. It sets
no dates, so no dispute is tied to one.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Literal, assert_never, cast, get_args

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Finished,
    Noted,
    Opened,
    Party,
    Recorded,
    Redacted,
    Reopened,
    Risk,
    Settled,
    Sooner,
    UnknownKind,
    fact_items,
)
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.procedure.table import Lines, Notes, Problem, TomlTable
from resolutions_cli.core.record.dispute import Dispute, Occurrence, Visit
from resolutions_cli.core.record.log import Line, Standing, is_move
from resolutions_cli.core.text import same
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ the outline


#: The parts of the log that a section can hold, in the order of `docs/reports.md`.
Holding = Literal[
    "matter",
    "asked",
    "risk",
    "positions",
    "route",
    "deadlines",
    "events",
    "reports",
    "chronology",
    "involvement",
    "decisions",
    "learning",
    "gaps",
    "entries",
]
Each = Literal["agency", "concerned"]

#: Parts that need one agency, and parts that need named events.
_OF_AGENCIES = ("involvement", "reports")
_OF_EVENTS = ("events", "reports")


class Section(Value):
    """One section of a pack.

    `holds` are the parts of the log in it; `of` narrows them to these stages, events or decisions.
    `asks` are places to write in, always; `when_empty` only if the log has no entry for the
    section. `each` repeats the section for every agency of the dispute ("agency"), or for those
    that the concerns relate to ("concerned"). `says` is printed under the title. `cite` is where
    the published text asks for the section.
    """

    title: str
    holds: tuple[Holding, ...] = ()
    of: tuple[str, ...] = ()
    each: Each | None = None
    says: str = ""
    asks: tuple[str, ...] = ()
    when_empty: tuple[str, ...] = ()
    cite: str = ""


class Outline(Value):
    """The sections of a pack; `procedures` are the labels ("nyscp@as-read-2024-05") it is for.

    `stages` are those in which the panel has the matter: in any other stage, a pack says that it is
    early. Without `stages`, no pack says so.
    """

    title: str
    sections: tuple[Section, ...]
    procedures: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    says: str = ""


def read_outline(
    data: Mapping[str, Any], lines: Lines
) -> tuple[Outline | None, tuple[Problem, ...]]:
    """The outline that a decoded file describes, or None, and every problem of the file."""
    notes = Notes(lines)
    file = TomlTable(data, (), notes)
    head = file.table("pack", needed=True) or TomlTable({}, ("pack",), Notes({}))
    outline = Outline(
        title=head.text("title", needed=True),
        procedures=head.texts("procedures"),
        stages=head.codes("stages"),
        says=head.text("says"),
        sections=tuple(_section(table) for table in file.tables("section")),
    )
    if not outline.sections:
        file.note("missing-key", "", "there is no section", "at least one [[section]]")
    head.end()
    file.end()
    return (None if notes.problems else outline), tuple(notes.problems)


def _section(table: TomlTable) -> Section:
    each = table.choice("each", get_args(Each))
    section = Section(
        title=table.text("title", needed=True),
        holds=_holdings(table),
        of=table.codes("of"),
        each=cast(Each, each) if each else None,
        says=table.text("says"),
        asks=table.texts("asks"),
        when_empty=table.texts("when_empty"),
        cite=table.text("cite"),
    )
    table.end()
    if not (section.holds or section.asks):
        table.note("missing-key", "", "nothing fills this section", "`holds`, `asks` or both")
    for holding in section.holds:
        if holding in _OF_AGENCIES and not section.each:
            table.note("missing-key", "", f"`{holding}` is of one agency", "`each`")
        if holding in _OF_EVENTS and not section.of:
            table.note("missing-key", "", f"`{holding}` says not of which events", "`of`")
    return section


def _holdings(table: TomlTable) -> tuple[Holding, ...]:
    known = get_args(Holding)
    named = table.codes("holds")
    for code in named:
        if code not in known:
            table.note("bad-value", "holds", "`holds` names what there is not", ", ".join(known))
    return cast(tuple[Holding, ...], tuple(code for code in named if code in known))


# ------------------------------------------------------------------ the content


#: Entries about the record itself, and about who is who: not events in the child's case.
_NO_EVENT = (Corrected, Redacted, Settled, Party)


class PanelEvent(Value):
    """An event `on` a day, and the line of the log that records it.

    `event` is the procedure's event; "" for an entry without one, such as a note or a move.
    """

    on: Moment
    line: Line
    event: str = ""


class View(Value):
    """An agency's view of the matter in its own words; both are None if it was redacted."""

    agency: str | None
    text: str | None
    entry: Entry


class Part(StrEnum):
    """How an agency joined the dispute."""

    RAISED = "raised"
    CONCERNED = "concerned"
    JOINED = "joined"


class Involvement(Value):
    """The entries that the log has about one agency, without guesses about others."""

    part: Part
    did: tuple[PanelEvent, ...]
    views: tuple[View, ...]
    duties: tuple[Deadline, ...]


class Work(Value):
    """A visit of a stage: the entries recorded in it, and the move that ended it.

    `main` is the deadline of the stage's main duty; None if it is unknown when the visit ended.
    """

    visit: Visit
    entries: tuple[Entry, ...]
    ended_by: Entry | None
    main: Deadline | None


def integrated_chronology(lines: Iterable[Line]) -> tuple[PanelEvent, ...]:
    """The events in the order they happened, whoever recorded them and whenever.

    Entries set aside, and entries about the record itself, are left out. Moves made apart are
    included.
    """
    found = [
        happening
        for line in lines
        if line.standing is not Standing.WITHDRAWN and not isinstance(line.current.facts, _NO_EVENT)
        for happening in _happenings(line)
    ]
    return tuple(sorted(found, key=lambda happening: happening.on.starts))


def _happenings(line: Line) -> Iterator[PanelEvent]:
    facts = line.current.facts
    match facts:
        case Opened():
            for event, on in facts.events.items():
                yield PanelEvent(on, line, event)
            yield PanelEvent(line.current.at, line)
        case Recorded(planned=False):
            yield PanelEvent(facts.on, line, facts.event)
        case _:  # any other kind, or a plan, is an event at its own date only
            yield PanelEvent(line.current.at, line)


def set_aside(lines: Iterable[Line]) -> tuple[str, ...]:
    """The labels of the entries that were set aside."""
    return tuple(line.label for line in lines if line.standing is Standing.WITHDRAWN)


# ------------------------------------------------------------------ agencies


def views_of(dispute: Dispute) -> tuple[View, ...]:
    """Every view that an agency gave, oldest first."""
    return tuple(_views(dispute))


def _views(dispute: Dispute) -> Iterator[View]:
    for entry in dispute.entries:
        for said in entry.numbered("position"):
            if said is None:
                yield View(None, None, entry)
            else:
                agency, _, text = said.partition(":")
                yield View(agency.strip(), text.strip(), entry)


def involvement(case: Case, lines: Iterable[Line], agency: str) -> Involvement:
    """The words and acts of one agency of the dispute, as far as the log names it."""
    dispute = case.dispute
    part = Part.JOINED
    if agency in dispute.opened.raised_by:
        part = Part.RAISED
    elif agency in dispute.concerned:
        part = Part.CONCERNED
    views = views_of(dispute)
    return Involvement(
        part=part,
        did=tuple(
            happening
            for happening in integrated_chronology(lines)
            if agency in agencies_in(happening, dispute.procedure)
        ),
        views=tuple(view for view in views if view.agency and _is_of(dispute, view.agency, agency)),
        duties=tuple(each for each in case.deadlines if each.key.agency == agency),
    )


def _is_of(dispute: Dispute, typed: str, agency: str) -> bool:
    """Whether the name before a view means an agency; its code may have been typed."""
    return same(typed, agency) or same(typed, dispute.codes.get(agency, agency))


def agencies_in(happening: PanelEvent, procedure: Procedure) -> tuple[str, ...]:
    """The agencies that did something or took part in it, as far as the entry says.

    The events of an opening have none: another agency did the thing in dispute.
    """
    facts = happening.line.current.facts
    match facts:
        case Opened():
            return () if happening.event else facts.raised_by
        case Decided() | Closed():
            return facts.agreed_by
        case Agreed():
            return (facts.agency, *facts.accepted)
        case Recorded():
            event = procedure.events.get(facts.event)
            details = event.details.values() if event else ()
            named = [facts.details.get(each.id) for each in details if each.kind == "agencies"]
            took_part = (names for names in named if isinstance(names, tuple))
            return (facts.agency, *(name for names in took_part for name in names))
        case (
            Escalated() | Reopened() | Sooner() | Risk() | Chase() | Party() | Noted()
            | Corrected() | Redacted() | Settled() | Finished() | UnknownKind()
        ):  # fmt: skip
            return ()
    assert_never(facts)


def naming(dispute: Dispute, agency: str) -> tuple[Entry, ...]:
    """The entries whose facts name an agency; the texts are not searched."""
    return tuple(
        entry
        for entry in dispute.entries
        if any(same(name, agency) for _, value in fact_items(entry.facts) for name in _names(value))
    )


def _names(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, tuple) else (value,)
    return tuple(item for item in items if isinstance(item, str))


def report_of(dispute: Dispute, events: Iterable[str], agency: str) -> Occurrence | None:
    """The newest record of one of these events for an agency."""
    found = [each for event in events for each in dispute.happened(event, agency)]
    return found[-1] if found else None


def duty_for(case: Case, events: Iterable[str], agency: str) -> Deadline | None:
    """The newest duty of an agency that one of these events fulfils."""
    wanted = set(events)
    ids = {
        (stage.id, duty.id)
        for stage in case.dispute.procedure.stages.values()
        for duty in stage.duties
        if not wanted.isdisjoint(duty.until)
    }
    found = [
        deadline
        for deadline in case.deadlines
        if (deadline.key.stage, deadline.key.duty) in ids and deadline.key.agency == agency
    ]
    return found[-1] if found else None


# ------------------------------------------------------------------ stages


def work_of(case: Case) -> tuple[Work, ...]:
    """The work in each stage, in the order of the visits."""
    return tuple(_works(case))


def _works(case: Case) -> Iterator[Work]:
    dispute = case.dispute
    for visit in dispute.visits:
        until = len(dispute.entries) if visit.until is None else visit.until
        # the move that led here belongs to the stage that it left
        within = dispute.entries[visit.since : until]
        ended = dispute.entries[until] if visit.until is not None else None
        main = [
            deadline
            for deadline in case.deadlines
            if (deadline.key.stage, deadline.key.visit, deadline.key.duty)
            == (visit.stage, visit.number, "main")
        ]
        yield Work(
            visit=visit,
            entries=tuple(
                entry
                for index, entry in enumerate(within)
                if not isinstance(entry.facts, _NO_EVENT) and not (index == 0 and is_move(entry))
            ),
            ended_by=ended,
            main=main[0] if main else None,
        )


def has_reached(dispute: Dispute, stages: Iterable[str]) -> bool:
    """Whether the dispute is, or has been, in one of these stages."""
    wanted = set(stages)
    return any(visit.stage in wanted for visit in dispute.visits)
