"""The pages that say who is trusted with what: each sentence has a test or says it has none."""

import re

import pytest

from tests.house.project import PROJECT, TESTS

PAGES = ("docs/integrity.md", "SECURITY.md")
PARTIES = (
    "An agency that may push",
    "A partner who gets a bundle",
    "Another account of",
    "Root, and whoever has your account",
)
NAMED = re.compile(r"test_\w+\.py")


def section(page: str) -> str:
    text = (PROJECT / page).read_text("utf-8")
    return text.partition("\n## Who is trusted with what\n")[2].partition("\n## ")[0]


def sentences(page: str) -> list[str]:
    """What the section says of somebody, a line each."""
    return [" ".join(each.split()) for each in re.findall(r"(?m)^- .*(?:\n  .*)*", section(page))]


@pytest.mark.parametrize("page", PAGES)
def test_each_of_those_who_might_do_harm_has_a_part(page: str) -> None:
    starts = re.findall(r"(?m)^(.*):$", section(page))
    assert [each for each in PARTIES if not any(s.startswith(each) for s in starts)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_sentence_of_who_can_do_what_names_its_test_or_says_that_it_has_none(
    page: str,
) -> None:
    assert len(sentences(page)) > 15
    proven = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*(?:test_\w+\.py|no test)")
    assert [each for each in sentences(page) if not proven.search(each)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_module_of_tests_that_a_page_names_is_there(page: str) -> None:
    text = (PROJECT / page).read_text("utf-8")
    there = {path.name for path in TESTS.rglob("test_*.py")}
    assert sorted(set(NAMED.findall(text)) - there) == []
    for path in re.findall(r"\((?:\.\./)?(tests/[\w/]+\.py)\)", text):
        assert (PROJECT / path).is_file(), path
