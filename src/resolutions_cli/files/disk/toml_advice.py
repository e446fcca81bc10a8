"""What is usually wrong with a text that is no TOML, by the line at which reading it stopped."""

import re
from collections.abc import Sequence
from datetime import date

from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.toml_library import IS_TWICE

#: Tables of a procedure file that are in lists, so that their names take two brackets.
_IN_LISTS = "stage|limit|decision|duty|cap|example"

_CURLY = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}" + (
    "\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
    "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
_OPENS_CURLY = re.compile(rf"\s*[{_CURLY}]|[^\"#]*[=,\[{{]\s*[{_CURLY}]")
_SINGLE_BRACKET = re.compile(rf"\s*\[(?:[a-z]+\.)*(?P<name>{_IN_LISTS})\]\s*(?:#.*)?", re.ASCII)
_SETS = re.compile(r"\s*(?P<key>[A-Za-z0-9_.-]+)\s*=\s*(?P<value>[^\s].*)?", re.ASCII)
_YES = re.compile(r"(?P<word>yes|no|true|false|on|off)\b", re.IGNORECASE)
_MEANS_TRUE = ("yes", "true", "on")
_DATE = re.compile(
    r"(?:(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
    r"|(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2}))(?![\d/.-])",
    re.ASCII,
)

#: A text alone in a line, as in a list over several lines.
_LISTED = re.compile(r'\s*"[^"]*"\s*')

#: The beginnings of files that are no plain text.
_NO_TEXT = (
    (b"PK\x03\x04", "this is a Word document or a zip file"),
    (b"{\\rtf", "this is a formatted document"),
    (b"\xd0\xcf\x11\xe0", "this is a Word document"),
    (b"%PDF", "this is a PDF"),
)
_PLAIN = "save it as plain text, encoding UTF-8"

#: The advice where nothing more can be said.
TOML_IS = "TOML in UTF-8"


def what_is_wrong(raw: bytes, fault: TomlFault) -> str:
    """What to put right in bytes that cannot be read as TOML, by the line of the fault."""
    for begins, sentence in _NO_TEXT:
        if raw.startswith(begins):
            return f"{sentence}: {_PLAIN}"
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return f"it holds characters of another encoding: {_PLAIN}"
    lines = text.split("\n")
    if fault.line is None or not 0 < fault.line <= len(lines):
        return TOML_IS
    here, before = lines[fault.line - 1].rstrip("\r"), lines[: fault.line - 1]
    if fault.problem == IS_TWICE:
        return _of_twice(here)
    return _of_line(here) or _of_lines_before(before) or TOML_IS


def _of_twice(here: str) -> str:
    if _SINGLE_BRACKET.fullmatch(here):
        return f"there are several: two brackets on each side, as [[{_dotted(here)}]]"
    if here.lstrip().startswith("[["):
        return f"an earlier [{_dotted(here)}] has one bracket on each side, and needs two"
    if here.lstrip().startswith("["):
        return "put the keys of both into one table"
    return "leave one of the two out"


def _of_line(here: str) -> str:
    if _OPENS_CURLY.match(here):
        return 'curly quotation marks, as Word makes them: write straight ones, "like this"'
    if here.lstrip().startswith("[") and here.count("[") != here.count("]"):
        return "the closing bracket is missing"
    if "\N{NO-BREAK SPACE}" in here:
        return "a no-break space, as Word and web pages have: write an ordinary one"
    found = _SETS.fullmatch(here)
    if found is None:
        return _of_no_setting(here)
    return _of_value(found["value"] or "")


def _dotted(header: str) -> str:
    return header.split("#", maxsplit=1)[0].strip().strip("[]")


def _of_no_setting(here: str) -> str:
    if re.match(r"\s*[A-Za-z0-9_-]+\s*:", here):
        return "`=` between a key and its value, in place of `:`"
    if re.match(r"\s*[A-Za-z0-9_-]+\s+[A-Za-z0-9_ -]+=", here):
        return "a key has no spaces: join the words with `_`"
    return ""


def _of_value(value: str) -> str:
    if not value or value.startswith("#"):
        return "the value is missing: a text in quotation marks, true, or a date"
    if found := _YES.match(value):
        meant = "true" if found["word"].lower() in _MEANS_TRUE else "false"
        return f"write `{meant}`, in small letters and without quotation marks"
    if found := _DATE.match(value):
        parts = [found[name] for name in ("y", "m", "d")]
        if found["y"] is None:
            parts = [found[name] for name in ("year", "month", "day")]
        try:
            return f"write the date as {date(*map(int, parts)).isoformat()}"
        except ValueError:
            return "there is no such day; write a date as 2026-11-01: year, month, day"
    if value[0] in "[{":
        return _of_list(value)
    if value[0] not in "\"'":
        if value.split(" #", maxsplit=1)[0].count('"') == 1:
            return "the opening quotation mark is missing"
        return "a text is in quotation marks" if re.search(r"[^\W\d]", value) else ""
    return _of_quoted(value)


def _of_list(value: str) -> str:
    if value.count('"') % 2:
        return "a quotation mark is missing"
    if re.search(r'"\s+"|\}\s*\{', value):
        return "a comma is missing between two values of the list"
    if re.search(r",\s*\}", value):
        return "no comma before the closing `}`"
    if value.startswith("{") and value.count("{") != value.count("}"):
        return "`{` and `}` stand in one line, with everything between them"
    return "the closing bracket is missing" if value.count("[") != value.count("]") else ""


def _of_quoted(value: str) -> str:
    if "\\" in value:
        return r"a backslash stands for something else: write `\\`, or leave it out"
    mark = value[0]
    if value.startswith(mark * 3):
        return f"the three closing quotation marks {mark * 3} are missing"
    count = value.split(" #", maxsplit=1)[0].count(mark)
    if count == 1:
        return "the closing quotation mark is missing"
    if mark == '"' and count > 2:
        return "quotation marks inside a text: write single ones there, 'like this'"
    if mark == "'":
        return 'a text with an apostrophe is in double quotation marks, "like this"'
    return "one key and its value in a line, and after it only a comment that begins with #"


def _of_lines_before(before: Sequence[str]) -> str:
    """The advice when a line can only be wrong because one before it is not closed."""
    for line in reversed(before):
        if line.strip() and not line.lstrip().startswith("#"):
            code = line.split(" #", maxsplit=1)[0]
            if code.count("[") > code.count("]") or code.rstrip().endswith(","):
                return "the closing bracket of a list before this line is missing"
            if code.count('"') % 2:
                return "a quotation mark is missing in a line before this"
            return "a comma is missing after the value before" if _LISTED.fullmatch(code) else ""
    return ""
