"""Every duty of a dispute's stages, with its clocks and how it ended.

`docs/decisions/0013-how-a-deadline-ends.md` has the rules and the reasons.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.clocks import (
    Owner,
    agreed_clock,
    clocks_ahead,
    clocks_of,
    running,
    sooner_clock,
    sooner_in,
    start_of,
)
from resolutions_cli.core.deadlines.concerns import concerns_of, not_accepted
from resolutions_cli.core.deadlines.deadline import Concern, Done, End, Key, Owed
from resolutions_cli.core.deadlines.endings import (
    earliest,
    ended_by,
    endings,
    is_later,
    is_within,
)
from resolutions_cli.core.deadlines.own_duties import own_duties
from resolutions_cli.core.entries.entry import written_down
from resolutions_cli.core.entries.facts import Agreed
from resolutions_cli.core.entries.own_codes import AGREED, NO_AGENCY, ONWARD, PLANNED
from resolutions_cli.core.procedure.limit import MAIN, Limit
from resolutions_cli.core.procedure.model import Duty, Stage
from resolutions_cli.core.procedure.plain_words import happened_words
from resolutions_cli.core.record.dispute import Arising, Dispute, Occurrence, Placed, Visit
from resolutions_cli.core.time.moment import Moment, in_time, passed
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value


class StandingDuty(Value):
    """A duty of a visit, with the `limits` and the `owner` that its clocks are counted for.

    `until` are the events and decisions that fulfil it; `index` is the index of the visit.
    """

    owed: Owed
    owner: Owner
    index: int
    limits: tuple[Limit, ...] = ()
    until: tuple[str, ...] = ()
    agreed: Placed[Agreed] | None = None


def owed_in(dispute: Dispute, calendar: WorkingCalendar) -> tuple[Owed, ...]:
    """Every duty of the dispute, open or not, in the order they arose."""
    duties = [*own_duties(dispute)]
    for index in range(len(dispute.visits)):
        for standing in standing_in(dispute, index, calendar):
            duties.append(_with_concerns(dispute, standing))
            duties.extend(given_up(dispute, standing))
            duties.extend(replanned(dispute, standing, calendar))
    return tuple(sorted(duties, key=lambda owed: owed.arose))


def standing_in(dispute: Dispute, index: int, calendar: WorkingCalendar) -> Iterator[StandingDuty]:
    """The duties of a visit, each with its current date."""
    visit = dispute.visits[index]
    if not visit.certain:
        return
    stage = dispute.procedure.stages[visit.stage]
    main = _main(dispute, index, visit, stage, calendar)
    yield main
    if onward := _onward(dispute, visit, stage, main.owed, calendar):
        yield StandingDuty(onward, Owner(stage.id, visit), index)
    for duty in stage.duties:
        for arising, agency, time in _instances(dispute, visit, duty):
            yield _further(dispute, index, visit, duty, (arising, agency, time), calendar)


# ------------------------------------------------------------------ the main duty


def _main(
    dispute: Dispute, index: int, visit: Visit, stage: Stage, calendar: WorkingCalendar
) -> StandingDuty:
    """The main duty of a visit."""
    owner = Owner(stage.id, visit)
    fulfilled = earliest(endings(dispute, index, visit, stage.until))
    done = ended_by(fulfilled, visit, leaving=End.LEFT if stage.until else End.MOVED_ON)
    agreed = next(_agreements(dispute, index, MAIN, owner, done), None)
    own = _clocks(dispute, stage.limits, owner, calendar, agreed)
    ahead = tuple(clocks_ahead(dispute, visit, own, calendar))
    owed = Owed(
        key=Key(stage.id, visit.number, MAIN),
        title=stage.title,
        role_words=dispute.procedure.who(stage.who),
        clocks=(*own, *ahead, *_sooner(dispute, visit, done)),
        arose=visit.since,
        done=done,
        unknown=_unknown(dispute, _unrecorded_anchors(dispute, stage), (*own, *ahead)),
        role_codes=stage.who,
        since=None if any(not limit.said for limit in stage.limits) else visit.entered,
    )
    return StandingDuty(owed, owner, index, stage.limits, stage.until, agreed)


def _onward(
    dispute: Dispute, visit: Visit, stage: Stage, main: Owed, calendar: WorkingCalendar
) -> Owed | None:
    """The duty to move a dispute on, once the stage's own duty is done; None without one.

    The clocks of later stages apply here too: a dispute whose panel has met stays among the
    deadlines while the panel's clock runs. Once the stage is left, the row stays only if that was
    too late.
    """
    if main.done is None or not main.done.fulfilled or not stage.until:
        return None
    owner = Owner(stage.id, visit)
    caps = _clocks(dispute, (each for each in stage.limits if each.cap), owner, calendar, None)
    owed = Owed(
        key=Key(stage.id, visit.number, ONWARD),
        title=f"{stage.title}: done, now move it on or close it",
        role_words=dispute.procedure.who(stage.who),
        clocks=(
            *caps,
            *clocks_ahead(dispute, visit, caps, calendar),
            *_sooner(dispute, visit, None),
        ),
        arose=visit.since,
        done=Done(visit.left, End.MOVED_ON) if visit.left else None,
        role_codes=stage.who,
    )
    is_late = owed.done and owed.due and not in_time(owed.done.at, owed.due)
    return owed if owed.done is None or is_late else None


def _unknown(dispute: Dispute, anchors: Iterable[str], clocks: Iterable[Clock]) -> tuple[str, ...]:
    """The unrecorded events, in words, that may make a date sooner than it looks."""
    events = dispute.procedure.events
    starts = (each for clock in clocks for each in clock.unknown if each in events)
    return tuple(dict.fromkeys((*anchors, *(happened_words(events[each]) for each in starts))))


def _unrecorded_anchors(dispute: Dispute, stage: Stage) -> tuple[str, ...]:
    """The unrecorded events, in words, that clocks of this stage or of later ones count from.

    Only those that the procedure asks for. Until they are recorded, the date may be sooner than it
    looks.
    """
    ahead = dispute.procedure.ahead(stage.id)
    counted = {of for each in (stage, *ahead) for limit in each.limits for of in limit.starts}
    asked = [event for event in dispute.procedure.asks if event in counted]
    events = dispute.procedure.events
    return tuple(happened_words(events[each]) for each in asked if not dispute.happened(each))


# ------------------------------------------------------------------ further duties of a stage


def _further(
    dispute: Dispute,
    index: int,
    visit: Visit,
    duty: Duty,
    instance: tuple[Arising | None, str, int],
    calendar: WorkingCalendar,
) -> StandingDuty:
    """A further duty of a stage, for one of its instances."""
    arising, agency, time = instance
    owner = Owner(visit.stage, visit, agency, arising)
    fulfilled = earliest(endings(dispute, index, visit, duty.until, agency, arising, time))
    done = ended_by(fulfilled, visit, leaving=End.LEFT)
    agreed = next(_agreements(dispute, index, duty.id, owner, done), None)
    clocks = _clocks(dispute, duty.limits, owner, calendar, agreed)
    nobody = bool(duty.each) and not agency
    owed = Owed(
        key=Key(visit.stage, visit.number, duty.id, agency, time),
        title=duty.title,
        role_words=NO_AGENCY if nobody else dispute.procedure.who(duty.who),
        clocks=(*clocks, *_sooner(dispute, visit, done)),
        arose=arising.position if arising else visit.since,
        done=done,
        unknown=_unknown(dispute, (), clocks),
        role_codes=duty.who,
    )
    return StandingDuty(owed, owner, index, duty.limits, duty.until, agreed)


def _instances(
    dispute: Dispute, visit: Visit, duty: Duty
) -> Iterator[tuple[Arising | None, str, int]]:
    """Each instance of a duty in a visit: its arising, its agency, and its number from 1."""
    if duty.arises is None:
        for agency in dispute.agencies_owing(duty):
            yield None, agency, 1
        return
    times: dict[str, int] = {}
    for arising in dispute.arisings(duty.arises):
        if is_within(arising, visit):
            times[arising.agency] = times.get(arising.agency, 0) + 1
            yield arising, arising.agency, times[arising.agency]


# ------------------------------------------------------------------ clocks


def _clocks(
    dispute: Dispute,
    limits: Iterable[Limit],
    owner: Owner,
    calendar: WorkingCalendar,
    agreed: Placed[Agreed] | None,
) -> tuple[Clock, ...]:
    """The clocks of the duty's own limits; a limit by agreement takes the date last agreed."""
    found: list[Clock] = []
    for limit in limits:
        if limit.agreed and agreed:
            found.append(agreed_clock(limit, owner, agreed.facts))
        else:
            found.extend(clocks_of(limit, owner, dispute, calendar))
    return tuple(found)


