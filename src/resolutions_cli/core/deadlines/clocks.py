"""Each limit of a duty as a running clock: its start, its end, and the event it waits for."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.count import count, rests_on_unpublished
from resolutions_cli.core.entries.facts import Agreed, Sooner
from resolutions_cli.core.procedure.limit import ENTERED, LEFT, Limit, Pick
from resolutions_cli.core.procedure.model import Procedure, leads_to
from resolutions_cli.core.record.dispute import Arising, Dispute, Occurrence, Visit
from resolutions_cli.core.record.safe_dates import SafeDate, SafeDates, dates_set
from resolutions_cli.core.time.moment import LONDON, Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value


class Start(Value):
    """The start of a clock: a moment, a plan, or none yet.

    `at_latest`: the start, `waits_for`, is not recorded, and `moment` is the latest it can have
    been. `doubted`: the start is recorded for after that moment, so one of the two is wrong. `of`
    is the one of several starts that was taken, None if the limit names only one; `unknown` are
    those of them that are not recorded and might be earlier.
    """

    moment: Moment | None = None
    planned: bool = False
    waits_for: str = ""
    at_latest: bool = False
    doubted: bool = False
    of: str | None = None
    unknown: tuple[str, ...] = ()


class Owner(Value):
    """The visit that a clock is counted for, with an agency or an arising for some duties.

    `visit` is None for a stage that is still ahead; `ahead_of` is then the visit it is ahead of.
    """

    stage: str
    visit: Visit | None
    agency: str = ""
    arising: Arising | None = None
    ahead_of: Visit | None = None


def clocks_of(
    limit: Limit, owner: Owner, dispute: Dispute, calendar: WorkingCalendar
) -> Iterator[Clock]:
    """One limit of the procedure, counted for its owner: a clock for each reading of it."""
    if limit.amount is None:
        pending = None if limit.said else "agreement"
        yield Clock(limit.rule, None, owner.stage, limit, pending_on=pending)
        return
    start = start_of(limit, owner, dispute)
    if start.moment is not None:
        yield from running(limit, owner.stage, start, dispute.procedure, calendar)
        return
    for reading in readings_of(limit):
        yield reading.but(stage=owner.stage, pending_on=start.waits_for)


def readings_of(limit: Limit) -> Iterator[Clock]:
    """A clock without a start for each reading of a limit, the first as the file has it."""
    yield Clock(limit.rule, limit.of, None, limit)
    if limit.or_read:
        other = limit.but(amount=limit.or_read, or_read=None, aim=None)
        yield Clock(other.rule, limit.of, None, other, second=True, aside=limit.binds_first)


def running(
    limit: Limit, stage: str, start: Start, procedure: Procedure, calendar: WorkingCalendar
) -> Iterator[Clock]:
    """The clocks of a limit that has begun; `start` says how certain its beginning is."""
    begun = start.moment
    assert begun is not None
    for reading in readings_of(limit):
        assert reading.limit is not None
        late = limit.next_working_day and _is_out_of_hours(begun, procedure.hours, calendar)
        amount = reading.but(out_of_hours=late).counted
        assert amount is not None
        due = count(amount, limit.backward, begun, calendar, limit.count)
        aim = reading.limit.aim
        yield reading.but(
            of=start.of or limit.of,
            stage=stage,
            event=begun,
            due=due,
            aim=count(aim, limit.backward, begun, calendar, limit.count) if aim else None,
            planned=start.planned,
            provisional=rests_on_unpublished(amount, begun, due, calendar),
            at_latest=start.at_latest,
            doubted=start.doubted,
            out_of_hours=late,
            unknown=start.unknown,
        )


def _is_out_of_hours(
    begun: Moment, hours: tuple[int, int] | None, calendar: WorkingCalendar
) -> bool:
    """Whether a moment is outside working hours (minutes of a day), or not on a working day."""
    if not calendar.is_working_day(begun.day):
        return True
    if hours is None or begun.instant is None:
        return False
    local = begun.instant.astimezone(LONDON)
    return not hours[0] <= local.hour * 60 + local.minute <= hours[1]


def agreed_clock(limit: Limit, owner: Owner, facts: Agreed) -> Clock:
    """A limit by agreement, with the date that was agreed."""
    return Clock(limit.rule, None, owner.stage, limit, due=facts.on)


def sooner_clock(facts: Sooner) -> Clock:
    """The date set to keep the child safe, as a limit."""
    return Clock("sooner", None, facts.stage or None, due=facts.on)


# ------------------------------------------------------------------ the start of a clock


def start_of(limit: Limit, owner: Owner, dispute: Dispute, before: int | None = None) -> Start:
    """The start of a limit for its owner, as far as it is known.

    Only events recorded before the position `before` in the log count, if it is given. If the start
    cannot come after a known moment, the earlier of the two counts: recording the start later never
    gives more time.
    """
    if limit.others:
        return _picked(limit, owner, dispute, before)
    word, _, named = (limit.of or "").partition(":")
    if word in (ENTERED, LEFT):
        found = _visit_start(word, named, owner, dispute)
    else:
        found = _event_start(word, owner, dispute, before)
    bound = _cannot_come_after(limit, owner, dispute, before)
    if bound is None or (found.moment and found.moment.starts < bound.starts):
        return found
    if found.moment is None or found.planned:
        return Start(bound, waits_for=limit.of or "", at_latest=True)
    return Start(bound, doubted=found.moment.is_after(bound))


def _picked(limit: Limit, owner: Owner, dispute: Dispute, before: int | None) -> Start:
    """The start that counts, of several: the earliest known, or the latest known."""
    each = {
        of: start_of(limit.but(of=of, others=()), owner, dispute, before) for of in limit.starts
    }
    known = [(found.moment, of) for of, found in each.items() if found.moment]
    unknown = tuple(of for of, found in each.items() if found.moment is None)
    if not known:
        return Start(waits_for=limit.starts[0])
    match limit.pick:
        case Pick.EARLIEST:
            _, of = min(known, key=lambda pair: pair[0].ends)
            return each[of].but(of=of, unknown=unknown)
        case Pick.LATEST:
            _, of = max(known, key=lambda pair: pair[0].ends)
            return each[of].but(of=of)
    assert_never(limit.pick)


def _cannot_come_after(
    limit: Limit, owner: Owner, dispute: Dispute, before: int | None
) -> Moment | None:
    """The latest moment that a limit can start, if the procedure names one and it is known."""
    if limit.at_latest == ENTERED:
        return _entered(limit, owner, dispute)
    happened = dispute.happened(limit.at_latest, before=before)
    return happened[0].on if happened else None


def _entered(limit: Limit, owner: Owner, dispute: Dispute) -> Moment | None:
    """When the owner's stage was entered; the first time, for an event that happens once."""
    event = dispute.procedure.events.get(limit.of or "")
    if owner.visit is None or event is None or event.recurring:
        return owner.visit.entered if owner.visit else None
    return next(visit.entered for visit in dispute.visits if visit.stage == owner.stage)


