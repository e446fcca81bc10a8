"""A view on its way out: drawn where the output is a terminal, plain text everywhere else."""

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
        # a list of tables knows nothing of pages
        from resolutions_cli.render.formats.page import plain_page

        streams.say(plain_page(page))
        return
    from resolutions_cli.render.formats.terminal import print_page

    print_page(page, sys.stdout, streams.wants_color(run.asked.no_color))


def show_tables(run: Run, tables: Sequence[Table]) -> None:
    """Print tables, a blank line between two."""
    for index, table in enumerate(tables):
        if index:
            streams.say("\n")
        if streams.is_terminal(sys.stdout):
            # Rich takes 118 ms to import, and a pipe has no use for it.
            from resolutions_cli.render.formats.terminal import print_table

            print_table(table, sys.stdout, streams.wants_color(run.asked.no_color))
        else:
            streams.say(plain_table(table))


# ------------------------------------------------------------------ progress


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
