"""TOML read by the library, within limits; and the line of each value."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from resolutions_cli.files.disk.plain_toml import TomlFault

MAX_KEY_PARTS = 8
MAX_BRACKETS = 16

#: How many lines may begin with a bracket; a shipped procedure has at most 74.
MAX_TABLES = 4_000

#: The path of a value: keys, and positions within arrays of tables: ("stage", 2, "until").
Path = tuple[str | int, ...]


def load_any(raw: bytes) -> dict[str, Any]:
    """The values of any TOML, read by the library. Raises TomlFault, and nothing else.

    Limits apply before tomllib sees the text. A 20 kB key of dots takes it 1.4 s and 396 MB, a
    long row of brackets makes it raise RecursionError, and each table takes it many times the
    memory that it takes in the file.
    """
    text = decoded(raw)
    _refuse_depth(text)
    if text.count("\n[") > MAX_TABLES:
        raise TomlFault(f"more than {MAX_TABLES} tables")
    try:
        return tomllib.loads(text)
    except ValueError as fault:  # TOMLDecodeError, or an integer of more than 4300 digits
        raise _syntax_fault(str(fault), text) from None


def decoded(raw: bytes) -> str:
    """The text of a TOML file. Raises TomlFault when it is not plain UTF-8."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as fault:
        raise TomlFault("not UTF-8", raw.count(b"\n", 0, fault.start) + 1) from None
    if text.startswith("\ufeff"):
        raise TomlFault("begins with a byte-order mark", 1)
    return text


_PLACE = re.compile(r"\(at line (\d+), column \d+\)$")
_REASON_PLACE = re.compile(r" \(at (line \d+, column \d+|end of document)\)$")

#: The problem of a key or a table that was set before.
IS_TWICE = "a key or a table that is there twice"
_TWICE = ("Cannot declare", "Cannot overwrite", "Cannot mutate", "Duplicate inline table key")


def _syntax_fault(message: str, text: str) -> TomlFault:
    place = _PLACE.search(message)
    line = int(place[1]) if place else None
    if message.endswith("(at end of document)"):
        line = text.count("\n") + 1
    problem = IS_TWICE if message.startswith(_TWICE) else "not TOML"
    return TomlFault(problem, line, _REASON_PLACE.sub("", message))


# ------------------------------------------------------------------ the pieces of a text

# All repetition is possessive and every string ends somewhere (an unclosed one at the end
# of its line or of the text), so a scan is linear for any text.
_BASIC = r'"(?:[^"\\\n]|\\[^\n])*+"?'
_LITERAL = r"'[^'\n]*+'?"
_PART = rf"(?:[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})"
_DOT = r"[ \t]*+\.[ \t]*+"

_PIECE = re.compile(
    r"\#[^\n]*+"
    r'|"""(?:[^"\\]|\\.?|"(?!""))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    # A float or a one-line string counts as a key of one or two parts, which does no harm.
    rf"|(?P<key>{_PART}(?:{_DOT}{_PART}){{0,{MAX_KEY_PARTS - 1}}}+(?P<deep>{_DOT})?)"
    r"|(?P<open>[\[{])"
    r"|(?P<close>[\]}])",
    re.DOTALL,
)
_PARTS = re.compile(_PART)
_HEADER = re.compile(rf"\[(?P<many>\[)?[ \t]*(?P<key>{_PART}(?:{_DOT}{_PART})*+)")


def _refuse_depth(text: str) -> None:
    """Raise TomlFault for keys or brackets that are too deep, anywhere that tomllib reads them."""
    # Most entries have too few of either to be deep, and need no scan.
    if text.count(".") < MAX_KEY_PARTS and text.count("[") + text.count("{") <= MAX_BRACKETS:
        return
    depth = 0
    for piece in _PIECE.finditer(text):
        if piece["deep"]:
            raise TomlFault(f"a key of more than {MAX_KEY_PARTS} dotted parts", _line(text, piece))
        if piece.lastgroup == "open":
            depth += 1
            if depth > MAX_BRACKETS:
                raise TomlFault(f"brackets deeper than {MAX_BRACKETS}", _line(text, piece))
        elif piece.lastgroup == "close":
            depth -= 1


def _line(text: str, piece: re.Match[str]) -> int:
    return text.count("\n", 0, piece.start()) + 1


# ------------------------------------------------------------------ line numbers


def line_numbers(text: str) -> dict[Path, int]:
    """The line of each table header, each element of an array of tables, and each key.

    For a text that tomllib accepts. The file itself, (), is at line 1. A value inside an inline
    table or an array has no entry: use the longest beginning of its path that has one.
    """
    numbers: dict[Path, int] = {(): 1}
    sizes: dict[Path, int] = {}
    table: Path = ()
    for line, statement in _statements(text):
        if statement.group().startswith("["):
            found = _HEADER.match(text, statement.start())
            if found is None:
                continue
            table = _table_path(_key_parts(found["key"]), bool(found["many"]), sizes)
            numbers.setdefault(table, line)
            # "events" of [events.raised] is at the line of its first table
            for end in range(1, len(table)):
                numbers.setdefault(table[:end], line)
            continue
        parts = _key_parts(statement["key"])
        for end in range(1, len(parts) + 1):
            numbers.setdefault((*table, *parts[:end]), line)
    return numbers


def _statements(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The first piece of each header and each `key = value`, with its line."""
    depth, line, counted = 0, 1, 0
    for piece in _PIECE.finditer(text):
        if piece.lastgroup == "close":
            depth -= 1
            continue
        if depth == 0 and piece.lastgroup in ("key", "open"):
            begins = text.rfind("\n", 0, piece.start()) + 1
            if not text[begins : piece.start()].strip(" \t"):
                line += text.count("\n", counted, begins)
                counted = begins
                yield line, piece
        if piece.lastgroup == "open":
            depth += 1


def _key_parts(key: str) -> Path:
    return tuple(part.strip("\"'") for part in _PARTS.findall(key))


def _table_path(parts: Path, many: bool, sizes: dict[Path, int]) -> Path:
    """The path of a header; `sizes` counts the elements of each array of tables so far."""
    path: Path = ()
    for number, part in enumerate(parts, 1):
        path = (*path, part)
        if many and number == len(parts):
            sizes[path] = sizes.get(path, 0) + 1
        if path in sizes:
            path = (*path, sizes[path] - 1)
    return path
