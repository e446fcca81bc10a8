"""Tables as values, and as plain text: never truncated, no escape byte, next to no cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `style` names a meaning (a status), never a colour."""

    cells: tuple[str, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; a `heading` stands above. A column that is empty throughout is dropped.

    Where there is no room for all columns side by side, `under` says which go under which
    other; those that are named in `notes` stand under another always, except in plain text.
    `indent` is in columns of the terminal.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...] = field(default=())
    heading: str = ""
    under: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    indent: int = 0

    def trimmed(self) -> "Table":
        """The table without the columns that no row fills."""
        used = [any(row.cells[index] for row in self.rows) for index in range(len(self.columns))]
        return replace(
            self,
            columns=_kept(self.columns, used),
            rows=tuple(Row(_kept(row.cells, used), row.style) for row in self.rows),
        )


def _kept(cells: Sequence[str], used: Sequence[bool]) -> tuple[str, ...]:
    return tuple(cell for cell, use in zip(cells, used, strict=True) if use)


def plain_table(table: Table) -> str:
    """The table as aligned text, each row one line, as wide as it needs to be."""
    trimmed = table.trimmed()
    lines = [trimmed.columns, *(row.cells for row in trimmed.rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(trimmed.columns))]
    text = "".join(f"{' ' * table.indent}{_aligned(line, widths)}\n" for line in lines)
    return f"{table.heading}\n{text}" if table.heading else text


def _aligned(cells: Iterable[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
