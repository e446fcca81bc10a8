"""The clocks of a duty: from when each counts, and until when. A clock is a plain dictionary."""

from collections.abc import Iterable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

from tests.attacks.plain.days import (
    LONDON,
    ONE_DAY,
    Days,
    When,
    after,
    before,
    day_of,
    months_on,
    starts,
)
from tests.attacks.plain.record import Event, Told, Visit
from tests.attacks.plain.route import amount
from tests.attacks.plain.safety import binding

Clock = dict[str, Any]

# ------------------------------------------------------------------ how far


def reckoned(words: str, began: When, days: Days) -> When:
    """So much after a moment."""
    number, unit = amount(words)
    match unit:
        case "at once":
            return began
        case "immediately" | "same day":
            return day_of(began)
        case "hour":
            return starts(began) + timedelta(hours=number)
        case "working day":
            return days.add(day_of(began), number)
        case _:
            return _moved(day_of(began), number, unit)


def reckoned_back(words: str, began: When, days: Days) -> When:
    """So much before a moment; days, weeks and months keep its clock time."""
    number, unit = amount(words)
    if unit == "hour":
        return starts(began) - timedelta(hours=number)
    if unit == "working day":
        return days.add(day_of(began), -number)
    day = _moved(day_of(began), -number, unit)
    if not isinstance(began, datetime):
        return day
    clock = began.astimezone(LONDON).time()
    # a time that the change of the clocks leaves out, or has twice: the earlier reading
    return min(datetime.combine(day, clock.replace(fold=n), LONDON).astimezone(UTC) for n in (0, 1))


def _moved(day: date, number: int, unit: str) -> date:
    if unit == "month":
        return months_on(day, number)
    return day + number * {"day": ONE_DAY, "week": 7 * ONE_DAY}[unit]


def rule_of(limit: dict[str, Any]) -> str:
    if limit.get("agreed"):
        return "agreed"
    return f"within {limit['within']}" if "within" in limit else f"before {limit['before']}"


def clock(
    rule: str, of: str | None = None, due: When | None = None, began: When | None = None
) -> Clock:
    found = {"rule": rule, "of": of, "due": due, "began": began, "planned": False, "aim": None}
    return {**found, "at_latest": False, "doubted": False}


class Start(NamedTuple):
    """From when a limit counts.

    `planned`: that is only planned. `at_latest`: it is not known, and this is the latest that it
    can be. `doubted`: it is recorded for later than that.
    """

    on: When | None
    planned: bool = False
    at_latest: bool = False
    doubted: bool = False


def counted(limit: dict[str, Any], start: Start, days: Days) -> Clock:
    """A limit of the file, from a moment on; pending when there is none."""
    began = start.on
    found = clock(rule_of(limit), limit["of"], began=began)
    found |= {"planned": start.planned, "at_latest": start.at_latest, "doubted": start.doubted}
    if began is None:
        return found
    if "within" in limit:
        due = reckoned(limit["within"], began, days)
        aim = reckoned(limit["aim"], began, days) if "aim" in limit else None
    else:
        due = reckoned_back(limit["before"], began, days)
        aim = reckoned_back(limit["aim"], began, days) if "aim" in limit else None
    return {**found, "due": due, "aim": aim}


# ------------------------------------------------------------------ from when


def start(
    told: Told,
    index: int,
    limit: dict[str, Any],
    previous: Visit | None,
    agency: str = "",
    arose: dict[str, Any] | None = None,
) -> Start:
    """From when a limit of a visit counts."""
    of, visit = limit["of"], told.visits[index]
    word, _, stage = of.partition(":")
    if of == "entered":
        return Start(visit.entered)
    if word in ("entered", "left"):
        return _visited(told, index, word, stage)
    if arose is not None and of == arose["of"]:
        return Start(arose["on"])
    events = [e for e in _of_agency(told, of, agency) if _counts(told, e, previous, arose)]
    plans = [e for e in _of_agency(told, of, agency)[-1:] if e.planned and e in events]
    happened = [e for e in told.happened(of) if e in events]
    bound = None
    if limit.get("at_latest") == "entered":
        first = next(each for each in told.visits if each.stage == visit.stage)
        bound = (first if told.route.once(of) else visit).entered
    elif "at_latest" in limit:
        bound = next((each.on for each in told.happened(limit["at_latest"])), None)
    stood = _stood(_of_agency(told, of, agency), visit)
    stood = stood if stood in events else None
    if stood is not None and all(after(each.on, stood.on) for each in [*happened, *plans][:1]):
        happened, plans = [], [stood]
    if happened:
        on = happened[0].on
        if bound is None or starts(on) <= starts(bound):
            return Start(on)
        return Start(bound, doubted=after(on, bound))
    if plans and (bound is None or starts(plans[0].on) < starts(bound)):
        return Start(plans[0].on, planned=True)
    return Start(bound, at_latest=bound is not None)


def _stood(events: list[Event], visit: Visit) -> Event | None:
    """The plan that stood when a visit was left."""
    if visit.until is None:
        return None
    last = [each for each in events if each.place < visit.until][-1:]
    return last[0] if last and last[0].planned else None


