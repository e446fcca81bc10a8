"""Whether what is said of a dispute that is taken in under way can have been so."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from resolutions_cli import errors
from resolutions_cli.core.facts import Opened
from resolutions_cli.core.procedure import Procedure
from resolutions_cli.core.when import Moment


def check_reached(here: str, reached: Mapping[str, Moment]) -> None:
    """Raise ReachedBefore when the stage that the dispute is in was certainly reached before
    another: then it is not in it, or a date is wrong."""
    for stage, at in reached.items():
        if here in reached and reached[here].is_before(at):
            raise errors.ReachedBefore(f"--reached {here}", stage=here, later=stage)


def doubts_about(facts: Opened, procedure: Procedure) -> Iterator[str]:
    """What speaks against the dates of an opening, though it may have been so; a sentence each."""
    raised, disputed = facts.events.get("raised"), facts.events.get("disputed")
    if raised and disputed and raised.is_before(disputed):
        yield "the disagreement was raised before what it disputes came"
    dated = [(stage, facts.reached[stage]) for stage in procedure.stages if stage in facts.reached]
    for stage, at in dated:
        if raised and at.is_before(raised):
            yield f"stage {stage} was reached before the disagreement was raised"
    for (first, earlier), (then, later) in combinations(dated, 2):
        if later.is_before(earlier):
            yield f"stage {then} was reached before stage {first}"
    if facts.stage not in facts.reached:
        route = list(procedure.stages)
        for stage, _ in dated:
            if route.index(stage) > route.index(facts.stage):
                yield f"stage {stage} was reached, and the dispute is said to be in {facts.stage}"
