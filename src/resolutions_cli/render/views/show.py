"""A dispute as a case file: its state, facts, people, route, deadlines and log."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.deadline import ConcernCode, Deadline, urgency
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Party
from resolutions_cli.core.record.dispute import Dispute, Occurrence, once
from resolutions_cli.core.record.findings import to_be_settled
from resolutions_cli.core.record.log import Line, Standing
from resolutions_cli.core.record.moves import outcomes_of
from resolutions_cli.core.views.disorder import Gap
from resolutions_cli.render.formats.page import Beside, Block, Heading, Pairs, Para
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.views.due import COLUMNS
from resolutions_cli.render.views.next import to_record
from resolutions_cli.render.words.asked import asked_page, of_log
from resolutions_cli.render.words.concerns import concern_words, concerns_of_dispute, ended_words
from resolutions_cli.render.words.entry import (
    STANDING_WORDS,
    absent_words,
    by_words,
    code_words,
    fact_rows,
    headline,
    recorded_line,
    role_words,
    shown_text,
    text_rows,
)
from resolutions_cli.render.words.notes import notes_of
from resolutions_cli.render.words.own_words import own_words, titled
from resolutions_cli.render.words.words import (
    QUIET,
    SETTLE_WORDS,
    TO_BE_SETTLED_STYLE,
    capital,
    day_words,
    event_words,
    moment_words,
    recorded_words,
    remaining_words,
    shown,
    status_style,
    status_words,
    waits_for,
)


def dispute_page(
    case: Case,
    lines: Sequence[Line],
    gaps: Sequence[Gap],
    digest: str,
    known_at: datetime | None = None,
) -> list[Block]:
    """The whole record of a dispute as of a moment, from its log (`lines`) and its `gaps`.

    The page names `known_at`, the time up to which entries count as known, unless it is None.
    """
    dispute, stage = case.dispute, case.dispute.stage
    return [
        Heading(f"{dispute.reference}  stage {stage.id}: {stage.title}"),
        *standing(case, known_at),
        Heading("THE FACTS"),
        Pairs(tuple(facts_of(case))),
        *_section("EACH AGENCY IN ITS OWN WORDS", views(case)),
        *_section("THE ROUTE SO FAR", route_so_far(case)),
        *_section("DEADLINES", duties(case)),
        *to_record(case),
        *_section("THE LOG", _log(case, lines)),
        *asked_page(dispute.reference, of_log(dispute.asked, dispute.labels)),
        *_section("WHAT IS WRONG WITH THE RECORD", findings_said(case.dispute)),
        *_section("WHAT THE RECORD LACKS", _gaps(gaps)),
        Heading("KEEP THIS ELSEWHERE"),
        Para("The fingerprint of the newest entries. `resolve verify --against` checks it:", 2),
        Para(digest, 2, command=True),
    ]


def _section(title: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """The title and its blocks; no title if there are no blocks."""
    for index, block in enumerate(blocks):
        if not index:
            yield Heading(title)
        yield block


def standing(case: Case, known_at: datetime | None = None) -> Iterator[Block]:
    """The dispute's state: open or closed, its procedure, the moment asked about, concerns."""
    dispute, procedure = case.dispute, case.dispute.procedure
    if dispute.closed_at:
        outcome = code_words(dispute.outcome, outcomes_of(procedure))
        yield Para(f"Closed {moment_words(dispute.closed_at)}: {outcome}")
    else:
        yield Para(f"Open since {moment_words(dispute.opened_at)}")
    yield Para(f"{procedure.title}, {procedure.owner} ({procedure.label})")
    yield Para(f"As of {moment_words(case.as_of)}", style="aside")
    if to_be_settled(dispute.findings):
        yield Para(SETTLE_WORDS, style=TO_BE_SETTLED_STYLE)
    if known_at is not None:
        yield Para(
            f"Using only what had been recorded by {recorded_words(known_at)}", style="overdue"
        )
    for episode in dispute.episodes:
        if episode.ended is None:
            since = moment_words(episode.on)
            over = (
                ""
                if dispute.is_open
                else "; the dispute was closed with no record that it was over"
            )
            yield Para(f"IMMEDIATE RISK to the child since {since}{over}", style="overdue")
    for concern in concerns_of_dispute(case):
        words, is_quiet = concern_words(concern), concern.code is ConcernCode.QUIET
        yield Para(
            f"{QUIET}: {words}" if is_quiet else capital(words), style=_style_of(concern.code)
        )


def _style_of(code: ConcernCode) -> str:
    """The style of a dispute's concern."""
    match code:
        case ConcernCode.UNTOLD | ConcernCode.ACTION_LATE:
            return "overdue"
        case ConcernCode.QUIET:
            return "quiet"
        case ConcernCode.UNCHECKED:
            return "aside"
        case ConcernCode.NO_LIMIT | ConcernCode.CHILD_FILE | ConcernCode.PARTNERS:
            return ""
        case (
            ConcernCode.PLANNED_TOO_LATE
            | ConcernCode.INCOMPLETE
            | ConcernCode.NOT_ACCEPTED
            | ConcernCode.AT_LATEST
            | ConcernCode.DATES_DISAGREE
        ):
            return ""  # shown with its deadline
    assert_never(code)


