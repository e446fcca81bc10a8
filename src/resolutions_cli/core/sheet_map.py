"""The columns of a spreadsheet by its map, and the values of a row.

The program never guesses. A date has the form that the map gives, and the map translates words that
the procedure does not know. A column that the map does not name is ignored.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from resolutions_cli import errors
from resolutions_cli.core.value import Value

FORMAT = 1

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}

#: The meanings that a column can have. A cell of `several` may hold more than one value.
DATES = frozenset(("raised", "disputed", "event", "reached", "closed"))
SEVERAL = frozenset(("child", "raised-by", "with", "concern"))
WORDS = frozenset(
    (
        *("reference", "procedure", "about", "disputed-kind", "stage", "outcome"),
        *("summary", "seeking", "risk-to-child", "closing-reason"),
    )
)
MEANINGS = DATES | SEVERAL | WORDS

#: Columns of these kinds name their event or stage.
_OF = {"event": "event", "reached": "stage"}

_KEYS = frozenset(("heading", "is", "event", "stage", "values", "default", "dates", "between"))
_TOKENS = {
    "dd": r"(?P<day>\d{1,2})",
    "mm": r"(?P<month>\d{1,2})",
    "yyyy": r"(?P<year>\d{4})",
    "HH": r"(?P<hour>\d{1,2})",
    "MM": r"(?P<minute>\d{2})",
}
_TOKEN = re.compile("|".join(_TOKENS))
_FORM = re.compile(r"(?:dd|mm|yyyy)(?:([/. -])(?:dd|mm|yyyy)){2}(?: HH:MM)?")


class Column(Value):
    """One column: its heading, its meaning, and how its cells are read.

    `of` is the event or the stage whose date it has; `between` separates several values in a cell.
    """

    heading: str
    means: str
    of: str = ""
    values: Mapping[str, str] = {}
    default: str = ""
    dates: tuple[str, ...] = ()
    between: str = ""


class SheetMap(Value):
    """A map: how the sheet is written, and the meanings of its columns."""

    columns: tuple[Column, ...]
    separator: str = ","
    procedure: str = ""


class RowProblem(Value):
    """A problem in a row, with its column."""

    line: int
    heading: str
    condition: errors.ResolveError


# ------------------------------------------------------------------ the map itself


def read_map(values: Mapping[str, Any]) -> SheetMap:
    """A map from decoded TOML. Raises MapUnusable."""
    _only(values, {"format", "procedure", "separator", "dates", "column"}, "the map")
    if values.get("format") != FORMAT or type(values.get("format")) is not int:
        raise errors.MapUnusable(problem="format must be 1")
    separator = _text(values, "separator", "the map") or "comma"
    if separator not in SEPARATORS:
        raise errors.MapUnusable(problem=f"separator must be one of {', '.join(SEPARATORS)}")
    tables = values.get("column")
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise errors.MapUnusable(problem="it has no [[column]]")
    dates = _forms(values, "the map")
    columns = tuple(_column(each, number, dates) for number, each in enumerate(tables, 1))
    _check(columns)
    return SheetMap(columns, SEPARATORS[separator], _text(values, "procedure", "the map"))


def _column(table: Mapping[str, Any], number: int, dates: tuple[str, ...]) -> Column:
    place = f"column {number}"
    _only(table, _KEYS, place)
    means = _text(table, "is", place)
    if means not in MEANINGS:
        raise errors.MapUnusable(
            problem=f"{place}: `is` must be one of {', '.join(sorted(MEANINGS))}"
        )
    heading = _text(table, "heading", place)
    if not heading:
        raise errors.MapUnusable(problem=f"{place} has no heading")
    of = _text(table, _OF[means], place) if means in _OF else ""
    if means in _OF and not of:
        raise errors.MapUnusable(problem=f"{place} needs `{_OF[means]}`, whose date it has")
    translations = table.get("values", {})
    if not isinstance(translations, dict) or any(type(v) is not str for v in translations.values()):
        raise errors.MapUnusable(
            problem=f'{place}: `values` has lines like "In the sheet" = "code"'
        )
    own = _forms(table, place)
    if means in DATES and not (own or dates):
        raise errors.MapUnusable(problem=f"{place} is a date, and no `dates` says in which form")
    return Column(
        heading,
        means,
        of,
        {_folded(key): value for key, value in translations.items()},
        _text(table, "default", place),
        own or dates,
        _text(table, "between", place),
    )


def _check(columns: Sequence[Column]) -> None:
    what = [(column.means, column.of) for column in columns]
    if len(set(what)) < len(what):
        raise errors.MapUnusable(problem="two columns are the same thing")
    if ("reference", "") not in what:
        raise errors.MapUnusable(
            problem="no column is the reference, by which a row is known again"
        )


def _forms(table: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """The forms of dates; all must have the same order of day, month and year."""
    given = table.get("dates", [])
    forms = [given] if isinstance(given, str) else given
    if not isinstance(forms, list) or any(type(form) is not str for form in forms):
        raise errors.MapUnusable(
            problem=f"{place}: `dates` is a form such as dd/mm/yyyy, or a list"
        )
    orders = set()
    for form in forms:
        order = tuple(_TOKEN.findall(form))[:3]
        if not _FORM.fullmatch(form) or set(order) != {"dd", "mm", "yyyy"}:
            raise errors.MapUnusable(
                problem=f"{place}: a form is made of dd, mm and yyyy, with HH:MM behind it or not"
            )
        orders.add(order)
    if len(orders) > 1:
        raise errors.MapUnusable(
            problem=f"{place}: forms that differ in the order of day and month"
        )
    return tuple(forms)


def _only(table: Mapping[str, Any], known: Iterable[str], place: str) -> None:
    if set(table) - set(known):
        raise errors.MapUnusable(problem=f"{place} can only have {', '.join(sorted(known))}")


def _text(table: Mapping[str, Any], key: str, place: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise errors.MapUnusable(problem=f"{place}: `{key}` must be a text")
    return value.strip()


def _folded(cell: str) -> str:
    """A cell as used for look-ups, without differences of spaces and capitals."""
    return " ".join(cell.split()).casefold()


# ------------------------------------------------------------------ a row by the map


def row_values(
    sheet_map: SheetMap, cells: Mapping[str, str], line: int
) -> tuple[dict[tuple[str, str], tuple[str, ...]], list[RowProblem]]:
    """The values of a row's cells, as a person would type them, and the problems of other cells.

    The values are by (meaning, event or stage), `cells` by heading. Empty cells have no value.
    """
    said: dict[tuple[str, str], tuple[str, ...]] = {}
    problems = []
    for column in sheet_map.columns:
        try:
            with errors.placed(column.heading):
                found = tuple(_read(column, cells[column.heading]))
        except errors.ResolveError as condition:
            problems.append(RowProblem(line, column.heading, condition))
            continue
        if found:
            said[column.means, column.of] = found
        elif column.means == "reference":
            problems.append(RowProblem(line, column.heading, errors.CellEmpty(column.heading)))
    return said, problems


def _read(column: Column, cell: str) -> Iterator[str]:
    parts = [cell]
    if column.between and column.means in SEVERAL and _folded(cell) not in column.values:
        parts = cell.split(column.between)
    for part in parts:
        value = part.strip() or (column.default if len(parts) == 1 else "")
        value = column.values.get(_folded(value), value)
        if value and column.means in DATES:
            value = _date(column, value)
        if value:
            yield value


@lru_cache
def _pattern(form: str) -> re.Pattern[str]:
    """The pattern for dates of a form; remembered, since every row of a sheet has one."""
    pattern = _TOKEN.sub(lambda token: _TOKENS[token.group()], form.replace(".", r"\."))
    return re.compile(pattern, re.ASCII)


def _date(column: Column, cell: str) -> str:
    """The date as the program reads it. Raises CellNotADate."""
    for form in column.dates:
        if found := _pattern(form).fullmatch(" ".join(cell.split())):
            day = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
            hour = found.groupdict().get("hour")
            return f"{day}T{int(hour):02}:{found['minute']}" if hour else day
    raise errors.CellNotADate(forms=" or ".join(column.dates))
