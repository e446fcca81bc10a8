"""Gaps of a record: facts about the concern, the steps and the decisions that it lacks.

A gap never blocks a command. It is shown with the command that closes it, now or later.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.concerns import is_on_file, moves_of
from resolutions_cli.core.deadlines.deadline import ConcernCode, Deadline, End
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Decided, Escalated, Noted, Opened
from resolutions_cli.core.entries.own_codes import CHILD_FILE, ONWARD
from resolutions_cli.core.procedure.plain_words import event_name, happened_words
from resolutions_cli.core.record.details import said_of
from resolutions_cli.core.record.dispute import Dispute, Occurrence
from resolutions_cli.core.record.moves import decision_questions
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.typed import written_day
from resolutions_cli.core.views.disorder import DISORDER, Gap, number_of
from resolutions_cli.core.views.risk_gaps import never_told, risk_goes_on


def gaps_of(case: Case) -> tuple[Gap, ...]:
    """Every gap of a dispute, in the order of the questions that an inquiry asks."""
    return tuple(gap for check in CHECKS for gap in check(case))


def _concern(case: Case) -> Iterator[Gap]:
    """The concern, the child, the agencies and the view of each."""
    dispute, opened = case.dispute, case.dispute.opened
    first = dispute.entries[0]
    lacking = {
        "concern": (not opened.concerns, "what the disagreement is about", "concerns=CODE"),
        "child": (not first.numbered("child"), "the reference of the child's file", "child-1=…"),
        "summary": ("summary" not in first.texts, "what happened, in a few sentences", "summary=…"),
        "seeking": ("seeking" not in first.texts, "what the agency seeks", "seeking=…"),
        "raised-by": (not opened.raised_by, "which agency raised it", "raised_by=AGENCY"),
        "with": (not opened.with_, "which agency it is with", "with=AGENCY"),
    }
    for name, (lacks, words, setting) in lacking.items():
        if lacks:
            number = number_of(dispute, first)
            command = f"resolve correct {dispute.reference} {number} --set {setting}"
            yield Gap(name, "concern", f"not recorded: {words}", command)
    if not any(entry.numbered("position") for entry in dispute.entries):
        yield Gap(
            "position",
            "concern",
            "no agency's view is recorded in its own words",
            f'resolve note {dispute.reference} --position "AGENCY: view"',
        )


def _risk_to_child(case: Case) -> Iterator[Gap]:
    """The risk to the child, assessed at the opening and at each move."""
    for entry in case.dispute.entries:
        number = number_of(case.dispute, entry)
        asked = entry is case.dispute.entries[0] or isinstance(entry.facts, Escalated)
        if asked and "risk_to_child" not in entry.texts:
            sentence = f"{_named(entry, number)} does not say the risk"
            yield Gap(
                "risk-to-child",
                "concern",
                f"{sentence} of harm and the impact on the child",
                f"resolve correct {case.dispute.reference} {number} --set risk_to_child=…",
            )


def _events(case: Case) -> Iterator[Gap]:
    """Events that clocks and stages ask for, and details that an event's record needs."""
    dispute = case.dispute
    start = dispute.procedure.stages[dispute.opened.stage]
    asked = [*dispute.procedure.asks, *start.needs]
    for visit in dispute.visits:
        asked.extend(dispute.procedure.stages[visit.stage].asks)
    for event in dict.fromkeys(asked):
        if not dispute.happened(event) and not is_noted(dispute, event):
            yield Gap(
                "event",
                "procedure",
                f"not recorded: {happened_words(dispute.procedure.events[event])}",
                _record_command(dispute, event),
            )
    for occurrence in dispute.occurrences:
        known = dispute.procedure.events[occurrence.event]
        kinds, number = known.kinds, number_of(dispute, occurrence.entry)
        if kinds and not occurrence.kind and not occurrence.planned:
            yield Gap(
                "kind",
                "procedure",
                f"entry {number} does not say which kind it was: {', '.join(kinds)}",
                _set_command(dispute, occurrence.entry, occurrence.event),
            )
        if occurrence.missing and not occurrence.planned:
            details = known.details
            lacking = (
                details[each].means if each in details else each for each in occurrence.missing
            )
            yield Gap(
                "detail",
                "procedure",
                f"entry {number} ({happened_words(known)}) lacks details, so its deadline is not"
                f" met yet. Add: {'; '.join(lacking)}",
                f"resolve correct {dispute.reference} {number}"
                f" --set details.{occurrence.missing[0]}=…",
            )


