"""What is read without the library says what the library would have said."""

import tomllib
from datetime import UTC, date, datetime

import pytest
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from resolutions_cli.core.time.moment import LONDON
from resolutions_cli.files.disk.plain_toml import PLAIN_LIMIT, plain_text, plain_values, quoted

_PIECES = st.sampled_from(
    [
        *("format = 1", "practice = true", "[settings]", "[defaults]", "[agencies]", "soon = 3"),
        *('by = "A. Lead"', 'school = "Oak Primary – Süd"', "# a comment", "", "  ", "\t"),
        *("quiet = 007", "quiet = 0", "soon = +3", "soon = 1_000", "soon = 9999999999999"),
        *("soon=3", " soon = 3 ", "soon = 3 # so", 'by = "a" # b', "by = 'A'", 'by = """A"""'),
        *('by = "', 'by = "\\u0041"', 'by = "a"b"', 'by = ""', "by =", "= 3", "soon = ٣", "é = 1"),
        *("[a.b]", "[[a]]", "[ a ]", "[]", "a.b = 1", '"a" = 1', "x = [1]", "x = {a = 1}"),
        *("soon = 3\r", 'by = "a\x0bb"', 'by = "a\u00a0"', "soon = 3\u00a0", "\x0c", "\ufeff"),
        *("on = 1.5", "TRUE = true", "practice = True", "0x = 0x1", "on = inf", "on = 1979"),
        *("on = 2026-11-19", "day = 2026-02-30", "day = 0000-01-01", "at = 07:32:00"),
        *("at = 2026-11-19 09:30:00+00:00", "at = 2026-06-19 09:30:00.120000+01:00"),
        *("at = 2026-11-19T09:30:00Z", "at = 2026-11-19 09:30:00", "at = 2026-11-19 09:30+00:00"),
        *("at = 2026-11-19 24:00:00+00:00", "at = 2026-11-19 09:30:60+00:00"),
        *("at = 2026-11-19 09:30:00-00:00", "at = 2026-11-19 09:30:00+24:00"),
        *("at = 2026-11-19 09:30:00.1+00:00", "at = 2026-11-19 09:30:00+00:00 # so"),
        *('by = "a\\nb"', 'by = "a\\\\nb"', 'by = "a\\\\\\nb"', 'by = "\\n\\"', 'by = "\\\\"'),
        *("after = []", "after = [", '    "a",', '"a"', "    1,", "]", " ] ", "],", '["a"]'),
        *('with = [\n    "a",\n    "b",\n]', 'with = [ "a" ]', '    "a\\n",', "[[", "[ # so"),
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


#: What the head of an entry holds: codes, times, and lists of codes.
_CODES = st.text("abcdefghijklmnopqrstuvwxyz0123456789-é’ ", max_size=20)
_TIMES = st.builds(
    datetime.combine,
    st.dates(date(1990, 1, 1)),
    st.times().map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000)),
    st.just(LONDON),
)
_VALUES = st.one_of(
    st.booleans(), st.integers(0, 10**9 - 1), st.dates(), _TIMES, _CODES, st.lists(_CODES)
)
_KEYS = st.text("abcdefghijklmnopqrstuvwxyz_-0123456789", max_size=11).map("k".__add__)
_HEADS = st.dictionaries(_KEYS, st.one_of(_VALUES, st.dictionaries(_KEYS, _VALUES, max_size=3)))


@given(_HEADS)
def test_whatever_a_head_may_hold_is_plain_as_it_is_written(values: dict[str, object]) -> None:
    written = tomli_w.dumps(values)
    read = plain_values(written.encode())
    assert read is not None
    assert repr(read) == repr(tomllib.loads(written))


@given(st.text())
def test_a_text_is_written_as_the_library_writes_it(text: str) -> None:
    assert f"value = {quoted(text)}\n" == tomli_w.dumps({"value": text})


def test_every_character_is_written_as_the_library_writes_it() -> None:
    text = "".join(chr(code) for code in range(0x3000))
    assert f"value = {quoted(text)}\n" == tomli_w.dumps({"value": text})


@given(_HEADS)
def test_whatever_a_head_may_hold_is_written_as_the_library_writes_it(
    values: dict[str, object],
) -> None:
    literals_first = dict(sorted(values.items(), key=lambda item: isinstance(item[1], dict)))
    assert plain_text(literals_first) == tomli_w.dumps(literals_first)
    assert plain_text(values) == tomli_w.dumps(values)


@given(st.dictionaries(st.text(max_size=5), st.one_of(_VALUES, st.text(), st.lists(st.text()))))
def test_whatever_it_writes_is_what_the_library_writes(values: dict[str, object]) -> None:
    assert plain_text(values) in (None, tomli_w.dumps(values))


@pytest.mark.parametrize(
    "values", [{"a b": 1}, {"a": 1.5}, {"a": [1]}, {"a": [{"b": 1}]}, {"a": {"b": {"c": 1}}}]
)
def test_what_is_less_plain_is_left_to_the_library_to_write(values: dict[str, object]) -> None:
    assert plain_text(values) is None


def test_an_entry_as_it_is_written_is_read() -> None:
    text = (
        'kind = "opened"\nat = 2026-06-19 09:30:00+01:00\n'
        'after = []\nwith = [\n    "health",\n]\n\n'
        "[events]\nraised = 2026-06-19\n"
    )
    assert plain_values(text.encode()) == {
        "kind": "opened",
        "at": datetime(2026, 6, 19, 8, 30, tzinfo=UTC),
        "after": [],
        "with": ["health"],
        "events": {"raised": date(2026, 6, 19)},
    }


def test_what_is_larger_than_any_head_is_left_to_the_library() -> None:
    assert plain_values(b"#" * PLAIN_LIMIT) == {}
    assert plain_values(b"#" * (PLAIN_LIMIT + 1)) is None


def test_settings_as_they_are_written_are_read() -> None:
    text = '# Settings\nformat = 1\npractice = true\n\n[agencies]\nsocial-care = "Children’s"\n'
    assert plain_values(text.encode()) == {
        "format": 1,
        "practice": True,
        "agencies": {"social-care": "Children’s"},
    }


@pytest.mark.parametrize(
    "raw",
    [b"\xff = 1", b'by = "a\\t"', b'by = "a\\\\n"', b"a.b = 1", b"soon = 3 # three", b"a = [1]"],
)
def test_what_is_less_plain_is_left_to_the_library(raw: bytes) -> None:
    assert plain_values(raw) is None
