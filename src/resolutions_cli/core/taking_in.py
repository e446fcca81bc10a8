"""Whether what is said of a dispute that is taken in under way can have been so."""

from collections.abc import Iterator
from itertools import combinations

from resolutions_cli import errors
from resolutions_cli.core.facts import Opened
from resolutions_cli.core.procedure import Procedure


def check_reached(facts: Opened) -> None:
    """Raise ReachedBefore when the stage that the dispute is in was certainly reached before
    another: then it is not in it, or a date is wrong."""
    here = facts.reached.get(facts.stage)
    for stage, at in facts.reached.items():
        if here and here.is_before(at):
            raise errors.ReachedBefore(stage=facts.stage, later=stage)


def doubts_about(facts: Opened, procedure: Procedure) -> Iterator[str]:
    """What speaks against the dates of an opening, though it may have been so; a sentence each."""
    raised = facts.events.get("raised")
    dated = [(stage, facts.reached[stage]) for stage in procedure.stages if stage in facts.reached]
    for stage, at in dated:
        if raised and at.is_before(raised):
            yield f"stage {stage} was reached before the disagreement was raised"
    for (first, earlier), (then, later) in combinations(dated, 2):
        if later.is_before(earlier):
            yield f"stage {then} was reached before stage {first}"
