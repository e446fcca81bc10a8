"""What is no reason: what people type to get past a question."""

import pytest

from resolutions_cli.core.text import is_no_reason, is_placeholder


@pytest.mark.parametrize("text", ["", " ", "-", "…", "n/a", "N/A.", "TBC", "xx", "?"])
def test_a_placeholder_says_nothing_anywhere(text: str) -> None:
    assert is_placeholder(text) and is_no_reason(text)


@pytest.mark.parametrize("text", ["yes", "No.", "ok", "OKAY!", "y"])
def test_a_bare_yes_or_no_may_answer_and_explains_nothing(text: str) -> None:
    assert not is_placeholder(text)
    assert is_no_reason(text)


@pytest.mark.parametrize("text", ["No call was returned.", "Yes, twice", "7 May"])
def test_a_sentence_is_a_reason(text: str) -> None:
    assert not is_no_reason(text)
