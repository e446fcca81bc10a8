"""Reading a decoded procedure file: each key once, by its type, every problem noted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from resolutions_cli.core.procedure.limit import ENTERED, LEFT
from resolutions_cli.core.procedure.model import CLOSED
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ words of the language


#: Ids and codes are typed at a terminal and used in file names, so they are plain.
CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", re.ASCII)
CODE_IS = "small letters, digits and hyphens, at most 40 (like board-chair)"

VERSION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]|\.(?=[A-Za-z0-9])){0,39}", re.ASCII)
VERSION_IS = "letters, digits, hyphens and single dots, at most 40 (like 2026-04)"

#: Names that duties, deadlines and clocks of every procedure already have.
RESERVED_IDS = frozenset({"main", "safe", CLOSED, ENTERED, LEFT})

#: Words that a later version of the language may give a meaning. Ignoring one today would give
#: wrong deadlines, so they are refused by name.
LATER_WORDS = frozenset(
    {
        "closures", "every", "on_breach", "priority", "tracks",
    }
)  # fmt: skip


# ------------------------------------------------------------------ keys and types


T = TypeVar("T")

#: The place of a value: keys, and positions within arrays of tables: ("stage", 2, "until").
Path = tuple[str | int, ...]
Lines = Mapping[Path, int]


class Problem(Value):
    """A problem of a procedure file: the check's name, the line, the problem, the allowed values.

    `line` is 0 if unknown; a `warning` does not stop the file from being used.
    """

    name: str
    line: int
    sentence: str
    allowed: str = ""
    warning: bool = False


def line_at(lines: Lines, path: Path) -> int:
    """The line of the longest beginning of `path` that has one; 0 without any lines."""
    for end in range(len(path), -1, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return 0


def shown(text: str) -> str:
    """A text of the file in quotation marks: short, and without characters that move a cursor."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in text)
    return f'"{plain[:57]}..."' if len(plain) > 60 else f'"{plain}"'


#: The most tables to read in a file, in lists or named; a published procedure has a hundred.
#: Without it, 256 KiB of empty ones take seconds.
MOST_TABLES = 2_000