def _details(case: Case) -> Iterator[Gap]:
    """Details missing from the event that the dispute started from: at a conference, the decision
    and who dissented."""
    dispute = case.dispute
    for event in dispute.procedure.stages[dispute.opened.stage].needs:
        known = dispute.procedure.events[event]
        days: dict[date, list[Occurrence]] = {}
        for occurrence in dispute.happened(event):
            days.setdefault(occurrence.on.day, []).append(occurrence)
        for day, occurrences in days.items():
            said = {name for each in occurrences for name in said_of(each.entry)}
            lacking = [
                detail
                for detail in known.details.values()
                if detail.id not in said and not detail.needed
            ]
            for detail in lacking:
                yield Gap(
                    "event-detail",
                    "decision",
                    f"the record of {event_name(known)}, {written_day(day)}, does not say:"
                    f" {detail.means}",
                    _detail_command(dispute, occurrences[-1], detail.id),
                )


def _detail_command(dispute: Dispute, occurrence: Occurrence, detail: str) -> str:
    entry = occurrence.entry
    if isinstance(entry.facts, Opened):
        record = f"resolve record {dispute.reference} {occurrence.event} --on {occurrence.on.day}"
        return f"{record} --detail {detail}=…"
    number = number_of(dispute, entry)
    return f"resolve correct {dispute.reference} {number} --set details.{detail}=…"


def is_noted(dispute: Dispute, event: str) -> bool:
    """Whether a note of a discussion counts as the event "discussion"."""
    return event == "discussion" and any(
        isinstance(entry.facts, Noted) and entry.facts.discussion for entry in dispute.entries
    )


def _set_command(dispute: Dispute, entry: Entry, event: str) -> str:
    number = number_of(dispute, entry)
    table = f"event_kinds.{event}" if isinstance(entry.facts, Opened) else "details.kind"
    return f"resolve correct {dispute.reference} {number} --set {table}=KIND"


def _record_command(dispute: Dispute, event: str) -> str:
    whose = " --agency AGENCY" if dispute.procedure.events[event].of_agency else ""
    return f"resolve record {dispute.reference} {event}{whose} --on WHEN"


def _plans(case: Case) -> Iterator[Gap]:
    """Plans whose date has passed without a record of whether the event happened."""
    dispute = case.dispute
    for occurrence in dispute.occurrences:
        standing = dispute.plan(occurrence.event, occurrence.agency)
        if occurrence is standing and _is_past(occurrence.on, case.as_of):
            yield Gap(
                "plan",
                "follow-up",
                f"planned for {written_day(occurrence.on.day)}:"
                f" {event_name(dispute.procedure.events[occurrence.event])}. Did it happen?",
                _record_command(dispute, occurrence.event),
            )


def _named(entry: Entry, number: str) -> str:
    return f"entry {number} ({entry.kind}, {written_day(entry.at.day)})"


def _is_past(moment: Moment, as_of: Moment) -> bool:
    return moment.ends < as_of.ends


def _taken_in(case: Case) -> Iterator[Gap]:
    """Stages with unknown dates, because the dispute was already under way when opened here."""
    dispute, opened = case.dispute, case.dispute.opened
    start = dispute.procedure.stages[opened.stage]
    if start.start and not opened.reached:
        return
    if opened.stage not in opened.reached:
        yield Gap(
            "reached",
            "follow-up",
            f"not known: when stage {opened.stage} was reached. It counts from the day of opening",
            f"resolve correct {dispute.reference} {number_of(dispute, dispute.entries[0])}"
            f" --set reached.{opened.stage}=WHEN",
        )
    for visit in dispute.visits:
        if not visit.certain:
            yield Gap(
                "reached",
                "follow-up",
                f"not known: when stage {visit.stage} was left",
                f"resolve note {dispute.reference}",
            )


def _passed_over(case: Case) -> Iterator[Gap]:
    """Stages of the route that a departure passed over."""
    for stage in case.dispute.passed_over:
        yield Gap(
            "passed-over",
            "follow-up",
            f"stage {stage} was passed over",
            f"resolve show {case.dispute.reference}",
        )


def _answers(case: Case) -> Iterator[Gap]:
    """Questions of the procedure that a move or a decision left unanswered."""
    dispute = case.dispute
    for entry in dispute.entries:
        number = number_of(dispute, entry)
        facts = entry.facts
        stages = dispute.procedure.stages
        if isinstance(facts, Escalated) and facts.from_ in stages:
            move = stages[facts.from_].move_to(facts.to)
            questions = move.questions if move else {}
        elif isinstance(facts, Decided) and facts.from_ in stages:
            questions = decision_questions(stages[facts.from_], facts.codes)
        else:
            continue
        answers = entry.numbered("answer")
        answered = {answer.partition("=")[0] for answer in answers if answer}
        for key, asks in questions.items():
            if key not in answered and None not in answers:
                yield Gap(
                    "answer",
                    "decision",
                    f"entry {number} ({entry.kind}) does not answer: {asks}",
                    f"resolve correct {dispute.reference} {number}"
                    f" --set answer-{len(answers) + 1}={key}=…",
                )
        if isinstance(facts, Escalated) and "pattern" in facts.grounds and not facts.similar:
            yield Gap(
                "similar",
                "procedure",
                f"entry {number} says that there is a pattern and names no similar dispute",
                f"resolve similar {dispute.reference}",
            )


