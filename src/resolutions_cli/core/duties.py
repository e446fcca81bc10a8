"""Everything that is owed in a dispute: stage duties, the safe date, who must be told, chases."""

from collections.abc import Iterable, Iterator

from resolutions_cli.core.clock import AT_ONCE, Clock
from resolutions_cli.core.clocks import (
    Owner,
    agreed_clock,
    clock,
    clocks_ahead,
    sooner_clock,
    sooner_in_force,
)
from resolutions_cli.core.deadline import CHASE, MAIN, ONWARD, SAFE, TELL, Done, Key, Owed
from resolutions_cli.core.dispute import Dispute, Occurrence, Visit
from resolutions_cli.core.facts import Agreed
from resolutions_cli.core.limit import Limit
from resolutions_cli.core.procedure import Duty, Stage
from resolutions_cli.core.when import Moment
from resolutions_cli.core.working_days import WorkingCalendar


def owed_in(dispute: Dispute, calendar: WorkingCalendar) -> tuple[Owed, ...]:
    """Every duty of the dispute, open or not, in the order they arose."""
    duties = [*_safe(dispute), *_telling(dispute), *_chases(dispute)]
    for index, visit in enumerate(dispute.visits):
        if visit.certain:
            duties.extend(_of_visit(dispute, index, visit, calendar))
    return tuple(sorted(duties, key=lambda owed: owed.arose))


def _of_visit(
    dispute: Dispute, index: int, visit: Visit, calendar: WorkingCalendar
) -> Iterator[Owed]:
    stage = dispute.procedure.stages[visit.stage]
    main = _main(dispute, index, visit, stage, calendar)
    yield main
    if main.done and visit.is_open:
        yield _onward(dispute, visit, stage, calendar)
    for duty in stage.duties:
        for arising, agency, time in _instances(dispute, visit, duty):
            owner = Owner(stage.id, visit, agency, arising)
            fulfilled = _fulfilled_duty(dispute, visit, duty, agency, arising, time)
            agreed = _agreed(dispute, index, duty.id, owner, fulfilled)
            clocks = _clocks(dispute, duty.limits, owner, calendar, agreed)
            yield Owed(
                key=Key(stage.id, visit.number, duty.id, agency, time),
                title=duty.title,
                who=dispute.procedure.who(duty.who),
                clocks=(*clocks, *_sooner(dispute, visit)),
                arose=arising.position if arising else visit.since,
                done=_ended_by(fulfilled, visit),
                codes=duty.who,
            )


def _main(
    dispute: Dispute, index: int, visit: Visit, stage: Stage, calendar: WorkingCalendar
) -> Owed:
    owner = Owner(stage.id, visit)
    agreed = _agreed(dispute, index, MAIN, owner)
    own = _clocks(dispute, stage.limits, owner, calendar, agreed)
    ahead = clocks_ahead(dispute, visit, own, calendar)
    fulfilled = _first(_until(dispute, index, visit, stage), visit.left)
    return Owed(
        key=Key(stage.id, visit.number, MAIN),
        title=stage.title,
        who=dispute.procedure.who(stage.who),
        clocks=(*own, *ahead, *_sooner(dispute, visit)),
        arose=visit.since,
        done=Done(fulfilled) if fulfilled else None,
        unknown=_unknown(dispute, stage),
        codes=stage.who,
    )


def _onward(dispute: Dispute, visit: Visit, stage: Stage, calendar: WorkingCalendar) -> Owed:
    """What the stage asked for is done and the dispute is still in it: somebody moves it on.

    The clocks of stages ahead bind here too, so that a dispute whose panel has met does not
    vanish from what is due while the panel's own clock runs.
    """
    return Owed(
        key=Key(stage.id, visit.number, ONWARD),
        title=f"{stage.title}: done, to be moved on or closed",
        who=dispute.procedure.who(stage.who),
        clocks=(*clocks_ahead(dispute, visit, (), calendar), *_sooner(dispute, visit)),
        arose=visit.since,
        codes=stage.who,
    )


