"""Reading TOML: what is refused before tomllib sees it, and the line of every key."""

import time
import tomllib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.disk.toml_library import line_numbers

KIB_256 = 256 * 1024


def fault_of(raw: bytes, limit: int = KIB_256) -> tuple[str, int | None]:
    with pytest.raises(TomlFault) as fault:
        load_toml(raw, limit=limit)
    return fault.value.problem, fault.value.line


@pytest.mark.parametrize(
    ("raw", "problem", "line"),
    [
        (b"\xef\xbb\xbfa = 1", "begins with a byte-order mark", 1),
        (b"a = 1\nb = '\xff'", "not UTF-8", 2),
        (b"a = 1\nb = \n", "not TOML", 2),
        (b'a = "never closed', "not TOML", 1),
        (b"a = 1\na = 2", "a key or a table that is there twice", 2),
        (b"[a]\n[a]", "a key or a table that is there twice", 2),
        (b"a = 2026-02-30", "not TOML", 1),
        (b"a = " + b"9" * 5000, "not TOML", None),
        (b"a = 1\n" + b"a." * 8 + b"a = 1", "a key of more than 8 dotted parts", 2),
        (b'"a" . ' * 8 + b"'a' = 1", "a key of more than 8 dotted parts", 1),
        (b"[" + b"a." * 8 + b"a]", "a key of more than 8 dotted parts", 1),
        (b"x = {" + b"a." * 8 + b"a = 1}", "a key of more than 8 dotted parts", 1),
        (b"a = [\n" + b"[" * 16 + b"]" * 17, "brackets deeper than 16", 2),
        (b"a = " + b"{ a = " * 17 + b"1" + b"}" * 17, "brackets deeper than 16", 1),
        (b'a = "\\\\" # "\nb = ' + b"[" * 17, "brackets deeper than 16", 2),
        (b"[[a]]\n" * 4002, "more than 4000 tables", None),
    ],
)
def test_what_is_no_good_toml_is_said_in_a_fixed_phrase_with_its_line(
    raw: bytes, problem: str, line: int | None
) -> None:
    assert fault_of(raw) == (problem, line)


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not() -> None:
    raw = b"a = 1 # " + b"x" * (KIB_256 - 8)
    assert load_toml(raw, limit=KIB_256) == {"a": 1}
    assert fault_of(raw + b"x") == ("larger than 256 KiB", None)


def test_eight_parts_and_sixteen_brackets_are_read() -> None:
    assert load_toml(b"a." * 7 + b"a = 1", limit=KIB_256)["a"]
    assert load_toml(b"a = " + b"[" * 16 + b"]" * 16, limit=KIB_256)["a"]


@pytest.mark.parametrize(
    "raw",
    [
        'a = "' + "e.g. [see p.1.2.3.4.5.6.7.8.9.10] " * 40 + '"',
        "a = '" + "[{" * 40 + "a.b.c.d.e.f.g.h.i.j'",
        'a = """\n' + "[" * 40 + "\n" + 'a.b.c.d.e.f.g.h.i.j = "x" ' * 4 + '"""""',
        "a = '''\n" + "{" * 40 + "'' a.b.c.d.e.f.g.h.i.j'''''",
        "a = 1 # " + "[" * 40 + " a.b.c.d.e.f.g.h.i.j '''",
        'a = "\\"' + "[" * 40 + '"',
        "a = [" + "1.5, " * 40 + "]",
        "\n".join(f"[[t]]\na = [{n}.5]" for n in range(40)),
    ],
)
def test_brackets_and_dots_in_free_text_are_no_false_alarm(raw: str) -> None:
    assert load_toml(raw.encode(), limit=KIB_256) == tomllib.loads(raw)


@pytest.mark.parametrize(
    "piece",
    ["a.", "[", "{", '"', "'", '"""', "'''", '"\\"""', '"""\\', "\\", "#", ".", "a=[", '"".', "\r"],
)
def test_no_text_of_256_kib_takes_long(piece: str) -> None:
    raw = (piece * (KIB_256 // len(piece))).encode()
    began = time.process_time()  # the processor's, which other work does not make longer
    for start in (b"", b"a = ", b"a = '", b"a = [\n"):
        with suppress(TomlFault):
            load_toml(start + raw[: KIB_256 - 8], limit=KIB_256)
    assert time.process_time() - began < 20, "a scan whose cost is the square of the length"


@given(st.binary(max_size=80))
def test_bytes_of_any_kind_are_read_or_refused_and_nothing_else(raw: bytes) -> None:
    try:
        load_toml(raw, limit=KIB_256)
    except TomlFault as fault:
        assert fault.problem


@given(st.text("ab.[]{}=\"'#\\\n 1,", max_size=60))
def test_whatever_tomllib_takes_is_read_the_same(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except ValueError:
        return
    try:
        assert load_toml(text.encode(), limit=KIB_256) == expected
    except TomlFault as fault:
        assert fault.problem.startswith(("a key of more", "brackets deeper"))


# ------------------------------------------------------------------ lines

TEXT = '''\
[procedure]
id = "southshire"   # a comment with [brackets]
title = """
[not.a.header]
not = "a key"
"""
asks = [
  "raised",
]

[events.raised]
means = "it [was] put"
details."the first".kind = "text"

[[stage]]
id = "1"
moves = [{ to = "2" }]

  [[stage.limit]]
  of = "raised"
  [[stage.limit]]

[[stage]]
  [[stage.duty]]
    [[stage.duty.limit]]
    of = "raised"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("procedure",), 1),
        (("procedure", "id"), 2),
        (("procedure", "title"), 3),
        (("procedure", "asks"), 7),
        (("events",), 11),
        (("events", "raised"), 11),
        (("events", "raised", "means"), 12),
        (("events", "raised", "details", "the first", "kind"), 13),
        (("stage", 0), 15),
        (("stage", 0, "moves"), 17),
        (("stage", 0, "limit", 0), 19),
        (("stage", 0, "limit", 0, "of"), 20),
        (("stage", 0, "limit", 1), 21),
        (("stage", 1), 23),
        (("stage", 1, "duty", 0, "limit", 0, "of"), 26),
    ],
)
def test_each_header_and_key_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_numbers(TEXT)[path] == line


def test_text_that_looks_like_a_key_has_no_line() -> None:
    numbers = line_numbers(TEXT)
    assert ("procedure", "not") not in numbers
    assert ("not", "a", "header") not in numbers
    assert set(numbers.values()).isdisjoint({4, 5, 6, 8, 9})


def test_line_ends_of_windows_count_the_same() -> None:
    assert line_numbers(TEXT.replace("\n", "\r\n")) == line_numbers(TEXT)
