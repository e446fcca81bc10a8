"""Pages on a terminal, in colour. Imported only where the output is a terminal."""

from typing import TextIO, assert_never

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from resolutions_cli.core.harmless import harmless
from resolutions_cli.render.page import (
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
from resolutions_cli.render.rich_table import STYLES, console_on, draw_table, drawn
from resolutions_cli.render.table import Table

#: Below this width each, texts stand one under the other and not side by side.
_SIDE_BY_SIDE = 28


def print_page(page: Page, stream: TextIO, color: bool) -> None:
    """Draw a page as wide as the terminal is, folding long lines under themselves."""
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
