"""The national return of examples/: it reads what the program writes, and counts right."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from importlib import util
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.desk import REF, Desk
from tests.house.project import PROJECT

FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)


def loaded(name: str) -> ModuleType:
    """A module of the example, which is no package."""
    path = PROJECT / "examples" / "national-return" / f"{name}.py"
    spec = util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate, national_return = loaded("generate"), loaded("national_return")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of 20 partnerships, 4000 deadlines in all."""
    folder = tmp_path_factory.mktemp("exports")
    generate.generate(folder, partnerships=20, deadlines=4000)
    return folder


def lines(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            yield file.stem, json.loads(line)


def answered(folder: Path, *, parquet: bool = False) -> dict[str, Any]:
    with national_return.connect(folder, parquet=parquet) as connection:
        found: dict[str, Any] = national_return.answer(connection, FIRST, LAST)
    return found


def counted(folder: Path) -> dict[tuple[str, ...], list[int | None]]:
    """The same counted by hand: for each partnership and stage, and each stage of all, how late
    each duty was; None for those that were met."""
    cells: dict[tuple[str, ...], list[int | None]] = defaultdict(list)
    for name, line in lines(folder):
        if line["status"] != "on-time" and FIRST <= date.fromisoformat(line["due"]) <= LAST:
            late = line["working_days_late"]
            late = line["working_days_over"] if line["status"] == "overdue" else late
            cells[name, "nyscp", line["stage"]].append(late)
            cells["nyscp", line["stage"]].append(late)
    return cells


def expected(late: list[int | None]) -> tuple[int | None, int | None, float | None]:
    """Deadlines, how many of a hundred were met, and the median of the days late."""
    missed = [days for days in late if days is not None]
    met = len(late) - len(missed)
    told = not {met, len(missed), len(late)} & {1, 2, 3, 4}
    return (
        None if 1 <= len(late) <= 4 else 5 * int(len(late) / 5 + 0.5),
        int(100 * met / len(late) + 0.5) if told else None,
        median(missed) if len(missed) >= 5 else None,
    )


def test_the_return_says_what_counting_by_hand_says_and_keeps_small_numbers_back(
    exports: Path,
) -> None:
    tables, cells = answered(exports), counted(exports)
    (_, by_stage), (_, by_partnership) = tables.values()
    assert {tuple(row[:2]): tuple(row[3:]) for row in by_stage} == {
        key: expected(late) for key, late in cells.items() if len(key) == 2
    }
    found = {tuple(row[:3]): tuple(row[3:]) for row in by_partnership}
    assert found == {key: expected(late) for key, late in cells.items() if len(key) == 3}
    assert any(row == (None, None, None) for row in found.values())
    assert all(number is None or number % 5 == 0 for number, _, _ in found.values())


def test_the_parquet_file_answers_the_same(exports: Path, tmp_path: Path) -> None:
    for file in exports.glob("*.jsonl"):
        (tmp_path / file.name).symlink_to(file)
    national_return.keep(tmp_path)
    assert answered(tmp_path, parquet=True) == answered(exports)


def test_what_is_generated_is_an_export_by_its_schema_and_the_same_every_time(
    exports: Path, tmp_path: Path
) -> None:
    schema = json.loads((PROJECT / "docs" / "schemas" / "export.schema.json").read_text("utf-8"))
    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    made = [line for _, line in lines(exports)]
    assert len(made) == 4000
    assert [error.message for line in made[::100] for error in checker.iter_errors(line)] == []
    generate.generate(tmp_path, partnerships=20, deadlines=4000)
    again = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert again == {file.name: file.read_bytes() for file in exports.glob("*.jsonl")}


def test_an_export_of_the_program_itself_is_counted(desk: Desk, tmp_path: Path) -> None:
    desk.at("2025-09-01T09:00")
    desk.opens("3", "--raised", "2025-09-01T09:00", "--disputed", "2025-09-01")
    desk.at("2025-09-17T10:00").done("escalate", REF, "--reason", "No agreement.")
    desk.done("export", "--jsonl", "--output", str(tmp_path / "Northshire.jsonl"))
    with national_return.connect(tmp_path) as connection:
        national_return.answer(connection, FIRST, LAST)
        found = connection.execute("FROM counted ORDER BY stage").fetchall()
    # stage 3 left two working days late; stage 4, on the same clock, is late already
    assert found == [
        ("Northshire", "nyscp", "3", False, 2),
        ("Northshire", "nyscp", "4", False, 2),
    ]
