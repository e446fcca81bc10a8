"""Word files: every block is what Word has for it, and another program can open them."""

import io
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from pypdf import PdfReader

from docs.word_template import TEMPLATE, template
from resolutions_cli.render.formats.docx import docx_file
from resolutions_cli.render.formats.page import (
    Beside,
    Block,
    Drawing,
    Heading,
    Items,
    Pairs,
    Para,
    Picture,
    Report,
    Span,
    ToWrite,
)
from resolutions_cli.render.formats.table import Row, Table
from tests.tools import needs

MADE = datetime(2026, 11, 18, 9, tzinfo=UTC)
DIGEST = "0123456789abcdef" * 4
DUTIES = Table(
    ("STATUS", "STAGE", "WHAT", "WHO", "DUE", "TIME", "NOTE"),
    (
        Row(("OVERDUE", "6", "A panel", "Manager", "Mon 2 Nov", "1 day over", "a plan"), "overdue"),
        Row(("MET", "1", "A talk", "Teacher", "Fri 6 Nov", "done", ""), "met"),
    ),
    under={"STAGE": "WHAT", "WHO": "WHAT", "TIME": "DUE"},
    notes={"NOTE": "WHAT"},
    named=frozenset({"STAGE"}),
)


def bytes_of(*blocks: Block) -> bytes:
    foot = ("D-1, as of Wed 18 Nov 2026", f"Digest {DIGEST}")
    report = Report("Panel pack D-1", blocks, (Para("Made from the log."),), foot)
    return docx_file(report, MADE)


def opened(*blocks: Block) -> WordDocument:
    return Document(io.BytesIO(bytes_of(*blocks)))


def said(document: WordDocument) -> list[str]:
    return [p.text for p in document.paragraphs if p.text]


def test_headings_are_headings_of_their_level_and_only_the_first_needs_no_new_page() -> None:
    document = opened(
        Heading("A", level=1), Heading("B"), Heading("C", level=3), Heading("D", 0, 1)
    )
    found = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.text][:4]
    assert found == [("Heading 1", "A"), ("Heading 2", "B"), ("Heading 3", "C"), ("Heading 1", "D")]
    breaks = [p.paragraph_format.page_break_before for p in document.paragraphs[:4]]
    assert breaks == [None, None, None, True]


def test_a_table_repeats_its_head_and_no_row_of_it_breaks_across_pages() -> None:
    (table,) = opened(DUTIES).tables
    properties = [[child.tag for child in row._tr.trPr] for row in table.rows]
    whole, head = qn("w:cantSplit"), qn("w:tblHeader")
    assert properties == [[whole, head], [whole], [whole]]


def test_columns_that_do_not_fit_stand_under_others_and_the_status_word_is_coloured() -> None:
    (table,) = opened(DUTIES).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [
        ["Status", "What", "Due"],
        ["OVERDUE", "A panel\nstage 6; Manager\na plan", "Mon 2 Nov\n1 day over"],
        ["MET", "A talk\nstage 1; Teacher", "Fri 6 Nov\ndone"],
    ]
    style = table.rows[1].cells[0].paragraphs[0].runs[0].style
    assert style is not None
    assert style.name == "overdue"


def test_views_stand_in_a_column_for_each_agency_as_long_as_there_is_room() -> None:
    few = Beside((("School", ("This is ours.",)), ("Police", ("And ours.", "So far."))))
    many = Beside(tuple((f"Agency {number}", ("A view.",)) for number in range(5)))
    beside, below = opened(few, many).tables
    assert [[cell.text for cell in row.cells] for row in beside.rows] == [
        ["School", "Police"],
        ["This is ours.", "And ours.\nSo far."],
    ]
    assert [row.cells[0].text for row in below.rows] == [f"Agency {n}" for n in range(5)]


def test_a_place_to_write_keeps_its_prompt_until_something_is_written_there() -> None:
    body = opened(ToWrite("the analysis"), ToWrite("the rest")).element.body
    places = body.findall(qn("w:sdt"))
    prompts = ["".join(text.text for text in place.iter(qn("w:t"))) for place in places]
    assert prompts == ["To be written: the analysis", "To be written: the rest"]
    properties = [place.find(qn("w:sdtPr")) for place in places]
    assert all(each.find(qn("w:showingPlcHdr")) is not None for each in properties)
    assert [each.find(qn("w:id")).get(qn("w:val")) for each in properties] == ["1", "2"]


