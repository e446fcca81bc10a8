"""Every page in a real browser: nothing is loaded, nothing is barred, everything can be printed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader

from tests.pages.conftest import CHROMIUM
from tests.pages.made import MADE
from tests.tools import needs
from tests.torture import several

pytestmark = [
    needs(CHROMIUM),
    pytest.mark.parametrize("name", several(tuple(MADE), tuple(MADE), short=tuple(MADE)[:1])),
]

#: Where a page is said to come from; nothing answers there but the test.
_ADDRESS = "https://pages.invalid/report.html"

#: The rules of WCAG 2.2 at level AA, by the tags under which axe-core keeps them.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: The narrowest window that a page has to be read in, as WCAG has it.
_NARROW = {"width": 320, "height": 640}

Source = Callable[[str], str]


class Opened(NamedTuple):
    """A page that stands open, what it asked for, and what the browser had to say."""

    page: Page
    asked: list[str]
    said: list[str]


@contextmanager
def opened(browser: Browser, text: str, **how: Any) -> Iterator[Opened]:
    """A page in a window of its own; what it asks for is noted and not given."""
    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context(**how)

    def answer(route: Any) -> None:
        if route.request.url == _ADDRESS:
            route.fulfill(body=text, content_type="text/html; charset=utf-8")
        else:
            asked.append(route.request.url)
            route.abort()

    try:
        page = context.new_page()
        page.route("**/*", answer)
        page.on("console", lambda line: said.append(f"{line.type}: {line.text}"))
        page.on("pageerror", lambda fault: said.append(str(fault)))
        page.goto(_ADDRESS)
        yield Opened(page, asked, said)
    finally:
        context.close()


def test_no_request_leaves_the_page_and_the_browser_has_nothing_to_say(
    name: str, browser: Browser, page_of: Source
) -> None:
    with opened(browser, page_of(name)) as (page, asked, said):
        loaded = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
        assert (asked, said, loaded) == ([], [], [])
        assert page.evaluate("document.scripts.length") == 0


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


def violations(page: Page, *, contrast: bool) -> list[tuple[str, list[str]]]:
    """What axe-core finds, by its rule; of contrast alone, or of everything else."""
    only = {"type": "rule", "values": ["color-contrast"]}
    found = page.evaluate(
        "options => axe.run(document, options)",
        {
            "runOnly": only if contrast else {"type": "tag", "values": _RULES},
            "rules": {} if contrast else {"color-contrast": {"enabled": False}},
            "preload": False,
        },
    )
    # it looked: what must be on every page was tried
    tried = {rule["id"] for rule in found["passes"]}
    assert tried >= ({"color-contrast"} if contrast else {"page-has-heading-one", "region"})
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]


#: Of what is built alike, two are left: how it is coloured depends on how it is built.
_ALIKE = """() => {
    const seen = {};
    for (const each of document.querySelectorAll('tr, dl > div, li, p, h3, h4, pre span')) {
        if (each.closest('.picture')) continue;
        const built = each.outerHTML.replace(/>[^<]+/g, '>').replace(/ data-label="[^"]*"/g, '');
        seen[built] = (seen[built] || 0) + 1;
        if (seen[built] > 2) each.remove();
    }
}"""


def test_nobody_is_barred_by_the_page(name: str, browser: Browser, page_of: Source) -> None:
    with opened(browser, page_of(name), viewport=_NARROW) as (page, _, _):
        page.evaluate(_axe())
        assert violations(page, contrast=False) == []
        page.evaluate(_ALIKE)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page, contrast=True) == [], scheme


def test_the_page_reflows_to_320_pixels(name: str, browser: Browser, page_of: Source) -> None:
    with opened(browser, page_of(name), viewport=_NARROW) as (page, _, _):
        wide, has = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= has
        outside = page.evaluate(
            """() => [...document.querySelectorAll('body *')]
                .filter(each => !each.closest('.scroll') && !each.closest('.unseen')
                    && !each.closest('thead') && !each.matches('.skip'))
                .filter(each => each.getBoundingClientRect().right > innerWidth + 0.5)
                .map(each => each.outerHTML.slice(0, 80))"""
        )
        assert outside == []


def test_everything_can_be_read_without_a_script(
    name: str, browser: Browser, page_of: Source
) -> None:
    with opened(browser, page_of(name), java_script_enabled=False) as (page, _, _):
        read = page.locator("main").inner_text()
        assert page.title() in page.locator("h1").inner_text()
        headings = page.locator("h2").all_inner_texts()
        assert headings
        assert [heading for heading in headings if heading not in read] == []
        # a return is made of many logs, and has no digest of one
        foot = "footer" if MADE[name].words[1] == "return" else "footer code"
        assert page.locator(foot).inner_text().strip()


# ------------------------------------------------------------------ on paper


class Part(NamedTuple):
    """An element of a printed page, what is right in it, and the sheets its words stand on.

    `end` is where in the list the elements within it end.
    """

    tag: str
    holds: frozenset[str]
    sheets: tuple[int, ...]
    end: int


def number_of(sheet: PageObject) -> int:
    """The number under which a sheet stands in its file."""
    reference = sheet.indirect_reference
    assert reference is not None
    return reference.idnum


def parts_of(pdf: PdfReader) -> list[Part]:
    """The elements of a tagged PDF in their order, each before what is in it."""
    numbers = {number_of(sheet): at for at, sheet in enumerate(pdf.pages)}
    found: list[Part] = []

    def walk(element: Any, sheet: int) -> tuple[str, set[int]]:
        element = element.get_object()
        if not isinstance(element, dict):
            return "", {sheet}
        if "/Pg" in element:
            sheet = numbers[element.raw_get("/Pg").idnum]
        if "/S" not in element:
            return "", {sheet}
        at = len(found)
        tag = str(element["/S"])
        found.append(Part(tag, frozenset(), (), 0))
        inner = element.get("/K", [])
        children = [walk(child, sheet) for child in (inner if isinstance(inner, list) else [inner])]
        sheets = set().union(*(on for _, on in children))
        held = frozenset(name for name, _ in children)
        found[at] = Part(tag, held, tuple(sorted(sheets)), len(found))
        return tag, sheets

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"], 0)
    return found


def test_it_prints_on_whole_sheets_of_a4_and_no_row_of_a_table_is_cut(
    name: str, browser: Browser, page_of: Source
) -> None:
    with opened(browser, page_of(name), color_scheme="dark") as (page, _, _):
        pdf = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, tagged=True)))
    sizes = {(float(sheet.mediabox.width), float(sheet.mediabox.height)) for sheet in pdf.pages}
    assert [size for size in sizes if (round(size[0] - 595), round(size[1] - 842)) != (0, 0)] == []
    parts = parts_of(pdf)
    assert {sheet for part in parts for sheet in part.sheets} == set(range(len(pdf.pages)))
    # a table's head stands again on each sheet
    rows = [part for part in parts if part.tag == "/TR" and part.holds != {"/TH"}]
    assert rows
    assert [row for row in rows if len(row.sheets) != 1] == []
    followed = [(part, parts[part.end]) for part in parts if part.end < len(parts)]
    assert [(part, after) for part, after in followed if is_apart(part, after)] == []


def is_apart(part: Part, after: Part) -> bool:
    """Whether a heading stands at the foot of a sheet and what it is about on the next."""
    is_heading = part.tag in ("/H1", "/H2", "/H3", "/H4") and part.sheets and after.sheets
    return bool(is_heading) and part.sheets[-1] < after.sheets[0]
