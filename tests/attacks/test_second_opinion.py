"""Every deadline of random disputes, beside a calculator that shares no code with the program.

A short version runs always; `make torture` compares 20,000 disputes (tests/torture.py), in blocks
that name their first seed, so that one can be run again by itself. `python -m
tests.attacks.comparing SEED COUNT` prints what differs and the logs.
"""

import contextlib
import io
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from resolutions_cli.cli import main
from tests.attacks.comparing import differences, in_words, make
from tests.attacks.plain.disputes import Dispute
from tests.torture import several

BLOCK = several(150, 500, short=50)
SEEDS = [range(first, first + BLOCK) for first in range(0, several(150, 20_000, short=50), BLOCK)]

#: How many differences are shown.
SHOWN = 5

#: Between the years in which disputes are opened and the last that any of them reaches.
FIRST_DAY, DAYS = datetime(2025, 2, 1, 12, tzinfo=UTC), 1500


def first_seed(seeds: range) -> str:
    return str(seeds[0])


@pytest.mark.parametrize("seeds", SEEDS, ids=first_seed)
def test_every_deadline_of_random_disputes_is_the_one_that_the_rules_give(
    seeds: range, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    found = [
        f"{in_words(seed)}\n{says}"
        for seed, says in islice(differences(tmp_path / "book", seeds), SHOWN)
    ]
    assert not found, "\n\n".join(found)
    figure(f"{len(seeds)} disputes from seed {seeds[0]}, no difference")


@pytest.mark.parametrize("seeds", SEEDS, ids=first_seed)
def test_what_due_printed_at_a_moment_is_what_it_says_of_that_moment_later(
    seeds: range, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disputes = [Dispute(seed) for seed in seeds]
    make(tmp_path / "later", disputes)
    for number in range(3):
        days = random.Random(f"{seeds[0]} {number}").randrange(DAYS)
        moment = FIRST_DAY + timedelta(days=days)
        then = tmp_path / f"then-{number}"
        make(then, disputes, known_at=moment)
        asked = f"{moment:%Y-%m-%dT%H:%M}Z"
        monkeypatch.setenv("RESOLVE_NOW", asked)
        printed = due(then)
        assert printed
        monkeypatch.setenv("RESOLVE_NOW", "2032-01-01")
        assert due(tmp_path / "later", "--as-of", asked, "--known-at", asked) == printed


def due(folder: Path, *words: str) -> list[dict[str, Any]]:
    """Every deadline that `due` prints."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["due", "-w", str(folder), "--all", "--json", *words])
    assert code in (0, 5), err.getvalue()
    found: list[dict[str, Any]] = json.loads(out.getvalue())["deadlines"]
    return found
