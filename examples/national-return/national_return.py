"""Answers a national return from the exports of many partnerships, with DuckDB.

    python examples/national-return/national_return.py FOLDER --from 2025-04-01 --to 2026-03-31

FOLDER holds one file a partnership, `NAME.jsonl` as `resolve export --jsonl` writes it, or
`deadlines.parquet` as `--keep` makes it of them.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

_SQL = Path(__file__).with_suffix(".sql")

#: What is read of each line; all else is passed over, so keys may be added to the export.
_COLUMNS = """{
    type: 'VARCHAR', procedure: 'VARCHAR', stage: 'VARCHAR', duty: 'VARCHAR', due: 'DATE',
    status: 'VARCHAR', working_days_late: 'INTEGER', working_days_over: 'INTEGER'
}"""

_FROM_JSON = f"""
CREATE OR REPLACE TEMP VIEW lines AS
SELECT parse_filename(filename, true) AS partnership, * EXCLUDE (filename)
FROM read_json(getvariable('source'), format = 'newline_delimited', filename = true,
               columns = {_COLUMNS})
"""

_FROM_PARQUET = """
CREATE OR REPLACE TEMP VIEW lines AS SELECT * FROM read_parquet(getvariable('source'))
"""

PARQUET = "deadlines.parquet"


def connect(folder: Path, *, parquet: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to which `lines` are the exports in a folder, or the one Parquet file there."""
    connection = duckdb.connect()
    source = folder / (PARQUET if parquet else "*.jsonl")
    connection.execute("SET VARIABLE source = ?", [str(source)])
    connection.execute(_FROM_PARQUET if parquet else _FROM_JSON)
    return connection


def keep(folder: Path) -> Path:
    """Make one Parquet file of the exports: smaller, and quicker to ask again."""
    made = folder / PARQUET
    with connect(folder) as connection:
        connection.execute(
            f"COPY (SELECT * FROM lines WHERE type = 'deadline') TO '{_quoted(made)}'"
            " (FORMAT parquet, COMPRESSION zstd)"
        )
    return made


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def answer(connection: duckdb.DuckDBPyConnection, first: date, last: date) -> dict[str, Any]:
    """The two tables of the return: by stage, and by partnership and stage; as (heading, rows)."""
    connection.execute("SET VARIABLE first = ?", [first])
    connection.execute("SET VARIABLE last = ?", [last])
    connection.execute(_SQL.read_text("utf-8"))
    tables = {}
    for name in ("by_stage", "by_partnership"):
        found = connection.execute(f"FROM {name}")
        tables[name] = ([column[0] for column in found.description or ()], found.fetchall())
    return tables


def shown(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table as aligned text; what was kept back is a "c", for confidential."""
    cells = [["c" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(heading, *cells, strict=True)]
    lines = ([*heading], *cells)
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    )


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
    parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
    parser.add_argument("--keep", action="store_true", help="make a Parquet file first, and use it")
    asked = parser.parse_args()
    if asked.keep:
        keep(asked.folder)
    with connect(asked.folder, parquet=(asked.folder / PARQUET).exists()) as connection:
        tables = answer(connection, asked.first, asked.last)
    sys.stdout.write("\n".join(shown(*table) for table in tables.values()))


if __name__ == "__main__":
    main()
