"""Documents for Word, which is what panels edit: real headings, tables whose rows stay whole.

Imported only where such a file is made; `python-docx` comes with the extra `reports`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import assert_never
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from resolutions_cli.core.text import harmless_lines
from resolutions_cli.core.value import Value
from resolutions_cli.render.formats import docx_styles
from resolutions_cli.render.formats.docx_styles import TEXT_WIDTH
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

#: What python-docx's template brings along that no document of ours uses.
_NOT_OURS = ("stylesWithEffects", "webSettings", "customXml", "thumbnail", "extended-properties")

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
    document = _bare(report.title, made)
    body = document.element.body
    end = body[-1]
    numbers = count(1)
    kept = False
    for index, block in enumerate((*report.blocks, _MADE_FROM, *report.footer)):
        # what is said right under a heading stays with what follows it
        kept = isinstance(block, Heading) or (kept and isinstance(block, Para))
        for piece in _pieces(block, numbers, begun=index > 0, keeps_next=kept):
            end.addprevious(piece)
    _fill_footer(document, report.foot or (report.title,))
    return _frozen(document)


# ------------------------------------------------------------------ the file around the words


def _bare(title: str, made: datetime) -> WordDocument:
    """An empty document with our styles, and with nothing of the library's template."""
    document = Document()
    for element, ours in (
        (document.styles.element, docx_styles.styles()),
        (document.part.numbering_part.element, docx_styles.numbering()),
        (document.settings.element, docx_styles.settings()),
        (document.sections[0]._sectPr, docx_styles.section()),
    ):
        for child in list(element):
            element.remove(child)
        element.extend(list(ours))
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in _NOT_OURS:
                del part.rels[key]
    kept = document.core_properties
    kept.title, kept.author, kept.comments, kept.language = title, "", "", "en-GB"
    kept.created = kept.modified = made.astimezone(UTC).replace(tzinfo=None)
    return document


def _fill_footer(document: WordDocument, foot: Sequence[str]) -> None:
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    element = footer._element
    for child in list(element):
        element.remove(child)
    first, *rest = foot
    tab = _element("w:r", OxmlElement("w:tab"))
    pages = (tab, _run(Said("Page ")), *_field("PAGE"), _run(Said(" of ")), *_field("NUMPAGES"))
    element.append(_element("w:p", _layout("footer"), _run(Said(first)), *pages))
    element.extend([_paragraph([Said(line)], "footer") for line in rest])


