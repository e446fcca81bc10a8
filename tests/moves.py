"""Disputes that are somewhere, and what is refused there, for tests."""

from collections.abc import Callable
from typing import Any

import pytest

from resolutions_cli import errors
from resolutions_cli.core.record.dispute import Dispute
from tests.core.test_ways import route
from tests.story import Story, procedure

#: Every stage of North Yorkshire's procedure, as an error lists them.
NORTH_STAGES = "1, 2, 3, 4, 5, 6, 7"


def at(name: str, stage: str, opened: str = "2026-11-02") -> Story:
    """A dispute that begins in a stage of a procedure."""
    story = Story(procedure(name))
    story.opens(opened, stage)
    return story


def now(story: Story) -> Dispute:
    return story.case("2100-01-01").dispute


def here(name: str, stage: str) -> Dispute:
    """A dispute that has just begun in a stage of a procedure."""
    return now(at(name, stage))


def refused(
    condition: type[errors.ResolveError], act: Callable[..., object], *given: Any, **named: Any
) -> dict[str, Any]:
    """The facts with which something that is asked for is refused."""
    with pytest.raises(condition) as caught:
        act(*given, **named)
    return caught.value.facts


def forked(*stages: str) -> Dispute:
    """A dispute in the first of some invented stages."""
    story = Story(route(f'[grounds]\npolicy = "it is about policy"\n{"".join(stages)}'))
    story.opens("2026-11-02", "a")
    return now(story)
