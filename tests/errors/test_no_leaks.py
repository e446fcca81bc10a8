"""Bad input and broken files: the right code, nothing written, and no text of the record on stderr.

A canary stands in every field of the record and in everything that is typed. It may be read on
stdout, where it was asked for; on stderr, which ends up in logs and in mail, it never is.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from resolutions_cli.cli import main
from tests.torture import sampled

pytestmark = sampled

#: In agencies, references, names, texts, and in whatever is typed wrongly.
CANARY = "zwolfkanarie"

NOW = "2026-11-10T12:00"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two disputes under each procedure with a canary in every field, and one plain dispute."""
    folder = tmp_path / "w"
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RESOLVE_WORKSPACE", raising=False)
    monkeypatch.delenv("RESOLVE_NOW", raising=False)
    assert main(["init", str(folder), "--practice", "--procedure", "nyscp"]) == 0
    monkeypatch.setenv("RESOLVE_NOW", NOW)
    for line in RECORDED:
        assert run(folder, *line) == 0, line
    yield folder


def run(folder: Path, *words: str) -> int:
    """One command in the workspace, nobody to ask."""
    recording = words[0] in TAKES_NO_INPUT
    return main([words[0], "-w", str(folder), *words[1:], *(["--no-input"] if recording else [])])


TAKES_NO_INPUT = {
    *("open", "escalate", "decide", "record", "agree", "sooner", "risk", "chase", "party"),
    *("done", "note", "correct", "close", "reopen"),
}

_C = CANARY
RECORDED = [
    [
        *("open", "--ref", "N-1", "--child", f"{_C} 1", "--raised-by", f"{_C}-school"),
        *("--with", f"{_C}-care", "--concern", "thresholds", "--raised", "2026-11-02T10:00"),
        *("--disputed", "2026-11-02", "--disputed-kind", "decision", "--about", "referral"),
        *("--summary", _C, "--seeking", _C, "--risk-to-child", _C),
        *("--position", f"{_C}-school: {_C}", "--by", _C),
    ],
    ["note", "N-1", _C, "--with", _C, "--document", _C, "--by", _C],
    [
        "record",
        "N-1",
        "lead-informed",
        "--on",
        "2026-11-03",
        "--detail",
        f"lead={_C}",
        "--note",
        _C,
    ],
    ["chase", "N-1", "--by", "2026-11-12", "--who", _C, _C],
    ["done", "N-1", "child-file", "--note", _C],
    ["party", "N-1", "--add", f"lead: {_C}, {_C}-school, {_C}"],
    ["risk", "N-1", "--reason", _C, "--told", f"police=2026-11-10T11:00 by {_C} to {_C} ref {_C}"],
    ["sooner", "N-1", "--to", "2026-11-13", "--reason", _C],
    ["escalate", "N-1", "--reason", _C, "--risk-to-child", _C, "--position", f"{_C}-care: {_C}"],
    ["correct", "N-1", "2", "--reason", _C, "--set", f"text={_C} corrected"],
    [
        *("open", "--procedure", "cyscb", "--start", "practitioners", "--ref", "Y-1"),
        *("--child", f"{_C} 2", "--raised-by", f"{_C}-school", "--with", f"{_C}-care"),
    ],
    ["agree", "Y-1", "--by-date", "2026-11-20", "--with", _C, "--reason", _C],
    ["open", "--ref", "PLAIN-1", "--raised", "2026-11-09T10:00", "--raised-by", "a", "--with", "b"],
]

