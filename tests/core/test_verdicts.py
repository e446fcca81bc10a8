"""What a later entry may do to an earlier verdict: nothing, unless it corrects one."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolutions_cli.core.deadlines.deadline import Deadline, Status
from resolutions_cli.core.entries.facts import (
    Agreed,
    Chase,
    Closed,
    Decided,
    Escalated,
    Facts,
    Finished,
    Recorded,
    Reopened,
    Risk,
    Sooner,
)
from resolutions_cli.core.procedure.model import CLOSED
from resolutions_cli.core.time.moment import Moment, in_time
from tests.story import Story, procedure, when
from tests.torture import sampled, several

#: When the random logs begin; each entry is some hours or days after the one before.
_BEGIN = datetime(2026, 11, 2, 10, tzinfo=UTC)
_STEPS = (0, 1, 5, 20, 24, 30, 48, 72, 120, 400)

#: How a duty may stand that is not late.
_FINE = frozenset(Status) - {Status.OVERDUE, Status.MISSED}


NAMES = ("nyscp", "cyscb")


class _Log:
    """A random log, one entry after another, none of them a correction."""

    def __init__(self, data: st.DataObject, name: str) -> None:
        self.data, self.now = data, _BEGIN
        self.story = Story(procedure(name))
        route = self.story.procedure
        start = self.pick([stage.id for stage in route.starts])
        known = self.pick([{}, {"raised": "2026-11-02"}, {"raised": "2026-10-30T09:00"}])
        if name == "nyscp":
            known = {**known, **self.pick([{}, {"disputed": "2026-10-28"}])}
        else:
            known = {"conference": "2026-10-30"} if start == "conference" else {}
        self.story.opens("2026-11-02T10:00", start, **known)

    def pick(self, items):  # type: ignore[no-untyped-def]
        return self.data.draw(st.sampled_from(items))

    def moment(self, hours: int = 0) -> Moment:
        """Now, or so many hours on: as an instant, or as its bare date."""
        at = Moment.of(self.now + timedelta(hours=hours))
        return self.pick([at, at, Moment(at.day)])

    def step(self) -> None:
        self.now += timedelta(hours=self.pick(_STEPS))
        at, facts = self.facts()
        texts = {"action-1": "A lead: a call by 20 Nov 2026"} if facts.KIND == "closed" else {}
        self.story.add(f"{at.local.isoformat()}", facts, dict(texts))

    def facts(self) -> tuple[Moment, Facts]:
        dispute = self.story.case("2100-01-01").dispute
        here, route = dispute.stage, dispute.procedure
        now = Moment.of(self.now)
        if not dispute.is_open:
            return now, self.pick(
                [
                    Reopened(to=here.id),
                    Risk(told={self.pick(route.risk.tell): now}),
                    Finished("action", dispute.entries[-1].id, "action-1", self.moment()),
                ]
            )
        event = route.events[self.pick(list(route.events))]
        on = self.moment(-self.pick(_STEPS))
        agency = self.pick(["social-care", "health"]) if event.of_agency else ""
        again = dispute.happened(event.id, agency) and not event.recurring
        happened = Recorded(event=event.id, on=on, agency=agency, details=_details(event.id))
        planned = Recorded(
            event=event.id, on=self.moment(self.pick(_STEPS) + 24), planned=True, agency=agency
        )
        moves: list[Facts] = [
            Escalated(from_=here.id, to=self.pick(list(route.stages)), departure=True),
            *(Escalated(from_=here.id, to=move.to, grounds=move.grounds) for move in here.moves),
            *(
                Decided(
                    from_=here.id,
                    codes=(each.code,),
                    to=each.to,
                    outcome=each.code if each.to == CLOSED else "",
                )
                for each in here.decisions.values()
            ),
            Closed(from_=here.id, outcome="withdrawn"),
        ]
        later = self.moment(self.pick(_STEPS))
        others: list[Facts] = [
            Sooner(on=later, stage=self.pick(["", here.id])),
            Risk(on=now),
            Risk(ended=now),
            Risk(told={self.pick(route.risk.tell): now}),
            Chase(by_when=later),
            *(Finished("safe", each.entry.id, "", on) for each in dispute.sooners[-1:]),
            *([] if again or (event.planned and self.pick([True, False])) else [happened]),
            *([planned] if event.planned and not again else []),
        ]
        if any(limit.agreed for limit in here.limits):
            others.append(Agreed(on=later))
        chosen = self.pick(self.pick([moves, others, others]))
        return (on if chosen is happened else now), chosen


def _details(event: str) -> dict[str, object]:
    if event == "panel-constituted":
        return {"members": 2, "agencies": ("health",)}
    return {}


def _stands_for(row: Deadline, was: Deadline) -> bool:
    """Whether a row keeps what another one said: missed at that date, or a date to keep the
    child safe that somebody now says was met in time."""
    met = row.key.duty == "safe" and row.status is Status.MET
    return (row.status is Status.MISSED or met) and row.due == was.due


@pytest.mark.clause("N1", "Y3")
@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=several(60, 20_000, short=6),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_no_entry_but_a_correction_makes_good_what_was_late(name: str, data: st.DataObject) -> None:
    log = _Log(data, name)
    before = log.story.case("2026-11-02T10:00")
    for _ in range(data.draw(st.integers(3, 12))):
        log.step()
        now = f"{Moment.of(log.now).local.isoformat()}"
        was = _without_newest(log.story, now)
        after = log.story.case(now)
        rows = {each.key: each for each in after.deadlines}
        for each in was:
            if each.status not in (Status.OVERDUE, Status.MISSED):
                continue
            row = rows.get(each.key)
            if row is not None and row.status not in _FINE:
                continue
            done = row.owed.done if row else None
            said_in_time = done and done.fulfilled and each.due and in_time(done.at, each.due)
            kept = any(_stands_for(missed, each) for missed in after.deadlines)
            assert said_in_time or kept, (each.key, each.status, each.due, row and row.status)
    assert before.deadlines


def _without_newest(story: Story, as_of: str) -> tuple[Deadline, ...]:
    newest = story.entries.pop()
    try:
        return story.case(as_of).deadlines
    finally:
        story.entries.append(newest)


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=several(40, 5_000, short=4), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_a_limit_that_had_a_date_never_waits_again(name: str, data: st.DataObject) -> None:
    log = _Log(data, name)
    for _ in range(data.draw(st.integers(3, 12))):
        log.step()
    dates: set[tuple[object, ...]] = set()
    whole = list(log.story.entries)
    for count in range(1, len(whole) + 1):
        log.story.entries = whole[:count]
        for deadline in log.story.case("2100-01-01").deadlines:
            for place, clock in enumerate(deadline.owed.clocks):
                if clock.limit is None or clock.limit.agreed:
                    continue
                which = (deadline.key, place, clock.rule, clock.of)
                if clock.due:
                    dates.add(which)
                else:
                    assert which not in dates


def _ways(name: str, to: str, most: int) -> list[list[str]]:
    """Ways from a start to a stage, in moves that the route has and in moves that it has not."""
    stages = procedure(name).stages
    found = [[stage.id] for stage in procedure(name).starts]
    done: list[list[str]] = []
    while found and len(done) < most:
        way = found.pop(0)
        if way[-1] == to:
            done.append(way)
        if len(way) < 4:
            found.extend([*way, stage] for stage in stages if stage != way[-1])
    return done


def _told(name: str, way: list[str]) -> Story:
    """A dispute that went this way, with every event that happens once on one day each."""
    route = procedure(name)
    story = Story(route)
    known = {event: "2026-12-14" for event in route.asks}
    story.opens("2026-12-17T09:00", way[0], **known)
    for here, there in pairwise(way):
        story.add("2026-12-18T09:00", Escalated(from_=here, to=there, departure=True))
    for event in route.events.values():
        if not event.recurring and not event.of_agency and event.id not in route.asks:
            story.records(event.id, "2026-12-18T10:00", details=_details(event.id))
    return story


@sampled
@pytest.mark.clause("N12")
@pytest.mark.parametrize(
    ("name", "to"), [(name, stage) for name in NAMES for stage in procedure(name).stages]
)
def test_a_date_is_the_same_by_whatever_way_the_stage_was_reached(name: str, to: str) -> None:
    events = procedure(name).events
    once = {event.id for event in events.values() if not event.recurring}
    ends = set()
    for way in _ways(name, to, 150):
        visit = way.count(to)
        ends.add(
            frozenset(
                (deadline.key.duty, clock.rule, clock.of, clock.due)
                for deadline in _told(name, way).case("2026-12-18T11:00").deadlines
                if (deadline.key.stage, deadline.key.visit) == (to, visit)
                for clock in deadline.owed.clocks
                if clock.of in once and deadline.key.duty != "onward"
            )
        )
    assert len(ends) == 1


@pytest.mark.parametrize("back", ["3", "6"])
def test_going_back_gives_no_time_and_takes_none(back: str) -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-12-17T09:00", "1", raised="2026-12-17T09:00", disputed="2026-12-17")
    for to in "234567":
        story.escalates("2026-12-18T09:00", to)
    story.escalates("2026-12-19T09:00", back, departure=True)
    main = story.main("2026-12-19T10:00")
    assert when("2027-01-08") in [clock.due for clock in main.owed.clocks if clock.of == "raised"]
    if back == "3":
        assert main.due == when("2027-01-05")
