"""Outlines of packs: those that ship fit their procedures, and a mistake in one is told."""

import tomllib
from typing import Any

import pytest

from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.views.panel import Outline, read_outline
from resolutions_cli.files.workspace.outlines import outline_for
from tests.story import procedure


def outline(text: str) -> Outline:
    found, problems = read_outline(tomllib.loads(text), {})
    assert found is not None, problems
    return found


def problems(text: str) -> list[str]:
    found, noted = read_outline(tomllib.loads(text), {})
    assert found is None
    return [problem.name for problem in noted]


def titles(of: str) -> list[str]:
    return [section.title for section in outline_for(procedure(of).label).sections]


def codes(of: Procedure) -> set[str]:
    """Everything that `of` in an outline may name."""
    decisions = (code for stage in of.stages.values() for code in stage.decisions)
    return {*of.stages, *of.events, *of.outcomes, *decisions}


@pytest.mark.clause("Y22")
def test_the_report_of_findings_has_its_six_parts_in_the_text_s_order() -> None:
    of_findings = [title for title in titles("cyscb") if title.startswith("Report of findings")]
    assert [title.partition(": ")[2] for title in of_findings] == [
        "integrated chronology of relevant events",
        "involvement of each agency",
        "analysis",
        "conclusion",
        "the agencies' recommendations",
        "the Case Review Group's recommendations",
    ]


@pytest.mark.parametrize("of", ["nyscp", "cyscb"])
def test_a_shipped_outline_names_only_what_its_procedure_has(of: str) -> None:
    route = procedure(of)
    found = outline_for(route.label)
    assert route.label in found.procedures
    assert set(found.stages) <= set(route.stages)
    assert {code for section in found.sections for code in section.of} <= codes(route)


@pytest.mark.parametrize("label", ["southshire@2026-04", "nyscp@2031", "nyscp"])
def test_a_procedure_without_an_outline_of_its_own_has_the_general_one(label: str) -> None:
    assert outline_for(label).title == "For the panel"
    assert outline_for(label).procedures == ()


SECTION = '[pack]\ntitle = "P"\n[[section]]\ntitle = "S"\n'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[[section]]\ntitle = "S"\nasks = ["x"]\n', ["missing-key"]),
        ('[pack]\ntitle = "P"\n', ["missing-key"]),
        (SECTION, ["missing-key"]),
        (SECTION + 'holds = ["gossip"]\nasks = ["x"]\n', ["bad-value"]),
        (SECTION + 'asks = ["x"]\neach = "child"\n', ["bad-value"]),
        (SECTION + 'asks = ["x"]\nwhenempty = ["y"]\n', ["unknown-key"]),
        (SECTION + 'holds = ["involvement"]\n', ["missing-key"]),
        (SECTION + 'holds = ["reports"]\neach = "concerned"\n', ["missing-key"]),
        (SECTION + 'asks = "x"\n', ["wrong-type", "missing-key"]),
        (SECTION + 'asks = ["a\\u202eb"]\n', ["bad-text", "missing-key"]),
    ],
)
def test_what_cannot_be_read_is_told_by_name(text: str, names: list[str]) -> None:
    assert problems(text) == names


def test_a_section_says_what_fills_it_and_what_is_written_there() -> None:
    text = SECTION + 'holds = ["events"]\nof = ["raised"]\neach = "agency"\nwhen_empty = ["w"]\n'
    (section,) = outline(text).sections
    expected: dict[str, Any] = {
        "title": "S",
        "holds": ("events",),
        "of": ("raised",),
        "each": "agency",
        "asks": (),
        "when_empty": ("w",),
    }
    assert {name: getattr(section, name) for name in expected} == expected