def _unknown(dispute: Dispute, stage: Stage) -> tuple[str, ...]:
    """Events that the procedure asks for, that nobody has recorded, and that clocks of this
    stage or of those ahead count from: the date may be sooner than it looks."""
    ahead = dispute.procedure.ahead[stage.id]
    counted = [limit.of for each in (stage, *ahead) for limit in each.limits]
    asked = [event for event in dispute.procedure.asks if event in counted]
    return tuple(event for event in asked if not dispute.happened(event))


def _clocks(
    dispute: Dispute,
    limits: Iterable[Limit],
    owner: Owner,
    calendar: WorkingCalendar,
    agreed: Agreed | None,
) -> tuple[Clock, ...]:
    """The duty's own limits; one by agreement takes the date that was agreed."""
    return tuple(
        agreed_clock(limit, owner, agreed)
        if limit.agreed and agreed
        else clock(limit, owner, dispute, calendar)
        for limit in limits
    )


def _agreed(
    dispute: Dispute, index: int, duty: str, owner: Owner, fulfilled: Moment | None = None
) -> Agreed | None:
    """The newest date agreed for a duty in a visit.

    A duty that arises again takes no date that was agreed before it arose, and none that was
    agreed after it had been fulfilled: that one is for another time.
    """
    found = None
    for placed in dispute.agreements:
        facts, arising = placed.facts, owner.arising
        if placed.visit != index or facts.duty != duty or facts.agency != owner.agency:
            continue
        if arising and placed.position < arising.position:
            continue
        if arising and fulfilled and placed.entry.at.is_after(fulfilled):
            continue
        found = facts
    return found


def _sooner(dispute: Dispute, visit: Visit) -> tuple[Clock, ...]:
    """The date that keeps the child safe, where it binds the duties of a visit.

    It binds those of a stage entered at or before it; a stage that had been left when it was
    set is past, and a stage entered after it keeps its own clocks beside the overdue `safe`.
    """
    facts = sooner_in_force(dispute, visit.stage)
    if facts is None or visit.entered.starts > facts.on.ends:
        return ()
    set_at = next(placed.position for placed in dispute.sooners if placed.facts is facts)
    if visit.until is not None and visit.until < set_at:
        return ()
    return (sooner_clock(facts),)


def _until(dispute: Dispute, index: int, visit: Visit, stage: Stage) -> Moment | None:
    """When the event or decision that fulfils the main duty came, if the file names one."""
    if not stage.until:
        return None
    if stage.until in dispute.procedure.events:
        found = _fulfilling(dispute, stage.until, "", visit.entered)
        return found[0].on if found else None
    return next(
        (
            decision.at
            for decision in dispute.decisions
            if decision.visit == index and stage.until in decision.codes
        ),
        None,
    )


def _fulfilling(dispute: Dispute, event: str, agency: str, since: Moment) -> tuple[Occurrence, ...]:
    """The occurrences that can fulfil a duty: complete; of a recurring event, only from then on."""
    kind = dispute.procedure.events[event]
    found = dispute.happened(event, agency if kind.of_agency else "")
    return tuple(
        occurrence
        for occurrence in found
        if not occurrence.missing and not (kind.recurring and occurrence.on.is_before(since))
    )


def _fulfilled_duty(
    dispute: Dispute,
    visit: Visit,
    duty: Duty,
    agency: str,
    arising: Occurrence | None,
    time: int,
) -> Moment | None:
    """When a further duty was fulfilled; the Nth time it arose by the Nth answer to it."""
    since = arising.on if arising else visit.entered
    found = _fulfilling(dispute, duty.until, agency, visit.entered)
    if arising is None:
        return found[0].on if found else None
    if dispute.procedure.events[duty.until].recurring:
        found = found[time - 1 :]
    answers = (item.on for item in found if not item.on.is_before(since))
    return next(answers, None)


