"""Counts as bars in SVG: each with its words and its number, so that no colour is needed."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from resolutions_cli.core.figures import CountTable
from resolutions_cli.core.suppression import Hidden
from resolutions_cli.render.figure_words import (
    TITLES,
    column_words,
    drawn_column,
    drawn_lines,
    greatest,
    number_words,
)
from resolutions_cli.render.page import Picture
from resolutions_cli.render.svg import broken, element, picture_element, written

#: In the picture's own units.
_WIDTH, _LABELS, _NUMBERS = 760.0, 300.0, 56.0
_SIZE, _LEADING, _BAR, _AIR = 13.0, 17.0, 14.0, 10.0

#: Every bar has one colour: many disputes are no worse than few. A number that is kept back has
#: a short hatched mark, the same for each.
_MARK = 26.0

STYLE = """
.chart{max-width:100%;height:auto;font-family:system-ui,"Segoe UI",Arial,sans-serif}
.chart-paper{fill:#fff}
.chart-text{fill:#1b1f24;font-size:13px}
.chart-number{fill:#1b1f24;font-size:13px;font-weight:600}
.chart-bar{fill:#1f6fb2}
.chart-axis{stroke:#57606a;stroke-width:1}
.chart-kept{fill:none;stroke:#57606a;stroke-width:1;stroke-dasharray:3 2}
.chart-hatch{stroke:#57606a;stroke-width:1.4}
@media screen and (prefers-color-scheme:dark){
.chart-paper{fill:#12161b}
.chart-text,.chart-number{fill:#eef1f5}
.chart-bar{fill:#6cb2f0}
.chart-axis,.chart-kept,.chart-hatch{stroke:#aab4c0}
}
"""


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
