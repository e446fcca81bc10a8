"""The partnership's return: the statistics of a period as a page, with a chart to each table."""

from collections.abc import Iterator, Sequence

from resolutions_cli.core.figures import CountTable, Figures, FigureSection, Measured
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.working_days import CalendarSource
from resolutions_cli.render.charts import chart
from resolutions_cli.render.figure_words import (
    NOT_KEPT_BACK,
    TITLES,
    extent_words,
    findings_words,
    is_shown,
    kept_back_words,
    period_words,
    withheld_words,
)
from resolutions_cli.render.page import Block, Heading, Para, Report
from resolutions_cli.render.statistics import (
    counted_table,
    learning_blocks,
    measured_table,
    section_title,
)
from resolutions_cli.render.words import source_words, when_words

_TITLE = "Return on disputes between agencies"

#: What the numbers say, and what they do not.
_READING = (
    "Raising a dispute is healthy: a high number says that people speak up for a child, not"
    " that something is wrong. How each number is counted is in the documentation of the"
    " program, under statistics."
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
