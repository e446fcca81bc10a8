"""Blocks as a page of HTML, to the letter; tests/pages opens whole pages in a browser."""

import re

import pytest

from resolutions_cli.render.formats.html import CLASSES, html_page
from resolutions_cli.render.formats.page import (
    Beside,
    Block,
    Drawing,
    Heading,
    Items,
    Pairs,
    Para,
    Picture,
    Span,
    ToWrite,
)
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.formats.terminal import STYLES


def main_of(*blocks: Block) -> str:
    """What stands in the page's main part, without the section around it."""
    page = html_page("Case record D-1", [Heading("One"), *blocks])
    (inner,) = re.findall(r'<h2 id="section-1">One</h2>\n(.*)</section>\n</main>', page, re.DOTALL)
    return str(inner)


BLOCKS = {
    "a paragraph": (Para("Two\nlines <b>"), "<p>Two\nlines &lt;b&gt;</p>\n"),
    "a paragraph with a meaning": (
        Para("Late & lost", style="missed"),
        '<p class="overdue">Late &amp; lost</p>\n',
    ),
    "a meaning that nobody knows": (Para("x", style='" onclick="'), "<p>x</p>\n"),
    "a command": (
        Para("resolve due", command=True),
        '<p class="command"><code>resolve due</code></p>\n',
    ),
    "pairs": (
        Pairs((("child's file", ("A-1", "A-2")),)),
        '<dl>\n<div class="whole"><dt>child&#39;s file</dt><dd>A-1\nA-2</dd></div>\n</dl>\n',
    ),
    "texts side by side": (
        Beside((("school", ("No.",)),)),
        '<div class="beside">\n<div class="whole"><h3>school</h3><p>No.</p></div>\n</div>\n',
    ),
    "items": (Items((("a", "b"), ("c",))), "<ul>\n<li>a\nb</li>\n<li>c</li>\n</ul>\n"),
    "a place to write": (
        ToWrite("the conclusion"),
        '<p class="to-write"><strong>To be written:</strong> the conclusion</p>\n',
    ),
    "a drawing": (
        Drawing(((Span("##", "met"), Span(" <")), (Span("."),))),
        '<div class="scroll" role="region" aria-label="One" tabindex="0"><pre>\n'
        '<span class="met">##</span><span> &lt;</span>\n<span>.</span>\n</pre></div>\n',
    ),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_is_its_element_and_its_text_is_text(name: str) -> None:
    block, expected = BLOCKS[name]
    assert main_of(block) == expected


def test_a_picture_is_drawn_in_the_page_and_said_in_words() -> None:
    page = main_of(Picture('<svg viewBox="0 0 1 1"></svg>', 'Stage 1: "late" <b>'))
    words = "Stage 1: &#34;late&#34; &lt;b&gt;"
    assert f'role="img" aria-label="{words}"><svg viewBox="0 0 1 1"></svg></div>' in page
    assert f"<p>{words}</p>" in page


def test_a_table_has_heads_for_columns_and_rows_and_each_cell_says_its_column() -> None:
    table = Table(
        ("STATUS", "WHAT", "NOTE", "EMPTY"),
        (Row(("LATE", "Report", "by a plan", ""), "overdue"), Row(("MET", "Panel", "", ""), "met")),
        notes={"NOTE": "WHAT"},
    )
    page = main_of(table)
    assert '<caption class="unseen">One</caption>' in page
    assert re.findall(r"<th role=\"columnheader\" scope=\"col\">(\w+)</th>", page) == [
        *("Status", "What")
    ]
    assert (
        '<td role="cell" data-label="Status"><span class="status overdue">LATE</span></td>\n'
        '<td role="cell" data-label="What"><span>Report</span>'
        '<span class="note">by a plan</span></td>\n'
    ) in page


def test_the_first_column_heads_its_row_unless_it_is_a_status() -> None:
    page = main_of(Table(("STAGE", "TITLE"), (Row(("1", "First")),), heading="Stages"))
    assert '<th role="rowheader" scope="row" data-label="Stage"><span>1</span></th>' in page
    assert "<caption>Stages</caption>" in page


def test_columns_stand_under_others_where_a_sheet_has_no_room_for_all() -> None:
    columns = ("STATUS", "STAGE", "WHAT", "WHO", "DUE", "TIME")
    under = {"STAGE": "WHAT", "WHO": "WHAT", "TIME": "DUE"}
    row = Row(("MET", "1", "Talk", "lead", "now", "soon"))
    page = main_of(Table(columns, (row,), under=under, named=frozenset({"STAGE"})))
    assert re.findall(r"scope=\"col\"[^>]*>(\w+)</th>", page) == ["Status", "What", "Due"]
    assert '<span>Talk</span><span class="note">stage 1; lead</span>' in page


def test_no_level_of_heading_is_passed_over() -> None:
    page = html_page("T", [Para("x"), Heading("a", level=4), Heading("b", level=4), Heading("c")])
    found = re.findall(r"<h(\d)[^>]*>(\w)</h", page)
    assert found == [("1", "T"), ("2", "a"), ("3", "b"), ("2", "c")]


def test_a_heading_of_level_1_stands_above_the_page_and_the_title_on_its_tab() -> None:
    page = html_page("Case record D-1", [Heading("The case", level=1), Heading("One")])
    assert "<h1>The case</h1>" in page
    assert "<title>Case record D-1</title>" in page
    assert page.count("<h1>") == 1


def test_a_page_of_many_sections_says_what_is_in_it() -> None:
    few = html_page("T", [Heading(name) for name in "abc"])
    many = html_page("T", [Heading(name) for name in ("a", "b", "c", "d & e")])
    assert "<nav" not in few
    assert '<li><a href="#section-4">d &amp; e</a></li>' in many
    assert '<h2 id="section-4">d &amp; e</h2>' in many


def test_a_title_cannot_leave_its_place_in_the_style_sheet() -> None:
    page = html_page('D-1"; } * { display: none } </style>', [Para("x")])
    assert page.count("</style>") == 1
    (content,) = re.findall(r'@bottom-left { content: "([^"]*)"', page)
    assert content.startswith(r"D\00002d1\000022\00003b\000020\00007d")


def test_a_control_character_is_never_in_a_page_whatever_block_it_is_in() -> None:
    bad = "a\x07\x1b[2J\u202eb"
    blocks = [
        *(Heading(bad), Para(bad), Para(bad, command=True), Pairs(((bad, (bad,)),))),
        *(Beside(((bad, (bad,)),)), Items(((bad,),)), ToWrite(bad), Picture("<svg/>", bad)),
        *(Drawing(((Span(bad),),)), Table((bad,), (Row((bad,)),), heading=bad)),
    ]
    page = html_page(bad, [Heading(bad, level=1), *blocks], blocks)
    assert not set("\x07\x1b\u202e") & set(page)
    assert page.count("a\\x07\\x1b[2J\\u202eb") > 20


def test_every_meaning_that_a_terminal_colours_is_known_to_a_page() -> None:
    assert set(STYLES) - set(CLASSES) == set()


def test_the_same_blocks_are_the_same_bytes() -> None:
    blocks = [Heading("One"), Para("x"), Table(("A",), (Row(("1",)),))]
    assert html_page("T", blocks) == html_page("T", blocks)


def test_a_page_forbids_itself_scripts_and_whatever_is_elsewhere() -> None:
    page = html_page("T", [Para("x")])
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.split("; ") == [
        *("default-src 'none'", "style-src 'unsafe-inline'", "img-src data:"),
        *("base-uri 'none'", "form-action 'none'"),
    ]
    assert '<html lang="en-GB">' in page
