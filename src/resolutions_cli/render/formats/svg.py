"""SVG as a tree of elements: whatever stands in it is escaped by the library that writes it."""

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, tostring

from resolutions_cli.core.text import harmless

#: What a letter takes of its height in the widths that texts are broken at: more than it mostly
#: does, since fonts differ.
_LETTER = 0.58


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
