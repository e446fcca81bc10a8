"""The whole command surface against the rules said once more (`plain`), step by step at random.

A short version runs always; `make torture` runs the whole (tests/torture.py).
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.attacks.plain.book import BY
from tests.attacks.steps.amending import Amending
from tests.attacks.steps.apart import Apart
from tests.attacks.steps.asking import Asking
from tests.attacks.steps.desk import Desk
from tests.attacks.steps.recording import Recording
from tests.attacks.without_waiting import without_waiting
from tests.torture import several

#: The steps are shared out, so that several processes can take them.
PARTS = 4
STEPS = several(4_000, 200_000, short=200)
STEPS_EACH = 50


@pytest.fixture(autouse=True, scope="module")
def _fast() -> Iterator[None]:
    with without_waiting(), mock.patch.dict(os.environ, {"LOGNAME": BY}):
        yield


class Everything(Recording, Amending, Apart, Asking):
    """Every step there is."""


@pytest.mark.parametrize("_part", range(PARTS))
def test_every_command_answers_as_the_rules_say(_part: int, figure: Callable[[str], None]) -> None:
    Desk.steps, Desk.codes = 0, Counter()
    while (left := STEPS // PARTS - Desk.steps) > 0:  # some runs stop early
        run_state_machine_as_test(
            Everything,
            settings=settings(
                max_examples=1 + left // STEPS_EACH,
                stateful_step_count=STEPS_EACH,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.generate, Phase.shrink],
            ),
        )
    codes = ", ".join(f"{count} ended with {code}" for code, count in sorted(Desk.codes.items()))
    figure(f"{Desk.steps} steps, {Desk.codes.total()} commands, no difference ({codes})")
