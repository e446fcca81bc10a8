"""The pages beside the code: generated from it, linked without a gap, kept for users."""

import re
from pathlib import Path

import pytest
import typer

from docs.links import broken, pages
from docs.pages import stale, unwritten
from resolutions_cli.cli import COMMANDS, app
from tests.house.project import PROJECT, name_of


def test_the_generated_pages_are_what_the_program_says() -> None:
    assert stale() == [], "`make docs` writes them again"


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


def test_a_link_to_a_missing_file_or_heading_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](#one) [b](#two) [c](gone.md) [d](https://example.org)\n", "utf-8")
    assert list(broken(page)) == ["#two: no such heading", "gone.md: no such file"]


def test_a_command_without_its_module_is_named_with_the_file_to_write() -> None:
    assert unwritten(COMMANDS) == []
    assert unwritten(["due", "frobnicate"]) == [
        "write src/resolutions_cli/commands/frobnicate.py:"
        " `frobnicate` is in COMMANDS and has no module"
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_says_the_same_in_its_own_help(name: str) -> None:
    page = (PROJECT / "docs" / "commands.md").read_text("utf-8")
    assert f"\n## resolve {name}\n" in page
    group = typer.main.get_command(app)
    command = group.get_command(None, name)  # type: ignore[attr-defined]
    assert command.help, "it has no help of its own"


def test_every_option_of_every_command_says_what_it_is_for() -> None:
    page = (PROJECT / "docs" / "commands.md").read_text("utf-8")
    assert [line for line in page.splitlines() if line.endswith("|  |")] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_no_help_shows_the_name_of_a_type_where_it_should_say_what_to_type(name: str) -> None:
    group = typer.main.get_command(app)
    command = group.get_command(None, name)  # type: ignore[attr-defined]
    for each in (command, *getattr(command, "commands", {}).values()):
        with each.make_context(name, [], resilient_parsing=True) as context:
            assert not re.search(r"<\w", each.get_help(context))


def test_every_page_of_the_documentation_can_be_reached_from_its_first_page() -> None:
    first = (PROJECT / "docs" / "index.md").read_text("utf-8")
    docs = [path for path in pages() if path.is_relative_to(PROJECT / "docs")]
    names = [path.relative_to(PROJECT / "docs").as_posix() for path in docs]
    assert [name for name in names if name != "index.md" and f"({name})" not in first] == []
