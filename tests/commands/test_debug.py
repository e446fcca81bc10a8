"""`resolve --debug` writes where an error happened, and no word of the record."""

import os
import re
import stat
import tempfile
from pathlib import Path

import pytest

from tests.desk import REF, Desk, Said

#: In the record, on the command line, in local variables and in the error's own message.
SECRET = "Zwolfkanarie Nachtigall"

_NOTE = "resolve: note: the trace, without any text of the record, is in "


@pytest.fixture
def traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of the commands."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.delenv("RESOLVE_DEBUG", raising=False)
    return folder


@pytest.fixture
def broken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A dispute with a secret, and a program that fails on what it has found."""
    desk.at("2026-11-19T10:00").opens("1", "--raised", "2026-11-18T10:00", "--summary", SECRET)

    def fails(case: object, *_: object, **__: object) -> None:
        words = f"{SECRET} of {case}"
        try:
            raise KeyError(words)
        except KeyError as fault:
            raise ValueError(words) from fault

    monkeypatch.setattr("resolutions_cli.commands.similar.similar_to", fails)
    return desk


def trace_of(said: Said, traces: Path) -> str:
    """The only trace there is, where standard error says that it is."""
    (made,) = traces.iterdir()
    assert f"{_NOTE}{made}\n" in said.err
    return made.read_text("utf-8")


@pytest.mark.parametrize("asked", ["option", "variable"])
def test_a_fault_leaves_a_private_trace_with_types_modules_lines_and_functions_alone(
    broken: Desk, traces: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    if asked == "variable":
        monkeypatch.setenv("RESOLVE_DEBUG", "1")
    said = broken.does(*(["--debug"] if asked == "option" else []), "similar", REF)
    assert said.code == 1
    trace = trace_of(said, traces)
    heading, *lines = trace.splitlines()
    assert re.fullmatch(r"resolve \S+, Python 3\.\S+, \w+, command similar", heading)
    assert (
        lines.index("builtins.KeyError") < lines.index("then") < lines.index("builtins.ValueError")
    )
    frames = [line for line in lines if line.startswith("  ")]
    assert all(re.fullmatch(r"  [\w./]+:\d+ [\w.<>]+", frame) for frame in frames)
    assert any(re.match(r"  commands/similar\.py:\d+ command$", frame) for frame in frames)
    for word in (*SECRET.split(), REF, "school", str(broken.folder), str(Path.home())):
        assert word not in trace + said.err.replace(str(traces), "")
    (made,) = traces.iterdir()
    if os.name != "nt":
        assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_a_fault_names_the_path_of_the_module_in_the_package(broken: Desk, traces: Path) -> None:
    said = broken.does("similar", REF)
    place = said.err.splitlines()[1]
    assert re.fullmatch(r"  commands/similar\.py:\d+, in [\w.]*test_debug:\d+", place)
    assert list(traces.iterdir()) == [], "nobody asked for a trace"


@pytest.mark.parametrize("value", ["", "0"])
def test_the_variable_set_to_nothing_or_0_asks_for_no_trace(
    broken: Desk, traces: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("RESOLVE_DEBUG", value)
    broken.does("similar", REF)
    assert list(traces.iterdir()) == []


def test_a_refusal_is_no_fault_and_leaves_no_trace(desk: Desk, traces: Path) -> None:
    assert desk.does("--debug", "similar", "no-such").code == 4
    assert list(traces.iterdir()) == []


def test_a_text_that_is_called_like_the_option_asks_for_no_trace(
    broken: Desk, traces: Path
) -> None:
    broken.does("note", REF, "--", "--debug")
    broken.does("similar", REF)
    assert list(traces.iterdir()) == []


def test_a_command_that_succeeds_leaves_no_trace_and_says_the_same(
    desk: Desk, traces: Path
) -> None:
    desk.at("2026-11-19T10:00").opens("1", "--raised", "2026-11-18T10:00")
    assert desk.done("--debug", "similar", REF) == desk.done("similar", REF)
    assert list(traces.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything is open to root")
def test_a_trace_that_cannot_be_written_is_told_and_the_error_as_well(
    broken: Desk, traces: Path
) -> None:
    traces.chmod(0o500)
    said = broken.does("--debug", "similar", REF)
    assert said.code == 1
    assert said.err.startswith("resolve: note: no trace was written: Permission denied\n")
    assert "resolve: error: a fault in the program itself (ValueError)\n" in said.err


def test_where_there_is_no_temporary_folder_that_is_told(
    broken: Desk, traces: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(traces / "gone"))
    said = broken.does("--debug", "similar", REF)
    assert said.err.startswith("resolve: note: no trace was written: No such file or directory\n")
