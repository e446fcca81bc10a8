"""Inputs as large as a reader takes them, each made to cost as much as it can."""

from collections.abc import Callable, Mapping
from hashlib import sha256

KIB = 1024


def rows(unit: str, size: int, before: str = "", after: str = "") -> bytes:
    """`unit` again and again, `#` in it counting up, up to a size."""
    head, tail = before.encode(), after.encode()
    if "#" not in unit:
        return head + unit.encode() * ((size - len(head) - len(tail)) // len(unit.encode())) + tail
    made = bytearray(head)
    number = 0
    while len(made) + len(tail) + len(unit) + 8 < size:
        made += unit.replace("#", str(number)).encode()
        number += 1
    return bytes(made + tail)


#: Shapes of TOML that cost most: many keys, many tables, deep ones of both, long values.
TOML: Mapping[str, tuple[str, str, str]] = {
    "a key of ten thousand dots": ("a.", "", "a = 1"),
    "a quoted key of ten thousand dots": ('"a.b".', "", "a = 1"),
    "a header of ten thousand dots": ("a.", "[", "a]"),
    "keys of eight parts": ("a#.a.a.a.a.a.a.a=1\n", "", ""),
    "keys of eight parts, alike but for the last": ("a.a.a.a.a.a.a.a#=1\n", "", ""),
    "headers of eight parts": ("[a#.a.a.a.a.a.a.a]\n", "", ""),
    "headers alike but for the last": ("[a.a.a.a.a.a.a.a#]\n", "", ""),
    "lists of tables within lists of tables": ("[[a]]\n[[a.b]]\n", "", ""),
    "one list of tables": ("[[stage]]\n", "", ""),
    "one list of tables within one": ("[[stage.limit]]\n", "[[stage]]\n", ""),
    "tables with deep keys": ("[t#]\na.b.c=1\n", "", ""),
    "keys": ("a#=1\n", "", ""),
    "the same key": ("a=1\n", "", ""),
    "the same table": ("[a]\n", "", ""),
    "brackets that never close": ("[", "a = ", ""),
    "braces that never close": ("{a=", "a = ", ""),
    "lists in a list": ("[],", "a = [", "]"),
    "tables in a list": ("{},", "stage = [", "]"),
    "tables in the list of a stage": ("{},", "[[stage]]\nmoves = [", "]"),
    "texts in the list of a stage": ('"",', "[[stage]]\nwho = [", "]"),
    "keys of an inline table": ("a#=1,", "a = {", "z=1}"),
    "sixteen deep": ("[" * 15 + "]" * 15 + ",", "a = [", "]"),
    "events": ('[events.e#]\nmeans = "x"\n', "", ""),
    "escapes": ("\\n", 'a = "', '"'),
    "long escapes": ("\\U0001F600", 'a = "', '"'),
    "quotation marks in a long text": ('""\n', 'a = """', '"""'),
    "a number": ("9", "a = ", ""),
    "a hexadecimal number": ("f", "a = 0x", ""),
    "a fraction": ("9", "a = 0.", ""),
    "a power": ("9", "a = 1e", ""),
    "underscores": ("_9", "a = 9", ""),
    "dates": ("2026-01-01T00:00:00Z,", "a = [", "]"),
    "comments": ("#\n", "", ""),
    "empty lines": ("\n", "", ""),
    "turned line ends": ("\r\n", "", ""),
}

JSON: Mapping[str, tuple[str, str, str]] = {
    "lists that never close": ("[", "", ""),
    "tables that never close": ('{"a":', "", ""),
    "numbers": ("0,", "[", "0]"),
    "empty tables": ("{},", "[", "{}]"),
    "tables": ('{"a":0},', "[", "{}]"),
    "lists": ("[],", "[", "[]]"),
    "keys": ('"#":0,', "{", '"a":0}'),
    "a number": ("9", "", ""),
    "a fraction": ("9", "0.", ""),
    "escapes": ("\\u0041", '"', '"'),
    "spaces": (" ", "", "{}"),
    "the same day": (
        '{"title":"x","date":"2026-01-01","notes":""},',
        '{"england-and-wales":{"division":"england-and-wales","events":[',
        '0]},"scotland":0,"northern-ireland":0}',
    ),
    "days": (
        '{"title":"x#","date":"1990-01-01","notes":"y"},',
        '{"england-and-wales":{"division":"england-and-wales","events":[',
        "0]}}",
    ),
}


def _shapes(
    shapes: Mapping[str, tuple[str, str, str]], size: int
) -> dict[str, Callable[[], bytes]]:
    def maker(unit: str, before: str, after: str) -> Callable[[], bytes]:
        return lambda: rows(unit, size, before, after)

    return {name: maker(*shape) for name, shape in shapes.items()}


# ------------------------------------------------------------------ procedures

_PROCEDURE = """[procedure]
id = "x"
version = "1"
title = "t"
owner = "o"
nation = "england"
source = "s"
checked_on = 2026-11-01
[events.raised]
means = "x"
"""


def every_stage_to_every_other(stages: int, limits: int) -> bytes:
    """A route with a way from each stage to each other, so with more routes than can be walked."""
    made = _PROCEDURE
    clocks = ",".join(
        f'{{within="{1 + number % 40} working days",of="{of}",cite="c",reading="r"}}'
        for number in range(limits)
        for of in ("entered", "raised")
    )
    for stage in range(stages):
        moves = ",".join(f'{{to="s{to}"}}' for to in range(stages) if to != stage)
        made += f'[[stage]]\nid="s{stage}"\ntitle="t"\nwho=["w"]\ncite="c"\nmoves=[{moves}]\n'
        made += f"limit=[{clocks}]\n" + ("start=true\n" if stage == 0 else "")
    return made.encode()


# ------------------------------------------------------------------ entries

_HEAD = b"""format = 1
dispute = "D-1"
kind = "noted"
at = 2026-11-01
recorded = 2026-11-01T10:00:00Z
after = []

[seal]
"""


def entry(blocks: Mapping[str, bytes], behind: bytes = b"") -> bytes:
    """An entry whose texts are sealed as they stand, whatever they are, and bytes behind it."""
    made = {
        key: f'[text.{key}]\nsalt = "{"0" * 64}"\nvalue = "'.encode() + value + b'"\n'
        for key, value in blocks.items()
    }
    seal = "".join(f'{key} = "{sha256(block).hexdigest()}"\n' for key, block in made.items())
    return _HEAD + seal.encode() + b"".join(made.values()) + behind


def seven_texts(unit: str) -> Callable[[], bytes]:
    """Almost two megabytes of a unit, in texts as long as a text can be."""
    value = rows(unit, 255 * KIB)
    return lambda: entry({f"with-{number}": value for number in range(1, 8)})


def behind_an_entry(unit: str) -> Callable[[], bytes]:
    return lambda: entry({"text": b"x"}, rows(unit, 2 * KIB * KIB - 600))


_NUMBERS = "format = 1\nsealed = 2026-11-22 10:30:00.120000+00:00\n\n[disputes]\n"

_BUNDLE = 'format = 1\nkind = "bundle"\nby = "A"\nprogram = "1"\nmade = "2026-11-22"\n'

GIANTS: Mapping[str, Mapping[str, Callable[[], bytes]]] = {
    "entry": {
        **_shapes(TOML, 64 * KIB),
        "too large": lambda: b"x" * (9 * KIB * KIB),
        **{
            f"texts of {unit!r}": seven_texts(unit)
            for unit in ("\\n", "\\\\", "\\u0041", "\\U0001F600", "a", "[", "a.")
        },
        **{
            f"much behind it: {unit!r}": behind_an_entry(unit)
            for unit in ("[text.a]\n", "[text.text]\n", "[text.\n", "[text.a#]\n", "\n", "\r\n")
        },
    },
    "procedure": {
        **_shapes(TOML, 256 * KIB),
        "all ways between ten stages": lambda: every_stage_to_every_other(10, 1),
        "all ways between forty stages": lambda: every_stage_to_every_other(40, 1),
        "all ways between eight stages of many limits": lambda: every_stage_to_every_other(8, 90),
    },
    "calendar": {
        **_shapes(JSON, 2 * KIB * KIB),
        "sixteen bits": lambda: ("[" + "0," * 500_000 + "0]").encode("utf-16"),
        "too large": lambda: b" " * (3 * KIB * KIB),
    },
    "settings": _shapes(TOML, 64 * KIB),
    "seal": {
        **_shapes({name: TOML[name] for name in ("the same key", "empty lines")}, 8 * KIB * KIB),
        "too large": lambda: b"x" * (9 * KIB * KIB),
        "disputes": lambda: rows(f'D-# = [\n    "{"0" * 64}",\n]\n', 8 * KIB * KIB, _NUMBERS),
        "ids": lambda: rows(f'    "{"0" * 64}",\n', 8 * KIB * KIB, f"{_NUMBERS}D = [\n", "]\n"),
    },
    "bundle": {
        "disputes": lambda: rows(
            '\n[[dispute]]\nreference = "D-#"\ndigest = ""\n', KIB * KIB, _BUNDLE
        ),
        "an entry without end": lambda: (
            f"{_BUNDLE}\n[[dispute]]\nfile = '''\n".encode() + b"x" * (8 * KIB * KIB)
        ),
        "an escaped file": lambda: (
            f'{_BUNDLE}\n[[procedure]]\nfile = "'.encode() + b"\\u0041" * (KIB * KIB)
        ),
    },
    "when": {
        unit: lambda unit=unit: (unit * 50_000).encode()  # type: ignore[misc]
        for unit in ("9", "1/", "1-", "a", " ", "mon", "today ", "2026-11-19T", "\u0663")
    },
}
