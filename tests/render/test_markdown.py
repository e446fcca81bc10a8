"""Blocks as Markdown, to the letter."""

import pytest
from markdown_it import MarkdownIt

from resolutions_cli.render.formats.markdown import markdown_page
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

BLOCKS: dict[str, tuple[Block, str]] = {
    "a heading": (Heading("Facts # 1", level=2), "## Facts \\# 1\n"),
    "a paragraph": (Para("one\n\n  two"), "one\\\n&nbsp;\\\n&nbsp;&nbsp;two\n"),
    "a command": (Para("resolve `due`", command=True), "`` resolve `due` ``\n"),
    "pairs": (
        Pairs((("file", ("A_1", "- B")), ("who", ("x",)))),
        "- **file:** A\\_1\\\n  \\- B\n- **who:** x\n",
    ),
    "texts side by side": (
        Beside((("school", ("No.", "1. Never")),)),
        "> **school**\n>\n> No.\\\n> 1\\. Never\n",
    ),
    "items": (Items((("a", "b"), ("c",))), "- a\\\n  b\n- c\n"),
    "a place to write": (ToWrite("the end"), "> **To be written:** the end\n"),
    "a picture": (Picture("<svg/>", "A line."), "A line.\n"),
    "a drawing": (Drawing(((Span("```"), Span("x")),)), "````text\n```x\n````\n"),
    "a table": (
        Table(("STATUS", "WHAT"), (Row(("MET", "a|b\nc")),), heading="Duties"),
        "**Duties**\n\n| Status | What |\n| --- | --- |\n| MET | a\\|b / c |\n",
    ),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block(name: str) -> None:
    block, expected = BLOCKS[name]
    assert markdown_page([block]) == expected


def test_the_footer_stands_below_a_rule() -> None:
    assert markdown_page([Para("x")], [Para("y")]) == "x\n\n---\n\ny\n"


@pytest.mark.parametrize(
    "text",
    [
        *("<script>x</script>", "a & b &amp; &#60;", "[x](y)", "![x](y)", "<http://e.invalid>"),
        *("*a* _b_ `c` ~~d~~", "# a", "- a", "+ a", "1) a", "===", "---", "> a", "    a", "a\\"),
        *("a  ", "http://e.invalid www.e.x", "| a |", "a\u202eb\x07", "[a]: b", "***", "~~~"),
    ],
)
def test_a_text_means_itself(text: str) -> None:
    """What CommonMark makes of it is one paragraph of that text, and in a table one cell."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    safe = text.replace("\u202e", "\\u202e").replace("\x07", "\\x07").strip()
    paragraph = reader.parse(markdown_page([Para(text)]))
    assert [each.type for each in paragraph] == ["paragraph_open", "inline", "paragraph_close"]
    assert read(paragraph[1].children) == safe
    cells = reader.parse(markdown_page([Table(("A", "B"), (Row((text, "x")),))]))
    assert [read(each.children) for each in cells if each.type == "inline"] == ["A", "B", safe, "x"]


def read(children: object) -> str:
    """What can be read of a line, when nothing but text is in it."""
    assert isinstance(children, list)
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children).replace("\xa0", " ").strip()
