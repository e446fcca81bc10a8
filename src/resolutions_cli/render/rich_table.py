"""Tables on a terminal, in colour. Imported only where the output is a terminal."""

from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from resolutions_cli.core.harmless import harmless_lines
from resolutions_cli.render.table import Row, Table, lines_at, places_of

#: Colours of the terminal's own palette, and of these only the ones that can be read on a light
#: and on a dark background alike: yellow, green and cyan vanish on white, blue and magenta on
#: black. What is as it should be has none.
STYLES = {
    "overdue": "bold red",
    "NOW": "bold red",
    "due-today": "bold bright_red",
    "due-soon": "bold bright_blue",
    "quiet": "reverse",
    "on-time": "",
    "met": "",
    "missed": "red",
    "no-date": "dim",
    "ended": "dim",
    "heading": "bold",
    "aside": "dim",
    "start": "bold bright_blue",
    "ends": "bold bright_red",
    "counted": "bright_blue",
    "holiday": "bold",
}

#: Columns between two columns: one of padding, one of the box.
_GAP = 2

#: A column of text may be folded down to this width, and one of dates or codes not at all.
_NARROWEST = 18

#: Text longer than this is folded before columns are put under each other.
_FOLDED = 30


def drawn(text: str, style: str = "") -> Text:
    """A text as Rich takes it, harmless whoever wrote it: Rich passes escape bytes on."""
    return Text(harmless_lines(text), style=style)


def console_on(stream: TextIO, color: bool) -> Console:
    """A console that takes no text for markup; without colour it prints no escape byte at all."""
    return Console(
        file=stream,
        color_system="auto" if color else None,
        highlight=False,
        emoji=False,
        markup=False,
    )


def print_table(table: Table, stream: TextIO, color: bool) -> None:
    """Draw a table as wide as the terminal is; the status word carries the colour."""
    draw_table(table, console_on(stream, color))


def draw_table(table: Table, console: Console) -> None:
    """Draw a table: in columns where they fit, else some under others, else line by line."""
    trimmed = table.trimmed()
    if table.heading:
        console.print(drawn(table.heading, style=STYLES["heading"]))
    width = console.width - table.indent
    for under in (table.notes, {**table.under, **table.notes}):
        layout = _Layout(trimmed, under)
        if layout.narrowest <= width:
            console.print(Padding(layout.drawn(width), (0, 0, 0, table.indent)))
            return
    for row in trimmed.rows:
        _print_lines(trimmed, row, console)


class _Layout:
    """Which column stands where: beside the others, or under one of them."""

    def __init__(self, table: Table, under: Mapping[str, str]) -> None:
        self.table = table
        self.places = places_of(table, under)
        #: Rows of several lines need air between them; those with a note only do not.
        self.airy = any(name not in table.notes for place in self.places for name in place[1:])
        self.widths = [max(self._widths(names)) for names in self.places]

    @property
    def narrowest(self) -> int:
        """The width below which it would no longer be pleasant to read."""
        kept = (min(width, _FOLDED) for width in self.widths)
        return sum(kept) + _GAP * (len(self.widths) - 1)

    def drawn(self, width: int) -> RichTable:
        """The table for a terminal of that width; the widest columns are folded first."""
        box = RichTable(
            box=SIMPLE_HEAD, pad_edge=False, padding=(0, _GAP - 1, 0, 0), show_edge=False
        )
        for names, wide in zip(self.places, self._fitted(width), strict=True):
            box.add_column(drawn(names[0]), overflow="fold", width=wide)
        for index, row in enumerate(self.table.rows):
            if index and self.airy:
                box.add_row()
            box.add_row(*(self._cell(names, row) for names in self.places))
        return box

    def _fitted(self, width: int) -> list[int]:
        fitted = list(self.widths)
        room = width - _GAP * (len(fitted) - 1)
        while sum(fitted) > room:
            widest = max(range(len(fitted)), key=lambda index: fitted[index])
            if fitted[widest] <= _NARROWEST:
                break
            fitted[widest] -= 1
        return fitted

    def _cell(self, names: Sequence[str], row: Row) -> Text:
        styled = "STATUS" if "STATUS" in self.table.columns else self.table.columns[0]
        head, *below = lines_at(self.table, names, row)
        text = drawn(head, style=STYLES.get(row.style, "") if names[0] == styled else "")
        for line in below:
            text.append(f"\n{harmless_lines(line)}", style=STYLES["aside"])
        return text

    def _widths(self, names: Sequence[str]) -> list[int]:
        lines = (line for row in self.table.rows for line in lines_at(self.table, names, row))
        return [cell_len(names[0]), *map(cell_len, lines)]


def _print_lines(table: Table, row: Row, console: Console) -> None:
    """A row for which the terminal is too narrow: its cells one under the other."""
    first, *rest = row.cells
    console.print(drawn(first, style=STYLES.get(row.style, "")))
    for name, cell in zip(table.columns[1:], rest, strict=True):
        if cell:
            console.print(Padding(drawn(f"{name.lower()}: {cell}"), (0, 0, 0, 2)))
