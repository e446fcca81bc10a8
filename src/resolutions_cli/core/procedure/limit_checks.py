"""Named checks of limits: those that can never apply, never start, or are met before they begin."""

import re
from collections.abc import Iterator
from datetime import date
from typing import assert_never

from resolutions_cli.core.procedure.limit import ENTERED, LEFT, Limit
from resolutions_cli.core.procedure.model import Duty, Procedure, Stage, leads_to
from resolutions_cli.core.procedure.named_check import Finds, limits_of, named_check
from resolutions_cli.core.procedure.reader import ProcedureDraft
from resolutions_cli.core.procedure.table import shown
from resolutions_cli.core.time.amount import NUMBER_WORDS, Amount, Counting
from resolutions_cli.core.value import Value


class _Task(Value):
    """A duty with its limits: the main duty of a stage, or a further one."""

    stage: Stage
    limits: tuple[Limit, ...]
    until: tuple[str, ...]
    duty: Duty | None = None


def _tasks(procedure: Procedure) -> Iterator[_Task]:
    for stage in procedure.stages.values():
        yield _Task(stage, stage.limits, stage.until)
        for duty in stage.duties:
            yield _Task(stage, duty.limits, duty.until, duty)


# ------------------------------------------------------------------ limits that change nothing


@named_check("never-binds", "a limit that can never be the earliest of its duty", warning=True)
def _never_binds(draft: ProcedureDraft, _: date) -> Finds:
    for task in _tasks(draft.procedure):
        for number, limit in enumerate(task.limits):
            others = (*task.limits[:number], *task.limits[number + 1 :])
            earlier = next((each for each in others if _always_earlier(each, limit)), None)
            if earlier and not limit.cap:
                place = f" (line {earlier.line})" if earlier.line else ""
                sentence = f"the limit {limit.rule} never applies: {earlier.rule}{place} is earlier"
                yield limit.line, sentence, "nothing to do if the text states both"


def _always_earlier(first: Limit, other: Limit) -> bool:
    """Whether `first` ends before `other` whatever is recorded, as far as the file shows."""
    one, two = first.amount, other.amount
    if one is None or two is None or one.unit.counting is not two.unit.counting:
        return False
    if _circumstances(first) != _circumstances(other) or first.is_weak != other.is_weak:
        return False
    may_fall_away = (first.when, first.or_read, first.extend, first.pause, first.unless)
    if any(may_fall_away) or other.or_read:
        return False
    # counted back, more time is earlier
    return one.size > two.size if first.backward else one.size < two.size


def _circumstances(limit: Limit) -> tuple[object, ...]:
    return (limit.backward, limit.starts, limit.pick, limit.at_latest, limit.count)


@named_check("agreed-beside-within", "a date by agreement beside a counted one", warning=True)
def _agreed_beside_within(draft: ProcedureDraft, _: date) -> Finds:
    for task in _tasks(draft.procedure):
        counted = next((each for each in task.limits if each.amount and not each.is_weak), None)
        agreed = next((each for each in task.limits if each.agreed), None)
        if counted and agreed:
            sentence = (
                f"a date that is agreed on counts only when it is earlier than {_of(counted)}"
            )
            advice = (
                "nothing to do if the text means so; `agreed` alone if those involved may agree"
            )
            yield agreed.line, sentence, f"{advice} on a later one"


def _of(limit: Limit) -> str:
    return f"{limit.amount.words if limit.amount else ''} of {' or '.join(limit.starts)}"


@named_check("late-aim", "an aim that can never be earlier than its limit", warning=True)
def _late_aim(draft: ProcedureDraft, _: date) -> Finds:
    for limit in limits_of(draft.procedure):
        aim, amount = limit.aim, limit.amount
        if aim and amount and _never_before(aim, amount):
            sentence = f"the aim {aim.words} is never earlier than {amount.words}"
            yield limit.line, sentence, "a shorter `aim`, or none"


def _never_before(aim: Amount, limit: Amount) -> bool:
    if aim.unit.counting is limit.unit.counting:
        return aim.size >= limit.size > 0
    if not aim.unit.leaves_time:
        return False
    if not limit.unit.leaves_time:
        return True
    if aim.unit.counting is Counting.HOURS:
        # a limit in days runs until the end of its day
        return aim.size >= 24 * (_days(limit)[1] + 1)
    if limit.unit.counting is Counting.HOURS:
        return _days(aim)[0] * 24 >= limit.size
    return _days(aim)[0] >= _days(limit)[1]


