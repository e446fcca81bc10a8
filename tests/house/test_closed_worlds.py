"""No member of a closed set is forgotten: in a choice, a table, a kind of entry, a kind of block.

mypy names every `match` that a new member falls through (`make lint`); this names the rest. Units
of time have a test of their own, test_every_unit.py.
"""

import ast
import importlib
import io
import json
import pkgutil
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import docx
import pytest
import tomli_w

import resolutions_cli
from docs.word_template import TEMPLATE
from resolutions_cli.core.deadlines.deadline import Concern, ConcernCode, Status
from resolutions_cli.core.entries import facts as kinds
from resolutions_cli.core.entries.entry import head_values
from resolutions_cli.core.record.log import Standing, chronicle, is_move
from resolutions_cli.core.views.advice import advise
from resolutions_cli.core.views.disorder import Question
from resolutions_cli.core.views.gaps import gaps_of
from resolutions_cli.core.views.timeline import timeline_of
from resolutions_cli.files.record.arrival import Reason
from resolutions_cli.files.workspace.outlines import outline_for
from resolutions_cli.render.formats.docx import docx_file
from resolutions_cli.render.formats.html import CLASSES, html_page
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
    Report,
    Span,
    ToWrite,
    plain_page,
)
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.formats.terminal import STYLES, console_on, draw_page
from resolutions_cli.render.formats.xlsx import FILLS
from resolutions_cli.render.reports.case_record import CaseOnRecord, case_record
from resolutions_cli.render.reports.panel_pack import panel_pack
from resolutions_cli.render.timeline.view import timeline_json, timeline_page
from resolutions_cli.render.views import verdict
from resolutions_cli.render.views.next import next_page
from resolutions_cli.render.views.show import dispute_page
from resolutions_cli.render.views.show_json import dispute_json, export_lines
from resolutions_cli.render.words.concerns import TO_RECORD, concern_words
from resolutions_cli.render.words.entry import headline
from tests.house.project import name_of, sources, tree
from tests.story import Story, calendar, procedure, when

# ------------------------------------------------------------------ choices


def choices(path: Path) -> Iterator[tuple[ast.Match, ast.stmt | None]]:
    """Every `match` of a module, with the statement that stands behind it."""
    for node in ast.walk(tree(path)):
        for body in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
            if isinstance(body, list):
                for index, each in enumerate(body):
                    if isinstance(each, ast.Match):
                        yield each, body[index + 1] if index + 1 < len(body) else None


def is_wild(case: ast.match_case) -> bool:
    return isinstance(case.pattern, ast.MatchAs) and not case.pattern.pattern and not case.guard


def ends_closed(choice: ast.Match, behind: ast.stmt | None, lines: Sequence[str]) -> bool:
    """Whether a choice ends in `assert_never`, in a refusal, or says why it is an open one."""
    last = choice.cases[-1]
    if not is_wild(last):
        return behind is not None and ast.unparse(behind).startswith("assert_never(")
    has_reason = "#" in lines[last.pattern.lineno - 1]
    return has_reason or "assert_never(" in ast.unparse(last) or isinstance(last.body[0], ast.Raise)


def test_every_match_ends_with_assert_never_or_says_why_it_is_open() -> None:
    open_ended = [
        f"{name_of(path)}:{choice.lineno} match {ast.unparse(choice.subject)}"
        for path in sources()
        for choice, behind in choices(path)
        if not ends_closed(choice, behind, path.read_text("utf-8").splitlines())
    ]
    assert open_ended == []


# ------------------------------------------------------------------ tables

#: Tables that are not about every member, with those that they are about.
PARTIAL: Mapping[str, frozenset[Enum]] = {
    "render.views.next._HOW_TO_RECORD": TO_RECORD,
    # the reasons that a bundle lacks something; all others say that something was changed
    "files.exchange.intake._INCOMPLETE": frozenset(
        {Reason.FOLLOWS_NOTHING, Reason.FOLLOWS_MISSING, Reason.NO_PROCEDURE}
    ),
}


def tables() -> Iterator[tuple[str, Mapping[Enum, object], type[Enum]]]:
    """Every table of a module whose keys are members of one closed set, with its name."""
    for found in pkgutil.walk_packages(resolutions_cli.__path__, "resolutions_cli."):
        if found.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            keys = list(value) if isinstance(value, dict) else []
            if keys and all(type(key) is type(keys[0]) and isinstance(key, Enum) for key in keys):
                yield f"{found.name.partition('.')[2]}.{name}", value, type(keys[0])