def _drifting(case: Case) -> Iterator[Gap]:
    """An open dispute whose stage is complete and that waits to be moved on."""
    if any(deadline.key.duty == ONWARD for deadline in case.open_deadlines):
        yield Gap(
            "drifting",
            "outcome",
            f"stage {case.dispute.stage.id} is done, and the dispute was neither moved on nor"
            " closed",
            f"resolve next {case.dispute.reference}",
        )


def _left_without(case: Case) -> Iterator[Gap]:
    """Duties that were not fulfilled when their stage was left, nor since."""
    dispute = case.dispute
    without: dict[tuple[str, int, str], list[Deadline]] = {}
    for deadline in case.deadlines:
        key = deadline.key
        if key.stage and deadline.owed.done and deadline.owed.done.how is End.LEFT:
            without.setdefault((key.stage, key.visit, key.duty), []).append(deadline)
    for (stage, visit, duty), deadlines in without.items():
        until = dispute.procedure.until(stage, duty)
        events = [name for name in until if name in dispute.procedure.events]
        entered = next(v.entered for v in dispute.visits if (v.stage, v.number) == (stage, visit))
        lacking = [
            each
            for each in deadlines
            if not any(_came_since(dispute, name, each.key.agency, entered) for name in events)
        ]
        if lacking:
            yield _left_gap(dispute, lacking, events)


def _came_since(dispute: Dispute, event: str, agency: str, entered: Moment) -> bool:
    """Whether an event has a complete record, even a later one; a recurring event, since a stage
    was entered."""
    kind = dispute.procedure.events[event]
    return any(
        not occurrence.missing and not (kind.recurring and occurrence.on.is_before(entered))
        for occurrence in dispute.happened(event, agency if kind.of_agency else "")
    )


def _left_gap(dispute: Dispute, lacking: Sequence[Deadline], events: Sequence[str]) -> Gap:
    """The gap of a stage left without a duty; agencies are counted and not named."""
    key = lacking[0].key
    command = f"resolve note {dispute.reference}"
    what = "no decision is recorded"
    if events:
        event = dispute.procedure.events[events[0]]
        agencies = f" for {len(lacking)} {'agency' if len(lacking) == 1 else 'agencies'}"
        whose = agencies if event.of_agency else ""
        what = f"not recorded{whose}: {happened_words(event)}"
        command = _record_command(dispute, event.id)
    sentence = f"stage {key.stage} was left; {what}"
    return Gap("left-without", "procedure", sentence, command, (key.stage or "", key.visit))


def _agreements(case: Case) -> Iterator[Gap]:
    """Agreed dates that not every agency of the dispute is recorded as accepting."""
    for deadline in case.deadlines:
        for concern in deadline.owed.concerns:
            if concern.code is ConcernCode.NOT_ACCEPTED:
                count = len(concern.names)
                who = "one agency is" if count == 1 else f"{count} agencies are"
                yield Gap(
                    "not-accepted",
                    "procedure",
                    f"in stage {deadline.key.stage} a date was agreed, and {who} not recorded as"
                    " accepting it",
                    f"resolve agree {case.dispute.reference} --by-date WHEN --with AGENCY"
                    ' --reason "…"',
                )


def _dates_disagree(case: Case) -> Iterator[Gap]:
    """Events recorded for later than they can have come."""
    dispute = case.dispute
    doubted = [
        clock.of or ""
        for deadline in case.deadlines
        for clock in deadline.owed.clocks
        if clock.doubted
    ]
    for event in dict.fromkeys(doubted):
        entry = dispute.happened(event)[0].entry
        key = f"events.{event}" if isinstance(entry.facts, Opened) else "on"
        yield Gap(
            "dates-disagree",
            "procedure",
            f"this is recorded for a later date than is possible, so an earlier date counts:"
            f" {happened_words(dispute.procedure.events[event])}",
            f"resolve correct {dispute.reference} {number_of(dispute, entry)} --set {key}=WHEN",
        )


def _childs_file(case: Case) -> Iterator[Gap]:
    """Moves that are not recorded as put on the child's file."""
    dispute = case.dispute
    moves = moves_of(dispute)
    for move in moves:
        if not is_on_file(dispute, move):
            number = number_of(dispute, move)
            which = "" if move is moves[-1] else f":{number}"
            yield Gap(
                "childs-file",
                "follow-up",
                f"{_named(move, number)} is not recorded as put on the child's file",
                f"resolve done {dispute.reference} {CHILD_FILE}{which} --on WHEN",
            )


#: Every check, in the order of the questions an inquiry asks.
CHECKS: tuple[Callable[[Case], Iterator[Gap]], ...] = (
    _concern,
    _risk_to_child,
    _taken_in,
    _passed_over,
    never_told,
    risk_goes_on,
    _left_without,
    _agreements,
    _dates_disagree,
    _plans,
    _childs_file,
    _answers,
    _events,
    _details,
    *DISORDER,
    _drifting,
)