def _instances(
    dispute: Dispute, visit: Visit, duty: Duty
) -> Iterator[tuple[Occurrence | None, str, int]]:
    """Each time that a duty is owed in a visit: what it arose from, which agency, which time."""
    if duty.arises is None:
        agencies = {
            "agency": dispute.agencies,
            "concerned": dispute.concerned,
            None: ("",),
        }[duty.each]
        for agency in agencies:
            yield None, agency, 1
        return
    times: dict[str, int] = {}
    for occurrence in dispute.happened(duty.arises):
        if _is_within(occurrence, visit):
            times[occurrence.agency] = times.get(occurrence.agency, 0) + 1
            yield occurrence, occurrence.agency, times[occurrence.agency]


def _is_within(occurrence: Occurrence, visit: Visit) -> bool:
    """Whether something was recorded while the dispute was in a visit."""
    return visit.since <= occurrence.position and (
        visit.until is None or occurrence.position < visit.until
    )


def _first(*moments: Moment | None) -> Moment | None:
    known = [moment for moment in moments if moment]
    return min(known, key=lambda moment: moment.ends, default=None)


def _ended_by(fulfilled: Moment | None, visit: Visit) -> Done | None:
    """Fulfilled, or no longer owed because the stage was left first."""
    if fulfilled and not (visit.left and fulfilled.is_after(visit.left)):
        return Done(fulfilled)
    return Done(visit.left, fulfilled=False) if visit.left else None


# ------------------------------------------------------------------ duties of the dispute itself


def _safe(dispute: Dispute) -> Iterator[Owed]:
    """The date that keeps the child safe: one duty for the dispute, one for a single stage.

    It is open until the dispute is closed; one for a single stage until that stage is left.
    """
    newest = {placed.facts.stage: placed for placed in dispute.sooners}
    first = {placed.facts.stage: placed for placed in reversed(dispute.sooners)}
    for time, (stage, placed) in enumerate(newest.items(), 1):
        done = dispute.closed_at
        if stage:
            left = (visit.left for visit in dispute.visits if visit.stage == stage)
            since = placed.entry.at
            done = _first(done, *(at for at in left if at and not at.is_before(since)))
        yield Owed(
            key=Key(None, 1, SAFE, time=time),
            title=f"The child is safe (stage {stage})" if stage else "The child is safe",
            who="everyone involved",
            clocks=(sooner_clock(placed.facts),),
            arose=first[stage].position,
            done=Done(done) if done else None,
        )


def _telling(dispute: Dispute) -> Iterator[Owed]:
    """Who must be told of each immediate risk, at once, until told or until it is over.

    Closing the dispute ends none of these: it makes no child safe.
    """
    risk = dispute.procedure.risk
    for episode in dispute.episodes:
        visit = dispute.visits[episode.visit]
        at_once = Clock(
            AT_ONCE,
            "risk",
            None,
            event=episode.on,
            due=Moment.of(episode.on.starts),
            cited=risk.cite,
        )
        for role in risk.tell:
            told = episode.told.get(role)
            ended = Done(episode.ended, fulfilled=False) if episode.ended else None
            yield Owed(
                key=Key(visit.stage, visit.number, f"{TELL}:{role}", time=episode.number),
                title=f"Tell: {dispute.procedure.role(role)}",
                who="whoever learns of the risk",
                clocks=(at_once,),
                arose=episode.position,
                done=Done(told) if told else ended,
                codes=(role,),
            )


def _chases(dispute: Dispute) -> Iterator[Owed]:
    """Dates of one's own; done when said so, or when the stage is left."""
    done = {placed.facts.done: placed.entry.at for placed in dispute.chases if placed.facts.done}
    made = [placed for placed in dispute.chases if placed.facts.by_when]
    for number, placed in enumerate(made, 1):
        visit = dispute.visits[placed.visit]
        fulfilled = _first(done.get(number), visit.left)
        yield Owed(
            key=Key(visit.stage, visit.number, f"{CHASE}:{number}"),
            title=f"Own date {number}, not the procedure's",
            who="the person named in the record",
            clocks=(Clock("own date", None, None, due=placed.facts.by_when),),
            arose=placed.position,
            done=Done(fulfilled) if fulfilled else None,
        )
