"""The pack for a panel, filled from the log, with marks where somebody must still write."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import assert_never

from resolutions_cli.core.entries.facts import (
    Agreed,
    AnyFacts,
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
)
from resolutions_cli.core.record.log import Line, Standing
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.panel import Holding, Outline, Section, has_reached
from resolutions_cli.render.formats.page import Block, Heading, Items, Pairs, Para, Report, ToWrite
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.reports.case_record import CaseOnRecord, entries_in_full, made_from
from resolutions_cli.render.reports.panel_happenings import (
    Filled,
    Pack,
    agency_involvement,
    chronology,
    events,
    reports,
    route,
)
from resolutions_cli.render.views.show import (
    duty_table,
    facts_of,
    findings_said,
    standing,
    standing_words,
    views,
)
from resolutions_cli.render.views.verdict import questions_of
from resolutions_cli.render.words.entry import (
    absent_words,
    fact_rows,
    headline,
    shown_text,
    text_rows,
)
from resolutions_cli.render.words.words import capital, day_words, moment_words, several, shown

# ------------------------------------------------------------------ contents of a section


def _matter(pack: Pack, _section: Section, _agency: str) -> Filled:
    """The facts of the opening, the people and the dated events."""
    return Filled([Pairs(tuple(facts_of(pack.case)))], found=True)


def _asked(pack: Pack, section: Section, _agency: str) -> Filled:
    """The outcome sought, the decisions open to the panel, and the deadlines."""
    dispute = pack.case.dispute
    wanted = section.of or pack.outline.stages or (dispute.stage.id,)
    stages = [dispute.procedure.stages[each] for each in wanted if each in dispute.procedure.stages]
    rows: list[tuple[str, tuple[str, ...]]] = []
    first = dispute.entries[0]
    if "seeking" in first.texts:
        absent = absent_words(first, "seeking")
        rows.append(("outcome sought", shown_text(first.texts["seeking"], absent)))
    choices = [
        " ".join((decision.means, *(f"({asks})" for asks in decision.questions.values())))
        for stage in stages
        for decision in stage.decisions.values()
    ]
    if choices:
        rows.append(("what can be decided", tuple(choices)))
    blocks: list[Block] = [Pairs(tuple(rows))] if rows else []
    named = {stage.id for stage in stages}
    due = [deadline for deadline in pack.case.deadlines if deadline.key.stage in named]
    if due:
        blocks.append(duty_table(due, pack.case))
    return Filled(blocks, bool(blocks))


def _risk(pack: Pack, _section: Section, _agency: str) -> Filled:
    """The risk to the child as recorded at each step, and every immediate risk."""
    rows = [*_risks(pack), *_immediate(pack)]
    return Filled([Pairs(tuple(rows))] if rows else [], bool(rows))


def _risks(pack: Pack) -> Iterator[tuple[str, tuple[str, ...]]]:
    dispute = pack.case.dispute
    for entry in dispute.entries:
        if "risk_to_child" in entry.texts:
            label = f"{moment_words(entry.at)}, {entry.kind} (entry {dispute.labels[entry.id]})"
            absent = absent_words(entry, "risk_to_child")
            yield label, shown_text(entry.texts["risk_to_child"], absent)


def _immediate(pack: Pack) -> Iterator[tuple[str, tuple[str, ...]]]:
    procedure = pack.case.dispute.procedure
    for episode in pack.case.dispute.episodes:
        until = f" until {moment_words(episode.ended)}" if episode.ended else ", no end recorded"
        told = (
            f"{shown(procedure.role(role))} told {moment_words(episode.told[role])}"
            if role in episode.told
            else f"{shown(procedure.role(role))}: NOT RECORDED as told"
            for role in dict.fromkeys((*procedure.risk.tell, *episode.told))
        )
        yield f"IMMEDIATE RISK since {moment_words(episode.on)}{until}", tuple(told)


def _positions(pack: Pack, _section: Section, _agency: str) -> Filled:
    """Each agency's views side by side, in its own words."""
    blocks = list(views(pack.case))
    return Filled(blocks, bool(blocks))