def test_every_table_by_a_closed_set_has_every_member() -> None:
    found = list(tables())
    lacking = {
        name: forgotten
        for name, table, world in found
        if (forgotten := [each.name for each in PARTIAL.get(name, world) if each not in table])
    }
    assert lacking == {}
    assert set(PARTIAL) <= {name for name, _, _ in found}
    assert len(found) > 6, "the tables are looked for where they are"


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_colour_in_every_palette(status: Status) -> None:
    palettes: Mapping[str, Any] = {
        "rich_table.STYLES": STYLES,
        "html.CLASSES": CLASSES,
        "report.docx": {each.name for each in docx.Document(str(TEMPLATE)).styles},
        "xlsx.FILLS": FILLS,
    }
    assert [name for name, palette in palettes.items() if status.value not in palette] == []


def test_every_question_that_a_gap_leaves_open_is_printed() -> None:
    assert tuple(verdict.QUESTIONS) == get_args(Question)


# ------------------------------------------------------------------ kinds of entries

FIRST = f"{0:064x}"

#: Facts of every kind, one way or several; each is recorded twice, a day apart.
EXAMPLES: Mapping[type, tuple[kinds.AnyFacts, ...]] = {
    kinds.Opened: (),  # what every story begins with
    kinds.Escalated: (kinds.Escalated(from_="1", to="2", grounds=("pattern",)),),
    kinds.Decided: (
        kinds.Decided(from_="1", codes=("agreed",), no_action=True),
        kinds.Decided(from_="1", codes=("agreed",), to="closed", outcome="agreed"),
    ),
    kinds.Recorded: (
        kinds.Recorded(event="disputed", on=when("2026-12-14"), details={"kind": "decision"}),
        kinds.Recorded(event="panel-meeting", on=when("2027-01-14T10:00"), planned=True),
    ),
    kinds.Agreed: (kinds.Agreed(on=when("2026-12-18"), accepted=("school",)),),
    kinds.Sooner: (kinds.Sooner(on=when("2026-12-15")), kinds.Sooner(when("2026-12-15"), "1")),
    kinds.Risk: (
        kinds.Risk(on=when("2026-12-14T09:00"), told={"police": when("2026-12-14T09:30")}),
        kinds.Risk(ended=when("2026-12-14T10:00")),
    ),
    kinds.Chase: (
        kinds.Chase(by_when=when("2026-12-15")),
        kinds.Chase(done=1, entry=f"{1:064x}"),
    ),
    kinds.Party: (kinds.Party(role="lead", agency="school"), kinds.Party(agency="health")),
    kinds.Noted: (kinds.Noted(), kinds.Noted(discussion=True)),
    kinds.Corrected: (
        kinds.Corrected(entry=FIRST, set={"raised_by": ("health",)}),
        kinds.Corrected(entry=f"{1:064x}", withdraw=True),
    ),
    kinds.Closed: (kinds.Closed(from_="1", outcome="agreed", agreed_by=("school",)),),
    kinds.Reopened: (kinds.Reopened(to="1"),),
    kinds.Redacted: (kinds.Redacted(entry=FIRST, keys=("summary",)),),
    kinds.Settled: (kinds.Settled(stands=(FIRST,)),),
    kinds.Finished: tuple(
        kinds.Finished(duty=duty, entry=FIRST, key="action-1", on=when("2026-12-14"))
        for duty in ("action", "safe", "recommendation", "child-file", "partners", "later")
    ),
    kinds.UnknownKind: (kinds.UnknownKind(name="later"),),
}

every_kind = pytest.mark.parametrize(
    "facts",
    [each for examples in EXAMPLES.values() for each in examples],
    ids=lambda facts: facts.KIND or "unknown",
)


def members(world: object) -> set[type]:
    return set(get_args(world))


def test_every_kind_of_entry_is_in_the_closed_set_in_one_group_and_has_an_example() -> None:
    every = set(kinds.Facts.__subclasses__())
    assert members(kinds.AnyFacts) == every
    grouped = [
        each
        for group in (kinds.Moving, kinds.Happening, kinds.Joining, kinds.AboutAnother)
        for each in get_args(group) or (group,)
    ]
    assert sorted(each.__name__ for each in (*grouped, kinds.UnknownKind)) == sorted(
        each.__name__ for each in every
    )
    assert set(kinds.KINDS.values()) == every - {kinds.UnknownKind}
    assert [each.__name__ for each in every if each not in EXAMPLES] == []


