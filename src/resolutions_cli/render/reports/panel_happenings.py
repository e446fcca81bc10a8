"""Events for a panel: in order, by stage, by agency."""

from collections.abc import Iterator, Mapping, Sequence

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.entries import facts as kinds
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.procedure.model import Detail, Procedure
from resolutions_cli.core.procedure.plain_words import short_meaning
from resolutions_cli.core.record.dispute import Dispute, Occurrence
from resolutions_cli.core.record.log import Line, Standing
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.panel import (
    Outline,
    PanelEvent,
    Part,
    Section,
    Work,
    duty_for,
    integrated_chronology,
    involvement,
    naming,
    report_of,
    set_aside,
    work_of,
)
from resolutions_cli.render.formats.page import Block, Heading, Items, Pairs, Para
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.reports.case_record import CaseOnRecord, entry_details
from resolutions_cli.render.views.show import people_said, standing_words
from resolutions_cli.render.words.concerns import ended_words
from resolutions_cli.render.words.entry import (
    absent_words,
    code_words,
    headline,
    shown_text,
    stage_words,
    value_words,
)
from resolutions_cli.render.words.words import (
    capital,
    day_words,
    event_words,
    moment_words,
    remaining_words,
    several,
    shown,
    status_words,
    waits_for,
)

#: Placeholder for a detail that the record of an event should hold.
NOT_RECORDED = "NOT RECORDED"

#: The texts of an entry that say most about the event, best first.
_TELLING = ("summary", "text", "note", "reason", "what")

_PARTS: Mapping[Part, str] = {
    Part.RAISED: "It raised the dispute.",
    Part.CONCERNED: "The dispute is with it.",
    Part.JOINED: "It joined later.",
}


class Pack(Value):
    """The material for a pack: a dispute as read, and the outline to fill."""

    read: CaseOnRecord
    outline: Outline

    @property
    def case(self) -> Case:
        return self.read.case

    @property
    def lines(self) -> Sequence[Line]:
        return self.read.lines


class Filled(Value):
    """The blocks of a section, and whether the record had anything for it."""

    blocks: list[Block]
    found: bool


# ------------------------------------------------------------------ in order


def chronology(pack: Pack, _section: Section, _agency: str) -> Filled:
    """Every event of all agencies in one table."""
    found = integrated_chronology(pack.lines)
    rows = tuple(_row(happening, pack) for happening in found)
    columns = ("WHEN", "WHAT HAPPENED", "AGENCY", "ENTRY", "SAID")
    blocks: list[Block] = [Table(columns, rows, notes={"SAID": "WHAT HAPPENED"})]
    if aside := set_aside(pack.lines):
        numbers = ", ".join(aside)
        entries = "entry" if len(aside) == 1 else "entries"
        blocks.append(
            Para(f"Set aside as mistaken and left out here: {entries} {numbers}.", style="aside")
        )
    return Filled(blocks, bool(found))


def _row(happening: PanelEvent, pack: Pack) -> Row:
    line = happening.line
    counts = line.standing is Standing.COUNTS
    return Row(
        (
            moment_words(happening.on),
            what_happened(happening, pack),
            ", ".join(map(shown, _whose(happening))),
            line.label,
            " ".join(_notes(happening, pack)),
        ),
        "" if counts else "aside",
    )


def what_happened(happening: PanelEvent, pack: Pack) -> str:
    """An event in the procedure's words; any other entry by its headline in the log."""
    entry, procedure = happening.line.current, pack.case.dispute.procedure
    facts = entry.facts
    if isinstance(facts, kinds.Recorded) and facts.planned:
        words = event_words(facts.event, procedure, planned=True)
        return f"Planned for {moment_words(facts.on)}: {words}"
    if not happening.event:
        return capital(headline(entry, procedure, pack.case.dispute.labels))
    kind = facts.event_kinds.get(happening.event, "") if isinstance(facts, kinds.Opened) else ""
    if isinstance(facts, kinds.Recorded):
        kind = str(facts.details.get("kind", ""))
    return _full_words(happening.event, procedure) + (f" ({shown(kind)})" if kind else "")


def _full_words(event: str, procedure: Procedure) -> str:
    """The meaning of an event, without the dating advice that follows a semicolon."""
    known = procedure.events.get(event)
    return capital(short_meaning(known.means)) if known else shown(event)


