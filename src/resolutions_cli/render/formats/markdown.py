"""Pages of Markdown: CommonMark with tables, for wikis and editors.

Typed text is escaped: it becomes no HTML, no link, no picture and no `|` that breaks a table.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from resolutions_cli.core.text import harmless
from resolutions_cli.render.formats.page import (
    Beside,
    Block,
    Drawing,
    Heading,
    Items,
    Pairs,
    Para,
    Picture,
    ToWrite,
)
from resolutions_cli.render.formats.table import Table

#: Characters with a meaning anywhere; an ampersand before a name, a colon in an address.
_MARKS = re.compile(r"[\\`*_\[\]<>|~#$]|&(?=#|\w+;)|:(?=//)")

#: Characters with a meaning at the start of a line: a list, a rule, an underlined heading.
_AT_BEGINNING = re.compile(r"\A(?:(?P<sign>[-+=])|(?P<number>\d+)(?P<dot>[.)]))")

#: Some readers turn `www.` into a link.
_WWW = re.compile(r"www\.", re.IGNORECASE)

#: A line break within a paragraph.
_BREAK = "\\\n"


def markdown_page(blocks: Iterable[Block], footer: Iterable[Block] = ()) -> str:
    """The page as Markdown; `footer` names its source, below a rule."""
    parts = [part for block in blocks for part in _parts(block)]
    last = [part for block in footer for part in _parts(block)]
    if last:
        parts += ["---", *last]
    return "".join(f"{part}\n\n" for part in parts).rstrip("\n") + "\n"


def _parts(block: Block) -> Iterator[str]:
    """The parts of a block; each goes between two blank lines."""
    match block:
        case Heading():
            yield f"{'#' * min(block.level, 6)} {_line(block.text)}"
        case Para(command=True):
            yield _code(block.text)
        case Para():
            yield _text(block.text.split("\n"))
        case Pairs():
            rows = (f"- **{_line(label)}:** {_text(texts, 2)}" for label, texts in block.rows)
            yield "\n".join(rows)
        case Beside():
            for heading, texts in block.columns:
                yield f"> **{_line(heading)}**\n>\n" + _quoted(_text(texts))
        case Items():
            yield "\n".join(f"- {_text(texts, 2)}" for texts in block.texts)
        case ToWrite():
            yield _quoted(f"**To be written:** {_text(block.text.split(chr(10)))}")
        case Picture():
            yield _text(block.words.split("\n"))
        case Drawing():
            yield _fenced("".join(span.text for span in line) for line in block.lines)
        case Table():
            yield from _table(block.trimmed())
        case _:
            assert_never(block)


# ------------------------------------------------------------------ texts


def _line(text: str) -> str:
    """A text on one line, with every special character escaped."""
    safe = harmless(text)
    inner = safe.strip(" ")
    if not inner:
        return "&nbsp;" if safe else ""
    escaped = _WWW.sub(lambda found: f"{found[0][:-1]}\\.", _MARKS.sub(r"\\\g<0>", inner))
    escaped = _AT_BEGINNING.sub(_escaped_beginning, escaped)
    return "&nbsp;" * (len(safe) - len(safe.lstrip(" "))) + escaped


def _escaped_beginning(found: re.Match[str]) -> str:
    return f"\\{found['sign']}" if found["sign"] else f"{found['number']}\\{found['dot']}"


def _text(lines: Sequence[str], indent: int = 0) -> str:
    """The lines of one text, each on a line; blank lines are kept, except at the end."""
    said = [_line(line) or "&nbsp;" for line in lines]
    while len(said) > 1 and said[-1] == "&nbsp;":
        said.pop()
    return (_BREAK + " " * indent).join(said)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _code(text: str) -> str:
    """A text as code, between more backticks in a row than it contains."""
    safe = " ".join(map(harmless, text.split("\n")))
    fence = "`" * (_longest(safe) + 1)
    return f"{fence} {safe} {fence}" if "`" in safe else f"{fence}{safe}{fence}"


def _fenced(lines: Iterable[str]) -> str:
    drawn = [harmless(line) for line in lines]
    fence = "`" * max(3, _longest("\n".join(drawn)) + 1)
    return "\n".join((f"{fence}text", *drawn, fence))


def _longest(text: str) -> int:
    """The length of the longest run of backticks."""
    return max(map(len, re.findall("`+", text)), default=0)


# ------------------------------------------------------------------ tables


def _table(table: Table) -> Iterator[str]:
    if table.heading:
        yield f"**{_line(table.heading)}**"
    if table.columns:
        names = [name.capitalize() if name.isupper() else name for name in table.columns]
        rows = [names, *(row.cells for row in table.rows)]
        head, *body = (f"| {' | '.join(map(_cell, cells))} |" for cells in rows)
        yield "\n".join((head, f"|{' --- |' * len(names)}", *body))


def _cell(text: str) -> str:
    """A cell on one line, as Markdown tables require."""
    return " / ".join(_line(line) for line in text.split("\n"))