def _days(amount: Amount) -> tuple[float, float]:
    """The fewest and the most days that an amount in days can take. Working days go on over
    holidays."""
    match amount.unit.counting:
        case Counting.WORKING_DAYS:
            return amount.size, float("inf")
        case Counting.MONTHS:
            return amount.size * 28, amount.size * 31
        case Counting.DAYS | Counting.HOURS | Counting.AT_ONCE | Counting.SAME_DAY:
            return amount.size, amount.size
    assert_never(amount.unit.counting)


# ------------------------------------------------------------------ clocks that may never start


@named_check(
    "start-may-never-come",
    "a clock that starts with something that cannot come before its stage",
    warning=True,
    whole_route=True,
)
def _start_may_never_come(draft: ProcedureDraft, _: date) -> Finds:
    procedure = draft.procedure
    for task in _tasks(procedure):
        for limit in task.limits:
            if limit.at_latest or limit.cap or limit.backward:
                continue
            absent = [start for start in limit.starts if not _can_come(procedure, task, start)]
            if absent and len(absent) == len(limit.starts):
                named = " or ".join(map(shown, absent))
                sentence = f"{named} is only asked for in stages that do not lead here"
                yield limit.line, sentence, "a start on the way here, or `at_latest` beside it"


def _can_come(procedure: Procedure, task: _Task, start: str) -> bool:
    """Whether a start can have happened by the end of a task's stage, as the file asks for it."""
    word, _, named = start.partition(":")
    if word in (ENTERED, LEFT):
        return not named or _comes_before(procedure, named, task.stage.id, also=word == ENTERED)
    if start in procedure.asks or (task.duty and task.duty.arises == start):
        return True
    asking = [stage.id for stage in procedure.stages.values() if start in _events_of(stage)]
    here = task.stage.id
    return not asking or any(_comes_before(procedure, each, here, also=True) for each in asking)


def _comes_before(procedure: Procedure, first: str, then: str, *, also: bool) -> bool:
    """Whether a way leads from one stage to another; `also`: a stage comes before itself."""
    if first not in procedure.stages:
        return True  # another check names it
    return (also and first == then) or leads_to(procedure.ways, first, then)


def _events_of(stage: Stage) -> set[str]:
    """The events that a stage asks for, or that fulfil something there."""
    duties = (name for duty in stage.duties for name in (*duty.until, duty.arises or ""))
    return {*stage.asks, *stage.needs, *stage.until, *duties}


@named_check(
    "event-nobody-asks-for",
    "an event that moves a date and that nobody is asked for",
    warning=True,
    whole_route=True,
)
def _event_nobody_asks_for(draft: ProcedureDraft, _: date) -> Finds:
    """A limit without a date asks for its start by itself; what only moves it stays silent."""
    procedure = draft.procedure
    limits = tuple(limits_of(procedure))
    asked = set(procedure.asks).union(*map(_events_of, procedure.stages.values()))
    asked.update(start for limit in limits for start in limit.starts)
    for limit in limits:
        paused = (limit.pause.since, limit.pause.until) if limit.pause else ()
        for event in dict.fromkeys((limit.at_latest, *paused, *limit.unless)):
            if event in procedure.events and event not in asked:
                sentence = f"{shown(event)} moves the limit {limit.rule}, and no stage asks for it"
                yield limit.line, sentence, "`asks` of [procedure] or of a stage"


@named_check("born-met", "a duty that is done before it begins", warning=True)
def _born_met(draft: ProcedureDraft, _: date) -> Finds:
    procedure = draft.procedure
    for task in _tasks(procedure):
        line = task.duty.line if task.duty else draft.stage_line(task.stage, "until")
        starts = {start for limit in task.limits for start in limit.starts}
        before = {*procedure.asks, *task.stage.needs, task.duty and task.duty.arises}
        for name in task.until:
            event = procedure.events.get(name)
            if event is None or event.recurring or event.of_agency:
                continue
            if name in before or name in starts:
                why = "is asked for before" if name in before else "is also what it counts from"
                yield line, f"{shown(name)} fulfils this and {why}", "an event that comes after it"


# ------------------------------------------------------------------ words without a date

_NUMBERS = "|".join(NUMBER_WORDS)
_A_NUMBER = re.compile(
    rf"\d|\b(?:{_NUMBERS}|a|an)\b[^.;]*?\b(?:hour|day|week|month|year)s?\b", re.IGNORECASE
)


@named_check("said-a-number", "words without a date that hold a number")
def _said_a_number(draft: ProcedureDraft, _: date) -> Finds:
    for limit in limits_of(draft.procedure):
        if limit.said and _A_NUMBER.search(limit.said):
            sentence = f"{shown(limit.said)} states a time, and `said` gives no date"
            yield limit.line, sentence, "`within` or `before` with that time"
