"""`resolve export`: every line as the schema says, and no text of the record unless asked for."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.desk import REF, Desk
from tests.house.project import PROJECT

SCHEMA = json.loads((PROJECT / "docs" / "schemas" / "export.schema.json").read_text("utf-8"))


def strict(schema: Any) -> Any:
    """The schema with no key allowed that it does not name: whoever adds one writes it down."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    return {**closed, "additionalProperties": False} if "properties" in schema else closed


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """One dispute with an entry of nearly every kind, closed; one just opened in York."""
    desk.at("2026-09-01T09:00")
    desk.opens(
        *("1", "--raised", "2026-09-01T09:00", "--disputed", "2026-09-01"),
        *("--disputed-kind", "decision", "--concern", "thresholds", "--summary", "Łukasz was hit."),
    )
    desk.at("2026-09-02T10:00")
    desk.done("risk", REF, "--reason", "Łukasz was hit.", "--told", "police=2026-09-02T10:00 by Jo")
    desk.done("sooner", REF, "--to", "2026-09-04", "--reason", "The school closes.")
    desk.done("chase", REF, "Rings Łukasz.", "--by", "2026-09-03", "--who", "Jo Hill")
    desk.done("party", REF, "--add", "worker: Łukasz Hill, Housing")
    desk.done("note", REF, "Łukasz telephoned.")
    desk.done("correct", REF, "6", "--set", "text=Łukasz wrote.", "--reason", "It was a letter.")
    desk.done("correct", REF, "3", "--withdraw", "--reason", "It does not close.")
    desk.done("record", REF, "discussion", "--on", "2026-09-01", "--note", "Łukasz was there.")
    desk.at("2026-09-10T10:00")
    desk.done("escalate", REF, "--to", "3", "--departure", "--reason", "Łukasz is not safe.")
    desk.done("close", REF, "--outcome", "agreed", "--reason", "It is settled.", "--no-action")
    desk.opens("practitioners", ref="Y-1", procedure="cyscb")
    return desk


def lines(desk: Desk, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in desk.done("export", "--jsonl", *words).out.splitlines()]


@pytest.mark.parametrize("words", [(), ("--with-text",), ("--as-of", "2026-09-02")])
def test_every_line_is_as_the_schema_says_and_has_no_key_that_it_does_not_name(
    busy: Desk, words: tuple[str, ...]
) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    checker = Draft202012Validator(strict(SCHEMA), format_checker=FormatChecker())
    found = lines(busy, *words)
    assert [error.message for line in found for error in checker.iter_errors(line)] == []
    assert {line["type"] for line in found} == {"dispute", "entry", "deadline"}


def test_the_schema_lets_keys_be_added_and_none_be_missing(busy: Desk) -> None:
    checker = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    for line in lines(busy):
        assert checker.is_valid({**line, "added": 1})
        for key in line:
            assert not checker.is_valid({k: v for k, v in line.items() if k != key})


def test_it_holds_what_show_says_and_in_its_order(busy: Desk) -> None:
    shown = busy.done("show", REF, "--json").document["dispute"]
    mine = [line for line in lines(busy, "--with-text") if line["dispute"] == REF]
    (dispute,) = [line for line in mine if line["type"] == "dispute"]
    entries = [line for line in mine if line["type"] == "entry"]
    deadlines = [line for line in mine if line["type"] == "deadline"]
    assert [line["type"] for line in mine] == [e["type"] for e in (dispute, *entries, *deadlines)]
    made = {
        **dispute,
        "entries": [_as_shown(entry) for entry in entries],
        "deadlines": [{k: v for k, v in d.items() if k not in _HEAD} for d in deadlines],
    }
    assert {key: made[key] for key in shown} == shown


_HEAD = ("resolve_format", "type", "as_of")


def _as_shown(entry: dict[str, Any]) -> dict[str, Any]:
    """A line of the export with the keys that `show` has."""
    said = copy.deepcopy({k: v for k, v in entry.items() if k not in (*_HEAD, "dispute")})
    for version in (said, said["original"] or {}):
        version.pop("text_keys", None)
    return said


def test_texts_are_left_out_unless_asked_for_and_which_there_are_is_said(busy: Desk) -> None:
    out = busy.done("export", "--jsonl").out
    assert [text for text in ("Łukasz", "Jo", "wrote", "C-77") if text in out] == []
    note = next(line for line in lines(busy) if line.get("kind") == "noted")
    assert (note["texts"], note["text_keys"]) == (None, ["by", "text"])
    assert note["original"]["texts"] is None
    told = next(line for line in lines(busy, "--with-text") if line.get("kind") == "noted")
    assert told["texts"]["text"] == "Łukasz wrote."
    assert told["original"]["texts"]["text"] == "Łukasz telephoned."


def test_what_cannot_be_read_ends_with_5_and_the_others_are_there(busy: Desk) -> None:
    (entry,) = (busy.folder / "disputes" / "Y-1").iterdir()
    entry.write_bytes(b"")
    said = busy.does("export", "--jsonl")
    assert said.code == 5
    found = [json.loads(line) for line in said.out.splitlines()]
    checker = Draft202012Validator(strict(SCHEMA), format_checker=FormatChecker())
    assert [error.message for line in found for error in checker.iter_errors(line)] == []
    lacking = found.pop()
    assert {line["dispute"] for line in found} == {REF}
    told = (lacking["type"], lacking["dispute"], lacking["name"])
    assert told == ("unreadable", "Y-1", "empty"), "a file says what it lacks"


def test_a_file_is_what_a_pipe_gets(busy: Desk, tmp_path: Path) -> None:
    file = tmp_path / "export.jsonl"
    out = busy.done("export", "--jsonl").out
    busy.done("export", "--jsonl", "--output", str(file))
    assert file.read_bytes().decode() == out


def test_before_the_first_dispute_there_is_no_line(desk: Desk) -> None:
    assert desk.done("export", "--jsonl").out == ""
