"""A view as a value: headings, paragraphs, pairs, tables; and the page as plain text.

`terminal` draws it in colour; `html`, `markdown` and `docx` write it as files.
"""

from collections.abc import Iterable, Sequence
from typing import assert_never

from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.table import Table, plain_table


class Heading(Value):
    """The title of a section, `indent` columns in, after a blank line.

    `level` is 1 for the title of a whole document, 2 for its sections, 3 within them.
    """

    text: str
    indent: int = 0
    level: int = 2


class Para(Value):
    """A line of text, `indent` columns in; `style` names a meaning (a status), never a colour.

    A `command` is for copying, so terminals do not break it up. Where a terminal folds the text,
    further lines are indented by `hang` columns.
    """

    text: str
    indent: int = 0
    style: str = ""
    command: bool = False
    hang: int = 0


class Pairs(Value):
    """Labels with one or more lines of text each, in two columns."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    indent: int = 0


class Beside(Value):
    """Texts to read side by side, each under its heading; one after the other in a pipe."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]


class Span(Value):
    """A piece of a drawn line; `style` names a meaning, never a colour."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


class Drawing(Value):
    """Lines drawn for a given width, so that terminals do not break them up."""

    lines: tuple[Line, ...]


class Items(Value):
    """The items of a list; a text may have several lines."""

    texts: tuple[tuple[str, ...], ...]


class ToWrite(Value):
    """A gap that the record cannot fill, with the content that somebody must write there."""

    text: str


class Picture(Value):
    """A drawing as SVG, and its content in words for readers who do not see it."""

    svg: str
    words: str


Block = Heading | Para | Pairs | Beside | Items | ToWrite | Picture | Drawing | Table
Page = Sequence[Block]


class Report(Value):
    """A document made from the record, for people elsewhere.

    `title` appears in tabs, on sheets of paper and in a file's properties. It holds references
    and codes, never a text of the record. `footer` names the source and its digest. `foot` is
    printed on every sheet, in formats that have sheets.
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
    """The width of the labels in columns, with the gap after them."""
    return max((len(label) for label, _ in pairs.rows), default=0) + 2
