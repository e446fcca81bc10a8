"""Each limit of a duty as a running clock: what it counts from, when it ends, what it waits for."""

from collections.abc import Iterable, Iterator

from resolutions_cli.core.clock import Clock
from resolutions_cli.core.counting import count, rests_on_unpublished
from resolutions_cli.core.dispute import Dispute, Occurrence, Visit
from resolutions_cli.core.facts import Agreed, Sooner
from resolutions_cli.core.limit import ENTERED, LEFT, Amount, Limit
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment
from resolutions_cli.core.working_days import WorkingCalendar


class Start(Value):
    """What a clock counts from: a moment, a plan, or nothing yet."""

    moment: Moment | None = None
    planned: bool = False
    waits_for: str = ""


class Owner(Value):
    """Whose clock is counted: a visit of a stage, and for some duties an agency or an arising.

    `visit` is None for a stage that is still ahead; `ahead_of` is then the visit it is ahead of.
    """

    stage: str
    visit: Visit | None
    agency: str = ""
    arising: Occurrence | None = None
    ahead_of: Visit | None = None


def clock(limit: Limit, owner: Owner, dispute: Dispute, calendar: WorkingCalendar) -> Clock:
    """One limit of the procedure, counted for its owner."""
    if limit.amount is None:
        return Clock(limit.rule, None, owner.stage, limit, pending_on="agreement")
    start = start_of(limit, owner, dispute)
    if start.moment is None:
        return Clock(limit.rule, limit.of, owner.stage, limit, pending_on=start.waits_for)
    return _running(limit, limit.amount, owner.stage, start.moment, calendar, start.planned)


def _running(
    limit: Limit,
    amount: Amount,
    stage: str,
    start: Moment,
    calendar: WorkingCalendar,
    planned: bool = False,
) -> Clock:
    """A limit of that amount, counted from `start`."""
    due = count(amount, limit.backward, start, calendar)
    return Clock(
        rule=limit.rule,
        of=limit.of,
        stage=stage,
        limit=limit,
        event=start,
        due=due,
        aim=count(limit.aim, limit.backward, start, calendar) if limit.aim else None,
        planned=planned,
        provisional=rests_on_unpublished(amount, start, due, calendar),
    )


def agreed_clock(limit: Limit, owner: Owner, facts: Agreed) -> Clock:
    """A limit by agreement, with the date that all accept."""
    return Clock(limit.rule, None, owner.stage, limit, due=facts.on)


def sooner_clock(facts: Sooner) -> Clock:
    """The date that keeps the child safe, as a limit."""
    return Clock("sooner", None, facts.stage or None, due=facts.on)


def start_of(limit: Limit, owner: Owner, dispute: Dispute) -> Start:
    """What a limit counts from, for its owner, as far as it is known."""
    of = limit.of or ""
    word, _, named = of.partition(":")
    if word == ENTERED:
        visit = dispute.latest_visit(named) if named else owner.visit
        return Start(visit.entered) if visit else Start(waits_for=of)
    if word == LEFT:
        visit = dispute.latest_visit(named)
        return Start(visit.left) if visit and visit.left else Start(waits_for=of)
    return _event_start(of, owner, dispute)


def _event_start(event: str, owner: Owner, dispute: Dispute) -> Start:
    if owner.arising is not None and owner.arising.event == event:
        return Start(owner.arising.on)
    agency = owner.agency if dispute.procedure.events[event].of_agency else ""
    previous = previous_visit(owner, dispute)
    for occurrence in dispute.happened(event, agency):
        if previous is None or _came_after(occurrence, previous):
            return Start(occurrence.on)
    plan = dispute.plan(event, agency)
    if plan is not None and (previous is None or _came_after(plan, previous)):
        return Start(plan.on, planned=True)
    return Start(waits_for=event)


def previous_visit(owner: Owner, dispute: Dispute) -> Visit | None:
    """The visit of the owner's stage before its own; of a stage ahead, the latest until then.

    What was ahead of a visit stays so when the stage is reached later, or a duty that was
    missed would look met afterwards.
    """
    before = owner.visit.number - 1 if owner.visit else None
    visits = dispute.visits
    if owner.ahead_of is not None:
        visits = visits[: visits.index(owner.ahead_of)]
    for visit in reversed(visits):
        if visit.stage == owner.stage and (before is None or visit.number == before):
            return visit
    return None


def _came_after(occurrence: Occurrence, visit: Visit) -> bool:
    """Whether something happened after a visit was left; on one day the log's order says."""
    if visit.left is None or visit.until is None:
        return False
    if occurrence.on.is_after(visit.left):
        return True
    return not occurrence.on.is_before(visit.left) and occurrence.position > visit.until


def clocks_ahead(
    dispute: Dispute, visit: Visit, own: Iterable[Clock], calendar: WorkingCalendar
) -> Iterator[Clock]:
    """The clocks of stages ahead that already run and that no other way on avoids.

    Whoever sits in stage 1 cannot use time that stage 3 no longer has. A clock that an earlier
    stage has already (same amount, same event) is the same clock and is not named again.
    """
    met = {(clock.rule, clock.of) for clock in own}
    for stage in dispute.procedure.ahead[visit.stage]:
        owner = Owner(stage.id, None, ahead_of=visit)
        for limit in stage.limits:
            if limit.amount is None or not limit.counts_from_event:
                continue
            if (limit.rule, limit.of) in met:
                continue
            met.add((limit.rule, limit.of))
            start = start_of(limit, owner, dispute)
            if start.moment is None or start.planned:
                continue
            # what began after a visit was left was never ahead of it
            if visit.left is None or not start.moment.is_after(visit.left):
                yield _running(limit, limit.amount, stage.id, start.moment, calendar)


def sooner_in_force(dispute: Dispute, stage: str) -> Sooner | None:
    """The date that keeps the child safe in a stage: the earlier of the general one and its own."""
    newest = {placed.facts.stage: placed.facts for placed in dispute.sooners}
    found = [facts for scope, facts in newest.items() if scope in ("", stage)]
    return min(found, key=lambda facts: facts.on.ends, default=None)
