"""Tables as values, and as plain text: never truncated, no escape byte, next to no cost."""

from collections.abc import Iterable, Mapping, Sequence

from resolutions_cli.core.value import Value

_NOTHING: Mapping[str, str] = {}


class Row(Value):
    """One line of a table; `style` names a meaning (a status), never a colour."""

    cells: tuple[str, ...]
    style: str = ""


class Table(Value):
    """Columns and rows; a `heading` stands above. A column that is empty throughout is dropped.

    Where there is no room for all columns side by side, `under` says which go under which
    other; those that are named in `notes` stand under another always, except in plain text.
    `indent` is in columns of the terminal.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    heading: str = ""
    under: Mapping[str, str] = _NOTHING
    notes: Mapping[str, str] = _NOTHING
    indent: int = 0

    def trimmed(self) -> "Table":
        """The table without the columns that no row fills."""
        used = [any(row.cells[index] for row in self.rows) for index in range(len(self.columns))]
        return self._with(used)

    def without(self, column: str) -> "Table":
        """The table without a column; as it is when it has none of that name."""
        return self._with([name != column for name in self.columns])

    def _with(self, used: Sequence[bool]) -> "Table":
        return self.but(
            columns=_kept(self.columns, used),
            rows=tuple(Row(_kept(row.cells, used), row.style) for row in self.rows),
        )


#: Columns whose cells, under another, do not say by themselves what they are.
_SAY_WHAT = frozenset(("STAGE", "OPENED", "QUIET"))


def places_of(table: Table, under: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The columns that share a place, each with those that `under` puts under it."""
    there = set(table.columns)
    homes = {name: home for name, home in under.items() if home in there and name in there}
    return [
        (name, *(other for other, home in homes.items() if home == name))
        for name in table.columns
        if name not in homes
    ]


def lines_at(table: Table, place: Sequence[str], row: Row) -> list[str]:
    """A place in a row: its own column, then those under it in one line, then its notes."""
    cells = dict(zip(table.columns, row.cells, strict=True))
    under = [_labelled(name, cells[name]) for name in place[1:] if name not in table.notes]
    notes = [cells[name] for name in place[1:] if name in table.notes]
    below = ["; ".join(filter(None, under)), *notes]
    return [cells[place[0]], *filter(None, below)]


def _labelled(name: str, cell: str) -> str:
    """A cell under another; one that would not explain itself says what it is."""
    return f"{name.lower()} {cell}" if cell and name in _SAY_WHAT else cell


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
