"""Every clause of the two published procedures is proven by a marked test, or listed as open."""

import ast
import tomllib
from collections.abc import Iterator

from tests.house.project import TESTS, name_of, tree

CLAUSES = tomllib.loads((TESTS / "clauses" / "clauses.toml").read_text("utf-8"))
NUMBERS = [f"N{n}" for n in range(1, 25)] + [f"Y{n}" for n in range(1, 30)]


def marks() -> Iterator[tuple[str, str]]:
    """Every number that a `clause` mark names, and where; read from the files, so that it holds
    when only some tests are selected, and in each process of a run on several."""
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "clause"
            ):
                for argument in node.args:
                    place = f"{name_of(path)}:{node.lineno}"
                    is_text = isinstance(argument, ast.Constant) and type(argument.value) is str
                    yield (str(argument.value) if is_text else "not a number"), place


def test_the_list_has_every_clause_once_in_order_and_says_what_the_tool_does() -> None:
    assert list(CLAUSES["clauses"]) == NUMBERS
    assert [n for n, says in CLAUSES["clauses"].items() if len(says.split()) < 5] == []


def test_every_mark_names_clauses_that_there_are() -> None:
    assert [f"{place}: {number}" for number, place in marks() if number not in NUMBERS] == []


def test_every_clause_that_is_not_open_is_proven_by_a_marked_test() -> None:
    proven = {number for number, _ in marks()}
    missing = [
        f"{number}: {says}"
        for number, says in CLAUSES["clauses"].items()
        if number not in proven and number not in CLAUSES["open"]
    ]
    assert missing == [], "no test is marked with " + ", ".join(m.split(":")[0] for m in missing)


def test_an_open_clause_says_what_is_still_missing() -> None:
    assert [n for n in CLAUSES["open"] if n not in NUMBERS] == []
    assert [n for n, lacks in CLAUSES["open"].items() if len(lacks.split()) < 4] == []