def facts_of(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Labels and texts of the facts: the opening, the people and the dated events."""
    dispute, opened = case.dispute, case.dispute.opened
    procedure, first = dispute.procedure, case.dispute.entries[0]
    for child in first.numbered("child"):
        yield "child's file", shown_text(child, absent_words(first, "child"))
    named = {"raised by": opened.raised_by, "with": opened.with_}
    for label, agencies in named.items():
        if agencies:
            yield label, tuple(map(shown, agencies))
    joined = [a for a in dispute.agencies if a not in (*opened.raised_by, *opened.with_)]
    if joined:
        yield "joined later", tuple(map(shown, joined))
    if people := tuple(people_said(case.dispute)):
        yield "people", people
    if opened.concerns:
        words = (code_words(code, procedure.concerns) for code in opened.concerns)
        yield "concern", tuple(words)
    if opened.about:
        yield "in relation to", (code_words(opened.about, procedure.about),)
    for key, label in (
        ("summary", "what happened"),
        ("seeking", "outcome sought"),
        ("risk_to_child", "risk to the child"),
    ):
        if key in first.texts:
            yield label, shown_text(first.texts[key], absent_words(first, key))
    if opened.follows:
        yield "follows", (shown(opened.follows),)
    if dates := tuple(_dates(case)):
        yield "dates", dates


def people_said(dispute: Dispute, agency: str = "") -> Iterator[str]:
    """A line for each person recorded; with `agency`, only for that agency's people."""
    for entry in dispute.entries:
        facts = entry.facts
        has_role = isinstance(facts, Party) and (facts.role or "role" in entry.texts)
        if isinstance(facts, Party) and has_role and agency in ("", facts.agency):
            there = [key for key in ("name", "contact") if key in entry.texts]
            shown_as = [shown_text(entry.texts[key], absent_words(entry, key)) for key in there]
            said = [line for lines in shown_as for line in lines]
            whose = [shown(facts.agency)] if facts.agency and not agency else []
            yield ", ".join([role_words(entry, dispute.procedure), *said, *whose])


def _dates(case: Case) -> Iterator[str]:
    """A line for each event with its date, and for each plan."""
    procedure = case.dispute.procedure
    for occurrence in case.dispute.occurrences:
        on, event = moment_words(occurrence.on), procedure.events[occurrence.event]
        words = event_words(occurrence.event, procedure, planned=occurrence.planned)
        if occurrence.agency:
            words += f" ({shown(occurrence.agency)})"
        if occurrence.planned:
            words = f"planned for {on}: {words}{_plan_gave_way(case.dispute, occurrence)}"
        else:
            words += f", {on}"
        if occurrence.kind:
            words += f" ({shown(occurrence.kind)})"
        if occurrence.missing:
            lacking = (
                each.means for each in event.details.values() if each.id in occurrence.missing
            )
            words += f"; missing: {'; '.join(lacking)}"
        yield words


def _plan_gave_way(dispute: Dispute, plan: Occurrence) -> str:
    """How a plan gave way; empty while it is in force."""
    after = _what_followed(dispute).get((plan.event, plan.agency, plan.position))
    if after is None:
        return ""
    return ", replaced by a later plan" if after.planned else ", held since"


@once
def _what_followed(dispute: Dispute) -> Mapping[tuple[str, str, int], Occurrence]:
    """The occurrence that replaced each plan, by event, agency and place in the log."""
    recorded = dict.fromkeys((each.event, each.agency) for each in dispute.occurrences)
    return {
        (event, agency, plan.position): newer
        for event, agency in recorded
        for plan, newer in dispute.gave_way(event, agency)
    }


# ------------------------------------------------------------------ each agency's own words


def views(case: Case) -> Iterator[Block]:
    """Each agency's view in its own words, side by side; no block without any view."""
    said_by: dict[str, list[str]] = {}
    for entry in case.dispute.entries:
        for view in entry.numbered("position"):
            agency, _, said = (view or "").partition(":")
            day = f"({day_words(entry.at.day)}, entry {case.dispute.labels[entry.id]})"
            absent = absent_words(entry, "position")
            words = shown_text(said.strip() if view is not None else None, absent)
            said_by.setdefault(shown(agency.strip()), []).extend((*words, day))
    if said_by:
        yield Beside(tuple((agency, tuple(said)) for agency, said in said_by.items()))


# ------------------------------------------------------------------ the route so far


def route_so_far(case: Case) -> Iterator[Block]:
    """A table of the stages visited, with their dates; then the stages passed over."""
    dispute = case.dispute
    rows = []
    for visit in dispute.visits:
        title = dispute.procedure.stages[visit.stage].title
        again = f" (visit {visit.number})" if visit.number > 1 else ""
        left = moment_words(visit.left) if visit.left else "here now"
        rows.append(
            Row(
                (
                    visit.stage,
                    f"{title}{again}",
                    moment_words(visit.entered),
                    left if visit.certain else "not known",
                )
            )
        )
    yield Table(("STAGE", "TITLE", "ENTERED", "LEFT"), tuple(rows), under={"LEFT": "ENTERED"})
    for stage in dispute.passed_over:
        yield Para(f"stage {stage} was passed over: {dispute.procedure.stages[stage].title}", 2)


def duties(case: Case) -> Iterator[Block]:
    """Every deadline: the open ones by urgency, then the others in the order they arose."""
    if case.deadlines:
        done = [deadline for deadline in case.deadlines if not deadline.is_open]
        in_order = (*sorted(case.open_deadlines, key=urgency), *done)
        yield duty_table(in_order, case)


def duty_table(deadlines: Iterable[Deadline], case: Case) -> Table:
    """A table of deadlines of one dispute, open or not, in the order given."""
    typed = own_words(case.dispute)
    rows = tuple(_duty_row(deadline, case, typed) for deadline in deadlines)
    columns = ("STATUS", "STAGE", "WHAT", "WHO", "DUE", "TIME", "NOTE")
    return Table(columns, rows, under=COLUMNS.under, notes=COLUMNS.notes, named=COLUMNS.named)


def _duty_row(deadline: Deadline, case: Case, typed: Mapping[str, str]) -> Row:
    key = deadline.key
    what = titled(deadline.owed.title, typed.get(key.duty, ""))
    what += f" ({shown(key.agency)})" if key.agency else ""
    what += f", time {key.time}" if key.time > 1 else ""
    time = ended_words(deadline, case.dispute) or remaining_words(deadline, case.as_of)
    return Row(
        (
            status_words(deadline),
            key.stage or "",
            what,
            deadline.owed.role_words,
            moment_words(deadline.due) if deadline.due else waits_for(deadline),
            time,
            "; ".join(notes_of(deadline, case.dispute.procedure)),
        ),
        status_style(deadline),
    )


# ------------------------------------------------------------------ the log


#: The note on an entry that came beside others.
BESIDE = "recorded on another machine before the two were synced"


def _log(case: Case, lines: Sequence[Line]) -> Iterator[Block]:
    labels, procedure = case.dispute.labels, case.dispute.procedure
    for line in lines:
        entry = line.entry
        number = f"{line.label}. ".ljust(4)
        said = headline(entry, procedure, labels, waits=line.standing is Standing.ASKED)
        aside = line.standing is not Standing.COUNTS
        words = f"{number}{moment_words(entry.at)}  {said}"
        yield Para(words, style="aside" if aside else "", hang=len(number))
        yield Para(recorded_line(line), 4, style="aside")
        if line.beside:
            yield Para(BESIDE, 4, style="aside")
        if words := standing_words(line, labels):
            yield Para(words, 4, style="overdue")
        if rows := (*fact_rows(entry.facts), *text_rows(entry)):
            yield Pairs(tuple(rows), 4)
        yield from _corrections(line, labels)


def standing_words(line: Line, labels: Mapping[str, str]) -> str:
    """Why an entry does not count; empty when it does."""
    words = STANDING_WORDS[line.standing]
    if line.withdrawn_by is None:
        return words
    by = line.withdrawn_by
    reason = " / ".join(shown_text(by.texts.get("reason", ""), absent_words(by, "reason")))
    return f"{words} by entry {labels[by.id]}: {reason}"


def _corrections(line: Line, labels: Mapping[str, str]) -> Iterator[Block]:
    """Each correction of an entry; the last one counts."""
    for correction in line.corrections:
        yield Para(correction_words(correction, labels), 4)
        yield Pairs((*fact_rows(correction.facts), *text_rows(correction)), 6)


def correction_words(correction: Entry, labels: Mapping[str, str]) -> str:
    """Which entry corrects another, when and by whom."""
    by = by_words(correction)
    said = ", ".join(filter(None, (moment_words(correction.at), by)))
    return f"corrected by entry {labels[correction.id]} ({said}):"


# ------------------------------------------------------------------ findings and gaps


def findings_said(dispute: Dispute) -> Iterator[Block]:
    """Each finding about the record: where, the problem and the remedy."""
    for finding in dict.fromkeys(dispute.findings):
        number = dispute.labels.get(finding.entry)
        where = f"entry {number}" if number else finding.path
        style = "overdue" if finding.kind.harms else ""
        yield Para(f"{where}: {finding.kind.sentence} [{finding.name}]", 2, style)
        yield Para(finding.remedy, 4)


def _gaps(gaps: Sequence[Gap]) -> Iterator[Block]:
    for gap in gaps:
        yield Para(capital(gap.sentence), 2)
        yield Para(gap.command, 6, command=True)
