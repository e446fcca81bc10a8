"""A field is written down once, with its words, and every format and page has it from there."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from docs.fields import ROWS, Fields, Rows, kinds
from resolutions_cli.render.fields.case_fields import CASE, LACKING
from resolutions_cli.render.fields.deadline_fields import DEADLINE
from resolutions_cli.render.fields.entry_fields import ENTRY, TEXT_KEYS
from resolutions_cli.render.formats.sheet import columns_of
from resolutions_cli.render.formats.table import Field
from tests.house.project import PROJECT, SOURCE, name_of, tree

PAGE = (PROJECT / "docs" / "fields.md").read_text("utf-8")
SCHEMAS = PROJECT / "docs" / "schemas"
SCHEMA = json.loads((SCHEMAS / "export.schema.json").read_text("utf-8"))
PARTS = json.loads((SCHEMAS / "kinds.json").read_text("utf-8"))

each_kind = pytest.mark.parametrize("rows", ROWS, ids=lambda rows: rows.heading)


def named(fields: Iterable[Field[Any, Any]]) -> list[str]:
    return [each.name for each in fields]


def twice(found: Iterable[object]) -> list[object]:
    return [each for each, times in Counter(found).items() if times > 1]


# ------------------------------------------------------------------ each field by itself


@each_kind
def test_every_field_says_in_a_sentence_what_it_means(rows: Rows) -> None:
    sentence = re.compile(r"[A-Z`][^|\n]{8,}\.")
    wordless = [each for each in rows.fields if not sentence.fullmatch(each.meaning)]
    assert named(wordless) == []


@each_kind
def test_every_field_is_shown_somewhere(rows: Rows) -> None:
    hidden = [each for each in rows.fields if not (each.in_json or each.column or each.place)]
    assert named(hidden) == []


@each_kind
def test_every_column_of_a_table_has_a_heading_a_place_and_a_cell(rows: Rows) -> None:
    half = [
        each
        for each in rows.fields
        if len({bool(each.place), bool(each.heading), each.cell is not None}) > 1
    ]
    assert named(half) == []
    shouting = [each for each in rows.fields if each.heading != each.heading.upper()]
    assert named(shouting) == []


@each_kind
def test_every_column_that_goes_under_another_goes_under_one_that_is_there(rows: Rows) -> None:
    headings = {each.heading for each in rows.fields if not each.under}
    lost = [each for each in rows.fields if each.under and each.under not in headings]
    assert named(lost) == []
    idle = [
        each
        for each in rows.fields
        if not each.under and (each.narrow or each.named or each.is_note)
    ]
    assert named(idle) == []


# ------------------------------------------------------------------ all of a row together


@each_kind
def test_no_two_fields_share_a_name_a_heading_or_a_place(rows: Rows) -> None:
    fields = rows.fields
    assert twice(each.name for each in fields if each.in_json) == []
    assert twice(name for each in fields if each.column for name in columns_of(each)) == []
    assert twice(each.heading for each in fields if each.heading) == []
    assert twice(each.column for each in fields if each.column) == []
    assert twice(each.place for each in fields if each.place) == []


#: What JSON has and a sheet has not. The limits of a deadline are `explain`'s, why a date moved
#: is in the note, and when a deadline ended has two columns, by how it ended.
NOT_IN_A_SHEET = {
    "A deadline": {"limits", "binding", "moved_why", "fulfilled_at"},
    "A dispute in a list": {"status"},  # a sheet's says also that no deadline is open
}


@pytest.mark.parametrize("rows", ROWS[:2], ids=lambda rows: rows.heading)
def test_each_field_of_json_is_a_column_or_left_out_on_purpose(rows: Rows) -> None:
    without = {each.name for each in rows.fields if each.in_json and not each.column}
    assert without == NOT_IN_A_SHEET[rows.heading]


# ------------------------------------------------------------------ schema and page


LINES: list[tuple[str, Fields]] = [
    ("dispute", (*CASE, *LACKING)),
    ("entry", (*ENTRY, TEXT_KEYS)),
    ("deadline", DEADLINE),
]


@pytest.mark.parametrize(("line", "fields"), LINES, ids=[line for line, _ in LINES])
def test_every_field_of_json_is_in_the_schema_with_its_meaning(line: str, fields: Fields) -> None:
    described = SCHEMA["$defs"][f"{line}_line"]
    lacking = [
        each
        for each in fields
        if each.in_json
        and (
            described["properties"].get(each.name, {}).get("description") != each.meaning
            or each.name not in described["required"]
        )
    ]
    assert named(lacking) == [], "`make docs` writes the schema again"


@each_kind
def test_every_field_is_on_the_page_of_fields_with_its_meaning(rows: Rows) -> None:
    section = PAGE.partition(f"\n## {rows.heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    lacking = [each for each in rows.fields if not any(_is_line_of(each, line) for line in lines)]
    assert named(lacking) == [], "`make docs` writes docs/fields.md again"


def _is_line_of(field: Field[Any, Any], line: str) -> bool:
    words = [f"`{field.name}`"] if field.in_json else []
    words += [f"`{name}`" for name in columns_of(field) if field.column]
    words += [f"| {field.heading} |"] if field.heading else []
    return line.endswith(f"| {field.meaning} |") and all(word in line for word in words)


def test_the_schema_describes_every_kind_of_value_and_no_other() -> None:
    used = {each.kind for rows in ROWS for each in rows.fields}
    described = kinds(PARTS)
    assert sorted(used - set(described)) == [], "docs/schemas/kinds.json lacks it"
    assert sorted(set(described) - used) == [], "no field is of this kind"


def test_every_list_of_fields_is_a_kind_of_row_that_the_page_has() -> None:
    modules = {name_of(path) for path in SOURCE.rglob("*_fields.py")}
    shown = {
        name_of(SOURCE / f"{name.partition('.')[2].replace('.', '/')}.py")
        for name in _imported_by_the_page()
        if name.endswith("_fields")
    }
    assert sorted(modules - shown) == [], "docs/fields.py puts no such row on the page"


def _imported_by_the_page() -> set[str]:
    nodes = ast.walk(tree(PROJECT / "docs" / "fields.py"))
    return {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
