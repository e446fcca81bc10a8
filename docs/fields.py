"""The schema of the export and the page of fields, made of the lists of fields in `render`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from resolutions_cli.core.deadlines.deadline import End, Status
from resolutions_cli.core.record.log import Standing
from resolutions_cli.core.value import Value
from resolutions_cli.render.fields.case_fields import CASE, LACKING
from resolutions_cli.render.fields.deadline_fields import DEADLINE
from resolutions_cli.render.fields.dispute_fields import DISPUTE
from resolutions_cli.render.fields.entry_fields import ENTRY, TEXT_KEYS
from resolutions_cli.render.formats.json import FORMAT
from resolutions_cli.render.formats.sheet import SheetColumns, columns_of
from resolutions_cli.render.formats.table import Columns, Field

_SCHEMAS = Path(__file__).resolve().parent / "schemas"

Fields = tuple[Field[Any, Any], ...]


class Rows(Value):
    """One kind of row: its heading on the page, what to say of it, and its fields."""

    heading: str
    about: str
    fields: Fields


#: Every kind of row.
ROWS = (
    Rows(
        "A deadline",
        "In `due`, `show --json`, `explain --json` and the export's lines of the type `deadline`.",
        DEADLINE,
    ),
    Rows("A dispute in a list", "In `list` and `similar`.", DISPUTE),
    Rows(
        "A whole dispute",
        "In `show --json`, which also has its `entries` and `deadlines`, and in the export's lines"
        " of the type `dispute`.",
        (*CASE, *LACKING),
    ),
    Rows(
        "An entry",
        "In `show --json`, and in the export's lines of the type `entry`. Only these have"
        " `text_keys`.",
        (*ENTRY, TEXT_KEYS),
    ),
)

#: The types of line of an export that are made of fields, each with what it is.
_LINES: Mapping[str, tuple[str, Fields]] = {
    "dispute": (
        "A dispute: its facts and its stage. No text of the record.",
        (*CASE, *LACKING),
    ),
    "entry": (
        "One entry of a dispute's log, with its corrections.",
        (*ENTRY, TEXT_KEYS),
    ),
    "deadline": ("A deadline with its date and status, open or not.", DEADLINE),
}


# ------------------------------------------------------------------ the schema


def schema() -> str:
    """The schema of `resolve export --jsonl`, as text."""
    parts = json.loads((_SCHEMAS / "kinds.json").read_text("utf-8"))
    lines = {
        f"{type_}_line": _line(type_, means, fields, kinds(parts))
        for type_, (means, fields) in _LINES.items()
    }
    definitions = {**parts["definitions"], **lines, "unreadable_line": parts["unreadable_line"]}
    whole = {**parts["head"], "$defs": definitions}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def kinds(parts: Mapping[str, Any]) -> dict[str, Any]:
    """How the schema describes a value of each kind; what is an enumeration is read from it."""
    closed = {"status": Status, "end": End, "standing": Standing}
    return {**parts["kinds"], **{kind: {"enum": [*names]} for kind, names in closed.items()}}


def _line(type_: str, means: str, fields: Fields, of_kind: Mapping[str, Any]) -> dict[str, Any]:
    properties = {
        "resolve_format": {"const": FORMAT},
        "type": {"const": type_},
        "as_of": {
            "$ref": "#/$defs/moment",
            "description": "The time that was asked about; every status is as of then.",
        },
        "dispute": {
            "$ref": "#/$defs/reference",
            "description": "The dispute's reference; unique in one workspace only.",
        },
        **{each.name: _property(each, of_kind) for each in fields if each.in_json},
    }
    return {
        "description": means,
        "type": "object",
        "required": [*properties],
        "properties": properties,
    }


def _property(field: Field[Any, Any], of_kind: Mapping[str, Any]) -> dict[str, Any]:
    found = of_kind[field.kind]
    shape = {"anyOf": [found, {"type": "null"}]} if field.optional else found
    return {**shape, "description": field.meaning}


# ------------------------------------------------------------------ the page


def page() -> Iterator[str]:
    """The page of fields, line by line, behind its title and note."""
    yield "Each kind of row has these fields. They are the keys of JSON, the columns of CSV and"
    yield "XLSX, and the headings of tables at a terminal. [files.md](files.md) says how a"
    yield "sheet differs from JSON. [schemas/export.schema.json](schemas/export.schema.json)"
    yield "says what type each value has."
    for rows in ROWS:
        yield f"\n## {rows.heading}\n"
        yield f"{rows.about}\n"
        yield from _table(rows.fields)
        yield from _order(rows.fields)


def _table(fields: Fields) -> Iterator[str]:
    if not any(each.column or each.place for each in fields):
        yield "| JSON | meaning |"
        yield "|---|---|"
        yield from (f"| `{each.name}` | {each.meaning} |" for each in fields)
        return
    yield "| JSON | CSV and XLSX | table | meaning |"
    yield "|---|---|---|---|"
    for each in fields:
        key = f"`{each.name}`" if each.in_json else ""
        columns = _code(columns_of(each)) if each.column else ""
        yield f"| {key} | {columns} | {each.heading} | {each.meaning} |"


def _order(fields: Fields) -> Iterator[str]:
    if sheet := SheetColumns.of(fields).names:
        yield f"\nThe columns of the sheet, in order: {_code(sheet)}."
    if table := Columns.of(fields).headings:
        yield f"\nThe columns of the table, in order: {', '.join(table)}."


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
