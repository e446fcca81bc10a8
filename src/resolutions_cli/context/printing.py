"""A view on its way out: drawn where the output is a terminal, plain text everywhere else."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from resolutions_cli.context import streams
from resolutions_cli.context.run import Run
from resolutions_cli.render.table import Table, plain_table

if TYPE_CHECKING:
    from resolutions_cli.render.page import Page


def show_page(run: Run, page: "Page") -> None:
    """Print a page."""
    if not streams.is_terminal(sys.stdout):
        # a list of tables knows nothing of pages
        from resolutions_cli.render.page import plain_page

        streams.say(plain_page(page))
        return
    from resolutions_cli.render.rich_page import print_page

    print_page(page, sys.stdout, streams.wants_color(run.asked.no_color))


def show_tables(run: Run, tables: Sequence[Table]) -> None:
    """Print tables, a blank line between two."""
    for index, table in enumerate(tables):
        if index:
            streams.say("\n")
        if streams.is_terminal(sys.stdout):
            # Rich takes 118 ms to import, and a pipe has no use for it.
            from resolutions_cli.render.rich_table import print_table

            print_table(table, sys.stdout, streams.wants_color(run.asked.no_color))
        else:
            streams.say(plain_table(table))