#: Every way of typing something wrong, with its exit code.
REFUSED = [
    # usage: a reason that says nothing, a date that cannot be read, options
    *((2, ["escalate", "N-1", "--reason", reason]) for reason in ("   ", "-", "n/a", "tbc", "")),
    *((2, ["note", "N-1", text]) for text in ("  ", "-", "TBC")),
    (2, ["note", "N-1"]),
    (2, ["note", "N-1", _C, _C]),
    (2, ["note", "N-1", f"--{_C}"]),
    (2, ["note", "N-1", _C, "--at", _C]),
    (2, ["note", "N-1", _C, "--at", "03/04/2026"]),
    (2, ["note", "N-1", _C, "--at", "30 Feb 2026"]),
    (2, ["note", "N-1", _C, "--at", "2026-03-29T01:30"]),
    (2, ["note", "N-1", _C, "--at", "2026-10-25T01:30"]),
    (2, ["note", "N-1", "--text-file", f"{_C}.txt"]),
    (2, ["note", "N-1", f"{_C}\udcff"]),
    (2, ["note", "N-1", "--position", _C]),
    (2, [_C]),
    (2, ["due", f"--{_C}"]),
    (2, ["due", "--within", _C]),
    (2, ["due", "--group", _C]),
    (2, ["due", "--as-of", _C]),
    (2, ["open", "--event", _C]),
    (2, ["open", "--reached", _C]),
    (2, ["record", "N-1", "--no-input"]),
    (2, ["record", "N-1", "discussion", "--on", _C]),
    (2, ["close", "N-1", "--outcome", "agreed", "--reason", _C, "--action", _C]),
    (2, ["sooner", "N-1", "--to", _C, "--reason", _C]),
    (2, ["calc", _C, "--from", "2026-11-10"]),
    (2, ["calc", "3 days", "--from", _C]),
    # refused: the future, the route, what happened already
    (3, ["note", "N-1", _C, "--at", "2026-11-11"]),
    (3, ["record", "N-1", "discussion", "--on", "2026-11-11"]),
    (3, ["record", "N-1", "disputed", "--on", "2026-11-03"]),
    (3, ["escalate", "N-1", "--to", "5", "--reason", _C]),
    (3, ["escalate", "N-1", "--reason", _C, "--at", "2026-11-01"]),
    (3, ["escalate", "Y-1", "--to", "board-chair", "--reason", _C]),
    (3, ["decide", "N-1", "recommended", "--reason", _C]),
    (3, ["reopen", "N-1", "--reason", _C]),
    (3, ["sooner", "N-1", "--to", "2026-11-20", "--reason", _C]),
    (3, ["agree", "N-1", "--by-date", "2026-11-20", "--with", _C, "--reason", _C]),
    (3, ["open", "--ref", "N-1"]),
    (3, ["open", "--procedure", "cyscb", "--start", "audit"]),
    # no such thing
    (4, ["note", _C, _C]),
    (4, ["show", _C]),
    (4, ["open", "--procedure", _C]),
    (4, ["open", "--concern", _C]),
    (4, ["open", "--event", f"{_C}=2026-11-01"]),
    (4, ["open", "--about", _C]),
    (4, ["open", "--disputed", "2026-11-01", "--disputed-kind", _C]),
    (4, ["open", "--at-stage", _C]),
    (4, ["open", "--reached", f"{_C}=2026-11-01"]),
    (4, ["open", "--follows", _C]),
    (4, ["escalate", "N-1", "--to", _C, "--reason", _C]),
    (4, ["escalate", "Y-1", "--to", "board-chair", "--ground", _C, "--reason", _C]),
    (4, ["escalate", "N-1", "--reason", _C, "--answer", f"{_C}={_C}"]),
    (4, ["record", "N-1", _C, "--on", "2026-11-03"]),
    (4, ["record", "N-1", "discussion", "--on", "2026-11-03", "--agency", _C]),
    (4, ["record", "N-1", "discussion", "--on", "2026-11-03", "--detail", f"{_C}={_C}"]),
    (4, ["risk", "N-1", "--told", f"{_C}=2026-11-10 by {_C}"]),
    (4, ["close", "N-1", "--outcome", _C, "--reason", _C, "--no-action"]),
    (4, ["correct", "N-1", "99", "--reason", _C, "--set", f"text={_C}"]),
    (4, ["correct", "N-1", _C, "--reason", _C, "--set", f"text={_C}"]),
    (4, ["show", "N-1", "--as-of", "2026-10-01"]),
    (4, ["procedure", "show", _C]),
]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def name_of(words: list[str]) -> str:
    return " ".join(words).replace(CANARY, "C")[:70].encode("ascii", "replace").decode()