def test_lists_pairs_drawings_and_pictures_are_there_as_text() -> None:
    document = opened(
        Items((("First", "its second line"), ("Second",))),
        Pairs((("child's file", ("SC-1", "SC-2")),)),
        Drawing(((Span("══"), Span("x", "overdue")),)),
        Picture("<svg/>", "A timeline of three stages."),
    )
    texts = said(document)
    assert texts[:2] == ["First\nits second line", "Second"]
    assert [p.style.name for p in document.paragraphs[:2] if p.style] == ["List Bullet"] * 2
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [
        "child's file",
        "SC-1\nSC-2",
    ]
    assert "══x" in texts
    assert "A timeline of three stages." in texts


def test_what_was_typed_is_text_and_what_xml_cannot_hold_is_shown_escaped() -> None:
    typed = "<w:p/>&amp; bell\x07 \u202eright \ufffe {PAGE} =cmd()"
    texts = said(opened(Para(typed), Para("a\tb")))
    assert texts[0] == "<w:p/>&amp; bell\\x07 \\u202eright \\ufffe {PAGE} =cmd()"
    assert texts[1] == "a\\x09b"


def test_every_page_says_which_record_as_of_when_its_digest_and_its_number() -> None:
    footer = opened(Para("x")).sections[0].footer
    first, second = footer.paragraphs
    assert first.text == "D-1, as of Wed 18 Nov 2026\tPage 1 of 1"
    fields = [element.text for element in first._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert second.text == f"Digest {DIGEST}"


def test_the_file_is_a4_in_british_english_and_names_nobody() -> None:
    document = opened(Para("x"))
    section, kept = document.sections[0], document.core_properties
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    language = document.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"
    assert (kept.title, kept.author, kept.last_modified_by, kept.comments) == (
        "Panel pack D-1",
        *("", "", ""),
    )
    assert (kept.created, kept.modified) == (MADE, MADE)


def test_the_same_report_is_the_same_bytes_and_nothing_tells_when_they_were_made() -> None:
    made = bytes_of(Heading("A"), DUTIES, ToWrite("x"))
    assert made == bytes_of(Heading("A"), DUTIES, ToWrite("x"))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert sorted(parts.namelist()) == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            *("word/_rels/document.xml.rels", "word/document.xml", "word/fontTable.xml"),
            *("word/footer1.xml", "word/numbering.xml", "word/settings.xml"),
            *("word/styles.xml", "word/theme/theme1.xml"),
        ]


def test_the_shipped_template_is_what_its_script_makes() -> None:
    # other versions of zlib pack the same parts into other bytes
    assert parts_of(TEMPLATE.read_bytes()) == parts_of(template())


def parts_of(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


@needs("soffice")
def test_libreoffice_opens_it_and_prints_every_page_with_its_foot(tmp_path: Path) -> None:
    rows = tuple(Row((f"Row {number}", "words " * 60)) for number in range(40))
    blocks = (Heading("Case", level=1), Table(("ROW", "TEXT"), rows), ToWrite("the end"))
    pages = pdf_of(bytes_of(*blocks), tmp_path)
    texts = [page.extract_text() for page in pages]
    assert len(texts) > 3
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert DIGEST in text
    # the head stands on every page that the table is on, and no row is cut in two
    on_pages = [[f"Row {n}" for n in range(40) if f"Row {n} " in text] for text in texts]
    assert sum(map(len, on_pages)) == 40
    for text, found in zip(texts, on_pages, strict=True):
        if found:
            assert "Row Text" in text
            assert text.count("words") == 60 * len(found)


def pdf_of(made: bytes, folder: Path) -> list[object]:
    """What LibreOffice prints; a profile of its own, so that none of a user's is touched."""
    file = folder / "made.docx"
    file.write_bytes(made)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ("--headless", "--convert-to", "pdf", "--outdir", str(folder))
    subprocess.run(
        ["soffice", profile, *convert, str(file)], check=True, capture_output=True, timeout=120
    )
    return list(PdfReader(folder / "made.pdf").pages)


def test_no_element_of_a_style_stands_there_twice() -> None:
    """Word repairs such a file, or refuses it."""
    styles = opened(Para("x")).styles.element
    layouts = [*styles.iter(qn("w:pPr")), *styles.iter(qn("w:rPr"))]
    doubled = [
        [child.tag for child in layout]
        for layout in layouts
        if len({child.tag for child in layout}) != len(layout)
    ]
    assert doubled == []


def test_a_row_breaks_only_where_half_a_page_would_stay_empty_otherwise() -> None:
    (table,) = opened(Table(("TEXT",), (Row(("short",)), Row(("long " * 400,))))).tables
    whole = qn("w:cantSplit")
    assert [row._tr.trPr.find(whole) is not None for row in table.rows] == [True, True, False]