def _whose(happening: PanelEvent) -> tuple[str, ...]:
    match happening.line.current.facts:
        case kinds.Opened(raised_by=agencies):
            return () if happening.event else agencies
        case kinds.Recorded(agency=agency) | kinds.Agreed(agency=agency):
            return (agency,) if agency else ()
        case _:  # no single agency is recorded for it
            return ()


def _notes(happening: PanelEvent, pack: Pack) -> Iterator[str]:
    line, labels = happening.line, pack.case.dispute.labels
    if words := standing_words(line, labels):
        yield words
    if not (happening.event and isinstance(line.current.facts, kinds.Opened)):
        yield from _telling(line.current)
    if line.days_late:
        yield f"(recorded {several(line.days_late, 'day')} later)"
    if line.corrections:
        yield f"(as corrected by entry {labels[line.corrections[-1].id]})"


def _telling(entry: Entry) -> Iterator[str]:
    for key in _TELLING:
        if key in entry.texts:
            yield " / ".join(shown_text(entry.texts[key], absent_words(entry, key)))
            return


# ------------------------------------------------------------------ stage by stage


def route(pack: Pack, _section: Section, _agency: str) -> Filled:
    """The work in each stage: who did it, how it ended, and whether that was in time."""
    dispute = pack.case.dispute
    blocks: list[Block] = []
    for work in work_of(pack.case):
        blocks.extend(_stage(work, pack))
    for stage in dispute.passed_over:
        words = stage_words(stage, dispute.procedure)
        blocks.append(Para(f"Stage {words} was passed over."))
    return Filled(blocks, found=True)


def _stage(work: Work, pack: Pack) -> Iterator[Block]:
    visit, procedure = work.visit, pack.case.dispute.procedure
    again = f", visit {visit.number}" if visit.number > 1 else ""
    yield Heading(f"Stage {stage_words(visit.stage, procedure)}{again}", level=3)
    left = moment_words(visit.left) if visit.left else "here now"
    rows = [
        ("who", (procedure.who(procedure.stages[visit.stage].who),)),
        ("entered", (moment_words(visit.entered),)),
        ("left", (left if visit.certain else "not known",)),
    ]
    if work.main:
        rows.append(("time limit", (duty_words(work.main, pack.case),)))
    yield Pairs(tuple(rows))
    done = [*work.entries, *([work.ended_by] if work.ended_by else [])]
    if done:
        yield Items(tuple(_done(entry, pack) for entry in done))
    else:
        yield Para("The log does not say what was tried here.", style="aside")


def _done(entry: Entry, pack: Pack) -> tuple[str, ...]:
    """An entry and its texts, without views: those have a section of their own."""
    dispute = pack.case.dispute
    spoken = {key: text for key, text in entry.texts.items() if not key.startswith("position-")}
    said = headline(entry, dispute.procedure, dispute.labels)
    first = f"{moment_words(entry.at)}: {said} (entry {dispute.labels[entry.id]})"
    return (first, *entry_details(entry.but(texts=spoken)))


def duty_words(deadline: Deadline, case: Case) -> str:
    """One deadline's status, date and time left or end, in a line."""
    due = f"due {moment_words(deadline.due)}" if deadline.due else waits_for(deadline)
    stands = ended_words(deadline, case.dispute) or remaining_words(deadline, case.as_of)
    return ", ".join(filter(None, (status_words(deadline), due, stands)))


# ------------------------------------------------------------------ agency by agency


def agency_involvement(pack: Pack, _section: Section, agency: str) -> Filled:
    """The recorded acts and views of an agency; without any, the entries that name it."""
    part = involvement(pack.case, pack.lines, agency)
    dispute = pack.case.dispute
    blocks: list[Block] = [Para(_PARTS[part.part])]
    rows = []
    if people := tuple(people_said(dispute, agency)):
        rows.append(("people", people))
    if part.duties:
        duties = (f"{each.owed.title}: {duty_words(each, pack.case)}" for each in part.duties)
        rows.append(("its deadlines", tuple(duties)))
    if part.did:
        rows.append(("what it did", tuple(_did(happening, pack) for happening in part.did)))
    for view in part.views:
        number = dispute.labels[view.entry.id]
        label = f"its view, {day_words(view.entry.at.day)} (entry {number})"
        rows.append((label, shown_text(view.text, absent_words(view.entry, "position"))))
    if rows:
        blocks.append(Pairs(tuple(rows)))
    found = bool(part.did or part.views)
    if not found:
        blocks.extend(Para(words, style="aside") for words in _not_named(dispute, agency))
    return Filled(blocks, found)


