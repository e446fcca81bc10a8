"""A dispute with every deadline, as of a moment: what `due`, `show`, `next` and `explain` read."""

from datetime import date, datetime, timedelta

from resolutions_cli.core.after_moves import to_record
from resolutions_cli.core.agencies import agencies_named, words_of
from resolutions_cli.core.deadline import Moved, Owed
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.duties import owed_in
from resolutions_cli.core.earlier import History, earlier_dates
from resolutions_cli.core.fold import fold
from resolutions_cli.core.log import Log
from resolutions_cli.core.procedure import Procedure
from resolutions_cli.core.summary import DisputeSummary, Settings, SummaryAsOf
from resolutions_cli.core.when import Moment
from resolutions_cli.core.working_days import Calendars, WorkingCalendar

_NEW_HOLIDAY = "the bank holidays changed"


class Case(SummaryAsOf):
    """A dispute with all that its log tells, as of a moment."""

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
    """The day on which something was written down last; of what was written down later, when
    it happened."""
    return max(
        min(recorded.day, as_of.day) if recorded.ends <= as_of.ends else entry.at.day
        for entry in dispute.entries
        for recorded in (Moment.of(entry.recorded),)
    )


# ------------------------------------------------------------------ never silently later


def _earlier_dates(
    log: Log, procedure: Procedure, calendars: Calendars, cut: datetime, dispute: Dispute
) -> History:
    """The dates that the duties had before each entry, or calendar, that may have moved them."""
    history = earlier_dates(log, procedure, calendars.now, cut)
    for calendar in calendars.earlier:
        time = history.look(_NEW_HOLIDAY)
        for owed in owed_in(dispute, calendar):
            history.holds(owed.key, time, time, owed.due)
    return history


def _moved(current: Owed, history: History, calendar: WorkingCalendar) -> Moved | None:
    """How much later a date is than the earliest it was, and what moved it last."""
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