def _visit_start(word: str, named: str, owner: Owner, dispute: Dispute) -> Start:
    """When a stage was entered or left, in its latest visit up to the owner's own.

    A later visit does not count: a missed deadline would then look met.
    """
    of = f"{word}:{named}" if named else word
    if not named:
        return Start(owner.visit.entered) if owner.visit else Start(waits_for=of)
    until = owner.visit or owner.ahead_of
    found: Visit | None = None
    for visit in dispute.visits:
        if word == LEFT and visit is until:
            break
        if visit.stage == named:
            found = visit
        if visit is until:
            break
    if found is not None:
        begun = found.entered if word == ENTERED else found.left
        return Start(begun) if begun else Start(waits_for=of)
    if dispute.was_taken_in and leads_to(dispute.procedure.ways, named, dispute.opened.stage):
        # it is not recorded, but it came before the first stage that is
        return Start(dispute.visits[0].entered, waits_for=of, at_latest=True)
    return Start(waits_for=of)


def _event_start(event: str, owner: Owner, dispute: Dispute, before: int | None) -> Start:
    """The first time that the event happened and counts for the owner, or else its plan."""
    if owner.arising is not None and owner.arising.name == event:
        return Start(owner.arising.on)
    agency = owner.agency if dispute.procedure.events[event].of_agency else ""
    # a plan is not an event yet, so it starts no clock of a later stage
    plan = dispute.plan(event, agency, before) if owner.visit else None
    every = (*dispute.happened(event, agency, before), *([plan] if plan else []))
    first = next((each for each in every if counts_for(each, owner, dispute)), None)
    stood = _stood_when_left(event, agency, owner, dispute, before)
    if stood and (first is None or first.on.is_after(stood.on)):
        first = stood
    return Start(first.on, planned=first.planned) if first else Start(waits_for=event)


def _stood_when_left(
    event: str, agency: str, owner: Owner, dispute: Dispute, before: int | None
) -> Occurrence | None:
    """The plan in force when the owner's stage was left.

    A later plan, or the event itself, gives a missed duty no more time.
    """
    left = owner.visit.until if owner.visit else None
    if left is None:
        return None
    plan = dispute.plan(event, agency, left if before is None else min(left, before))
    return plan if plan and counts_for(plan, owner, dispute) else None


