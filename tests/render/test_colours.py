"""Colours that can be read, whatever is behind them."""

import pytest
from rich.style import Style

from resolutions_cli.render.formats.svg import PALETTE, style_sheet
from resolutions_cli.render.formats.terminal import STYLES

#: The sixteen colours as terminals have them when nobody has chosen others.
PALETTES = {
    "xterm": (
        *("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5"),
        *("7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"),
    ),
    "Windows": (
        *("0c0c0c", "c50f1f", "13a10e", "c19c00", "0037da", "881798", "3a96dd", "cccccc"),
        *("767676", "e74856", "16c60c", "f9f1a5", "3b78ff", "b4009e", "61d6d6", "f2f2f2"),
    ),
    "VS Code": (
        *("000000", "cd3131", "0dbc79", "e5e510", "2472c8", "bc3fbc", "11a8cd", "e5e5e5"),
        *("666666", "f14c4c", "23d18b", "f5f543", "3b8eea", "d670d6", "29b8db", "e5e5e5"),
    ),
}

#: What WCAG asks of bold text and of drawings.
ENOUGH = 3.0


def luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", STYLES)
def test_each_colour_can_be_read_on_white_and_on_black(name: str) -> None:
    colour = Style.parse(STYLES[name]).color
    if colour is None:
        return
    assert colour.number is not None
    assert colour.number < 16, "a colour of the terminal's own palette"
    for palette in PALETTES.values():
        shown = palette[colour.number]
        assert min(contrast(shown, "ffffff"), contrast(shown, "000000")) > ENOUGH


@pytest.mark.parametrize("number", [2, 3, 6])
def test_green_yellow_and_cyan_would_not_pass_on_white(number: int) -> None:
    assert contrast(PALETTES["xterm"][number], "ffffff") < ENOUGH


#: What lies behind others in a picture: paper, grid, weekends, bank holidays.
BEHIND = {"#fff", "#d0d7de", "#e6e9ed", "#f3dfa2"}


@pytest.mark.parametrize("light", [colour for colour in PALETTE if colour not in BEHIND])
def test_each_colour_of_a_picture_can_be_seen_on_white_paper_and_on_a_dark_screen(
    light: str,
) -> None:
    dark_paper = PALETTE["#fff"]
    assert contrast(light[1:], "ffffff") > ENOUGH
    assert contrast(PALETTE[light][1:], dark_paper[1:]) > ENOUGH


def test_a_style_sheet_says_its_colours_again_for_dark_screens_and_nothing_else() -> None:
    rules = ".a{fill:#fff;font-size:9px}\n.b{stroke-width:2}\n.c .d{fill:none;stroke:#1f6fb2}\n"
    assert style_sheet(rules) == (
        f"{rules}@media screen and (prefers-color-scheme:dark){{\n"
        ".a{fill:#12161b}\n.c .d{stroke:#6cb2f0}\n}\n"
    )


def test_a_colour_that_is_not_in_the_palette_is_refused() -> None:
    with pytest.raises(KeyError, match="#abcdef"):
        style_sheet(".a{fill:#abcdef}")
