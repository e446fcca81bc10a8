"""How far something long has come: said on a terminal only, and only after a while."""

import io
import sys

import pytest

from resolutions_cli.app import screen as progressing
from resolutions_cli.app import streams
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import progress
from tests.commands.test_imports import modules
from tests.desk import Desk


class Terminal(io.StringIO):
    """What somebody would see who sits before stderr."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def sits(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal on stderr, before which somebody sits who has no patience."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progressing, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return terminal


def work(desk: Desk, **asked: bool) -> None:
    run = Run(SharedOptions(workspace=desk.folder, **asked), None, desk.now)
    with progress(run, "reading the record", 3) as step:
        for _ in range(3):
            step()


def test_a_bar_says_what_is_done_and_is_wiped_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = sits(monkeypatch)
    work(desk)
    said = terminal.getvalue()
    assert "reading the record" in said
    assert "3/3" in said
    # the last thing it does is to clear its own line
    assert said.endswith("\x1b[2K")


def test_what_takes_no_time_is_not_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = sits(monkeypatch)
    monkeypatch.setattr(progressing, "PATIENCE", 60.0)
    work(desk)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("asked", [{"quiet": True}, {"no_color": True}])
def test_who_wants_quiet_or_no_escape_byte_gets_no_bar(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, asked: dict[str, bool]
) -> None:
    terminal = sits(monkeypatch)
    work(desk, **asked)
    assert terminal.getvalue() == ""


def test_a_dumb_terminal_and_a_pipe_get_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = sits(monkeypatch)
    monkeypatch.setenv("TERM", "dumb")
    work(desk)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(streams, "is_terminal", lambda _: False)
    work(desk)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("command", ["due", "verify", "list"])
def test_reading_the_whole_record_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19T10:00")
    terminal = sits(monkeypatch)
    desk.done(command)
    assert "reading the record" in terminal.getvalue()


def test_when_the_work_fails_the_bar_is_wiped_away_before_anything_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = sits(monkeypatch)
    run = Run(SharedOptions(workspace=desk.folder), None, desk.now)
    with pytest.raises(KeyboardInterrupt), progress(run, "reading the record", 3) as step:
        step()
        raise KeyboardInterrupt
    assert terminal.getvalue().endswith("\x1b[2K")


def test_in_a_pipe_nothing_is_loaded_that_draws_a_bar(desk: Desk) -> None:
    assert not {"rich", "rich.progress"} & modules("due", RESOLVE_WORKSPACE=str(desk.folder))
