"""Every command that a page of the documentation or of the examples shows, run again."""

from pathlib import Path

import pytest

from docs.stories import PROJECT, differences, fits, pages, read_page, renew
from tests.torture import sampled


@sampled
@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_page_shows_what_its_commands_print(path: Path) -> None:
    assert differences(path) == ""


def a_page(folder: Path, text: str) -> Path:
    path = folder / "page.md"
    path.write_text(text, "utf-8")
    return path


def test_a_page_is_one_session_and_its_comments_are_run_too(tmp_path: Path) -> None:
    page = a_page(
        tmp_path,
        "<!--\n```console\n$ word=hidden\n```\n-->\n\n"
        "```console\n$ echo $word\nhidden\n$ false\n[exit 1]\n$ echo one \\\n> two\none two\n```\n",
    )
    assert differences(page) == ""


def test_output_that_a_page_no_longer_shows_is_found_and_can_be_renewed(tmp_path: Path) -> None:
    page = a_page(tmp_path, "# A page\n\n```console\n$ echo new\nold\n```\n\nThe end.\n")
    assert "-old\n+new" in differences(page)
    assert renew(page)
    assert page.read_text("utf-8") == "# A page\n\n```console\n$ echo new\nnew\n```\n\nThe end.\n"
    assert not renew(page)


def test_what_a_page_leaves_open_in_a_line_stays_open_when_it_is_renewed(tmp_path: Path) -> None:
    page = a_page(
        tmp_path, "```console\n$ printf 'at 12:04, here\\nnew\\n'\nat …, here\nold\n```\n"
    )
    assert renew(page)
    assert page.read_text("utf-8").endswith("at …, here\nnew\n```\n")


def test_a_session_that_ends_early_is_found(tmp_path: Path) -> None:
    page = a_page(tmp_path, "```console\n$ exit 3\n$ echo never\nnever\n```\n")
    assert "[the session ended here]" in differences(page)


def test_output_before_a_command_is_refused(tmp_path: Path) -> None:
    page = a_page(tmp_path, "```console\nnobody typed this\n```\n")
    with pytest.raises(ValueError, match=r"page\.md:2: output before a command"):
        read_page(page)


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        (["made in …"], ["made in /tmp/x"]),
        (["first", "…", "last"], ["first", "a", "b", "last"]),
        (["first", "…", "last"], ["first", "last"]),
        (["price: 1+1"], ["price: 1+1", ""]),
    ],
)
def test_an_ellipsis_stands_for_anything(expected: list[str], printed: list[str]) -> None:
    assert fits(expected, printed)


@pytest.mark.parametrize(
    ("expected", "printed"),
    [(["a"], ["a", "b"]), (["first", "…", "last"], ["first", "a"]), (["a…"], ["b"]), ([], ["a"])],
)
def test_everything_else_must_be_there_to_the_letter(
    expected: list[str], printed: list[str]
) -> None:
    assert not fits(expected, printed)
