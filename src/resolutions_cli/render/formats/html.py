"""Pages of HTML: one file that needs nothing else, to be read, put on file and printed on A4.

No script, nothing loaded from elsewhere; the page itself forbids both. Where it says what is
typed, that is text, whatever stands in it.
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


#: The classes of Unicode's bidirectional algorithm that turn a line, and the one that does not.
_TURNING, _STRAIGHT = ("R", "AL", "AN"), "L"


def apart(text: str) -> Markup:
    """The text, harmless, for a page of HTML. A line that begins from right to left stands for
    itself; in any other what runs so stands for itself, and turns neither brackets nor a date."""
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
    """What stands before letters that turn the line, and these by themselves: from the first of
    them to the last before a letter that runs from left to right."""
    return Markup("{}<bdi>{}</bdi>").format(before, turning)


def _begins_so(line: str) -> bool:
    """Whether the first letter of a line runs from right to left."""
    strong = (_class(char) for char in line)
    return next((each for each in strong if each in (*_TURNING, _STRAIGHT)), "") in _TURNING


@cache
def _class(char: str) -> str:
    return unicodedata.bidirectional(char)


# ------------------------------------------------------------------ the page


#: What a style means on a page; any other is no more than its text.
CLASSES = {
    "overdue": "overdue",
    "NOW": "overdue",
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

#: The column that says how a row stands; its word carries the colour.
_STATUS = "STATUS"

#: More columns than this do not stand side by side on a sheet of A4.
_COLUMNS = 5

#: A page says what is in it when it has so many sections.
_CONTENTS_FROM = 4

#: How a date begins, wherever one stands.
_DATE = re.compile(r"(end of )?(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d")

#: A text up to so many characters stays on one sheet of paper.
_WHOLE = 700


@dataclass(slots=True)
class _Section:
    """What stands under a heading of level 2; the first has none and stands under the title."""

    number: int
    name: str
    blocks: list[dict[str, Any]] = field(default_factory=list)


def html_page(title: str, blocks: Iterable[Block], footer: Iterable[Block] = ()) -> str:
    """One page. `title` is what a browser's tab and every sheet of paper say: a reference and
    codes, never a text of the record. A heading of level 1 at the beginning stands above the page
    instead of the title. `footer` is what it was made from, and its digest.
    """
    lead, *rest = [*blocks] or [Para("")]
    if not (isinstance(lead, Heading) and lead.level == 1):
        lead, rest = Heading(title, level=1), [lead, *rest]
    first, *sections = _numbered(_sections(rest))
    return _template().render(
        title=harmless(title),
        title_in_css=_in_css(title),
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
    """A text between quotation marks in a style sheet: what is no letter or digit, by number."""
    escaped = (
        char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}"
        for char in harmless(text)
    )
    return Markup("".join(escaped))


# ------------------------------------------------------------------ sections and levels


def _sections(blocks: Iterable[Block]) -> list[_Section]:
    """The blocks by their headings of level 2; a level below another is one below, never more."""
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
    """The sections, with the pictures told apart by number where there are several: each is a
    place of its own for whoever hears the page."""
    pictures = [
        node for section in sections for node in section.blocks if node["kind"] == "picture"
    ]
    for number, node in enumerate(pictures, 1):
        node["label"] = f"Picture {number}" if len(pictures) > 1 else "Picture"
    return sections


def _caption(section: _Section) -> str:
    """What a table without a heading of its own is a table of."""
    headings = [node["name"] for node in section.blocks if node["kind"] == "heading"]
    return str(headings[-1]) if headings else section.name


def _node(block: Block, level: int, caption: str) -> dict[str, Any]:
    """A block as the template takes it: harmless texts, classes by name."""
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
            # drawn by a renderer of ours, which escapes what it is given
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
    """A table; what may stand under another column does where there are too many for a sheet."""
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
    """Whether most of a column are dates, which are not to be broken into pieces."""
    index = table.columns.index(name)
    cells = [row.cells[index] for row in table.rows if row.cells[index]]
    return 2 * sum(map(bool, map(_DATE.match, cells))) > len(cells)


def _column_words(name: str) -> str:
    """The name of a column, which a terminal writes in capitals."""
    return harmless(name.capitalize() if name.isupper() else name)
