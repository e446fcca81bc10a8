"""The practice story, typed into a practice workspace through the program's own commands."""

import contextlib
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from resolutions_cli.core.practice_story import AGENCIES, PracticeStory, TypedCommand, tell
from resolutions_cli.files import clock
from resolutions_cli.files.calendars import shipped_calendar
from resolutions_cli.files.making import init, list_agency

#: Who records the story.
_BY = "Practice"


def demonstrate(group: Any, folder: Path) -> PracticeStory:
    """Make a practice workspace in `folder` and tell the story in it.

    `group` is the program's own group of commands: each step is parsed and run as if it had been
    typed, at its own moment. Raises what `init` and the commands raise.
    """
    now = clock.now(practice=True)
    told = tell(now, shipped_calendar("england"))
    made = init(folder, "nyscp", practice=True)
    for code, words in AGENCIES.items():
        made = list_agency(made, code, words)
    for step in told.steps:
        _take(group, folder, step)
    return told


def _take(group: Any, folder: Path, step: TypedCommand) -> None:
    command, *words = step.words
    typed = [command, "--workspace", str(folder), "--by", _BY, "--no-input", *words]
    with _clock_at(step.at), _silence():
        run(group, typed)


def run(group: Any, words: Sequence[str]) -> int:
    """Run one command line; its exit code."""
    with group.make_context("resolve", list(words)) as context:
        code = group.invoke(context)
    return code if isinstance(code, int) else 0


@contextlib.contextmanager
def _clock_at(when: str) -> Iterator[None]:
    """Set the practice clock, and put it back."""
    before = os.environ.get(clock.VARIABLE)
    os.environ[clock.VARIABLE] = when
    try:
        yield
    finally:
        if before is None:
            del os.environ[clock.VARIABLE]
        else:
            os.environ[clock.VARIABLE] = before


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """What the steps answer is not the demonstration."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
