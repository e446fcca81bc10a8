"""Words that run from right to left, kept apart on a page from the dates that stand beside them."""

import unicodedata
from functools import cache

from markupsafe import Markup, escape

from resolutions_cli.core.harmless import harmless_lines

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
