"""TOML as this program writes it, read without the library.

Every command reads the settings, and whatever reads a dispute reads a head for each of its
entries: loading tomllib takes longer than all that `due` does with an index, and it takes five
times as long over a head. What is not as plain as this is left to it.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

#: In bytes; no head comes near it. What is larger is the library's, which has its limits.
PLAIN_LIMIT = 16 * 1024

_WORDS = {"true": True, "false": False}
_KEY = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_DAY = r"\d{4}-\d\d-\d\d"
_INSTANT = re.compile(
    rf"{_DAY} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{{6}})?[+-](?:[01]\d|2[0-3]):[0-5]\d",
    re.ASCII,
).fullmatch
#: So many digits as are surely a number to TOML and to Python alike.
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}").fullmatch
_DATE = re.compile(_DAY, re.ASCII).fullmatch


class _NotPlain(Exception):
    """It is left to the library."""


def plain_values(raw: bytes) -> dict[str, Any] | None:
    """What tomllib would make of these bytes.

    None for anything but comments, tables of one name, and plain keys with true, false, a
    number, a date, an instant with its offset, a text without escapes, or texts in an array,
    each on a line of its own.
    """
    if len(raw) > PLAIN_LIMIT:
        return None
    try:
        text = raw.decode()
        # no control character, and nothing that is a space or the end of a line to one alone
        return _tables(text) if text.replace("\n", "").isprintable() else None
    except (_NotPlain, ValueError):  # not UTF-8; a day that there is not
        return None


def _tables(text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    table = values
    lines = iter(text.split("\n"))
    for line in lines:
        line = line.strip(" ")
        if not line or line[0] == "#":
            continue
        if line[0] == "[":
            name = line[1:-1]
            if line[-1] != "]" or not _KEY(name) or name in values:
                raise _NotPlain
            values[name] = table = {}
            continue
        key, _, typed = line.partition("=")
        key, typed = key.rstrip(" "), typed.lstrip(" ")
        if key in table or not _KEY(key):
            raise _NotPlain
        table[key] = _value(typed) if typed != "[" else _texts(lines)
    return values


def _texts(lines: Iterator[str]) -> list[str]:
    """What stands in an array, up to the line that closes it."""
    texts: list[str] = []
    for line in lines:
        line = line.strip(" ")
        if line == "]":
            return texts
        if line[-1:] != ",":
            raise _NotPlain
        texts.append(_text(line[:-1]))
    raise _NotPlain


def _value(typed: str) -> Any:
    if typed[:1] == '"':
        return _text(typed)
    if typed in _WORDS:
        return _WORDS[typed]
    if typed == "[]":
        return []
    if _INSTANT(typed):
        return datetime.fromisoformat(typed)
    if _DATE(typed):
        return date.fromisoformat(typed)
    if _NUMBER(typed):
        return int(typed)
    raise _NotPlain


def _text(typed: str) -> str:
    text = typed[1:-1]
    if len(typed) < 2 or typed[0] != '"' or typed[-1] != '"' or '"' in text or "\\" in text:
        raise _NotPlain
    return text
