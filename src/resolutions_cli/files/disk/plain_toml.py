"""TOML as this program writes it, read and written without the libraries.

Every command reads the settings, and reading a dispute reads a head for each of its entries.
Importing tomllib takes longer than a whole `due` with an index, and tomllib takes five times as
long for each head. An import of a spreadsheet writes a hundred thousand heads, and tomli_w looks
at every character of them. Anything less plain is left to the libraries.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

#: In bytes; no head comes near it. The library, which has its own limits, reads anything larger.
PLAIN_LIMIT = 16 * 1024

#: Digits that are surely a number in both TOML and Python.
_DIGITS = 9

_WORDS = {"true": True, "false": False}

# Shapes, with a 0 for every digit: no regular expression needs compiling at the start of every
# command.
_SHAPE = str.maketrans("123456789", "0" * 9)
_DATE = "0000-00-00"
_INSTANTS = frozenset(
    f"{_DATE} 00:00:00{fraction}{sign}00:00" for fraction in ("", ".000000") for sign in "+-"
)


class TomlFault(Exception):
    """Bytes that cannot be read as TOML.

    `problem` is a fixed phrase without any text of the file, so that it can be shown and
    logged. `line` counts from 1, or is None if the fault has no single place. `reason` is the
    library's own, which may quote the file: only for who writes the file.
    """

    def __init__(self, problem: str, line: int | None = None, reason: str = "") -> None:
        self.problem = problem
        self.line = line
        self.reason = reason
        super().__init__(problem)


class _NotPlain(Exception):
    """The library must read or write this."""


def plain_values(raw: bytes) -> dict[str, Any] | None:
    """The values that tomllib would read from these bytes; None if they are not plain.

    Plain are comments, tables of one name, and plain keys with true, false, a number, a date,
    an instant with its offset, a text without escapes except line ends, or texts in an array,
    each on its own line.
    """
    if len(raw) > PLAIN_LIMIT:
        return None
    try:
        text = raw.decode()
        # no control character, and no space or line end that only one of TOML and Python knows
        return _tables(text) if text.replace("\n", "").isprintable() else None
    except (_NotPlain, ValueError):  # not UTF-8; a day that does not exist
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
            if line[-1] != "]" or not _is_key(name) or name in values:
                raise _NotPlain
            values[name] = table = {}
            continue
        key, _, typed = line.partition("=")
        key, typed = key.rstrip(" "), typed.lstrip(" ")
        if key in table or not _is_key(key):
            raise _NotPlain
        table[key] = _value(typed) if typed != "[" else _texts(lines)
    return values


def _texts(lines: Iterator[str]) -> list[str]:
    """The texts of an array, up to the line that closes it."""
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
    shape = typed.translate(_SHAPE)
    if shape in _INSTANTS and _is_time_of_day(typed[11:16]) and _is_time_of_day(typed[-5:]):
        return datetime.fromisoformat(typed)
    if shape == _DATE:
        return date.fromisoformat(typed)
    if typed == "0" or (0 < len(typed) <= _DIGITS and typed[0] != "0" and not shape.strip("0")):
        return int(typed)
    raise _NotPlain


def _is_time_of_day(digits: str) -> bool:
    """Whether hours and minutes, as "09:30", are in range: Python may accept others one day."""
    return digits[:2] < "24" and digits[3:] < "60"


@lru_cache(maxsize=512)  # every head has the same few keys
def _is_key(name: str) -> bool:
    return name.isascii() and name.replace("-", "").replace("_", "").isalnum()


def _text(typed: str) -> str:
    text = typed[1:-1]
    if len(typed) < 2 or typed[0] != '"' or typed[-1] != '"' or '"' in text:
        raise _NotPlain
    if "\\" in text:
        if "\\" in text.replace(r"\n", ""):
            raise _NotPlain
        # an n follows every backslash, so none of them is itself escaped
        text = text.replace(r"\n", "\n")
    return text


# ------------------------------------------------------------------ writing

#: The escape for each character in a TOML text; a tab needs none.
_ESCAPED = {
    **{code: f"\\u{code:04x}" for code in (*range(32), 127) if code != ord("\t")},
    **{ord(char): f"\\{letter}" for char, letter in zip('\b\n\f\r"\\', 'bnfr"\\', strict=True)},
}


def plain_text(values: Mapping[str, Any]) -> str | None:
    """The text that tomli_w would write for these values; None if they are not plain.

    Plain are plain keys with true, false, a number, a date, an instant, a text or texts in an
    array, followed by tables of these.
    """
    try:
        return _table_text(values, "")
    except _NotPlain:
        return None


def quoted(text: str) -> str:
    """A text in quotation marks, exactly as tomli_w writes it."""
    return f'"{text.translate(_ESCAPED)}"'


def _table_text(table: Mapping[str, Any], name: str) -> str:
    tables = {key: value for key, value in table.items() if isinstance(value, dict)}
    if tables and name:
        raise _NotPlain
    lines = [f"[{name}]\n"] if name else []
    lines += [
        f"{_key(key)} = {_value_text(value)}\n" for key, value in table.items() if key not in tables
    ]
    parts = ["".join(lines)] if lines else []
    return "\n".join((*parts, *(_table_text(value, _key(key)) for key, value in tables.items())))


def _key(key: str) -> str:
    if not _is_key(key):
        raise _NotPlain
    return key


def _value_text(value: Any) -> str:
    kind = type(value)
    if kind is str:
        return quoted(value)
    if kind is bool:
        return "true" if value else "false"
    if kind in (int, date, datetime):
        return str(value)
    if kind is not list or not all(type(item) is str for item in value):
        raise _NotPlain
    return "".join(("[\n", *(f"    {quoted(item)},\n" for item in value), "]")) if value else "[]"
