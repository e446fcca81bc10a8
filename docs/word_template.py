"""The empty Word file that reports are written into: its styles, its list, its page and its foot.

    python -m docs.word_template     write src/resolutions_cli/data/templates/report.docx

Made again it is the same file. A test compares it with the shipped one.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from resolutions_cli.render.formats.docx import frozen

TEMPLATE = Path(__file__).parent.parent / "src/resolutions_cli/data/templates/report.docx"

#: No document keeps it: each has the moment that it speaks of.
_MADE = datetime(1980, 1, 1, tzinfo=UTC)

#: What python-docx's own template brings along that no document of ours uses.
_NOT_OURS = ("stylesWithEffects", "webSettings", "customXml", "thumbnail", "extended-properties")

#: Twentieths of a point, as Word counts: A4 with margins of 2.2 cm, and what is left for text.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 11906, 16838, 1247
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN

#: Meanings (a status, an aside) as character styles; the words say it too, never colour alone.
#: Each has a contrast of at least 7 to 1 on white.
_MEANINGS = {
    "heading": "<w:b/>",
    "overdue": "<w:b/><w:color w:val='8B1A1A'/>",
    "NOW": "<w:b/><w:color w:val='8B1A1A'/>",
    "missed": "<w:b/><w:color w:val='8B1A1A'/>",
    "done-late": "<w:b/><w:color w:val='8B1A1A'/>",
    "to-be-settled": "<w:b/><w:color w:val='8B1A1A'/>",
    "past-guide": "<w:b/><w:color w:val='6A1B6A'/>",
    "due-today": "<w:b/><w:color w:val='6A1B6A'/>",
    "due-soon": "<w:b/><w:color w:val='6B4500'/>",
    "quiet": "<w:b/><w:color w:val='0B4F5C'/>",
    "on-time": "<w:b/><w:color w:val='1B5230'/>",
    "met": "<w:b/><w:color w:val='1B5230'/>",
    "done": "<w:b/><w:color w:val='1B5230'/>",
    "no-date": "<w:color w:val='4A4A4A'/>",
    "left": "<w:color w:val='4A4A4A'/>",
    "ended": "<w:color w:val='4A4A4A'/>",
    "aside": "<w:color w:val='4A4A4A'/>",
    "label": "<w:b/>",
    "small": "<w:color w:val='4A4A4A'/><w:sz w:val='17'/>",
    "drawn": "<w:rFonts w:ascii='Courier New' w:hAnsi='Courier New' w:cs='Courier New'/>"
    "<w:sz w:val='17'/>",
    "to-write": "<w:i/><w:color w:val='4D3800'/>",
}


def _paragraph(name: str, layout: str, text: str = "", ours: str = "0") -> str:
    """A paragraph style; `ours` is "1" where Word has none of that name."""
    return (
        f"<w:style w:type='paragraph' w:customStyle='{ours}' w:styleId='{name.replace(' ', '')}'>"
        f"<w:name w:val='{name}'/><w:basedOn w:val='Normal'/><w:next w:val='Normal'/><w:qFormat/>"
        f"<w:pPr>{layout}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
    )


def _heading(level: int, size: int, before: int, after: int, border: str = "") -> str:
    layout = (
        f"<w:keepNext/><w:keepLines/>{border}"
        f"<w:spacing w:before='{before}' w:after='{after}'/><w:outlineLvl w:val='{level - 1}'/>"
    )
    text = f"<w:b/><w:color w:val='1F2A44'/><w:sz w:val='{size}'/><w:szCs w:val='{size}'/>"
    return _paragraph(f"heading {level}", layout, text)


def _meaning(name: str, look: str) -> str:
    return (
        f"<w:style w:type='character' w:customStyle='1' w:styleId='{name}'>"
        f"<w:name w:val='{name}'/><w:rPr>{look}</w:rPr></w:style>"
    )


_LINE = "<w:pBdr><w:bottom w:val='single' w:sz='6' w:space='3' w:color='8A93A6'/></w:pBdr>"
#: A place to write in: a bar at its side, room above and below, a white line between two.
_PLACE = (
    "<w:keepLines/><w:pBdr>"
    "<w:top w:val='single' w:sz='4' w:space='5' w:color='FFF4CC'/>"
    "<w:left w:val='single' w:sz='24' w:space='8' w:color='B07D00'/>"
    "<w:bottom w:val='single' w:sz='4' w:space='5' w:color='FFF4CC'/>"
    "<w:between w:val='single' w:sz='36' w:space='5' w:color='FFFFFF'/></w:pBdr>"
    "<w:shd w:val='clear' w:color='auto' w:fill='FFF4CC'/>"
    "<w:spacing w:before='120' w:after='180'/><w:ind w:left='220'/>"
)
_HANGING = "<w:ind w:left='340' w:hanging='340'/>"

_OURS = (
    _heading(1, 36, 0, 120),
    _heading(2, 27, 380, 120, _LINE),
    _heading(3, 23, 240, 80),
    _paragraph(
        "List Bullet",
        f"<w:numPr><w:numId w:val='1'/></w:numPr><w:spacing w:after='60'/>{_HANGING}",
    ),
    _paragraph(
        "cell",
        "<w:spacing w:after='0' w:line='252' w:lineRule='auto'/>",
        "<w:sz w:val='19'/>",
        ours="1",
    ),
    _paragraph("to write", _PLACE, ours="1"),
    _paragraph(
        "footer",
        f"<w:tabs><w:tab w:val='right' w:pos='{TEXT_WIDTH}'/></w:tabs><w:spacing w:after='0'/>",
        "<w:color w:val='4A4A4A'/><w:sz w:val='15'/>",
    ),
    *(_meaning(name, look) for name, look in _MEANINGS.items()),
)

_STYLES = f"""
<w:styles {nsdecls("w")}>
  <w:docDefaults>
    <w:rPrDefault><w:rPr>
      <w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>
      <w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="en-GB"/>
    </w:rPr></w:rPrDefault>
    <w:pPrDefault><w:pPr>
      <w:spacing w:after="110" w:line="269" w:lineRule="auto"/>
    </w:pPr></w:pPrDefault>
  </w:docDefaults>
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal">
    <w:name w:val="Normal"/><w:qFormat/>
  </w:style>
  <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
    <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>
  </w:style>
  <w:style w:type="table" w:default="1" w:styleId="TableNormal">
    <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
    <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
      <w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
      <w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>
    </w:tblCellMar></w:tblPr>
  </w:style>
  {"".join(_OURS)}
  <w:style w:type="table" w:customStyle="1" w:styleId="Lined">
    <w:name w:val="Lined"/><w:basedOn w:val="TableNormal"/>
    <w:tblPr><w:tblBorders>
      <w:top w:val="single" w:sz="6" w:space="0" w:color="8A93A6"/>
      <w:bottom w:val="single" w:sz="6" w:space="0" w:color="8A93A6"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9CED8"/>
    </w:tblBorders><w:tblCellMar>
      <w:top w:w="55" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="55" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar></w:tblPr>
    <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>
      <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8EBF1"/></w:tcPr>
    </w:tblStylePr>
  </w:style>
