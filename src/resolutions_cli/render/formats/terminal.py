"""Pages on a terminal, in colour. Imported only where the output is a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from io import StringIO
from typing import TextIO, assert_never

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from resolutions_cli.core.text import harmless, harmless_lines
from resolutions_cli.render.formats.page import (
    Beside,
    Block,
    Drawing,
    Heading,
    Items,
    Page,
    Pairs,
    Para,
    Picture,
    ToWrite,
    label_width,
    plain_page,
)
from resolutions_cli.render.formats.table import Row, Table, lines_at, places_of

# ------------------------------------------------------------------ tables


#: Colours of the terminal's own palette that can be read on both light and dark backgrounds:
#: yellow, green and cyan vanish on white, blue and magenta on black. A status that needs no
#: action has no colour.
STYLES = {
    "overdue": "bold red",
    "NOW": "bold red",
    "past-guide": "bold bright_red",
    "due-today": "bold bright_red",
    "due-soon": "bold bright_blue",
    "quiet": "reverse",
    "on-time": "",
    "met": "",
    "done": "",
    "missed": "red",
    "done-late": "red",
    "no-date": "dim",
    "left": "dim",
    "ended": "dim",
    "to-be-settled": "bold red",
    "heading": "bold",
    "aside": "dim",
    "start": "bold bright_blue",
    "ends": "bold bright_red",
    "counted": "bright_blue",
    "holiday": "bold",
}

#: Columns between two columns: one of padding, one of the box.
_GAP = 2

#: The least width to which a column is folded, so that dates and codes stay whole.
_NARROWEST = 18

#: Text longer than this is folded before columns are put under each other.
_FOLDED = 30


def drawn(text: str, style: str = "") -> Text:
    """A text for Rich with control characters escaped, since Rich passes escape bytes on."""
    return Text(harmless_lines(text), style=style)


def console_on(stream: TextIO, color: bool) -> Console:
    """A console that treats no text as markup; without colour it prints no escape bytes."""
    return Console(
        file=stream,
        color_system="auto" if color else None,
        highlight=False,
        emoji=False,
        markup=False,
    )


def print_table(table: Table, stream: TextIO, color: bool) -> None:
    """Draw a table as wide as the terminal; the status word carries the colour."""
    draw_table(table, console_on(stream, color))


def draw_table(table: Table, console: Console) -> None:
    """Draw a table: in columns if they fit, else with some under others, else line by line."""
    trimmed = table.trimmed()
    if table.heading:
        console.print(drawn(table.heading, style=STYLES["heading"]))
    width = console.width - table.indent
    for under in (table.notes, {**table.under, **table.notes}):
        layout = _Layout(trimmed, under)
        if layout.narrowest <= width:
            console.print(Segments(layout.drawn(width, console)), end="", soft_wrap=True)
            return
    for row in trimmed.rows:
        _print_lines(trimmed, row, console)


#: A line of a cell, with the name of its style.
_Piece = tuple[str, str]


class _Layout:
    """The place of each column: beside the others, or under one of them."""

    def __init__(self, table: Table, under: Mapping[str, str]) -> None:
        self.table = table
        self.places = places_of(table, under)
        #: Rows of several lines need a blank line between them; rows with only a note do not.
        self.airy = any(name not in table.notes for place in self.places for name in place[1:])
        self.widths = [max(self._widths(names)) for names in self.places]

    @property
    def narrowest(self) -> int:
        """The least width at which this layout is easy to read."""
        kept = (min(width, _FOLDED) for width in self.widths)
        return sum(kept) + _GAP * (len(self.widths) - 1)

    def drawn(self, width: int, console: Console) -> Iterator[Segment]:
        """The table for a terminal of that width; the widest columns are folded first.

        Rich's own table is not used because it takes a second for five hundred rows.
        """
        widths = self._fitted(width)
        margin = " " * self.table.indent
        heads = [[(names[0], "heading")] for names in self.places]
        yield from _beside(heads, widths, margin)
        rule = "─" if console.encoding.startswith("utf") else "-"
        yield Segment(f"{margin}{rule * (sum(widths) + _GAP * (len(widths) - 1))}\n")
        for index, row in enumerate(self.table.rows):
            if index and self.airy:
                yield Segment("\n")
            cells = [
                [
                    (piece, style)
                    for line, style in self._cell(names, row)
                    for piece in _folded(line, wide)
                ]
                for names, wide in zip(self.places, widths, strict=True)
            ]
            yield from _beside(cells, widths, margin)

    def _fitted(self, width: int) -> list[int]:
        fitted = list(self.widths)
        room = width - _GAP * (len(fitted) - 1)
        while sum(fitted) > room:
            widest = max(range(len(fitted)), key=lambda index: fitted[index])
            if fitted[widest] <= _NARROWEST:
                break
            fitted[widest] -= 1
        return fitted

    def _cell(self, names: Sequence[str], row: Row) -> Iterator[_Piece]:
        """The lines of a place in a row, each with its style."""
        styled = "STATUS" if "STATUS" in self.table.columns else self.table.columns[0]
        for index, line in enumerate(lines_at(self.table, names, row)):
            style = "aside" if index else row.style if names[0] == styled else ""
            for part in harmless_lines(line).split("\n"):
                yield part, style

    def _widths(self, names: Sequence[str]) -> list[int]:
        lines = (line for row in self.table.rows for line in lines_at(self.table, names, row))
        return [cell_len(names[0]), *map(cell_len, lines)]


def _beside(
    cells: Sequence[Sequence[_Piece]], widths: Sequence[int], margin: str
) -> Iterator[Segment]:
    """The cells of a row side by side, in as many lines as the longest; no trailing spaces."""
    for index in range(max(map(len, cells))):
        gap = margin
        for cell, wide in zip(cells, widths, strict=True):
            text, style = cell[index] if index < len(cell) else ("", "")
            if text:
                yield Segment(gap)
                yield Segment(text, _style(style))
                gap = ""
            gap += " " * (wide - cell_len(text) + _GAP)
        yield Segment("\n")


@cache
def _style(name: str) -> Style:
    return Style.parse(STYLES.get(name, ""))


@lru_cache(maxsize=1024)
def _folded(text: str, width: int) -> tuple[str, ...]:
    """The text in lines that fit, broken between words if possible."""
    if cell_len(text) <= width:
        return (text,)
    # folding uses the console only to measure text
    wrapped = Text(text).wrap(Console(file=StringIO()), width, overflow="fold")
    return tuple(line.plain.rstrip() for line in wrapped)


def _print_lines(table: Table, row: Row, console: Console) -> None:
    """Print a row on a terminal that is too narrow for columns: one cell to a line."""
    first, *rest = row.cells
    console.print(drawn(first, style=STYLES.get(row.style, "")))
    for name, cell in zip(table.columns[1:], rest, strict=True):
        if cell:
            console.print(Padding(drawn(f"{name.lower()}: {cell}"), (0, 0, 0, 2)))


# ------------------------------------------------------------------ pages


#: The least width of each text side by side; below it they go one under the other.
_SIDE_BY_SIDE = 28


def print_page(page: Page, stream: TextIO, color: bool) -> None:
    """Draw a page as wide as the terminal, with long lines folded."""
    draw_page(page, console_on(stream, color))


def draw_page(page: Page, console: Console) -> None:
    """Draw a page block by block."""
    begun = False
    for block in page:
        if isinstance(block, Heading) and begun:
            console.print()
        _draw(block, console)
        begun = True


def _draw(block: Block, console: Console) -> None:
    match block:
        case Heading():
            text = drawn(block.text, style=STYLES["heading"])
            console.print(Padding(text, (0, 0, 0, block.indent)))
        case Para(command=True):
            console.print(drawn(" " * block.indent + block.text), soft_wrap=True)
        case Para():
            _draw_para(block, console)
        case Pairs():
            _draw_pairs(block, console)
        case Beside():
            _draw_beside(block, console)
        case Drawing():
            for line in block.lines:
                pieces = ((harmless(span.text), STYLES.get(span.style, "")) for span in line)
                console.print(Text.assemble(*pieces), soft_wrap=True)
        case Items() | ToWrite() | Picture():
            for said in plain_page((block,)).splitlines():
                words = said.lstrip()
                console.print(Padding(drawn(words), (0, 0, 0, len(said) - len(words))))
        case Table():
            draw_table(block, console)
        case _:
            assert_never(block)


def _draw_para(para: Para, console: Console) -> None:
    style = STYLES.get(para.style, "")
    said: Text | RichTable = drawn(para.text, style=style)
    if para.hang:
        said = RichTable.grid()
        said.add_column(width=para.hang)
        said.add_column(overflow="fold")
        parts = (para.text[: para.hang], para.text[para.hang :])
        said.add_row(*(drawn(part, style=style) for part in parts))
    console.print(Padding(said, (0, 0, 0, para.indent)))


def _draw_pairs(pairs: Pairs, console: Console) -> None:
    width = min(label_width(pairs), console.width // 3)
    grid = RichTable.grid()
    grid.add_column(width=width, overflow="fold")
    grid.add_column(overflow="fold")
    for label, texts in pairs.rows:
        grid.add_row(drawn(label, style=STYLES["aside"]), drawn("\n".join(texts)))
    console.print(Padding(grid, (0, 0, 0, pairs.indent)))


def _draw_beside(beside: Beside, console: Console) -> None:
    columns = beside.columns
    if console.width // max(len(columns), 1) < _SIDE_BY_SIDE:
        _draw_pairs(Pairs(columns, indent=2), console)
        return
    grid = RichTable.grid(padding=(0, 3, 0, 0), pad_edge=False)
    for _ in columns:
        grid.add_column(ratio=1, overflow="fold")
    grid.add_row(*(drawn(heading, style=STYLES["heading"]) for heading, _ in columns))
    grid.add_row(*(drawn("\n".join(texts)) for _, texts in columns))
    console.print(Padding(grid, (0, 0, 0, 2)))
