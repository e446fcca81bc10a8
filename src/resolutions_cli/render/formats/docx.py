"""Documents for Word, which is what panels edit: real headings, tables whose rows stay whole.

Imported only where such a file is made; `python-docx` comes with the extra `reports`. The shipped
`report.docx` says how a document looks; `docs/word_template.py` makes it.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib import resources
from io import BytesIO
from typing import assert_never
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from resolutions_cli.core.text import harmless_lines
from resolutions_cli.core.value import Value
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
    ToWrite,
)
from resolutions_cli.render.formats.table import Row, Table, lines_at, places_of

#: The earliest time that a ZIP archive can hold: nothing of when it was made is in the bytes.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

_MADE_FROM = Heading("What this was made from")

#: More agencies than this do not stand side by side on a page.
_SIDE_BY_SIDE = 4

#: More columns than this, and those that may stand under another do.
_COLUMNS = 5

#: How wide labels are beside what belongs to them.
_LABELS = (28, 72)

#: Characters for which a column has room at least, at most, and for its margins.
_NARROWEST, _WIDEST, _MARGINS = 8, 40, 3

#: A row with more characters than this may break across pages: half of one would stay empty.
_LONG = 1200

#: How far a column of the terminal sets a paragraph in, in twentieths of a point.
_INDENT = 120


class Said(Value):
    """A piece of text in a paragraph; `style` names a meaning, as everywhere."""

    text: str
    style: str = ""


Lines = Sequence[Said]


def docx_file(report: Report, made: datetime) -> bytes:
    """A report as a Word file: A4, British English, the same bytes for the same report.

    Its title, and `made`, the moment that it speaks of, are the file's only properties. What it
    was made from stands at its end, the number of the page at the foot of each.
    """
    writer = _Writer()
    keeps = False
    for index, block in enumerate((*report.blocks, _MADE_FROM, *report.footer)):
        # a paragraph right under a heading stays with the next block
        keeps = isinstance(block, Heading) or (keeps and isinstance(block, Para))
        writer.add(block, begun=index > 0, keeps_next=keeps)
    writer.fill_foot(report.foot or (report.title,))
    kept = writer.document.core_properties
    kept.title = report.title
    kept.created = kept.modified = made.astimezone(UTC).replace(tzinfo=None)
    return frozen(writer.document)


def frozen(document: WordDocument) -> bytes:
    """The file with one and the same time on everything in it."""
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as made, ZipFile(packed, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            part = ZipInfo(name, _ZIP_EPOCH)
            part.compress_type = ZIP_DEFLATED
            kept.writestr(part, made.read(name))
    return packed.getvalue()


class _Writer:
    """A document made from the shipped template, block by block."""

    def __init__(self) -> None:
        template = resources.files("resolutions_cli").joinpath("data", "templates", "report.docx")
        self.document = Document(BytesIO(template.read_bytes()))
        section = self.document.sections[0]
        edges = (section.page_width, section.left_margin, section.right_margin)
        page, left, right = (edge.twips if edge else 0 for edge in edges)
        self.text_width = page - left - right
        # looked up by name once: python-docx searches the whole list each time
        self.styles = {style.name: style for style in self.document.styles}
        self.places_to_write = 0

    def add(self, block: Block, *, begun: bool, keeps_next: bool) -> None:
        """Write a block behind those before it; a new part of the document has a new page.

        None leaves it to the style.
        """
        match block:
            case Heading():
                heading = self._paragraph([Said(block.text)], f"Heading {min(block.level, 3)}")
                heading.paragraph_format.page_break_before = (begun and block.level == 1) or None
            case Para():
                style = "drawn" if block.command else block.style
                layout = self._paragraph([Said(block.text, style)]).paragraph_format
                layout.keep_with_next = keeps_next or None
                layout.left_indent = Twips(block.indent * _INDENT) if block.indent else None
            case Items():
                for lines in block.texts:
                    self._paragraph([Said("\n".join(lines))], "List Bullet")
            case ToWrite():
                self._add_place(block)
            case Picture():
                self._paragraph([Said(block.words, "aside")])
            case Drawing():
                for line in block.lines:
                    self._paragraph([Said(span.text, "drawn") for span in line], "cell")
            case Pairs():
                self._add_table(None, [_labelled(row) for row in block.rows], _LABELS)
            case Beside():
                self._add_beside(block)
            case Table():
                self._add_ruled(block)
            case _:
                assert_never(block)

    def fill_foot(self, lines: Sequence[str]) -> None:
        """Write the lines at the foot of every page; the first is beside the page's number."""
        footer = self.document.sections[0].footer
        first, *rest = lines
        footer.paragraphs[0].runs[0].text = harmless_lines(first)
        for line in rest:
            self._fill(footer.add_paragraph(), [Said(line)], "Footer")

    # -------------------------------------------------------------- paragraphs

    def _paragraph(self, said: Lines, style: str = "") -> Paragraph:
        return self._fill(self.document.add_paragraph(), said, style)

    def _fill(self, paragraph: Paragraph, said: Lines, style: str = "") -> Paragraph:
        """Write pieces of text with their line breaks; what could hide or turn one is escaped."""
        if style:
            paragraph.style = self.styles[style]
        for piece in said:
            look = self.styles.get(piece.style)
            is_meaning = look is not None and look.type == WD_STYLE_TYPE.CHARACTER
            paragraph.add_run(harmless_lines(piece.text), look if is_meaning else None)
        return paragraph

    def _add_place(self, place: ToWrite) -> None:
        """A place that says what belongs there, and says it until somebody has written something.

        Word calls it a content control; python-docx has none, so it is put around the paragraph.
        """
        self.places_to_write += 1
        prompt = [Said("To be written: ", "label"), Said(place.text, "to-write")]
        paragraph = self._paragraph(prompt, "to write")._p
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        properties = OxmlElement("w:sdtPr")
        for name, value in (("alias", "To be written"), ("id", str(self.places_to_write))):
            properties.append(OxmlElement(f"w:{name}", {qn("w:val"): value}))
        properties.append(OxmlElement("w:showingPlcHdr"))
        paragraph.addprevious(control)
        control.extend([properties, content])
        content.append(paragraph)

    # -------------------------------------------------------------- tables

    def _add_beside(self, beside: Beside) -> None:
        if len(beside.columns) > _SIDE_BY_SIDE:
            self._add_table(None, [_labelled(row) for row in beside.columns], _LABELS)
            return
        head = [[Said(heading)] for heading, _ in beside.columns]
        texts = [[Said("\n".join(said))] for _, said in beside.columns]
        self._add_table(head, [texts], [1] * len(beside.columns))

    def _add_ruled(self, table: Table) -> None:
        """A table whose columns fit a page: what may stand under another does if they are many."""
        trimmed = table.trimmed()
        if table.heading:
            self._paragraph([Said(table.heading, "label")])
        places = places_of(trimmed, table.notes)
        if len(places) > _COLUMNS:
            places = places_of(trimmed, {**table.under, **table.notes})
        head = [[Said(place[0].capitalize())] for place in places]
        rows = [[_cell(trimmed, place, row) for place in places] for row in trimmed.rows]
        self._add_table(head, rows, [_weight(column) for column in zip(head, *rows, strict=True)])

    def _add_table(
        self, head: Sequence[Lines] | None, rows: Iterable[Sequence[Lines]], weights: Sequence[int]
    ) -> None:
        """A table as wide as the text, and the empty line after it that keeps two tables apart.

        One without a head belongs together, so a short one stays on one page.
        """
        lines = [*([head] if head else []), *rows]
        whole = head is None and sum(map(_length, lines)) <= _LONG
        table = self.document.add_table(0, len(weights), self.styles["Lined"])
        self._settle(table, has_head=head is not None)
        for column, weight in zip(table.columns, weights, strict=True):
            column.width = Twips(self.text_width * weight // sum(weights))
        for cells in lines:
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()
            if cells is head or _length(cells) <= _LONG:
                properties.append(OxmlElement("w:cantSplit"))
            if cells is head:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, said in zip(row.cells, cells, strict=True):
                layout = self._fill(cell.paragraphs[0], said, "cell").paragraph_format
                layout.keep_with_next = (whole and cells is not lines[-1]) or None
        self._paragraph([], "cell")

    def _settle(self, table: WordTable, *, has_head: bool) -> None:
        """As wide as the text, its first row marked as a head where it is one, nothing else marked.

        python-docx has no words for either.
        """
        table.autofit = False
        width, look = (table._tbl.tblPr.find(qn(f"w:{name}")) for name in ("tblW", "tblLook"))
        width.attrib.update({qn("w:type"): "dxa", qn("w:w"): str(self.text_width)})
        look.attrib.clear()
        look.set(qn("w:val"), "0020" if has_head else "0000")
        look.set(qn("w:firstRow"), "1" if has_head else "0")


def _labelled(row: tuple[str, tuple[str, ...]]) -> list[list[Said]]:
    label, texts = row
    return [[Said(label, "label")], [Said("\n".join(texts))]]


def _cell(table: Table, place: Sequence[str], row: Row) -> list[Said]:
    styled = "STATUS" if "STATUS" in table.columns else table.columns[0]
    first, *below = lines_at(table, place, row)
    style = row.style if place[0] == styled else ""
    return [Said(first, style), *(Said(f"\n{line}", "small") for line in below)]


def _weight(column: Sequence[Lines]) -> int:
    """How much room a column wants: its longest line, up to where it may as well be folded."""
    lines = [line for cell in column for said in cell for line in said.text.split("\n")]
    # capitals, as those of a status, are a third wider
    longest = max(len(line) * 4 // 3 if line.isupper() else len(line) for line in lines)
    return min(max(_NARROWEST, longest), _WIDEST) + _MARGINS


def _length(cells: Sequence[Lines]) -> int:
    """Characters in a row."""
    return sum(len(said.text) for cell in cells for said in cell)
