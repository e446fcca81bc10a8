"""Statistics as tables with bars, as JSON and as a sheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.statistics.figures import (
    CountTable,
    Figures,
    FigureSection,
    GivenSpread,
    Measured,
    Spread,
)
from resolutions_cli.core.statistics.suppression import BELOW, HIDDEN, Hidden, Number
from resolutions_cli.core.statistics.tally import Period
from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.page import Block, Heading, Items, Para
from resolutions_cli.render.formats.sheet import Cell, Sheet, SheetRow
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.words.figures import (
    NOT_KEPT_BACK,
    TITLES,
    category_words,
    column_words,
    drawn_column,
    extent_words,
    findings_words,
    greatest,
    is_shown,
    kept_back_words,
    line_words,
    number_words,
    spread_words,
    subject_words,
    total_words,
    withheld_words,
)
from resolutions_cli.render.words.words import TO_BE_SETTLED_STYLE, shown_lines

# ------------------------------------------------------------------ for a terminal


#: The sign that a bar repeats; the second is for terminals without block characters.
BLOCK, NO_BLOCK = "█", "#"

#: In terminal columns: the longest bar, the shortest useful one, and the room that words and
#: numbers need beside it.
_LONGEST, _SHORTEST, _BESIDE = 40, 10, 58

LEARNING_NOTE = (
    "Read this before you pass it on: it is as it was typed, so there may be names in it."
)


class Bars(Value):
    """How to draw bars: the sign, and the length of the longest bar (0: no bars)."""

    sign: str = BLOCK
    longest: int = 0

    @classmethod
    def within(cls, width: int, sign: str) -> "Bars":
        """The bars that fit into `width` columns."""
        room = width - _BESIDE
        return cls(sign, min(room, _LONGEST) if room >= _SHORTEST else 0)

    def bar(self, number: Number, most: int) -> str:
        """The bar for a number; empty for 0, for a hidden number, or where bars do not fit."""
        if isinstance(number, Hidden) or not (number and self.longest):
            return ""
        return self.sign * max(self.longest * number // most, 1)


def statistics_page(
    figures: Figures, bars: Bars, learning: bool, findings: Iterable[Finding] = ()
) -> list[Block]:
    """All figures as a page.

    `learning` adds the recorded learning points; `findings` explain why numbers may be wrong.
    """
    page: list[Block] = [
        Heading("Statistics"),
        Para(extent_words(figures), style="aside"),
        *(Para(words, style="overdue") for words in findings_words(findings)),
        Para(kept_back_words() if figures.keeps_back else NOT_KEPT_BACK, style="aside"),
    ]
    for counted in figures.counted:
        page.extend(counted_blocks(counted, bars))
    for measured in figures.measured:
        page.extend(measured_blocks(measured))
    for section in figures.sections:
        page.extend(_section(figures, section, bars))
    if learning:
        page.extend(learning_blocks(figures))
    return page


def _section(figures: Figures, section: FigureSection, bars: Bars) -> Iterator[Block]:
    yield Heading(section_title(section))
    if section.is_withheld:
        yield Para(withheld_words(figures, section.procedure))
        return
    for counted in section.counted:
        yield from counted_blocks(counted, bars, level=3)
    for measured in section.measured:
        yield from measured_blocks(measured, level=3)


def section_title(section: FigureSection) -> str:
    """The heading above a procedure's figures."""
    return f"{section.title} ({section.procedure})"


def counted_blocks(counted: CountTable, bars: Bars, level: int = 2) -> Iterator[Block]:
    """A table of counts under its title."""
    if is_shown(counted):
        yield Heading(TITLES[counted.name], level=level)
        yield counted_table(counted, bars)


def counted_table(counted: CountTable, bars: Bars | None = None) -> Table:
    """One row for each category, then the totals."""
    bars = bars or Bars()
    heads = [column_words(column) for column in counted.columns]
    most = greatest(counted)
    drawn = drawn_column(counted)
    rows = []
    for line in counted.lines:
        bar = bars.bar(line.numbers[drawn], most)
        cells = _aligned(heads, [number_words(each) for each in line.numbers])
        rows.append(Row((line_words(counted, line), *cells, bar)))
    if counted.totals:
        cells = _aligned(heads, [number_words(each) for each in counted.totals])
        rows.append(Row((total_words(counted), *cells, ""), "heading"))
    # where there are several columns, the bars' heading names the one that they draw
    label = counted.columns[drawn].lower() if len(counted.columns) > 1 else ""
    columns = (subject_words(counted.name), *heads, label)
    return Table(columns, tuple(rows))


def _aligned(heads: list[str], words: list[str]) -> list[str]:
    return [word.rjust(len(head)) for head, word in zip(heads, words, strict=True)]


def measured_blocks(measured: Measured, level: int = 2) -> Iterator[Block]:
    """A table of days under its title."""
    if measured.lines:
        yield Heading(TITLES[measured.name], level=level)
        yield measured_table(measured)


def measured_table(measured: Measured) -> Table:
    """One row for each category: the median, the least and the most days."""
    heads = ["MEDIAN", "LEAST", "MOST"]
    rows = tuple(
        Row(
            (
                category_words(measured.name, code, means),
                *_aligned(heads, list(spread_words(given))),
            )
        )
        for code, means, given in measured.lines
    )
    return Table((subject_words(measured.name), *heads), rows)


def learning_blocks(figures: Figures) -> Iterator[Block]:
    """The recorded learning points, as they were typed."""
    yield Heading("What was learned")
    if figures.learning:
        yield Para(LEARNING_NOTE, style="aside")
        yield Items(tuple(tuple(shown_lines(text)) for text in figures.learning))
    else:
        yield Para("No entry of this period has any learning that can still be read.")


# ------------------------------------------------------------------ files


def figures_json(figures: Figures, learning: bool) -> dict[str, Any]:
    """All figures for a JSON document; a hidden number is null, with `suppressed` true."""
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
    """One row for each number, so that a spreadsheet can filter and add; no typed text.

    Rows at the top say what could not be read or is to be settled, since the file's reader does
    not see the messages.
    """
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
