"""The examples of a procedure file counted: where other dates come out than it says."""

from collections.abc import Iterable, Iterator

from resolutions_cli import errors
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.procedure.example import NO_DATE, Example, ExampleStep, ExpectedDate
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.procedure.table import Problem, shown
from resolutions_cli.core.record.moves import shown_as_typed
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.imagined import AGENCIES, ImaginedDispute

#: The name of the check that these problems belong to.
EXAMPLE_DIFFERS = "example-differs"


class _CannotHappen(Exception):
    """Something that an example tells and the procedure does not have, with its line."""

    def __init__(self, line: int, sentence: str, allowed: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence, self.allowed = line, sentence, allowed


def examples_that_differ(
    procedure: Procedure, examples: Iterable[Example], calendar: WorkingCalendar
) -> Iterator[Problem]:
    """A problem for each date that does not come out, and for each example that cannot be told."""
    for example in examples:
        try:
            dispute = _told(procedure, example, calendar)
            for expected in example.due:
                if found := _difference(dispute, example, expected):
                    yield found
        except _CannotHappen as fault:
            yield Problem(EXAMPLE_DIFFERS, fault.line, fault.sentence, fault.allowed)
        except errors.ResolveError as fault:
            sentence = f"the example {shown(example.title)} cannot be counted"
            yield Problem(EXAMPLE_DIFFERS, example.line, f"{sentence}: {fault.message}")


# ------------------------------------------------------------------ what happens


class _Opening(Value):
    at: Moment
    events: dict[str, Moment]
    later: tuple[ExampleStep, ...]


def _told(procedure: Procedure, example: Example, calendar: WorkingCalendar) -> ImaginedDispute:
    dispute = ImaginedDispute(procedure, calendar)
    opening = _opening(example)
    dispute.opens(example.start or procedure.starts[0].id, opening.at, opening.events)
    for step in opening.later:
        _take(dispute, step)
    return dispute


def _opening(example: Example) -> _Opening:
    in_order = sorted(example.steps, key=lambda each: each.recorded.starts)
    at = example.opened or in_order[0].recorded
    events: dict[str, Moment] = {}
    later = []
    for each in in_order:
        is_known = each.event and not each.agency and each.planned is None
        if is_known and each.event not in events and not each.at.is_after(at):
            events[each.event] = each.at
        else:
            later.append(each)
    return _Opening(at, events, tuple(later))


def _take(dispute: ImaginedDispute, step: ExampleStep) -> None:
    if step.event:
        agency = step.agency
        if agency and agency not in AGENCIES:
            sentence = f"{shown(agency)} is no agency of an example"
            raise _CannotHappen(step.line, sentence, " or ".join(AGENCIES))
        dispute.records(step.event, step.at, agency=agency, planned=step.planned)
        return
    stage = dispute.stage
    if step.to:
        dispute.moves(step.to, step.at)
    elif step.decision in stage.decisions:
        dispute.decides(step.decision, step.at)
    else:
        sentence = f"the stage {shown(stage.id)} has no decision {shown(step.decision)}"
        allowed = ", ".join(stage.decisions) or "no decision there"
        raise _CannotHappen(step.line, sentence, allowed)


# ------------------------------------------------------------------ what comes out


def _difference(
    dispute: ImaginedDispute, example: Example, expected: ExpectedDate
) -> Problem | None:
    deadlines = dispute.case(expected.on).deadlines
    meant = [deadline for deadline in deadlines if _is_meant(deadline, expected)]
    where = f"of {expected.duty} in stage {shown(expected.stage)}"
    if not meant:
        sentence = f"the example {shown(example.title)} has no deadline {where}"
        return Problem(EXAMPLE_DIFFERS, expected.line, sentence, "a stage that it reaches by then")
    due = meant[0].due
    if due == expected.at:
        return None
    sentence = (
        f"the example {shown(example.title)} says {_written(expected.at)} {where}, "
        f"and {_written(due)} comes out"
    )
    return Problem(EXAMPLE_DIFFERS, expected.line, sentence, "the date by the published text")


def _is_meant(deadline: Deadline, expected: ExpectedDate) -> bool:
    key = deadline.key
    same_duty = (key.stage, key.duty) == (expected.stage, expected.duty)
    same_time = (key.visit, key.time) == (expected.visit, expected.time)
    return same_duty and same_time and expected.agency in ("", key.agency)


def _written(moment: Moment | None) -> str:
    return shown_as_typed(moment) if moment else NO_DATE
