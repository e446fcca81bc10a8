"""A spreadsheet as a value: columns, and rows of typed cells; `csv` and `xlsx` write it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import assert_never

from resolutions_cli.core.harmless import harmless
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import LONDON, Moment

#: What a cell holds: a text, a count, yes or no, a day, a London time without an offset (what
#: spreadsheets can count with), or nothing.
Cell = str | int | float | bool | date | datetime | None


class SheetRow(Value):
    """One row; `style` names a meaning (a status), never a colour."""

    cells: tuple[Cell, ...]
    style: str = ""


class Sheet(Value):
    """A table with one row of headings.

    `name` is a fixed word of the program, at most 31 letters; it titles the sheet and never
    comes from a record. A column that holds times says in its heading that they are London's.
    The cell in the column `status` (else the first) shows the row's style as a colour too. The
    first `fixed` columns stay in sight when the sheet is moved sideways; the first `printed`
    ones are printed, all of them if 0.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...] = ()
    fixed: int = 0
    printed: int = 0

    @property
    def styled_column(self) -> int:
        """The index of the column that carries the colour."""
        return self.columns.index("status") if "status" in self.columns else 0


def day_cell(moment: Moment | None) -> date | None:
    """The day by whose end it is; None for none."""
    return None if moment is None else moment.last_day


def time_cell(moment: Moment | None) -> datetime | None:
    """The London time of an instant, without its offset; None where only the day is known."""
    if moment is None or moment.instant is None:
        return None
    return moment.instant.astimezone(LONDON).replace(tzinfo=None)


def list_cell(items: Iterable[str]) -> str | None:
    """Several codes or agencies in one cell."""
    return "; ".join(items) or None


def cell_words(cell: Cell) -> str:
    """A cell as text: ISO dates, times to the minute, yes and no, typed text made harmless."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case str():
            return harmless(cell)
        case int() | float():
            return str(cell)
    assert_never(cell)
