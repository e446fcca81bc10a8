"""What is read without the library says what the library would have said."""

import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resolutions_cli.files.plain_toml import plain_values

_PIECES = st.sampled_from(
    [
        *("format = 1", "practice = true", "[settings]", "[defaults]", "[agencies]", "soon = 3"),
        *('by = "A. Lead"', 'school = "Oak Primary – Süd"', "# a comment", "", "  ", "\t"),
        *("quiet = 007", "quiet = 0", "soon = +3", "soon = 1_000", "soon = 9999999999999"),
        *("soon=3", " soon = 3 ", "soon = 3 # so", 'by = "a" # b', "by = 'A'", 'by = """A"""'),
        *('by = "', 'by = "\\u0041"', 'by = "a"b"', 'by = ""', "by =", "= 3", "soon = ٣", "é = 1"),
        *("[a.b]", "[[a]]", "[ a ]", "[]", "a.b = 1", '"a" = 1', "x = [1]", "x = {a = 1}"),
        *("soon = 3\r", 'by = "a\x0bb"', 'by = "a\u00a0"', "soon = 3\u00a0", "\x0c", "\ufeff"),
        *("on = 2026-11-19", "on = 1.5", "TRUE = true", "practice = True", "0x = 0x1"),
    ]
)
_TEXTS = st.one_of(
    st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=8).map("\n".join), st.text()
)


@given(_TEXTS)
@example("[a]\nb = 1\n[a]\nc = 2")
@example("a = 1\n[a]\nb = 2")
@example("[settings]\nsoon = 1\nsoon = 2")
def test_whatever_it_reads_is_what_the_library_reads(text: str) -> None:
    values = plain_values(text.encode("utf-8", "surrogatepass"))
    if values is not None:
        assert values == tomllib.loads(text)
        assert repr(values) == repr(tomllib.loads(text))  # to == true is a number


def test_settings_as_they_are_written_are_read() -> None:
    text = '# Settings\nformat = 1\npractice = true\n\n[agencies]\nsocial-care = "Children’s"\n'
    assert plain_values(text.encode()) == {
        "format": 1,
        "practice": True,
        "agencies": {"social-care": "Children’s"},
    }


@pytest.mark.parametrize("raw", [b"\xff = 1", b'by = "a\\n"', b"a.b = 1", b"soon = 3 # three"])
def test_what_is_less_plain_is_left_to_the_library(raw: bytes) -> None:
    assert plain_values(raw) is None