def _frozen(document: WordDocument) -> bytes:
    """The file with one and the same time on everything in it."""
    saved, frozen = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as made, ZipFile(frozen, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            part = ZipInfo(name, _ZIP_EPOCH)
            part.compress_type = ZIP_DEFLATED
            kept.writestr(part, made.read(name))
    return frozen.getvalue()


# ------------------------------------------------------------------ blocks


def _pieces(
    block: Block, numbers: Iterator[int], *, begun: bool, keeps_next: bool
) -> Iterable[BaseOxmlElement]:
    match block:
        case Heading():
            yield _heading(block, new_page=begun and block.level == 1)
        case Para():
            style = "drawn" if block.command else block.style
            yield _paragraph([Said(block.text, style)], indent=block.indent, keeps_next=keeps_next)
        case Items():
            for first, *rest in block.texts:
                yield _paragraph([Said("\n".join((first, *rest)))], "ListBullet")
        case ToWrite():
            yield _to_write(block, next(numbers))
        case Picture():
            yield _paragraph([Said(block.words, "aside")])
        case Drawing():
            for line in block.lines:
                yield _paragraph([Said(span.text, "drawn") for span in line], "cell")
        case Pairs():
            yield from _table(None, [_labelled(row) for row in block.rows], _LABELS)
        case Beside():
            yield from _beside(block)
        case Table():
            yield from _ruled(block)
        case _:
            assert_never(block)


def _heading(heading: Heading, *, new_page: bool) -> BaseOxmlElement:
    layout = _layout(f"heading{min(heading.level, 3)}")
    if new_page:
        layout.append(OxmlElement("w:pageBreakBefore"))
    return _element("w:p", layout, _run(Said(heading.text)))


def _to_write(place: ToWrite, number: int) -> BaseOxmlElement:
    """A place that says what belongs there, and says it until somebody has written something."""
    properties = _element(
        "w:sdtPr",
        _element("w:alias", val="To be written"),
        _element("w:id", val=str(number)),
        _element("w:showingPlcHdr"),
    )
    prompt = [Said("To be written: ", "label"), Said(place.text, "to-write")]
    return _element("w:sdt", properties, _element("w:sdtContent", _paragraph(prompt, "towrite")))


def _labelled(row: tuple[str, tuple[str, ...]]) -> list[list[Said]]:
    label, texts = row
    return [[Said(label, "label")], [Said("\n".join(texts))]]


def _beside(beside: Beside) -> Iterable[BaseOxmlElement]:
    if len(beside.columns) > _SIDE_BY_SIDE:
        yield from _table(None, [_labelled(row) for row in beside.columns], _LABELS)
        return
    head = [[Said(heading)] for heading, _ in beside.columns]
    texts = [[Said("\n".join(said))] for _, said in beside.columns]
    yield from _table(head, [texts], [1] * len(beside.columns))


def _ruled(table: Table) -> Iterable[BaseOxmlElement]:
    """A table whose columns fit a page: what may stand under another does when they are many."""
    trimmed = table.trimmed()
    if table.heading:
        yield _paragraph([Said(table.heading, "label")])
    places = places_of(trimmed, table.notes)
    if len(places) > _COLUMNS:
        places = places_of(trimmed, {**table.under, **table.notes})
    head = [[Said(place[0].capitalize())] for place in places]
    rows = [[_cell(trimmed, place, row) for place in places] for row in trimmed.rows]
    yield from _table(head, rows, [_weight(column) for column in zip(head, *rows, strict=True)])


def _cell(table: Table, place: Sequence[str], row: Row) -> list[Said]:
    styled = "STATUS" if "STATUS" in table.columns else table.columns[0]
    first, *below = lines_at(table, place, row)
    style = row.style if place[0] == styled and row.style in docx_styles.MEANINGS else ""
    return [Said(first, style), *(Said(f"\n{line}", "small") for line in below)]


def _weight(column: Sequence[Lines]) -> int:
    """How much room a column wants: its longest line, up to where it may as well be folded."""
    lines = [line for cell in column for said in cell for line in said.text.split("\n")]
    # capitals, as those of a status, are a third wider
    longest = max(len(line) * 4 // 3 if line.isupper() else len(line) for line in lines)
    return min(max(_NARROWEST, longest), _WIDEST) + _MARGINS


# ------------------------------------------------------------------ tables, paragraphs, runs


def _table(
    head: Sequence[Lines] | None, rows: Sequence[Sequence[Lines]], weights: Sequence[int]
) -> Iterable[BaseOxmlElement]:
    """A table as wide as the text, and the empty line after it that keeps two tables apart.

    One without a head belongs together, so a short one stays on one page.
    """
    widths = [weight * TEXT_WIDTH // sum(weights) for weight in weights]
    first = "1" if head else "0"
    properties = _element(
        "w:tblPr",
        _element("w:tblStyle", val="Lined"),
        _element("w:tblW", w=str(TEXT_WIDTH), type="dxa"),
        _element("w:tblLayout", type="fixed"),
        _element("w:tblLook", val="0020" if head else "0000", firstRow=first),
    )
    grid = _element("w:tblGrid", *(_element("w:gridCol", w=str(width)) for width in widths))
    lines = [] if head is None else [_row(head, widths, is_head=True)]
    whole = head is None and sum(map(_length, rows)) <= _LONG
    lines.extend(_row(row, widths, keeps_next=whole and row is not rows[-1]) for row in rows)
    yield _element("w:tbl", properties, grid, *lines)
    yield _paragraph([], "cell")


def _length(cells: Sequence[Lines]) -> int:
    """Characters in a row."""
    return sum(len(said.text) for cell in cells for said in cell)


def _row(
    cells: Sequence[Lines],
    widths: Sequence[int],
    *,
    is_head: bool = False,
    keeps_next: bool = False,
) -> BaseOxmlElement:
    properties = OxmlElement("w:trPr")
    if is_head or _length(cells) <= _LONG:
        properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    return _element(
        "w:tr",
        properties,
        *(
            _element(
                "w:tc",
                _element("w:tcPr", _element("w:tcW", w=str(width), type="dxa")),
                _paragraph(cell, "cell", keeps_next=keeps_next),
            )
            for cell, width in zip(cells, widths, strict=True)
        ),
    )


def _paragraph(
    lines: Lines, style: str = "", indent: int = 0, *, keeps_next: bool = False
) -> BaseOxmlElement:
    layout = _layout(style)
    if keeps_next:
        layout.append(OxmlElement("w:keepNext"))
    if indent:
        layout.append(_element("w:ind", left=str(indent * 120)))
    return _element("w:p", layout, *map(_run, lines))


def _layout(style: str) -> BaseOxmlElement:
    return _element("w:pPr", *([_element("w:pStyle", val=style)] if style else []))


def _run(said: Said) -> BaseOxmlElement:
    """A text with its line breaks; what could hide or turn it shows escaped."""
    look = [_element("w:rStyle", val=said.style)] if said.style in docx_styles.MEANINGS else []
    run = _element("w:r", _element("w:rPr", *look))
    for index, line in enumerate(said.text.split("\n")):
        if index:
            run.append(OxmlElement("w:br"))
        text = _element("w:t")
        text.text = harmless_lines(line)
        text.set(qn("xml:space"), "preserve")
        run.append(text)
    return run


def _field(instruction: str) -> Iterable[BaseOxmlElement]:
    """Something that Word counts, as the number of the page."""
    yield _element("w:r", _element("w:fldChar", fldCharType="begin"))
    asked = OxmlElement("w:instrText")
    asked.text = instruction
    yield _element("w:r", asked)
    yield _element("w:r", _element("w:fldChar", fldCharType="separate"))
    yield _run(Said("1"))
    yield _element("w:r", _element("w:fldChar", fldCharType="end"))


def _element(tag: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """An element of WordprocessingML with its attributes and children."""
    made = OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})
    made.extend(children)
    return made
