"""The way in: help, version, what is typed wrongly, and where output goes."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from resolutions_cli import cli
from resolutions_cli.cli import COMMANDS, GROUPS, main
from resolutions_cli.files.workspace.procedures import procedure_named
from tests.desk import Desk

#: Typed where something else belongs; it may be a child's name, so no message repeats it.
CANARY = "zwolfkanarie"


def resolve(
    *words: str, environ: dict[str, str] | None = None, **more: object
) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own, its output in pipes."""
    base = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, "-m", "resolutions_cli", *words]
    return subprocess.run(
        command, capture_output=True, check=False, env=base | (environ or {}), **more
    )  # type: ignore[call-overload,no-any-return]


# ------------------------------------------------------------------ help and version


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr() == (f"resolve {version('resolutions-cli')}\n", "")


@pytest.mark.parametrize("words", [["-h"], ["help"], ["hElp"]])
def test_help_can_be_asked_for_in_every_usual_way(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--help"]) == 0
    page, _ = capsys.readouterr()
    assert page.startswith("Usage: resolve [OPTIONS] COMMAND [ARGS]...\n")
    assert main(words) == 0
    assert capsys.readouterr() == (page, "")


@pytest.mark.parametrize(
    "words", [["note", "-h"], ["help", "note"], ["help", "NOTE"], ["help", "not"], ["no", "--help"]]
)
def test_the_help_of_a_command_can_be_asked_for_in_every_usual_way(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["note", "--help"]) == 0
    page, _ = capsys.readouterr()
    assert main(words) == 0
    assert capsys.readouterr() == (page, "")


@pytest.mark.parametrize(
    "words",
    [
        ["procedure", "show", "-h"],
        ["help", "procedure", "show"],
        ["help", "proc", "sh"],
        ["procedure", "help", "show"],
    ],
)
def test_the_help_of_a_command_within_a_group_can_be_asked_for_in_every_usual_way(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["procedure", "show", "--help"]) == 0
    page, _ = capsys.readouterr()
    assert main(words) == 0
    assert capsys.readouterr() == (page, "")


def test_help_has_each_command_in_one_group() -> None:
    assert list(GROUPS) == ["Every day", "Record", "Look", "Share and hand over", "Set up"]
    names = [name for group in GROUPS.values() for name in group]
    assert names == list(COMMANDS)
    assert len(names) == len(set(names))


def test_help_names_every_command_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    out = capsys.readouterr().out
    for name, line in COMMANDS.items():
        assert f"\n  {name.ljust(9)}  {line}\n" in out
    for title in GROUPS:
        assert f"\n{title}:\n" in out
    assert max(map(len, out.splitlines())) < 80


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_of_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"Usage: resolve {name} ")
    assert err == ""


def test_a_group_names_its_own_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedure"]) == 0
    out = capsys.readouterr().out
    section = out.split("Commands:\n")[1].split("\n\n")[0]
    listed = [line.split()[0] for line in section.splitlines() if line[2] != " "]
    assert listed == [
        *("list", "show", "check", "try", "add", "accept", "checked", "remove", "new")
    ]


# ------------------------------------------------------------------ typed wrongly


