"""Each condition a user can meet: said once, documented, and provoked by a test."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from docs.pages import EXIT_CODES, conditions
from resolutions_cli.core.record import findings
from resolutions_cli.errors import ResolveError
from tests.house.project import PROJECT, SOURCE, TESTS, name_of, sources, tree

GALLERY = TESTS / "errors"


def names(condition: type[ResolveError]) -> str:
    return condition.__name__


@cache
def words_of(path: Path) -> frozenset[str]:
    """The names and words in a module."""
    return frozenset(re.findall(r"\w+", path.read_text("utf-8")))


@pytest.mark.parametrize("condition", conditions(), ids=names)
def test_a_condition_is_raised_somewhere_and_provoked_in_the_gallery(
    condition: type[ResolveError],
) -> None:
    raised = [path for path in sources() if path.parent.name != "errors"]
    assert any(condition.__name__ in words_of(path) for path in raised), "no module raises it"
    provoked = any(condition.__name__ in words_of(path) for path in GALLERY.rglob("*.py"))
    assert provoked, "no test in tests/errors provokes it"


@pytest.mark.parametrize("condition", conditions(), ids=names)
def test_a_message_is_one_sentence_in_lower_case_with_a_documented_exit_code(
    condition: type[ResolveError],
) -> None:
    message = (condition.__doc__ or "").split("\n", 1)[0]
    fields = {field for _, field, _, _ in string.Formatter().parse(message) if field}
    assert not message[0].isupper()
    assert not message.endswith(".")
    assert condition.exit_code in EXIT_CODES
    assert "text" not in fields | {f for _, f, _, _ in string.Formatter().parse(condition.hint)}


@pytest.mark.parametrize("name", findings.KINDS)
def test_a_finding_is_made_somewhere_and_met_by_a_test(name: str) -> None:
    quoted = f'"{name}"'
    made = [
        path
        for path in SOURCE.rglob("*.py")
        if path.name != "findings.py" and quoted in path.read_text("utf-8")
    ]
    assert made, "no module finds it"
    met = [path for path in TESTS.rglob("*.py") if quoted in path.read_text("utf-8")]
    assert met, "no test meets it"


def test_no_condition_is_missing_from_the_page_of_errors() -> None:
    page = (PROJECT / "docs" / "errors.md").read_text("utf-8")
    assert [c.__name__ for c in conditions() if f"`{c.__name__}`" not in page] == []


def when_loaded(module: ast.Module) -> Iterator[ast.AST]:
    """What runs when a module is loaded: signatures of functions, not their bodies."""
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.FunctionDef):
            parts: list[ast.AST | None] = [node.args, node.returns, *node.decorator_list]
            waiting.extend(part for part in parts if part is not None)
        elif not isinstance(node, ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def test_no_module_names_a_condition_when_it_is_loaded() -> None:
    """A condition's module is loaded when the condition is first named: a command that succeeds
    would wait for it. A signature says "errors.Busy" in quotation marks."""
    named = [
        f"{name_of(path)}:{node.lineno} errors.{node.attr}"
        for path in sources()
        for node in when_loaded(tree(path))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node.value) == "errors"
        and node.attr not in ("ResolveError", "placed")
    ]
    assert named == []
