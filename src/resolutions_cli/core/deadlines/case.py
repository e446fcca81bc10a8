"""A dispute with every deadline, as of a moment: what `due`, `show`, `next` and `explain` read."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.concerns import fulfilled_by, to_record
from resolutions_cli.core.deadlines.deadline import Deadline, Moved, Owed
from resolutions_cli.core.deadlines.duties import owed_in
from resolutions_cli.core.deadlines.earlier import History, earlier_dates
from resolutions_cli.core.deadlines.summary import DisputeSummary, Settings, SummaryAsOf
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.agencies import agencies_named, words_of
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.fold import fold
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.time.moment import Moment, in_time
from resolutions_cli.core.time.working_days import Calendars, WorkingCalendar
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ a dispute with its deadlines


_NEW_HOLIDAY = "the bank holidays changed"


class Case(SummaryAsOf):
    """A dispute with its summary and its deadlines, as of a moment."""

    dispute: Dispute


def assess(
    log: Log, procedure: Procedure, calendars: Calendars, as_of: Moment, settings: Settings
) -> Case:
    """The dispute and its deadlines as of a moment; a bare date means the end of that day.

    Raises NotYetOpened when it had not been opened by then.
    """
    dispute, summary = _folded(log, procedure, calendars, as_of)
    words = {**settings.agencies, **words_of(log)}
    dispute = dispute.but(words=words) if words else dispute
    return Case(
        summary=summary, as_of=as_of, calendar=calendars.now, settings=settings, dispute=dispute
    )


def _folded(
    log: Log, procedure: Procedure, calendars: Calendars, as_of: Moment
) -> tuple[Dispute, DisputeSummary]:
    cut = as_of.instant or as_of.ends - timedelta(minutes=1)
    dispute = fold(log, procedure, cut)
    duties = owed_in(dispute, calendars.now)
    history = _earlier_dates(log, procedure, calendars, cut, dispute)
    summary = DisputeSummary(
        reference=log.reference,
        procedure=procedure.id,
        version=procedure.version,
        digest=procedure.digest,
        nation=procedure.nation,
        stage=dispute.stage.id,
        who=dispute.stage.who,
        who_words=procedure.who(dispute.stage.who),
        opened_at=dispute.opened_at,
        closed_at=dispute.closed_at,
        outcome=dispute.outcome,
        concerns=dispute.opened.concerns,
        agencies=dispute.agencies,
        named=tuple(dict.fromkeys(agencies_named(log))),
        last_recorded=_last_recorded(dispute, as_of),
        checked_on=procedure.checked_on,
        to_record=tuple(to_record(dispute)),
        asked=len(dispute.asked),
        duties=duties,
        moved=tuple(_moved(duty, history, calendars.now) for duty in duties),
    )
    return dispute, summary


def _last_recorded(dispute: Dispute, as_of: Moment) -> date:
    """The day of the last record. An entry recorded after `as_of` counts by when it happened."""
    return max(
        min(recorded.day, as_of.day) if recorded.ends <= as_of.ends else entry.at.day
        for entry in dispute.entries
        for recorded in (Moment.of(entry.recorded),)
    )


# ------------------------------------------------------------------ never silently later


def _earlier_dates(
    log: Log, procedure: Procedure, calendars: Calendars, cut: datetime, dispute: Dispute
) -> History:
    """The dates of the duties before each entry, or calendar, that may have moved them."""
    history = earlier_dates(log, procedure, calendars.now, cut)
    for calendar in calendars.earlier:
        time = history.look(_NEW_HOLIDAY)
        for owed in owed_in(dispute, calendar):
            history.holds(owed.key, time, time, owed.due)
    return history


def _moved(current: Owed, history: History, calendar: WorkingCalendar) -> Moved | None:
    """How much later a duty is due than its earliest date, and why it last moved; None if not
    later."""
    found = history.earliest(current.key, current.due) if current.due else None
    if current.due is None or found is None:
        return None
    earliest, why = found
    was_last, is_last = earliest.last_day, current.due.last_day
    return Moved(
        working_days=calendar.working_days_between(was_last, is_last),
        days=(is_last - was_last).days,
        why=why,
    )


# ------------------------------------------------------------------ a newer list of bank holidays


class MovedDeadline(Value):
    """An open deadline whose date the newer list changed, with its old date and its new one."""

    deadline: Deadline
    was: Moment
    is_now: Moment


def moved_deadlines(before: Iterable[Case], after: Iterable[Case]) -> list[MovedDeadline]:
    """The open deadlines of the same disputes whose date changed, in the order of `after`."""
    dates = {(d.reference, d.key): d.due for case in before for d in case.open_deadlines}
    return [
        MovedDeadline(deadline, was, deadline.due)
        for case in after
        for deadline in case.open_deadlines
        if (was := dates.get((deadline.reference, deadline.key)))
        and deadline.due
        and deadline.due != was
    ]


# ------------------------------------------------------------------ planned dates


def missed_by(case: Case, event: str, agency: str, planned_for: Moment) -> Iterator[Clock]:
    """The clocks that a date planned for an event would miss, each once.

    These are clocks of open duties that the event fulfils. A main duty's clock of a later stage is
    one of them if the event fulfils that stage.
    """
    procedure = case.dispute.procedure
    seen: set[tuple[str, str | None, Moment]] = set()
    for deadline in case.open_deadlines:
        if deadline.key.agency not in ("", agency):
            continue
        for clock in deadline.owed.clocks:
            if clock.due is None or in_time(planned_for, clock.due):
                continue
            key = (clock.rule, clock.of, clock.due)
            if key not in seen and event in fulfilled_by(procedure, deadline.key, clock):
                seen.add(key)
                yield clock
