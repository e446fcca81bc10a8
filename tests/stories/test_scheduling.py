"""The cron job and the systemd service of examples/, started with as little as they start with."""

import os
import shlex
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from docs.stories import PROJECT
from resolutions_cli.cli import main

PROGRAM = Path(sys.executable).parent / "resolve"
#: What cron gives a job when nobody set anything, less HOME, which some do not give.
CRON = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real workspace, not for practice; names as people have them."""
    monkeypatch.delenv("RESOLVE_NOW", raising=False)
    folder = tmp_path / "log"
    assert main(["init", str(folder), "--procedure", "nyscp"]) == 0
    return folder


def take_in_an_old_one(workspace: Path) -> None:
    typed = ["--ref", "LUK-1", "--raised", "2026-01-05T10:00", "--disputed", "2026-01-02"]
    names = ["--by", "Łukasz Żak", "--raised-by", "Szkoła Łukasza", "--summary", "Łukasz"]
    assert main(["open", "-w", str(workspace), *typed, *names, "--no-input"]) == 0


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def cron_job(workspace: Path) -> subprocess.CompletedProcess[bytes]:
    script = PROJECT / "examples" / "cron" / "resolve-due"
    named = {"RESOLVE_PROGRAM": str(PROGRAM), "RESOLVE_WORKSPACE": str(workspace)}
    return run([str(script)], {**CRON, **named})


def test_cron_has_nothing_to_mail_when_nothing_is_late(workspace: Path) -> None:
    done = cron_job(workspace)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_cron_mails_what_is_late_whole_without_an_escape_byte_and_without_a_name(
    workspace: Path,
) -> None:
    take_in_an_old_one(workspace)
    done = cron_job(workspace)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode("ascii").splitlines()
    assert [line.split()[:2] for line in lines if line.startswith("OVERDUE")] == [
        ["OVERDUE", "LUK-1"]
    ]
    assert "Professional of the referring agency" in done.stdout.decode()
    assert b"\x1b" not in done.stdout
    assert "Łukasz".encode() not in done.stdout


def test_cron_mails_that_the_workspace_is_not_where_it_was(workspace: Path) -> None:
    workspace.rename(workspace.with_name("moved"))
    done = cron_job(workspace)
    assert done.returncode == 4
    assert done.stdout == b""
    assert done.stderr.startswith(b"resolve: error: the folder named is not a workspace")


def service() -> list[str]:
    """The words of ExecStart."""
    unit = ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(PROJECT / "examples" / "systemd" / "resolve-due.service")
    assert "Environment" not in unit["Service"]
    return shlex.split(unit["Service"]["ExecStart"])


def as_installed_here(workspace: Path) -> list[str]:
    here = {"/opt/resolve/bin/resolve": str(PROGRAM), "/srv/resolve": str(workspace)}
    return [here.get(word, word) for word in service()]


def test_the_service_ends_with_0_when_nothing_is_late_and_fails_when_something_is(
    workspace: Path,
) -> None:
    done = run(as_installed_here(workspace), {"LANG": "C", "PATH": os.defpath})
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    take_in_an_old_one(workspace)
    done = run(as_installed_here(workspace), {"LANG": "C", "PATH": os.defpath})
    assert (done.returncode, done.stderr) == (9, b"")
    assert b"OVERDUE" in done.stdout


def test_the_names_in_the_cron_job_the_service_and_their_page_are_the_same() -> None:
    script = (PROJECT / "examples" / "cron" / "resolve-due").read_text("utf-8")
    page = (PROJECT / "docs" / "scheduling.md").read_text("utf-8")
    assert service()[0] == "/opt/resolve/bin/resolve"
    for text in (script, page):
        assert "/opt/resolve/bin/resolve" in text
        assert "/srv/resolve" in text
