"""Text comes back as it was typed, byte for byte, or is refused before anything is opened; and
what is shown of it moves no cursor and hides nothing, whoever wrote the file."""

import fcntl
import io
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
import tomllib
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolutions_cli.files.record.entry_file import TEXT_LIMIT, decode, encode
from tests.attacks.fuzzing import PROJECT
from tests.desk import REF, Desk
from tests.torture import sampled, several

pytestmark = sampled

TEXTS = {
    "an ordinary sentence": "The school disagrees; see the minutes.",
    "white space at both ends": "  said  \n",
    "line ends of every kind": "a\nb\r\nc\rd\x0be\x0cf\x85g\u2028h\u2029i",
    "control characters": "".join(map(chr, [*range(1, 32), *range(127, 160)])),
    "what a terminal obeys": "\x1b[2J\x1b]0;title\x07\x1bP\x9b2J\x08\x08\x08\rOVERDUE",
    "bidirectional characters": "\u202e2026-12-24\u202c \u2066x\u2069 \u200f\u061c",
    "combining characters": "e\u0301 é " + "a" + "\u0301" * 500,
    "a decomposed and a composed letter": "\u00e5 a\u030a \u212b",
    "characters that do not show": "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u034f",
    "a byte-order mark": "\ufeffsaid",
    "characters of two units": "😀👩‍👩‍👧\U0010ffff\U000e0041",
    "what is no character": "\ufffe\uffff\ufdd0\ue000",
    "what looks like the file": '"\n[text.by]\nsalt = "0"\nvalue = "x"\n[seal]\n',
    "quotation marks and backslashes": '\\ \\\\ \\n \\u0041 " \'\'\' """ \\"',
    "what looks like an option": "--reason",
    "what looks like markup": "[red]x[/red] **x** <b>x</b> {x} %s $(id)",
    "a single quotation mark": '"',
    "a long line": "x" * 100_000,
}

#: What says nothing is refused as no text, so each of them says something too.
TYPED = pytest.mark.parametrize("text", [f"said {text}" for text in TEXTS.values()], ids=TEXTS)

READING = (
    ["show", REF],
    ["next", REF],
    ["next"],
    ["list", "--all"],
    ["due"],
    ["explain", REF],
    ["timeline", REF],
)


@pytest.fixture
def book(desk: Desk) -> Desk:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    return desk.at("2026-11-20T11:00")


def shown_texts(desk: Desk) -> dict[str, str]:
    """The newest entry's texts, as `show --json` has them."""
    lines = desk.done("show", REF, "--json").document["dispute"]["entries"]
    found: dict[str, str] = lines[-1]["texts"]
    return found


def noted(desk: Desk, text: str, *more: str) -> None:
    """Record a note of this text, whatever it begins with."""
    said = desk.asks("note", REF, "--no-input", *more, "--", text)
    assert said.code == 0, said.err


def harmful(said: str) -> set[str]:
    """Characters that move a cursor, hide something or turn a line round; a line feed ends one."""
    joiners = "\u200c\u200d"
    return {
        char
        for char in said
        if char != "\n"
        and char not in joiners
        and unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs")
    }


# ------------------------------------------------------------------ back as it was typed


@TYPED
def test_a_text_that_was_typed_comes_back_by_json_and_stands_so_in_the_file(
    book: Desk, text: str
) -> None:
    noted(book, text, "--with", text, "--document", text)
    texts = shown_texts(book)
    assert (texts["text"], texts["with-1"], texts["document"]) == (text, text, text)
    raw = max((book.folder / "disputes" / REF).glob("*.toml")).read_bytes()
    # read by nothing of the program's
    assert tomllib.loads(raw.decode())["text"]["text"]["value"] == text
    assert book.does("verify").code == 0


