"""Tables on a terminal, in colour. Imported only where the output is a terminal."""

from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from resolutions_cli.render.table import Table

#: Colours of the terminal's own palette, so that light and dark backgrounds both work.
_STYLES = {
    "overdue": "bold red",
    "NOW": "bold red",
    "due-today": "bold magenta",
    "due-soon": "bold yellow",
    "quiet": "bold cyan",
    "on-time": "green",
    "met": "green",
    "missed": "red",
    "no-date": "dim",
    "ended": "dim",
}


def print_table(table: Table, stream: TextIO, color: bool) -> None:
    """Draw a table as wide as the terminal is; the status word carries the colour."""
    trimmed = table.trimmed()
    drawn = RichTable(box=SIMPLE_HEAD, pad_edge=False, title=None, expand=False)
    for index, name in enumerate(trimmed.columns):
        drawn.add_column(Text(name), overflow="fold", no_wrap=index in (0, 1))
    for row in trimmed.rows:
        first, *rest = row.cells
        drawn.add_row(Text(first, style=_STYLES.get(row.style, "")), *map(Text, rest))
    console = Console(file=stream, no_color=not color, highlight=False, emoji=False, markup=False)
    if table.heading:
        console.print(Text(table.heading, style="bold"))
    console.print(drawn)