def _sooner(dispute: Dispute, visit: Visit, done: Done | None) -> tuple[Clock, ...]:
    facts = sooner_in(dispute, visit, done.at if done else visit.left)
    return (sooner_clock(facts),) if facts else ()


def _agreements(
    dispute: Dispute, index: int, duty: str, owner: Owner, done: Done | None
) -> Iterator[Placed[Agreed]]:
    """The dates agreed for a duty before it ended, newest first.

    Going back to a stage removes none of them. If a duty arises several times, a date is for the
    last time before it was agreed.
    """
    return (
        placed
        for placed in reversed(dispute.agreed(owner.stage, duty, owner.agency))
        if placed.visit <= index
        and not (owner.arising and owner.arising != _arising_before(dispute, owner, placed))
        and not (done and placed.entry.at.is_after(done.at))
    )


def _arising_before(dispute: Dispute, owner: Owner, placed: Placed[Agreed]) -> Arising | None:
    """The last arising of an agency's duty in a visit before a date was agreed for it."""
    assert owner.arising is not None
    assert owner.visit is not None
    found = [
        each
        for each in dispute.arisings(owner.arising.name)
        if each.agency == owner.agency
        and each.position < placed.position
        and is_within(each, owner.visit)
    ]
    return found[-1] if found else None