@pytest.mark.parametrize(("code", "words"), REFUSED, ids=[name_of(words) for _, words in REFUSED])
def test_bad_input_ends_with_its_code_writes_nothing_and_repeats_nothing(
    code: int,
    words: list[str],
    workspace: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = bytes_of(workspace)
    capfd.readouterr()
    if words[0] in WITHOUT_WORKSPACE:
        monkeypatch.delenv("RESOLVE_NOW")
        assert main(words) == code
    else:
        assert run(workspace, *words) == code
    said = capfd.readouterr()
    assert "resolve: error: " in said.err
    assert CANARY not in said.err.lower()
    assert "Traceback" not in said.err
    assert bytes_of(workspace) == before


WITHOUT_WORKSPACE = {CANARY, "procedure"}

Damage = Callable[[bytes], bytes]

#: Every way of breaking an entry file.
BROKEN: dict[str, Damage] = {
    "cut short": lambda raw: raw[: len(raw) // 2],
    "empty": lambda _: b"",
    "a byte-order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "not UTF-8": lambda raw: raw.replace(b'value = "', b'value = "\xff', 1),
    "a changed byte": lambda raw: raw.replace(CANARY.encode(), CANARY.upper().encode(), 1),
    "an unknown kind": lambda raw: raw.replace(b'kind = "', b'kind = "un', 1),
    "a higher format": lambda raw: re.sub(rb"format = [12]", b"format = 3", raw, count=1),
    "a wrong type": lambda raw: re.sub(rb"format = [12]", b"format = true", raw, count=1),
}

READING = [["due"], ["list"], ["next"], ["show", "N-1"], ["explain", "N-1"], ["timeline", "N-1"]]


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("kind", ["opened", "noted", "escalated", "corrected"])
def test_a_broken_entry_is_told_and_hides_no_other_dispute(
    name: str, kind: str, workspace: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = next((workspace / "disputes" / "N-1").glob(f"*-{kind}-*"))
    path.write_bytes(BROKEN[name](path.read_bytes()))
    for words in READING:
        capfd.readouterr()
        assert run(workspace, *words) == 5, words
        said = capfd.readouterr()
        assert CANARY not in said.err.lower()
        assert "disputes/N-1" in said.err
        if len(words) == 1:
            assert "PLAIN-1" in said.out


@pytest.mark.parametrize("kind", ["opened", "noted"])
def test_in_a_damaged_dispute_no_move_is_taken(kind: str, workspace: Path) -> None:
    path = next((workspace / "disputes" / "N-1").glob(f"*-{kind}-*"))
    path.write_bytes(path.read_bytes()[:-5])
    before = bytes_of(workspace)
    assert run(workspace, "escalate", "N-1", "--reason", "nothing agreed") == 5
    assert run(
        workspace, "close", "N-1", "--outcome", "agreed", "--reason", "a", "--no-action"
    ) in (
        2,
        5,
    )
    assert bytes_of(workspace) == before


@pytest.mark.parametrize("command", [["due"], ["show", "N-1"], ["note", "N-1", CANARY]])
def test_a_fault_in_the_program_says_where_and_nothing_of_the_record(
    command: list[str],
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def breaks(*_args: object) -> None:
        raise ValueError(f"{CANARY} is in this message")

    monkeypatch.setattr("resolutions_cli.core.deadlines.case.owed_in", breaks)
    capfd.readouterr()
    assert run(workspace, *command) == 1
    said = capfd.readouterr()
    assert "a fault in the program itself (ValueError)" in said.err
    assert CANARY not in said.err.lower()
    assert "Traceback" not in said.err