@pytest.mark.parametrize(
    ("words", "says", "help_"),
    [
        (["esclate"], "there is no such command; did you mean escalate?", "resolve"),
        (
            ["procedure", "chek"],
            "there is no such command; did you mean check?",
            "resolve procedure",
        ),
        (["due", "--overdu"], "there is no such option; did you mean --overdue?", "resolve due"),
        (["due", "--stage"], "--stage needs a value", "resolve due"),
        (["show"], "REF is missing", "resolve show"),
        (["calc", "--from", "today"], "AMOUNT is missing", "resolve calc"),
        (["procedure", "show"], "FILE or ID is missing", "resolve procedure show"),
        (["--overdue"], "there is no such option", "resolve"),
    ],
)
def test_a_slip_is_told_with_what_was_probably_meant(
    words: list[str], says: str, help_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr() == (
        "",
        f"resolve: error: the command was not understood: {says}\n"
        f"  `{help_} --help` shows how it is called\n",
    )


@pytest.mark.parametrize(
    "words",
    [
        [CANARY],
        [f"--{CANARY}"],
        [f"-{CANARY}"],
        ["due", CANARY],
        ["due", f"--{CANARY}"],
        ["due", f"--overdue={CANARY}"],
        ["procedure", CANARY],
        ["procedure", "show", "nyscp", CANARY],
        ["procedure", "show", "nyscp", f"--{CANARY}"],
        ["calc", "1 day", "--from", "today", "--count", CANARY],
        ["calc", "1 day", "--from", "today", "--nation", CANARY],
        ["calendar", CANARY],
        ["note", "D-1", CANARY, CANARY],
        ["escalate", "D-1", f"--resaon={CANARY}"],
        ["init", CANARY, CANARY],
    ],
)
def test_what_was_typed_is_never_repeated(
    words: list[str], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert CANARY not in out + err
    assert "resolve: error: " in err
    assert "Traceback" not in err
    assert desk.files() == []


def test_a_fault_of_the_program_says_where_and_no_word_of_the_record(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr("resolutions_cli.files.workspace.calendars.shipped_list", fails)
    said = desk.does("calendar")
    assert (said.code, said.out) == (1, "")
    assert re.match(
        r"resolve: error: a fault in the program itself \(ValueError\)\n"
        r"  [\w/]+\.py:\d+, in [\w.]*test_cli:\d+\n",
        said.err,
    )
    assert CANARY not in said.err


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, EOFError])
def test_an_interrupt_ends_with_130(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, interrupt: type[BaseException]
) -> None:
    def fails(*_: object) -> None:
        raise interrupt

    monkeypatch.setattr("resolutions_cli.files.workspace.calendars.shipped_list", fails)
    said = desk.does("calendar")
    assert (said.code, said.err) == (130, "resolve: error: interrupted, and nothing was recorded\n")


# ------------------------------------------------------------------ where output goes


@pytest.mark.parametrize(
    "words", [["procedure", "show", "cyscb"], ["--help"], ["calendar", "--json"], ["calendar"]]
)
def test_a_pipe_that_is_closed_ends_quietly(words: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write) as closed:
        done = subprocess.run(
            [sys.executable, "-m", "resolutions_cli", *words],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")


def test_head_gets_its_line() -> None:
    command = f'"{sys.executable}" -m resolutions_cli procedure show nyscp | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"Professional Resolutions\n", b"")


def test_what_an_encoding_cannot_hold_is_escaped() -> None:
    done = resolve("calendar", "2026", environ={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Thu 1 Jan 2026   New Year\\u2019s Day\n" in done.stdout


def test_json_is_utf_8_in_any_locale_and_the_same_bytes_in_any_time_zone() -> None:
    plain = resolve("calc", "1 day", "--from", "2026-12-31T10:00", "--json").stdout
    environ = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    other = resolve("calc", "1 day", "--from", "2026-12-31T10:00", "--json", environ=environ).stdout
    as_of = b'"as_of"'
    assert [line for line in plain.splitlines() if as_of not in line] == [
        line for line in other.splitlines() if as_of not in line
    ]
    names = resolve("calendar", "2026", "--json", environ=environ).stdout
    assert "New Year’s Day".encode() in names


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("environ", "words", "coloured"),
    [
        ({"TERM": "xterm"}, [], True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, [], False),
        ({"TERM": "dumb"}, [], False),
        ({"TERM": "xterm"}, ["--no-color"], False),
    ],
)
def test_on_a_terminal_there_is_colour_unless_somebody_said_no(
    environ: dict[str, str], words: list[str], coloured: bool
) -> None:
    shown = on_a_terminal("calc", "3 days", "--from", "2026-12-24", *words, environ=environ)
    assert (b"\x1b" in shown) is coloured
    assert b"Sun 27 Dec 2026" in shown


def on_a_terminal(*words: str, environ: dict[str, str]) -> bytes:
    """What the program writes when stdout is a terminal."""
    import pty

    ours, theirs = pty.openpty()
    base = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    with subprocess.Popen(
        [sys.executable, "-m", "resolutions_cli", *words],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=base | environ,
    ):
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 1 << 16):
                shown += part
        except OSError:  # Linux: the other end is closed
            pass
    os.close(ours)
    return shown


def test_in_a_pipe_there_is_never_an_escape_byte() -> None:
    done = resolve("calc", "3 days", "--from", "2026-12-24", environ={"TERM": "xterm"})
    assert b"\x1b" not in done.stdout


# ------------------------------------------------------------------ completion


@pytest.fixture
def bash(tmp_path: Path) -> Callable[..., list[str]]:
    """Asks bash what it offers for the last word typed, by the script that the program prints."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "resolve"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m resolutions_cli "$@"\n')
    program.chmod(0o755)
    # typer else looks for the shell among the parents of the tests, where there may be none
    named = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    script = resolve("--show-completion", "bash", environ=named).stdout.decode()

    def offers(typed: str, **environ: str) -> list[str]:
        words = typed.split(" ")
        quoted = " ".join(f"'{word}'" for word in words)
        asked = f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _resolve_completion resolve"
        done = subprocess.run(
            ["bash", "--norc", "-c", f'{script}\n{asked}\nprintf "%s\\n" "${{COMPREPLY[@]}}"'],
            capture_output=True,
            text=True,
            check=True,
            env={"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(tmp_path), **environ},
        )
        assert done.stderr == ""
        return done.stdout.split()

    return offers


@pytest.mark.skipif(os.name == "nt", reason="bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("resolve esc", ["escalate"]),
        ("resolve ca", ["calc", "calendar"]),
        ("resolve due --ov", ["--overdue"]),
        (
            "resolve procedure ",
            ["list", "show", "check", "try", "add", "accept", "checked", "remove", "new"],
        ),
        (
            "resolve procedure show ny",
            ["nyscp", "nyscp@as-read-2024-05-r2", "nyscp@as-read-2024-05"],
        ),
        ("resolve calc x --nation s", ["scotland"]),
        ("resolve calc x --count s", ["same-day"]),
        ("resolve calendar i", ["import"]),
        ("resolve show D", ["D-1", "D-2"]),
        ("resolve show d", ["d-1", "d-2"]),
        ("resolve note D-2", ["D-2"]),
        ("resolve show zwolf", []),
    ],
)
def test_the_shell_offers_commands_options_and_references_and_nothing_of_the_record(
    desk: Desk, bash: Callable[..., list[str]], typed: str, offered: list[str]
) -> None:
    for ref in ("D-1", "D-2"):
        desk.opens("1", "--raised", "2026-11-19T10:00", "--summary", CANARY, ref=ref)
    assert bash(typed, RESOLVE_WORKSPACE=str(desk.folder)) == offered


@pytest.mark.skipif(os.name == "nt", reason="bash")
def test_where_there_is_no_workspace_no_reference_is_offered_and_nothing_said(
    tmp_path: Path, bash: Callable[..., list[str]]
) -> None:
    assert bash("resolve show ", RESOLVE_WORKSPACE=str(tmp_path / "nothing")) == []


@pytest.mark.skipif(os.name == "nt", reason="bash")
def test_a_workspace_named_before_is_the_one_whose_references_are_offered(
    desk: Desk, bash: Callable[..., list[str]]
) -> None:
    desk.opens("1", "--raised", "2026-11-19T10:00")
    assert bash(f"resolve show -w {desk.folder} D") == ["D-1"]


def test_every_command_of_the_table_has_a_module() -> None:
    folder = Path(cli.__file__).parent / "commands"
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(COMMANDS)


def test_the_help_of_a_command_says_once_how_a_when_and_a_text_are_typed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["note", "--help"]) == 0
    out = capsys.readouterr().out
    assert out.count("yesterday 3pm") == 1
    assert out.count("--reason-file FILE") == 1
    assert main(["where", "--help"]) == 0
    assert "Values:" not in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="bash, and a name that Windows does not take")
def test_a_shell_is_offered_no_name_that_turns_a_line_around(
    desk: Desk, bash: Callable[..., list[str]]
) -> None:
    procedures = desk.folder / "procedures"
    file = procedure_named("nyscp", None)
    for name in ("evil\u202e\u2028", "evil\x1b[2J", "evil\x9b"):
        (procedures / f"{name}@v-{file.digest[:16]}.toml").write_bytes(file.raw)
    offered = "\n".join(bash("resolve procedure show ev", RESOLVE_WORKSPACE=str(desk.folder)))
    assert "\\u202e" in offered
    assert not set(offered) & set("\u202e\u2028\x1b\x9b")
