"""SVG as a tree of elements: whatever stands in it is escaped by the library that writes it."""

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, tostring

from resolutions_cli.core.text import harmless

#: What a letter takes of its height in the widths that texts are broken at: more than it mostly
#: does, since fonts differ.
_LETTER = 0.58

#: Every colour of our pictures, and what a dark screen shows in its place. Plain colours and no
#: variables, since office programs that take SVG know none.
PALETTE = {
    "#fff": "#12161b",  # paper
    "#1b1f24": "#eef1f5",  # ink
    "#3d444d": "#c6ced8",  # small print
    "#57606a": "#aab4c0",  # axes and lines that lead on
    "#d0d7de": "#39414b",  # grid
    "#e6e9ed": "#242b33",  # weekends
    "#f3dfa2": "#4a3d12",  # bank holidays
    "#7a5b00": "#e3c266",  # their hatching
    "#1f6fb2": "#6cb2f0",  # bars
    "#c8102e": "#ff7b88",  # late
    "#a40e26": "#ff9aa5",  # words and lines about it
}


def style_sheet(rules: str) -> str:
    """The rules, and after them the same for dark screens: only colours, those of the palette."""
    dark = []
    for selector, declared in re.findall(r"(\S[^{]*)\{([^}]*)\}", rules):
        colours = re.findall(r"(fill|stroke):(#\w+)", declared)
        if colours:
            turned = ";".join(f"{name}:{PALETTE[colour]}" for name, colour in colours)
            dark.append(f"{selector}{{{turned}}}\n")
    return f"{rules}@media screen and (prefers-color-scheme:dark){{\n{''.join(dark)}}}\n"


def element(name: str, *children: Element, text: str = "", **attributes: Any) -> Element:
    """An element; `class_` is the attribute `class`, underscores stand for hyphens.

    Numbers are cut to two decimals, so that a drawing is the same on every machine.
    """
    made = Element(
        name,
        {key.rstrip("_").replace("_", "-"): _value(value) for key, value in attributes.items()},
    )
    if text:
        made.text = harmless(text)
    made.extend(children)
    return made


def _value(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def picture_element(
    size: tuple[float, float],
    identity: str,
    title: str,
    description: str,
    style: str,
    children: Iterable[Element],
) -> Element:
    """A whole picture as wide as the page lets it be, which says what it is.

    `identity` begins every id in it, so that two pictures on a page stay apart; it must hold
    letters, digits and hyphens only.
    """
    width, height = size
    sheet = element("style")
    sheet.text = style
    return element(
        "svg",
        element("title", text=title, id=f"{identity}-title"),
        element("desc", text=description, id=f"{identity}-desc"),
        sheet,
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        width=width,
        height=height,
        class_=identity.partition("-")[0],
        role="img",
        aria_labelledby=f"{identity}-title {identity}-desc",
    )


def written(picture: Element) -> str:
    """The SVG as text."""
    return tostring(picture, encoding="unicode")


def broken(text: str, width: float, size: float) -> list[str]:
    """The text in lines that fit `width` at a letter height of `size`, broken between words."""
    most = max(1, int(width / (size * _LETTER)))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.extend(word[start : start + most] for start in range(0, len(word), most))
    return lines