class Notes:
    """The problems found so far, and the lines they are reported at."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self.tables = 0

    def has_room(self, path: Path) -> bool:
        """Whether one more table may be read; notes a problem, once, when it is one too many."""
        self.tables += 1
        if self.tables == MOST_TABLES + 1:
            self.add("bad-value", path, "the file has too many tables", f"{MOST_TABLES} in all")
        return self.tables <= MOST_TABLES

    def add(self, name: str, path: Path, sentence: str, allowed: str = "") -> None:
        self.problems.append(Problem(name, line_at(self.lines, path), sentence, allowed))


_TYPES: Mapping[type, str] = {
    str: "a text in quotation marks",
    bool: "true or false, in small letters and without quotation marks",
    int: "a whole number",
    date: "a date like 2026-11-22, without quotation marks",
    list: "a list in square brackets",
    dict: "a table",
}


class TomlTable:
    """One table of the file. Each method takes a key; `end` reports the keys that were not taken.

    A value that cannot be read is noted and treated as absent, so that one pass finds every problem
    of a file.
    """

    def __init__(self, data: Mapping[str, Any], path: Path, notes: Notes) -> None:
        self.data = data
        self.path = path
        self.notes = notes
        self._taken: list[str] = []

    @property
    def line(self) -> int:
        return line_at(self.notes.lines, self.path)

    def has(self, key: str) -> bool:
        return key in self.data

    def note(self, name: str, key: str, sentence: str, allowed: str = "") -> None:
        self.notes.add(name, (*self.path, key) if key else self.path, sentence, allowed)

    # -------------------------------------------------------------- single values

    def take(self, key: str, kind: type[T], *, needed: bool = False) -> T | None:
        """The value of `key` if it is present and of exactly this type (true is not a number)."""
        self._taken.append(key)
        if key not in self.data:
            if needed:
                self.note("missing-key", "", f"`{key}` is missing", _TYPES[kind])
            return None
        value = self.data[key]
        if type(value) is not kind:
            self.note("wrong-type", key, f"`{key}` is of the wrong type", _TYPES[kind])
            return None
        return value

    def text(self, key: str, *, needed: bool = False) -> str:
        """A text on one line: each run of white space, with line ends, becomes one space."""
        value = self.take(key, str, needed=needed)
        return "" if value is None else self._plain(value, key)

    def flag(self, key: str) -> bool:
        return bool(self.take(key, bool))

    def code(self, key: str, *, needed: bool = False) -> str:
        value = self.take(key, str, needed=needed)
        if value is None:
            return ""
        return value if self._is_code(value, key) else ""

    def choice(self, key: str, allowed: Sequence[str], *, needed: bool = False) -> str:
        """One of the words `allowed`; "" when absent."""
        value = self.take(key, str, needed=needed)
        if value is None or value in allowed:
            return value or ""
        self.note("bad-value", key, f"`{key}` cannot be {shown(value)}", ", ".join(allowed))
        return ""

    # -------------------------------------------------------------- lists and tables

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        words = (self._plain(value, key) for value in self._strings(key, needed=needed))
        return tuple(word for word in words if word)

    def codes(self, key: str) -> tuple[str, ...]:
        codes = [code for code in self._strings(key) if self._is_code(code, key)]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            self.note("duplicate-id", key, f"`{key}` names {shown(code)} twice", "each code once")
        return tuple(dict.fromkeys(codes))

    def code_or_codes(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """One code, or a list of them, as a tuple."""
        if type(self.data.get(key)) is list:
            return self.codes(key)
        code = self.code(key, needed=needed)
        return (code,) if code else ()

    def _strings(self, key: str, *, needed: bool = False) -> list[str]:
        values = self.take(key, list, needed=needed) or []
        if needed and not values and self.has(key):
            self.note("missing-key", key, f"`{key}` is empty", "at least one text")
        if not all(type(value) is str for value in values):
            self.note("wrong-type", key, f"`{key}` holds something else than texts", _TYPES[str])
        return [value for value in values if type(value) is str]

    def meanings(self, key: str) -> dict[str, str]:
        """A table of codes with their meanings."""
        table = self.table(key)
        if table is None:
            return {}
        found = {
            code: table.text(code, needed=True) for code in table.data if table._is_code(code, code)
        }
        return {code: meaning for code, meaning in found.items() if meaning}

    def table(self, key: str, *, needed: bool = False) -> "TomlTable | None":
        value = self.take(key, dict, needed=needed)
        return None if value is None else TomlTable(value, (*self.path, key), self.notes)

    def named_tables(self, key: str) -> Iterator[tuple[str, "TomlTable"]]:
        """The tables of a table of tables, as [events.raised], with their names."""
        group = self.table(key)
        for name in group.data if group else ():
            if not self.notes.has_room((*self.path, key, name)):
                return
            if group and group._is_code(name, name) and (table := group.table(name)):
                yield name, table

    def tables(self, key: str) -> Iterator["TomlTable"]:
        """The tables of an array of tables, as [[stage]], or of a list of inline tables."""
        if type(self.data.get(key)) is dict:
            self._taken.append(key)
            allowed = f"two brackets on each side, as [[{key}]]"
            self.note("wrong-type", key, f"`{key}` is one table, and there are several", allowed)
            return
        for number, value in enumerate(self.take(key, list) or ()):
            path = (*self.path, key, number)
            if not self.notes.has_room(path):
                return
            if type(value) is dict:
                yield TomlTable(value, path, self.notes)
            else:
                self.notes.add("wrong-type", path, f"`{key}` holds no table here", _TYPES[dict])

    def end(self, later: Sequence[str] = ()) -> None:
        """Note every key that was not taken: an unknown key must not be ignored.

        `later` are words kept for a later version in this table alone.
        """
        for key in self.data:
            if key in self._taken:
                continue
            if key in LATER_WORDS or key in later:
                self.note(
                    "later-word",
                    key,
                    f"`{key}` is a word kept for a later version of the language",
                    "leave it out; this version could not act on it",
                )
            else:
                allowed = ", ".join(dict.fromkeys(self._taken))
                self.note("unknown-key", key, f"{shown(key)} is not a key of this table", allowed)

    # -------------------------------------------------------------- allowed texts

    def _plain(self, value: str, key: str) -> str:
        text = " ".join(value.split())
        if not text:
            self.note("missing-key", key, f"`{key}` is empty", "some text, or leave the key out")
        elif not text.isprintable():
            # they could rewrite a line on a terminal or reverse the direction of a date
            self.note("bad-text", key, f"`{key}` holds characters that do not show", "plain text")
            return ""
        return text

    def _is_code(self, value: str, key: str) -> bool:
        if CODE.fullmatch(value):
            return True
        self.note("bad-code", key, f"{shown(value)} cannot be a code", CODE_IS)
        return False