def _of_agency(told: Told, event: str, agency: str) -> list[Event]:
    """An event of each agency, or of the agency whose duty it is, as recorded."""
    whose = agency if told.route.of_agency(event) else ""
    return [e for e in told.events if e.event == event and (not whose or e.agency == whose)]


def _counts(told: Told, event: Event, previous: Visit | None, arose: dict[str, Any] | None) -> bool:
    """Whether a clock of a visit may count from an occurrence, or a plan."""
    if told.route.once(event.event):
        return True
    if arose is not None:
        return event.place >= int(arose["place"])
    return previous is None or since(event, previous)


def put_off(
    told: Told,
    index: int,
    limits: Iterable[dict[str, Any]],
    days: Days,
    agency: str = "",
    arose: dict[str, Any] | None = None,
) -> list[tuple[int, Clock, When]]:
    """Clocks of plans that had passed when the event was put off: the number of the plan's entry,
    the clock, and when it was given up."""
    visit, found = told.visits[index], []
    for limit in limits:
        of = limit.get("of")
        if of not in told.route.events or (arose is not None and of == arose["of"]):
            continue
        for plan, newer in pairwise(_of_agency(told, of, agency)):
            there = visit.since < newer.place < (inf if visit.until is None else visit.until)
            if not plan.planned or newer.at is None or not there:
                continue
            previous = previous_visit(told, index, visit.stage)
            then = start(before_it(told, newer.place), index, limit, previous, agency, arose)
            if not then.planned:
                continue
            given = counted(limit, then, days)
            gave_way = newer.recorded if newer.planned else newer.at
            if after(gave_way, given["due"]):
                found.append((plan.number, given, gave_way))
    return found


def before_it(told: Told, place: int) -> Told:
    """The same dispute with the events that were recorded before a place in the log."""
    found = copy(told)
    found.events = [each for each in told.events if each.place < place]
    return found


def since(event: Event, visit: Visit) -> bool:
    """After a visit was left; on the same day the order of the log says."""
    if visit.left is None or visit.until is None:
        return False
    if before(visit.left, event.on):
        return True
    return not before(event.on, visit.left) and event.place > visit.until


def _visited(told: Told, index: int, word: str, stage: str) -> Start:
    """When a stage was last entered, or left, before a visit."""
    reach = index + 1 if word == "entered" else index
    found = [visit for visit in told.visits[:reach] if visit.stage == stage]
    if found:
        return Start(found[-1].entered if word == "entered" else found[-1].left)
    opened_at = told.opened.facts["stage"]
    if told.under_way and opened_at in told.route.reached_from(stage):
        return Start(told.visits[0].entered, at_latest=True)
    return Start(None)


def previous_visit(told: Told, index: int, stage: str) -> Visit | None:
    """The visit of a stage before another visit."""
    found = [visit for visit in told.visits[:index] if visit.stage == stage]
    return found[-1] if found else None


# ------------------------------------------------------------------ the clocks of a visit


def own(
    told: Told,
    index: int,
    limits: Iterable[dict[str, Any]],
    days: Days,
    agreed: Clock,
    agency: str = "",
    arose: dict[str, Any] | None = None,
) -> list[Clock]:
    """The clocks that a duty of the visit has by the file."""
    previous = previous_visit(told, index, told.visits[index].stage)
    found = []
    for limit in limits:
        if limit.get("agreed"):
            found.append(agreed)
        else:
            found.append(counted(limit, start(told, index, limit, previous, agency, arose), days))
    return found


def ahead(told: Told, index: int, days: Days, limits: list[dict[str, Any]]) -> list[Clock]:
    """Clocks of stages that nothing leads round, of events that have happened; less those that
    `limits` have already."""
    visit, found = told.visits[index], []
    named = {_name(limit) for limit in limits}
    happened = copy(told)
    happened.events = [each for each in told.events if not each.planned]
    for stage in told.route.unavoidable(visit.stage):
        previous = previous_visit(told, index, stage)
        for limit in told.route.stages[stage].get("limit", ()):
            if limit.get("agreed") or limit["of"].partition(":")[0] in ("entered", "left"):
                continue
            if _name(limit) in named:
                continue
            named.add(_name(limit))
            if limit.get("at_latest") == "entered":
                limit = {key: value for key, value in limit.items() if key != "at_latest"}
            began = start(happened, index, limit, previous)
            late = began.on and visit.left is not None and after(began.on, visit.left)
            if began.on is not None and not late:
                found.append(counted(limit, began, days))
    return found


def _name(limit: dict[str, Any]) -> tuple[str, str | None, str | None]:
    return rule_of(limit), limit.get("of"), limit.get("at_latest")


def safe(told: Told, index: int, end: When | None) -> list[Clock]:
    """The date that keeps the child safe, as far as it binds a duty that ended when it did."""
    due = binding(told, index, end)
    return [] if due is None else [clock("sooner", due=due)]