@TYPED
def test_a_text_from_a_file_or_from_standard_input_comes_back_the_same(
    book: Desk, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "said.txt"
    file.write_bytes(text.encode())
    book.done("note", REF, "--text-file", str(file))
    assert shown_texts(book)["text"] == text
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    book.done("note", REF, "--text-file", "-")
    assert shown_texts(book)["text"] == text


def test_any_text_comes_back(book: Desk, figure: Callable[[str], None]) -> None:
    home = book.folder / "disputes" / REF
    texts = 0

    @given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
    @settings(max_examples=several(30, 5_000))
    def try_one(text: str) -> None:
        nonlocal texts
        noted(book, f"said {text}")
        assert shown_texts(book)["text"] == f"said {text}"
        texts += 1
        max(home.glob("*.toml")).unlink()  # or each would take longer to show than the last

    try_one()
    figure(f"{texts:,} texts, each back as it was typed")


def test_a_nul_that_a_file_holds_comes_back_too(book: Desk, tmp_path: Path) -> None:
    (tmp_path / "said").write_bytes(b"said a\0b")
    book.done("note", REF, "--text-file", str(tmp_path / "said"))
    assert shown_texts(book)["text"] == "said a\0b"
    assert not harmful(book.done("show", REF).out)


# ------------------------------------------------------------------ at the limit

#: What a text's three lines take besides the text: its name, its salt, quotation marks.
AROUND = len('[text.text]\nsalt = "' + "0" * 64 + '"\nvalue = ""\n')


@pytest.mark.parametrize(("unit", "takes"), [("x", 1), ("é", 2), ("😀", 4), ("\n", 2), ("\x1b", 6)])
def test_a_text_may_fill_its_place_to_the_last_byte_and_one_more_is_refused(
    book: Desk, tmp_path: Path, unit: str, takes: int
) -> None:
    file = tmp_path / "said"
    room = TEXT_LIMIT - AROUND - len("said ")
    text = "said " + unit * (room // takes) + "y" * (room % takes)
    file.write_bytes(text.encode())
    book.done("note", REF, "--text-file", str(file))
    assert shown_texts(book)["text"] == text
    file.write_bytes(text.encode() + b"y")
    said = book.refused(2, "note", REF, "--text-file", str(file))
    assert "256 KiB" in said


def test_an_endless_file_is_not_read_to_its_end(book: Desk) -> None:
    if not Path("/dev/urandom").exists():
        pytest.skip("there is nothing endless here")
    for endless in ("/dev/zero", "/dev/urandom"):
        book.refused(2, "note", REF, "--text-file", endless)


# ------------------------------------------------------------------ refused before a file is opened

HALVES = ("\udcff", "said \udc80", "\ud800", "\udfff\ud800", "a\udce9b")


@pytest.mark.parametrize("text", HALVES)
@pytest.mark.parametrize(
    "words",
    [
        ["note", REF, "{}"],
        ["note", REF, "said", "--with", "{}"],
        ["note", REF, "said", "--by={}"],
        ["escalate", REF, "--reason", "{}"],
        ["open", "--ref", "D-2", "--raised", "2026-11-19", "--child", "{}"],
        ["party", REF, "--add", "lead: {}, school"],
        ["risk", REF, "--reason", "x", "--told", "police=2026-11-19T11:00 by {}"],
        ["correct", REF, "1", "--reason", "x", "--set", "summary={}"],
    ],
)
def test_half_a_character_is_refused_before_a_file_is_opened(
    book: Desk, monkeypatch: pytest.MonkeyPatch, words: list[str], text: str
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(os, "open", lambda *args, **_: opened.append(args))
    said = book.does(*(word.replace("{}", text) for word in words))
    monkeypatch.undo()
    assert said.code == 2
    assert "half a character" in said.err
    assert opened == []


@pytest.mark.parametrize("raw", [b"\xff", b"caf\xe9", b"\xed\xa0\x80", b"\xc0\xaf", b"s\xe2\x82"])
def test_bytes_that_are_not_utf8_are_refused_from_a_file_and_as_an_argument(
    book: Desk, tmp_path: Path, raw: bytes
) -> None:
    (tmp_path / "said").write_bytes(raw)
    book.refused(2, "note", REF, "--text-file", str(tmp_path / "said"))
    run = "import sys; from resolutions_cli.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", run, "note", REF, raw, "--no-input"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert raw not in done.stderr
    assert done.stdout == b""


# ------------------------------------------------------------------ harmless where it is shown


def everywhere(desk: Desk, text: str) -> None:
    """Put a text into every option that takes one."""
    noted(desk, text, "--with", text, "--document", text)
    desk.done("party", REF, "--add", f"lead: {text[:200]}, school")
    desk.done("chase", REF, "--by", "2026-11-25", "--who", text, text)
    desk.done("risk", REF, "--reason", text, "--told", f"police=2026-11-20T10:00 by {text}")
    desk.done("sooner", REF, "--to", "2026-11-23", "--reason", text)
    desk.done("escalate", REF, "--reason", text, "--position", f"school: {text}", "--by", text)
    desk.done("correct", REF, "1", "--reason", text, "--set", f"summary={text}")


@TYPED
def test_in_a_pipe_no_text_moves_a_cursor_or_turns_a_line_round(book: Desk, text: str) -> None:
    everywhere(book, text[:10_000])
    for words in (*READING, ["verify", "--gaps"], ["similar", REF], ["find", "school"]):
        said = book.does(*words)
        assert not harmful(said.out + said.err), words
        assert not harmful(book.does(*words, "--json").out), words


def test_on_a_terminal_only_the_colours_are_escape_bytes(book: Desk) -> None:
    """Followed through a real terminal, with all of it in every text."""
    names = ("what a terminal obeys", "control characters", "bidirectional characters")
    text = "said " + " ".join(TEXTS[name] for name in names)
    everywhere(book, text)
    book.done("close", REF, "--outcome", "agreed", "--reason", text, "--no-action")
    book.done("reopen", REF, "--reason", text)
    for words in READING:
        drawn = on_terminal(*words)
        assert "\x1b[" in drawn or words == ["explain", REF], "it was drawn in colour"
        left = _COLOUR.sub("", drawn.replace("\r\n", "\n"))
        assert not harmful(left), words


_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(*words: str) -> str:
    """What a command prints on a terminal of 100 columns."""
    run = "import sys; from resolutions_cli.cli import main; sys.exit(main())"
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
    environ = {**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}
    environ.pop("NO_COLOR", None)
    command = [sys.executable, "-c", run, *words]
    with subprocess.Popen(command, stdout=end, stderr=end, stdin=end, env=environ) as process:
        os.close(end)
        said = b""
        try:
            while part := os.read(terminal, 1 << 16):
                said += part
        except OSError:  # how the end of a terminal is told on Linux
            pass
        assert process.wait() in (0, 5), words
    os.close(terminal)
    return said.decode()


# ------------------------------------------------------------------ harmless whoever wrote it

EVIL = "\x1b]0;x\x07\x9b2J\u202e\u2028\x7f"
VALUES: tuple[Any, ...] = (EVIL, [EVIL], {EVIL: EVIL}, {EVIL: date(2026, 12, 1)}, 10**8, True)


def heads(raw: bytes) -> list[dict[str, Any]]:
    """The head of an entry with each of its facts in turn replaced by something evil."""
    head = tomllib.loads(raw[: raw.find(b"\n[text.") + 1 or len(raw)].decode())
    del head["seal"]
    return [
        changed
        for key in head
        if key not in ("after", "format")
        for value in VALUES
        for changed in ({**head, key: value}, _inside(head, key, value))
        if changed != head
    ]


def _inside(head: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """As the first of a list, or as every value of a table."""
    match head[key]:
        case [_, *rest]:
            return {**head, key: [value, *rest]}
        case {**table} if table:
            return {**head, key: dict.fromkeys(table, value)}
    return head


ENTRIES = sorted((PROJECT / "examples" / "workspace" / "disputes").glob("*/*.toml"))


@pytest.mark.parametrize(
    "file", ENTRIES[:: several(6, 1)], ids=lambda file: f"{file.parent.name}-{file.stem[21:-17]}"
)
def test_a_forged_entry_with_anything_in_its_facts_ends_in_no_fault_and_shows_nothing_harmful(
    desk: Desk, file: Path, figure: Callable[[str], None]
) -> None:
    """Whoever can write to the folder can write an entry that verifies."""
    desk.at("2027-01-20T10:00")
    home = desk.folder / "disputes" / file.parent.name
    shutil.copytree(file.parent, home)
    entry = decode(file.name, file.read_bytes()).entry
    assert entry is not None
    texts = {key: text for key, text in entry.texts.items() if text is not None}
    ref = file.parent.name
    for later in home.glob("*.toml"):
        if later.name >= file.name:
            later.unlink()
    tried = 0
    for head in heads(file.read_bytes())[:: several(9, 1)]:
        try:
            forged = encode(head, texts, dict.fromkeys(texts, "0" * 64))
            (home / forged.name).write_bytes(forged.raw)
        except (AttributeError, ValueError, OSError, TypeError):
            continue  # it has no name that a file can have
        tried += 1
        for words in (["show", ref], ["next", ref], ["due"], ["list", "--all"], ["verify"]):
            said = desk.does(*words)
            assert said.code in (0, 4, 5, 8), (words, head, said.err)
            assert not harmful(said.out + said.err), (words, head)
            assert not harmful(desk.does(*words, "--json").out), (words, head)
        (home / forged.name).unlink()
    assert tried > 3
    figure(f"{tried} forgeries, each read by ten commands")


def test_a_forged_procedure_cannot_put_anything_harmful_on_a_page(desk: Desk) -> None:
    """Its titles and meanings are shown as they are, so they are refused when they are read."""
    source = PROJECT / "src/resolutions_cli/data/procedure-template.toml"
    for line in ('title      = "Escalation', 'means = "the disagreement', 'who   = ["prof'):
        raw = source.read_text("utf-8")
        assert line in raw
        raw = raw.replace(line, line + json.dumps(EVIL)[1:-1], 1)
        desk.folder.joinpath("forged.toml").write_text(raw, "utf-8")
        said = desk.does("procedure", "check", str(desk.folder / "forged.toml"))
        assert said.code != 0
        assert not harmful(said.out + said.err)