</w:styles>
"""

_NUMBERING = f"""
<w:numbering {nsdecls("w")}>
  <w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>
      <w:lvlText w:val="•"/><w:lvlJc w:val="left"/>
      <w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
</w:numbering>
"""

_SECTION = f"""
<w:sectPr {nsdecls("w")}>
  <w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>
  <w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}"
           w:header="600" w:footer="600" w:gutter="0"/>
</w:sectPr>
"""

_SETTINGS = f"""
<w:settings {nsdecls("w")}>
  <w:defaultTabStop w:val="720"/>
  <w:compat><w:compatSetting w:name="compatibilityMode"
    w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
  <w:themeFontLang w:val="en-GB"/>
</w:settings>
"""


def template() -> bytes:
    """The file: python-docx's own template with our styles in place of its own."""
    document = Document()
    for element, ours in (
        (document.styles.element, _STYLES),
        (document.part.numbering_part.element, _NUMBERING),
        (document.settings.element, _SETTINGS),
        (document.sections[0]._sectPr, _SECTION),
    ):
        element[:] = list(parse_xml(ours))
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in _NOT_OURS:
                del part.rels[key]
    _draw_foot(document)
    kept = document.core_properties
    kept.title, kept.author, kept.comments, kept.language = "", "", "", "en-GB"
    kept.created = kept.modified = _MADE
    return frozen(document)


def _draw_foot(document: WordDocument) -> None:
    """A foot whose first piece of text is still empty; behind it stands the number of the page."""
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    line = footer.paragraphs[0]
    line.style = document.styles["Footer"]
    line.add_run()
    line.add_run("\tPage ")
    line._p.extend(_field("PAGE"))
    line.add_run(" of ")
    line._p.extend(_field("NUMPAGES"))


def _field(instruction: str) -> Iterator[BaseOxmlElement]:
    """Something that Word counts, as the number of the page; python-docx has no way to say so."""
    for name, attribute, text in (
        ("w:fldChar", "begin", ""),
        ("w:instrText", "", instruction),
        ("w:fldChar", "separate", ""),
        ("w:t", "", "1"),
        ("w:fldChar", "end", ""),
    ):
        run = OxmlElement("w:r")
        part = OxmlElement(name, {qn("w:fldCharType"): attribute} if attribute else None)
        part.text = text or None
        run.append(part)
        yield run


if __name__ == "__main__":
    TEMPLATE.write_bytes(template())
    sys.stdout.write(f"wrote {TEMPLATE.name}\n")