def counts_for(occurrence: Occurrence, owner: Owner, dispute: Dispute) -> bool:
    """Whether the owner's clock can count from an event or a plan.

    An event that happens once counts at every visit. A recurring one must have come since the
    previous visit was left and, for a duty that arose, since it arose.
    """
    if not dispute.procedure.events[occurrence.event].recurring:
        return True
    previous = previous_visit(owner, dispute)
    if previous is not None and not _came_after(occurrence, previous):
        return False
    return owner.arising is None or occurrence.position >= owner.arising.position


def previous_visit(owner: Owner, dispute: Dispute) -> Visit | None:
    """The owner's previous visit to its stage; for a stage ahead, the latest visit so far.

    Visits after `ahead_of` began do not count: a missed duty would then look met.
    """
    before = owner.visit.number - 1 if owner.visit else None
    visits = dispute.visits
    if owner.ahead_of is not None:
        visits = visits[: _place_of(owner.ahead_of, visits)]
    for visit in reversed(visits):
        if visit.stage == owner.stage and (before is None or visit.number == before):
            return visit
    return None


def _place_of(visit: Visit, visits: Sequence[Visit]) -> int:
    """The index of a visit in its dispute, searched from the newest, which is asked for most."""
    return next(index for index in reversed(range(len(visits))) if visits[index] is visit)


def _came_after(occurrence: Occurrence, visit: Visit) -> bool:
    """Whether something happened after a visit was left; on one day, the log's order decides."""
    if visit.left is None or visit.until is None:
        return False
    return occurrence.on.is_since(visit.left, occurrence.position > visit.until)


def clocks_ahead(
    dispute: Dispute, visit: Visit, own: Iterable[Clock], calendar: WorkingCalendar
) -> Iterator[Clock]:
    """The clocks of later stages that already run and that every way on leads to.

    A dispute in stage 1 cannot use time that stage 3 no longer has. A clock that an earlier stage
    also has (same amount, same event) is not repeated.
    """
    met = {clock.limit.as_clock for clock in own if clock.limit}
    for stage in dispute.procedure.ahead(visit.stage):
        owner = Owner(stage.id, None, ahead_of=visit)
        for limit in stage.limits:
            if limit.amount is None or not limit.counts_from_event:
                continue
            if limit.as_clock in met:
                continue
            met.add(limit.as_clock)
            start = start_of(limit, owner, dispute)
            if start.moment is None:
                continue
            # a clock that started after the visit was left was never ahead of it
            if visit.left is None or not start.moment.is_after(visit.left):
                yield from running(limit, stage.id, start, dispute.procedure, calendar)


# ------------------------------------------------------------------ the date for the child's safety


def sooner_in(dispute: Dispute, visit: Visit, ended: Moment | None) -> Sooner | None:
    """The date set to keep the child safe that applies to a duty of a visit; None without one.

    It is for this stage or for all, and was set before the visit was left and before the duty
    `ended`. It had not passed when the visit was entered, and was not met while the visit lasted.
    The newest of each scope is taken, and the earliest of these applies.
    """
    known = dates_set(dispute)
    everywhere = _binding_date(known, "", visit, ended)
    here = _binding_date(known, visit.stage, visit, ended)
    if everywhere is None or here is None:
        return everywhere or here
    if everywhere.on.ends != here.on.ends:
        return min(everywhere, here, key=lambda facts: facts.on.ends)
    # if both are for the same moment, the one whose scope applied first
    first = (_first_binding(known, each.stage, visit, ended) for each in (everywhere, here))
    return min(zip(first, (everywhere, here), strict=True), key=lambda pair: pair[0])[1]


def _binding_date(
    known: SafeDates, scope: str, visit: Visit, ended: Moment | None
) -> Sooner | None:
    """The newest date of one stage, or of all stages, that applies to a duty of a visit."""
    for number in reversed(known.set_by(scope, visit.until)):
        if facts := _binding_entry(known.dates[number], visit, ended):
            return facts
    return None


def _first_binding(known: SafeDates, scope: str, visit: Visit, ended: Moment | None) -> int:
    """The number of the first date of one stage, or of all, that applies to a duty of a visit."""
    numbers = known.set_by(scope, visit.until)
    return next(n for n in numbers if _binding_entry(known.dates[n], visit, ended))


def _binding_entry(date: SafeDate, visit: Visit, ended: Moment | None) -> Sooner | None:
    """The facts of a safe date that apply to a duty of a visit: the earliest date set in time."""
    if date.met is not None and (visit.until is None or date.met < visit.until):
        return None
    for placed in date.by_date:
        too_late = visit.until is not None and visit.until < placed.position
        after_its_end = ended is not None and placed.entry.at.is_after(ended)
        if not (too_late or after_its_end or visit.entered.is_after(placed.facts.on)):
            return placed.facts
    return None
