"""The partnership's return: the statistics of a period as a page, with a chart to each table."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.statistics.figures import CountTable, Figures, FigureSection, Measured
from resolutions_cli.core.statistics.suppression import Hidden
from resolutions_cli.core.time.working_days import CalendarSource
from resolutions_cli.render.formats.page import Block, Heading, Para, Picture, Report
from resolutions_cli.render.formats.svg import (
    broken,
    element,
    picture_element,
    style_sheet,
    written,
)
from resolutions_cli.render.views.statistics import (
    counted_table,
    learning_blocks,
    measured_table,
    section_title,
)
from resolutions_cli.render.words.figures import (
    NOT_KEPT_BACK,
    TITLES,
    column_words,
    drawn_column,
    drawn_lines,
    extent_words,
    findings_words,
    greatest,
    is_shown,
    kept_back_words,
    number_words,
    period_words,
    withheld_words,
)
from resolutions_cli.render.words.words import source_words, when_words

# ------------------------------------------------------------------ charts


#: In the picture's own units.
_WIDTH, _LABELS, _NUMBERS = 760.0, 300.0, 56.0
_SIZE, _LEADING, _BAR, _AIR = 13.0, 17.0, 14.0, 10.0

#: Every bar has one colour: many disputes are no worse than few. A number that is kept back has
#: a short hatched mark, the same for each.
_MARK = 26.0

STYLE = style_sheet("""
.chart{max-width:100%;height:auto;font-family:system-ui,"Segoe UI",Arial,sans-serif}
.chart-paper{fill:#fff}
.chart-text{fill:#1b1f24;font-size:13px}
.chart-number{fill:#1b1f24;font-size:13px;font-weight:600}
.chart-bar{fill:#1f6fb2}
.chart-axis{stroke:#57606a;stroke-width:1}
.chart-kept{fill:none;stroke:#57606a;stroke-width:1;stroke-dasharray:3 2}
.chart-hatch{stroke:#57606a;stroke-width:1.4}
""")


def chart(counted: CountTable, identity: str) -> Picture:
    """The bars of a table, and the same in words. Nothing of what is kept back has a length.

    `identity` holds letters, digits and hyphens only, and no other picture of the page has it.
    """
    name = f"chart-{identity}"
    lines = drawn_lines(counted)
    most = max(greatest(counted), 1)
    title = TITLES[counted.name]
    children: list[Element] = []
    y = _AIR
    if len(counted.columns) > 1:
        column = column_words(counted.columns[drawn_column(counted)]).lower()
        title = f"{title}: {column}"
        baseline = y + _LEADING * 0.75
        children.append(element("text", text=column, class_="chart-text", x=_LABELS, y=baseline))
        y += _LEADING + _AIR / 2
    top = y - _AIR / 2
    for words, number in lines:
        height, parts = _line(words, number, most, y, name)
        children.extend(parts)
        y += height
    axis = element("line", class_="chart-axis", x1=_LABELS, x2=_LABELS, y1=top, y2=y)
    end = y + _AIR / 2
    paper = element("rect", class_="chart-paper", width=_WIDTH, height=end)
    said = "; ".join(f"{words}: {number_words(number)}" for words, number in lines)
    drawn = (_hatch(name), paper, *children, axis)
    # the description repeats no category, since agencies and codes may be typed
    made = picture_element((_WIDTH, end), name, title, "One bar a line.", STYLE, drawn)
    return Picture(written(made), f"{title}. {said}.")


def _line(
    words: str, number: int | Hidden, most: int, y: float, name: str
) -> tuple[float, list[Element]]:
    """One category: its words, its bar, its number; how much room it takes."""
    texts = broken(words, _LABELS - _AIR, _SIZE) or [""]
    height = len(texts) * _LEADING + _AIR / 2
    parts = list(_words(texts, y))
    middle = y + len(texts) * _LEADING / 2
    top = middle - _BAR / 2
    if isinstance(number, Hidden):
        length = _MARK
        parts.append(
            element(
                "rect",
                class_="chart-kept",
                x=_LABELS + 1,
                y=top,
                width=length,
                height=_BAR,
                style=f"fill:url(#{name}-hatch)",
            )
        )
    else:
        length = (_WIDTH - _LABELS - _NUMBERS) * number / most
        if number:
            parts.append(
                element("rect", class_="chart-bar", x=_LABELS, y=top, width=length, height=_BAR)
            )
    beside = _LABELS + length + _AIR
    said = element(
        "text", text=number_words(number), class_="chart-number", x=beside, y=middle + _SIZE / 3
    )
    return height, [*parts, said]


def _words(texts: list[str], y: float) -> Iterator[Element]:
    for index, text in enumerate(texts):
        baseline = y + _LEADING * (index + 0.75)
        yield element(
            "text", text=text, class_="chart-text", x=_LABELS - _AIR, y=baseline, text_anchor="end"
        )


def _hatch(name: str) -> Element:
    return element(
        "defs",
        element(
            "pattern",
            element("line", class_="chart-hatch", x1=0, y1=0, x2=0, y2=6),
            id=f"{name}-hatch",
            width=6,
            height=6,
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        ),
    )


# ------------------------------------------------------------------ the return


_TITLE = "Return on disputes between agencies"

#: What the numbers say, and what they do not.
_READING = (
    "Raising a dispute is healthy. A high number says that people speak up for a child, not that"
    " something is wrong. The program's documentation says how each number is counted, under"
    " statistics."
)


def partnership_return(
    figures: Figures, sources: Sequence[CalendarSource], findings: Sequence[Finding]
) -> Report:
    """The return. Its title is the period; `findings` are why its numbers may be wrong."""
    title = f"{_TITLE}, {period_words(figures.period)}"
    return Report(title, [*_blocks(title, figures, findings)], tuple(_made_from(figures, sources)))


def _blocks(title: str, figures: Figures, findings: Sequence[Finding]) -> Iterator[Block]:
    yield Heading(title, level=1)
    yield Para(extent_words(figures))
    for words in findings_words(findings):
        yield Para(words, style="overdue")
    yield Para(_READING)
    if not figures.keeps_back:
        yield Para(NOT_KEPT_BACK, style="due-soon")
    elif figures.has_hidden:
        yield Para(kept_back_words(), style="aside")
    for counted in figures.counted:
        yield from _counted(counted, "all", 2)
    for measured in figures.measured:
        yield from _measured(measured, 2)
    for section in figures.sections:
        yield from _section(figures, section)
    yield from learning_blocks(figures)


def _section(figures: Figures, section: FigureSection) -> Iterator[Block]:
    yield Heading(section_title(section))
    if section.is_withheld:
        yield Para(withheld_words(figures, section.procedure))
        return
    for counted in section.counted:
        yield from _counted(counted, section.procedure, 3)
    for measured in section.measured:
        yield from _measured(measured, 3)


def _counted(counted: CountTable, where: str, level: int) -> Iterator[Block]:
    if is_shown(counted):
        yield Heading(TITLES[counted.name], level=level)
        yield chart(counted, f"{where}-{counted.name}")
        yield counted_table(counted)


def _measured(measured: Measured, level: int) -> Iterator[Block]:
    if measured.lines:
        yield Heading(TITLES[measured.name], level=level)
        yield measured_table(measured)


def _made_from(figures: Figures, sources: Sequence[CalendarSource]) -> Iterator[Block]:
    yield Para(f"Includes events up to {when_words(figures.as_of)}.")
    for source in dict.fromkeys(sources):
        yield Para(f"Working days: {source_words(source)}.")
