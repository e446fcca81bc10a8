"""A view as a value: headings, paragraphs, pairs, tables. Plain text here; `rich_page` draws it on
a terminal, `html`, `markdown` and `docx` write it for people who read elsewhere."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.table import Table, plain_table


class Heading(Value):
    """The title of a section, `indent` columns in; a blank line stands before it.

    `level` is 1 for what stands above a whole document, 2 for its sections, 3 within them.
    """

    text: str
    indent: int = 0
    level: int = 2


class Para(Value):
    """A line of text, `indent` columns in; `style` names a meaning (a status), never a colour.

    A `command` is for copying: no terminal breaks it up. The first `hang` columns stand out to
    the left of what a terminal has to fold.
    """

    text: str
    indent: int = 0
    style: str = ""
    command: bool = False
    hang: int = 0


class Pairs(Value):
    """Labels with what belongs to them, one or more lines each, in two columns."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    indent: int = 0


class Beside(Value):
    """Texts to be read side by side, each under its heading; in a pipe one after the other."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]


class Span(Value):
    """A piece of a drawn line; `style` names a meaning, never a colour."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


class Drawing(Value):
    """Lines that stay as they are drawn; made for a width, so no terminal breaks them up."""

    lines: tuple[Line, ...]


class Items(Value):
    """Texts one under the other, each an item of a list; a text may have several lines."""

    texts: tuple[tuple[str, ...], ...]


class ToWrite(Value):
    """A place that the record cannot fill and somebody has to: what belongs there."""

    text: str


class Picture(Value):
    """A drawing as SVG, and in words what it shows, for whoever does not see it."""

    svg: str
    words: str


Block = Heading | Para | Pairs | Beside | Items | ToWrite | Picture | Drawing | Table
Page = Sequence[Block]


class Report(Value):
    """A document made from the record, for people elsewhere.

    `title` is what tabs, sheets of paper and a file's properties say: references and codes, never
    a text of the record. `footer` is what it was made from, and its digest; `foot` stands on
    every sheet where a format has sheets.
    """

    title: str
    blocks: Page
    footer: Page = ()
    foot: tuple[str, ...] = ()


def plain_page(page: Page) -> str:
    """The page as text: no line cut or broken, no escape byte."""
    lines: list[str] = []
    for block in page:
        if isinstance(block, Heading) and lines:
            lines.append("")
        lines.extend(_plain(block))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _plain(block: Block) -> Iterable[str]:
    match block:
        case Heading() | Para():
            yield " " * block.indent + block.text
        case Pairs():
            yield from _plain_pairs(block)
        case Beside():
            for heading, texts in block.columns:
                yield f"  {heading}"
                yield from (f"    {text}" for text in texts)
        case Items():
            yield from _plain_items(block)
        case ToWrite():
            yield f"  [to be written: {block.text}]"
        case Picture():
            yield block.words
        case Drawing():
            yield from ("".join(span.text for span in line) for line in block.lines)
        case Table():
            yield from plain_table(block).splitlines()
        case _:
            assert_never(block)


def _plain_pairs(pairs: Pairs) -> Iterable[str]:
    width = label_width(pairs)
    for label, texts in pairs.rows:
        for index, text in enumerate(texts):
            yield " " * pairs.indent + (label if not index else "").ljust(width) + text


def _plain_items(items: Items) -> Iterable[str]:
    for first, *rest in items.texts:
        yield f"  - {first}"
        yield from (f"    {line}" for line in rest)


def label_width(pairs: Pairs) -> int:
    """The columns that the labels take, the gap after them included."""
    return max((len(label) for label, _ in pairs.rows), default=0) + 2
