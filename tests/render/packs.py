"""Packs for tests: made from a story, and read as the text that stands under a heading."""

from resolutions_cli.core.record.log import chronicle
from resolutions_cli.core.views.gaps import gaps_of
from resolutions_cli.files.workspace.outlines import outline_for
from resolutions_cli.render.formats.page import Heading, Report, plain_page
from resolutions_cli.render.reports.case_record import CaseOnRecord
from resolutions_cli.render.reports.panel_pack import panel_pack
from tests.story import Story, calendar, when


def pack_of(story: Story, as_of: str) -> Report:
    """The pack for a story's dispute, with the outline of its procedure."""
    case = story.case(as_of)
    read = CaseOnRecord(
        case=case,
        lines=chronicle(story.log, when(as_of)),
        gaps=gaps_of(case),
        digest=story.log.digest,
        calendar=calendar(),
    )
    return panel_pack(read, outline_for(story.procedure.label))


def section(report: Report, title: str) -> str:
    """The text of the one section whose title ends so."""
    titles = [b.text for b in report.blocks if isinstance(b, Heading) and b.level == 2]
    (named,) = [each for each in titles if each.endswith(title)]
    blocks, inside = [], False
    for block in report.blocks:
        if isinstance(block, Heading) and block.level <= 2:
            inside = block.text == named
        elif inside:
            blocks.append(block)
    return plain_page(blocks)