def _not_named(dispute: Dispute, agency: str) -> Iterator[str]:
    """For an agency without recorded acts or views: the entries that name it.

    It also lists roles that were told of a risk, since a role may belong to that agency.
    """
    numbers = [dispute.labels[entry.id] for entry in naming(dispute, agency)]
    entries = f"{'entry' if len(numbers) == 1 else 'entries'} {', '.join(numbers)}"
    yield f"No entry says that this agency did or said anything. It is named in {entries}."
    told = "; ".join(
        f"{shown(dispute.procedure.role(role))}, {moment_words(when)}"
        for episode in dispute.episodes
        for role, when in episode.told.items()
    )
    if told:
        yield f"Told of an immediate risk, recorded by role and not by agency: {told}."


def _did(happening: PanelEvent, pack: Pack) -> str:
    words = what_happened(happening, pack)
    return f"{moment_words(happening.on)}: {words} (entry {happening.line.label})"


def reports(pack: Pack, section: Section, agency: str) -> Filled:
    """An agency's report: whether it is recorded, its details, and any that are missing."""
    case = pack.case
    found = report_of(case.dispute, section.of, agency)
    duty = duty_for(case, section.of, agency)
    rows = [("time limit", (duty_words(duty, case),))] if duty else []
    if found is None:
        return Filled(
            [
                Para("No report is recorded.", style="aside"),
                *([Pairs(tuple(rows))] if rows else []),
            ],
            found=False,
        )
    return Filled([Pairs((*_event_rows(found, pack), *rows))], found=True)


# ------------------------------------------------------------------ events and details


def events(pack: Pack, section: Section, agency: str) -> Filled:
    """The events that the section names, with the details that the procedure asks for."""
    dispute = pack.case.dispute
    blocks: list[Block] = []
    found = [each for each in dispute.occurrences if each.event in section.of]
    for each in found:
        if agency in ("", each.agency) and not _is_overtaken(each, pack):
            planned = event_words(each.event, dispute.procedure, planned=True)
            title = _full_words(each.event, dispute.procedure)
            title = f"planned: {planned}" if each.planned else title
            whose = ("agency", (shown(each.agency),))
            head = (("event", (title,)), *((whose,) if each.agency else ()))
            blocks.append(Pairs((*head, *_event_rows(each, pack))))
    return Filled(blocks, bool(blocks))


def _is_overtaken(occurrence: Occurrence, pack: Pack) -> bool:
    """Whether a plan was replaced by a newer plan or by the event itself."""
    standing = pack.case.dispute.plan(occurrence.event, occurrence.agency)
    return occurrence.planned and occurrence is not standing


def _event_rows(occurrence: Occurrence, pack: Pack) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The date and details of an event, in the procedure's words; missing ones are marked."""
    dispute = pack.case.dispute
    yield "when", (moment_words(occurrence.on),)
    event = dispute.procedure.events[occurrence.event]
    entry = occurrence.entry
    if not occurrence.planned:
        for detail in event.details.values():
            words = _detail_words(detail, entry)
            if words or detail.needed:
                yield detail.means, words or (NOT_RECORDED,)
    if "note" in entry.texts:
        yield "note", shown_text(entry.texts["note"], absent_words(entry, "note"))
    yield "entry", (dispute.labels[entry.id],)


def _detail_words(detail: Detail, entry: Entry) -> tuple[str, ...]:
    facts = entry.facts
    value = facts.details.get(detail.id) if isinstance(facts, kinds.Recorded) else None
    if (key := f"detail-{detail.id}") in entry.texts:
        return shown_text(entry.texts[key], absent_words(entry, key))
    if value is None or detail.kind == "people":
        return ()
    if detail.kind == "all-of" and isinstance(value, tuple):
        return tuple(
            f"{means}: {'yes' if code in value else NOT_RECORDED}"
            for code, means in detail.choices.items()
        )
    if detail.choices and isinstance(value, str):
        return (code_words(value, detail.choices),)
    return (value_words(value),)