def _deadlines(pack: Pack, _section: Section, _agency: str) -> Filled:
    """Every deadline with its date, and whether it was met."""
    deadlines = pack.case.deadlines
    table: list[Block] = [duty_table(deadlines, pack.case)] if deadlines else []
    return Filled(table, bool(table))


def _decisions(pack: Pack, section: Section, _agency: str) -> Filled:
    """Each decision and closing, with all its texts."""
    dispute = pack.case.dispute
    blocks: list[Block] = []
    for entry in dispute.entries:
        codes = _codes(entry.facts)
        if codes and (not section.of or set(codes) & set(section.of)):
            said = headline(entry, dispute.procedure, dispute.labels)
            number = dispute.labels[entry.id]
            blocks.append(Para(f"{moment_words(entry.at)}: {said} (entry {number})"))
            if rows := (*fact_rows(entry.facts), *text_rows(entry)):
                blocks.append(Pairs(rows))
    return Filled(blocks, bool(blocks))


def _codes(facts: AnyFacts) -> tuple[str, ...]:
    match facts:
        case Decided(codes=codes):
            return codes
        case Closed(outcome=outcome):
            return (outcome,)
        case (
            Opened() | Escalated() | Reopened() | Recorded() | Agreed() | Sooner() | Risk()
            | Chase() | Party() | Noted() | Corrected() | Redacted() | Settled() | Finished()
            | UnknownKind()
        ):  # fmt: skip
            return ()
    assert_never(facts)


def _learning(pack: Pack, _section: Section, _agency: str) -> Filled:
    """The learning points recorded at decisions and at the closing."""
    dispute = pack.case.dispute
    texts = tuple(
        (
            *shown_text(text, absent_words(entry, "learning")),
            f"({day_words(entry.at.day)}, entry {dispute.labels[entry.id]})",
        )
        for entry in dispute.entries
        for text in entry.numbered("learning")
    )
    return Filled([Items(texts)] if texts else [], bool(texts))


def _gaps(pack: Pack, _section: Section, _agency: str) -> Filled:
    """The gaps of the record, as in `resolve show`; without any, the questions checked."""
    if pack.read.gaps:
        return Filled(
            [Items(tuple((capital(gap.sentence),) for gap in pack.read.gaps))], found=True
        )
    asked, not_asked = questions_of(pack.case)
    blocks: list[Block] = [
        Para("The record was checked for answers to these questions, and none is missing:"),
        Items(tuple((question,) for question in asked)),
        *(Para(f"Not checked: {question}.", style="aside") for question in not_asked),
    ]
    return Filled(blocks, found=True)


def _entries(pack: Pack, _section: Section, _agency: str) -> Filled:
    """Every entry with all its texts, even if it does not count.

    For an entry set aside, only the reason: its text may well be about another child.
    """
    blocks: list[Block] = []
    for line in pack.lines:
        blocks.extend(_aside(line, pack) or entries_in_full(pack.case, [line]))
    return Filled(blocks, found=True)


def _aside(line: Line, pack: Pack) -> list[Block]:
    if line.standing is not Standing.WITHDRAWN:
        return []
    return [
        Heading(f"{line.label}. {line.entry.kind}", level=3),
        Para(standing_words(line, pack.case.dispute.labels), style="overdue"),
        Para("Its text is left out here; the case record has it.", style="aside"),
    ]


#: The function that fills a section, by the outline's word for its contents.
FILLERS: Mapping[Holding, Callable[[Pack, Section, str], Filled]] = {
    "matter": _matter,
    "asked": _asked,
    "risk": _risk,
    "positions": _positions,
    "route": route,
    "deadlines": _deadlines,
    "events": events,
    "reports": reports,
    "chronology": chronology,
    "involvement": agency_involvement,
    "decisions": _decisions,
    "learning": _learning,
    "gaps": _gaps,
    "entries": _entries,
}


# ------------------------------------------------------------------ the pack


