"""A record full of what other programs obey (tests/hostile.py) does no harm in any format.

Whoever adds a format adds a line to FORMATS: the command that makes it, and what is checked of
the bytes. What holds of all of them is checked for all of them below.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import openpyxl
import pytest
import vobject
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from markdown_it.token import Token

from resolutions_cli.app import streams
from resolutions_cli.cli import main
from resolutions_cli.core.text import harmless
from tests.desk import Desk
from tests.hostile import AGENCY, ALL, AS_OF, OBEYED, REF, TEXTS, hostile_record

#: The lines of every text, as they must be there to be read.
LINES = [harmless(line).strip() for line in ALL.replace("\r\n", "\n").split("\n")]


# ------------------------------------------------------------------ what is checked of each


def is_harmless_text(made: bytes) -> str:
    """No byte that anything obeys; line feeds stand between lines, and before them perhaps CR."""
    text = made.decode("utf-8").replace("\r\n", "\n").removeprefix("\ufeff")
    found = {char for char in text if char in OBEYED or (char < " " and char != "\n")}
    assert found == set()
    return text


def holds_every_line(text: str) -> None:
    """Nothing was lost: each line that was typed can be read."""
    assert [line for line in LINES if line not in text] == []


def check_plain(made: bytes) -> None:
    holds_every_line(is_harmless_text(made))


def check_terminal(made: bytes) -> None:
    """Colours are ours; what looks like them in a text is text."""
    text = re.sub(r"\x1b\[[\d;]*m", "", made.decode("utf-8"))
    is_harmless_text(text.encode())
    assert "[red]not red[/red] [link=http://e.invalid]here[/link] :warning:" in text
    assert "bell\\x07 \\x1b[2J\\x1b]0;owned\\x07" in text


def check_json(made: bytes) -> None:
    is_harmless_text(made)
    opened = json.loads(made)["dispute"]["entries"][0]
    assert opened["texts"]["summary"] == ALL
    assert opened["texts"]["agency-1"] == AGENCY


def check_due(made: bytes) -> None:
    """A list of duties holds none of it, but for the names of agencies, and those harmless."""
    text = is_harmless_text(made)
    assert not [line for line in LINES if len(line) > 8 and line in text]


def check_due_drawn(made: bytes) -> None:
    """The same on a terminal, colours taken off."""
    check_due(re.sub(rb"\x1b\[[\d;]*m", b"", made))


def check_csv(made: bytes) -> None:
    """As of a list of duties; and nothing in it begins a formula, however it is taken apart."""
    check_due(made)
    for delimiter in ",;":
        rows = list(
            csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=delimiter)
        )
        begun = [cell for row in rows for cell in row if cell.lstrip(" \"'\t")[:1] in _BEGINS]
        assert [cell for cell in begun if not cell.lstrip(' "').startswith("'")] == []


#: What a formula begins with; an empty cell begins with nothing.
_BEGINS = set("=+-@＝＋－＠")


def check_workbook(made: bytes) -> None:
    """Every text is a text: no formula, no link, nothing in the properties."""
    book = openpyxl.load_workbook(io.BytesIO(made))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [cell for cell in cells if cell.hyperlink] == []
    assert book.sheetnames in (["Deadlines"], ["Disputes"])
    assert (book.properties.creator, book.properties.title) in ((None, book.sheetnames[0]),)
    check_due("\n".join(str(cell.value) for cell in cells).encode())


def check_calendar(made: bytes) -> None:
    """Nothing of the record but its reference and its stages, and no event that is not ours."""
    text = is_harmless_text(made)
    stages = {f"{REF} {of}" for of in ("stage 1", "stage 2", "whole dispute", "reminder 1")}
    said = {f"SUMMARY:{words}" for words in stages}
    counted = f"How this date was counted: resolve explain {REF}"
    said |= {f"DESCRIPTION:{words}" for words in (*stages, counted)}
    begun = ("SUMMARY", "DESCRIPTION", "COMMENT", "LOCATION", "ATTENDEE", "ORGANIZER")
    assert {line for line in text.splitlines() if line.startswith(begun)} <= said
    read = vobject.readOne(text, validate=True)
    assert {event.summary.value for event in read.vevent_list} == stages
    assert "1+1" not in text


def check_lines(made: bytes) -> None:
    """JSON Lines without texts: agencies are there, and nothing else that was typed."""
    check_due(made)
    for line in made.decode().splitlines():
        json.loads(line)


def check_lines_with_text(made: bytes) -> None:
    is_harmless_text(made)
    lines = [json.loads(line) for line in made.decode().split("\n")[:-1]]
    assert lines[1]["texts"]["summary"] == ALL


class Page(HTMLParser):
    """A page taken apart as a browser takes it: elements, attributes, and what can be read."""

    def __init__(self, made: bytes) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.read: list[str] = []
        self._in: list[str] = []
        self.titles: list[str] = []
        self.feed(made.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update((name, value or "") for name, value in attrs)
        self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self._in:
            self.read.append(data)
        if self._in[-1:] == ["title"] and "svg" not in self._in:
            self.titles.append(data)


#: What can run, load or lead elsewhere.
_ACTIVE = {"script", "img", "iframe", "object", "embed", "form", "base", "audio", "video", "use"}


def check_html(made: bytes) -> None:
    is_harmless_text(made)
    page = Page(made)
    assert page.elements & _ACTIVE == set()
    assert [name for name, _ in page.attributes if name.startswith("on")] == []
    leads = {value for name, value in page.attributes if name in ("href", "src", "xlink:href")}
    assert [to for to in leads if not to.startswith("#") and to != "data:,"] == []
    (title,) = page.titles
    assert title.endswith(REF)
    holds_every_line("".join(page.read))


def check_return(made: bytes) -> None:
    """The return names agencies and nobody else; its title is its period."""
    text = is_harmless_text(made)
    page = Page(made)
    assert page.elements & _ACTIVE == set()
    (title,) = page.titles
    assert title.startswith("Return on disputes between agencies, ")
    assert harmless(AGENCY) not in "".join(page.read)
    assert not [line for line in LINES if len(line) > 8 and line in text]


def check_markdown(made: bytes) -> None:
    text = is_harmless_text(made)
    parsed = MarkdownIt("commonmark").enable("table").parse(text)
    tokens = list(_all(parsed))
    live = {"html_block", "html_inline", "link_open", "image", "code_block", "fence", "s_open"}
    assert {token.type for token in tokens} & live == set()
    # lists and quotations are ours, none begins within a text; no line underlines another
    nested = [t for t in tokens if t.type in ("bullet_list_open", "blockquote_open") and t.level]
    assert nested == []
    assert [t.content for t in tokens if t.type == "ordered_list_open" or t.markup == "="] == []
    holds_every_line("".join(map(_said, tokens)))
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    assert tables
    for table in tables:
        bars = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(bars) == 1


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _said(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content.replace("\xa0", " ") if token.type in ("text", "code_inline") else ""


def check_docx(made: bytes) -> None:
    """A Word file: every line is there to be read, and nothing leads out of it."""
    document = docx.Document(io.BytesIO(made))
    text = "".join(
        (element.text or "") if element.tag == qn("w:t") else "\n"
        for element in document.element.body.iter(qn("w:t"), qn("w:br"), qn("w:p"))
    )
    holds_every_line(is_harmless_text(text.encode()))
    assert document.core_properties.title == f"Panel pack {REF}"
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
    assert b"TargetMode" not in everything
    assert re.findall(rb"<w:instrText[^>]*>([^<]*)<", everything) == [b"PAGE", b"NUMPAGES"]


# ------------------------------------------------------------------ the formats


@dataclass(frozen=True)
class Format:
    """How a format is made, and what must hold of it; `terminal` draws it on one.

    `to_file` hands it out through a file, as bytes that are no text have to be.
    """

    words: tuple[str, ...]
    check: Callable[[bytes], None]
    terminal: bool = False
    to_file: bool = False


FORMATS = {
    "plain text": Format(("show", REF), check_plain),
    "a terminal": Format(("show", REF), check_terminal, terminal=True),
    "JSON": Format(("show", REF, "--json"), check_json),
    "a table of what is due": Format(("due",), check_due),
    "a table of what is due, on a terminal": Format(("due",), check_due_drawn, terminal=True),
    "a CSV file of what is due": Format(("due", "--all", "--csv"), check_csv),
    "a CSV file of the disputes": Format(("list", "--csv"), check_csv),
    "a workbook of what is due": Format(("due", "--all", "--xlsx"), check_workbook, to_file=True),
    "a workbook of the disputes": Format(("list", "--xlsx"), check_workbook),
    "a calendar": Format(("due", "--ics"), check_calendar),
    "an export": Format(("export", "--jsonl"), check_lines),
    "an export with its texts": Format(
        ("export", "--jsonl", "--with-text"), check_lines_with_text, to_file=True
    ),
    "statistics": Format(("stats",), check_due),
    "statistics, on a terminal": Format(("stats",), check_due_drawn, terminal=True),
    "statistics, JSON": Format(("stats", "--json"), check_due),
    "statistics, CSV": Format(("stats", "--csv"), check_due, to_file=True),
    "a return, HTML": Format(("report", "return"), check_return, to_file=True),
    "a return, Markdown": Format(("report", "return", "--format", "md"), check_due, to_file=True),
    "a case record, HTML": Format(("report", "case", REF), check_html, to_file=True),
    "a case record, Markdown": Format(
        ("report", "case", REF, "--format", "md"), check_markdown, to_file=True
    ),
    "a panel's pack, Word": Format(("report", "panel", REF), check_docx, to_file=True),
    "a panel's pack, HTML": Format(
        ("report", "panel", REF, "--format", "html"), check_html, to_file=True
    ),
    "a panel's pack, Markdown": Format(
        ("report", "panel", REF, "--format", "md"), check_markdown, to_file=True
    ),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The hostile record; the clock stands where it was last written in."""
    quiet: Any = SimpleNamespace(readouterr=lambda: ("", ""))
    folder = tmp_path_factory.mktemp("hostile") / "workspace"
    with pytest.MonkeyPatch.context() as patch:
        hostile_record(Desk(folder, patch, quiet))
        yield folder


@pytest.mark.parametrize("name", FORMATS)
def test_a_hostile_record_does_no_harm_in_any_format(
    name: str, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = FORMATS[name]
    file = tmp_path / "made"
    words = [*form.words, "-w", str(workspace), *(["-o", str(file)] if form.to_file else [])]
    monkeypatch.setenv("RESOLVE_NOW", AS_OF)
    if form.terminal:
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setattr(streams, "is_terminal", lambda stream: stream is sys.stdout)
    with monkeypatch.context() as piped:
        out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
        piped.setattr(sys, "stdout", out)
        assert main(words) == 0
        out.flush()
        said = out.buffer.getvalue()  # type: ignore[attr-defined] - it is the BytesIO above
    form.check(file.read_bytes() if form.to_file else said)


def test_every_text_is_hostile_in_its_own_way() -> None:
    """What the checks look for is there to be found."""
    assert set(OBEYED) <= set(ALL) | {"\u202a", "\u202b", "\u202d", "\u2066", "\u2068", "\u2069"}
    assert len(set(TEXTS.values())) == len(TEXTS)
