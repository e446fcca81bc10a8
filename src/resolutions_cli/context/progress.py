"""How far something long has come: a bar on a terminal, once it has taken a second."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from resolutions_cli.context import streams
from resolutions_cli.context.run import Run

#: Seconds after which somebody begins to wonder.
PATIENCE = 1.0

#: Says that one more is done.
Step = Callable[[], None]


@contextmanager
def progress(run: Run, what: str, total: int) -> Iterator[Step]:
    """A block that works through `total` things; what it is given is called after each.

    The bar is drawn on stderr and wiped away at the end. In a pipe, without escape bytes and
    with --quiet there is none, and nothing is loaded that could draw one.
    """
    if run.asked.quiet or not streams.may_draw(sys.stderr, run.asked.no_color):
        yield _nothing
        return
    with ExitStack() as drawn:
        yield _stepper(drawn, what, total)


def _nothing() -> None:
    """In a pipe nobody watches."""


def _stepper(drawn: ExitStack, what: str, total: int) -> Step:
    """Counts, and draws from the moment that patience is at its end."""
    began, done = time.monotonic(), 0
    advance: Callable[[int], None] | None = None

    def step() -> None:
        nonlocal done, advance
        done += 1
        if advance is None and time.monotonic() - began >= PATIENCE:
            advance = _bar(drawn, what, total)
        if advance is not None:
            advance(done)

    return step


def _bar(drawn: ExitStack, what: str, total: int) -> Callable[[int], None]:
    # 50 ms that are nothing to who has waited for a second, and much to who has not
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = drawn.enter_context(
        Progress(
            TextColumn("{task.description}", markup=False),
            # colours that are read on light and on dark backgrounds alike
            BarColumn(style="dim", complete_style="bright_blue", finished_style="bright_blue"),
            MofNCompleteColumn(),
            console=Console(file=sys.stderr),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
    )
    task = bar.add_task(what, total=total)
    return lambda done: bar.update(task, completed=done)