class _Written(Value):
    """A section of the pack, with its line in the list of contents."""

    title: str
    blocks: list[Block]
    has_record: bool
    to_write: int


def panel_pack(read: CaseOnRecord, outline: Outline) -> Report:
    """The whole pack: its head, a list of contents and gaps, then each section."""
    pack = Pack(read, outline)
    written = [_write(pack, section, number) for number, section in enumerate(outline.sections, 1)]
    reference, as_of = read.case.dispute.reference, moment_words(read.case.as_of)
    title = f"Panel pack {reference}"
    return Report(
        title=title,
        blocks=[
            Heading(title, level=1),
            *_head(pack),
            *_contents(written),
            *(block for section in written for block in section.blocks),
        ],
        footer=tuple(made_from(read)),
        foot=(f"{reference}, as of {as_of}. Confidential.", f"Fingerprint {read.digest}"),
    )


def _head(pack: Pack) -> Iterator[Block]:
    case, outline = pack.case, pack.outline
    dispute = case.dispute
    yield Para(outline.title, style="heading")
    if outline.says:
        yield Para(outline.says)
    yield Para(f"Stage {dispute.stage.id}: {dispute.stage.title}", style="heading")
    yield from standing(case)
    if outline.stages and not has_reached(dispute, outline.stages):
        yield Para(f"EARLY: {_early(pack)}", style="due-soon")
    wrong = list(findings_said(dispute))
    if wrong:
        yield Para("SOMETHING IS WRONG WITH THE RECORD:", style="overdue")
        yield from wrong
    yield Para(
        "Confidential: it names a child's file and people. Texts from the log are as they were"
        " typed. Places for you to write are marked."
    )


def _early(pack: Pack) -> str:
    dispute = pack.case.dispute
    stages = dispute.procedure.stages
    titles = (stages[stage].title for stage in pack.outline.stages if stage in stages)
    return (
        f"this pack is for a later stage ({'; '.join(titles)})."
        f" The dispute is in stage {dispute.stage.id}: {dispute.stage.title}"
    )


def _contents(written: Sequence[_Written]) -> Iterator[Block]:
    yield Heading("What is in this pack")
    rows = tuple(
        Row(
            (
                section.title,
                "yes" if section.has_record else "nothing",
                several(section.to_write, "place") if section.to_write else "",
            )
        )
        for section in written
    )
    yield Table(("SECTION", "FROM THE RECORD", "TO BE WRITTEN"), rows)


# ------------------------------------------------------------------ sections


def _write(pack: Pack, section: Section, number: int) -> _Written:
    title = f"{number}. {section.title}"
    blocks: list[Block] = [Heading(title)]
    if section.says:
        blocks.append(Para(section.says))
    if section.cite:
        source = pack.case.dispute.procedure.title
        blocks.append(Para(f"Asked for by: {source}, {section.cite}", style="aside"))
    has_record = False
    for agency in _agencies(pack, section):
        if agency:
            blocks.append(Heading(shown(agency), level=3))
        nobody = section.each and not agency
        filled = Filled([], found=False) if nobody else _fill(pack, section, agency)
        has_record = has_record or filled.found
        asks = section.asks if filled.found else (*section.when_empty, *section.asks)
        if not (filled.blocks or asks):
            blocks.append(Para("The log has nothing on this.", style="aside"))
        blocks.extend((*filled.blocks, *map(ToWrite, asks)))
    places = sum(isinstance(block, ToWrite) for block in blocks)
    return _Written(title, blocks, has_record, places)


def _agencies(pack: Pack, section: Section) -> tuple[str, ...]:
    """The agencies with a part in a section; ("",) for one part, or if no agency is named."""
    dispute = pack.case.dispute
    named = {"agency": dispute.agencies, "concerned": dispute.concerned}
    return named.get(section.each or "", ()) or ("",)


def _fill(pack: Pack, section: Section, agency: str) -> Filled:
    parts = [FILLERS[holding](pack, section, agency) for holding in section.holds]
    return Filled(
        [block for part in parts for block in part.blocks], any(part.found for part in parts)
    )