def read_of(story: Story, as_of: str) -> CaseOnRecord:
    case = story.case(as_of)
    return CaseOnRecord(
        case=case,
        lines=chronicle(story.log, when(as_of)),
        gaps=gaps_of(case),
        digest=story.log.digest,
        calendar=calendar(),
    )


MADE = datetime(2026, 12, 20, 9, tzinfo=UTC)


@every_kind
def test_every_kind_of_entry_comes_out_of_every_view_and_format(facts: kinds.AnyFacts) -> None:
    story = Story(procedure("nyscp"))
    opened = story.opens("2026-12-11T15:00", "1", raised="2026-12-11T15:00")
    story.entries[0] = opened.but(texts={"summary": "A referral was closed.", "by": "J. Marsh"})
    entries = [
        story.add(at, facts, {"by": "J. Marsh"}) for at in ("2026-12-14T12:00", "2026-12-15T12:00")
    ]
    kind = entries[0].kind
    assert is_move(entries[0]) <= isinstance(facts, kinds.Moving)
    if not isinstance(facts, kinds.UnknownKind):
        head = head_values("D-1", entries[0].at, MADE, (FIRST,), facts)
        assert kinds.read_facts(kind, tomllib.loads(tomli_w.dumps(head))) == facts
    read = read_of(story, "2026-12-16T12:00")
    case = read.case
    pages = {
        "show": dispute_page(case, read.lines, read.gaps, read.digest),
        "case record": [*case_record(read).blocks],
        "panel pack": [*panel_pack(read, outline_for(story.procedure.label)).blocks],
        "next": next_page(advise(case)),
        "timeline": [*timeline_page(timeline_of(case, calendar()), 100)],
    }
    for name, blocks in pages.items():
        for form, text in written(blocks).items():
            assert f"{type(facts).__name__}(" not in text, (name, form)
    said = headline(entries[0], case.dispute.procedure, case.dispute.labels)
    assert said
    assert said in plain_page(pages["show"])
    assert said in plain_page(pages["case record"])
    document = json.loads(json.dumps(dispute_json(case, read.lines, read.digest)))
    assert [each["kind"] for each in document["entries"]] == ["opened", kind, kind]
    exported = list(export_lines(case, read.lines, read.digest, when("2026-12-16")))
    assert sum(json.loads(line)["type"] == "entry" for line in exported) == 3
    json.dumps(timeline_json(timeline_of(case, calendar())))
    assert {line.standing for line in read.lines} <= set(Standing)


# ------------------------------------------------------------------ kinds of blocks

NEEDLE = "Buckthorn"

BLOCKS: Mapping[type, Block] = {
    Heading: Heading(NEEDLE),
    Para: Para(NEEDLE),
    Pairs: Pairs((("label", (NEEDLE,)),)),
    Beside: Beside((("school", (NEEDLE,)), ("health", ("another",)))),
    Items: Items(((NEEDLE,),)),
    ToWrite: ToWrite(NEEDLE),
    Picture: Picture(f"<svg><text>{NEEDLE}</text></svg>", NEEDLE),
    Drawing: Drawing(((Span(NEEDLE),),)),
    Table: Table(("COLUMN",), (Row((NEEDLE,)),)),
}


def written(blocks: Sequence[Block]) -> dict[str, str]:
    """A page in each of the formats of pages, as text."""
    drawn = io.StringIO()
    draw_page(blocks, console_on(drawn, color=True))
    word = docx.Document(io.BytesIO(docx_file(Report("D-1", blocks, ()), MADE)))
    return {
        "plain": plain_page(blocks),
        "terminal": drawn.getvalue(),
        "html": html_page("D-1", blocks),
        "md": markdown_page(blocks),
        "docx": word.element.xml,
    }


def test_every_kind_of_block_has_an_example() -> None:
    assert {each.__name__ for each in members(Block)} == {each.__name__ for each in BLOCKS}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=lambda block: type(block).__name__)
def test_every_kind_of_block_is_written_in_every_format(block: Block) -> None:
    lacking = [form for form, text in written([block]).items() if NEEDLE not in text]
    assert lacking == []


def test_every_concern_has_words_of_its_own() -> None:
    said = {code: concern_words(Concern(code, ("raised", "2026-01-01"), 3)) for code in ConcernCode}
    assert len(set(said.values())) == len(ConcernCode)
