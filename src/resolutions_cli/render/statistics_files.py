"""Statistics as JSON, and as a sheet of one row a number; what is kept back is in neither."""

from collections.abc import Iterable, Iterator
from typing import Any

from resolutions_cli.core.figures import CountTable, Figures, GivenSpread, Measured, Spread
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.period import Period
from resolutions_cli.core.suppression import BELOW, HIDDEN, Hidden, Number
from resolutions_cli.render.figure_words import category_words
from resolutions_cli.render.sheet import Cell, Sheet, SheetRow
from resolutions_cli.render.words import TO_BE_SETTLED_STYLE


def figures_json(figures: Figures, learning: bool) -> dict[str, Any]:
    """All figures. A number that is kept back is null, and says that it is."""
    return {
        "period": _period_json(figures.period),
        "before": _period_json(figures.period.before),
        "suppressed_below": BELOW if figures.keeps_back else None,
        "counts": [_counted_json(each) for each in figures.counted],
        "days": [_measured_json(each) for each in figures.measured],
        "procedures": [
            {
                "procedure": section.procedure,
                "title": section.title,
                "counts": [_counted_json(each) for each in section.counted],
                "days": [_measured_json(each) for each in section.measured],
            }
            for section in figures.sections
        ],
        "learning": list(figures.learning) if learning else None,
    }


def _period_json(period: Period) -> dict[str, str]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _counted_json(counted: CountTable) -> dict[str, Any]:
    return {
        "table": counted.name,
        "rows": [
            {
                "code": line.code,
                "means": line.means or None,
                "numbers": _numbers_json(counted.columns, line.numbers),
            }
            for line in counted.lines
        ],
        "totals": _numbers_json(counted.columns, counted.totals) if counted.totals else None,
    }


def _numbers_json(columns: tuple[str, ...], numbers: tuple[Number, ...]) -> dict[str, Any]:
    return {
        column: {
            "number": None if isinstance(number, Hidden) else number,
            "suppressed": number is HIDDEN,
        }
        for column, number in zip(columns, numbers, strict=True)
    }


def _measured_json(measured: Measured) -> dict[str, Any]:
    return {
        "table": measured.name,
        "rows": [
            {"code": code, "means": means or None, **_spread_json(given)}
            for code, means, given in measured.lines
        ],
    }


def _spread_json(given: GivenSpread) -> dict[str, Any]:
    known = given if isinstance(given, Spread) else None
    return {
        "median": known.median if known else None,
        "least": known.least if known else None,
        "most": known.most if known else None,
        "suppressed": given is HIDDEN,
    }


# ------------------------------------------------------------------ the sheet

_COLUMNS = ("procedure", "table", "row", "code", "words", "measure", "number", "suppressed")

_CATEGORY, _TOTAL, _UNREADABLE = "category", "total", "unreadable"


def figures_sheet(figures: Figures, unreadable: Iterable[Finding] = ()) -> Sheet:
    """One row a number, so that a spreadsheet can filter and add; never what was typed. Above
    them what could not be read or is to be settled: a file is looked at far from the messages."""
    problems = dict.fromkeys(
        (TO_BE_SETTLED_STYLE if found.is_apart else _UNREADABLE, found.kind.sentence)
        for found in unreadable
    )
    rows = [_row((None, None), (row, None, words), None, None) for row, words in problems]
    rows.extend(_rows("", figures.counted, figures.measured))
    for section in figures.sections:
        rows.extend(_rows(section.procedure, section.counted, section.measured))
    return Sheet("Statistics", _COLUMNS, tuple(rows), fixed=2)


def _rows(
    procedure: str, counted: tuple[CountTable, ...], measured: tuple[Measured, ...]
) -> Iterator[SheetRow]:
    for table in counted:
        of = (procedure or None, table.name)
        for line in table.lines:
            words = category_words(table.name, line.code, line.means)
            label = (_CATEGORY, line.code or None, words)
            for column, number in zip(table.columns, line.numbers, strict=True):
                yield _row(of, label, column, number)
        for column, total in zip(table.columns, table.totals, strict=False):
            yield _row(of, (_TOTAL, None, None), column, total)
    for days in measured:
        for code, means, given in days.lines:
            label = (_CATEGORY, code, category_words(days.name, code, means))
            for measure, length in _spread_numbers(given):
                yield _row((procedure or None, days.name), label, measure, length)


def _spread_numbers(given: GivenSpread) -> Iterator[tuple[str, float | Hidden | None]]:
    if isinstance(given, Spread):
        yield from (("median", given.median), ("least", given.least), ("most", given.most))
    else:
        yield from ((measure, given) for measure in ("median", "least", "most"))


def _row(
    of: tuple[Cell, ...],
    label: tuple[Cell, ...],
    measure: str | None,
    number: float | Hidden | None,
) -> SheetRow:
    hidden = isinstance(number, Hidden)
    return SheetRow((*of, *label, measure, None if isinstance(number, Hidden) else number, hidden))
