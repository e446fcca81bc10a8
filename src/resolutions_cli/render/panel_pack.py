"""The pack for a panel: filled from the log where it has something, marked where it has not."""

from collections.abc import Iterator, Sequence

from resolutions_cli.core.panel_outline import Outline, Section
from resolutions_cli.core.panel_pack import has_reached
from resolutions_cli.core.value import Value
from resolutions_cli.render.case_record import CaseOnRecord, made_from
from resolutions_cli.render.page import Block, Heading, Para, Report, ToWrite
from resolutions_cli.render.panel_happenings import Filled, Pack
from resolutions_cli.render.panel_sections import FILLERS
from resolutions_cli.render.show import findings_said, standing
from resolutions_cli.render.table import Row, Table
from resolutions_cli.render.words import moment_words, several, shown


class _Written(Value):
    """A section as it stands in the pack, and what the list at its head says of it."""

    title: str
    blocks: list[Block]
    has_record: bool
    to_write: int


def panel_pack(read: CaseOnRecord, outline: Outline) -> Report:
    """The whole pack: what it is, what it has and lacks, then section by section."""
    pack = Pack(read, outline)
    written = [_write(pack, section, number) for number, section in enumerate(outline.sections, 1)]
    reference, as_of = read.case.dispute.reference, moment_words(read.case.as_of)
    title = f"Panel pack {reference}"
    return Report(
        title=title,
        blocks=[
            Heading(title, level=1),
            *_head(pack),
            *_contents(written),
            *(block for section in written for block in section.blocks),
        ],
        footer=tuple(made_from(read)),
        foot=(f"{reference}, as of {as_of}. Confidential.", f"Digest {read.digest}"),
    )


def _head(pack: Pack) -> Iterator[Block]:
    case, outline = pack.case, pack.outline
    dispute = case.dispute
    yield Para(outline.title, style="heading")
    if outline.says:
        yield Para(outline.says)
    yield Para(f"Stage {dispute.stage.id}: {dispute.stage.title}", style="heading")
    yield from standing(case)
    if outline.stages and not has_reached(dispute, outline.stages):
        yield Para(f"EARLY: {_early(pack)}", style="due-soon")
    wrong = list(findings_said(dispute))
    if wrong:
        yield Para("SOMETHING IS WRONG WITH THE RECORD:", style="overdue")
        yield from wrong
    yield Para(
        "Confidential: it names a child's file and people. Made from the record; what stands"
        " in it as typed is as it was typed. What the record has not is marked to be written."
    )


def _early(pack: Pack) -> str:
    dispute = pack.case.dispute
    stages = dispute.procedure.stages
    titles = (stages[stage].title for stage in pack.outline.stages if stage in stages)
    return (
        f"the dispute has not come to where this pack is for ({'; '.join(titles)});"
        f" it is in stage {dispute.stage.id}: {dispute.stage.title}"
    )


def _contents(written: Sequence[_Written]) -> Iterator[Block]:
    yield Heading("What is in this pack")
    rows = tuple(
        Row(
            (
                section.title,
                "yes" if section.has_record else "nothing",
                several(section.to_write, "place") if section.to_write else "",
            )
        )
        for section in written
    )
    yield Table(("SECTION", "FROM THE RECORD", "TO BE WRITTEN"), rows)


# ------------------------------------------------------------------ sections


def _write(pack: Pack, section: Section, number: int) -> _Written:
    title = f"{number}. {section.title}"
    blocks: list[Block] = [Heading(title)]
    if section.says:
        blocks.append(Para(section.says))
    if section.cite:
        source = pack.case.dispute.procedure.title
        blocks.append(Para(f"Asked for by: {source}, {section.cite}", style="aside"))
    has_record = False
    for agency in _agencies(pack, section):
        if agency:
            blocks.append(Heading(shown(agency), level=3))
        nobody = section.each and not agency
        filled = Filled([], found=False) if nobody else _fill(pack, section, agency)
        has_record = has_record or filled.found
        asks = section.asks if filled.found else (*section.when_empty, *section.asks)
        if not (filled.blocks or asks):
            blocks.append(Para("Nothing of this is in the record.", style="aside"))
        blocks.extend((*filled.blocks, *map(ToWrite, asks)))
    places = sum(isinstance(block, ToWrite) for block in blocks)
    return _Written(title, blocks, has_record, places)


def _agencies(pack: Pack, section: Section) -> tuple[str, ...]:
    """The agencies that a section has a part for; "" for the whole, or where none is named."""
    dispute = pack.case.dispute
    named = {"agency": dispute.agencies, "concerned": dispute.concerned}
    return named.get(section.each or "", ()) or ("",)


def _fill(pack: Pack, section: Section, agency: str) -> Filled:
    parts = [FILLERS[holding](pack, section, agency) for holding in section.holds]
    return Filled(
        [block for part in parts for block in part.blocks], any(part.found for part in parts)
    )
