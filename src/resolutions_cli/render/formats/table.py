"""Tables as values and as plain text: never truncated, no escape bytes, cheap to make.

A row that several formats write is made of fields. `deadline_fields`, `dispute_fields`,
`case_fields` and `entry_fields` list them, and each format picks the fields that it shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from resolutions_cli.core.value import Value

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    #: The kind of a value. `json.value_json` writes it in JSON, `sheet.cells_of` in a sheet, and
    #: `docs/schemas/kinds.json` describes it in the schema.
    Kind = Literal[
        "text", "reference", "digest", "whether", "count", "ordinal", "difference",
        "day", "instant", "moment", "recorded",
        "codes", "digests", "counts", "facts", "texts", "held-back", "original",
        "status", "end", "standing", "concerns", "warnings", "limits",
        "visits", "events", "asked", "findings", "gaps",
    ]  # fmt: skip

_NOTHING: Mapping[str, str] = {}
_NONE: frozenset[str] = frozenset()

#: A kind of row, and the context of its table: the moment asked about, for example.
R_contra = TypeVar("R_contra", contravariant=True)
C_contra = TypeVar("C_contra", contravariant=True)


class Row(Value):
    """One line of a table; `style` names a meaning (a status), never a colour."""

    cells: tuple[str, ...]
    style: str = ""


class Table(Value):
    """Columns and rows, under an optional `heading`. Columns without any text are not shown.

    If not all columns fit side by side, `under` maps a column to the one it moves under. Columns
    in `notes` are always under another, except in plain text. Columns in `named` then show their
    heading too, because their cells do not explain themselves. `indent` counts terminal columns.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    heading: str = ""
    under: Mapping[str, str] = _NOTHING
    notes: Mapping[str, str] = _NOTHING
    indent: int = 0
    named: frozenset[str] = _NONE

    def trimmed(self) -> "Table":
        """The table without the columns that no row fills."""
        used = [any(row.cells[index] for row in self.rows) for index in range(len(self.columns))]
        return self._with(used)

    def without(self, column: str) -> "Table":
        """The table without a column; unchanged if it has no column of that name."""
        return self._with([name != column for name in self.columns])

    def _with(self, used: Sequence[bool]) -> "Table":
        return self.but(
            columns=_kept(self.columns, used),
            rows=tuple(Row(_kept(row.cells, used), row.style) for row in self.rows),
        )


class Field(Generic[R_contra, C_contra]):
    """One field of a row, for every format that shows it.

    `name` is its key in JSON and its column in a sheet; `meaning` is a sentence for the schema
    and the page of fields. A list of fields has the order of JSON. `column` and `place` order the
    columns of a sheet and of the table. They count in tens, so that another field fits between;
    0 leaves the field out.

    The table has `cell` below `heading`. If not all columns fit, it goes under the column with
    the heading `under`, with its own heading if it is `named`; a note always does. `narrow` is
    its place there, if that differs from `place`.
    """

    # not a Value: `due` makes its fields at each start, and this halves the time
    __slots__ = (
        *("name", "kind", "value", "meaning", "optional", "in_json", "column"),
        *("place", "heading", "cell", "under", "narrow", "named", "is_note"),
    )

    def __init__(
        self,
        name: str,
        kind: "Kind",
        value: "Callable[[R_contra], Any]",
        meaning: str,
        *,
        optional: bool = False,
        in_json: bool = True,
        column: int = 0,
        place: int = 0,
        heading: str = "",
        cell: "Callable[[R_contra, C_contra], str] | None" = None,
        under: str = "",
        narrow: int = 0,
        named: bool = False,
        is_note: bool = False,
    ) -> None:
        self.name, self.kind, self.value, self.meaning = name, kind, value, meaning
        self.optional, self.in_json, self.column = optional, in_json, column
        self.place, self.heading, self.cell = place, heading, cell
        self.under, self.narrow, self.named, self.is_note = under, narrow, named, is_note


class Columns(Value, Generic[R_contra, C_contra]):
    """The columns of a table, selected once from the fields of a row."""

    headings: tuple[str, ...]
    cells: "tuple[Callable[[R_contra, C_contra], str], ...]"
    under: Mapping[str, str]
    notes: Mapping[str, str]
    named: frozenset[str]

    @classmethod
    def of(cls, fields: "tuple[Field[R_contra, C_contra], ...]") -> "Columns[R_contra, C_contra]":
        """The columns of a table with these fields."""
        there = sorted((each for each in fields if each.place), key=lambda each: each.place)
        moved = sorted(
            (each for each in there if each.under), key=lambda each: each.narrow or each.place
        )
        return cls(
            headings=tuple(each.heading for each in there),
            cells=tuple(each.cell for each in there if each.cell),
            under={each.heading: each.under for each in moved if not each.is_note},
            notes={each.heading: each.under for each in moved if each.is_note},
            named=frozenset(each.heading for each in there if each.named),
        )

    def row(self, row: R_contra, context: C_contra, style: str = "") -> Row:
        """A row with a cell in each column."""
        return Row(tuple([cell(row, context) for cell in self.cells]), style)

    def filled(self, style: str, **cells: str) -> Row:
        """A row with only the given columns filled, by heading."""
        return Row(tuple(cells.get(heading, "") for heading in self.headings), style)

    def table(self, rows: Iterable[Row], heading: str = "") -> Table:
        """A table with these rows below the headings."""
        shown = tuple(rows)
        return Table(self.headings, shown, heading, self.under, self.notes, named=self.named)


def places_of(table: Table, under: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The columns by place: each column with those that `under` moves under it."""
    there = set(table.columns)
    homes = {name: home for name, home in under.items() if home in there and name in there}
    return [
        (name, *(other for other, home in homes.items() if home == name))
        for name in table.columns
        if name not in homes
    ]


def lines_at(table: Table, place: Sequence[str], row: Row) -> list[str]:
    """The lines at a place of a row: its column, those under it in one line, then its notes."""
    cells = dict(zip(table.columns, row.cells, strict=True))
    under = [_labelled(table, name, cells[name]) for name in place[1:] if name not in table.notes]
    notes = [cells[name] for name in place[1:] if name in table.notes]
    below = ["; ".join(filter(None, under)), *notes]
    return [cells[place[0]], *filter(None, below)]


def _labelled(table: Table, name: str, cell: str) -> str:
    """A cell under another, with its heading if it would not explain itself."""
    return f"{name.lower()} {cell}" if cell and name in table.named else cell


def _kept(cells: Sequence[str], used: Sequence[bool]) -> tuple[str, ...]:
    return tuple(cell for cell, use in zip(cells, used, strict=True) if use)


def plain_table(table: Table) -> str:
    """The table as aligned text, one line for each row, of any width."""
    trimmed = table.trimmed()
    lines = [trimmed.columns, *(row.cells for row in trimmed.rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(trimmed.columns))]
    text = "".join(f"{' ' * table.indent}{_aligned(line, widths)}\n" for line in lines)
    return f"{table.heading}\n{text}" if table.heading else text


def _aligned(cells: Iterable[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
