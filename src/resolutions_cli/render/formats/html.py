"""Pages of HTML: one self-contained file to read, put on file and print on A4.

The page has no script, loads nothing and forbids both. Typed text is always escaped.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, assert_never

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from resolutions_cli.core.text import harmless, harmless_lines
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
from resolutions_cli.render.formats.table import Row, Table, lines_at, places_of

# ------------------------------------------------------------------ right to left


#: The classes of Unicode's bidirectional algorithm that run right to left, or left to right.
_TURNING, _STRAIGHT = ("R", "AL", "AN"), "L"


def apart(text: str) -> Markup:
    """The text, harmless, for a page of HTML, with right-to-left parts isolated.

    A line that begins right to left is isolated as a whole. In other lines each run of
    right-to-left text is, so that brackets and dates beside it keep their direction.
    """
    safe = harmless_lines(text)
    if safe.isascii():
        return escape(safe)
    return Markup("\n").join(map(_line, safe.split("\n")))


def _line(line: str) -> Markup:
    if _begins_so(line):
        return Markup("<bdi>{}</bdi>").format(line)
    said: list[Markup] = []
    begin = end = done = 0
    for index, char in enumerate(line):
        kind = _class(char)
        if kind in _TURNING:
            begin, end = (begin if end > done else index), index + 1
        elif kind == _STRAIGHT and end > done:
            said.append(_run(line[done:begin], line[begin:end]))
            done = end
    if end > done:
        said.append(_run(line[done:begin], line[begin:end]))
        done = end
    return Markup("").join((*said, escape(line[done:])))


def _run(before: str, turning: str) -> Markup:
    """The text before a right-to-left run, then the run in an isolating element."""
    return Markup("{}<bdi>{}</bdi>").format(before, turning)


def _begins_so(line: str) -> bool:
    """Whether the first letter of a line runs right to left."""
    strong = (_class(char) for char in line)
    return next((each for each in strong if each in (*_TURNING, _STRAIGHT)), "") in _TURNING


@cache
def _class(char: str) -> str:
    return unicodedata.bidirectional(char)


# ------------------------------------------------------------------ the page


#: The CSS class of each style; any other style is plain text.
CLASSES = {
    "overdue": "overdue",
    "NOW": "overdue",
    "past-guide": "due-today",
    "due-today": "due-today",
    "due-soon": "due-soon",
    "quiet": "quiet",
    "on-time": "met",
    "met": "met",
    "done": "met",
    "missed": "overdue",
    "done-late": "overdue",
    "to-be-settled": "overdue",
    "no-date": "aside",
    "left": "aside",
    "ended": "aside",
    "aside": "aside",
    "heading": "strong",
    "start": "quiet",
    "ends": "due-today",
    "counted": "met",
    "holiday": "due-soon",
}

#: The column with the status of a row; its word carries the colour.
_STATUS = "STATUS"

#: The most columns that fit side by side on a sheet of A4.
_COLUMNS = 5

#: The number of sections from which a page has a list of contents.
_CONTENTS_FROM = 4

#: The beginning of a date in a cell.
_DATE = re.compile(r"(end of )?(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d")

#: Texts shorter than this, in characters, stay on one sheet of paper.
_WHOLE = 700


@dataclass(slots=True)
class _Section:
    """The blocks under a heading of level 2; the first section is under the title instead."""

    number: int
    name: str
    blocks: list[dict[str, Any]] = field(default_factory=list)


def html_page(
    title: str, blocks: Iterable[Block], footer: Iterable[Block] = (), sheet: float = 0
) -> str:
    """One page of HTML.

    `title` appears in the browser's tab and on every sheet of paper: a reference and codes, never
    a text of the record. The page shows it as its heading, unless the first block is a heading of
    level 1. `footer` names the source and its digest. With `sheet`, the size of print in points,
    it is printed as one sheet of A4.
    """
    lead, *rest = [*blocks] or [Para("")]
    if not (isinstance(lead, Heading) and lead.level == 1):
        lead, rest = Heading(title, level=1), [lead, *rest]
    first, *sections = _numbered(_sections(rest))
    return _template().render(
        title=harmless(title),
        title_in_css=_in_css(title),
        sheet=sheet,
        heading=lead.text,
        lead=first.blocks,
        sections=sections,
        contents=len(sections) >= _CONTENTS_FROM,
        footer=[block for section in _numbered(_sections(footer)) for block in section.blocks],
    )


@cache
def _template() -> Template:
    folder = resources.files("resolutions_cli").joinpath("data", "templates")
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text("utf-8")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["apart"] = apart
    return environment.get_template("page.html")


def _in_css(text: str) -> Markup:
    """A text for quotation marks in a style sheet; all but ASCII letters and digits escaped."""
    escaped = (
        char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}"
        for char in harmless(text)
    )
    return Markup("".join(escaped))


# ------------------------------------------------------------------ sections and levels


def _sections(blocks: Iterable[Block]) -> list[_Section]:
    """The blocks by their headings of level 2; deeper headings never skip a level."""
    found = [_Section(0, "")]
    level = 1
    for block in blocks:
        if isinstance(block, Heading):
            level = min(max(block.level, 2), level + 1)
            if level == 2:
                found.append(_Section(len(found), harmless(block.text)))
                continue
            found[-1].blocks.append(
                {"kind": "heading", "level": level, "name": harmless(block.text)}
            )
            continue
        found[-1].blocks.append(_node(block, level, _caption(found[-1])))
    return found


def _numbered(sections: list[_Section]) -> list[_Section]:
    """The sections, with several pictures numbered, since screen readers list each by its label."""
    pictures = [
        node for section in sections for node in section.blocks if node["kind"] == "picture"
    ]
    for number, node in enumerate(pictures, 1):
        node["label"] = f"Picture {number}" if len(pictures) > 1 else "Picture"
    return sections


def _caption(section: _Section) -> str:
    """The caption for a table without a heading: the nearest heading above it."""
    headings = [node["name"] for node in section.blocks if node["kind"] == "heading"]
    return str(headings[-1]) if headings else section.name


def _node(block: Block, level: int, caption: str) -> dict[str, Any]:
    """A block for the template, with harmless texts and the names of classes."""
    match block:
        case Para(text, _, style, command):
            said: dict[str, Any] = {"text": apart(text), "style": CLASSES.get(style, "")}
            return {"kind": "command" if command else "para", **said}
        case Pairs():
            return {"kind": "pairs", "rows": [_pair(label, texts) for label, texts in block.rows]}
        case Beside():
            columns = [_pair(label, texts) for label, texts in block.columns]
            return {"kind": "beside", "columns": columns, "level": min(level + 1, 6)}
        case Items():
            return {"kind": "items", "texts": [_lines(texts) for texts in block.texts]}
        case ToWrite():
            return {"kind": "to-write", "text": apart(block.text)}
        case Picture():
            # safe as markup, because our own renderer drew it and escapes all text
            drawing = Markup(block.svg)
            return {"kind": "picture", "svg": drawing, "words": harmless_lines(block.words)}
        case Drawing():
            lines = [
                [(harmless(span.text), CLASSES.get(span.style, "")) for span in line]
                for line in block.lines
            ]
            return {"kind": "drawing", "lines": lines, "caption": caption}
        case Table():
            return _table(block.trimmed(), caption)
        case Heading():
            raise AssertionError(block)  # it begins a section
    assert_never(block)


def _pair(label: str, texts: Sequence[str]) -> dict[str, Any]:
    lines = _lines(texts)
    return {"label": apart(label), "lines": lines, "whole": len(lines) < _WHOLE}


def _lines(texts: Sequence[str]) -> Markup:
    return Markup("\n").join(map(apart, texts))


# ------------------------------------------------------------------ tables


def _table(table: Table, caption: str) -> dict[str, Any]:
    """A table for the template; with too many columns for A4, some move under others."""
    many = len(table.columns) > _COLUMNS
    places = places_of(table, {**(table.under if many else {}), **table.notes})
    return {
        "kind": "table",
        "caption": table.heading or caption,
        "shows_caption": bool(table.heading),
        "columns": [
            {"name": _column_words(place[0]), "is_when": _is_when(table, place[0])}
            for place in places
        ],
        "rows": [list(_cells(table, row, places)) for row in table.rows],
    }


def _cells(table: Table, row: Row, places: Sequence[Sequence[str]]) -> Iterator[dict[str, Any]]:
    has_status = _STATUS in table.columns
    for index, place in enumerate(places):
        said, *notes = map(apart, lines_at(table, place, row))
        is_status = place[0] == _STATUS
        carries = is_status or (index == 0 and not has_status)
        style = CLASSES.get(row.style, "") if carries else ""
        yield {
            "column": _column_words(place[0]),
            "text": said,
            "notes": notes,
            "style": f"status {style}".strip() if is_status else style,
            "is_header": index == 0 and not is_status,
        }


def _is_when(table: Table, name: str) -> bool:
    """Whether most cells of a column are dates, which must not be broken across lines."""
    index = table.columns.index(name)
    cells = [row.cells[index] for row in table.rows if row.cells[index]]
    return 2 * sum(map(bool, map(_DATE.match, cells))) > len(cells)


def _column_words(name: str) -> str:
    """The name of a column without the capitals of the terminal."""
    return harmless(name.capitalize() if name.isupper() else name)
