"""The files of the project, as the house's own checks see them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "resolutions_cli"
TESTS = PROJECT / "tests"

#: Made by tools, or not ours.
_LEFT_OUT = {".git", ".venv", "__pycache__", "build", "dist", "node_modules"}
#: Hidden from a listing, and read by people all the same.
_HIDDEN_AND_READ = {
    ".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore", ".pre-commit-config.yaml",
}  # fmt: skip
_BINARY = {".png", ".whl", ".pyc"}


def sources() -> list[Path]:
    """Every module of the program."""
    return sorted(SOURCE.rglob("*.py"))


def modules_of_tests() -> list[Path]:
    """Every module of tests."""
    return sorted(TESTS.rglob("test_*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """A module, taken apart."""
    return ast.parse(path.read_text("utf-8"), str(path))


def name_of(path: Path) -> str:
    """A path as people write it, from the project's folder."""
    return path.relative_to(PROJECT).as_posix()


def texts() -> Iterator[tuple[str, str]]:
    """Every file of the project that people read, with its name and its text."""
    for path in sorted(PROJECT.rglob("*")):
        parts = path.relative_to(PROJECT).parts
        hidden = any(
            part in _LEFT_OUT
            or part.endswith((".egg-info", "_cache"))
            or (part.startswith(".") and part not in _HIDDEN_AND_READ)
            for part in parts
        )
        if hidden or not path.is_file() or path.suffix in _BINARY:
            continue
        yield name_of(path), path.read_text("utf-8", "replace")
