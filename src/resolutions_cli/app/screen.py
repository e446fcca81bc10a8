"""Views as output: drawn on a terminal, plain text everywhere else."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from resolutions_cli.app import streams
from resolutions_cli.app.run import Run
from resolutions_cli.render.formats.table import Table, plain_table

if TYPE_CHECKING:
    from resolutions_cli.render.formats.page import Page


# ------------------------------------------------------------------ pages and tables


def show_page(run: Run, page: "Page") -> None:
    """Print a page."""
    if not streams.is_terminal(sys.stdout):
        # a list of tables needs no pages
        from resolutions_cli.render.formats.page import plain_page

        streams.say(plain_page(page))
        return
    from resolutions_cli.render.formats.terminal import print_page

    print_page(page, sys.stdout, streams.wants_color(run.asked.no_color))


def show_tables(run: Run, tables: Sequence[Table]) -> None:
    """Print tables with a blank line between them."""
    for index, table in enumerate(tables):
        if index:
            streams.say("\n")
        if streams.is_terminal(sys.stdout):
            # Rich takes 118 ms to import, and a pipe does not need it.
            from resolutions_cli.render.formats.terminal import print_table

            print_table(table, sys.stdout, streams.wants_color(run.asked.no_color))
        else:
            streams.say(plain_table(table))


# ------------------------------------------------------------------ progress


#: Seconds after which a person begins to wonder.
PATIENCE = 1.0

#: Counts one more as done.
Step = Callable[[], None]


@contextmanager
def progress(run: Run, what: str, total: int) -> Iterator[Step]:
    """A block that works through `total` things and calls the given function after each.

    The bar is drawn on stderr and removed at the end. In a pipe, without escape bytes or with
    --quiet there is no bar, and the library that draws it is not loaded.
    """
    if run.asked.quiet or not streams.may_draw(sys.stderr, run.asked.no_color):
        yield _nothing
        return
    with ExitStack() as drawn:
        yield _stepper(drawn, what, total)


def _nothing() -> None:
    """Draw nothing: a pipe has no viewer."""


def _stepper(drawn: ExitStack, what: str, total: int) -> Step:
    """The function that counts; it draws once `PATIENCE` has passed."""
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
    # imported late: 50 ms matter little after a second's wait, and much before
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = drawn.enter_context(
        Progress(
            TextColumn("{task.description}", markup=False),
            # colours that are legible on both light and dark backgrounds
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
