"""Selecting disputes and deadlines by the filters of `list` and `due`."""

from collections.abc import Callable, Iterable

from resolutions_cli import errors
from resolutions_cli.core.deadlines.count import count
from resolutions_cli.core.deadlines.deadline import Deadline, Status, urgency
from resolutions_cli.core.deadlines.summary import DisputeSummary, SummaryAsOf
from resolutions_cli.core.entries.own_codes import ACTION, RECOMMENDATION, SAFE
from resolutions_cli.core.text import has_role, is_among, same
from resolutions_cli.core.time.amount import Amount
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ which disputes


class WantedDisputes(Value):
    """The filters of `list`; codes in any case, an empty one filters out no dispute.

    `agencies` are all codes of the agency that is meant.
    """

    open: bool = True
    closed: bool = False
    stage: str = ""
    agencies: tuple[str, ...] = ()
    concern: str = ""
    since: Moment | None = None


def choose(disputes: Iterable[SummaryAsOf], wanted: WantedDisputes) -> list[SummaryAsOf]:
    """The disputes that match, the one opened last first."""
    found = [each for each in disputes if _is_listed(each.summary, wanted)]
    found.sort(key=lambda each: each.summary.reference)
    found.sort(key=lambda each: each.summary.opened_at.starts, reverse=True)
    return found


def _is_listed(summary: DisputeSummary, wanted: WantedDisputes) -> bool:
    if not (wanted.open if summary.is_open else wanted.closed):
        return False
    if wanted.since and summary.opened_at.is_before(wanted.since):
        return False
    asked = (
        (wanted.stage, (summary.stage,)),
        (wanted.concern, summary.concerns),
    )
    if wanted.agencies and not any(is_among(each, summary.agencies) for each in wanted.agencies):
        return False
    return all(is_among(name, known) for name, known in asked if name)


# ------------------------------------------------------------------ which deadlines


class Wanted(Value):
    """The filters of `due`: open duties by default, narrowed by names in any case.

    `agencies` are all codes of the agency that is meant.
    """

    overdue: bool = False
    today: bool = False
    within: Amount | None = None
    who: str = ""
    stage: str = ""
    procedure: str = ""
    agencies: tuple[str, ...] = ()
    everything: bool = False


#: The statuses of deadlines whose date has passed.
_PAST = (Status.OVERDUE, Status.PAST_GUIDE)


class Selection(Value):
    """The duties that match, and the quiet disputes that match."""

    deadlines: list[Deadline]
    quiet: list[SummaryAsOf]

    @property
    def is_late(self) -> bool:
        """Whether something is overdue, somebody must be told of a risk, or a dispute is quiet."""
        late = any(
            deadline.status in _PAST or _must_be_told(deadline) for deadline in self.deadlines
        )
        return late or bool(self.quiet)


def select(
    disputes: Iterable[SummaryAsOf],
    wanted: Wanted,
    as_of: Moment,
    calendar_of: Callable[[str], WorkingCalendar],
) -> Selection:
    """The matching duties and quiet disputes, disputes in the order given.

    Open duties to tell somebody of an immediate risk are always included: no filter may hide them.
    """
    found = Selection([], [])
    for each in disputes:
        if not _is_wanted_dispute(each, wanted):
            found.deadlines.extend(filter(_must_be_told, each.deadlines))
            continue
        until = None
        if wanted.within:
            until = count(wanted.within, False, as_of, calendar_of(each.summary.nation))
        found.deadlines.extend(
            deadline
            for deadline in each.deadlines
            if _must_be_told(deadline)
            or (
                (wanted.everything or deadline.is_open)
                and _is_wanted(each, deadline, wanted)
                and _is_wanted_time(deadline, wanted, as_of, until)
            )
        )
        if each.quiet_days is not None and _is_wanted_quiet(each, wanted):
            found.quiet.append(each)
    return found


def _must_be_told(deadline: Deadline) -> bool:
    """Whether somebody must still be told of an immediate risk; late from its first minute."""
    return deadline.is_telling and deadline.is_open


def _is_wanted_dispute(each: SummaryAsOf, wanted: Wanted) -> bool:
    summary = each.summary
    if wanted.procedure and not is_among(wanted.procedure, (summary.procedure, summary.label)):
        return False
    return not wanted.agencies or any(is_among(each, summary.agencies) for each in wanted.agencies)


def _is_wanted_quiet(each: SummaryAsOf, wanted: Wanted) -> bool:
    """Whether a quiet dispute matches: it has somebody to act, but no date."""
    summary = each.summary
    if wanted.today or wanted.within or (wanted.stage and not same(wanted.stage, summary.stage)):
        return False
    return not wanted.who or has_role(wanted.who, summary.who, summary.who_words)


def _is_wanted(each: SummaryAsOf, deadline: Deadline, wanted: Wanted) -> bool:
    # the date that keeps the child safe belongs to the stage the dispute is in
    stage = deadline.key.stage or each.summary.stage
    if wanted.stage and not same(stage, wanted.stage):
        return False
    agency = deadline.key.agency
    if wanted.agencies and agency and not is_among(agency, wanted.agencies):
        return False
    return not wanted.who or _does_it(deadline, wanted.who)


def _does_it(deadline: Deadline, who: str) -> bool:
    """Whether a role, by code or by words, has the duty.

    The date to keep the child safe is everyone's. Only an action's text says whose it is, and no
    list has that text.
    """
    owed = deadline.owed
    anyones = deadline.key.duty.partition(":")[0] in (SAFE, ACTION, RECOMMENDATION)
    return anyones or has_role(who, owed.role_codes, owed.role_words)


def _is_wanted_time(
    deadline: Deadline, wanted: Wanted, as_of: Moment, until: Moment | None
) -> bool:
    if wanted.overdue:
        return deadline.status in _PAST
    due = deadline.due
    if wanted.today:
        act_by = deadline.act_by.day if deadline.act_by else None
        now = (*_PAST, Status.DUE_TODAY)
        return deadline.status in now or (act_by is not None and act_by <= as_of.day)
    if until is not None:
        return due is not None and due.ends <= until.ends
    return True


def duties_named(case: SummaryAsOf, duty: str, *, everything: bool = False) -> list[Deadline]:
    """The open duties of that name, or else the newest; without a name every open duty, by urgency.

    With `everything`, also those of earlier visits and fulfilled ones. Raises UnknownDuty.
    """
    if everything and not duty:
        return list(case.deadlines)
    if not duty:
        return sorted(case.open_deadlines, key=urgency)
    found = [deadline for deadline in case.deadlines if deadline.key.duty == duty]
    if not found:
        known = dict.fromkeys(deadline.key.duty for deadline in case.deadlines)
        raise errors.UnknownDuty(allowed=", ".join(known) or "none")
    still_open = [deadline for deadline in found if deadline.is_open]
    return found if everything else still_open or found[-1:]
