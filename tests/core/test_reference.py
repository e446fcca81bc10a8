"""References: their shape, and how what a person typed finds one dispute or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.entries.reference import (
    ALPHABET,
    is_reference,
    is_taken,
    match,
    new_reference,
    own_reference,
    typed_as,
)
from resolutions_cli.errors import AmbiguousReference, BadReference, NoSuchDispute

KNOWN = ("2026-K7Q4M", "2026-K7R10", "2027-0A1B2", "LAC-2026-12", "LAC-2026-123")


def test_a_new_reference_is_the_year_and_five_characters_that_nobody_misreads() -> None:
    assert new_reference(2026, (19, 7, 23, 4, 20)) == "2026-K7Q4M"
    assert new_reference(2026, (0, 31, 1, 10, 18)) == "2026-0Z1AJ"
    assert not set("ILOU") & set(ALPHABET)
    assert len(set(ALPHABET)) == 32


@pytest.mark.parametrize("numbers", [(), (1, 2, 3, 4), (1, 2, 3, 4, 5, 6)])
def test_a_new_reference_takes_exactly_five_numbers(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="5 numbers"):
        new_reference(2026, numbers)


@given(st.integers(2000, 2100), st.lists(st.integers(0, 31), min_size=5, max_size=5))
def test_every_new_reference_is_a_reference_and_finds_itself(year: int, numbers: list[int]) -> None:
    reference = new_reference(year, numbers)
    assert is_reference(reference)
    assert match(reference.lower(), [*KNOWN, reference]) == reference


@pytest.mark.parametrize(
    "typed", ["LAC-2026-12", "7", "a", "x" * 40, "2026-K7Q4M", "CONSETT-1", "com10"]
)
def test_an_agency_may_use_its_own_reference_and_it_is_kept_as_typed(typed: str) -> None:
    assert own_reference(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "-",
            "-a",
            "a-",
            "x" * 41,
            "a b",
            "a/b",
            "../a",
            "..",
            ".",
            "a.b",
            "a\\b",
            "a\0",
            "a\n",
        ),
        *("~", "2026~1", "é", "١٢٣", "CON", "con", "nul", "PRN", "aux", "com1", "LPT9", "a\u202e"),
    ],
)
def test_what_could_not_be_a_folder_everywhere_is_no_reference(typed: str) -> None:
    with pytest.raises(BadReference) as caught:
        own_reference(typed)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-K7Q4M", "2026-K7Q4M"),
        ("2026-k7q", "2026-K7Q4M"),
        ("k7q4m", "2026-K7Q4M"),
        ("K7Q", "2026-K7Q4M"),
        (" k7r ", "2026-K7R10"),
        ("k7rlo", "2026-K7R10"),
        ("k7riO", "2026-K7R10"),
        ("oaib2", "2027-0A1B2"),
        ("2027", "2027-0A1B2"),
        ("lac-2026-123", "LAC-2026-123"),
        ("lac-2026-12", "LAC-2026-12"),
    ],
)
def test_an_unambiguous_beginning_finds_the_dispute(typed: str, meant: str) -> None:
    assert match(typed, KNOWN) == meant
    assert match(typed, reversed(KNOWN)) == meant


@pytest.mark.parametrize("typed", ["K7", "2026", "LAC", "lac-2026-1", "2"])
def test_a_beginning_of_several_is_ambiguous_and_lists_them(typed: str) -> None:
    with pytest.raises(AmbiguousReference) as caught:
        match(typed, KNOWN)
    assert caught.value.exit_code == 4
    candidates = caught.value.advice.removeprefix("say which: ").split(", ")
    assert len(candidates) > 1
    assert set(candidates) <= set(KNOWN)


def test_a_number_is_never_taken_for_the_beginning_of_a_longer_one() -> None:
    with pytest.raises(AmbiguousReference) as caught:
        match("HILL-1", ["HILL-12"])
    assert "HILL-12" in caught.value.advice
    assert match("HILL-1", ["HILL-12", "HILL-1"]) == "HILL-1"
    assert match("hill", ["HILL-12"]) == match("HILL-", ["HILL-12"]) == "HILL-12"


@pytest.mark.parametrize(
    "typed", ["", "  ", "Q4M", "2026-12", "2026-K7Q4MX", "../K7Q", "JOHN SMITH", "é\0"]
)
def test_what_begins_no_reference_finds_nothing_and_is_not_repeated(typed: str) -> None:
    with pytest.raises(NoSuchDispute) as caught:
        match(typed, KNOWN)
    assert caught.value.exit_code == 4
    said = f"{caught.value.message} {caught.value.advice}"
    assert not typed.strip() or typed not in said


def test_letters_are_read_as_digits_only_in_references_that_cannot_have_them() -> None:
    with pytest.raises(NoSuchDispute):
        match("LAC-2O26", KNOWN)


def test_two_disputes_of_one_reference_are_told_apart_by_what_follows_the_tilde() -> None:
    twins = ("2026-K7Q4M~3f9c2ab1", "2026-K7Q4M~77d0e1c4")
    assert match("k7q4m~3f", twins) == twins[0]
    with pytest.raises(AmbiguousReference):
        match("2026-K7Q4M", twins)


def test_a_long_list_of_candidates_is_cut() -> None:
    with pytest.raises(AmbiguousReference) as caught:
        match("a", [f"a-{number:03}" for number in range(200)])
    assert caught.value.advice.endswith("a-009 and 190 more")


def test_a_reference_is_taken_whatever_its_case() -> None:
    assert is_taken("lac-2026-12", KNOWN)
    assert not is_taken("lac-2026-1", KNOWN)


@pytest.mark.parametrize(
    ("reference", "begun", "written"),
    [
        ("2026-K7Q4M", "", "2026-K7Q4M"),
        ("2026-K7Q4M", "2026-K", "2026-K7Q4M"),
        ("2026-K7Q4M", "2026-k", "2026-k7q4m"),
        ("2026-K7Q4M", "k7", "k7q4m"),
        ("2026-K7Q4M", "K7", "K7Q4M"),
        ("2026-K7Q4M", "Q4", ""),
        ("School-12", "s", "school-12"),
        ("School-12", "12", ""),
    ],
)
def test_a_reference_is_written_out_as_it_was_begun_and_is_found_by_it(
    reference: str, begun: str, written: str
) -> None:
    assert typed_as(reference, begun) == written
    assert written == "" or match(written, [reference]) == reference
