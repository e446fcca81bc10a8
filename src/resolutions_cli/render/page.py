"""A view as a value: headings, paragraphs, pairs, tables. Plain text here; `rich_page` draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resolutions_cli.render.table import Table, plain_table


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section, `indent` columns in; a blank line stands before it."""

    text: str
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Para:
    """A line of text, `indent` columns in; `style` names a meaning (a status), never a colour.

    A `command` is for copying: no terminal breaks it up.
    """

    text: str
    indent: int = 0
    style: str = ""
    command: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with what belongs to them, one or more lines each, in two columns."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """Texts to be read side by side, each under its heading; in a pipe one after the other."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a drawn line; `style` names a meaning, never a colour."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines that stay as they are drawn; made for a width, so no terminal breaks them up."""

    lines: tuple[Line, ...]


Block = Heading | Para | Pairs | Beside | Drawing | Table
Page = Sequence[Block]


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
            width = label_width(block)
            for label, texts in block.rows:
                for index, text in enumerate(texts):
                    yield " " * block.indent + (label if not index else "").ljust(width) + text
        case Beside():
            for heading, texts in block.columns:
                yield f"  {heading}"
                yield from (f"    {text}" for text in texts)
        case Drawing():
            yield from ("".join(span.text for span in line) for line in block.lines)
        case Table():
            yield from plain_table(block).splitlines()


def label_width(pairs: Pairs) -> int:
    """The columns that the labels take, the gap after them included."""
    return max((len(label) for label, _ in pairs.rows), default=0) + 2