def given_up(dispute: Dispute, standing: StandingDuty) -> Iterator[Owed]:
    """A row for each agreed date that had passed when another was agreed: it stays missed."""
    owed = standing.owed
    limit = next((limit for limit in standing.limits if limit.agreed), None)
    if limit is None:
        return
    found = _agreements(dispute, standing.index, owed.key.duty, standing.owner, owed.done)
    for older, newer in pairwise(reversed(tuple(found))):
        if passed(older.facts.on, written_down(newer.entry)):
            before = Clock(limit.rule, None, owed.key.stage, limit, due=older.facts.on)
            duty = f"{AGREED}:{dispute.labels[older.entry.id]}"
            yield _missed_before(owed, duty, (before,), written_down(newer.entry))


def replanned(
    dispute: Dispute, standing: StandingDuty, calendar: WorkingCalendar
) -> Iterator[Owed]:
    """A row for each plan whose dates had passed when a later plan, or the event, replaced it.

    These dates stay missed.
    """
    owed, owner = standing.owed, standing.owner
    earlier: dict[str, tuple[Moment, list[Clock]]] = {}
    for limit in standing.limits:
        for plan, newer in _plans_given_up(dispute, owner, limit):
            start = start_of(limit, owner, dispute, newer.position)
            if limit.amount is None or start.moment is None or not start.planned:
                continue
            given_up = written_down(newer.entry) if newer.planned else newer.entry.at
            label = dispute.labels[plan.entry.id]
            for counted in running(limit, owner.stage, start, dispute.procedure, calendar):
                if counted.due and _was_missed(owed, counted.due, given_up):
                    earlier.setdefault(label, (given_up, []))[1].append(counted)
    for label, (given_up, clocks) in earlier.items():
        duty = f"{PLANNED}:{label}:{owed.key.duty}"
        yield _missed_before(owed, duty, tuple(clocks), given_up)


def _plans_given_up(
    dispute: Dispute, owner: Owner, limit: Limit
) -> Iterator[tuple[Occurrence, Occurrence]]:
    """The plans for a limit's start that were replaced in a visit, each with its replacement."""
    visit = owner.visit
    if visit is None:
        return
    for start in limit.starts:
        event = dispute.procedure.events.get(start)
        if event is None:
            continue
        for plan, newer in dispute.gave_way(event.id, owner.agency if event.of_agency else ""):
            if visit.since <= newer.position and not is_later(newer.position, visit):
                yield plan, newer


def _was_missed(owed: Owed, due: Moment, given_up: Moment) -> bool:
    """Whether an earlier date of a duty had passed by `given_up` and was not kept."""
    still_owed = owed.done is None or not in_time(owed.done.at, due)
    moved_on = owed.due is None or owed.due.ends > due.ends
    return passed(due, given_up) and still_owed and moved_on


def _missed_before(owed: Owed, duty: str, clocks: tuple[Clock, ...], given_up: Moment) -> Owed:
    """A row for an earlier date of a duty, which had passed when it was given up."""
    return owed.but(
        key=owed.key.but(duty=duty),
        title=f"{owed.title}: the earlier date",
        clocks=clocks,
        done=Done(given_up, End.LAPSED),
        unknown=(),
        since=None,
        concerns=(),
    )


def _with_concerns(dispute: Dispute, standing: StandingDuty) -> Owed:
    """The duty with its concerns: a plan that is too late, a record that is incomplete."""
    owed = standing.owed
    if owed.key.duty == ONWARD:
        return owed
    found: list[Concern] = list(concerns_of(dispute, owed, standing.until))
    if standing.agreed and any(clock.limit and clock.limit.agreed for clock in owed.clocks):
        found.extend(not_accepted(dispute, standing.agreed.facts))
    return owed.but(concerns=tuple(found)) if found else owed
