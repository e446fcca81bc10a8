"""How plain the docstrings and comments are: turns of phrase that a reader stumbles over, counted.

The limits are those that the code keeps today. They may be lowered, never raised.
"""

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.project import SOURCE, name_of, sources, tree

#: How often each turn may stand in a thousand words.
LIMITS = {
    "what is, as a noun": 0.5,
    "nobody or nothing, as a subject": 0.4,
    "stands in, for is": 0.1,
    "whoever": 0.1,
    "of which": 0.1,
}

TURNS = {
    "what is, as a noun": r"\b[Ww]hat (is|was|are|were|stands|has|had|came|comes|somebody|it)\b",
    "nobody or nothing, as a subject": (
        r"\b([Nn]obody|[Nn]othing|[Nn]one) (is|was|has|had|can|that)\b"
    ),
    "stands in, for is": r"\bstands? (in|there|beside|here|at)\b",
    "whoever": r"\b[Ww]hoever\b",
    "of which": r"\bof which\b",
}


@cache
def prose() -> dict[str, str]:
    """The docstrings and comments of each module."""
    return {name_of(path): " ".join(prose_of(path)) for path in sources()}


def prose_of(path: Path) -> Iterator[str]:
    """The docstrings and comments of a module; an error's docstring is its message, and that of a
    command its help."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            continue
        is_message = path.parent.name == "errors" and isinstance(node, ast.ClassDef)
        is_help = path.parent.name == "commands" and getattr(node, "name", "") == "command"
        if not (is_message or is_help):
            yield ast.get_docstring(node) or ""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


@pytest.mark.parametrize("turn", TURNS)
def test_a_turn_that_a_reader_stumbles_over_is_rare(turn: str) -> None:
    words = sum(len(said.split()) for said in prose().values())
    found = Counter({name: len(re.findall(TURNS[turn], said)) for name, said in prose().items()})
    density = 1000 * found.total() / words
    worst = ", ".join(f"{name} ({count})" for name, count in found.most_common(5))
    assert density <= LIMITS[turn], f"{density:.2f} in a thousand words, most in: {worst}"


def test_every_turn_has_a_limit() -> None:
    assert LIMITS.keys() == TURNS.keys()
    assert SOURCE.is_dir()
