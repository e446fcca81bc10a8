"""A dispute with every deadline, as of a moment: what `due`, `show`, `next` and `explain` read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from resolutions_cli.core.after_moves import to_record
from resolutions_cli.core.agencies import agencies_named, words_of
from resolutions_cli.core.brief import Brief, Gist, Settings
from resolutions_cli.core.deadline import SAFE, Key, Moved, Owed
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.duties import owed_in
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import (
    Agreed,
    Corrected,
    Decided,
    Escalated,
    Finished,
    Recorded,
    Sooner,
)
from resolutions_cli.core.fold import NotYetOpened, fold
from resolutions_cli.core.log import Log
from resolutions_cli.core.procedure import Procedure
from resolutions_cli.core.when import Moment
from resolutions_cli.core.working_days import Calendars, WorkingCalendar

#: Why a date is later than it was, by the kind of entry that made it so.
_WHY: Mapping[type, str] = {
    Corrected: "an entry was corrected",
    Agreed: "a later date was agreed",
    Sooner: "the date set to keep the child safe had passed and was set anew",
    Finished: "the date set to keep the child safe was met",
    Recorded: "the event came, or was planned, for later",
    Escalated: "a stage was entered again",
    Decided: "a stage was entered again",
}
_NEW_HOLIDAY = "the bank holidays changed"


class Case(Brief):
    """A dispute with all that its log tells, as of a moment."""

    dispute: Dispute


def assess(
    log: Log, procedure: Procedure, calendars: Calendars, as_of: Moment, settings: Settings
) -> Case:
    """The dispute and its deadlines as of a moment; a bare date means the end of that day.

    Raises NotYetOpened when it had not been opened by then.
    """
    dispute, gist = _folded(log, procedure, calendars, as_of)
    words = {**settings.agencies, **words_of(log)}
    dispute = dispute.but(words=words) if words else dispute
    return Case(gist=gist, as_of=as_of, calendar=calendars.now, settings=settings, dispute=dispute)


def _folded(
    log: Log, procedure: Procedure, calendars: Calendars, as_of: Moment
) -> tuple[Dispute, Gist]:
    cut = as_of.instant or as_of.ends - timedelta(minutes=1)
    dispute = fold(log, procedure, cut)
    duties = owed_in(dispute, calendars.now)
    was = list(_earlier_dates(log, procedure, calendars, cut))
    gist = Gist(
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
        duties=duties,
        moved=tuple(_moved(duty, was, calendars.now) for duty in duties),
    )
    return dispute, gist


def _last_recorded(dispute: Dispute, as_of: Moment) -> date:
    """The day on which something was written down last; of what was written down later, when
    it happened."""
    return max(
        min(recorded.day, as_of.day) if recorded.ends <= as_of.ends else entry.at.day
        for entry in dispute.entries
        for recorded in (Moment.of(entry.recorded),)
    )


# ------------------------------------------------------------------ never silently later

_Dates = Mapping[Key, Moment]


def _earlier_dates(
    log: Log, procedure: Procedure, calendars: Calendars, cut: datetime
) -> Iterator[tuple[str, _Dates]]:
    """The dates that the duties had before each entry, or calendar, that may have moved them."""
    for index, entry in enumerate(log.entries):
        if why := _may_move(entry, log.entries[:index]):
            before = log.but(entries=log.entries[:index])
            try:
                yield why, _dates(fold(before, procedure, cut), calendars.now)
            except NotYetOpened:
                continue
    for calendar in calendars.earlier:
        yield _NEW_HOLIDAY, _dates(fold(log, procedure, cut), calendar)


def _dates(dispute: Dispute, calendar: WorkingCalendar) -> _Dates:
    return {duty.key: duty.due for duty in owed_in(dispute, calendar) if duty.due}


def _may_move(entry: Entry, before: Sequence[Entry]) -> str:
    """Why an entry may make a date later than it was; empty when it cannot."""
    facts = entry.facts
    earlier = [other.facts for other in before]
    match facts:
        case Recorded():
            again = any(isinstance(o, Recorded) and o.event == facts.event for o in earlier)
        case Agreed() | Sooner():
            again = any(type(other) is type(facts) for other in earlier)
        case Escalated() | Decided():
            again = any(isinstance(o, Escalated | Decided) and o.to == facts.to for o in earlier)
        case Finished():
            again = facts.duty == SAFE
        case Corrected():
            again = bool(facts.set) or facts.withdraw
        case _:
            again = False
    return _WHY[type(facts)] if again else ""


def _moved(
    current: Owed, was: Sequence[tuple[str, _Dates]], calendar: WorkingCalendar
) -> Moved | None:
    """How much later a date is than the earliest it was, and what moved it last."""
    if current.due is None:
        return None
    found = [(why, dates[current.key]) for why, dates in was if current.key in dates]
    sooner = [(why, due) for why, due in found if due.ends < current.due.ends]
    if not sooner:
        return None
    earliest = min((due for _, due in sooner), key=lambda due: due.ends)
    was_last, is_last = earliest.last_day, current.due.last_day
    return Moved(
        working_days=calendar.working_days_between(was_last, is_last),
        days=(is_last - was_last).days,
        why=sooner[-1][0],
    )
