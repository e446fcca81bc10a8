"""The words of every concern about a deadline, or about a dispute as a whole.

Commands that mention a concern while they record an entry use the same words.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, assert_never

from resolutions_cli.core.deadlines.deadline import Concern, ConcernCode, Deadline, End, Status
from resolutions_cli.core.entries.own_codes import AGREED
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.render.words.words import (
    check_words,
    event_words,
    moment_words,
    remaining_words,
    several,
    shown,
)

if TYPE_CHECKING:
    from resolutions_cli.core.deadlines.summary import SummaryAsOf
    from resolutions_cli.core.procedure.model import Procedure


# ------------------------------------------------------------------ concerns


#: The steps that the newest move asks for: only `next` and `show` list them, with commands.
TO_RECORD = frozenset({ConcernCode.CHILD_FILE, ConcernCode.PARTNERS})


def concern_words(concern: Concern) -> str:  # noqa: C901 - one line for each code, and no more
    """A concern about a deadline or a dispute, in a few words and without a name."""
    match concern.code:
        case ConcernCode.PLANNED_TOO_LATE:
            return "planned for a date after this deadline"
        case ConcernCode.INCOMPLETE:
            return "recorded, but it lacks details, so the deadline is not met yet"
        case ConcernCode.NOT_ACCEPTED:
            return f"{_agencies(concern.names)} not recorded as accepting this date"
        case ConcernCode.AT_LATEST:
            return "the latest it can be: a date that it counts from is not recorded"
        case ConcernCode.DATES_DISAGREE:
            return "recorded dates disagree, so the earliest counts"
        case ConcernCode.UNTOLD:
            return f"IMMEDIATE RISK. Not yet recorded as told: {', '.join(concern.names)}"
        case ConcernCode.ACTION_LATE:
            return _late_actions(concern.names)
        case ConcernCode.QUIET:
            return f"nothing recorded for {several(concern.days or 0, 'working day')}"
        case ConcernCode.NO_LIMIT:
            return f"no time limit; {_days_here(concern.days)}"
        case ConcernCode.UNCHECKED:
            label, *checked = concern.names
            return check_words(label, date.fromisoformat(checked[0]) if checked else None)
        case ConcernCode.CHILD_FILE:
            return "put the last move on the child's file, then record that"
        case ConcernCode.PARTNERS:
            return "send the partners the newest bundle, then record that"
    assert_never(concern.code)


def _agencies(names: Sequence[str]) -> str:
    count = len(names)
    return "1 agency is" if count == 1 else f"{count} agencies are"


def _late_actions(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return f"agreed action {numbers[0]} is past its date"
    return f"agreed actions {', '.join(numbers[:-1])} and {numbers[-1]} are past their dates"


def _days_here(days: int | None) -> str:
    return f"{several(days, 'working day')} in this stage" if days else "entered today"


# ------------------------------------------------------------------ with the procedure's words


def concern_in_full(concern: Concern, procedure: "Procedure") -> str:
    """A concern in words, with its events, details or agencies."""
    words, names = concern_words(concern), concern.names
    match concern.code:
        case ConcernCode.INCOMPLETE:
            details = procedure.events[names[0]].details
            lacking = (details[each].means if each in details else each for each in names[1:])
            return f"{words}. Add: {'; '.join(lacking)}"
        case ConcernCode.PLANNED_TOO_LATE | ConcernCode.AT_LATEST | ConcernCode.DATES_DISAGREE:
            planned = concern.code is ConcernCode.PLANNED_TOO_LATE
            about = "; ".join(
                event_words(each, procedure, planned=planned)
                for each in names
                if each in procedure.events
            )
            return f"{words} ({about})" if about else words
        case ConcernCode.NOT_ACCEPTED:
            return f"{words}: {', '.join(map(shown, names))}"
        case (
            ConcernCode.UNTOLD
            | ConcernCode.ACTION_LATE
            | ConcernCode.QUIET
            | ConcernCode.NO_LIMIT
            | ConcernCode.UNCHECKED
            | ConcernCode.CHILD_FILE
            | ConcernCode.PARTNERS
        ):
            return words
    assert_never(concern.code)


def concerns_of_deadline(deadline: Deadline, procedure: "Procedure | None" = None) -> Iterator[str]:
    """The concerns about a deadline, and the time spent so far in a stage without a limit."""
    if deadline.days_here is not None:
        yield _days_here(deadline.days_here)
    for concern in deadline.owed.concerns:
        yield concern_in_full(concern, procedure) if procedure else concern_words(concern)


# ------------------------------------------------------------------ whole disputes


def concerns_of_dispute(dispute: "SummaryAsOf") -> Iterator[Concern]:
    """The concerns about a dispute as a whole, without the steps that its newest move asks for."""
    return (each for each in dispute.concerns if each.code not in TO_RECORD)


def concerns_in_a_list(dispute: "SummaryAsOf") -> Iterator[str]:
    """The concerns about a dispute and its open deadlines, each once.

    Two are left out: QUIET has a column, and UNCHECKED is about a procedure, not one dispute.
    """
    said = frozenset({ConcernCode.QUIET, ConcernCode.UNCHECKED})
    found = [each for each in concerns_of_dispute(dispute) if each.code not in said]
    found += [each for deadline in dispute.open_deadlines for each in deadline.owed.concerns]
    yield from dict.fromkeys(map(concern_words, found))


# ------------------------------------------------------------------ how a deadline ended


def ended_words(deadline: Deadline, dispute: Dispute) -> str:
    """How a deadline ended, when, and how late; empty while it is open.

    Only work that somebody recorded is called done. For a date that was given up, or a stage that
    was left, the words say just that.
    """
    done = deadline.owed.done
    if done is None:
        return ""
    when, missed = moment_words(done.at), deadline.status is Status.MISSED
    match done.how:
        case End.FULFILLED:
            words = f"done {when}"
        case End.MOVED_ON:
            words = f"{_left(dispute, done.at)} {when}"
        case End.LEFT:
            words = f"{_left(dispute, done.at)} {when}"
            if missed:
                words = f"not recorded as done when {words}"
        case End.LAPSED if missed:
            words = f"not recorded as done when {_given_up(deadline, dispute, done.at)} {when}"
        case End.LAPSED:
            words = f"no longer due since {when}"
        case _:
            assert_never(done.how)
    late = remaining_words(deadline, done.at)
    return f"{words}, {late}" if late else words


def _left(dispute: Dispute, at: Moment) -> str:
    """Words for the end of a stage: the closing of the dispute, or a move to another stage."""
    return "the dispute was closed on" if at == dispute.closed_at else "the stage was left on"


def _given_up(deadline: Deadline, dispute: Dispute, at: Moment) -> str:
    """The reason why a missed date lapsed: the closing, the end of its stage, or a new date."""
    if at == dispute.closed_at:
        return "the dispute was closed on"
    stages = {clock.stage for clock in deadline.owed.clocks}
    agreed = deadline.key.duty.startswith(f"{AGREED}:")
    left = {visit.stage for visit in dispute.visits if visit.left == at}
    if not agreed and stages & left:
        return "the stage was left on"
    return "another date was agreed on" if agreed else "another date was set on"
